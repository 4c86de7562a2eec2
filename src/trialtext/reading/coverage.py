"""Every character of a document accounted for."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from trialtext.text.edits import Span
from trialtext.text.source import Location, SourceText


class Coverage(NamedTuple):
    """How many characters of a document are what; they sum to its length."""

    values: int
    """Characters that fields of the study were made of."""
    boilerplate: int
    """Literal words of the format (headings, blurbs, labels), and white space."""
    unparsed: int
    """Characters that nothing was made of."""
    noise: int = 0
    """Characters of what tells nothing of the study: navigation, footers, other studies."""


class UnparsedText(NamedTuple):
    """Text that nothing was made of."""

    text: str
    """The text itself, as it stands in the input."""
    location: Location
    """Where it stands."""
    section: str
    """Name of the section; empty where there is none."""


class Claims(NamedTuple):
    """Stretches of the text that was parsed, by what they were claimed as."""

    values: Iterable[Span]
    boilerplate: Iterable[Span]
    unparsed: Sequence[Span]
    noise: Iterable[Span]


class Account(NamedTuple):
    """What every character of a document is, by positions in the original."""

    coverage: Coverage
    unparsed: list[Span]
    """What was marked as unparsed, each stretch of it on its own, and what is unclaimed."""
    unclaimed: list[Span]
    """What nobody claimed."""


_UNCLAIMED, _BLANK, _BOILERPLATE, _NOISE, _UNPARSED, _VALUE = range(6)
_FILL: Final = [bytes([kind]) for kind in range(6)]
_WHITE_SPACE: Final = bytes([_BLANK if chr(i).isspace() else _UNCLAIMED for i in range(256)])
"""What each character of Latin-1 is before anything is claimed; what is beyond it becomes `?`."""

# Blank lines and spaces part nothing that is unclaimed.
_UNCLAIMED_RUN: Final = re.compile(b"\0(?:[\0\1]*\0)?")
_UNPARSED_RUN: Final = re.compile(b"\4+")
_SPACE: Final = re.compile(r"\s+")


def account(source: SourceText, claims: Claims) -> Account:
    """Account for every character of the original."""
    kinds = bytearray(source.original.encode("latin-1", "replace").translate(_WHITE_SPACE))
    layers = [
        (claims.boilerplate, _BOILERPLATE),
        (claims.noise, _NOISE),
        (claims.unparsed, _UNPARSED),
        (claims.values, _VALUE),
    ]
    if source.edits:
        layers = [([source.span(span) for span in spans], kind) for spans, kind in layers]
        layers.insert(0, ([(edit.start, edit.end) for edit in source.edits], _BOILERPLATE))
    for spans, kind in layers:
        fill = _FILL[kind]
        for start, end in spans:
            kinds[start:end] = fill * (end - start)
    if not source.original.isascii():
        _mark_blanks(source.original, kinds)
    unclaimed = [run.span() for run in _UNCLAIMED_RUN.finditer(kinds)]
    unparsed = kinds.count(_UNPARSED) + kinds.count(_UNCLAIMED)
    boilerplate = kinds.count(_BOILERPLATE) + kinds.count(_BLANK)
    coverage = Coverage(kinds.count(_VALUE), boilerplate, unparsed, kinds.count(_NOISE))
    return Account(coverage, _unparsed(source, claims, kinds, unclaimed), unclaimed)


def _mark_blanks(text: str, kinds: bytearray) -> None:
    """Find white space beyond Latin-1 in what is unclaimed."""
    for run in _UNCLAIMED_RUN.finditer(bytes(kinds)):
        for blank in _SPACE.finditer(text, *run.span()):
            start, end = blank.span()
            kinds[start:end] = _FILL[_BLANK] * (end - start)


def _unparsed(
    source: SourceText, claims: Claims, kinds: bytearray, unclaimed: Iterable[Span]
) -> list[Span]:
    runs = set(unclaimed)
    for start, end in map(source.span, claims.unparsed):
        runs |= {run.span() for run in _UNPARSED_RUN.finditer(kinds, start, end)}
    spans, reached = [], 0
    for run_start, end in sorted(runs):
        start, reached = max(run_start, reached), max(end, reached)
        if start < end:  # otherwise it is part of a longer one
            spans.append((start, end))
    return spans
