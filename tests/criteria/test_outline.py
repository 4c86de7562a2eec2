"""The outline: what lies in headings of sides, cohorts and topics, and in openings."""

import pytest
from tests.criteria.outlines import block, outline, sides

import trialtext


def levels(text: str) -> list[int]:
    return [item.level for item in trialtext.criteria(text).items]


# ---- Sides


def test_two_plain_sides() -> None:
    text = block("""
        Inclusion Criteria:

        * Adults
        * Able to read

        Exclusion Criteria:

        * Asthma
    """)
    assert outline(text) == block("""
        # Inclusion Criteria:
          + Adults
          + Able to read
        # Exclusion Criteria:
          - Asthma
    """)
    assert levels(text) == [0] * 5


def test_items_without_markers_lie_in_their_heading() -> None:
    assert outline("Inclusion Criteria:\n\nAt least 18 years old\n\nAble to read") == block("""
        # Inclusion Criteria:
          + At least 18 years old
          + Able to read
    """)


def test_a_heading_as_an_item_of_a_list_is_above_the_items_below_it() -> None:
    text = "1. Inclusion Criteria:\n\n   * Adults\n2. Exclusion Criteria:\n\n   * Asthma"
    assert outline(text) == block("""
        # Inclusion Criteria:
          + Adults
        # Exclusion Criteria:
          - Asthma
    """)


@pytest.mark.parametrize("plain", ["Exclusion Criteria:", "Key Exclusion Criteria:", "EXCLUSION"])
def test_a_qualified_side_lies_in_a_plain_one_of_the_same_side(plain: str) -> None:
    text = block(f"""
        {plain}

        * Asthma

        Exclusion criteria for the sleep part:

        * Snoring

        Exclusion criteria for the swimming part:

        * Cold feet
    """)
    assert outline(text) == block(f"""
        # {plain}
          - Asthma
          # Exclusion criteria for the sleep part:
            - Snoring
          # Exclusion criteria for the swimming part:
            - Cold feet
    """)
    assert levels(text) == [0, 0, 1, 0, 1, 0]


def test_qualified_sides_without_a_plain_one_stand_side_by_side() -> None:
    text = block("""
        Inclusion Criteria for Patients

        * Eczema

        Inclusion Criteria for Controls

        * Clear skin

        Exclusion Criteria for Patients

        * Asthma
    """)
    assert outline(text) == block("""
        # Inclusion Criteria for Patients
          + Eczema
        # Inclusion Criteria for Controls
          + Clear skin
        # Exclusion Criteria for Patients
          - Asthma
    """)


def test_a_qualified_side_does_not_lie_in_the_other_one() -> None:
    text = "Inclusion Criteria:\n\n* Adults\n\nExclusion criteria for controls:\n\n* Asthma"
    assert outline(text) == block("""
        # Inclusion Criteria:
          + Adults
        # Exclusion criteria for controls:
          - Asthma
    """)


# ---- Cohorts and topics


def test_cohorts_lie_in_the_last_side() -> None:
    text = block("""
        Inclusion Criteria:

        * Adults

        Cohort A:

        * Eczema

        Cohort B:

        * Clear skin

        Exclusion Criteria:

        * Asthma
    """)
    assert outline(text) == block("""
        # Inclusion Criteria:
          + Adults
          # Cohort A:
            + Eczema
          # Cohort B:
            + Clear skin
        # Exclusion Criteria:
          - Asthma
    """)


def test_a_finer_topic_lies_in_its_cohort() -> None:
    text = block("""
        Inclusion Criteria:

        Cohort A:

        Kidneys:

        * Clearance above 60

        Liver:

        * Bilirubin below 2

        Cohort B:

        * Clear skin
    """)
    assert outline(text) == block("""
        # Inclusion Criteria:
          # Cohort A:
            # Kidneys:
              + Clearance above 60
            # Liver:
              + Bilirubin below 2
          # Cohort B:
            + Clear skin
    """)
    assert levels(text) == [0, 1, 2, 0, 2, 0, 1, 0]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Cohort A", "Cohort B"),
        ("Cohort A:", "Cohort B:"),
        ("Patients:", "Healthy controls:"),
        ("Part 1 (sleep)", "Part 2 (swimming)"),
        ("PATIENTS", "CONTROLS"),
    ],
)
def test_a_heading_with_sides_of_its_own_is_above_both(one: str, two: str) -> None:
    text = block(f"""
        {one}

        Inclusion Criteria:

        * Eczema

        Exclusion Criteria:

        * Asthma

        {two}

        Inclusion Criteria:

        * Clear skin

        Exclusion Criteria:

        * Hives
    """)
    assert outline(text) == block(f"""
        # {one}
          # Inclusion Criteria:
            + Eczema
          # Exclusion Criteria:
            - Asthma
        # {two}
          # Inclusion Criteria:
            + Clear skin
          # Exclusion Criteria:
            - Hives
    """)
    assert [side for side in sides(text) if side == "neither"] == ["neither"] * 2
    assert trialtext.criteria(text).items[2].headings == (one, "Inclusion Criteria:")


def test_sections_of_old_records_stand_side_by_side() -> None:
    text = block("""
        DISEASE CHARACTERISTICS:

        * Eczema of the hands

        PATIENT CHARACTERISTICS:

        Age:

        * 18 and over

        Performance status:

        * Not specified

        PRIOR CONCURRENT THERAPY:

        * No prior creams
    """)
    assert outline(text) == block("""
        # DISEASE CHARACTERISTICS:
          + Eczema of the hands
        # PATIENT CHARACTERISTICS:
          # Age:
            + 18 and over
          # Performance status:
            · Not specified
        # PRIOR CONCURRENT THERAPY:
          + No prior creams
    """)
    assert {sides(text)[index] for index in (0, 2, 3, 5, 7)} == {"neither"}


# ---- Openings


def test_an_opening_lies_in_its_side_and_above_what_follows() -> None:
    text = block("""
        Inclusion Criteria:

        Subjects must meet all of the following:

        * Adults
        * Able to read
    """)
    assert outline(text) == block("""
        # Inclusion Criteria:
          # Subjects must meet all of the following:
            + Adults
            + Able to read
    """)
    assert levels(text) == [0, 1, 0, 0]


def test_later_cohorts_are_siblings_of_an_opening() -> None:
    text = block("""
        Inclusion Criteria:

        Subjects must meet all of the following:

        * Adults

        Cohort B:

        * Clear skin
    """)
    assert outline(text) == block("""
        # Inclusion Criteria:
          # Subjects must meet all of the following:
            + Adults
          # Cohort B:
            + Clear skin
    """)


def test_a_criterion_that_introduces_others_is_above_them() -> None:
    text = block("""
        Exclusion Criteria:

        * History of:

          * Asthma
          * Eczema
        * Smoking
    """)
    assert outline(text) == block("""
        # Exclusion Criteria:
          - History of:
            - Asthma
            - Eczema
          - Smoking
    """)
    assert levels(text) == [0, 0, 1, 1, 0]


# ---- Notes


def test_a_note_is_a_level() -> None:
    text = "* Asthma\n  * Note: one of these counts:\n    * Wheezing\n    * A cough"
    assert levels(text) == [0, 1, 2, 2]


def test_headings_above_an_item_are_told_from_the_outermost() -> None:
    text = "Inclusion Criteria:\n\nCohort A:\n\nKidneys:\n\n* Clearance\n  * above 60"
    found = trialtext.criteria(text).items
    assert found[-1].headings == ("Inclusion Criteria:", "Cohort A:", "Kidneys:")
    assert found[-1].level == 1
    assert found[0].headings == ()


def test_cohorts_may_come_again_in_the_other_side() -> None:
    text = block("""
        Inclusion Criteria:

        For Part A:

        * Adults

        For Part B:

        * Children

        Exclusion Criteria:

        For Part A:

        * Asthma
    """)
    assert outline(text) == block("""
        # Inclusion Criteria:
          # For Part A:
            + Adults
          # For Part B:
            + Children
        # Exclusion Criteria:
          # For Part A:
            - Asthma
    """)


def test_numbers_that_begin_anew_below_a_cohort_are_its_own() -> None:
    text = block("""
        Inclusion Criteria:

        Patients:

        1. Eczema
        2. Adults

        Healthy controls:

        1. Clear skin
        2. Adults
    """)
    assert outline(text) == block("""
        # Inclusion Criteria:
          # Patients:
            + Eczema
            + Adults
          # Healthy controls:
            + Clear skin
            + Adults
    """)


def test_a_qualifier_may_stand_before_the_name_of_a_side() -> None:
    text = block("""
        Swimmers Inclusion Criteria:

        * Able to swim

        Swimmers Exclusion Criteria:

        * Cold feet

        Patients Inclusion Criteria:

        * Eczema
    """)
    assert outline(text) == block("""
        # Swimmers Inclusion Criteria:
          + Able to swim
        # Swimmers Exclusion Criteria:
          - Cold feet
        # Patients Inclusion Criteria:
          + Eczema
    """)


def test_the_logic_of_the_other_side_makes_a_criterion_above_others() -> None:
    text = block("""
        Exclusion Criteria:

        * Patients will be excluded if they meet all of the following:
          * Asthma
          * Hives
        * Naps
    """)
    assert outline(text) == block("""
        # Exclusion Criteria:
          - Patients will be excluded if they meet all of the following:
            - Asthma
            - Hives
          - Naps
    """)
