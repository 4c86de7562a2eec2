"""Conditions inside of a line: sentences of prose, and items between lost line breaks."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from trialtext.criteria import words
from trialtext.criteria.brackets import Brackets
from trialtext.criteria.notes import SENTENCE_END, explains_the_one_before
from trialtext.text.edits import Span

_SEMICOLON: Final = re.compile(r";\s*(?:(?:and|or|AND|OR)\b\s*)?(?=\S)")
_ENDS: Final = re.compile(f"{SENTENCE_END.pattern}|{_SEMICOLON.pattern}")
_ANY: Final = "|".join(words.BEGINNINGS)
_SURE: Final = "|".join(words.SURE_BEGINNINGS)
_LOST_BREAK: Final = re.compile(rf" (?<=[a-z0-9)%] )(?:{_ANY})\b")
_SURE_LOST_BREAK: Final = re.compile(rf" (?<=[a-z)] )(?:{_SURE})\b")
_WORD_BEFORE: Final = re.compile(r"([A-Za-z]+)\s*\Z")
_NEAR: Final = 25
"""Characters before a place in which the word before it is looked for."""
_FAR: Final = 400
"""Characters of a sentence that say what it is."""
_SHORTEST: Final = 4
"""Characters of an item between lost line breaks."""


class Condition(NamedTuple):
    """A stretch of a line that states a condition of its own."""

    start: int
    end: int
    is_behind_lost_break: bool


def conditions(
    text: str, start: int, end: int, brackets: Brackets, *, is_prose: bool
) -> Iterator[Condition]:
    """Divide a stretch of a line; only prose is cut at the ends of its sentences."""
    pattern = _LOST_BREAK if is_prose else _SURE_LOST_BREAK
    for first, last in _sentences(text, start, end, brackets) if is_prose else [(start, end)]:
        at, is_behind = first, False
        for place in _lost_breaks(text, first, last, pattern, brackets):
            yield Condition(at, place, is_behind)
            at, is_behind = place + 1, True
        yield Condition(at, last, is_behind)


def _sentences(text: str, start: int, end: int, brackets: Brackets) -> Iterator[Span]:
    """Cut where a sentence states a condition, and does not explain the one before."""
    for match in _ENDS.finditer(text, start, end):
        first, following = match.span()
        if text[first] == ";":
            first += len(match[0].rstrip())  # `; or` belongs to what it ends
        elif _ends_with_abbreviation(text[max(start, first - _NEAR) : first]):
            continue
        if brackets.opened(first, start) is not None:
            continue
        sentence = text[following : min(end, following + _FAR)].partition(";")[0]
        if not explains_the_one_before(sentence):
            yield start, first
            start = following
    yield start, end


def _ends_with_abbreviation(sentence: str) -> bool:
    last = sentence.rsplit(None, 1)[-1].lower().lstrip("(").rstrip(".")
    return last in words.ABBREVIATIONS or (len(last) == 1 and last.isalpha())


def _lost_breaks(
    text: str, start: int, end: int, pattern: re.Pattern[str], brackets: Brackets
) -> Iterator[int]:
    """Find where a criterion plainly begins behind a word that does not lead to it."""
    for match in pattern.finditer(text, start, end):
        at = match.start()
        before = _WORD_BEFORE.search(text, max(start, at - _NEAR), at)
        is_bound = before is not None and before[1].lower() in words.BINDING
        if at - start >= _SHORTEST and not is_bound and brackets.opened(at, start) is None:
            yield at
            start = at + 1
