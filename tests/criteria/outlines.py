"""Outlines of criteria as text, for tests."""

from textwrap import dedent

import trialtext


def block(text: str) -> str:
    """Return text written in a test, without its indentation and outer line breaks."""
    return dedent(text).strip("\n")


def outline(text: str) -> str:
    """Draw items as lines: `+` and `-` are criteria, `#` headings, `·` notes, or neither side."""
    return str(trialtext.criteria(text))


def texts(text: str) -> list[str]:
    """Return the texts of all items."""
    return [item.text for item in trialtext.criteria(text).items]


def sides(text: str) -> list[str]:
    """Return the sides of all items."""
    return [str(item.side) for item in trialtext.criteria(text).items]


def kinds(text: str) -> list[str]:
    """Return the kinds of all items."""
    return [str(item.kind) for item in trialtext.criteria(text).items]


def doubts(text: str) -> list[tuple[str, ...]]:
    """Return the doubts about all items."""
    return [item.doubts for item in trialtext.criteria(text).items]
