"""Learn the counts and weights for splitting lines of terms, or measure how good they are.

    python scripts/learn_terms.py RECORDS              writes the data file
    python scripts/learn_terms.py RECORDS --evaluate   prints the cross-validated table instead

RECORDS is a gzipped file of studies as the registry's API gives them, one a line. Needs numpy and
scipy; splitting itself does not.

Weights are learned for each line with the counts of all *other* records: with its own among them,
the learner would trust the counts too much.
"""

import argparse
import gzip
import math
import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import orjson
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from trialtext.resolve.term_counts import (
    BAG,
    DATA,
    HEAD_SHIFT,
    NEIGHBOURS_SHIFT,
    PHRASE,
    SINGLE_SHIFT,
    SPREAD_SHIFT,
    START_SHIFT,
    SUFFIX,
    TAIL_SHIFT,
    WORD,
    Lookup,
    encode_stem,
    normalize,
    stem_of,
    suffix_key,
)
from trialtext.resolve.term_evidence import (
    FEATURE_COUNT,
    FEATURE_GROUPS,
    MAX_TERM,
    OFFSETS,
    Candidates,
    Features,
    Kind,
    PageEvidence,
    candidate_features,
)
from trialtext.resolve.terms import MAX_WORDS, best_split, full_reach

Json = dict[str, Any]
Floats = NDArray[np.float64]
KINDS: tuple[Kind, Kind] = ("conditions", "keywords")

# ---- Records ------------------------------------------------------------------------------------


class Study(NamedTuple):
    """What is needed of a record."""

    name: str
    terms: dict[Kind, list[str]]
    page: PageEvidence
    counts: "Counts"


def read_studies(path: Path) -> list[Study]:
    """Read all records of a file."""
    with gzip.open(path) as file:
        return [study_of(orjson.loads(line)) for line in file]


def study_of(record: Json) -> Study:
    """Select from a record what its page has, and count its words."""
    protocol = record["protocolSection"]
    listed = protocol.get("conditionsModule", {})
    terms: dict[Kind, list[str]] = {
        kind: [" ".join(term.split()) for term in listed.get(kind, []) if term.split()]
        for kind in KINDS
    }
    identity = protocol["identificationModule"]
    texts = [identity.get("briefTitle", ""), *_page_texts(protocol)]
    page = PageEvidence(
        "\n".join(texts),
        *(" ".join(terms[kind]) for kind in KINDS),
    )
    hidden = list(_hidden_texts(protocol))
    prose = [*texts, *hidden]
    return Study(identity["nctId"], terms, page, count_study(terms, _headings(record), prose))


def _page_texts(protocol: Json) -> Iterator[str]:
    descriptions = protocol.get("descriptionModule", {})
    yield from (descriptions.get(name, "") for name in ("briefSummary", "detailedDescription"))
    yield protocol.get("eligibilityModule", {}).get("eligibilityCriteria", "")
    arms = protocol.get("armsInterventionsModule", {})
    for listed, names in (("armGroups", ("label", "description")),
                          ("interventions", ("name", "description"))):  # fmt: skip
        for item in arms.get(listed, []):
            yield from (item.get(name, "") for name in names)


def _hidden_texts(protocol: Json) -> Iterator[str]:
    """Yield prose that pages do not have: it counts for other records."""
    yield protocol["identificationModule"].get("officialTitle", "")
    for outcomes in protocol.get("outcomesModule", {}).values():
        for outcome in outcomes:
            yield from (outcome.get(name, "") for name in ("measure", "description"))
    for item in protocol.get("armsInterventionsModule", {}).get("interventions", []):
        yield from item.get("otherNames", [])


def _headings(record: Json) -> set[str]:
    """Return the subject headings that the registry derived."""
    derived = record.get("derivedSection", {})
    headings: set[str] = set()
    for module in ("conditionBrowseModule", "interventionBrowseModule"):
        browse = derived.get(module, {})
        for name, keys in (("meshes", ["term"]), ("ancestors", ["term"]),
                           ("browseLeaves", ["name", "asFound"])):  # fmt: skip
            headings |= {
                item[key] for item in browse.get(name, []) for key in keys if item.get(key)
            }
    return headings


# ---- Counting -----------------------------------------------------------------------------------

Counts = dict[int, list[int]]
"""Counters by key; what they count depends on the sort of key."""
# Counters of words and suffixes.
AT_END, NOT_END, AT_START, NOT_START, SINGLE, SPREAD = range(6)
# Counters of phrases: lists that have them, and texts that have them anywhere, at the end or start
# of a phrase.
CONDITION, KEYWORD, HEADING, NEIGHBOURS, TAIL, HEAD = range(6)
COUNTERS = 6
_COUNTER_OF: dict[Kind, int] = {"conditions": CONDITION, "keywords": KEYWORD}
_SORTS: dict[int, int] = {}
"""The sort of every key that was counted."""

_STOP = frozenset(
    "a about above after again all also although among an and any are as at be because been before"
    " being between both but by can could did do does doing due during each either for from further"
    " had has have having he her here how however i if in into is it its least less may might more"
    " most must no nor not of off on once only or other our out over own per prior same shall she"
    " should since so some such than that the their them then there these they this those through"
    " to too under until up upon very via was we were what when where whether which while who whom"
    " whose will with within without would you your include includes including patients patient"
    " participants participant subjects subject study using used receive received receive treated"
    "".split()
)
"""Words that separate phrases of prose."""


def count_study(terms: dict[Kind, list[str]], headings: Iterable[str], prose: list[str]) -> Counts:
    """Count the words and phrases of one record."""
    counts: Counts = defaultdict(lambda: [0] * COUNTERS)
    for kind, listed in terms.items():
        for term in listed:
            _count_term(counts, _stems(term), _COUNTER_OF[kind])
    inside = {tuple(_stems(term)) for of_kind in terms.values() for term in of_kind}
    names = {tuple(_stems(heading)) for heading in headings}
    for stems in names:
        _increment(counts, PHRASE, _phrase(stems), HEADING)
        _increment(counts, BAG, _bag(stems), 0)
    _count_prose(counts, prose, {pair for stems in inside | names for pair in pairwise(stems)})
    return dict(counts)


def _increment(counts: Counts, sort: int, key: int, counter: int) -> None:
    _SORTS.setdefault(key, sort)
    counts[key][counter] += 1


def _stems(term: str) -> list[str]:
    return [stem_of(normalize(text)) for text in term.split()]


def _phrase(stems: Sequence[str]) -> int:
    return crc32(b"".join(map(encode_stem, stems)), PHRASE)


def _bag(stems: Sequence[str]) -> int:
    return BAG + sum(crc32(encode_stem(stem)) for stem in stems) & 0xFFFFFFFF


def _word(stem: str) -> int:
    return crc32(encode_stem(stem), WORD)


def _count_term(counts: Counts, stems: Sequence[str], counter: int) -> None:
    _increment(counts, PHRASE, _phrase(stems), counter)
    _increment(counts, BAG, _bag(stems), 0)
    for at, stem in enumerate(stems):
        for sort, key in ((WORD, _word(stem)), (SUFFIX, suffix_key(stem))):
            _increment(counts, sort, key, NOT_START if at else AT_START)
            _increment(counts, sort, key, NOT_END if at < len(stems) - 1 else AT_END)
    if len(stems) == 1:
        _increment(counts, WORD, _word(stems[0]), SINGLE)


def _count_prose(counts: Counts, prose: Iterable[str], pairs: Iterable[tuple[str, str]]) -> None:
    """Count words and phrases of prose, each once a record, however often it occurs."""
    # Neighbours in a term count as well: no longer phrase is looked up otherwise.
    seen = {(PHRASE, _phrase(pair), NEIGHBOURS) for pair in pairs}
    for stems in (
        phrase for text in prose for line in text.split("\n") for phrase in phrases(line)
    ):
        seen.update((WORD, _word(stem), SPREAD) for stem in stems)
        seen.update((PHRASE, _phrase(pair), NEIGHBOURS) for pair in pairwise(stems))
        for length in range(2, min(len(stems), 5)):
            seen.add((PHRASE, _phrase(stems[-length:]), TAIL))
            seen.add((PHRASE, _phrase(stems[:length]), HEAD))
    for sort, key, counter in seen:
        _increment(counts, sort, key, counter)


def phrases(line: str) -> Iterator[list[str]]:
    """Yield the stems of the words between punctuation and stop words."""
    phrase: list[str] = []
    for text in line.split():
        stem = stem_of(normalize(text))
        stops = not stem or stem in _STOP
        if phrase and (stops or text[0] in '([{"*•-'):
            yield phrase
            phrase = []
        if stops:
            continue
        phrase.append(stem)
        if text[-1] in '.,;:)]}"':
            yield phrase
            phrase = []
    if phrase:
        yield phrase


def total_of(studies: Iterable[Study]) -> Counts:
    """Add the counts of many records."""
    total: Counts = {}
    for study in studies:
        for key, counters in study.counts.items():
            old = total.get(key)
            total[key] = list(map(int.__add__, old, counters)) if old else counters
    return total


# ---- Packing ------------------------------------------------------------------------------------

_LEVELS = (1, 2, 3, 5, 9, 17, 41)
_SPREADS = (1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 90, 128, 181)
"""Lower limits of levels from 1 on."""


def _level(count: int, limits: Sequence[int] = _LEVELS) -> int:
    return sum(count >= limit for limit in limits)


def _odds(yes: int, no: int) -> int:
    """Return odds as one of 15 levels, 0 without any observation."""
    if yes + no <= 0:
        return 0
    return min(max(round(1.5 * math.log((yes + 0.5) / (no + 0.5))) + 8, 1), 15)


def _pack_word(counters: Sequence[int]) -> int:
    in_compounds = counters[AT_START] + counters[AT_END] - 2 * counters[SINGLE]
    return (
        _odds(counters[AT_END], counters[NOT_END])
        | _odds(counters[AT_START], counters[NOT_START]) << START_SHIFT
        | _odds(counters[SINGLE], in_compounds) << SINGLE_SHIFT
        | _level(counters[SPREAD], _SPREADS) << SPREAD_SHIFT
    )


_FREQUENT = 10
"""Lists that a well-known term is in."""


def _pack_phrase(counters: Sequence[int]) -> int:
    listed = counters[CONDITION] + counters[KEYWORD]
    known = (
        4 if listed >= _FREQUENT
        else 3 if counters[CONDITION] > 0
        else 2 if counters[KEYWORD] > 0
        else int(counters[HEADING] > 0)
    )  # fmt: skip
    return (
        known
        | _level(counters[NEIGHBOURS], _SPREADS) << NEIGHBOURS_SHIFT
        | _level(counters[TAIL]) << TAIL_SHIFT
        | _level(counters[HEAD]) << HEAD_SHIFT
    )


_PACK: dict[int, Callable[[Sequence[int]], int]] = {
    WORD: _pack_word,
    SUFFIX: _pack_word,
    PHRASE: _pack_phrase,
    BAG: lambda counters: _level(counters[0]),
}


def pack(key: int, counters: Sequence[int]) -> int:
    """Pack the counters of a key into 16 bits, as the data file has them."""
    return _PACK[_SORTS[key]](counters)


class CountsWithout:
    """Counts of all records but one."""

    __slots__ = ("_own", "_total")

    def __init__(self, total: Counts, own: Counts | None = None) -> None:
        self._total = total
        self._own = own or {}

    def get(self, key: int) -> int:
        """Return the packed counts of a key, 0 if there are none."""
        counters = self._total.get(key)
        if counters is None:
            return 0
        if key in self._own:
            counters = list(map(int.__sub__, counters, self._own[key]))
        return pack(key, counters)


# ---- Weights ------------------------------------------------------------------------------------

_PENALTY = 0.15


Shared = Callable[[int], float]
"""A property that features of a group share, by their number in the group."""


def _bits(count: int) -> list[Shared]:
    def bit_at(at: int) -> Shared:
        return lambda feature: feature >> at & 1

    return [bit_at(at) for at in range(count)]


def _is(count: int, of: Callable[[int], int] = int) -> list[Shared]:
    def equals(value: int) -> Shared:
        return lambda feature: of(feature) == value

    return [equals(value) for value in range(count)]


_ODDS = (lambda feature: (feature - 8) / 3 if feature else 0, lambda feature: feature == 0)
_AMOUNT = (lambda feature: feature > 0, lambda feature: feature / 2)


def _amount(level: int) -> float:
    return math.log(1.2 * (_SPREADS[level - 1] if level else 0) + 1)


_SHARED: Mapping[str, Sequence[Shared]] = {
    "end": _ODDS,
    "start": _ODDS,
    "end_suffix": _ODDS,
    "start_suffix": _ODDS,
    "shape_before": _is(11),
    "shape_after": _is(11),
    "capitals": _is(18),
    "neighbours": (
        lambda feature: feature < 16,
        lambda feature: _amount(feature // 16),
        lambda feature: _amount(feature % 16),
        lambda feature: (_amount(feature // 16) or -1.6) - _amount(feature % 16),
    ),
    "page_text": _is(8),
    "other_line": _is(5),
    "repeated": _bits(4),
    "known": (
        *_is(7, lambda feature: min(feature // 5, 6 + (feature // 5 > 6))),
        lambda feature: feature >= 35,
        *(lambda feature, least=least: feature % 5 >= least for least in range(1, 5)),
        *(lambda feature, n=n: feature % 5 > 0 and min(feature // 5, 3) == n for n in range(1, 4)),
    ),
    "edges": (
        lambda feature: feature % 8 > 0,
        lambda feature: feature % 8 / 2,
        lambda feature: feature >= 8,
        lambda feature: feature // 8 / 2,
    ),
    "bag": (
        lambda feature: feature % 8 > 0,
        lambda feature: feature % 8 / 2,
        lambda feature: feature % 8 > 0 and not feature & 8,
        lambda feature: feature >= 16,
    ),
    "parts": (
        lambda feature: feature % 3 >= 1,
        lambda feature: feature % 3 == 2,
        lambda feature: feature // 3 % 3 >= 1,
        lambda feature: feature // 3 % 3 == 2,
        lambda feature: feature // 9 % 2,
        lambda feature: feature % 3 >= 1 and feature < 18,
        lambda feature: feature // 3 % 3 >= 1 and feature < 18,
    ),
    "flaws": _bits(3),
    "single": (
        lambda _: True,
        lambda feature: feature >= 16,
        lambda feature: feature % 16 == 0,
        lambda feature: (feature % 16 - 8) / 3 if feature % 16 else 0,
    ),
    "whole_line": (lambda _: True, lambda feature: feature % 2, lambda feature: feature >= 12),
}
"""What features of a group share, so that rare features learn from others."""
_OWN_WEIGHT = 0.1
"""Scale of a feature's own parameter: the smaller, the more it follows the shared ones."""


def _basis() -> csr_array:
    """Return the matrix from parameters (one a feature, and the shared ones) to weights."""
    columns = []
    for name, functions in _SHARED.items():
        for function in functions:
            column = np.zeros(FEATURE_COUNT)
            for feature in range(FEATURE_GROUPS[name]):
                column[OFFSETS[name] + feature] = function(feature)
            columns.append(column)
    return csr_array(np.hstack([_OWN_WEIGHT * np.eye(FEATURE_COUNT), np.stack(columns, 1)]))


class Lattice:
    """The possible terms of many lines, in arrays."""

    def __init__(
        self, candidates: Sequence[Candidates[Features]], gold: Sequence[Sequence[int]]
    ) -> None:
        self.sizes = np.array([line.size for line in candidates])
        lines, longest = len(candidates), max(self.sizes)
        # The row of a term by its line, the word it ends before, and its length; 0 is the length
        # of lines that are one term longer than terms may be.
        self.rows = np.full((lines, longest + 1, MAX_TERM + 1), -1)
        features: list[Features] = []
        for at, line in enumerate(candidates):
            boundaries = [*line.boundaries, ()]
            starts = range(line.size - 1, -1, -1)
            for start, terms in zip(starts, line.terms(full_reach(line.size)), strict=True):
                for end, of_term in terms:
                    length = end - start
                    self.rows[at, end, length if length <= MAX_TERM else 0] = len(features)
                    features.append(of_term + boundaries[end - 1])
        indices = [feature for row in features for feature in row]
        bounds = list(accumulate(map(len, features), initial=0))
        ones = np.ones(len(indices))
        shape = (len(features), FEATURE_COUNT)
        self.design = csr_array((ones, indices, bounds), shape=shape) @ _basis()
        self.transposed = self.design.T.tocsr()
        paths = [self._path(at, ends) for at, ends in enumerate(gold)]
        self.usable = np.array([bool(path) for path in paths])
        """Whether the correct terms of a line are among the possible ones."""
        self.gold = [row for path in paths for row in path]
        """The rows of all correct terms."""

    def _path(self, at: int, ends: Sequence[int]) -> list[int]:
        size = self.sizes[at]
        path = []
        for start, end in pairwise([0, *ends]):
            length = end - start
            if length > MAX_TERM and length < size:
                return []
            path.append(int(self.rows[at, end, length if length <= MAX_TERM else 0]))
        return path if min(path) >= 0 else []

    def marginals(self, scores: Floats) -> tuple[Floats, Floats]:
        """Return the logarithm of each line's total odds, and each term's probability."""
        lines, longest = len(self.sizes), self.rows.shape[1] - 1
        every = np.arange(lines)
        score = np.where(self.rows >= 0, scores[self.rows], -1e9)
        before = np.full((lines, longest + 1), -1e9)
        before[:, 0] = 0
        for end in range(1, longest + 1):
            most = min(end, MAX_TERM)
            before[:, end] = _log_sums(
                np.hstack([before[:, end - most : end] + score[:, end, most:0:-1],
                           score[:, end, :1]])
            )  # fmt: skip
        after = np.full((lines, longest + 1), -1e9)
        after[every, self.sizes] = 0
        for start in range(longest - 1, -1, -1):
            most = min(longest - start, MAX_TERM)
            ways = [score[:, start + n, n] + after[:, start + n] for n in range(1, most + 1)]
            if start == 0:
                ways.append(score[every, self.sizes, 0])
            sums = _log_sums(np.stack(ways, 1))
            after[:, start] = np.where(self.sizes > start, sums, after[:, start])
        all_odds = before[every, self.sizes]
        which, ends, lengths = np.nonzero(self.rows >= 0)
        rows = self.rows[which, ends, lengths]
        starts = np.where(lengths > 0, ends - lengths, 0)
        probability = np.zeros(len(scores))
        exponent = before[which, starts] + scores[rows] + after[which, ends] - all_odds[which]
        probability[rows] = np.exp(np.minimum(0, exponent))
        probability[rows[~self.usable[which]]] = 0
        return all_odds, probability


def _log_sums(values: Floats) -> Floats:
    top = values.max(1)
    return top + np.log(np.exp(values - top[:, None]).sum(1))


def learn_weights(lattice: Lattice, penalty: float = _PENALTY) -> list[float]:
    """Learn the weights under which the correct terms of the lines are the most probable."""
    correct = np.asarray(lattice.design[lattice.gold].sum(0)).ravel()

    def loss(parameters: Floats) -> tuple[float, Floats]:
        scores = lattice.design @ parameters
        all_odds, probability = lattice.marginals(scores)
        gain = correct @ parameters - all_odds[lattice.usable].sum()
        slope = correct - lattice.transposed @ probability
        return (
            float(penalty * (parameters @ parameters) - gain),
            2 * penalty * parameters - slope,
        )

    start = np.zeros(lattice.design.shape[1])
    options = {"maxiter": 80}
    parameters = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return [round(float(weight), 3) for weight in _basis() @ parameters]


# ---- Thresholds and cross-validation ------------------------------------------------------------


class Outcome(NamedTuple):
    """How a line was split."""

    confidence: float
    split: bool
    """Whether it was split at all."""
    correct: bool
    several: bool
    """Whether it has more than one term."""
    name: str = ""


def ends_of(terms: Sequence[str]) -> list[int]:
    """Return where terms end, in words."""
    return list(accumulate(len(term.split()) for term in terms))


def _with_lines(studies: Iterable[Study], kind: Kind) -> list[Study]:
    return [study for study in studies if study.terms[kind]]


def _candidates(study: Study, kind: Kind, lookup: Lookup) -> Candidates[Features]:
    return candidate_features(" ".join(study.terms[kind]).split(), kind, study.page, lookup)


def fit(studies: Sequence[Study], kind: Kind, total: Counts) -> list[float]:
    """Learn the weights for one kind of line, each line with the counts of other records."""
    lines = [
        study
        for study in _with_lines(studies, kind)
        if 1 < ends_of(study.terms[kind])[-1] <= MAX_WORDS
    ]
    candidates = [_candidates(study, kind, CountsWithout(total, study.counts)) for study in lines]
    return learn_weights(Lattice(candidates, [ends_of(study.terms[kind]) for study in lines]))


def outcomes(
    studies: Sequence[Study], kind: Kind, lookup: Lookup, weights: Sequence[float]
) -> list[Outcome]:
    """Split the lines of records that nothing was learned from."""
    results = []
    for study in _with_lines(studies, kind):
        gold = ends_of(study.terms[kind])
        ends, confidence = gold[-1:], 0.0
        if 1 < gold[-1] <= MAX_WORDS:
            ends, confidence = best_split(_candidates(study, kind, lookup), weights)
        results.append(Outcome(confidence, len(ends) > 1, ends == gold, len(gold) > 1, study.name))
    return results


def folds(studies: Sequence[Study], count: int, salt: str) -> list[list[Study]]:
    """Distribute records over folds, the same way every time."""
    shuffled = sorted(studies, key=lambda study: crc32(f"{salt}{study.name}{salt}".encode()))
    return [shuffled[at::count] for at in range(count)]


def cross_validated(studies: Sequence[Study], kind: Kind, count: int, salt: str) -> list[Outcome]:
    """Split every line with what was learned from the other folds."""
    results: list[Outcome] = []
    for held in folds(studies, count, salt):
        names = {study.name for study in held}
        rest = [study for study in studies if study.name not in names]
        total = total_of(rest)
        results += outcomes(held, kind, CountsWithout(total), fit(rest, kind, total))
    return results


_NEVER = 1.01
"""A threshold above every confidence."""


def threshold_for(results: Sequence[Outcome], precision: float) -> float:
    """Return the lowest confidence at which the lines that are split reach a precision.

    How often a line of some confidence is correct is smoothed by a logistic curve: counting alone
    would follow the luck of a few lines.
    """
    split = sorted((outcome for outcome in results if outcome.split), reverse=True)
    logits = np.array([_logit(outcome.confidence) for outcome in split])
    correct = np.array([outcome.correct for outcome in split], float)
    columns = np.stack([np.ones_like(logits), logits], 1)

    def loss(curve: Floats) -> tuple[float, Floats]:
        scores = columns @ curve
        gap = 1 / (1 + np.exp(-scores)) - correct
        return float(np.logaddexp(0, scores).sum() - correct @ scores), columns.T @ gap

    curve = minimize(loss, np.zeros(2), jac=True).x
    expected = 1 / (1 + np.exp(-(columns @ curve)))
    means = expected.cumsum() / np.arange(1, len(split) + 1)
    enough = np.nonzero(means >= precision)[0]
    return split[enough[-1]].confidence if len(enough) else _NEVER


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


class Score(NamedTuple):
    """Numbers of lines."""

    several: int
    """Lines of more than one term."""
    best_correct: int
    """Of those, how many the best way is correct for, trusted or not."""
    split: int
    """Lines that were split with enough confidence."""
    correct: int

    def __str__(self) -> str:
        return (
            f"{self.several} lines of several terms;"
            f" best way {self.best_correct / self.several:.1%} correct; split {self.split},"
            f" precision {self.correct / max(self.split, 1):.1%},"
            f" recall {self.correct / self.several:.1%}"
        )


def score(results: Sequence[Outcome], thresholds: Mapping[str, float]) -> Score:
    """Count lines, each under the threshold of its fold."""
    trusted = [
        outcome
        for outcome in results
        if outcome.split and outcome.confidence >= thresholds[outcome.name]
    ]
    several = [outcome for outcome in results if outcome.several]
    return Score(
        len(several),
        sum(outcome.correct for outcome in several),
        len(trusted),
        sum(outcome.correct for outcome in trusted),
    )


OUTER, INNER = 10, 3
AIMS = (0.95, 0.96)
"""Precisions to aim at when measuring."""
AIM: Mapping[Kind, float] = {"conditions": 0.95, "keywords": 0.96}
"""The aims of the thresholds in the data file: inside, so that 95 % hold outside."""


def evaluate(studies: Sequence[Study], kind: Kind, outer: int = OUTER) -> None:
    """Cross-validate; thresholds, too, come from the records of the other folds only."""
    results: list[Outcome] = []
    thresholds: dict[float, dict[str, float]] = {aim: {} for aim in AIMS}
    for at, held in enumerate(folds(studies, outer, "outer")):
        names = {study.name for study in held}
        rest = [study for study in studies if study.name not in names]
        inside = cross_validated(rest, kind, INNER, f"inner{at}")
        for aim in AIMS:
            threshold = threshold_for(inside, aim)
            thresholds[aim].update((study.name, threshold) for study in held)
        total = total_of(rest)
        results += outcomes(held, kind, CountsWithout(total), fit(rest, kind, total))
        print(kind, "fold", at, score(results, thresholds[AIM[kind]]), flush=True)
    halves = (("all", (0, 1)), ("development", (0,)), ("held out", (1,)))
    for aim in AIMS:
        for name, parities in halves:
            half = [outcome for outcome in results if crc32(outcome.name.encode()) % 2 in parities]
            print(f"{kind}, {name}, aim {aim}: {score(half, thresholds[aim])}", flush=True)


# ---- The data file ------------------------------------------------------------------------------


def write(studies: Sequence[Study], path: Path) -> None:
    """Learn from all records, and write the data file: see `load_counts` for its format."""
    total = total_of(studies)
    packed = {key: value for key, counters in total.items() if (value := pack(key, counters))}
    keys = array("I", sorted(packed))
    counts = array("H", map(packed.__getitem__, keys))
    header: Json = {"keys": len(keys)}
    for kind in KINDS:
        threshold = threshold_for(cross_validated(studies, kind, INNER, "threshold"), AIM[kind])
        header[kind] = {"threshold": threshold, "weights": fit(studies, kind, total)}
    if sys.byteorder == "big":
        keys.byteswap()
        counts.byteswap()
    path.write_bytes(orjson.dumps(header) + b"\n" + keys.tobytes() + counts.tobytes())


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--evaluate", action="store_true")
    arguments = parser.parse_args()
    studies = read_studies(arguments.records)
    if not arguments.evaluate:
        write(studies, DATA)
        return
    for kind in KINDS:
        evaluate(studies, kind)


if __name__ == "__main__":
    main()
