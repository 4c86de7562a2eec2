"""Headings and labels that were damaged on the way: found by what they nearly are, and put right.

A heading may have lost its blurb or its own line, a label may be misspelt. Each is repaired as an
edit of the text before it is read, so that the grammar sees what it knows, and is reported.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import islice
from typing import Final, NamedTuple

from trialtext.parsing.headings import SectionSpan
from trialtext.parsing.tree import Token
from trialtext.parsing.vocabulary import Label, loosely
from trialtext.reading.section import Body, Section
from trialtext.text.edits import Edit

LABEL_REPAIRS: Final = (
    "boilerplate-spelling",
    "misspelt-heading",
    "missing-heading",
    "missing-blurb",
    "misspelt-label",
)
"""The codes under which repairs are reported, each of which may be left undone."""

_ALIKE = 0.85
"""Least similarity of a misspelt word to what it stands for."""
_MOST_LINES = 20_000
"""Lines of a section, or between two, that are looked at: no page of a study has more."""


class LabelRepair(NamedTuple):
    """An edit, and what to report about it."""

    edit: Edit
    code: str
    message: str


def repair_labels(
    text: str, spans: Sequence[SectionSpan], sections: Sequence[Section], header: Sequence[Label]
) -> list[LabelRepair]:
    """Find misspelt labels in the header and in the sections that were found."""
    labels = {section.name: section.labels for section in sections} | {"header": header}
    return [r for s in spans if labels.get(s.name) for r in _labels(text, s, labels[s.name])]


def repair_headings(
    text: str, spans: Sequence[SectionSpan], sections: Sequence[Section]
) -> list[LabelRepair]:
    """Find headings of sections that were not found: misspelt, lost, or without their blurb."""
    found = {span.name: span for span in spans}
    known = [section for section in sections if section.heading]
    return list(_headings(text, found, known))


def apart(repairs: Iterable[LabelRepair]) -> list[LabelRepair]:
    """Order repairs; of two that touch, the second cannot be right, too."""
    apart: list[LabelRepair] = []
    before = -1
    for repair in sorted(repairs):
        if repair.edit.start > before:
            apart.append(repair)
        before = repair.edit.end
    return apart


def _lines(text: str, start: int, end: int, initials: Container[str] = "") -> Iterator[Token]:
    """Take the lines that are not blank, or that begin with one of some letters."""
    at = start
    for line in islice(text[start:end].split("\n"), _MOST_LINES):
        first = line.lstrip()[:1]
        if first and (not initials or first in initials):
            yield Token(line, at)
        at += len(line) + 1


# ---- Headings


def _headings(
    text: str, found: Mapping[str, SectionSpan], sections: Sequence[Section]
) -> Iterator[LabelRepair]:
    for at, section in enumerate(sections):
        if section.name in found:
            continue
        start, end = _gap(at, sections, found, len(text))
        if not _traces(section).search(text, start, end):
            continue
        lines = list(_lines(text, start, end))
        found_blurb = _find_blurb(lines, section)
        if not found_blurb:
            # At the end of a page that was cut off, nothing tells that the words are a heading.
            if end < len(text) or section.labels:
                yield from _without_blurb(section, lines)
            continue
        number, written = found_blurb
        line, blurb = lines[number], section.blurb.beginning
        if blurb and written != blurb:
            yield _replacement(line.start, written, blurb)
        above = lines[number - 1] if number else None
        if above is None or not alike(above.text, section.heading):
            yield LabelRepair(
                Edit(line.start, line.start, f"{section.heading}\n\n"),
                "missing-heading",
                f"the blurb of {section.heading!r} stands here without its heading",
            )
        elif above.text != section.heading:
            yield _replacement(above.start, above.text, section.heading, "misspelt-heading")


def _replacement(
    at: int, written: str, meant: str, code: str = "boilerplate-spelling"
) -> LabelRepair:
    """Write boilerplate as it should be, whatever was less like it."""
    if folded(written) == folded(meant):
        code = "boilerplate-spelling"
    message = f"{written!r} read as {meant.strip()!r}"
    return LabelRepair(Edit(at, at + len(written), meant), code, message)


def _gap(
    at: int, sections: Sequence[Section], found: Mapping[str, SectionSpan], length: int
) -> tuple[int, int]:
    """Find where a missing section may be: between its neighbours in the order of the format."""
    before = [found[s.name].body for s in sections[:at] if s.name in found]
    after = [found[s.name].start for s in sections[at:] if s.name in found]
    start = max(before, default=0)
    return start, min((a for a in after if a >= start), default=length)


@cache
def _traces(section: Section) -> re.Pattern[str]:
    """Find anything that is left of the beginning of a section."""
    traces = [r"\s+".join(map(re.escape, section.heading.split()))]
    if section.blurb.beginning:
        traces.append(loosely(section.blurb.beginning))
    else:
        traces += [re.escape(label.text) for label in section.labels]
    return re.compile("|".join(traces), re.IGNORECASE)


def _find_blurb(lines: Sequence[Token], section: Section) -> tuple[int, str] | None:
    """Find the line on which a section's blurb begins (or its first label), and what it writes."""
    blurb = section.blurb.beginning
    if not blurb:
        labels = [label.text for label in section.labels] if section.required else []
        return next(((at, line.text) for at, line in enumerate(lines) if line.text in labels), None)
    pattern = _pattern(blurb)
    matches = ((at, pattern.match(line.text)) for at, line in enumerate(lines))
    return next(((at, match[0]) for at, match in matches if match), None)


@cache
def _pattern(blurb: str) -> re.Pattern[str]:
    return re.compile(loosely(blurb), re.IGNORECASE)


def _without_blurb(section: Section, lines: Sequence[Token]) -> Iterator[LabelRepair]:
    if not section.blurb.beginning or (section.body is Body.TEXT and not section.required):
        return
    # Bare words of a heading occur in the narrative before it; a narrative's own heading is first.
    # Without its blurb, a heading must be there as it is: other lines may be nearly like it.
    heading = folded(section.heading)
    near = (
        line for line in lines[_where(section, lines)] if folded(line.text).rstrip(": ") == heading
    )
    found = list(islice(near, 1)) if section.body is Body.TEXT else list(near)[-1:]
    for line in found:
        text = f"{section.heading}\n\n{section.blurb.beginning}\n\n"
        message = f"{line.text!r} read as a heading by what follows it; its blurb is not there"
        yield LabelRepair(Edit(line.start, line.end, text), "missing-blurb", message)


def _where(section: Section, lines: Sequence[Token]) -> slice:
    """Tell which lines may be the heading, if the section is to be what follows it."""
    if section.body is Body.TEXT:
        return slice(None)
    if section.body is Body.LINE:
        return slice(-2, -1)
    if not section.labels:
        return slice(-1)
    alone = {label.text for label in section.labels if label.value is None}
    inline = tuple(label.text for label in section.labels if label.value is not None) or ("\n",)
    labelled = (
        at
        for at in range(len(lines) - 1, -1, -1)
        if lines[at].text in alone or lines[at].text.startswith(inline)
    )
    return slice(next(labelled, 0))


# ---- Labels


def _labels(text: str, span: SectionSpan, labels: Sequence[Label]) -> Iterator[LabelRepair]:
    known, by_initial = _spellings(tuple(labels))
    for line in _lines(text, span.body, span.end, by_initial):
        if line.text.startswith(known) and _is_label(line.text, labels):
            continue
        alike_ = by_initial[line.text[0]]
        near = [(part, label) for label in alike_ if (part := _nearly(line.text, label))]
        if near:
            part, label = max(near, key=lambda pair: _likeness(pair[0], pair[1].text))
            apart_ = label.value is None or part[-1:].isspace()
            meant = label.text if apart_ else f"{label.text} "
            yield _replacement(line.start, part.rstrip(), meant, "misspelt-label")


@cache
def _spellings(labels: tuple[Label, ...]) -> tuple[tuple[str, ...], Mapping[str, list[Label]]]:
    """Return labels as they are spelt, and by the letters that they may begin with."""
    by_initial: dict[str, list[Label]] = {}
    for label in labels:
        for letter in {label.text[0], label.text[0].lower()}:
            by_initial.setdefault(letter, []).append(label)
    return tuple(label.text for label in labels), by_initial


def _is_label(line: str, labels: Sequence[Label]) -> bool:
    return any(
        line == label.text if label.value is None else line.startswith(label.text)
        for label in labels
    )


def _nearly(line: str, label: Label) -> str | None:
    """Return the beginning of a line that is nearly a label, with the space before its value."""
    if label.value is None:
        return line if alike(line, label.text) else None
    match = _loosely(label.text).match(line)
    if match is None and label.text.endswith(":") and alike(line.partition(":")[0], label.text):
        match = _TO_COLON.match(line)
    return match[0] if match and re.fullmatch(label.value, line[match.end() :]) else None


_TO_COLON = re.compile(r"[^:]+:\s*")


@cache
def _loosely(label: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in label.rstrip(": ").split())
    return re.compile(words + (r"\s*:\s*" if label.endswith(":") else r"[\s:]+"), re.IGNORECASE)


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
    return _likeness(one, other) >= _ALIKE


def folded(text: str) -> str:
    """Fold case, white space, dashes and quotes: the same words are equal then."""
    return " ".join(text.casefold().translate(_PLAIN).split())


_PLAIN = {**dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"), **dict.fromkeys(map(ord, "‘’ʼ"), "'")}


def _likeness(one: str, other: str) -> float:
    one, other = (folded(text).rstrip(": ") for text in (one, other))
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
