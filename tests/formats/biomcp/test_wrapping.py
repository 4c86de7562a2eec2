"""Long strings put together again, line by line: 20 characters to a line."""

from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtext.formats.biomcp.wrapping import Unwrapped, unwrap, width_of

WIDTH = 20


def unwrapped(*lines: str) -> Unwrapped:
    """Put lines together; all but the first are indented."""
    return unwrap("\n".join([lines[0], *(f"  {line}" for line in lines[1:])]), WIDTH)


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["A glass of milk at", "bedtime"], "A glass of milk at bedtime"),
        (["A glass of milk", "tea"], "A glass of milk\ntea"),
        (["A glass of milk at", "", "bedtime"], "A glass of milk at\n\nbedtime"),
        (["A glass of milk at", " bedtime"], "A glass of milk at\n bedtime"),
        (["A glass of sugar-", "free milk"], "A glass of sugar-free milk"),
        (["A glass, single-", "blind"], "A glass, single-blind"),
        (["A glass, pre- or", "after-dinner"], "A glass, pre- or after-dinner"),
        (["Interleukins and IL-", "6 in the blood"], "Interleukins and IL- 6 in the blood"),
    ],
)
def test_a_break_is_the_wrappers_if_the_next_word_had_not_fitted(
    lines: list[str], text: str
) -> None:
    assert unwrapped(*lines).text == text


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["A glass, pre-dinner-", "and after-dinner"], "A glass, pre-dinner- and after-dinner"),
        (["A glass of some milk", "* another glass"], "A glass of some milk\n* another glass"),
        (["1. A glass of a milk", "2. another glass"], "1. A glass of a milk\n2. another glass"),
    ],
)
def test_what_the_width_does_not_tell_is_uncertain(lines: list[str], text: str) -> None:
    assert unwrapped(*lines) == (text, False)


def test_a_word_that_is_longer_than_a_line_is_put_together() -> None:
    address = f"https://example.org/{'milk/' * 20}"
    lines = wrap(f"It is at {address} now.", 70)
    text = unwrap("\n".join([lines[0], *(f"  {line}" for line in lines[1:])]), 70).text
    assert text == f"It is at {address} now."


def test_a_number_that_does_not_count_on_marks_no_item() -> None:
    assert unwrapped("Given to Groups 1 or", "2. It is milk.").text == (
        "Given to Groups 1 or 2. It is milk."
    )


@given(st.lists(st.text("abcde", min_size=1, max_size=9), min_size=1, max_size=30))
def test_what_was_wrapped_is_put_together(words: list[str]) -> None:
    text = " ".join(words)
    assert unwrapped(*wrap(text, WIDTH)) == (text, True)


def test_the_longest_line_tells_the_width() -> None:
    assert width_of(f"Key:\n  {'a' * 70}\n") == 70
    assert width_of(f"Key:\n  {'a' * 71}\n") == 72
    assert width_of(f"Key: {'a' * 90}\n") == 70
