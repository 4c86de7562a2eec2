"""Who is behind a study: Sponsors, Responsible Party."""

from typing import Any

import pytest
from tests.pages import codes, module, problem_lines, problems, read

from trialtext.model.enums import AgencyClass

SPONSORS = "Sponsors"
RESPONSIBLE_PARTY = "Responsible Party"
SECTIONS = (SPONSORS, RESPONSIBLE_PARTY)
MODULE = "sponsorCollaboratorsModule"
LEAD = ("Willowbrook University", "OTHER", "Sponsor Role lead")
PARTNER = ("Quillfeather Pharma", "INDUSTRY", "Sponsor Role collaborator")
PERSON = ("Odile Marchetti", "Associate Professor", "Willowbrook University")


def sponsors(*blocks: str) -> dict[str, Any]:
    return module(read((SPONSORS, *blocks)), MODULE)


def party(*blocks: str) -> dict[str, Any]:
    responsible: dict[str, Any] = module(read((RESPONSIBLE_PARTY, *blocks)), MODULE).get(
        "responsibleParty", {}
    )
    return responsible


def test_an_empty_section_is_reported() -> None:
    for heading in SECTIONS:
        result = read((heading,))
        assert module(result, MODULE) == {}
        assert problems(result) == [("empty-section", 5, 1)]


def test_an_unknown_line_is_unparsed() -> None:
    for heading in SECTIONS:
        assert problems(read((heading, "Somebody somewhere"))) == [("unknown-line", 9, 1)]


# ---- Sponsors


def test_the_lead_sponsor() -> None:
    assert sponsors(*LEAD) == {"leadSponsor": {"name": "Willowbrook University", "class": "OTHER"}}


def test_the_lead_sponsor_may_come_last() -> None:
    assert sponsors(*PARTNER, *LEAD) == {
        "leadSponsor": {"name": "Willowbrook University", "class": "OTHER"},
        "collaborators": [{"name": "Quillfeather Pharma", "class": "INDUSTRY"}],
    }


def test_collaborators_keep_their_order() -> None:
    last = ("Amber Foundation", "NETWORK", "Sponsor Role collaborator")
    names = [sponsor["name"] for sponsor in sponsors(*PARTNER, *LEAD, *last)["collaborators"]]
    assert names == ["Quillfeather Pharma", "Amber Foundation"]


def test_there_may_be_collaborators_without_a_lead() -> None:
    assert sponsors(*PARTNER) == {
        "collaborators": [{"name": "Quillfeather Pharma", "class": "INDUSTRY"}]
    }


def test_classes_of_sponsors() -> None:
    for kind in AgencyClass:
        assert sponsors("Juniper Trust", kind, "Sponsor Role lead")["leadSponsor"]["class"] == kind


@pytest.mark.parametrize("name", ["QUILLFEATHER", "NIH", "Sponsor Role Institute"])
def test_any_line_may_be_the_name_of_a_sponsor(name: str) -> None:
    assert sponsors(name, "OTHER", "Sponsor Role lead") == {
        "leadSponsor": {"name": name, "class": "OTHER"}
    }


def test_an_unknown_class_is_reported_and_the_sponsor_kept() -> None:
    blocks = ("Juniper Trust", "GUILD", "Sponsor Role lead")
    assert sponsors(*blocks) == {"leadSponsor": {"name": "Juniper Trust"}}
    assert problems(read((SPONSORS, *blocks))) == [("unknown-code", 11, 1)]


def test_a_sponsor_of_an_unknown_role_is_reported_and_left_out() -> None:
    blocks = (*LEAD, "Juniper Trust", "OTHER", "Sponsor Role patron")
    assert sponsors(*blocks) == sponsors(*LEAD)
    assert problems(read((SPONSORS, *blocks))) == [("unknown-code", 15, 1)]


def test_a_role_is_read_whole() -> None:
    blocks = ("Juniper Trust", "OTHER", "Sponsor Role former lead")
    assert sponsors(*blocks) == {}
    assert problems(read((SPONSORS, *blocks))) == [("unknown-code", 9, 1)]


def test_a_space_after_a_role_is_not_part_of_it() -> None:
    assert sponsors("Juniper Trust", "OTHER", "Sponsor Role lead ") == {
        "leadSponsor": {"name": "Juniper Trust", "class": "OTHER"}
    }


def test_a_second_lead_does_not_replace_the_first() -> None:
    blocks = (*LEAD, "Juniper Trust", "OTHER", "Sponsor Role lead")
    assert sponsors(*blocks) == sponsors(*LEAD)
    assert problem_lines(read((SPONSORS, *blocks))) == [15]


def test_a_sponsor_without_a_role_does_not_cost_the_next() -> None:
    blocks = ("Juniper Trust", "OTHER", *LEAD)
    assert sponsors(*blocks) == sponsors(*LEAD)
    assert problems(read((SPONSORS, *blocks))) == [("unknown-line", 9, 1), ("unknown-line", 11, 1)]


# ---- Responsible Party


def test_the_sponsor_may_be_responsible() -> None:
    assert party("Responsibility Role SPONSOR") == {"type": "SPONSOR"}
    assert problems(read((RESPONSIBLE_PARTY, "Responsibility Role SPONSOR"))) == []


@pytest.mark.parametrize("role", ["PRINCIPAL_INVESTIGATOR", "SPONSOR_INVESTIGATOR"])
def test_an_investigator_may_be_responsible(role: str) -> None:
    blocks = (*PERSON, f"Responsibility Role {role}")
    assert party(*blocks) == {
        "type": role,
        "investigatorFullName": "Odile Marchetti",
        "investigatorTitle": "Associate Professor",
        "investigatorAffiliation": "Willowbrook University",
    }
    assert problems(read((RESPONSIBLE_PARTY, *blocks))) == []


@pytest.mark.parametrize("count", [1, 2])
def test_which_line_of_an_investigator_is_missing_is_not_guessed(count: int) -> None:
    blocks = (*PERSON[:count], "Responsibility Role PRINCIPAL_INVESTIGATOR")
    assert party(*blocks) == {"type": "PRINCIPAL_INVESTIGATOR"}
    lines = problem_lines(read((RESPONSIBLE_PARTY, *blocks)))
    assert lines == [9, 11][:count]


def test_a_responsible_party_of_an_unknown_role_has_no_type() -> None:
    blocks = (*PERSON, "Responsibility Role ORACLE")
    assert "type" not in party(*blocks)
    assert ("unknown-code", 15, 21) in problems(read((RESPONSIBLE_PARTY, *blocks)))


def test_a_role_of_the_responsible_party_is_read_whole() -> None:
    assert party("Responsibility Role FORMER SPONSOR") == {}
    assert problems(read((RESPONSIBLE_PARTY, "Responsibility Role FORMER SPONSOR"))) == [
        ("unknown-code", 9, 21)
    ]


def test_names_without_a_role_are_unparsed() -> None:
    assert party(*PERSON) == {}
    assert problem_lines(read((RESPONSIBLE_PARTY, *PERSON))) == [9, 11, 13]


def test_lines_after_the_role_are_no_investigator() -> None:
    blocks = ("Responsibility Role PRINCIPAL_INVESTIGATOR", *PERSON)
    assert party(*blocks) == {"type": "PRINCIPAL_INVESTIGATOR"}
    assert problem_lines(read((RESPONSIBLE_PARTY, *blocks))) == [11, 13, 15]


def test_a_second_role_does_not_vanish() -> None:
    blocks = ("Responsibility Role SPONSOR", "Responsibility Role PRINCIPAL_INVESTIGATOR")
    assert party(*blocks) == {"type": "SPONSOR"}
    assert problem_lines(read((RESPONSIBLE_PARTY, *blocks))) == [11]


def test_lines_before_the_role_of_a_sponsor_are_no_investigator() -> None:
    lines = ("Ada Quill", "Professor", "Quill Institute", "Responsibility Role SPONSOR")
    result = read((RESPONSIBLE_PARTY, *lines))
    assert module(result, MODULE)["responsibleParty"] == {"type": "SPONSOR"}
    assert codes(result).count("unknown-line") == 3


# ---- Lines out of place


@pytest.mark.parametrize("between", [" ", ""])
def test_a_sponsor_and_its_class_on_one_line_are_parted(between: str) -> None:
    result = read((SPONSORS, f"Willowbrook University{between}OTHER", LEAD[2]))
    assert module(result, MODULE) == sponsors(*LEAD)
    assert problems(result) == [("joined-lines", 9, 1)]


@pytest.mark.parametrize(
    "blocks",
    [
        (LEAD[0], "Cookie Notice", *LEAD[1:]),
        (*LEAD[:2], "Cookie Notice", LEAD[2]),
        (*LEAD[:2], *LEAD[1:]),
    ],
)
def test_of_two_lines_of_a_sponsor_neither_is_the_name(blocks: tuple[str, ...]) -> None:
    result = read((SPONSORS, *blocks))
    assert "name" not in module(result, MODULE).get("leadSponsor", {})
    assert "unknown-line" in codes(result)


def test_a_title_is_no_name_of_an_investigator() -> None:
    name, title, affiliation = PERSON
    role = "Responsibility Role PRINCIPAL_INVESTIGATOR"
    result = read((RESPONSIBLE_PARTY, title, name, affiliation, role))
    assert module(result, MODULE) == {"responsibleParty": {"type": "PRINCIPAL_INVESTIGATOR"}}
    assert problems(result) == [("swapped-values", 9, 1)]
