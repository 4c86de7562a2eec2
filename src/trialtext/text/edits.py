"""Edits of a text."""

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

Span: TypeAlias = tuple[int, int]
"""Two positions: of the first character, and of the one after the last."""


class Edit(NamedTuple):
    """A stretch of text, and what takes its place."""

    start: int
    end: int
    replacement: str


def apply_edits(edits: Sequence[Edit], text: str) -> str:
    """Make edits, given in order, of a text."""
    if not edits:
        return text
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, text[at:]])
