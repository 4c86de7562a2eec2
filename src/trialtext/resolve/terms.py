"""Splitting of a line of terms that were joined by spaces.

A page prints the conditions of a study, and its keywords, on one line, separated by single spaces:
`Phase 2 Study Blinatumomab Acute Lymphoblastic Leukemia` was a list of three. Every way to split
the line into terms has a score: the sum of the weights of its boundaries, by the two words on
either side, and of its terms, by what is known of them. The probability of the best way among all
ways shows whether it can be trusted.

Scores are sums only: every boundary and every term has a few features (see `FEATURE_GROUPS`), and
every feature has its weight. The weights, and the counts of words and phrases behind many features,
are learned from records of the registry.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, inf
from typing import NamedTuple

from trialtext.resolve.term_evidence import (
    MAX_TERM,
    Candidates,
    Features,
    Kind,
    PageEvidence,
    model,
    score_candidates,
)
from trialtext.text.edits import Span

MAX_WORDS = 25
"""A longer line is not split: among so many boundaries one is wrong."""
_CERTAIN = 7.0
"""A boundary with a higher score than this is certain: terms across it are not considered."""


class Split(NamedTuple):
    """A line split into terms."""

    terms: list[Span]
    """The best way to split it, as positions within the line; one term if the line is too long."""
    sure: bool
    """Whether to trust it. If not, the line is better left as it is."""
    confidence: float
    """Probability of this way among all ways."""


def split_terms(line: str, kind: Kind, page: PageEvidence) -> Split:
    """Find the terms of a line, where nothing but spaces separates them."""
    known = model(kind)
    texts = line.split()
    words = _spans(texts, line)
    if len(words) <= 1:
        return Split(words, sure=True, confidence=1.0)
    if len(words) > MAX_WORDS:
        return Split([(words[0][0], words[-1][1])], sure=False, confidence=0.0)
    candidates = score_candidates(texts, kind, page, known.lookup, known.tables)
    ends, confidence = _best_split(candidates)
    terms = [(words[start][0], words[end - 1][1]) for start, end in pairwise([0, *ends])]
    return Split(terms, confidence >= known.threshold, confidence)


def _spans(words: Sequence[str], line: str) -> list[Span]:
    spans, end = [], 0
    for word in words:
        start = line.index(word, end)
        end = start + len(word)
        spans.append((start, end))
    return spans


def best_split(
    candidates: Candidates[Features], weights: Sequence[float]
) -> tuple[list[int], float]:
    """Find the best way to split a line: where its terms end, in words, and its probability."""

    def weight(features: Features) -> float:
        return sum(map(weights.__getitem__, features))

    def terms(reach: Sequence[int]) -> Iterator[list[tuple[int, float]]]:
        for same_start in candidates.terms(reach):
            yield [(end, weight(features)) for end, features in same_start]

    boundaries = [weight(features) for features in candidates.boundaries]
    return _best_split(Candidates(candidates.size, boundaries, terms))


def _best_split(candidates: Candidates[float]) -> tuple[list[int], float]:
    size = candidates.size
    boundaries = [0.0, *candidates.boundaries, 0.0]
    # Of each word to the end of the line: the best score, with the boundary before it; the odds of
    # all ways, in units of the odds of the best one; and where the first term of the best one ends.
    best = [0.0] * (size + 1)
    odds = [1.0] * (size + 1)
    first_ends = [0] * size
    starts = range(size - 1, -1, -1)
    for start, terms in zip(starts, candidates.terms(_reach(boundaries)), strict=True):
        top = -inf
        for end, score in terms:
            if score + best[end] >= top:
                top = score + best[end]
                first_ends[start] = end
        best[start] = top + boundaries[start]
        ways = 0.0
        for end, score in terms:
            ways += exp(score + best[end] - top) * odds[end]
        odds[start] = ways
    ends = [first_ends[0]]
    while ends[-1] < size:
        ends.append(first_ends[ends[-1]])
    return ends, round(1 / odds[0], 4)


def _reach(boundaries: Sequence[float]) -> list[int]:
    """Return for each word where a term that begins with it may end at most."""
    size = len(boundaries) - 1
    stop = size
    reach = []
    for start in range(size - 1, -1, -1):
        if boundaries[start + 1] > _CERTAIN:
            stop = start + 1
        reach.append(min(stop, start + MAX_TERM))
    reach.reverse()
    if stop == size:
        reach[0] = size
    return reach


def full_reach(size: int) -> list[int]:
    """Return where terms of a line of some words may end at most if no boundary is certain."""
    return [size, *(min(size, start + MAX_TERM) for start in range(1, size))]
