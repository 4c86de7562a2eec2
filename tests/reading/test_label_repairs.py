"""Damaged headings and labels: recognised, reported, and the rest of the page unharmed."""

from collections.abc import Callable, Iterable

import pytest
from tests.pages import BLURBS, HEADINGS, LABELS, codes, module, replaced, reported, seed_text

import trialtext
from trialtext import Result
from trialtext.reading.likeness import alike

PAGE = seed_text("several-phases")
WHOLE = trialtext.parse(PAGE)
ON_PAGE = [heading for heading in HEADINGS if f"\n{heading}\n" in PAGE]
WITH_BLURB = [heading for heading in ON_PAGE if heading in BLURBS]
ALONE = [label for label in LABELS if f"\n{label}\n" in PAGE and label != "Results pending"]

DAMAGES: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "colon": lambda line: f"{line}:",
    "spaces": lambda line: line.replace(" ", "  "),
    "letter lost": lambda line: line[:-2] + line[-1],
}
each_damage = pytest.mark.parametrize("damage", DAMAGES)


def read(old: str, new: str) -> Result:
    return trialtext.parse(replaced(PAGE, old, new))


def new_codes(result: Result) -> set[str]:
    return set(codes(result)) - set(codes(WHOLE))


def unharmed(lines: Iterable[str], damage: Callable[[str], str], *expected: str) -> None:
    """Check that each line, damaged, gives the same study and is reported by one of some codes."""
    for line in lines:
        if damage(line) != line:
            result = read(f"\n{line}\n", f"\n{damage(line)}\n")
            assert result.study == WHOLE.study, line
            assert new_codes(result), line
            assert new_codes(result) <= set(expected), line


@each_damage
def test_a_damaged_heading_is_read_as_what_it_nearly_is(damage: str) -> None:
    respelt = damage in ("upper", "lower", "spaces")
    code = "boilerplate-spelling" if respelt else "misspelt-heading"
    unharmed(ON_PAGE, DAMAGES[damage], code)


def test_a_heading_with_a_space_at_its_end_is_reported() -> None:
    unharmed(ON_PAGE, lambda heading: f"{heading} ", "edge-space")


def test_a_damaged_heading_is_found_below_thousands_of_lines() -> None:
    sites = "Orchard Clinic\n\nLeeds, United Kingdom\n\nSite Status\n\n" * 2_000
    page = replaced(PAGE, "\nSite Status\n\n", f"\nSite Status\n\n{sites}")
    damaged = replaced(page, "\nCountries\n", "\nCOUNTRIES\n")
    assert set(codes(trialtext.parse(damaged))) - set(codes(trialtext.parse(page))) == {
        "boilerplate-spelling"
    }


def test_a_lost_heading_is_known_by_its_blurb() -> None:
    for heading in ON_PAGE:
        result = read(f"\n{heading}\n", "\n")
        assert result.study == WHOLE.study, heading
        assert new_codes(result) == {"missing-heading"}, heading


def test_a_heading_without_its_blurb_is_known_by_what_follows() -> None:
    unharmed([BLURBS[heading] for heading in WITH_BLURB], lambda _: "", "missing-blurb")


def test_a_blurb_that_stands_there_twice_is_no_part_of_the_section() -> None:
    for heading in WITH_BLURB:
        blurb = BLURBS[heading]
        result = read(f"\n{blurb}\n", f"\n{blurb}\n\n{blurb}\n")
        assert result.study == WHOLE.study, heading


@pytest.mark.parametrize("damage", ["upper", "colon", "letter lost"])
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


def test_words_of_a_narrative_are_no_headings() -> None:
    result = trialtext.parse(seed_text("headings-in-narrative"))
    description = module(result, "descriptionModule")["detailedDescription"]
    for heading in ("Conditions", "Study Design", "Locations", "Keywords", "Study Groups"):
        assert f"\n{heading}\n" in description


@pytest.mark.parametrize(
    ("one", "other"),
    [("Minimum Eligible Age", "Maximum Eligible Sex"), ("Sponsors", "Locations"), ("", "Sponsors")],
)
def test_different_words_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)
