"""Learn what the resolver of run-together terms knows, or measure how well it would do.

    python .dev/learn_terms.py RECORDS              writes the data file
    python .dev/learn_terms.py RECORDS --evaluate   prints the cross-validated table instead

RECORDS is a gzipped file of studies as the registry's API gives them, one a line. Needs numpy and
scipy; the resolver itself does not.

Nothing about a record may come from the record itself, or the learner would trust its counts too
much: what a line is shown while the weights are learned are the counts of all *other* records.
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
    PHRASE,
    SLOT_BITS,
    SUFFIX,
    WORD,
    Lookup,
    bare_of,
    encoded,
    stem_of,
    suffix_key,
)
from trialtext.resolve.term_evidence import (
    CELLS,
    MAX_TERM,
    OBSERVATIONS,
    OFFSETS,
    Cells,
    Kind,
    Observed,
    PageEvidence,
    observe,
)
from trialtext.resolve.terms import MAX_WORDS, best_cuts, full_reach

Json = dict[str, Any]
Floats = NDArray[np.float64]
KINDS: tuple[Kind, Kind] = ("conditions", "keywords")

# ---- Records ------------------------------------------------------------------------------------


class Study(NamedTuple):
    """A record as far as it matters here."""

    name: str
    terms: dict[Kind, list[str]]
    page: PageEvidence
    counts: "Counts"


def read_studies(path: Path) -> list[Study]:
    """Read all records of a file."""
    with gzip.open(path) as file:
        return [study_of(orjson.loads(line)) for line in file]


def study_of(record: Json) -> Study:
    """Take from a record what its page has, and count its words."""
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
    described = protocol.get("descriptionModule", {})
    yield from (described.get(name, "") for name in ("briefSummary", "detailedDescription"))
    yield protocol.get("eligibilityModule", {}).get("eligibilityCriteria", "")
    arms = protocol.get("armsInterventionsModule", {})
    for listed, names in (("armGroups", ("label", "description")),
                          ("interventions", ("name", "description"))):  # fmt: skip
        for item in arms.get(listed, []):
            yield from (item.get(name, "") for name in names)


def _hidden_texts(protocol: Json) -> Iterator[str]:
    """Prose that pages do not have: good for counting in other records."""
    yield protocol["identificationModule"].get("officialTitle", "")
    for outcomes in protocol.get("outcomesModule", {}).values():
        for outcome in outcomes:
            yield from (outcome.get(name, "") for name in ("measure", "description"))
    for item in protocol.get("armsInterventionsModule", {}).get("interventions", []):
        yield from item.get("otherNames", [])


def _headings(record: Json) -> set[str]:
    """Subject headings that the registry derived."""
    derived = record.get("derivedSection", {})
    found: set[str] = set()
    for module in ("conditionBrowseModule", "interventionBrowseModule"):
        browse = derived.get(module, {})
        for name, keys in (("meshes", ["term"]), ("ancestors", ["term"]),
                           ("browseLeaves", ["name", "asFound"])):  # fmt: skip
            found |= {item[key] for item in browse.get(name, []) for key in keys if item.get(key)}
    return found


# ---- Counting -----------------------------------------------------------------------------------

Counts = dict[int, list[int]]
"""By key, as many numbers as its sort of key needs."""
# Slots of words and suffixes.
AT_END, NOT_END, AT_START, NOT_START, ALONE, SPREAD = range(6)
# Slots of phrases: lists that have them, and texts that have them as a whole, end and start.
CONDITION, KEYWORD, HEADING, NEIGHBOURS, TAIL, HEAD = range(6)
SLOTS = 6
_SLOT: dict[Kind, int] = {"conditions": CONDITION, "keywords": KEYWORD}
_SORTS: dict[int, int] = {}
"""Of every key that was counted, its sort."""

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
"""Words that end a phrase of prose."""


def count_study(terms: dict[Kind, list[str]], headings: Iterable[str], prose: list[str]) -> Counts:
    """Count the words and phrases of one record."""
    counts: Counts = defaultdict(lambda: [0] * SLOTS)
    for kind, listed in terms.items():
        for term in listed:
            _count_term(counts, _stems(term), _SLOT[kind])
    inside = {tuple(_stems(term)) for of_kind in terms.values() for term in of_kind}
    names = {tuple(_stems(heading)) for heading in headings}
    for stems in names:
        _bump(counts, PHRASE, _phrase(stems), HEADING)
        _bump(counts, BAG, _bag(stems), 0)
    _count_prose(counts, prose, {pair for stems in inside | names for pair in pairwise(stems)})
    return dict(counts)


def _bump(counts: Counts, sort: int, key: int, slot: int) -> None:
    _SORTS.setdefault(key, sort)
    counts[key][slot] += 1


def _stems(term: str) -> list[str]:
    return [stem_of(bare_of(text)) for text in term.split()]


def _phrase(stems: Sequence[str]) -> int:
    return crc32(b"".join(map(encoded, stems)), PHRASE)


def _bag(stems: Sequence[str]) -> int:
    return BAG + sum(crc32(encoded(stem)) for stem in stems) & 0xFFFFFFFF


def _word(stem: str) -> int:
    return crc32(encoded(stem), WORD)


def _count_term(counts: Counts, stems: Sequence[str], slot: int) -> None:
    _bump(counts, PHRASE, _phrase(stems), slot)
    _bump(counts, BAG, _bag(stems), 0)
    for at, stem in enumerate(stems):
        for sort, key in ((WORD, _word(stem)), (SUFFIX, suffix_key(stem))):
            _bump(counts, sort, key, NOT_START if at else AT_START)
            _bump(counts, sort, key, NOT_END if at < len(stems) - 1 else AT_END)
    if len(stems) == 1:
        _bump(counts, WORD, _word(stems[0]), ALONE)


def _count_prose(counts: Counts, prose: Iterable[str], pairs: Iterable[tuple[str, str]]) -> None:
    """Count in how many texts things are: once a record, however often it has them."""
    # Neighbours in a term count as well: no term is looked up whose words are no neighbours.
    seen = {(PHRASE, _phrase(pair), NEIGHBOURS) for pair in pairs}
    for stems in (
        phrase for text in prose for line in text.split("\n") for phrase in phrases(line)
    ):
        seen.update((WORD, _word(stem), SPREAD) for stem in stems)
        seen.update((PHRASE, _phrase(pair), NEIGHBOURS) for pair in pairwise(stems))
        for length in range(2, min(len(stems), 5)):
            seen.add((PHRASE, _phrase(stems[-length:]), TAIL))
            seen.add((PHRASE, _phrase(stems[:length]), HEAD))
    for sort, key, slot in seen:
        _bump(counts, sort, key, slot)


def phrases(line: str) -> Iterator[list[str]]:
    """Stretches of words between punctuation and stop words."""
    phrase: list[str] = []
    for text in line.split():
        stem = stem_of(bare_of(text))
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
        for key, slots in study.counts.items():
            old = total.get(key)
            total[key] = list(map(int.__add__, old, slots)) if old else slots
    return total


# ---- Packing ------------------------------------------------------------------------------------

_LEVELS = (1, 2, 3, 5, 9, 17, 41)
_SPREADS = (1, 2, 3, 4, 6, 8, 11, 16, 23, 32, 45, 64, 90, 128, 181)


def _level(count: int, steps: Sequence[int] = _LEVELS) -> int:
    return sum(count >= step for step in steps)


def _odds(yes: int, no: int) -> int:
    """Odds as one of 15 steps; 0 for a thing that was never seen."""
    if yes + no <= 0:
        return 0
    return min(max(round(1.5 * math.log((yes + 0.5) / (no + 0.5))) + 8, 1), 15)


def _pack_word(slots: Sequence[int]) -> int:
    in_compounds = slots[AT_START] + slots[AT_END] - 2 * slots[ALONE]
    return (
        _odds(slots[AT_END], slots[NOT_END])
        | _odds(slots[AT_START], slots[NOT_START]) << 4
        | _odds(slots[ALONE], in_compounds) << 8
        | _level(slots[SPREAD], _SPREADS) << 12
    )


_FAMILIAR = 10


def _pack_phrase(slots: Sequence[int]) -> int:
    listed = slots[CONDITION] + slots[KEYWORD]
    known = (
        4 if listed >= _FAMILIAR
        else 3 if slots[CONDITION] > 0
        else 2 if slots[KEYWORD] > 0
        else int(slots[HEADING] > 0)
    )  # fmt: skip
    tail, head = (_level(slots[slot]) for slot in (TAIL, HEAD))
    return known | _level(slots[NEIGHBOURS], _SPREADS) << 3 | tail << 7 | head << 10


_PACK: dict[int, Callable[[Sequence[int]], int]] = {
    WORD: _pack_word,
    SUFFIX: _pack_word,
    PHRASE: _pack_phrase,
    BAG: lambda slots: _level(slots[0]),
}


def pack(key: int, slots: Sequence[int]) -> int:
    """The value of a key, as the data file has it."""
    return _PACK[_SORTS[key]](slots)


class Without(Lookup):
    """Looks counts up, those of one record taken away."""

    __slots__ = ("_own", "_total")

    def __init__(self, total: Counts, own: Counts | None = None) -> None:
        self._total = total
        self._own = own or {}

    def of(self, key: int) -> int:
        """What is known of a key, packed; 0 for nothing."""
        slots = self._total.get(key)
        if slots is None:
            return 0
        if key in self._own:
            slots = list(map(int.__sub__, slots, self._own[key]))
        return pack(key, slots)


# ---- Weights ------------------------------------------------------------------------------------

_PENALTY = 0.15


Shared = Callable[[int], float]


def _bits(count: int) -> list[Shared]:
    def bit_at(at: int) -> Shared:
        return lambda cell: cell >> at & 1

    return [bit_at(at) for at in range(count)]


def _is(count: int, of: Callable[[int], int] = int) -> list[Shared]:
    def equals(value: int) -> Shared:
        return lambda cell: of(cell) == value

    return [equals(value) for value in range(count)]


_ODDS = (lambda cell: (cell - 8) / 3 if cell else 0, lambda cell: cell == 0)
_AMOUNT = (lambda cell: cell > 0, lambda cell: cell / 2)


def _amount(level: int) -> float:
    return math.log(1.2 * (_SPREADS[level - 1] if level else 0) + 1)


_SHARED: Mapping[str, Sequence[Shared]] = {
    "end": _ODDS,
    "start": _ODDS,
    "ending": _ODDS,
    "beginning": _ODDS,
    "left": _is(11),
    "right": _is(11),
    "capitals": _is(18),
    "binding": (
        lambda cell: cell < 16,
        lambda cell: _amount(cell // 16),
        lambda cell: _amount(cell % 16),
        lambda cell: (_amount(cell // 16) or -1.6) - _amount(cell % 16),
    ),
    "text": _is(8),
    "other": _is(5),
    "repeat": _bits(4),
    "known": (
        *_is(7, lambda cell: min(cell // 5, 6 + (cell // 5 > 6))),
        lambda cell: cell >= 35,
        *(lambda cell, least=least: cell % 5 >= least for least in range(1, 5)),
        *(lambda cell, n=n: cell % 5 > 0 and min(cell // 5, 3) == n for n in range(1, 4)),
    ),
    "edges": (
        lambda cell: cell % 8 > 0,
        lambda cell: cell % 8 / 2,
        lambda cell: cell >= 8,
        lambda cell: cell // 8 / 2,
    ),
    "bag": (
        lambda cell: cell % 8 > 0,
        lambda cell: cell % 8 / 2,
        lambda cell: cell % 8 > 0 and not cell & 8,
        lambda cell: cell >= 16,
    ),
    "parts": (
        lambda cell: cell % 3 >= 1,
        lambda cell: cell % 3 == 2,
        lambda cell: cell // 3 % 3 >= 1,
        lambda cell: cell // 3 % 3 == 2,
        lambda cell: cell // 9 % 2,
        lambda cell: cell % 3 >= 1 and cell < 18,
        lambda cell: cell // 3 % 3 >= 1 and cell < 18,
    ),
    "flaws": _bits(3),
    "alone": (
        lambda _: True,
        lambda cell: cell >= 16,
        lambda cell: cell % 16 == 0,
        lambda cell: (cell % 16 - 8) / 3 if cell % 16 else 0,
    ),
    "whole": (lambda _: True, lambda cell: cell % 2, lambda cell: cell >= 12),
}
"""What the cells of an observation have in common, so that rare cells learn from others."""
_OWN = 0.1
"""How readily a cell learns a weight of its own."""


def _basis() -> csr_array:
    """From parameters (one a cell, and those that cells share) to weights of cells."""
    columns = []
    for name, functions in _SHARED.items():
        for function in functions:
            column = np.zeros(CELLS)
            for cell in range(OBSERVATIONS[name]):
                column[OFFSETS[name] + cell] = function(cell)
            columns.append(column)
    return csr_array(np.hstack([_OWN * np.eye(CELLS), np.stack(columns, 1)]))


class Lattice:
    """The possible terms of many lines, side by side."""

    def __init__(self, observed: Sequence[Observed[Cells]], gold: Sequence[Sequence[int]]) -> None:
        self.sizes = np.array([line.size for line in observed])
        lines, longest = len(observed), max(self.sizes)
        # Row of the term of a line that ends before a word and has so many words; whole lines
        # that are longer than terms may be are in column 0.
        self.rows = np.full((lines, longest + 1, MAX_TERM + 1), -1)
        cells: list[tuple[int, ...]] = []
        for at, line in enumerate(observed):
            cuts = [*line.cuts, ()]
            starts = range(line.size - 1, -1, -1)
            for start, terms in zip(starts, line.terms(full_reach(line.size)), strict=True):
                for end, of_term in terms:
                    length = end - start
                    self.rows[at, end, length if length <= MAX_TERM else 0] = len(cells)
                    cells.append(of_term + cuts[end - 1])
        indices = [cell for row in cells for cell in row]
        bounds = list(accumulate(map(len, cells), initial=0))
        ones = np.ones(len(indices))
        self.cells = csr_array((ones, indices, bounds), shape=(len(cells), CELLS))
        self.design = self.cells @ _basis()
        self.transposed = self.design.T.tocsr()
        right = [self._path(at, ends) for at, ends in enumerate(gold)]
        self.usable = np.array([bool(path) for path in right])
        """Lines whose right terms are among the possible ones."""
        self.right = [row for path in right for row in path]

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
        """Of each line the logarithm of all odds, of each term its probability."""
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
    """Weights under which the right ways to cut the lines are the most probable."""
    right = np.asarray(lattice.design[lattice.right].sum(0)).ravel()

    def loss(parameters: Floats) -> tuple[float, Floats]:
        scores = lattice.design @ parameters
        all_odds, probability = lattice.marginals(scores)
        gain = right @ parameters - all_odds[lattice.usable].sum()
        slope = right - lattice.transposed @ probability
        return (
            float(penalty * (parameters @ parameters) - gain),
            2 * penalty * parameters - slope,
        )

    start = np.zeros(lattice.design.shape[1])
    options = {"maxiter": 80}
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options=options).x
    return [round(float(weight), 3) for weight in _basis() @ found]


# ---- Thresholds and cross-validation ------------------------------------------------------------


class Outcome(NamedTuple):
    """What became of a line."""

    confidence: float
    split: bool
    right: bool
    several: bool
    """Whether it is of more than one term."""
    name: str = ""


def ends_of(terms: Sequence[str]) -> list[int]:
    """Where terms end, in words."""
    return list(accumulate(len(term.split()) for term in terms))


def _with_lines(studies: Iterable[Study], kind: Kind) -> list[Study]:
    return [study for study in studies if study.terms[kind]]


def _observed(study: Study, kind: Kind, lookup: Lookup) -> Observed[Cells]:
    return observe(" ".join(study.terms[kind]).split(), kind, study.page, lookup)


def fit(studies: Sequence[Study], kind: Kind, total: Counts) -> list[float]:
    """Learn the weights for one kind of line, each line with the counts of other records."""
    lines = [
        study
        for study in _with_lines(studies, kind)
        if 1 < ends_of(study.terms[kind])[-1] <= MAX_WORDS
    ]
    observed = [_observed(study, kind, Without(total, study.counts)) for study in lines]
    return learn_weights(Lattice(observed, [ends_of(study.terms[kind]) for study in lines]))


def outcomes(
    studies: Sequence[Study], kind: Kind, lookup: Lookup, weights: Sequence[float]
) -> list[Outcome]:
    """Cut the lines of records that nothing was learned from."""
    found = []
    for study in _with_lines(studies, kind):
        gold = ends_of(study.terms[kind])
        ends, confidence = gold[-1:], 0.0
        if 1 < gold[-1] <= MAX_WORDS:
            ends, confidence = best_cuts(_observed(study, kind, lookup), weights)
        found.append(Outcome(confidence, len(ends) > 1, ends == gold, len(gold) > 1, study.name))
    return found


def folds(studies: Sequence[Study], count: int, salt: str) -> list[list[Study]]:
    """Deal records out, the same way every time."""
    dealt = sorted(studies, key=lambda study: crc32(f"{salt}{study.name}{salt}".encode()))
    return [dealt[at::count] for at in range(count)]


def cross_validated(studies: Sequence[Study], kind: Kind, count: int, salt: str) -> list[Outcome]:
    """Cut every line with what was learned from the other folds."""
    found: list[Outcome] = []
    for held in folds(studies, count, salt):
        names = {study.name for study in held}
        rest = [study for study in studies if study.name not in names]
        total = total_of(rest)
        found += outcomes(held, kind, Without(total), fit(rest, kind, total))
    return found


def threshold_for(found: Sequence[Outcome], precision: float) -> float:
    """The lowest confidence from which on the lines that are split are right often enough.

    How often a line of some confidence is right is smoothed by a logistic curve: counting alone
    would follow the luck of a few lines.
    """
    split = sorted((outcome for outcome in found if outcome.split), reverse=True)
    logits = np.array([_logit(outcome.confidence) for outcome in split])
    right = np.array([outcome.right for outcome in split], float)
    columns = np.stack([np.ones_like(logits), logits], 1)

    def loss(curve: Floats) -> tuple[float, Floats]:
        scores = columns @ curve
        gap = 1 / (1 + np.exp(-scores)) - right
        return float(np.logaddexp(0, scores).sum() - right @ scores), columns.T @ gap

    curve = minimize(loss, np.zeros(2), jac=True).x
    expected = 1 / (1 + np.exp(-(columns @ curve)))
    means = expected.cumsum() / np.arange(1, len(split) + 1)
    enough = np.nonzero(means >= precision)[0]
    return split[enough[-1]].confidence if len(enough) else 1.01


def _logit(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


class Score(NamedTuple):
    """Lines counted."""

    several: int
    """Lines of more than one term."""
    always: int
    """Of those, right if every line is decided."""
    split: int
    """Lines that were split with trust."""
    right: int

    def __str__(self) -> str:
        return (
            f"{self.several} lines of several terms;"
            f" always deciding {self.always / self.several:.1%} right; split {self.split},"
            f" precision {self.right / max(self.split, 1):.1%},"
            f" recall {self.right / self.several:.1%}"
        )


def score(found: Sequence[Outcome], thresholds: Mapping[str, float]) -> Score:
    """Count what became of lines under the threshold of each."""
    trusted = [
        outcome
        for outcome in found
        if outcome.split and outcome.confidence >= thresholds[outcome.name]
    ]
    several = [outcome for outcome in found if outcome.several]
    return Score(
        len(several),
        sum(outcome.right for outcome in several),
        len(trusted),
        sum(outcome.right for outcome in trusted),
    )


OUTER, INNER = 10, 3
AIMS = (0.95, 0.96)
"""Precisions to aim at when measuring."""
AIM: Mapping[Kind, float] = {"conditions": 0.95, "keywords": 0.96}
"""The aims of the thresholds in the data file: inside, so that 95 % hold outside."""


def evaluate(studies: Sequence[Study], kind: Kind, outer: int = OUTER) -> None:
    """Cross-validate; the thresholds too come from the records of the other folds alone."""
    found: list[Outcome] = []
    thresholds: dict[float, dict[str, float]] = {aim: {} for aim in AIMS}
    for at, held in enumerate(folds(studies, outer, "outer")):
        names = {study.name for study in held}
        rest = [study for study in studies if study.name not in names]
        inside = cross_validated(rest, kind, INNER, f"inner{at}")
        for aim in AIMS:
            threshold = threshold_for(inside, aim)
            thresholds[aim].update((study.name, threshold) for study in held)
        total = total_of(rest)
        found += outcomes(held, kind, Without(total), fit(rest, kind, total))
        print(kind, "fold", at, score(found, thresholds[AIM[kind]]), flush=True)
    halves = (("all", (0, 1)), ("developed on", (0,)), ("not looked at", (1,)))
    for aim in AIMS:
        for name, parities in halves:
            half = [outcome for outcome in found if crc32(outcome.name.encode()) % 2 in parities]
            print(f"{kind}, {name}, aim {aim}: {score(half, thresholds[aim])}", flush=True)


# ---- The data file ------------------------------------------------------------------------------


def write(studies: Sequence[Study], path: Path) -> None:
    """Learn from all records, and write the data file."""
    total = total_of(studies)
    values = {key: value for key, slots in total.items() if (value := pack(key, slots))}
    keys = slots_of(values)
    packed = array("H", [values.get(key, 0) for key in keys])
    head: Json = {"slots": len(keys)}
    for kind in KINDS:
        threshold = threshold_for(cross_validated(studies, kind, INNER, "threshold"), AIM[kind])
        head[kind] = {"threshold": threshold, "weights": fit(studies, kind, total)}
    if sys.byteorder == "big":
        keys.byteswap()
        packed.byteswap()
    line = orjson.dumps(head)
    line += b" " * (-(len(line) + 1) % 8) + b"\n"  # numbers stand where processors want them
    path.write_bytes(line + keys.tobytes() + packed.tobytes())


def slots_of(keys: Iterable[int]) -> "array[int]":
    """The key of each slot: no key stands before its own slot, and all are sorted."""
    slots = array("I")
    for key in sorted(keys):
        spare = (key >> 32 - SLOT_BITS) - len(slots)
        slots.extend([key] * (1 + max(spare, 0)))
    # The last key ends every search: none is greater.
    slots.extend([0xFFFFFFFF] * max((1 << SLOT_BITS) - len(slots), 1))
    return slots


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
