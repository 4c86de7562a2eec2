"""Splitting of an outcome into measure, description and time frame.

The registry's download joins the three by `, `, and leaves absent ones out; each may hold `, ` of
its own. Every way to divide an item has a score, the sum of the weights of its features, and from
the scores follows how probable each way is. That is done twice: the second time with what the other
outcomes of the study have in common, given how they were divided the first time. If the best way is
not probable enough, the item is left undecided.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from trialtext.resolve.outcome_evidence import (
    Division,
    Item,
    StudyEvidence,
    Tables,
    divisions,
)
from trialtext.resolve.outcome_traits import ONE, shared_traits
from trialtext.text.edits import Span

DATA = Path(__file__).parent / "data" / "outcomes.json"
SCALE = 100
"""What weights are multiplied by in the data file, where they are integers."""
LONGEST_ITEM = 1700
"""Characters of a longer item do not fit into three values."""


class OutcomeParts(NamedTuple):
    """Where the values of an item stand in it."""

    measure: Span
    description: Span | None
    time_frame: Span | None
    evidence: str
    """What settled it, in a few words; empty if nothing else was possible."""


class Model(NamedTuple):
    """What was learned."""

    tables: Tables[int]
    traits: Mapping[str, Sequence[int]]
    """Weights of what outcomes share, by group."""
    confidence: int
    """The weight of the first score in the second."""
    threshold: int
    """The lowest probability to be trusted."""


@cache
def model() -> Model:
    """Read the data file."""
    data: dict[str, Any] = orjson.loads(DATA.read_bytes())
    tables = Tables(data["words"], data["numbers"], 0, data["frames"])
    return Model(tables, data["traits"], data["confidence"], data["threshold"])


def split_outcomes(items: Sequence[str]) -> list[OutcomeParts | None]:
    """Find the values of all outcomes of a study; None for an item that leaves doubts."""
    known = model()
    outcomes = [Item(text) for text in items if len(text) <= LONGEST_ITEM]
    decided: dict[str, OutcomeParts] = {}
    for item, (way, chance) in zip(outcomes, best_divisions(outcomes, known), strict=True):
        if way is not None and chance >= known.threshold:
            decided[item.text] = _parts(item, way)
    return [decided.get(text) for text in items]


def best_divisions(items: Sequence[Item], known: Model) -> list[tuple[Division[int] | None, int]]:
    """Find the most probable way to divide each item, and its probability."""
    evidence = StudyEvidence(items)
    ways = [divisions(item, evidence, known.tables) for item in items]
    chances = [probabilities([way.weight for way in of_item]) for of_item in ways]
    found: list[tuple[Division[int] | None, int]] = []
    for of_item, traits in zip(
        ways, shared_traits(items, ways, chances, known.traits, 0), strict=True
    ):
        scores = [known.confidence * of_item[at].weight / SCALE + weight for at, weight in traits]
        best, chance = _most_probable(scores)
        found.append((of_item[traits[best][0]] if traits else None, chance))
    return found


def _most_probable(scores: Sequence[float]) -> tuple[int, int]:
    chances = probabilities(scores)
    chance = max(chances, default=0)
    return (chances.index(chance) if chances else 0), chance


def probabilities(scores: Sequence[float]) -> list[int]:
    """Return how probable each way is, in units of a `ONE`th."""
    best = max(scores, default=0)
    odds = [exp((score - best) / SCALE) for score in scores]
    unit = ONE / sum(odds) if odds else 0
    return [round(of_way * unit) for of_way in odds]


def _parts(item: Item, division: Division[int]) -> OutcomeParts:
    start, joint, _ = division
    end = len(item.text)
    if start == item.size:
        return OutcomeParts((0, end), None, None, "wording" if item.size else "")
    frame = (item.joints[joint] + 2, end)
    measure = (0, item.joints[start])
    if start == joint:
        return OutcomeParts(measure, None, frame, "wording")
    return OutcomeParts(measure, (measure[1] + 2, item.joints[joint]), frame, "wording")
