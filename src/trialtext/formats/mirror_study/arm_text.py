"""Boundaries between the texts of interventions and of arms in Study Groups.

Nothing marks where the description of an intervention ends and the label of the next arm begins.
The evidence is that Interventions repeats every name and description, and that an arm ends either
with its interventions or with the sentence that it has none.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import islice
from typing import NamedTuple

LONGEST_LABEL = 100
"""Characters that the registry allows in the label of an arm."""
_LONG = 40
"""A longer line is not both the label of an arm and a line of a description by chance."""
_MOST_COMPARED = 20
"""Different texts after the same intervention that are compared at most."""

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_BLANK = re.compile(r"\s*+")
_BLANK_ON_LINE = re.compile(r"[^\S\n]*+")


class Mark(Enum):
    """What is between two texts of the section."""

    BOUND = "start or end of the section"
    TYPE = "Group Type"
    INTERVENTION = "name and Intervention Type"
    NONE = "No interventions assigned to this group"


class Delimiter(NamedTuple):
    """A delimiter of the section; an intervention has a name and a type."""

    mark: Mark
    name: str = ""
    kind: str = ""


class ArmText(NamedTuple):
    """The text between two delimiters, which may be empty."""

    before: Delimiter
    text: str
    after: Delimiter


class Split(NamedTuple):
    """Where a text is split: into the end of a description, and the beginning of an arm."""

    end: int
    """Where the description of the intervention before ends."""
    certain: bool
    matched: int | None = None
    """Number of the listed description that it is."""


class InterventionList:
    """The interventions that the Interventions section lists."""

    def __init__(
        self, described: Sequence[tuple[tuple[str, str], str]], *, complete: bool = True
    ) -> None:
        self.complete = complete
        """Whether no intervention can be missing: where the page was cut off, one may be."""
        self.descriptions: dict[tuple[str, str], list[str]] = {}
        """Descriptions by name and type; absent ones are empty."""
        self.lines: list[str] = []
        """All lines of the section except the types."""
        self.described: set[str] = set()
        """Lines of descriptions."""
        for key, description in described:
            self.descriptions.setdefault(key, []).append(description)
            lines = _lines(description)
            self.lines += [key[0], *lines]
            self.described.update(lines)
        self.names: dict[str, list[str]] = {}
        """Descriptions by name, whatever the types."""
        for (name, _), descriptions in self.descriptions.items():
            self.names.setdefault(name, []).extend(descriptions)
        self._at: dict[str, list[int]] = {}
        for index, line in enumerate(self.lines):
            self._at.setdefault(line, []).append(index)

    def only_describes(self, line: str) -> bool:
        """Tell whether a line is in the section, but is not a name."""
        return line in self._at and line not in self.names

    def begins(self, text: str, after: Delimiter) -> bool:
        """Tell whether a text begins with a name and its description, whose type was lost.

        An arm may have the name and description of an intervention, too: no further text follows
        then, and this intervention is its first.
        """
        name, _, rest = text.strip().partition("\n")
        ends = [_end_of(d, rest) for d in self.names.get(name.strip(), ()) if d]
        others_first = after.mark is Mark.INTERVENTION and after.name != name.strip()
        return any(end is not None and (others_first or rest[end:].strip()) for end in ends)

    def common_length(self, text: str) -> int:
        """Return the length of the first lines of a text that the section has in this order.

        They are a description, even if its name or its type was lost.
        """
        lines = _lines(text)
        starts = self._at.get(lines[0], ()) if lines else ()
        return _length(text, max((_common(lines, self.lines[at:]) for at in starts), default=0))


def split_arm_texts(texts: Sequence[ArmText], known: InterventionList) -> list[Split]:
    """Split every text of Study Groups, each by the best evidence that fits its delimiters."""
    repeated = _repeated(texts)
    typed = any(arm_text.after.mark is Mark.TYPE for arm_text in texts)
    return [
        _split(arm_text, known, repeated.get(arm_text.before[1:], ()), typed=typed)
        for arm_text in texts
    ]


def _split(
    arm_text: ArmText, known: InterventionList, alike: Sequence[Sequence[str]], *, typed: bool
) -> Split:
    before, text, after = arm_text
    if before.mark is not Mark.INTERVENTION:
        # Only interventions may follow the type of an arm: a text there is not a label.
        return Split(0, certain=before.mark is not Mark.TYPE or not text)
    listed = [
        (end, index)
        for index, description in enumerate(known.descriptions.get(before[1:], ()))
        if (end := _end_of(description, text)) is not None and _fits(text[end:].strip(), after)
    ]
    longest = max((end for end, _ in listed), default=0)
    matched = next((index for end, index in listed if end == longest), None)
    if longest:
        # Of two descriptions that fit, neither is certain. A label is not a line of the description
        # before it, nor a long line of another one: that line would be repeated by chance.
        label = _first_line(text[longest:])
        long = label in known.described and len(label) > _LONG
        doubtful = long or label in _lines(text[:longest]) or known.begins(text[longest:], after)
        return Split(longest, certain=len(listed) == 1 and not doubtful, matched=matched)
    # Without the complete list, a line between two interventions may belong to either.
    sure = known.complete or after.mark is not Mark.INTERVENTION
    for end, certain in _guesses(text, known, alike, listed=bool(listed), sure=sure):
        # Where arms have types, none begins between two interventions.
        may_end = not (typed and after.mark is Mark.INTERVENTION) or end == len(text)
        if may_end and _fits(text[end:].strip(), after):
            certain_end = certain and not known.begins(text[end:], after)
            return Split(end, certain=certain_end, matched=matched if end == 0 else None)
    ends = [len(text)] if after.mark is Mark.BOUND else [m.end() for m in _LINE.finditer(text)]
    fitting = (end for end in (0, *ends) if _fits(text[end:].strip(), after))
    return Split(next(fitting, 0), certain=not text)


def _guesses(
    text: str, known: InterventionList, alike: Sequence[Sequence[str]], *, listed: bool, sure: bool
) -> Iterator[tuple[int, bool]]:
    """Find possible ends of a description that is not the listed one, the best evidence first.

    Yields with each whether it is certain if it fits; `sure` is that for a single line.
    """
    lines = _lines(text)
    if len(lines) <= 1:
        yield 0, sure
        yield len(text), listed
        return
    # The same lines after the same intervention elsewhere: no two arms begin alike.
    same = max((n for other in alike if 0 < (n := _common(lines, other)) < len(other)), default=0)
    if same:
        yield _length(text, same), True
    if listed:
        yield 0, True
    elif length := known.common_length(text):
        yield length, False
    elif known.descriptions:
        yield 0, False


def _fits(rest: str, after: Delimiter) -> bool:
    """Tell whether an arm may begin with the rest of a text."""
    if not rest:
        return after.mark not in (Mark.TYPE, Mark.NONE)
    return after.mark is not Mark.BOUND and len(_first_line(rest)) <= LONGEST_LABEL


def _repeated(texts: Sequence[ArmText]) -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """Find texts after each intervention, as lines, where two or more begin alike."""
    following: dict[tuple[str, str], list[list[str]]] = {}
    for before, text, _ in texts:
        if before.mark is Mark.INTERVENTION and text:
            following.setdefault(before[1:], []).append(_lines(text))
    return {key: _alike(texts) for key, texts in following.items() if len(texts) > 1}


def _alike(texts: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Select those texts that begin like another, each once."""
    firsts = Counter(lines[0] for lines in texts if lines)
    alike = [tuple(lines) for lines in texts if lines and firsts[lines[0]] > 1]
    return list(dict.fromkeys(alike))[:_MOST_COMPARED]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Count the first lines that two texts have in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _lines(text: str) -> list[str]:
    return [stripped for line in text.split("\n") if (stripped := line.strip())]


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0].strip()


def _length(text: str, lines: int) -> int:
    """Return where the first few lines of a text end."""
    ends = (match.end() for match in _LINE.finditer(text))
    return next(islice(ends, lines - 1, None)) if lines else 0


def _end_of(description: str, text: str) -> int | None:
    """Find where a description ends, if the text begins with it but for white space."""
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
