"""Every character of an input accounted for, and every value of a study traced to its source."""

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from trialtext.grammars import HEADING
from trialtext.readers.reading import Reading
from trialtext.text import Place, SourceText, Span
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


class Leftover(NamedTuple):
    """Text that nothing was made of."""

    text: str
    """The text itself, as it stands in the input."""
    place: Place
    """Where it stands."""
    section: str
    """Name of the section's rule in the grammar; empty where there is none."""


class Origin(NamedTuple):
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


def provenance(page: Reading) -> Mapping[str, Origin]:
    """Trace every value: JSON Pointer into the emitted JSON → origin."""
    source = page.source
    places = _places(source, {span for _, leaf in page.leaves for span in leaf.spans})
    place_of, edited = places.__getitem__, bool(source.edits)
    return {
        pointer: Origin(
            _how(leaf, source, places) if edited else leaf.how,
            tuple([place_of(span) for span in leaf.spans]),
            leaf.evidence,
        )
        for pointer, leaf in page.leaves
    }


def _places(source: SourceText, spans: Collection[Span]) -> Mapping[Span, Place]:
    """Find the places in the original of stretches of the text that was parsed."""
    if not source.edits:
        return source.places(spans)
    originals = {span: source.span(span) for span in spans}
    places = source.places(set(originals.values()))
    return {span: places[original] for span, original in originals.items()}


def _how(leaf: Leaf, source: SourceText, places: Mapping[Span, Place]) -> How:
    """How a value of an edited text came about: what was mended on the way is no copy."""
    if leaf.how is How.COPIED:
        place = places[leaf.spans[0]]
        if source.original[place.start : place.end].split() != str(leaf.value).split():
            return How.NORMALISED
    return leaf.how


_UNCLAIMED, _REPORTED, _BOILERPLATE, _VALUE, _FRAME = b"\0\1\2\3\4"


def account(page: Reading, own_words: frozenset[str]) -> tuple[Coverage, tuple[Leftover, ...]]:
    """Account for every character of the input.

    What no leaf of the study was made of and is not the page's own words is left over, whether its
    reader knew of it or not: the sum cannot be wrong.
    """
    source = page.source
    # White space is the page's own wherever nothing else is found: it is there from the beginning.
    kinds = bytearray(source.original.encode("latin-1", "replace").translate(_WHITE_SPACE))
    words = [token.span for token in page.tree.tokens() if token.type in own_words]
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
        fill = _FILL[kind]
        for start, end in places:
            kinds[start:end] = fill * (end - start)
    for run in _UNCLAIMED_RUN.finditer(kinds):  # white space beyond Latin-1 may be among it
        for blank in _BLANK.finditer(source.original, *run.span()):
            start, end = blank.span()
            kinds[start:end] = _FILL[_BOILERPLATE] * (end - start)
    count = kinds.count
    left = count(_REPORTED) + count(_UNCLAIMED)
    coverage = Coverage(count(_VALUE), count(_BOILERPLATE), left, count(_FRAME))
    return coverage, _leftovers(page, kinds) if left else ()


def surroundings(page: Reading) -> tuple[Leftover, ...]:
    """The stretches that are the site's frame around the page."""
    source = page.source
    found = _places(source, page.surroundings)
    places = [found[span] for span in page.surroundings]
    return tuple(Leftover(source.original[at.start : at.end], at, "") for at in places)


_BLANK = re.compile(r"\s+")
# A pattern that begins with a character, and not with a repetition, is looked for much faster.
_UNCLAIMED_RUN = re.compile(b"\0\0*+")
_REPORTED_RUN = re.compile(b"\1\1*+")
_WHITE_SPACE = bytes([_BOILERPLATE if chr(i).isspace() else _UNCLAIMED for i in range(256)])
"""What each character of Latin-1 is before anything is found; what is beyond it becomes `?`."""
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
    return tuple(
        Leftover(
            page.source.original[place.start : place.end], place, _section(page, starts, place)
        )
        for place in page.source.places(spans).values()
    )


def _section(page: Reading, starts: Sequence[int], place: Place) -> str:
    """Name the section in which a place is, given where each starts."""
    cut = page.cuts[max(bisect_right(starts, place.start) - 1, 0)]
    return cut.terminal.removesuffix(HEADING).lower()
