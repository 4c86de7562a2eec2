"""Every character of an input accounted for, and every value of a study traced to its source."""

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import attrs

from trialtext.page_lexer import HEADING, PageToken
from trialtext.readers.reading import Reading, span
from trialtext.text import SourceText, Span
from trialtext.trace import How, Leaf


class Coverage(NamedTuple):
    """How many characters of an input are what; they sum to its length."""

    values: int
    """Characters that fields of the study were made of."""
    boilerplate: int
    """The page's own words (headings, blurbs, labels) and white space."""
    leftovers: int
    """Characters that nothing was made of."""
    surroundings: int = 0
    """Characters of the site's frame, before the page begins or after its end."""


class Place(NamedTuple):
    """A stretch of the input."""

    start: int
    """Position of its first character."""
    end: int
    """Position after its last."""
    line: int
    """Line of the first character, from 1."""
    column: int
    """Its column in characters, from 1."""
    byte: int
    """The byte of the file at which it begins."""


class Leftover(NamedTuple):
    """Text that nothing was made of."""

    text: str
    """The text itself, as it stands in the input."""
    place: Place
    """Where it stands."""
    section: str
    """Name of the section's rule in the grammar; empty where there is none."""


@attrs.frozen
class Origin:
    """Where a value of the study came from, and how."""

    how: How
    """`copied`, `normalised`, `resolved` by evidence from several places, or `derived`."""
    places: tuple[Place, ...]
    """The stretches of the input that it was made of."""
    evidence: str
    """What settled it, if it was resolved or derived."""

    def as_json(self) -> dict[str, Any]:
        """The origin as a JSON object, without what is empty."""
        return {
            "how": self.how,
            "places": [place._asdict() for place in self.places],
            **({"evidence": self.evidence} if self.evidence else {}),
        }


def locate(source: SourceText, spans: Collection[Span]) -> list[Place]:
    """Describe stretches of the original by line, column and byte."""
    found = source.located([start for start, _ in spans])
    return [Place(start, end, *found[start]) for start, end in spans]


def provenance(page: Reading) -> Mapping[str, Origin]:
    """Trace every value: JSON Pointer into the emitted JSON → origin."""
    source = page.source
    spans = {span: source.span(span) for _, leaf in page.leaves for span in leaf.spans}
    places = dict(zip(spans, locate(source, spans.values()), strict=True))
    return {
        pointer: Origin(
            _how(leaf, source), tuple([places[span] for span in leaf.spans]), leaf.evidence
        )
        for pointer, leaf in page.leaves
    }


def _how(leaf: Leaf, source: SourceText) -> How:
    """How a value came about: what was mended on the way is no copy."""
    if leaf.how is How.COPIED and source.edits:
        start, end = source.span(leaf.spans[0])
        if source.original[start:end].split() != str(leaf.value).split():
            return How.NORMALISED
    return leaf.how


_UNCLAIMED, _REPORTED, _BOILERPLATE, _VALUE, _FRAME = b"\0\1\2\3\4"


def account(page: Reading, own_words: frozenset[str]) -> tuple[Coverage, tuple[Leftover, ...]]:
    """Account for every character of the input.

    What no leaf of the study was made of and is not the page's own words is left over, whether its
    reader knew of it or not: the sum cannot be wrong.
    """
    source = page.source
    kinds = bytearray(len(source.original))
    words = [
        span(token)
        for token in page.tree.scan_values(
            lambda t: isinstance(t, PageToken) and t.type in own_words
        )
    ]
    values = [place for _, leaf in page.leaves for place in leaf.spans]
    layers = [
        (words + page.boilerplate, _BOILERPLATE),
        (page.surroundings, _FRAME),
        (page.left, _REPORTED),
        (values, _VALUE),
    ]
    if source.edits:
        layers = [([source.span(place) for place in places], kind) for places, kind in layers]
        layers.insert(0, ([(edit.start, edit.end) for edit in source.edits], _BOILERPLATE))
    for places, kind in layers:
        for start, end in places:
            kinds[start:end] = _FILL[kind] * (end - start)
    for run in _UNCLAIMED_RUN.finditer(kinds):
        start, end = run.span()
        text = source.original[start:end]
        if text.isspace():  # as nearly always
            kinds[start:end] = _FILL[_BOILERPLATE] * (end - start)
        else:
            for blank in _BLANK.finditer(text):
                at, stop = start + blank.start(), start + blank.end()
                kinds[at:stop] = _FILL[_BOILERPLATE] * (stop - at)
    count = kinds.count
    left = count(_REPORTED) + count(_UNCLAIMED)
    coverage = Coverage(count(_VALUE), count(_BOILERPLATE), left, count(_FRAME))
    return coverage, _leftovers(page, kinds)


def surroundings(page: Reading) -> tuple[Leftover, ...]:
    """The stretches that are the site's frame around the page."""
    source = page.source
    places = locate(source, [source.span(place) for place in page.surroundings])
    return tuple(Leftover(source.original[at.start : at.end], at, "") for at in places)


_BLANK = re.compile(r"\s+")
_UNCLAIMED_RUN = re.compile(b"\0+")
_REPORTED_RUN = re.compile(b"\1+")
_FILL = [bytes([kind]) for kind in range(5)]


def _leftovers(page: Reading, kinds: bytearray) -> tuple[Leftover, ...]:
    """Leftovers that readers reported, each on its own, and whatever else nobody claimed."""
    runs = {
        run.span()
        for start, end in map(page.source.span, page.left)
        for run in _REPORTED_RUN.finditer(kinds, start, end)
    }
    runs |= {run.span() for run in _UNCLAIMED_RUN.finditer(kinds)}
    spans, reached = [], 0
    for run_start, end in sorted(runs):
        start, reached = max(run_start, reached), max(end, reached)
        if start < end:  # otherwise it is told already, as part of a longer one
            spans.append((start, end))
    starts = [page.source.position(cut.start) for cut in page.cuts]
    cuts = [page.cuts[max(bisect_right(starts, start) - 1, 0)] for start, _ in spans]
    return tuple(
        Leftover(
            page.source.original[place.start : place.end],
            place,
            cut.terminal.removesuffix(HEADING).lower(),
        )
        for place, cut in zip(locate(page.source, spans), cuts, strict=True)
    )
