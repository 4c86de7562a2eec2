"""Damaged headings: recognised, reported, and the rest of the page unharmed."""

from collections.abc import Callable

import pytest
from tests.pages import BLURBS, codes, module, replaced, seed_text
from tests.reading.boilerplate import (
    DAMAGES,
    ON_PAGE,
    PAGE,
    WHOLE,
    WITH_BLURB,
    new_codes,
    read,
    unharmed,
)

import trialtext


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_heading_is_read_as_what_it_nearly_is(damage: str) -> None:
    code = "misspelt-heading" if damage == "letter lost" else "boilerplate-spelling"
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


def test_words_of_a_narrative_are_no_headings() -> None:
    result = trialtext.parse(seed_text("headings-in-narrative"))
    description = module(result, "descriptionModule")["detailedDescription"]
    for heading in ("Conditions", "Study Design", "Locations", "Keywords", "Study Groups"):
        assert f"\n{heading}\n" in description


def test_a_numbered_heading_is_read_as_what_it_is() -> None:
    unharmed(WITH_BLURB, lambda heading: f"1. {heading}", "boilerplate-spelling")
    unharmed(WITH_BLURB, lambda heading: f"12) {heading}", "boilerplate-spelling")


GLUED: dict[str, Callable[[str, str], str]] = {
    "glued": lambda heading, blurb: f"{heading}{blurb}",
    "space": lambda heading, blurb: f"{heading} {blurb}",
    "colon": lambda heading, blurb: f"{heading}: {blurb}",
    "bold": lambda heading, blurb: f"**{heading}** {blurb}",
    "hashes": lambda heading, blurb: f"## {heading} {blurb}",
}


@pytest.mark.parametrize("kind", GLUED)
def test_heading_and_blurb_on_one_line_are_a_heading(kind: str) -> None:
    for heading in WITH_BLURB:
        blurb = BLURBS[heading]
        result = read(f"\n{heading}\n\n{blurb}", f"\n{GLUED[kind](heading, blurb)}")
        assert result.study == WHOLE.study, heading
        assert new_codes(result) == {"boilerplate-spelling"}, heading


def test_a_blurb_broken_at_any_space_is_one() -> None:
    for heading in WITH_BLURB:
        words = BLURBS[heading].split(" ")
        for at in range(1, len(words)):
            broken = " ".join(words[:at]) + "\n" + " ".join(words[at:])
            result = read(f"\n{BLURBS[heading]}\n", f"\n{broken}\n")
            assert result.study == WHOLE.study, broken
            assert new_codes(result) == {"boilerplate-spelling"}, broken


def test_a_heading_broken_at_a_space_is_one() -> None:
    broken = [heading for heading in WITH_BLURB if " " in heading]
    unharmed(broken, lambda heading: heading.replace(" ", "\n", 1), "boilerplate-spelling")


def test_text_glued_to_a_blurb_is_the_section_s() -> None:
    for heading in WITH_BLURB:
        result = read(f"\n{BLURBS[heading]}\n\n", f"\n{BLURBS[heading]}")
        assert result.study == WHOLE.study, heading


def test_a_heading_that_stands_there_twice_is_no_part_of_the_section_above() -> None:
    for heading in WITH_BLURB:
        result = read(f"\n{heading}\n", f"\n{heading}\n\n{heading}\n")
        assert result.study == WHOLE.study, heading


def test_marked_headings_without_their_blurbs_are_known() -> None:
    page = PAGE
    for heading in WITH_BLURB:
        page = replaced(page, f"\n{heading}\n\n{BLURBS[heading]}", f"\n## {heading}")
    assert trialtext.parse(page).study == WHOLE.study
