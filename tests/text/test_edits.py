"""Edits of a text."""

from hypothesis import given
from hypothesis import strategies as st

from trialtext.text.edits import Edit, apply_edits


def test_an_edit_replaces_a_stretch() -> None:
    assert apply_edits([Edit(4, 7, "milk")], "hot tea") == "hot milk"


def test_an_edit_of_nothing_inserts() -> None:
    assert apply_edits([Edit(0, 0, "very ")], "hot tea") == "very hot tea"


def test_positions_are_those_of_the_text_before_any_edit() -> None:
    assert apply_edits([Edit(0, 3, ""), Edit(3, 4, ""), Edit(4, 7, "milk")], "hot tea") == "milk"


@given(st.text())
def test_without_edits_a_text_stays_as_it_is(text: str) -> None:
    assert apply_edits([], text) == text


@given(st.text(min_size=4), st.text(), st.text())
def test_what_stands_between_edits_stays(text: str, one: str, other: str) -> None:
    edited = apply_edits([Edit(0, 1, one), Edit(2, 3, other)], text)
    assert edited == one + text[1] + other + text[3:]
