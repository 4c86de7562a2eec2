"""Lines: which is an item of its own, and which goes on with the one above it."""

import pytest
from tests.criteria.outlines import block, outline, texts

from trialtext.criteria.lines import read_lines


def test_each_item_of_a_list_is_one_item() -> None:
    assert texts("* Asthma\n* Eczema\n\n* Hives") == ["Asthma", "Eczema", "Hives"]


def test_each_unmarked_line_is_one_item() -> None:
    assert texts("Asthma\nEczema\n\nHives") == ["Asthma", "Eczema", "Hives"]


@pytest.mark.parametrize("text", ["", "\n", "  \n\t\n", "*\n\n1.\n"])
def test_no_text_has_no_items(text: str) -> None:
    assert texts(text) == []


@pytest.mark.parametrize("blank", [" ", "\t", "\u00a0"])
def test_lines_with_white_space_alone_are_blank(blank: str) -> None:
    assert texts(f"* Asthma\n{blank}\n* Eczema") == ["Asthma", "Eczema"]


def test_line_breaks_may_be_those_of_other_systems() -> None:
    assert texts("* Asthma\r\n* Eczema\r\n") == ["Asthma", "Eczema"]


# ---- Going on


def test_an_indented_line_goes_on_with_the_item_above_it() -> None:
    assert texts("* Asthma\n  of any severity\n* Eczema") == ["Asthma\n  of any severity", "Eczema"]


def test_an_indented_line_with_a_capital_goes_on_too() -> None:
    assert texts("1. Eczema seen by a\n   Doctor of the clinic") == [
        "Eczema seen by a\n   Doctor of the clinic"
    ]


def test_text_behind_a_blank_line_goes_on_with_its_item() -> None:
    text = "* Asthma\n\n  It was found by a doctor.\n\n* Eczema"
    assert texts(text) == ["Asthma\n\n  It was found by a doctor.", "Eczema"]


def test_it_goes_on_with_the_item_of_a_sub_list() -> None:
    text = block("""
        * One of the following:

          * Asthma

            found by a doctor
          * Eczema
    """)
    assert outline(text) == block("""
        + One of the following:
          + Asthma found by a doctor
          + Eczema
    """)


def test_several_lines_may_go_on() -> None:
    text = "* Asthma\n  found by\n  a doctor\n\n  in the past year"
    assert texts(text) == [text[2:]]


# ---- Not going on


def test_a_line_that_is_not_indented_does_not_go_on() -> None:
    assert texts("* Asthma\n\nAble to read") == ["Asthma", "Able to read"]


def test_a_heading_does_not_go_on() -> None:
    assert outline("* Adults\n\n  Exclusion Criteria:\n\n* Asthma") == block("""
        + Adults
        # Exclusion Criteria:
          - Asthma
    """)


@pytest.mark.parametrize("note", ["Note: mild asthma counts.", "NB: mild asthma counts."])
def test_a_marked_note_does_not_go_on(note: str) -> None:
    assert outline(f"* Asthma\n\n  {note}\n* Eczema") == f"+ Asthma\n  · {note}\n+ Eczema"


def test_a_lone_connector_does_not_go_on() -> None:
    text = block("""
        * One of the following:

          * Asthma

          OR
          * Eczema
    """)
    assert texts(text) == ["One of the following:", "Asthma", "OR", "Eczema"]


def test_a_line_that_introduces_the_next_sub_items_does_not_go_on() -> None:
    text = block("""
        * Eczema of the hands

          It was found by one of:

          * A doctor
          * A nurse
        * Able to read
    """)
    assert outline(text) == block("""
        + Eczema of the hands
          + It was found by one of:
            + A doctor
            + A nurse
        + Able to read
    """)


# ---- Depth


@pytest.mark.parametrize(
    ("text", "depths"),
    [
        ("* Asthma", [(0, 0)]),
        ("  * Asthma\n    * Eczema", [(2, 2), (4, 4)]),
        ("* 1. Asthma\n  2. Eczema", [(0, 2), (2, 2)]),
        ("Asthma", [(0, 0)]),
    ],
)
def test_a_line_is_as_deep_as_its_first_and_its_last_marker(
    text: str, depths: list[tuple[int, int]]
) -> None:
    assert [tuple(line.depth) for line in read_lines(text)] == depths


def test_whether_a_blank_line_stands_above_is_known() -> None:
    lines = read_lines("* Asthma\n\n* Eczema\n* Hives")
    assert [line.after_blank for line in lines] == [False, True, False]
