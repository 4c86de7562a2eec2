"""Damaged labels: recognised, reported, and the rest of the page unharmed."""

import re
from collections.abc import Callable

import pytest
from tests.pages import module, reported
from tests.reading.boilerplate import ALONE, DAMAGES, PAGE, WHOLE, new_codes, read, unharmed

import trialtext


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_label_is_read_as_what_it_nearly_is(damage: str) -> None:
    unharmed(ALONE, DAMAGES[damage], "misspelt-label", "boilerplate-spelling")


@pytest.mark.parametrize(
    ("label", "damaged"),
    [
        ("Sponsor Role lead", "sponsor role: lead"),
        ("Group Type EXPERIMENTAL", "Group  Type EXPERIMENTAL"),
        ("Identifier Source: org_study_id", "Identifer Source: org_study_id"),
        ("NCT ID: ", "NCT Id : "),
    ],
)
def test_a_damaged_label_before_its_value_is_read(label: str, damaged: str) -> None:
    result = read(f"\n{label}", f"\n{damaged}")
    assert result.study == WHOLE.study
    assert new_codes(result) <= {"misspelt-label", "boilerplate-spelling"}
    assert new_codes(result)


def test_the_place_of_a_repair_is_that_in_the_input() -> None:
    result = read("\nEligible Sex\n", "\nEligible  sex\n")
    assert reported(result, "boilerplate-spelling") == ["Eligible  sex"]
    (found,) = (d for d in result.diagnostics if d.code == "boilerplate-spelling")
    assert found.line == result.text[: found.start].count("\n") + 1


WITH_VALUE: dict[str, Callable[[str, str], str]] = {
    "colon": lambda label, value: f"{label}: {value}",
    "space": lambda label, value: f"{label} {value}",
    "tab": lambda label, value: f"{label}\t{value}",
    "glued": lambda label, value: f"{label}{value}",
    "bold label": lambda label, value: f"**{label}:** {value}",
    "colon after bold": lambda label, value: f"**{label}**: {value}",
    "all bold": lambda label, value: f"**{label}: {value}**",
    "lower": lambda label, value: f"{label.lower()}: {value}",
    "misspelt": lambda label, value: f"{label[:-2]}{label[-1]}: {value}",
}


@pytest.mark.parametrize("kind", WITH_VALUE)
def test_a_label_with_its_value_on_its_line_is_the_label(kind: str) -> None:
    for label in ALONE:
        (value,) = re.findall(rf"\n{label}\n+([^\n]+)", PAGE)[:1]
        if label == "Site Status" or not value:
            continue
        line = WITH_VALUE[kind](label, value)
        result = trialtext.parse(PAGE.replace(f"\n{label}\n\n{value}", f"\n{line}", 1))
        assert result.study == WHOLE.study, line
        assert new_codes(result) <= {"boilerplate-spelling", "misspelt-label"}, line


def test_ages_beside_their_labels_are_no_criteria() -> None:
    """An age that a label tells, whatever it is, must not leave the age groups without a limit."""
    for age in ("18 Years", "18 years", "eighteen"):
        page = re.sub(r"(?<=\nMinimum Eligible Age)\n+[^\n]+", f": {age}", PAGE)
        eligibility = module(trialtext.parse(page), "eligibilityModule")
        assert "Minimum" not in eligibility["eligibilityCriteria"]
        assert "CHILD" not in eligibility.get("stdAges", [])


def test_a_value_below_a_label_that_stands_before_it_belongs_to_it() -> None:
    for label in ("Group Type", "Intervention Type", "Sponsor Role", "Responsibility Role"):
        result = read(f"\n{label} ", f"\n{label}\n\n")
        assert result.study == WHOLE.study, label


@pytest.mark.parametrize(
    ("above", "line"),
    [
        ("Minimum Eligible Age", "Accepts Healthy Volunteers Yes"),
        ("Minimum Eligible Age", "Eligible sex: ALL"),
        ("Primary Study Purpose", "Intervention Model: Single Group, as said"),
    ],
)
def test_beside_the_label_itself_words_like_it_are_text(above: str, line: str) -> None:
    result = read(f"\n{above}\n", f"\n{line}\n\n{above}\n")
    assert new_codes(result) == set()
    assert result.study is not None
    assert line in trialtext.to_json(result.study).decode()


def test_words_like_a_label_of_a_code_are_text_where_no_code_follows() -> None:
    line = "Intervention Type: Drug, as all agree"
    result = read("\nGroup Type ", f"\n{line}\n\nGroup Type ")
    assert new_codes(result) == set()
    assert result.study is not None
    assert line in trialtext.to_json(result.study).decode()
