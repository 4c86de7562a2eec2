"""People of a study: Principal Investigators, Central Contacts, Facility Contacts."""

from typing import Any

import pytest
from tests.pages import codes, module, problem_lines, problems, read, reported

import trialtext
from trialtext import Result
from trialtext.model.enums import OfficialRole

INVESTIGATORS = "Principal Investigators"
CENTRAL_CONTACTS = "Central Contacts"
FACILITY_CONTACTS = "Facility Contacts"
SECTIONS = (INVESTIGATORS, CENTRAL_CONTACTS)
MODULE = "contactsLocationsModule"
HOUSTON = ("Magnolia Clinic", "Houston, Texas, United States", "Site Status")
BERLIN = ("Klinik Lindenhof", "Berlin, Germany", "Site Status")
NURSE = ("Abel Ferro, RN", "Role: primary", "Phone: 555-0101", "Email: ferro@example.org")


def officials(*blocks: str) -> list[dict[str, Any]]:
    found = module(read((INVESTIGATORS, *blocks)), MODULE)
    people: list[dict[str, Any]] = found.get("overallOfficials", [])
    return people


def contacts(*blocks: str) -> list[dict[str, Any]]:
    found = module(read((CENTRAL_CONTACTS, *blocks)), MODULE)
    people: list[dict[str, Any]] = found.get("centralContacts", [])
    return people


def sites(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = module(result, MODULE)["locations"]
    return found


def test_an_empty_section_is_reported() -> None:
    for heading in SECTIONS:
        result = read((heading,))
        assert module(result, MODULE) == {}
        assert problems(result) == [("empty-section", 5, 1)]


def test_an_unknown_line_is_unparsed() -> None:
    for heading in SECTIONS:
        assert problems(read((heading, "Somebody somewhere"))) == [("unknown-line", 9, 1)]


# ---- Principal Investigators


def test_roles_of_officials() -> None:
    for role in OfficialRole:
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


def test_an_official_of_an_unknown_role_is_kept() -> None:
    blocks = ("Zora Quist", "Role: WIZARD", "Lab B")
    assert officials(*blocks) == [{"name": "Zora Quist", "affiliation": "Lab B"}]
    assert problems(read((INVESTIGATORS, *blocks))) == [("unknown-code", 11, 7)]


def test_a_role_of_nobody_is_unparsed() -> None:
    blocks = ("Role: STUDY_CHAIR",)
    assert officials(*blocks) == []
    assert problems(read((INVESTIGATORS, *blocks))) == [("unknown-line", 9, 1)]


def test_a_doubled_role_is_no_affiliation() -> None:
    result = read((INVESTIGATORS, "Mona Held, MD", "Role: STUDY_CHAIR", "Role: STUDY_CHAIR"))
    (official,) = module(result, MODULE)["overallOfficials"]
    assert official == {"name": "Mona Held, MD", "role": "STUDY_CHAIR"}
    assert "unknown-line" in codes(result)


def test_of_two_lines_above_a_role_neither_is_the_name() -> None:
    role = "Role: STUDY_CHAIR"
    result = read((INVESTIGATORS, "Zora Quist", "Cookie Notice", role, "Lab B"))
    assert module(result, MODULE)["overallOfficials"] == [
        {"affiliation": "Lab B", "role": "STUDY_CHAIR"}
    ]
    assert problem_lines(result) == [9, 11]


def test_of_two_lines_below_a_role_neither_is_the_affiliation() -> None:
    role = "Role: STUDY_CHAIR"
    result = read((INVESTIGATORS, "Zora Quist", role, "Cookie Notice", "Lab B"))
    assert module(result, MODULE)["overallOfficials"] == [
        {"name": "Zora Quist", "role": "STUDY_CHAIR"}
    ]
    assert problem_lines(result) == [13, 15]


def test_the_affiliation_of_one_is_not_the_name_of_the_next() -> None:
    role = "Role: STUDY_CHAIR"
    result = read((INVESTIGATORS, "Zora Quist", role, "Harbour Hospital", role, "Lab B"))
    names = [each.get("name") for each in module(result, MODULE)["overallOfficials"]]
    assert names == ["Zora Quist", None]


def test_an_affiliation_and_the_next_name_that_were_swapped_are_no_values() -> None:
    role = "Role: STUDY_CHAIR"
    blocks = ("Zora Quist", role, "Abel Ferro", "Harbour Hospital", role, "Lab B")
    result = read((INVESTIGATORS, *blocks))
    assert module(result, MODULE)["overallOfficials"] == [
        {"name": "Zora Quist", "role": "STUDY_CHAIR"},
        {"affiliation": "Lab B", "role": "STUDY_CHAIR"},
    ]
    assert codes(result).count("swapped-values") == 2


@pytest.mark.parametrize("role", ["CONTACT", "primary"])
def test_a_contact_is_no_official(role: str) -> None:
    result = read((INVESTIGATORS, "Zora Quist", f"Role: {role}", "Phone: 555-0101"))
    assert module(result, MODULE) == {}
    assert codes(result).count("misplaced-contact") == 1


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
    assert problems(read((CENTRAL_CONTACTS, *blocks))) == []


@pytest.mark.parametrize(
    "reach", [(), ("Phone: 555-0101",), ("Email: ferro@example.org",)], ids=["none", "tel", "mail"]
)
def test_a_contact_may_lack_a_phone_and_an_address(reach: tuple[str, ...]) -> None:
    person = contacts("Abel Ferro", "Role: CONTACT", *reach)[0]
    given = [line.partition(": ") for line in reach]
    expected = {label.lower(): value for label, _, value in given}
    assert person == {"name": "Abel Ferro", "role": "CONTACT", **expected}
    assert problems(read((CENTRAL_CONTACTS, "Abel Ferro", "Role: CONTACT", *reach))) == []


@pytest.mark.parametrize("phone", ["+44 20 555 0102", "(555) 555-0103", "555-0104 x 7"])
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


def test_an_extension_has_a_field_of_its_own() -> None:
    result = read((CENTRAL_CONTACTS, "Abel Ferro", "Role: CONTACT", "Phone: 555-0101 ext. 7"))
    assert module(result, MODULE)["centralContacts"] == [
        {"name": "Abel Ferro", "role": "CONTACT", "phone": "555-0101", "phoneExt": "7"}
    ]
    assert problems(result) == []
    again = trialtext.parse(trialtext.render(result.study)) if result.study else result
    assert module(again, MODULE) == module(result, MODULE)


@pytest.mark.parametrize(
    "line",
    [
        "Phone: 555-0101 Email: ferro@example.org",
        "Phone: 555-0101Email: ferro@example.org",
        "Email: ferro@example.org Phone: 555-0101",
        "Phone: 555-0101\tEmail: ferro@example.org",
    ],
)
def test_labels_of_a_contact_may_share_a_line(line: str) -> None:
    expected = {
        "name": "Abel Ferro",
        "role": "CONTACT",
        "phone": "555-0101",
        "email": "ferro@example.org",
    }
    for blocks in (("Role: CONTACT", line), (f"Role: CONTACT {line}",)):
        result = read((CENTRAL_CONTACTS, "Abel Ferro", *blocks))
        assert module(result, MODULE)["centralContacts"] == [expected]
        assert {"unclaimed-text", "unknown-line"}.isdisjoint(codes(result))


@pytest.mark.parametrize(
    "address",
    [
        "[email protected]",
        "[email\N{NO-BREAK SPACE}protected]",
        "[email  protected]",
        "[email\N{NARROW NO-BREAK SPACE}protected]",
        "[Email Protected]",
        "[email&#160;protected]",
        "[email&amp;nbsp;protected]",
        "<[email protected]>",
        "([email protected])",
        r"\[email protected\]",
        "**[email protected]**",
        "[[email protected]](/cdn-cgi/l/email-protection#0123abcd)",
        "/cdn-cgi/l/email-protection#0123abcd",
        "email protected",
    ],
)
@pytest.mark.parametrize("label", ["Email:", "Phone:"])
def test_a_hidden_address_is_no_address(label: str, address: str) -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", f"{label} {address}")
    result = read((CENTRAL_CONTACTS, *blocks))
    assert module(result, MODULE)["centralContacts"] == [{"name": "Abel Ferro", "role": "CONTACT"}]
    assert ("hidden-address", 13, 8) in problems(result)


@pytest.mark.parametrize("address", ["ferro@", "ferro@example", "example.org", "see the website"])
def test_what_is_no_address_is_unparsed(address: str) -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", f"Email: {address}")
    assert contacts(*blocks) == [{"name": "Abel Ferro", "role": "CONTACT"}]
    assert problems(read((CENTRAL_CONTACTS, *blocks))) == [("unreadable-value", 13, 8)]


def test_a_hidden_address_does_not_make_the_page_incomplete() -> None:
    result = read((CENTRAL_CONTACTS, "Abel Ferro", "Role: CONTACT", "Email: [email protected]"))
    assert {d.severity for d in result.diagnostics if d.code == "hidden-address"} == {"info"}


def test_a_contact_of_an_unknown_role_is_kept() -> None:
    blocks = ("Abel Ferro", "Role: FRIEND", "Phone: 555-0101")
    assert contacts(*blocks) == [{"name": "Abel Ferro", "phone": "555-0101"}]
    assert problems(read((CENTRAL_CONTACTS, *blocks))) == [("unknown-code", 11, 7)]


@pytest.mark.parametrize("label", ["Phone:", "Email:"])
def test_a_label_of_a_contact_without_a_value_is_reported(label: str) -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", label)
    assert contacts(*blocks) == [{"name": "Abel Ferro", "role": "CONTACT"}]
    found = [(code, line) for code, line, _ in problems(read((CENTRAL_CONTACTS, *blocks)))]
    assert found == [("missing-value", 13)]


def test_a_second_phone_does_not_replace_the_first() -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", "Phone: 555-0101", "Phone: 555-0102")
    assert contacts(*blocks)[0]["phone"] == "555-0101"
    assert problem_lines(read((CENTRAL_CONTACTS, *blocks))) == [15]


def test_a_line_after_a_contact_is_unparsed() -> None:
    blocks = ("Abel Ferro", "Role: CONTACT", "Phone: 555-0101", "Fax on request")
    assert problems(read((CENTRAL_CONTACTS, *blocks))) == [("unknown-line", 15, 1)]


def test_a_contact_without_a_name_is_reported() -> None:
    blocks = ("Role: CONTACT", "Phone: 555-0101")
    assert contacts(*blocks) == [{"role": "CONTACT", "phone": "555-0101"}]
    assert problems(read((CENTRAL_CONTACTS, *blocks))) == [("missing-value", 9, 1)]


# ---- Facility Contacts


def test_the_contacts_of_a_single_site_are_its_own() -> None:
    result = read(("Locations", *BERLIN), (FACILITY_CONTACTS, *NURSE))
    assert sites(result)[0]["contacts"] == [
        {
            "name": "Abel Ferro, RN",
            "role": "CONTACT",
            "phone": "555-0101",
            "email": "ferro@example.org",
        }
    ]
    assert problems(result) == []


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("primary", "CONTACT"),
        ("backup", "CONTACT"),
        ("PRINCIPAL_INVESTIGATOR", "PRINCIPAL_INVESTIGATOR"),
        ("SUB_INVESTIGATOR", "SUB_INVESTIGATOR"),
    ],
)
def test_roles_of_a_site_s_contacts(role: str, expected: str) -> None:
    result = read(("Locations", *BERLIN), (FACILITY_CONTACTS, "Zora Quist", f"Role: {role}"))
    assert sites(result)[0]["contacts"] == [{"name": "Zora Quist", "role": expected}]


def test_a_single_site_may_have_several_contacts() -> None:
    result = read(("Locations", *BERLIN), (FACILITY_CONTACTS, *NURSE, "Zora Quist", "Role: backup"))
    names = [contact["name"] for contact in sites(result)[0]["contacts"]]
    assert names == ["Abel Ferro, RN", "Zora Quist"]


def test_a_hidden_address_of_a_site_s_contact_is_no_address() -> None:
    blocks = ("Zora Quist", "Role: primary", "Email: [email protected]")
    result = read(("Locations", *BERLIN), (FACILITY_CONTACTS, *blocks))
    assert "email" not in sites(result)[0]["contacts"][0]
    assert problems(result) == [("hidden-address", 23, 8)]


def test_of_several_sites_none_is_given_the_contacts() -> None:
    result = read(("Locations", *HOUSTON, *BERLIN), (FACILITY_CONTACTS, *NURSE))
    assert all("contacts" not in site for site in sites(result))


@pytest.mark.parametrize("status", ["COMPLETED", "TERMINATED", "WITHDRAWN"])
def test_the_only_site_that_is_not_closed_is_given_the_contacts(status: str) -> None:
    closed = ("Harbour Clinic", "Bergen, Norway", "Site Status", status)
    result = read(("Locations", *closed, *BERLIN), (FACILITY_CONTACTS, *NURSE))
    assert ["contacts" in site for site in sites(result)] == [False, True]
    assert problems(result) == []


def test_closed_sites_are_not_given_the_contacts() -> None:
    closed = ("Harbour Clinic", "Bergen, Norway", "Site Status", "COMPLETED")
    result = read(("Locations", *closed, *closed), (FACILITY_CONTACTS, *NURSE))
    assert all("contacts" not in site for site in sites(result))


def test_every_contact_that_no_site_was_given_is_reported() -> None:
    blocks = (*NURSE, "Zora Quist", "Role: backup")
    result = read(("Locations", *HOUSTON, *BERLIN), (FACILITY_CONTACTS, *blocks))
    assert problems(result) == [("unassigned-contact", 25, 1), ("unassigned-contact", 33, 1)]


def test_a_report_on_a_contact_covers_all_its_lines() -> None:
    result = read(("Locations", *HOUSTON, *BERLIN), (FACILITY_CONTACTS, *NURSE))
    assert reported(result, "unassigned-contact") == ["\n\n".join(NURSE)]


def test_contacts_without_any_site_are_reported() -> None:
    result = read((FACILITY_CONTACTS, *NURSE))
    assert module(result, MODULE) == {}
    assert problems(result) == [("unassigned-contact", 9, 1)]


def test_contacts_are_no_central_contacts() -> None:
    result = read(("Locations", *BERLIN), (FACILITY_CONTACTS, *NURSE))
    assert "centralContacts" not in module(result, MODULE)


@pytest.mark.parametrize("role", ["primary", "backup", "PRINCIPAL_INVESTIGATOR"])
def test_without_their_heading_contacts_of_a_site_are_no_central_contacts(role: str) -> None:
    central = ("Zora Quist", "Role: CONTACT", "Phone: 555-0102")
    of_site = ("Abel Ferro", f"Role: {role}", "Phone: 555-0101")
    result = read(("Locations", *BERLIN), (CENTRAL_CONTACTS, *central, *of_site))
    assert [each["name"] for each in module(result, MODULE)["centralContacts"]] == ["Zora Quist"]
    assert [each["name"] for each in sites(result)[0]["contacts"]] == ["Abel Ferro"]
    assert [code for code, _, _ in problems(result)] == ["misplaced-contact"]


def test_central_contacts_are_no_contacts_of_a_site() -> None:
    central = ("Zora Quist", "Role: CONTACT", "Phone: 555-0102")
    result = read(("Locations", *BERLIN), (FACILITY_CONTACTS, *central, *NURSE))
    assert [each["name"] for each in module(result, MODULE)["centralContacts"]] == ["Zora Quist"]
    assert [each["name"] for each in sites(result)[0]["contacts"]] == ["Abel Ferro, RN"]
    assert [code for code, _, _ in problems(result)] == ["misplaced-contact"]


def test_a_phone_is_no_affiliation() -> None:
    result = read((INVESTIGATORS, "Mona Held, MD", "Role: STUDY_CHAIR", "Phone: 555-0101"))
    assert module(result, MODULE)["overallOfficials"] == [
        {"name": "Mona Held, MD", "role": "STUDY_CHAIR"}
    ]
    assert "unknown-line" in codes(result)


def test_a_site_s_contact_of_an_unknown_role_is_kept() -> None:
    result = read(("Locations", *BERLIN), (FACILITY_CONTACTS, "Zora Quist", "Role: neighbor"))
    assert sites(result)[0]["contacts"] == [{"name": "Zora Quist"}]
    assert problems(result) == [("unknown-code", 21, 7)]


@pytest.mark.parametrize("places", [BERLIN, (*BERLIN, *HOUSTON)])
def test_an_unknown_line_among_a_site_s_contacts_is_unparsed(places: tuple[str, ...]) -> None:
    result = read(("Locations", *places), (FACILITY_CONTACTS, *NURSE, "Show the map"))
    assert problems(result)[-1][0] == "unknown-line"
