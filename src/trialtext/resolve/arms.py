"""Arms and their interventions: where one's text ends and the next one's begins.

Inside Study Groups nothing marks where an intervention's description ends and the next arm's label
begins. The Interventions section repeats every name and description, and an arm ends either with
its interventions or with the sentence that it has none. Together they settle it.
"""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from trialtext.text import Span

_BLANK = re.compile(r"\s*+")
_BLANK_ON_LINE = re.compile(r"[^\S\n]*+")


class Mark(Enum):
    """What stands between two texts of the section."""

    BOUND = "start or end of the section"
    TYPE = "Group Type"
    INTERVENTION = "name and Intervention Type"
    NONE = "No interventions assigned to this group"


class Marker(NamedTuple):
    """A marker of the section, with what it says."""

    mark: Mark
    name: str = ""
    kind: str = ""


class Cut(NamedTuple):
    """A text between two markers: the description before it, and the arm that begins in it."""

    description: Span
    arm: Span
    certain: bool
    matched: int | None = None
    """Which of the known descriptions it is."""


Descriptions = Mapping[tuple[str, str], Sequence[str]]
"""Descriptions that the Interventions section gives, by name and type; empty strings count."""


def cut(text: str, before: Marker, after: Marker, known: Descriptions) -> Cut:
    """Divide a text into the description that ends in it and the arm that begins in it.

    Positions are within `text`. The description belongs to `before`, if that is an intervention.
    """
    length = len(text)
    if before.mark is not Mark.INTERVENTION:
        # After a group's type only interventions may follow; anything there is no arm's label.
        return Cut((0, 0), (0, length), before.mark is not Mark.TYPE or not text)
    descriptions = known.get((before.name, before.kind), ())
    arm_needed = after.mark in (Mark.TYPE, Mark.NONE)
    candidates = [
        (end, index)
        for index, description in enumerate(descriptions)
        if (end := _end_of(description, text)) is not None
        and not (arm_needed and not text[end:].strip())
        and not (after.mark is Mark.BOUND and text[end:].strip())
    ]
    if candidates:
        end, index = max(candidates, key=lambda candidate: candidate[0])
        return Cut((0, end), (end, length), certain=True, matched=index)
    if after.mark is Mark.BOUND:
        return Cut((0, length), (length, length), certain=not text)
    return Cut((0, 0), (0, length), certain=not text)


def _end_of(description: str, text: str) -> int | None:
    """Find where a description ends, if the text begins with it, whatever the white space."""
    at = 0
    for line in description.split("\n"):
        at = _skip(_BLANK, text, at)
        if not text.startswith(line.strip(), at):
            return None
        at += len(line.strip())
    at_line_end = _skip(_BLANK_ON_LINE, text, at)
    return at if at == 0 or at_line_end == len(text) or text[at_line_end] == "\n" else None


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
