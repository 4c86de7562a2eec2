"""Numbers of items inside of a line: those that follow each other, and are no references."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from trialtext.criteria import words
from trialtext.criteria.brackets import Brackets
from trialtext.criteria.marks import Mark, read_mark
from trialtext.criteria.terminals import terminal

_SECOND: Final = re.compile(r"[ (（](?:2|b|B|ii)\\?[.)）]|[ ]b-|[①-⑳]")
_FURTHER: Final = re.compile(r" \d{1,2}\\?(?:\)+\s*|\.\s+|\.(?=[A-Za-z]))\S")
_OPENING_BRACKETS: Final = ("(", "（", "\\(")
_WORD_BEFORE: Final = re.compile(r"([A-Za-z]+)\s*\Z")
_OF_LIST: Final = re.compile(r"[:;(（]\s*\Z|\b[1ai]\\?[)）]")
"""In brackets before a number: it is that of an item there."""
_SPACE: Final = re.compile(r"\s*")
_NEAR: Final = 25
"""Characters before a number in which the word before it is looked for."""
_ENOUGH: Final = 2
"""Numbers in order that are surely those of items."""


class Number(NamedTuple):
    """What may number an item inside of a line."""

    start: int
    end: int
    """Where the item begins."""
    mark: Mark
    is_reference: bool
    """Whether it may belong to the word before it: `criterion (2)`."""


def may_be_numbered(body: str, own: Mark | None) -> bool:
    """Tell, quickly, whether numbers may follow each other in a line, whose own number is given."""
    if _SECOND.search(body):
        return True
    if own is not None and own.is_number:
        return bool(_FURTHER.search(body))
    return len(_FURTHER.findall(body)) >= _ENOUGH


def numbers_in_order(
    text: str, start: int, end: int, own: Mark | None, brackets: Brackets
) -> Sequence[Number]:
    """Find numbers that follow each other, or the one of the line; none if they are no items'.

    Those from the first on are taken before those from another on.
    """
    found = _numbers(text, start, end, brackets)
    best: list[Number] = []
    tried = set()
    for index, number in enumerate(found):
        goes_on = own is not None and own.is_number and number.mark.follows(own)
        key = (*number.mark.places.items(), number.mark.prefix, number.is_reference)
        if key in tried or (number.is_reference and not goes_on):
            continue
        tried.add(key)
        chain = _chain(found[index:])
        if (
            goes_on
            or number.mark.is_circled
            or (len(chain) >= _ENOUGH and 1 in number.mark.places.values())
        ):
            return chain
        if len(chain) >= _ENOUGH and not best and number.mark.is_decimal:
            best = chain
    return best


def _chain(found: Sequence[Number]) -> list[Number]:
    """Take the first number, and each one that follows the one taken before."""
    chain = [found[0]]
    for number in found[1:]:
        is_item = not number.is_reference or len(chain) >= _ENOUGH
        if is_item and number.mark.follows(chain[-1].mark):
            chain.append(number)
    return chain


def _numbers(text: str, start: int, end: int, brackets: Brackets) -> list[Number]:
    found = []
    for match in terminal("NUMBER").finditer(text, start, end):
        if _closes_bracket(text, start, match, brackets):
            continue
        space = _SPACE.match(text, match.end(), end)
        item = space.end() if space else match.end()
        is_reference = _is_reference(text, start, match)
        found.append(Number(match.start(), item, read_mark(match[0]), is_reference))
    return found


def _is_reference(text: str, start: int, number: re.Match[str]) -> bool:
    if number[0].startswith(_OPENING_BRACKETS) or number[0].endswith("."):
        before = _WORD_BEFORE.search(text, max(start, number.start() - _NEAR), number.start())
        return before is not None and before[1].lower() in words.REFERENCES
    return False


def _closes_bracket(text: str, start: int, number: re.Match[str], brackets: Brackets) -> bool:
    """Tell whether a number is the last of what stands in brackets: `(type 1)`."""
    if number[0].startswith(_OPENING_BRACKETS) or not number[0].endswith((")", "）")):
        return False
    opened = brackets.opened(number.start(), start)
    if opened is None:
        return False
    return not _OF_LIST.search(text, opened, number.start())
