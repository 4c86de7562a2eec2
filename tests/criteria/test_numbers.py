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
@pytest.mark.parametrize("marker", ["", "* "])
def test_numbers_in_order_cut_a_line(marker: str, one: str, two: str) -> None:
    text = f"{marker}One of the following: {one} asthma, {two} eczema of the hands."
    assert outline(text) == block("""
        + One of the following:
          + asthma,
          + eczema of the hands.
    """)
    found = trialtext.criteria(text).items
    assert [item.marker for item in found] == [marker.strip(), one, two]
    assert {item.evidence for item in found[1:]} == {"in the line"}


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
    text = "1. Adults 2. Asthma, proven by one of: a) a low peak flow b) a high dose 3. Naps"
    assert outline(text) == block("""
        + Adults
        + Asthma, proven by one of:
          + a low peak flow
          + a high dose
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
    assert {item.doubts for item in trialtext.criteria(text).items[1:]} <= {(), ("side-by-wording",)}
