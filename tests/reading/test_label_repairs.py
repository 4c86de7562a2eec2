"""Dented headings and labels: recognised, reported, and the rest of the page unharmed."""

from collections.abc import Callable

import pytest
from tests.conftest import CHECKOUT
from tests.pages import HEADINGS
from tests.pages import LABELS as ALL_LABELS

import trialtext
from trialtext import Result
from trialtext.reading.label_repairs import alike

PAGE = (CHECKOUT / "seeds" / "mirror-study" / "several-phases.txt").read_text("utf-8")
WHOLE = trialtext.parse(PAGE)
ON_PAGE = [heading for heading in HEADINGS if f"\n{heading}\n" in PAGE]
LABELS = [label for label in ALL_LABELS if f"\n{label}\n" in PAGE and label != "Results pending"]


def read(old: str, new: str) -> Result:
    assert old in PAGE
    return trialtext.parse(PAGE.replace(old, new, 1))


def new_codes(result: Result) -> set[str]:
    return {d.code for d in result.diagnostics} - {d.code for d in WHOLE.diagnostics}


@pytest.mark.parametrize("heading", ON_PAGE)
@pytest.mark.parametrize(
    "dented",
    [
        str.upper,
        str.lower,
        lambda h: f"{h}:",
        lambda h: h.replace(" ", "  "),
        lambda h: h[:-2] + h[-1],
    ],
    ids=["upper", "lower", "colon", "spaces", "letter lost"],
)
def test_a_dented_heading_is_read_as_what_it_nearly_is(
    heading: str, dented: Callable[[str], str]
) -> None:
    new = dented(heading)
    result = read(f"\n{heading}\n", f"\n{new}\n")
    assert result.study == WHOLE.study
    same = " ".join(new.lower().split()) == heading.lower()
    expected = {"boilerplate-spelling" if same else "misspelt-heading"}
    assert new_codes(result) == (expected if new != heading else set())


@pytest.mark.parametrize("heading", ON_PAGE)
def test_a_heading_with_a_space_at_its_end_is_reported(heading: str) -> None:
    result = read(f"\n{heading}\n", f"\n{heading} \n")
    assert result.study == WHOLE.study
    assert new_codes(result) == {"edge-space"}


@pytest.mark.parametrize("heading", ON_PAGE)
def test_a_lost_heading_is_known_by_its_blurb(heading: str) -> None:
    result = read(f"\n{heading}\n", "\n")
    assert result.study == WHOLE.study
    assert new_codes(result) == {"missing-heading"}


@pytest.mark.parametrize("heading", [h for h in ON_PAGE if h != "Study Results"])
def test_a_lost_blurb_is_made_up_for_by_what_follows(heading: str) -> None:
    blurb = PAGE.partition(f"\n{heading}\n\n")[2].partition("\n")[0]
    result = read(f"\n{blurb}\n", "\n")
    assert result.study == WHOLE.study
    assert new_codes(result) == {"missing-blurb"}


@pytest.mark.parametrize("heading", [h for h in ON_PAGE if h != "Study Results"])
def test_a_blurb_that_stands_there_twice_is_no_part_of_the_section(heading: str) -> None:
    blurb = PAGE.partition(f"\n{heading}\n\n")[2].partition("\n")[0]
    assert read(f"\n{blurb}\n", f"\n{blurb}\n\n{blurb}\n").study == WHOLE.study


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("dented", [str.upper, lambda text: f"{text}:", lambda t: t[:-2] + t[-1]])
def test_a_dented_label_is_read_as_what_it_nearly_is(label: str, dented: object) -> None:
    result = read(f"\n{label}\n", f"\n{dented(label)}\n")  # type: ignore[operator]
    assert result.study == WHOLE.study
    assert new_codes(result)
    assert new_codes(result) <= {"misspelt-label", "boilerplate-spelling"}


@pytest.mark.parametrize(
    ("label", "dented"),
    [
        ("Sponsor Role lead", "sponsor role: lead"),
        ("Group Type EXPERIMENTAL", "Group  Type EXPERIMENTAL"),
        ("Identifier Source: org_study_id", "Identifer Source: org_study_id"),
        ("NCT ID: ", "NCT Id : "),
    ],
)
def test_a_dented_label_before_its_value_is_read(label: str, dented: str) -> None:
    result = read(f"\n{label}", f"\n{dented}")
    assert result.study == WHOLE.study
    assert new_codes(result) <= {"misspelt-label", "boilerplate-spelling"}
    assert new_codes(result)


def test_a_mended_place_is_that_of_the_input() -> None:
    result = read("\nEligible Sex\n", "\nEligible  sex\n")
    told = next(d for d in result.diagnostics if d.code == "boilerplate-spelling")
    assert result.text[told.start : told.end] == "Eligible  sex"
    assert result.text[: told.start].count("\n") == told.line - 1


def test_words_of_a_narrative_are_no_headings() -> None:
    text = (CHECKOUT / "seeds" / "mirror-study" / "headings-in-narrative.txt").read_text("utf-8")
    description = trialtext.parse(text).study.protocol_section.description_module  # type: ignore[union-attr]
    for heading in ("Conditions", "Study Design", "Locations", "Keywords", "Study Groups"):
        assert f"\n{heading}\n" in (description.detailed_description or "")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Minimum Eligible Age", "Maximum Eligible Sex"), ("Sponsors", "Locations"), ("", "Sponsors")],
)
def test_different_words_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)
