"""Classification of the lines of arms and interventions whose types were dropped.

The name of an intervention is in the list, and in every arm that has it. A description that follows
a name does so in both places. Lines that are not in the list are those of an arm: its label, then
its description. All lines are classified, or none if that is possible in several ways.
"""

from collections.abc import Collection, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from trialtext.formats.mirror_study.arm_text import LONGEST_LABEL

LONGEST_NAME = 200
"""Characters that the registry allows in the name of an intervention."""


class Part(Enum):
    """What a line is."""

    LABEL = "label of an arm"
    DESCRIPTION = "description"
    NAME = "name of an intervention"
    REPEATED = "description of an intervention, repeated"
    NONE = "the sentence that an arm has no interventions"


class Classified(NamedTuple):
    """The parts that the lines of both sections are."""

    groups: Sequence[Part]
    interventions: Sequence[Part]


def classify_lines(
    groups: Sequence[str], listed: Sequence[str], none: Collection[str]
) -> Classified | None:
    """Classify the lines of both sections; `None` if there is not exactly one way.

    `none` holds the sentences that an arm has no interventions.
    """
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
    """Classify the lines of the list as names and descriptions; `None` if that is not possible.

    A line that follows another line in some arm than in the list is a name, and so is the first.
    Any other is a description if it reads like one.
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
    """Tell whether a line reads like a sentence or a list item, and not like a name."""
    return (
        line.endswith((".", ";", ":", ",", "!", "?"))
        or line.startswith(("* ", "- ", "• "))
        or len(line) > LONGEST_LABEL
        or ". " in line
    )


def _kinds(
    groups: Sequence[str], following: dict[str, list[str]], none: Collection[str]
) -> list[Part]:
    """Classify lines of arms: names, their descriptions, the sentence, or other lines."""
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
    """Numbers of the lines of an arm itself, and of the names below them."""

    lines: list[int]
    names: list[int]
    none: bool
    """Whether it ends with the sentence that there are no interventions."""


def _labelled(groups: Sequence[str], kinds: Sequence[Part]) -> list[Part] | None:
    """Find the labels, the first lines of arms; `None` if they are not certain.

    Every arm has either names of interventions or the sentence.
    """
    parts = list(kinds)
    for lines, names, none in _arms(kinds):
        texts = [groups[at] for at in names]
        # A repeated name may be the label of an arm with this name, or be of an arm whose label was
        # dropped.
        if not lines or bool(names) is none or len(set(texts)) < len(texts):
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
