"""Labels that were damaged on the way: found by what they nearly are, and put right."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from trialtext.parsing.headings import SectionSpan
from trialtext.parsing.tree import Token
from trialtext.parsing.vocabulary import Label, loosely
from trialtext.reading.boilerplate_repairs import (
    BoilerplateRepair,
    replacement,
    without_marks,
)
from trialtext.reading.likeness import alike, likeness
from trialtext.reading.section import Body, Section

_MOST_LINES = 20_000
"""Lines of a section that are looked at: no page of a study has more."""

_EMPHASIS = r"(?: \#{1,6}\ + | [*_]{1,3} (?=\w) )*+"
"""The regular expression, verbose, of marks before a label; a mark of a list is none."""


class _Near(NamedTuple):
    """The beginning of a line that is nearly a label, and what it should be."""

    written: str
    meant: str


def repair_labels(
    text: str, spans: Sequence[SectionSpan], sections: Sequence[Section], header: Sequence[Label]
) -> list[BoilerplateRepair]:
    """Find misspelt labels in the header and in the sections that were found."""
    labels = {section.name: section.labels for section in sections} | {"header": header}
    once = {section.name for section in sections if section.is_text or section.body is Body.FIXED}
    return [
        repair
        for span in spans
        if labels.get(span.name)
        for repair in _labels(text, span, labels[span.name], once=span.name in once)
    ]


def _labels(
    text: str, span: SectionSpan, labels: Sequence[Label], *, once: bool
) -> Iterator[BoilerplateRepair]:
    """Find damaged labels. Of those that occur once, none is damaged that stands there intact."""
    by_initial, suspects = _by_initial(tuple(labels)), _suspects(tuple(labels))
    body = f"\n{text[span.body : span.end]}\n"
    intact = {each for each in labels if once and not each.value and f"\n{each.text}\n" in body}
    for match in islice(suspects.finditer(body), _MOST_LINES):
        line = Token(match[1], span.body + match.start(1) - 1)
        damaged = (label for label in by_initial[line.text[0]] if label not in intact)
        near = [found for label in damaged if (found := _nearly(text, line, label))]
        if near:
            best = max(near, key=lambda each: likeness(*each))
            yield replacement(line.start, *best, "misspelt-label")


@cache
def _suspects(labels: tuple[Label, ...]) -> re.Pattern[str]:
    """Find lines that begin like a label, but are none as the format writes it."""
    intact = [
        re.escape(label.text) + ("" if label.text.endswith(":") else rf"\ (?:{label.value})\n")
        for label in labels
        if label.value is not None
    ]
    intact += [rf"{re.escape(label.text)}\n" for label in labels if label.value is None]
    letters = "".join(sorted({label.text[0] + label.text[0].lower() for label in labels}))
    return re.compile(
        rf"""
        [\n][ \t]*+
        (?! {"|".join(intact)} )
        (?= [{letters}] | \# | [*_]{{1,3}}\w )   # a letter, or marks of a heading or emphasis
        ([^\n]+)
        """,
        re.VERBOSE,
    )


@cache
def _by_initial(labels: tuple[Label, ...]) -> Mapping[str, Sequence[Label]]:
    """Return labels by what a line may begin with that holds them."""
    by_initial: dict[str, list[Label]] = {mark: list(labels) for mark in "#*_"}
    for label in labels:
        for letter in {label.text[0], label.text[0].lower()}:
            by_initial.setdefault(letter, []).append(label)
    return by_initial


def _nearly(text: str, line: Token, label: Label) -> _Near | None:
    """Return what is nearly a label at the beginning of a line."""
    near = _beside(text, line, label) or _misspelt(line.text, label)
    return near if near and near.written != near.meant else None


def _beside(text: str, line: Token, label: Label) -> _Near | None:
    """Look for a label with marks around it, or with a value beside it that is no other's."""
    match = _pattern(label).match(text, line.start)
    if not match:
        return None
    value = match["value"] or ""
    bare = value.rstrip("*_ \t") if match["marks"] else value
    before_value = text[match.start() : match.start("value")] if value else match[0]
    if not value:
        return _Near(before_value, label.text)
    start = label.text + ("\n\n" if label.value is None else " ")
    ends = match.end() == match.end("value") and bare == value
    return _Near(before_value, start) if ends else _Near(match[0], start + bare)


@cache
def _pattern(label: Label) -> re.Pattern[str]:
    words = r"\s+".join(map(loosely, label.text.rstrip(":").split()))
    if label.usual:
        # Its usual values tell a label, even glued to them or, if they belong beside it, below it.
        gap = r"[ \t:*_]*+" if label.value is None else r"[\s:*_]*+"
        value = rf"(?P<value>(?-i:{label.usual}))[ \t*_]*"
    else:
        # Emphasis ends behind the colon; what begins below it is the value's own.
        colon = r"[ \t*_]*+:(?:[*_]++(?=\s|\Z))?[ \t]*+"
        gap = colon if label.text.endswith(":") else r"[ \t:*_]++"
        value = rf"(?P<value>{'(?!)' if label.value is None else label.value})"
    if label.value is None:
        value = f"(?:{value})?"
        gap = gap.replace("++", "*+")
    return re.compile(rf"(?P<marks>(?x:{_EMPHASIS})){words}{gap}{value}(?=\n|\Z)", re.IGNORECASE)


def _misspelt(line: str, label: Label) -> _Near | None:
    """Look for a label that is misspelt, alone or with its value behind a colon."""
    before, _, after = line.partition(":")
    value = after.strip(" \t*_")
    if not value and label.value is None and alike(line, label.text):
        return _Near(line, label.text)
    usual = label.usual if label.value is None else label.value
    if not (value and usual and alike(before, label.text.rstrip(":"))):
        return None
    exact = label.value is None and without_marks(before) == label.text
    if not (exact or re.fullmatch(usual, value)):
        return None
    written = line[: len(line) - len(after.lstrip())]
    return _Near(written, label.text + ("\n\n" if label.value is None else " "))
