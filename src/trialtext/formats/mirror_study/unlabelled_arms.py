"""Arms and interventions without their types: which line is a label, a name, a description.

Names of interventions stand twice: once in the list, and once in every arm that has them. A
description that follows a name does so in both places. Whatever is not in the list, then, is lines
of an arm: its label, and after that its description. Only if there is exactly one way to read all
lines like this, it is taken.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from trialtext.formats.mirror_study.arm_text import LONGEST_LABEL

LONGEST_NAME = 200
"""Characters that the registry takes for the name of an intervention."""


class Part(Enum):
    """What a line is."""

    LABEL = "label of an arm"
    DESCRIPTION = "description"
    NAME = "name of an intervention"
    REPEATED = "description of an intervention, repeated"
    NONE = "the sentence that an arm has no interventions"


class Classified(NamedTuple):
    """What every line of both sections is."""

    groups: Sequence[Part]
    interventions: Sequence[Part]


def classify_lines(
    groups: Sequence[str], listed: Sequence[str], none: Collection[str]
) -> Classified | None:
    """Read both sections in the one way in which they can be read; `None` if there is no such."""
    parts = _listed_parts(groups, listed)
    if parts is None:
        return None
    following: dict[str, list[str]] = {}
    for line, part in zip(listed, parts, strict=True):
        if part is Part.NAME:
            following[line] = described = []
        else:
            described.append(line)
    kinds = _kinds(groups, following, none)
    if not listed and any(len(arm.lines) > 1 for arm in _arms(kinds)):
        return None  # names may be among these lines
    labelled = _labelled(groups, kinds)
    return Classified(labelled, parts) if labelled else None


def _listed_parts(groups: Sequence[str], listed: Sequence[str]) -> list[Part] | None:
    """Tell names from descriptions in the list.

    A line that anywhere in an arm stands without the line before it is a name, and so is the first.
    One that never does is a description if it reads like one; otherwise there is no telling.
    """
    if len(set(listed)) != len(listed):
        return None
    before: dict[str, set[str]] = {}
    for previous, line in zip(["", *groups], groups, strict=False):
        before.setdefault(line, set()).add(previous)
    parts = []
    for previous, line in zip(["", *listed], listed, strict=False):
        if line not in before:
            return None
        if before[line] - {previous} or not previous:
            parts.append(Part.NAME)
        elif _is_prose(line):
            parts.append(Part.DESCRIPTION)
        else:
            return None
    names = (line for line, part in zip(listed, parts, strict=True) if part is Part.NAME)
    return None if any(len(name) > LONGEST_NAME or _is_prose(name) for name in names) else parts


def _is_prose(line: str) -> bool:
    """Whether a line reads like a sentence or an item, and not like a name."""
    return (
        line.endswith((".", ";", ":", ",", "!", "?"))
        or line.startswith(("* ", "- ", "• "))
        or len(line) > LONGEST_LABEL
        or ". " in line
    )


def _kinds(
    groups: Sequence[str], following: dict[str, list[str]], none: Collection[str]
) -> list[Part]:
    """Tell what lines are by themselves: names, their descriptions, the sentence, or an arm's own."""
    kinds: list[Part] = []
    expected: list[str] = []
    for line in groups:
        if expected and line == expected[0]:
            expected = expected[1:]
            kinds.append(Part.REPEATED)
        elif line in following:
            expected = following[line]
            kinds.append(Part.NAME)
        else:
            expected = []
            kinds.append(Part.NONE if line in none else Part.DESCRIPTION)
    return kinds


class _Arm(NamedTuple):
    """Lines of an arm itself, and the names up to the next such lines."""

    lines: list[int]
    names: list[int]
    none: bool
    """Whether the sentence that there are no interventions ends it."""


def _labelled(groups: Sequence[str], kinds: Sequence[Part]) -> list[Part] | None:
    """Find the labels: the first line of each arm. An arm has names, or the sentence."""
    parts = list(kinds)
    for lines, names, none in _arms(kinds):
        words = [groups[at] for at in names]
        # A name that stands twice may be the label of an arm that is called like it, or be of an
        # arm whose label was dropped.
        if not lines or bool(names) is none or len(set(words)) < len(words):
            return None
        if _is_prose(groups[lines[0]]):
            return None
        parts[lines[0]] = Part.LABEL
    return parts


def _arms(kinds: Sequence[Part]) -> Iterator[_Arm]:
    lines: list[int] = []
    names: list[int] = []
    for at, kind in enumerate(kinds):
        if kind is Part.NONE or (kind is Part.DESCRIPTION and names):
            yield _Arm(lines, names, kind is Part.NONE)
            lines, names = [], []
        if kind is Part.DESCRIPTION:
            lines.append(at)
        elif kind is Part.NAME:
            names.append(at)
    if lines or names:
        yield _Arm(lines, names, none=False)
