"""Splitting of an outcome into measure, description and time frame.

The registry's download joins the three by `, `, and leaves absent ones out; each may hold `, ` of
its own. Every way to divide an item has a score, the sum of the weights of its features, and from
the scores follows how probable each way is. That is done twice: the second time with what the other
outcomes of the study have in common, given how they were divided the first time. If the best way is
not probable enough, the item is left undecided.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from trialtext.resolve.outcome_evidence import Division, Tables, Weigher
from trialtext.resolve.outcome_items import JOINT, Item, fold
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
    outcomes = [Item(text) for text in items if len(text) <= LONGEST_ITEM or JOINT not in text]
    decided = {
        item.text: _parts(item, way)
        for item, (way, chance) in zip(outcomes, best_divisions(outcomes, known), strict=True)
        if way is not None and chance >= known.threshold
    }
    splits = [decided.get(text) for text in items]
    frames = Counter(
        text[slice(*parts.time_frame)]
        for text, parts in zip(items, splits, strict=True)
        if parts and parts.time_frame
    )
    return [
        parts and parts._replace(evidence=_evidence(text, parts, frames))
        for text, parts in zip(items, splits, strict=True)
    ]


def _evidence(text: str, parts: OutcomeParts, frames: Mapping[str, int]) -> str:
    """Name what settled how an item is split."""
    if JOINT not in text:
        return ""
    if parts.time_frame:
        frame = text[slice(*parts.time_frame)]
        if frames[frame] > 1:
            return "time frame of other outcomes"
        if fold(frame) in model().tables.known_frames:
            return "known time frame"
    return "wording"


def best_divisions(items: Sequence[Item], known: Model) -> list[tuple[Division[int] | None, int]]:
    """Find the most probable way to divide each item, and its probability."""
    ways = list(map(Weigher(items, known.tables).divisions, items))
    chances = [probabilities([way.weight for way in of_item]) for of_item in ways]
    found: list[tuple[Division[int] | None, int]] = []
    for of_item, of_ways, traits in zip(
        ways, chances, shared_traits(items, ways, chances, known.traits, 0), strict=True
    ):
        scores = [known.confidence * of_item[at].weight / SCALE + weight for at, weight in traits]
        again = probabilities(scores)
        chance = max(again, default=0)
        best = of_item[traits[again.index(chance)][0]] if again else None
        # Ways that were not weighed again stay as improbable as they were.
        found.append((best, chance * sum(of_ways[at] for at, _ in traits) // ONE))
    return found


def probabilities(scores: Sequence[float]) -> list[int]:
    """Return how probable each way is, in units of a `ONE`th."""
    best = max(scores, default=0)
    odds = [exp((score - best) / SCALE) for score in scores]
    unit = ONE / sum(odds) if odds else 0
    return [round(of_way * unit) for of_way in odds]


def _parts(item: Item, division: Division[int]) -> OutcomeParts:
    """Return where the values of a divided item stand."""
    start, joint, _ = division
    if start == item.size:
        return OutcomeParts((0, len(item.text)), None, None, "")
    end, begin = item.joints[start], item.joints[joint]
    description = (end + 2, begin) if start < joint else None
    return OutcomeParts((0, end), description, (begin + 2, len(item.text)), "")
