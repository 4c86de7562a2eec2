"""Learn the weights for splitting outcomes, or measure how good they are.

    python scripts/learn_outcomes.py RECORDS              writes the data file
    python scripts/learn_outcomes.py RECORDS --evaluate   prints the cross-validated table instead

RECORDS is a gzipped file of studies as the registry's API gives them, one a line. With --sample
FILE, a gzipped download of the registry, the studies of its rows are measured on their own as well.
Needs numpy and scipy; splitting itself does not.

An item is rendered from each outcome, by joining its values. No study takes part in learning what
it is measured with, or what the second pass is told of its items by the first one.
"""

import argparse
import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
import orjson
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from trialtext.resolve.outcome_evidence import (
    NUMBER_GROUPS,
    WORD_GROUPS,
    Division,
    Features,
    Tables,
    Weigher,
)
from trialtext.resolve.outcome_items import JOINT, Item, fold
from trialtext.resolve.outcome_traits import ONE, TRAIT_GROUPS, shared_traits
from trialtext.resolve.outcomes import DATA, SCALE, Model, best_divisions, probabilities

Floats = NDArray[np.float64]
Key = tuple[str, str | int]
Weights = Mapping[Key, float]
KINDS = ("primaryOutcomes", "secondaryOutcomes", "otherOutcomes")
VALUES = ("measure", "description", "timeFrame")
PENALTY, TRAIT_PENALTY = 0.1, 0.5
"""Penalties of weights, in the first pass and in the second."""
DAMPING = 0.5
"""A study of many outcomes counts as much as a power of their number, less than all of them."""
LEAST_WEIGHT = 3
"""Weights of words that are nearer to zero are left out."""
OUTER, INNER = 5, 2
"""Folds: of the evaluation, and of learning the second pass."""
AIMS = (0.004, 0.0045, 0.005, 0.007)
"""Shares of items that may be wrong, when measuring."""
AIM = 0.0045
"""The share in the data file."""

# ---- Records ------------------------------------------------------------------------------------


class Study(NamedTuple):
    """What is needed of a record."""

    name: str
    outcomes: list[tuple[str, str, str]]
    """Measure, description and time frame; absent ones are empty."""
    items: list[Item]
    frames: set[str]
    """All folded time frames."""


def read_studies(path: Path) -> list[Study]:
    """Read all records of a file that have outcomes."""
    with gzip.open(path) as file:
        studies = [study_of(orjson.loads(line)["protocolSection"]) for line in file]
    return [study for study in studies if study.outcomes]


def study_of(protocol: dict[str, Any]) -> Study:
    """Select the outcomes of a record, and render them."""
    module = protocol.get("outcomesModule", {})
    outcomes = [
        tuple(outcome.get(name, "") for name in VALUES)
        for kind in KINDS
        for outcome in module.get(kind, [])
    ]
    items = [Item(JOINT.join(filter(None, values))) for values in outcomes]
    frames = {fold(frame) for _, _, frame in outcomes if frame}
    name = protocol["identificationModule"]["nctId"]
    return Study(name, outcomes, items, frames)


def names_in(path: Path) -> set[str]:
    """Return the numbers of the studies in a download."""
    with gzip.open(path) as file:
        text = io.TextIOWrapper(file, "utf-8", newline="")
        return {row["NCT Number"] for row in csv.DictReader(text)}


def joints_of(values: tuple[str, str, str], item: Item) -> tuple[int, int]:
    """Return the joints after the measure, and before the time frame."""
    measure, description, frame = values
    start = measure.count(JOINT) if description or frame else item.size
    return start, item.size - frame.count(JOINT) - 1 if frame else item.size


def known_frames(studies: Iterable[Study]) -> Counter[str]:
    """Count in how many studies a folded time frame occurs."""
    return Counter(frame for study in studies for frame in study.frames)


# ---- Learning -----------------------------------------------------------------------------------


class Recorder:
    """Gives every feature a number, where a table would give its weight."""

    def __init__(self) -> None:
        self.numbers: dict[Key, int] = {}

    def table(self, group: str) -> "RecorderTable":
        """Return the table of a group."""
        return RecorderTable(group, self.numbers)


class RecorderTable:
    """A group of features."""

    def __init__(self, group: str, numbers: dict[Key, int]) -> None:
        self.group = group
        self.numbers = numbers

    def __getitem__(self, key: str | int) -> Features:
        """Return the number of a feature."""
        return (self.numbers.setdefault((self.group, key), len(self.numbers)),)

    def get(self, key: str, _default: Features) -> Features:
        """Return the number of a word."""
        return self[key]


class Without(Mapping[str, int]):
    """Counts of time frames without those of one study."""

    def __init__(self, total: Mapping[str, int], own: set[str]) -> None:
        self.total = total
        self.own = own

    def __getitem__(self, frame: str) -> int:
        return self.total.get(frame, 0) - (frame in self.own)

    def __iter__(self) -> Iterator[str]:
        return iter(self.total)

    def __len__(self) -> int:
        return len(self.total)


class Design(NamedTuple):
    """Features of the ways to divide many items, a row each."""

    matrix: csr_array
    starts: NDArray[np.int64]
    """The first row of every item, and the number of rows."""
    correct: NDArray[np.int64]
    """The row of the correct way; -1 if it is not among the ways."""
    weights: Floats
    """Of items: a study with many counts less for each, as they are alike."""


def design_of(
    rows_of_items: Sequence[Sequence[tuple[Features, float]]],
    correct: Sequence[int | None],
    weights: Sequence[float],
    columns: int,
) -> Design:
    """Arrange features, and for each row one number more, which is the last column."""
    indices, data, bounds, starts, rows = [], [], [0], [0], []
    for of_item, at in zip(rows_of_items, correct, strict=True):
        rows.append(starts[-1] + at if at is not None else -1)
        for features, extra in of_item:
            indices += [*features, columns]
            data += [*[1.0] * len(features), extra]
            bounds.append(len(indices))
        starts.append(len(bounds) - 1)
    shape = (len(bounds) - 1, columns + 1)
    matrix = csr_array((np.array(data), np.array(indices), np.array(bounds)), shape=shape)
    return Design(matrix, np.array(starts), np.array(rows), np.array(weights))


def learn(design: Design, penalty: float, last: float) -> Floats:
    """Learn the weights under which the correct ways are the most probable.

    `last` is the weight of the last column to begin with.
    """
    sizes = np.diff(design.starts)
    used = (design.correct >= 0) & (sizes > 1)
    weights = np.where(used, design.weights, 0)
    of_rows = np.repeat(weights, sizes)
    filled = sizes > 0
    firsts = design.starts[:-1][filled]
    transposed = design.matrix.T.tocsr()
    correct = np.bincount(design.correct[used], weights[used], design.matrix.shape[0])
    gains = transposed @ correct

    def loss(parameters: Floats) -> tuple[float, Floats]:
        scores = design.matrix @ parameters
        best = np.maximum.reduceat(scores, firsts)
        odds = np.exp(scores - np.repeat(best, sizes[filled]))
        sums = np.add.reduceat(odds, firsts)
        chances = odds / np.repeat(sums, sizes[filled])
        total = weights[filled] @ (np.log(sums) + best)
        slope = transposed @ (chances * of_rows) - gains
        return (
            float(total - gains @ parameters + penalty * (parameters @ parameters)),
            slope + 2 * penalty * parameters,
        )

    start = np.zeros(design.matrix.shape[1])
    start[-1] = last
    result = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 50})
    learned: Floats = result.x
    return learned


def tables_of(parameters: Weights, frames: Mapping[str, int]) -> Tables[int]:
    """Arrange the weights of the first pass by group."""
    words: dict[str, dict[str, int]] = {group: {} for group in WORD_GROUPS}
    for (group, key), weight in parameters.items():
        if group in words and abs(weight) * SCALE >= LEAST_WEIGHT:
            words[group][str(key)] = round(weight * SCALE)
    return Tables(words, number_tables(parameters, NUMBER_GROUPS), 0, frames)


def number_tables(parameters: Weights, sizes: Mapping[str, int]) -> dict[str, list[int]]:
    """Arrange the weights of groups that are numbers."""
    return {
        group: [round(parameters.get((group, key), 0) * SCALE) for key in range(size)]
        for group, size in sizes.items()
    }


def learn_first(studies: Sequence[Study], frames: Counter[str]) -> Tables[int]:
    """Learn the weights of the first pass."""
    recorder = Recorder()
    words, numbers = ({group: recorder.table(group) for group in groups}
                      for groups in (WORD_GROUPS, NUMBER_GROUPS))  # fmt: skip
    rows, correct, weights = [], [], []
    for study in studies:
        tables = Tables(words, numbers, (), Without(frames, study.frames))
        weigher = Weigher(study.items, tables)
        for values, item in zip(study.outcomes, study.items, strict=True):
            ways = weigher.divisions(item)
            rows.append([(way.weight, 0.0) for way in ways])
            correct.append(position(ways, joints_of(values, item)))
            weights.append(len(study.items) ** -DAMPING)
    design = design_of(rows, correct, weights, len(recorder.numbers))
    parameters = learn(design, PENALTY, 0)
    return tables_of(dict(zip(recorder.numbers, parameters, strict=False)), known_of(frames))


def known_of(frames: Mapping[str, int]) -> dict[str, int]:
    """Return the time frames that several studies have."""
    return {frame: count for frame, count in frames.items() if count > 1}


def position(ways: Sequence[Division[Any]], joints: tuple[int, int]) -> int | None:
    """Return which of the ways to divide an item is the correct one."""
    return next((at for at, way in enumerate(ways) if way[:2] == joints), None)


def learn_second(
    studies: Sequence[Study], first: Mapping[str, Tables[int]]
) -> tuple[dict[str, list[int]], int]:
    """Learn the weights of the second pass.

    `first` has for each study weights of the first pass that were not learned from it.
    """
    recorder = Recorder()
    groups = {group: recorder.table(group) for group in TRAIT_GROUPS}
    rows, correct, weights = [], [], []
    for study in studies:
        ways = list(map(Weigher(study.items, first[study.name]).divisions, study.items))
        chances = [probabilities([way.weight for way in of_item]) for of_item in ways]
        shared = shared_traits(study.items, ways, chances, groups, ())
        for values, item, of_item, traits in zip(
            study.outcomes, study.items, ways, shared, strict=True
        ):
            rows.append([(features, of_item[at].weight / SCALE) for at, features in traits])
            possible = [of_item[at] for at, _ in traits]
            correct.append(position(possible, joints_of(values, item)))
            weights.append(len(study.items) ** -DAMPING)
    parameters = learn(design_of(rows, correct, weights, len(recorder.numbers)), TRAIT_PENALTY, 1)
    learned = dict(zip(recorder.numbers, parameters, strict=False))
    return number_tables(learned, TRAIT_GROUPS), round(parameters[-1] * SCALE)


def learn_model(studies: Sequence[Study]) -> Model:
    """Learn both passes, without a threshold."""
    frames = known_frames(studies)
    held_out: dict[str, Tables[int]] = {}
    for held, rest in folds(studies, INNER, "inner"):
        tables = learn_first(rest, frames)
        for study in held:
            without = Without(frames, study.frames)
            held_out[study.name] = tables._replace(known_frames=without)
    traits, confidence = learn_second(studies, held_out)
    return Model(learn_first(studies, frames), traits, confidence, 0)


# ---- Cross-validation ---------------------------------------------------------------------------


def folds(
    studies: Sequence[Study], count: int, salt: str
) -> Iterator[tuple[list[Study], list[Study]]]:
    """Distribute studies over folds, the same way every time; give each fold and the others."""
    at = {study.name: crc32(f"{salt}{study.name}{salt}".encode()) % count for study in studies}
    for fold_ in range(count):
        yield (
            [study for study in studies if at[study.name] == fold_],
            [study for study in studies if at[study.name] != fold_],
        )


class Result(NamedTuple):
    """How an item was split."""

    study: str
    fold: int
    pieces: int
    chance: int
    correct: bool


def results_of(studies: Sequence[Study], known: Model, fold_: int) -> Iterator[Result]:
    """Split the items of studies that nothing was learned from."""
    for study in studies:
        best = best_divisions(study.items, known)
        for values, item, (way, chance) in zip(study.outcomes, study.items, best, strict=True):
            correct = way is not None and way[:2] == joints_of(values, item)
            yield Result(study.name, fold_, item.size + 1, chance, correct)


def threshold_for(results: Sequence[Result], wrong: float) -> int:
    """Return the lowest probability at which a share of all items, or less, is wrong."""
    errors = Counter(result.chance for result in results if not result.correct)
    most = wrong * len(results)
    threshold = ONE + 1
    while threshold and most >= errors[threshold - 1]:
        threshold -= 1
        most -= errors[threshold]
    return threshold


def cross_validated(studies: Sequence[Study], count: int) -> list[Result]:
    """Split every item with what was learned from the other folds."""
    results: list[Result] = []
    for number, (held, rest) in enumerate(folds(studies, count, "outer")):
        results += results_of(held, learn_model(rest), number)
        print(f"fold {number}", flush=True)
    return results


def show(results: Sequence[Result], thresholds: Sequence[int], title: str) -> None:
    """Print how many items are split exactly, wrong, or not at all, by the number of pieces."""
    print(title)
    print("pieces   items   exact   wrong  undecided    best")
    by_pieces: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_pieces[f"{min(result.pieces, 9)}"].append(result)
    for pieces, rows in [*sorted(by_pieces.items()), ("all", list(results))]:
        decided = [row.correct for row in rows if row.chance >= thresholds[row.fold]]
        exact, total = sum(decided), len(rows)
        print(
            f"{pieces:>6} {total:7} {exact / total:7.4f} {(len(decided) - exact) / total:7.4f}"
            f" {1 - len(decided) / total:10.4f} {sum(row.correct for row in rows) / total:7.4f}"
        )


def evaluate(results: Sequence[Result], sample: set[str]) -> None:
    """Print tables; the threshold of a fold comes from the other folds."""
    chosen = [row for row in results if row.study in sample]
    for wrong in AIMS:
        thresholds = [
            threshold_for([row for row in results if row.fold != fold_], wrong)
            for fold_ in range(OUTER)
        ]
        show(results, thresholds, f"\nall studies, aim {wrong}, thresholds {thresholds}")
        if chosen:
            show(chosen, thresholds, f"studies of the sample, aim {wrong}")


# ---- The data file ------------------------------------------------------------------------------


def write(known: Model, path: Path) -> None:
    """Write the data file."""
    data = {
        "words": {
            group: dict(sorted(table.items())) for group, table in known.tables.words.items()
        },
        "numbers": known.tables.numbers,
        "frames": dict(sorted(known.tables.known_frames.items())),
        "traits": known.traits,
        "confidence": known.confidence,
        "threshold": known.threshold,
    }
    path.write_bytes(orjson.dumps(data) + b"\n")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("--evaluate", action="store_true")
    parser.add_argument("--sample", type=Path)
    arguments = parser.parse_args()
    studies = read_studies(arguments.records)
    results = cross_validated(studies, OUTER)
    if arguments.evaluate:
        evaluate(results, names_in(arguments.sample) if arguments.sample else set())
        return
    write(learn_model(studies)._replace(threshold=threshold_for(results, AIM)), DATA)


if __name__ == "__main__":
    main()
