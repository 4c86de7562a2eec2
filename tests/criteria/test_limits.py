"""Hostile texts: time grows with their length, nothing is lost, nothing raises."""

import time
from collections.abc import Callable, Mapping

import pytest

import trialtext
from trialtext import Criteria

LENGTH = 4_000
FACTOR = 8
MOST = 3
"""How many times as long a character of the longer text may take."""

LINES: Mapping[str, Callable[[int], str]] = {
    "bullets": lambda n: "* Any adult\n" * n,
    "bullets without text": lambda n: "*\n1.\n-\n(a)\n" * n,
    "bullets that go on": lambda n: "* Any adult; or\n" * n,
    "openings": lambda n: "* One of the following:\n" * n,
    "openings and blank lines": lambda n: "* One of the following:\n\n" * n,
    "numbers": lambda n: "".join(f"{number}. Any adult\n" for number in range(n)),
    "first numbers": lambda n: "1. Any adult\n" * n,
    "numbers and bullets": lambda n: "1. Any adult\n* Asthma\n" * n,
    "bullets in a number": lambda n: "1. One of:\n" + "* Asthma\n" * n,
    "nesting": lambda n: "".join(" " * (2 * (i % 100)) + "* Any adult\n" for i in range(n)),
    "headings": lambda n: "Cohort 1:\nInclusion Criteria:\nExclusion Criteria:\n" * n,
    "notes": lambda n: "Note: any adult\n" * n,
    "footnotes": lambda n: "Any adult\\*\n" + "\\*or child\n" * n,
}
ONE_LINE: Mapping[str, str] = {
    "a word": "a",
    "words": "word ",
    "blanks": " ",
    "brackets": "(",
    "closing brackets": "a) ",
    "numbers in order": "1) a 2) b 3) c ",
    "second numbers": "2) a ",
    "numbers of all kinds": "x 1) a) i) (1) (a) ① 1. a. ",
    "references": "criterion (1) ",
    "semicolons": "aa; ",
    "sentences": "Any adult. ",
    "headings": "Exclusion Criteria: asthma ",
    "dashes": "any - Adult ",
    "bullets": "any • adult ",
    "stars": "any * Adult ",
    "escapes": "\\*",
    "lost breaks": "adult Patients with ",
    "sure lost breaks": "adult Known ",
    "colons": "any: ",
    "markers": "* ",
    "dashes alone": "-",
    "no names of sides": "clusion ",
    "other languages": "年龄18岁以上；",
}


def seconds(text: str) -> float:
    """Return the shortest time of a few; a machine is noisy."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        trialtext.criteria(text)
        times.append(time.perf_counter() - start)
    return min(times)


def is_whole(criteria: Criteria, text: str) -> bool:
    return criteria.render() == text and sum(criteria.characters) == len(text)


@pytest.mark.parametrize("make", LINES.values(), ids=LINES.keys())
def test_many_lines_take_linear_time(make: Callable[[int], str]) -> None:
    short, long = make(LENGTH // 20), make(LENGTH * FACTOR // 20)
    assert is_whole(trialtext.criteria(long), long)
    assert seconds(long) / len(long) <= MOST * seconds(short) / len(short) + 1e-6


@pytest.mark.parametrize("unit", ONE_LINE.values(), ids=ONE_LINE.keys())
def test_a_long_line_takes_linear_time(unit: str) -> None:
    short, long = unit * (LENGTH // len(unit)), unit * (LENGTH * FACTOR // len(unit))
    assert is_whole(trialtext.criteria(long), long)
    assert seconds(long) / len(long) <= MOST * seconds(short) / len(short) + 1e-6


@pytest.mark.parametrize("text", ["", " \n\t\n", "\0", "\ud800", "﻿", "\r\n* a\r\n", "\u2028"])
def test_strange_texts_are_read(text: str) -> None:
    assert is_whole(trialtext.criteria(text), text)


def test_a_line_of_a_megabyte_is_read() -> None:
    text = "Inclusion Criteria: " + "any adult " * 100_000
    assert is_whole(trialtext.criteria(text), text)
