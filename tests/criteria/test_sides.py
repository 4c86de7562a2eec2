"""Sides: that of the nearest heading that names one, or else by wording."""

import pytest
from tests.criteria.outlines import block, doubts, outline, sides

import trialtext
from trialtext.criteria.doubts import SIDE_BY_WORDING

# ---- By headings


@pytest.mark.parametrize(
    "line", ["Exclude people with asthma", "Smokers are excluded", "No asthma", "Must not smoke"]
)
def test_the_heading_decides_whatever_the_wording(line: str) -> None:
    assert sides(f"Inclusion Criteria:\n\n* {line}") == ["inclusion"] * 2
    assert sides(f"Exclusion Criteria:\n\n* {line}") == ["exclusion"] * 2


def test_wording_is_not_doubted_below_a_heading() -> None:
    assert doubts("Inclusion Criteria:\n\n* Smokers are excluded") == [(), ()]


def test_the_nearest_heading_decides() -> None:
    text = block("""
        Inclusion Criteria:

        * Adults

        Non-inclusion Criteria:

        * Asthma

        Key inclusion criteria for controls:

        * Clear skin
    """)
    assert sides(text) == [
        *("inclusion", "inclusion"),
        *("exclusion", "exclusion"),
        *("inclusion", "inclusion"),
    ]


def test_sub_items_have_the_side_of_their_heading() -> None:
    assert outline("Exclusion Criteria:\n\n* History of:\n  * Asthma\n  * Eczema") == block("""
        # Exclusion Criteria:
          - History of:
            - Asthma
            - Eczema
    """)


@pytest.mark.parametrize(
    "heading",
    [
        "Withdrawal Criteria:",
        "Drop-out criteria:",
        "Exit Criteria",
        "Suspension criteria:",
        "Discontinuation Criteria:",
    ],
)
def test_criteria_of_leaving_are_of_neither_side(heading: str) -> None:
    text = f"Exclusion Criteria:\n\n* Asthma\n\n{heading}\n\n* Pregnancy\n* Smoking"
    assert outline(text) == block(f"""
        # Exclusion Criteria:
          - Asthma
        # {heading}
          · Pregnancy
          · Smoking
    """)
    criteria = trialtext.criteria(text)
    assert {str(item.kind) for item in criteria.items[3:]} == {"criterion"}
    assert [item.text for item in (*criteria.inclusion, *criteria.exclusion)] == ["Asthma"]


def test_a_side_after_that_of_leaving_counts_again() -> None:
    text = "Withdrawal Criteria:\n\n* Pregnancy\n\nExclusion Criteria:\n\n* Asthma"
    assert sides(text) == ["neither", "neither", "exclusion", "exclusion"]


def test_a_heading_without_a_side_has_that_of_the_one_above() -> None:
    assert sides("Exclusion Criteria:\n\nCohort A:\n\n* Asthma")[1] == "exclusion"
    assert sides("Cohort A:\n\n* Asthma")[0] == "neither"
    assert sides("Kidneys:\n\n* Clearance above 60")[0] == "neither"


def test_a_note_has_the_side_of_its_place() -> None:
    text = "Exclusion Criteria:\n\n* Asthma\n\n  Note: mild asthma counts."
    assert sides(text) == ["exclusion"] * 3


# ---- By wording


@pytest.mark.parametrize(
    "line",
    [
        "Adults",
        "At least 18 years of age",
        "No known allergy to milk",
        "No asthma",
        "Must not have asthma",
        "Must not be pregnant",
        "Not pregnant or nursing",
        "Not a smoker",
        "Without asthma",
        "No contraindication to milk",
    ],
)
@pytest.mark.parametrize("above", ["", "Eligibility criteria:\n\n", "At screening:\n\n"])
def test_without_a_heading_what_must_hold_is_inclusion(above: str, line: str) -> None:
    text = f"{above}* {line}\n* Able to read"
    assert sides(text)[-2:] == ["inclusion", "inclusion"]
    assert doubts(text)[-2:] == [(SIDE_BY_WORDING,)] * 2


@pytest.mark.parametrize(
    "line",
    [
        "Pregnant women are excluded",
        "Patients with asthma will be excluded",
        "Smokers are not eligible",
        "Smokers are ineligible",
        "Smokers cannot participate",
        "Exclude people with asthma",
        "People with asthma may not take part",
    ],
)
@pytest.mark.parametrize("above", ["", "Eligibility criteria:\n\n", "PATIENT CHARACTERISTICS:\n\n"])
def test_without_a_heading_what_bars_is_exclusion(above: str, line: str) -> None:
    text = f"{above}* Able to read\n* {line}"
    assert sides(text)[-2:] == ["inclusion", "exclusion"]


def test_eligibility_criteria_name_no_side() -> None:
    assert sides("Eligibility criteria:\n\n* Adults") == ["neither", "inclusion"]


def test_sub_items_have_the_side_of_what_introduces_them() -> None:
    text = "* Patients are excluded who have:\n  * Asthma\n  * Eczema\n* Adults"
    assert sides(text) == ["exclusion", "exclusion", "exclusion", "inclusion"]


def test_what_stands_above_the_first_heading_is_by_wording() -> None:
    assert sides("* Adults\n\nExclusion Criteria:\n\n* Asthma") == [
        "inclusion",
        "exclusion",
        "exclusion",
    ]


def test_sentences_of_prose_have_each_their_side() -> None:
    text = "Adults with eczema will be enrolled. Pregnant women will be excluded from the study."
    assert sides(text) == ["inclusion", "exclusion"]


def test_a_heading_of_both_sides_names_none() -> None:
    text = "Inclusion/Exclusion Criteria:\n\n* Adults\n* Smokers are excluded"
    assert sides(text) == ["neither", "inclusion", "exclusion"]
