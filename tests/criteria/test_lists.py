"""Lists: which item lies in which, by indentation or by what is left of it."""

import pytest
from tests.criteria.outlines import block, doubts, outline

import trialtext
from trialtext.criteria.doubts import LOST_INDENTATION


def evidence(text: str) -> list[str]:
    return [item.evidence for item in trialtext.criteria(text).items]


# ---- Indentation


@pytest.mark.parametrize("width", [2, 3, 4])
@pytest.mark.parametrize("blank", ["", "\n"])
def test_an_item_that_is_deeper_lies_in_the_one_above(width: int, blank: str) -> None:
    deeper = " " * width
    text = f"* Naps\n{blank}{deeper}* Long naps\n{deeper}* Short naps\n{blank}* Adults"
    assert outline(text) == "+ Naps\n  + Long naps\n  + Short naps\n+ Adults"
    assert evidence(text) == [""] * 4


def test_lists_may_lie_in_each_other() -> None:
    text = block("""
        1. Naps

           * Long naps

             1. At noon
             2. At night
           * Short naps
        2. Adults
    """)
    assert outline(text) == block("""
        + Naps
          + Long naps
            + At noon
            + At night
          + Short naps
        + Adults
    """)
    assert [item.level for item in trialtext.criteria(text).items] == [0, 1, 2, 2, 1, 0]


def test_a_list_may_end_several_levels_at_once() -> None:
    text = "* Naps\n  * Long naps\n    * At noon\n* Adults"
    assert outline(text) == "+ Naps\n  + Long naps\n    + At noon\n+ Adults"


def test_a_whole_list_may_be_indented() -> None:
    text = "Inclusion Criteria:\n\n  * Naps\n    * Long naps\n  * Adults"
    assert outline(text) == block("""
        # Inclusion Criteria:
          + Naps
            + Long naps
          + Adults
    """)


def test_a_number_behind_a_bullet_is_of_the_list_below_it() -> None:
    text = "* 1. Naps\n  2. Adults\n  3. Asthma"
    assert outline(text) == "+ Naps\n+ Adults\n+ Asthma"


def test_bullets_of_one_depth_are_siblings() -> None:
    assert outline("* Naps\n\n* Adults\n\n\n* Asthma") == "+ Naps\n+ Adults\n+ Asthma"


def test_text_that_is_no_opening_holds_nothing_flat() -> None:
    assert outline("* Naps, as follows from a diary\n* Adults") == block("""
        + Naps, as follows from a diary
        + Adults
    """)


# ---- Indentation that was lost


@pytest.mark.parametrize(
    "opening",
    [
        "Patients must meet one of the following criteria:",
        "Eczema with at least one of the following:",
        "Either of the following:",
    ],
)
def test_flat_bullets_behind_an_opening_lie_in_it(opening: str) -> None:
    text = f"Inclusion Criteria:\n\n* {opening}\n* Asthma\n* Eczema"
    assert outline(text) == block(f"""
        # Inclusion Criteria:
          + {opening}
            + Asthma
            + Eczema
    """)
    assert evidence(text)[2:] == ["opening line", "opening line"]


def test_endings_tell_which_flat_bullets_lie_in_an_opening() -> None:
    text = block("""
        * One of the following:
        * Asthma,
        * Eczema,
        * Hives, or
        * Hay fever.
        * Able to read
    """)
    assert outline(text) == block("""
        + One of the following:
          + Asthma,
          + Eczema,
          + Hives, or
          + Hay fever.
        + Able to read
    """)


def test_where_nothing_tells_the_end_of_a_flat_list_it_is_doubtful() -> None:
    text = "* One of the following:\n* Asthma\n* Eczema\n* Able to read"
    assert LOST_INDENTATION in doubts(text)[-1]


def test_a_blank_line_may_be_what_is_left_of_an_indentation() -> None:
    text = "* At least one of the following:\n\n* Platelets above 90\n* Zinc above 10"
    assert outline(text) == block("""
        + At least one of the following:
          + Platelets above 90
          + Zinc above 10
    """)
    assert evidence(text)[1] == "blank line"


# ---- Numbering


@pytest.mark.parametrize(
    ("inner_one", "inner_two"), [("*", "*"), ("a.", "b."), ("(i)", "(ii)"), ("-", "-")]
)
def test_a_list_with_other_markers_lies_in_the_number_above(inner_one: str, inner_two: str) -> None:
    text = block(f"""
        1. One of the following:
        {inner_one} Asthma
        {inner_two} Eczema
        2. Adults
    """)
    assert outline(text) == block("""
        + One of the following:
          + Asthma
          + Eczema
        + Adults
    """)
    assert evidence(text)[1] == "numbering"
    assert evidence(text)[3] == ""


def test_decimal_numbers_tell_their_depth() -> None:
    text = block("""
        1. Naps
        1.1. Long naps
        1.2. Short naps
        2. Adults
    """)
    assert outline(text) == block("""
        + Naps
          + Long naps
          + Short naps
        + Adults
    """)


def test_a_number_goes_on_behind_another_list() -> None:
    text = block("""
        1. Naps

           1. Long naps
           2. Short naps
        2. Adults
    """)
    assert outline(text) == block("""
        + Naps
          + Long naps
          + Short naps
        + Adults
    """)


def test_numbers_that_begin_anew_lie_in_the_one_above() -> None:
    text = block("""
        1. Adults
        2. One of the following:
        1. Asthma
        2. Eczema
        3. Able to read
    """)
    found = trialtext.criteria(text).items
    assert [item.parent for item in found[:4]] == [None, None, 1, 1]


def test_letters_lie_in_numbers_and_these_go_on() -> None:
    text = block("""
        Inclusion Criteria:
        1) Adults
        2) One of the following:
        a) a rash
        b) an itch
        3) Able to read
        Exclusion Criteria:
        1) Asthma
    """)
    assert outline(text) == block("""
        # Inclusion Criteria:
          + Adults
          + One of the following:
            + a rash
            + an itch
          + Able to read
        # Exclusion Criteria:
          - Asthma
    """)
