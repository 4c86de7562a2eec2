"""The terms of a line whose list was run together.

A page prints the conditions of a study, and its keywords, on one line, parted by single spaces:
`Phase 2 Study Blinatumomab Acute Lymphoblastic Leukemia` was a list of three. Every way to cut the
line into terms is scored: each cut by the two words that it parts, each term by what is known of
it. The probability of the best way, among all ways, says whether it can be trusted.

A score is a sum of weights, and nothing is multiplied: whatever is observed of a cut or of a term
is a *cell* of one of the `OBSERVATIONS`, and every cell has its weight. The weights, and the counts
of words and phrases behind many cells, are learned from records of the registry.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, inf
from typing import NamedTuple

from trialtext.resolve.term_evidence import (
    MAX_TERM,
    Cells,
    Kind,
    Observed,
    PageEvidence,
    model,
    weigh,
)
from trialtext.text.edits import Span

MAX_WORDS = 25
"""A longer line is hopeless: among so many cuts one is wrong."""
_HOPELESS = 7.0
"""A cut with a higher score than this is made: terms across it are not looked at."""


class Split(NamedTuple):
    """A line cut into terms."""

    terms: list[Span]
    """The best way to cut, as positions within the line; all of a line that is too long."""
    sure: bool
    """Whether to trust it. If not, the line is better left whole."""
    confidence: float
    """Probability of this way among all ways."""


def split_terms(line: str, kind: Kind, page: PageEvidence) -> Split:
    """Find the terms of a line, where they are parted by nothing but spaces."""
    known = model(kind)
    texts = line.split()
    spans, end = [], 0
    for text in texts:
        start = line.index(text, end)
        end = start + len(text)
        spans.append((start, end))
    if not spans[1:]:
        return Split(spans, sure=True, confidence=1.0)
    if len(spans) > MAX_WORDS:
        return Split([(spans[0][0], spans[-1][1])], sure=False, confidence=0.0)
    ends, confidence = _best_cuts(weigh(texts, kind, page, known.lookup, known.tables))
    terms = [(spans[start][0], spans[end - 1][1]) for start, end in pairwise([0, *ends])]
    return Split(terms, confidence >= known.threshold, confidence)


def best_cuts(observed: Observed[Cells], weights: Sequence[float]) -> tuple[list[int], float]:
    """Find the best way to cut a line: where its terms end, and how probable it is."""

    def weight(cells: Cells) -> float:
        return sum(map(weights.__getitem__, cells))

    def terms(reach: Sequence[int]) -> Iterator[list[tuple[int, float]]]:
        for found in observed.terms(reach):
            yield [(end, weight(cells)) for end, cells in found]

    return _best_cuts(Observed(observed.size, [weight(cells) for cells in observed.cuts], terms))


def _best_cuts(observed: Observed[float]) -> tuple[list[int], float]:
    size = observed.size
    cuts = [0.0, *observed.cuts, 0.0]
    # Of each word to the end of the line: the best score, what it would be with a cut before it,
    # the odds of all ways in units of the odds of the best one, and where the first term of that
    # ends.
    best = [0.0] * (size + 1)
    odds = [1.0] * (size + 1)
    ends = [0] * size
    start = size
    for terms in observed.terms(_reach(cuts)):
        start -= 1
        top = -inf
        for end, score in terms:
            if score + best[end] >= top:
                top = score + best[end]
                ends[start] = end
        best[start] = top + cuts[start]
        ways = 0.0
        for end, score in terms:
            ways += exp(score + best[end] - top) * odds[end]
        odds[start] = ways
    found = [ends[0]]
    while found[-1] < size:
        found.append(ends[found[-1]])
    return found, round(1 / odds[0], 4)


def _reach(cuts: Sequence[float]) -> list[int]:
    """How far a term may reach from each word."""
    size = len(cuts) - 1
    stop = size
    reach = []
    for start in range(size - 1, -1, -1):
        if cuts[start + 1] > _HOPELESS:
            stop = start + 1
        reach.append(min(stop, start + MAX_TERM))
    reach.reverse()
    if stop == size:
        reach[0] = size
    return reach


def full_reach(size: int) -> list[int]:
    """How far a term may reach from each word if no cut is taken for granted."""
    return [size, *(min(size, start + MAX_TERM) for start in range(1, size))]
