"""The terms of a line whose list was run together.

A page prints the conditions of a study, and its keywords, on one line, parted by single spaces:
`Phase 2 Study Blinatumomab Acute Lymphoblastic Leukemia` was a list of three. Every way to cut the
line into terms is scored: each cut by the two words that it parts, each term by what is known of
it. The probability of the best way, among all ways, says whether it can be trusted.

A score is a sum of weights, and nothing is multiplied: whatever is observed of a cut or of a term
is a *cell* of one of the `OBSERVATIONS`, and every cell has its weight. The weights, and the counts
of words and phrases behind many cells, are learned from records of the registry.
"""

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from trialtext.resolve.term_evidence import MAX_TERM, Kind, Observed, PageEvidence, model, observe
from trialtext.text import Span

MAX_WORDS = 25
"""A longer line is hopeless: among so many cuts one is wrong."""
_HOPELESS = 7.0
"""A cut with a higher score than this is made: terms across it are not looked at."""
_WORD = re.compile(r"\S+")


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
    spans = [match.span() for match in _WORD.finditer(line)]
    if not spans[1:]:
        return Split(spans, sure=True, confidence=1.0)
    if len(spans) > MAX_WORDS:
        return Split([(spans[0][0], spans[-1][1])], sure=False, confidence=0.0)
    texts = [line[slice(*span)] for span in spans]
    ends, confidence = best_cuts(observe(texts, kind, page, known.lookup), known.weights)
    terms = [(spans[start][0], spans[end - 1][1]) for start, end in pairwise([0, *ends])]
    return Split(terms, confidence >= known.threshold, confidence)


def best_cuts(observed: Observed, weights: Sequence[float]) -> tuple[list[int], float]:
    """Find the best way to cut a line: where its terms end, and how probable it is."""
    weight = weights.__getitem__
    size = observed.size
    cuts = [0.0, *(sum(map(weight, cells)) for cells in observed.cuts), 0.0]
    # Of each word to the end of the line: the best score, the logarithm of the sum of all ways'
    # odds, and where the first term of the best way ends.
    best = [0.0] * (size + 1)
    total = [0.0] * (size + 1)
    ends = [0] * size
    for start, terms in zip(range(size - 1, -1, -1), observed.terms(_reach(cuts)), strict=True):
        scores = [(sum(map(weight, cells)) + cuts[end], end) for end, cells in terms]
        best[start], ends[start] = max([(score + best[end], end) for score, end in scores])
        total[start] = _log_sum([score + total[end] for score, end in scores])
    found = [ends[0]]
    while found[-1] < size:
        found.append(ends[found[-1]])
    return found, round(math.exp(best[0] - total[0]), 4)


def _log_sum(scores: Sequence[float]) -> float:
    top = max(scores)
    return top + math.log(sum([math.exp(score - top) for score in scores]))


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
