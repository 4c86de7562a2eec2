"""Who is behind a study: sponsors, responsible party, investigators, contacts."""

import json
from typing import Any

import pytest

import trialtext
from trialtext import Diagnostic, Result

HEADER = ("A title", "NCT ID: NCT99900001")
SPONSORS = (
    "Sponsors",
    "Meet the organizations funding or collaborating on the study and learn about their roles.",
)
RESPONSIBLE_PARTY = (
    "Responsible Party",
    "Identify the individual or organization who holds primary responsibility for the...",
)
INVESTIGATORS = (
    "Principal Investigators",
    "Learn about the lead researchers overseeing the trial and their institutional affiliations.",
)
CENTRAL_CONTACTS = (
    "Central Contacts",
    "Reach out to these primary contacts for questions about participation or study logistics.",
)
END = (
    "Other Identifiers",
    "Review additional registry numbers or institutional identifiers associated with this trial.",
    "ORCHID-7\n\nIdentifier Type: -\n\nIdentifier Source: org_study_id",
)
LEAD = ("Willowbrook University", "OTHER", "Sponsor Role lead")
HELPER = ("Quillfeather Pharma", "INDUSTRY", "Sponsor Role collaborator")
PERSON = ("Odile Marchetti", "Associate Professor", "Willowbrook University")


def read(heading: tuple[str, str], *blocks: str) -> Result:
    """Read a section: its first block is on line 9, its second on line 11, and so on."""
    return trialtext.parse("\n\n".join((*HEADER, *heading, *blocks, *END)) + "\n")


def module(result: Result, name: str) -> dict[str, Any]:
    assert result.study is not None
    protocol = json.loads(trialtext.to_json(result.study))["protocolSection"]
    found: dict[str, Any] = protocol.get(name, {})
    return found


def sponsors(*blocks: str) -> dict[str, Any]:
    return module(read(SPONSORS, *blocks), "sponsorCollaboratorsModule")


def party(*blocks: str) -> dict[str, Any]:
    found = module(read(RESPONSIBLE_PARTY, *blocks), "sponsorCollaboratorsModule")
    responsible: dict[str, Any] = found.get("responsibleParty", {})
    return responsible


def officials(*blocks: str) -> list[dict[str, Any]]:
    found = module(read(INVESTIGATORS, *blocks), "contactsLocationsModule")
    people: list[dict[str, Any]] = found.get("overallOfficials", [])
    return people


def contacts(*blocks: str) -> list[dict[str, Any]]:
    found = module(read(CENTRAL_CONTACTS, *blocks), "contactsLocationsModule")
    people: list[dict[str, Any]] = found.get("centralContacts", [])
    return people


def beyond(told: Diagnostic) -> bool:
    """Whether something is said of the rest of a page that holds little else."""
    return told.code == "missing-section" or told.message.startswith("there is no line `Last")


def complaints(heading: tuple[str, str], *blocks: str) -> list[tuple[str, int, int]]:
    return [(d.code, d.line, d.column) for d in read(heading, *blocks).diagnostics if not beyond(d)]


# ---- Every section


@pytest.mark.parametrize("heading", [SPONSORS, RESPONSIBLE_PARTY, INVESTIGATORS, CENTRAL_CONTACTS])
def test_an_empty_section_is_reported(heading: tuple[str, str]) -> None:
    result = read(heading)
    assert module(result, "sponsorCollaboratorsModule") == {}
    assert module(result, "contactsLocationsModule") == {}
    assert [d.code for d in result.diagnostics if not beyond(d)] == ["empty-section"]


@pytest.mark.parametrize("heading", [SPONSORS, RESPONSIBLE_PARTY, INVESTIGATORS, CENTRAL_CONTACTS])
def test_an_unknown_line_is_left_over(heading: tuple[str, str]) -> None:
    assert complaints(heading, "Somebody somewhere") == [("unknown-line", 9, 1)]


# ---- Sponsors


def test_the_lead_sponsor() -> None:
    assert sponsors(*LEAD) == {"leadSponsor": {"name": "Willowbrook University", "class": "OTHER"}}


def test_the_lead_sponsor_may_come_last() -> None:
    assert sponsors(*HELPER, *LEAD) == {
        "leadSponsor": {"name": "Willowbrook University", "class": "OTHER"},
        "collaborators": [{"name": "Quillfeather Pharma", "class": "INDUSTRY"}],
    }


def test_collaborators_keep_their_order() -> None:
    last = ("Amber Foundation", "NETWORK", "Sponsor Role collaborator")
    names = [sponsor["name"] for sponsor in sponsors(*HELPER, *LEAD, *last)["collaborators"]]
    assert names == ["Quillfeather Pharma", "Amber Foundation"]


def test_there_may_be_collaborators_without_a_lead() -> None:
    assert sponsors(*HELPER) == {
        "collaborators": [{"name": "Quillfeather Pharma", "class": "INDUSTRY"}]
    }


@pytest.mark.parametrize(
    "kind",
    ["NIH", "FED", "OTHER_GOV", "INDIV", "INDUSTRY", "NETWORK", "AMBIG", "OTHER", "UNKNOWN"],
)
def test_classes_of_sponsors(kind: str) -> None:
    assert sponsors("Juniper Trust", kind, "Sponsor Role lead")["leadSponsor"]["class"] == kind


@pytest.mark.parametrize("name", ["QUILLFEATHER", "NIH", "Sponsor Role Institute"])
def test_any_line_may_be_the_name_of_a_sponsor(name: str) -> None:
    assert sponsors(name, "OTHER", "Sponsor Role lead") == {
        "leadSponsor": {"name": name, "class": "OTHER"}
    }


def test_an_unknown_class_is_reported_and_the_sponsor_kept() -> None:
    blocks = ("Juniper Trust", "GUILD", "Sponsor Role lead")
    assert sponsors(*blocks) == {"leadSponsor": {"name": "Juniper Trust"}}
    assert complaints(SPONSORS, *blocks) == [("unknown-code", 11, 1)]


def test_a_sponsor_of_an_unknown_role_is_reported_and_left_out() -> None:
    blocks = (*LEAD, "Juniper Trust", "OTHER", "Sponsor Role patron")
    assert sponsors(*blocks) == sponsors(*LEAD)
    assert complaints(SPONSORS, *blocks) == [("unknown-code", 15, 1)]


def test_a_role_is_read_whole() -> None:
    blocks = ("Juniper Trust", "OTHER", "Sponsor Role former lead")
    assert sponsors(*blocks) == {}
    assert complaints(SPONSORS, *blocks) == [("unknown-code", 9, 1)]


def test_a_space_after_a_role_is_not_part_of_it() -> None:
    assert sponsors("Juniper Trust", "OTHER", "Sponsor Role lead ") == {
        "leadSponsor": {"name": "Juniper Trust", "class": "OTHER"}
    }


def test_a_second_lead_does_not_replace_the_first() -> None:
    blocks = (*LEAD, "Juniper Trust", "OTHER", "Sponsor Role lead")
    assert sponsors(*blocks) == sponsors(*LEAD)
    assert [line for _, line, _ in complaints(SPONSORS, *blocks)] == [15]


def test_a_sponsor_without_a_role_does_not_cost_the_next() -> None:
    blocks = ("Juniper Trust", "OTHER", *LEAD)
    assert sponsors(*blocks) == sponsors(*LEAD)
    assert complaints(SPONSORS, *blocks) == [("unknown-line", 9, 1), ("unknown-line", 11, 1)]


# ---- Responsible Party


def test_the_sponsor_may_be_responsible() -> None:
    assert party("Responsibility Role SPONSOR") == {"type": "SPONSOR"}
    assert complaints(RESPONSIBLE_PARTY, "Responsibility Role SPONSOR") == []


@pytest.mark.parametrize("role", ["PRINCIPAL_INVESTIGATOR", "SPONSOR_INVESTIGATOR"])
def test_an_investigator_may_be_responsible(role: str) -> None:
    blocks = (*PERSON, f"Responsibility Role {role}")
    assert party(*blocks) == {
        "type": role,
        "investigatorFullName": "Odile Marchetti",
        "investigatorTitle": "Associate Professor",
        "investigatorAffiliation": "Willowbrook University",
    }
    assert complaints(RESPONSIBLE_PARTY, *blocks) == []


@pytest.mark.parametrize("count", [1, 2])
def test_which_of_an_investigator_s_lines_is_missing_is_not_guessed(count: int) -> None:
    blocks = (*PERSON[:count], "Responsibility Role PRINCIPAL_INVESTIGATOR")
    assert party(*blocks) == {"type": "PRINCIPAL_INVESTIGATOR"}
    lines = [line for _, line, _ in complaints(RESPONSIBLE_PARTY, *blocks)]
    assert lines == [9, 11][:count]


def test_an_unknown_role_of_the_responsible_party_is_reported_and_left_out() -> None:
    blocks = (*PERSON, "Responsibility Role ORACLE")
    assert "type" not in party(*blocks)
    assert ("unknown-code", 15, 21) in complaints(RESPONSIBLE_PARTY, *blocks)


def test_a_role_of_the_responsible_party_is_read_whole() -> None:
    assert party("Responsibility Role FORMER SPONSOR") == {}
    assert complaints(RESPONSIBLE_PARTY, "Responsibility Role FORMER SPONSOR") == [
        ("unknown-code", 9, 21)
    ]


def test_names_without_a_role_are_left_over() -> None:
    assert party(*PERSON) == {}
    assert [line for _, line, _ in complaints(RESPONSIBLE_PARTY, *PERSON)] == [9, 11, 13]


def test_lines_after_the_role_are_no_investigator() -> None:
    blocks = ("Responsibility Role PRINCIPAL_INVESTIGATOR", *PERSON)
    assert party(*blocks) == {"type": "PRINCIPAL_INVESTIGATOR"}
    assert [line for _, line, _ in complaints(RESPONSIBLE_PARTY, *blocks)] == [11, 13, 15]


def test_a_second_role_does_not_vanish() -> None:
    blocks = ("Responsibility Role SPONSOR", "Responsibility Role PRINCIPAL_INVESTIGATOR")
    assert party(*blocks) == {"type": "SPONSOR"}
    assert [line for _, line, _ in complaints(RESPONSIBLE_PARTY, *blocks)] == [11]


# ---- Principal Investigators


def test_a_principal_investigator() -> None:
    blocks = ("Odile Marchetti, MD", "Role: PRINCIPAL_INVESTIGATOR", "Willowbrook University")
    assert officials(*blocks) == [
        {
            "name": "Odile Marchetti, MD",
            "affiliation": "Willowbrook University",
            "role": "PRINCIPAL_INVESTIGATOR",
        }
    ]
    assert complaints(INVESTIGATORS, *blocks) == []


@pytest.mark.parametrize(
    "role", ["STUDY_CHAIR", "STUDY_DIRECTOR", "PRINCIPAL_INVESTIGATOR", "SUB_INVESTIGATOR"]
)
def test_roles_of_officials(role: str) -> None:
    assert officials("Odile Marchetti", f"Role: {role}", "Willowbrook")[0]["role"] == role


def test_officials_keep_their_order() -> None:
    role = "Role: PRINCIPAL_INVESTIGATOR"
    people = officials("Zora Quist", role, "Lab B", "Abel Ferro", role, "Lab A")
    assert [(person["name"], person["affiliation"]) for person in people] == [
        ("Zora Quist", "Lab B"),
        ("Abel Ferro", "Lab A"),
    ]


def test_an_official_may_have_no_affiliation() -> None:
    role = "Role: STUDY_CHAIR"
    assert officials("Zora Quist", role, "Abel Ferro", role, "Lab A") == [
        {"name": "Zora Quist", "role": "STUDY_CHAIR"},
        {"name": "Abel Ferro", "affiliation": "Lab A", "role": "STUDY_CHAIR"},
    ]


def test_an_unknown_role_of_an_official_is_reported_and_the_person_kept() -> None:
    blocks = ("Zora Quist", "Role: WIZARD", "Lab B")
    assert officials(*blocks) == [{"name": "Zora Quist", "affiliation": "Lab B"}]
    assert complaints(INVESTIGATORS, *blocks) == [("unknown-code", 11, 7)]


def test_a_role_of_nobody_is_left_over() -> None:
    blocks = ("Role: STUDY_CHAIR",)
    assert officials(*blocks) == []
    assert complaints(INVESTIGATORS, *blocks) == [("unknown-line", 9, 1)]


# ---- Central Contacts


def test_a_central_contact() -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", "Phone: 555-0101", "Email: ferro@example.org")
    assert contacts(*blocks) == [
        {
            "name": "Abel Ferro",
            "role": "CONTACT",
            "phone": "555-0101",
            "email": "ferro@example.org",
        }
    ]
    assert complaints(CENTRAL_CONTACTS, *blocks) == []


@pytest.mark.parametrize(
    "reach", [(), ("Phone: 555-0101",), ("Email: ferro@example.org",)], ids=["none", "tel", "mail"]
)
def test_a_contact_may_lack_a_phone_and_an_address(reach: tuple[str, ...]) -> None:
    person = contacts("Abel Ferro", "Role: CONTACT", *reach)[0]
    given = [line.partition(": ") for line in reach]
    expected = {label.lower(): value for label, _, value in given}
    assert person == {"name": "Abel Ferro", "role": "CONTACT", **expected}
    assert complaints(CENTRAL_CONTACTS, "Abel Ferro", "Role: CONTACT", *reach) == []


@pytest.mark.parametrize("phone", ["+44 20 555 0102", "(555) 555-0103", "1-800-555-0104 ext. 7"])
def test_a_phone_number_stays_as_it_is_written(phone: str) -> None:
    assert contacts("Abel Ferro", "Role: CONTACT", f"Phone: {phone}")[0]["phone"] == phone


def test_contacts_keep_their_order_and_their_own_numbers() -> None:
    people = contacts(
        *("Zora Quist", "Role: CONTACT", "Email: quist@example.org"),
        *("Abel Ferro", "Role: CONTACT", "Phone: 555-0101"),
    )
    assert people == [
        {"name": "Zora Quist", "role": "CONTACT", "email": "quist@example.org"},
        {"name": "Abel Ferro", "role": "CONTACT", "phone": "555-0101"},
    ]


@pytest.mark.parametrize("address", ["[email protected]", "[email\N{NO-BREAK SPACE}protected]"])
def test_a_hidden_address_is_no_address(address: str) -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", "Phone: 555-0101", f"Email: {address}")
    assert contacts(*blocks) == [{"name": "Abel Ferro", "role": "CONTACT", "phone": "555-0101"}]
    assert complaints(CENTRAL_CONTACTS, *blocks) == [("hidden-address", 15, 8)]


def test_a_hidden_address_does_not_make_the_page_incomplete() -> None:
    result = read(CENTRAL_CONTACTS, "Abel Ferro", "Role: CONTACT", "Email: [email protected]")
    assert {d.severity for d in result.diagnostics if d.code == "hidden-address"} == {"info"}


def test_an_unknown_role_of_a_contact_is_reported_and_the_person_kept() -> None:
    blocks = ("Abel Ferro", "Role: FRIEND", "Phone: 555-0101")
    assert contacts(*blocks) == [{"name": "Abel Ferro", "phone": "555-0101"}]
    assert complaints(CENTRAL_CONTACTS, *blocks) == [("unknown-code", 11, 7)]


@pytest.mark.parametrize("label", ["Phone:", "Email:"])
def test_a_label_of_a_contact_without_a_value_is_reported(label: str) -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", label)
    assert contacts(*blocks) == [{"name": "Abel Ferro", "role": "CONTACT"}]
    found = [(code, line) for code, line, _ in complaints(CENTRAL_CONTACTS, *blocks)]
    assert found == [("missing-value", 13)]


def test_a_second_phone_does_not_replace_the_first() -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", "Phone: 555-0101", "Phone: 555-0102")
    assert contacts(*blocks)[0]["phone"] == "555-0101"
    assert [line for _, line, _ in complaints(CENTRAL_CONTACTS, *blocks)] == [15]


def test_a_line_after_a_contact_is_left_over() -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", "Phone: 555-0101", "Fax on request")
    assert complaints(CENTRAL_CONTACTS, *blocks) == [("unknown-line", 15, 1)]


def test_a_doubled_role_is_no_affiliation() -> None:
    result = read(INVESTIGATORS, "Mona Held, MD", "Role: STUDY_CHAIR", "Role: STUDY_CHAIR")
    (official,) = module(result, "contactsLocationsModule")["overallOfficials"]
    assert official == {"name": "Mona Held, MD", "role": "STUDY_CHAIR"}
    assert "unknown-line" in [d.code for d in result.diagnostics]


def test_lines_before_the_role_of_a_sponsor_are_no_investigator() -> None:
    lines = ("Ada Quill", "Professor", "Quill Institute", "Responsibility Role SPONSOR")
    result = read(RESPONSIBLE_PARTY, *lines)
    assert module(result, "sponsorCollaboratorsModule")["responsibleParty"] == {"type": "SPONSOR"}
    assert [d.code for d in result.diagnostics].count("unknown-line") == 3
