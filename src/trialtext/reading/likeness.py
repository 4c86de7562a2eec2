"""Whether two short texts are the same but for case, marks, or a slip of the pen."""

from difflib import SequenceMatcher
from typing import Final

_ALIKE: Final = 0.85
"""Least similarity of a misspelt text to what it stands for."""


def alike(one: str, other: str) -> bool:
    """Tell whether two short texts differ by case, white space, a colon, or a slip of the pen.

    A slip in the first letter is not looked for: most lines are told apart by it at once. A further
    word is no slip.
    """
    if one[:1].casefold() != other[:1].casefold():
        return False
    if abs(len(one) - len(other)) > 1 + len(other) // 4:
        return False
    if folded(one).startswith(f"{folded(other)} "):
        return False
    return likeness(one, other) >= _ALIKE


def folded(text: str) -> str:
    """Fold case, white space, dashes and quotes: the same words are equal then."""
    return " ".join(text.casefold().translate(_PLAIN).split())


_PLAIN = {**dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"), **dict.fromkeys(map(ord, "‘’ʼ"), "'")}


def likeness(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1."""
    one, other = (folded(text).rstrip(": ") for text in (one, other))
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
