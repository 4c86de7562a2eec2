"""Markers: what is one, what is text, and which follows which."""

import pytest
from tests.criteria.outlines import texts

import trialtext
from trialtext.criteria.marks import read_mark


def marked(text: str) -> list[tuple[str, str]]:
    return [(item.marker, item.text) for item in trialtext.criteria(text).items]


# ---- Before a text


@pytest.mark.parametrize(
    "marker",
    [
        *("*", "-", "•", "–", "·", "▪", "o"),
        *("1.", "1)", "(1)", "12.", "a)", "(a)", "a.", "A.", "B)", "i.", "iv)", "(ii)", "IV."),
        *("5.2", "5.2.1", "5.2.1.", "①"),
    ],
)
def test_a_marker_is_no_part_of_the_text(marker: str) -> None:
    assert marked(f"{marker} Asthma") == [(marker, "Asthma")]


@pytest.mark.parametrize("marker", ["\\*", "\\-", "1\\.", "1\\)", "\\(1\\)", "\\(a\\)", "a\\)"])
def test_a_marker_may_be_escaped(marker: str) -> None:
    assert marked(f"{marker} Asthma") == [(marker, "Asthma")]


@pytest.mark.parametrize(
    "markers", ["* 1.", "* (a)", "1. *", "- •", "* \\*", "* 5.2.1", "* 1. a)", "* -"]
)
def test_several_markers_may_stand_in_a_row(markers: str) -> None:
    assert marked(f"{markers} Asthma") == [(markers, "Asthma")]


@pytest.mark.parametrize("line", ["*Asthma", "-Asthma", "•Asthma", "1.Asthma", "1)Asthma"])
def test_a_blank_behind_a_marker_may_be_missing(line: str) -> None:
    assert texts(line) == ["Asthma"]


# ---- What is none


@pytest.mark.parametrize(
    "line",
    [
        "\\> 18 years of age",
        "> 18 years of age",
        "\\>= 18 years of age",
        "\\< 5 naps a day",
        "≥ 18 years of age",
        "≤ 5 naps a day",
        "= 5 naps a day",
    ],
)
@pytest.mark.parametrize("marker", ["", "* ", "1. ", "* 1. "])
def test_a_comparison_sign_is_text(marker: str, line: str) -> None:
    assert texts(marker + line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "18 years or older",
        "1.5 mg of zinc a day",
        "0.5 to 2 mg of zinc a day",
        "3 or more naps a day",
        "12-lead recording within 2 weeks",
        "2-hour nap at noon",
        "E. coli in the milk",
        "C. difficile in the milk",
        "B-cell disease",
        "I am able to read",
        "A nap at noon",
        "a nap at noon",
        "(mild) asthma",
        "i.v. drug use",
        "Asthma",
    ],
)
def test_words_and_numbers_that_belong_to_the_text_are_no_markers(line: str) -> None:
    assert marked(line) == [("", line)]
    assert marked(f"* {line}") == [("*", line)]


# ---- Behind a text


@pytest.mark.parametrize("marker", ["*", "-", "•", "\\*"])
def test_a_marker_may_be_the_last_thing_of_a_line(marker: str) -> None:
    assert texts(f"* Asthma {marker}\n* Eczema") == ["Asthma", "Eczema"]


@pytest.mark.parametrize("end", [".", ";", ",", ":", ", and", "; OR", "; and", ", or", " and/or"])
def test_closing_punctuation_and_words_stay(end: str) -> None:
    assert texts(f"* Asthma{end}\n* Eczema") == [f"Asthma{end}", "Eczema"]


def test_outer_white_space_is_left_out() -> None:
    assert texts("  *   Asthma \t\n\n * Eczema  \n") == ["Asthma", "Eczema"]


@pytest.mark.parametrize("marker", ["*", "-", "•", "1.", "(a)", "* 1."])
def test_a_marker_without_text_is_no_item(marker: str) -> None:
    assert texts(f"{marker}\n* Asthma\n{marker}\n") == ["Asthma"]


# ---- Sequences


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("1.", "2."),
        ("9)", "10)"),
        ("(a)", "(b)"),
        ("A.", "B."),
        ("h.", "i."),
        ("i.", "ii."),
        ("iii)", "iv)"),
        ("VIII.", "IX."),
        ("5.2.1", "5.2.2"),
        ("1\\.", "2\\."),
        ("* 1.", "2."),
        ("①", "②"),
    ],
)
def test_a_number_follows_the_one_before(one: str, two: str) -> None:
    assert read_mark(two).follows(read_mark(one))
    assert not read_mark(one).follows(read_mark(two))
    assert read_mark(two).is_like(read_mark(one))


@pytest.mark.parametrize(
    ("one", "two"),
    [("1.", "3."), ("*", "*"), ("*", "1."), ("1.", "b."), ("a.", "B."), ("5.2.1", "5.3.2")],
)
def test_other_markers_do_not_follow_each_other(one: str, two: str) -> None:
    assert not read_mark(two).follows(read_mark(one))


@pytest.mark.parametrize(("one", "two"), [("*", "-"), ("*", "1."), ("1.", "a."), ("5.2", "5.2.1")])
def test_markers_of_different_kinds_are_not_alike(one: str, two: str) -> None:
    assert not read_mark(two).is_like(read_mark(one))


@pytest.mark.parametrize(
    ("markers", "is_first"),
    [("1.", True), ("a)", True), ("(i)", True), ("*", True), ("2.", False), ("(b)", False)],
)
def test_a_list_begins_with_a_bullet_or_the_first_number(markers: str, is_first: bool) -> None:
    assert read_mark(markers).may_be_first is is_first
