"""Headings: what names a side, a cohort or a topic, and what states a condition instead."""

import pytest
from tests.criteria.outlines import block, doubts, kinds, outline, sides

from trialtext.criteria import Side
from trialtext.criteria.doubts import HEADING_OR_CRITERION
from trialtext.criteria.headings import Heading, Rank, heading_of


def named(line: str) -> tuple[str, str]:
    """Return kind and side of a line above a bullet."""
    text = f"{line}\n\n* Hives"
    return kinds(text)[0], sides(text)[0]


# ---- Names of a side


@pytest.mark.parametrize(
    "line",
    [
        "Inclusion Criteria:",
        "Inclusion Criteria",
        "INCLUSION CRITERIA",
        "inclusion criteria :",
        "Inclusion:",
        "Inclusion",
        "Inclusion criterion:",
        "Key Inclusion Criteria:",
        "Main Inclusion Criteria:",
        "Major inclusion criteria",
        "Inclusion Criteria for Patients",
        "Inclusion Criteria (Part 2):",
        "Patient Inclusion Criteria:",
        "Criteria for inclusion:",
        "1. Inclusion Criteria:",
        "* Inclusion Criteria",
        "**Inclusion Criteria**",
        "Inclusion Criteria: participants must meet all of:",
        "Inclusion Criteria: Subjects must meet all of the following criteria:",
    ],
)
def test_a_heading_of_inclusion(line: str) -> None:
    assert named(line) == ("heading", "inclusion")


@pytest.mark.parametrize(
    "line",
    [
        "Exclusion Criteria:",
        "EXCLUSION",
        "Key Exclusion Criteria",
        "Major Exclusion Criteria:",
        "Non-inclusion criteria:",
        "Non-Inclusion Criteria",
        "Non inclusion criteria:",
        "Exclusion criteria for the sleep part",
        "Criteria for exclusion:",
        "Exclusion Criteria: patients with any of the following:",
        "2. Exclusion criteria",
    ],
)
def test_a_heading_of_exclusion(line: str) -> None:
    assert named(line) == ("heading", "exclusion")


@pytest.mark.parametrize(
    "line",
    [
        "Withdrawal Criteria:",
        "Drop-out criteria:",
        "Dropout Criteria",
        "Exit criteria:",
        "Suspension Criteria:",
        "Discontinuation criteria:",
    ],
)
def test_a_heading_of_leaving_is_of_neither_side(line: str) -> None:
    assert named(line) == ("heading", "neither")


@pytest.mark.parametrize(
    "line",
    [
        "Inclusion criteria are met at week 2",
        "Meets the inclusion criteria of part 1",
        "Weight is stable at inclusion",
        "Age above 18 years at inclusion",
        "Patients with asthma are excluded",
    ],
)
@pytest.mark.parametrize("marker", ["", "* "])
def test_a_sentence_with_the_name_of_a_side_is_a_criterion(marker: str, line: str) -> None:
    assert kinds(f"* Hives\n{marker}{line}\n* Naps") == ["criterion"] * 3


@pytest.mark.parametrize("line", ["Inclusion Criteria:", "Key Exclusion Criteria", "Exclusion"])
def test_a_heading_that_says_nothing_but_its_side_is_plain(line: str) -> None:
    heading = heading_of(line, marked=False)
    assert heading is not None
    assert heading.is_plain


@pytest.mark.parametrize("line", ["Inclusion Criteria for Patients", "Exclusion Criteria (Part 2)"])
def test_a_heading_with_a_qualifier_is_not_plain(line: str) -> None:
    heading = heading_of(line, marked=False)
    assert heading is not None
    assert not heading.is_plain


# ---- Openings


@pytest.mark.parametrize(
    ("line", "side"),
    [
        ("Subjects must meet all of the following:", "inclusion"),
        ("Patients must meet all of the following criteria:", "inclusion"),
        ("Patients will be excluded if any:", "exclusion"),
        ("Patients will be excluded if any of the following apply:", "exclusion"),
        ("Subjects who meet any of the following criteria will be excluded:", "exclusion"),
    ],
)
def test_a_line_with_only_the_default_logic_is_a_heading(line: str, side: str) -> None:
    assert named(line) == ("heading", side)


def test_it_is_a_heading_as_an_item_of_a_list_too() -> None:
    text = block("""
        Exclusion Criteria:

        * Any of the following:

          * Asthma
          * Eczema
    """)
    assert kinds(text) == ["heading", "heading", "criterion", "criterion"]


@pytest.mark.parametrize(
    "line",
    [
        "Have one of the following:",
        "At least one of the following:",
        "Patients must meet one of the following criteria:",
        "Subjects must meet at least two of the following:",
        "Any of the following:",
    ],
)
@pytest.mark.parametrize("marker", ["", "* "])
def test_a_line_with_a_logic_of_its_own_is_a_criterion(marker: str, line: str) -> None:
    text = f"Inclusion Criteria:\n\n{marker}{line}\n\n  * Asthma\n  * Eczema"
    assert kinds(text) == ["heading", "criterion", "criterion", "criterion"]


@pytest.mark.parametrize("line", ["All of the following:", "Patients with both of the following:"])
def test_all_of_is_a_logic_of_its_own_among_exclusions(line: str) -> None:
    text = f"Exclusion Criteria:\n\n* {line}\n\n  * Asthma\n  * Eczema"
    assert kinds(text) == ["heading", "criterion", "criterion", "criterion"]


@pytest.mark.parametrize(
    "line",
    [
        "Sufficient blood values:",
        "History of:",
        "Adequate kidneys, defined as:",
        "Presence of:",
        "No evidence of:",
        "Asthma with one of the following:",
        "Has a history of any of the following:",
    ],
)
def test_a_line_with_a_condition_is_a_criterion(line: str) -> None:
    text = f"Inclusion Criteria:\n\n* {line}\n\n  * Asthma\n  * Eczema\n* Naps"
    assert kinds(text) == ["heading", *["criterion"] * 4]


# ---- Cohorts, visits and topics


@pytest.mark.parametrize(
    "line",
    [
        "Cohort A",
        "Cohort A:",
        "Part 2 (healthy swimmers)",
        "Group 1: Swimmers",
        "Healthy volunteers:",
        "Kidneys:",
        "Sleep and naps:",
        "At screening:",
    ],
)
def test_a_label_is_a_heading_of_the_side_above_it(line: str) -> None:
    text = f"Exclusion Criteria:\n\n{line}\n\n* Asthma\n* Eczema"
    assert kinds(text) == ["heading", "heading", "criterion", "criterion"]
    assert sides(text) == ["exclusion"] * 4


def test_a_label_may_be_an_item_of_a_list() -> None:
    text = block("""
        Inclusion Criteria:

        * Kidneys:

          * Clearance above 60
        * Liver:

          * Bilirubin below 2
    """)
    assert kinds(text) == ["heading", "heading", "criterion", "heading", "criterion"]


def test_a_label_above_nothing_is_a_criterion() -> None:
    assert outline("Inclusion Criteria:\n\n* Eczema\n* Healthy swimmers") == block("""
        # Inclusion Criteria:
          + Eczema
          + Healthy swimmers
    """)


@pytest.mark.parametrize(
    "line",
    ["Age above 18 years", "Able to swim", "Pregnant women", "Adults with eczema.", "Naps ≥ 3"],
)
def test_a_short_line_that_states_a_condition_is_a_criterion(line: str) -> None:
    assert kinds(f"Inclusion Criteria:\n\n{line}\n\n* Asthma")[1] == "criterion"


def test_ranks_tell_what_a_heading_names() -> None:
    assert heading_of("Cohort 2:", marked=False) == Heading(Rank.COHORT, is_numbered=True)
    assert heading_of("Kidneys:", marked=False) == Heading(Rank.TOPIC)
    assert heading_of("Non-inclusion:", marked=False) == Heading(
        Rank.SIDE, Side.EXCLUSION, is_plain=True
    )
    assert heading_of("Eczema of the hands, found by a doctor.", marked=False) is None


def test_a_label_without_a_colon_is_doubtful() -> None:
    text = "Inclusion Criteria:\n\nKidneys\n\n* Clearance above 60"
    assert kinds(text) == ["heading", "heading", "criterion"]
    assert doubts(text) == [(), (HEADING_OR_CRITERION,), ()]
    assert doubts(text.replace("Kidneys", "Kidneys:")) == [()] * 3
