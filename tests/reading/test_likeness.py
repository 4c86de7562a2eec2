"""Texts that are the same but for a slip of the pen."""

import pytest

from trialtext.reading.likeness import alike


@pytest.mark.parametrize(
    ("one", "other"),
    [("Minimum Eligible Age", "Maximum Eligible Sex"), ("Sponsors", "Locations"), ("", "Sponsors")],
)
def test_different_words_are_not_alike(one: str, other: str) -> None:
    assert not alike(one, other)
