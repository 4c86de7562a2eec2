"""Numbers inside of a line: those of items, and those that refer to something."""

import pytest
from tests.criteria.outlines import block, outline, texts

import trialtext
from trialtext.criteria.doubts import ITEMS_OR_PROSE


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("1)", "2)"),
        ("1.", "2."),
        ("(1)", "(2)"),
        ("a)", "b)"),
        ("(a)", "(b)"),
        ("i)", "ii)"),
        ("(i)", "(ii)"),
        ("A)", "B)"),
        ("1\\)", "2\\)"),
        ("①", "②"),
    ],
)
def test_numbers_in_order_cut_a_line(one: str, two: str) -> None:
    text = f"* Eczema with one of: {one} a rash, {two} an itch of the hands."
    assert outline(text) == block("""
        + Eczema with one of:
          + a rash,
          + an itch of the hands.
    """)
    found = trialtext.criteria(text).items
    assert [item.marker for item in found] == ["*", one, two]
    assert {item.evidence for item in found[1:]} == {"in the line"}


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("Either 1) asthma or 2) eczema", ["Either", "asthma or", "eczema"]),
        ("Has either (a) asthma, (b) hives", ["Has either", "asthma,", "hives"]),
        ("Able to i) read; ii) swim", ["Able to", "read;", "swim"]),
    ],
)
@pytest.mark.parametrize("above", ["", "Inclusion Criteria:\n\n", "Inclusion Criteria: "])
def test_they_cut_unmarked_lines_too(above: str, line: str, items: list[str]) -> None:
    found = [item for item in trialtext.criteria(above + line).items if item.kind != "heading"]
    assert [item.text for item in found] == items
    assert [item.level for item in found] == [0, 1, 1]


def test_a_line_may_begin_with_its_first_number() -> None:
    assert outline("1) Adults 2) Able to read 3) Eczema") == "+ Adults\n+ Able to read\n+ Eczema"


def test_numbers_behind_a_heading_lie_in_it() -> None:
    assert outline("Inclusion Criteria: 1. Adults 2. Able to read 3. Eczema") == block("""
        # Inclusion Criteria:
          + Adults
          + Able to read
          + Eczema
    """)


def test_what_stands_before_the_first_number_introduces_the_items() -> None:
    text = "Exclusion Criteria:\n\n* History of: (a) asthma; (b) eczema; or (c) hives"
    assert outline(text) == block("""
        # Exclusion Criteria:
          - History of:
            - asthma;
            - eczema; or
            - hives
    """)
    assert [item.level for item in trialtext.criteria(text).items] == [0, 0, 1, 1, 1]


def test_lists_in_a_line_may_lie_in_each_other() -> None:
    text = "Inclusion Criteria: 1. Adults 2. Asthma, proven by: a) a nurse b) a doctor 3. Naps"
    assert outline(text) == block("""
        # Inclusion Criteria:
          + Adults
          + Asthma, proven by:
            + a nurse
            + a doctor
          + Naps
    """)


def test_a_list_in_a_line_does_not_hold_the_next_line() -> None:
    assert outline("* One of: 1) asthma 2) eczema\n* Adults") == block("""
        + One of:
          + asthma
          + eczema
        + Adults
    """)


@pytest.mark.parametrize(
    "line",
    [
        "Meets criterion (1) and criterion (2) of the sleep part",
        "Was in Group 1 or Group 2 of the sleep part",
        "Eczema of grade 1 or 2",
        "Eczema of grade 1, grade 2, or grade 3",
        "Asthma (type 1) or hives (type 2)",
        "Asthma of stage 1. or stage 2. only",
        "Asthma (1) in childhood",
        "A nap at 1 or 2 p.m.",
        "A dose of 1.5 mg or 2.5 mg of zinc",
        "Naps on day 1 and day 2 of the study",
        "Asthma, eczema, or both (see criterion 3)",
    ],
)
@pytest.mark.parametrize("marker", ["", "* "])
def test_references_do_not_cut(marker: str, line: str) -> None:
    assert texts(marker + line) == [line]


@pytest.mark.parametrize(
    "line", ["Asthma 2) of any severity", "Asthma 1) of any severity", "Naps: (c) long (a) short"]
)
def test_numbers_that_are_not_two_in_order_do_not_cut(line: str) -> None:
    assert texts(f"* {line}") == [line]


def test_numbers_in_a_sentence_are_doubtful() -> None:
    text = "* Patients whose nurse says 1) asthma 2) eczema"
    assert {item.doubts for item in trialtext.criteria(text).items[1:]} == {(ITEMS_OR_PROSE,)}


def test_numbers_behind_a_colon_are_not() -> None:
    text = "* One of the following: 1) asthma 2) eczema"
    assert {item.doubts for item in trialtext.criteria(text).items[1:]} <= {
        (),
        ("side-by-wording",),
    }
