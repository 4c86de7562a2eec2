"""The sides of criteria: that of the nearest heading that names one, or else by wording."""

from collections.abc import Sequence
from typing import Final

from trialtext.criteria import words
from trialtext.criteria.doubts import SIDE_BY_WORDING
from trialtext.criteria.items import Item
from trialtext.criteria.model import Kind, Side

_EXCLUDING: Final = words.any_of(words.EXCLUDING)
_NEGATED: Final = words.any_of(words.NEGATED)


def set_sides(text: str, items: Sequence[Item]) -> None:
    """Set the side of each item, whose parents are set."""
    for item in items:
        item.side = _side(text, item)


def _side(text: str, item: Item) -> Side:
    if item.is_group:
        return Side.NEITHER
    named = item.heading.side if item.heading else None
    if named is None:
        named = _governing_side(item)
    if named is not None:
        return named
    if item.parent and item.parent.kind is Kind.CRITERION:
        return item.parent.side
    if item.kind is not Kind.CRITERION:
        return Side.NEITHER
    item.doubts.append(SIDE_BY_WORDING)
    said = text[item.start : item.end]
    bars = _EXCLUDING.search(said) and not _NEGATED.search(said)
    return Side.EXCLUSION if bars else Side.INCLUSION


def _governing_side(item: Item) -> Side | None:
    above = item.parent
    while above is not None:
        if above.heading and above.heading.side is not None:
            return above.heading.side
        above = above.parent
    return None
