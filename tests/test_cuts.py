"""A page that was cut off anywhere: nothing is read that the whole page does not say."""

import os
import re
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import CHECKOUT
from tests.pages import codes, values_of

import trialtext
from trialtext import Status, UnknownFieldWarning

SEEDS = CHECKOUT / "seeds" / "mirror-study"
TERMS = re.compile("/protocolSection/conditionsModule/(?:conditions|keywords)/")
STEP = int(os.environ.get("CUT_STEP", "100"))
"""Bytes from one cut to the next: 1 cuts at every one, which takes minutes."""
RECORDS = 100
"""How many of the registry's records are rendered and cut."""


def inventions(data: bytes, ends: Iterable[int]) -> Iterator[tuple[int, str, Any]]:
    """Find values that the whole page does not have, each with the cut that brings it.

    A text may be shorter, if it is reported that the page was cut off. No cut page is complete.
    """
    whole = values_of(trialtext.parse(data))
    for end in ends:
        result = trialtext.parse(data[:end])
        if result.status is Status.COMPLETE and end < len(data) - 1:
            yield end, "status", result.status
        truncated = "truncated" in codes(result)
        for pointer, value in values_of(result).items():
            known = whole.get(pointer)
            if TERMS.match(pointer) and value != known:
                known = terms_from(whole, pointer)
            shorter = isinstance(value, str) and str(known).startswith(value) and truncated
            if value != known and not shorter:
                yield end, pointer, value


def terms_from(whole: dict[str, Any], pointer: str) -> str:
    """Join terms from one on, as the page does: those that are not told apart are one string."""
    field, _, first = pointer.rpartition("/")
    terms = [value for known, value in whole.items() if known.rpartition("/")[0] == field]
    return " ".join(terms[int(first) :])


def test_a_cut_page_says_nothing_else_and_is_never_complete(seed: Path) -> None:
    data = seed.read_bytes().rstrip()
    assert list(inventions(data, range(0, len(data) - 1, STEP))) == []


@pytest.mark.parametrize("name", ["minimal", pytest.param("non-ascii", marks=pytest.mark.corpus)])
def test_a_page_may_be_cut_at_any_byte(name: str) -> None:
    data = (SEEDS / f"{name}.txt").read_bytes()
    assert list(inventions(data, range(len(data)))) == []


def test_a_page_may_be_cut_inside_a_character() -> None:
    data = (SEEDS / "non-ascii.txt").read_bytes()
    inside = [at for at, byte in enumerate(data) if byte & 0xC0 == 0x80]
    assert list(inventions(data, inside)) == []


@pytest.mark.corpus
def test_a_cut_page_of_the_registry_says_nothing_else(records: list[bytes]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownFieldWarning)
        for record in records[:: len(records) // RECORDS]:
            page = trialtext.render(trialtext.from_json(record)).encode()
            assert list(inventions(page, range(0, len(page), STEP))) == []
