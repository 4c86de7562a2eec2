"""Features of ways to divide an outcome, from how the other outcomes of its study are divided.

Outcomes of a study resemble each other: they have the same shape and the same time frames, and
their descriptions begin and end alike. Of each trait of a division it is counted how many of the
other outcomes are expected to share it, given how probable their own divisions are.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from trialtext.resolve.outcome_evidence import (
    ALONE,
    DESCRIBED,
    SHAPES,
    UNDESCRIBED,
    Division,
    V,
)
from trialtext.resolve.outcome_items import Item

ONE = 1000
"""The probability of what is certain."""
LEAST = 10
"""The probability of a division that is worth a look."""
_LONG = 150
"""Characters of a long description."""
_NUMBERS = (50, 500, 1500, 3500)
_SHARES = (0.03, 0.2, 0.5, 0.8, 0.97)
_OTHERS = (1, 3, 8)
"""Where classes begin: of expected numbers, of shares, of numbers of other outcomes."""
_RARE = 300
"""An expected number of outcomes that no share can be told of."""
_CLASSES = (len(_SHARES) + 2) * (len(_NUMBERS) + 1)

_FRAME_TRAITS = (
    "frame", "frame_folded", "frame_first", "frame_opening", "frame_pieces",
    "measure", "measure_closing", "measure_pieces",
)  # fmt: skip
_DESCRIPTION_TRAITS = (
    "description", "description_first", "description_pair", "description_opening",
    "description_closing", "description_pieces", "description_repeats", "description_long",
    "measure_last",
)  # fmt: skip
TRAIT_GROUPS = {
    "shape": SHAPES * (len(_SHARES) + 1) * (len(_OTHERS) + 1),
    **dict.fromkeys((*_FRAME_TRAITS, *_DESCRIPTION_TRAITS), _CLASSES),
}
"""Groups of features, and how many each has."""

Trait = tuple[str, str | int]


def shape_of(item: Item, division: Division[V]) -> int:
    """Return which values a division has."""
    if division.measure_end == item.size:
        return ALONE
    return UNDESCRIBED if division.measure_end == division.frame_start else DESCRIBED


def _traits(item: Item, division: Division[V]) -> list[Trait]:
    """Return what other outcomes may have in common with a division; its shape first."""
    shape = shape_of(item, division)
    traits: list[Trait] = [("shape", shape)]
    if shape == ALONE:
        return traits
    start, joint = division.measure_end, division.frame_start
    frame = item.frame_joints.index(joint)
    before, begin, last = item.pieces[start], item.pieces[joint + 1], item.pieces[joint]
    values: tuple[str | int, ...] = (
        item.frames[frame],
        item.folded_frames[frame],
        begin.first,
        begin.opening,
        min(item.size - joint, 4),
        item.text[: item.joints[start]],
        before.closing,
        min(start, 3),
    )
    traits += zip(_FRAME_TRAITS, values, strict=True)
    if shape == DESCRIBED:
        length = item.joints[joint] - item.joints[start]
        begin = item.pieces[start + 1]
        values = (
            item.text[item.joints[start] : item.joints[joint]],
            begin.first,
            begin.pair,
            begin.opening,
            last.closing,
            min(joint - start, 4),
            begin.first == item.pieces[0].first,
            length > _LONG,
            before.last,
        )
        traits += zip(_DESCRIPTION_TRAITS, values, strict=True)
    return traits


def shared_traits(
    items: Sequence[Item],
    divisions: Sequence[Sequence[Division[int]]],
    probabilities: Sequence[Sequence[int]],
    tables: Mapping[str, Sequence[V]],
    none: V,
) -> Iterator[list[tuple[int, V]]]:
    """Weigh what the divisions of each item share with other items.

    Divisions that are improbable are left out. Gives for an item the positions of the others, and
    their weights.
    """
    likely = [
        [at for at, chance in enumerate(chances) if chance >= LEAST] for chances in probabilities
    ]
    others = len(items) - 1
    if not others or all(len(row) <= 1 for row in likely):
        yield from ([(at, none) for at in row] for row in likely)
        return
    total: dict[Trait, int] = defaultdict(int)
    rows = [
        [(at, chances[at], _traits(item, ways[at])) for at in row]
        for item, ways, chances, row in zip(items, divisions, probabilities, likely, strict=True)
    ]
    for row in rows:
        _add(total, row, 1)
    for row in rows:
        if len(row) > 1:
            _add(total, row, -1)
            yield [(at, _weight(traits, total, others, tables)) for at, _, traits in row]
            _add(total, row, 1)
        else:
            yield [(at, none) for at, _, _ in row]


def _add(total: dict[Trait, int], row: Iterable[tuple[int, int, list[Trait]]], sign: int) -> None:
    """Add what is expected of an item, or subtract it."""
    for _, chance, traits in row:
        for trait in traits:
            total[trait] += sign * chance


def _weight(
    traits: Sequence[Trait],
    expected: Mapping[Trait, int],
    others: int,
    tables: Mapping[str, Sequence[V]],
) -> V:
    """Weigh what a division shares with a number of other items."""
    shape = traits[0]
    share = bisect_right(_SHARES, expected[shape] / (ONE * others))
    classes = len(_SHARES) + 1
    weight = tables["shape"][
        (classes * int(shape[1]) + share) * (len(_OTHERS) + 1) + bisect_right(_OTHERS, others)
    ]
    described = expected["shape", DESCRIBED]
    framed = described + expected["shape", UNDESCRIBED]
    frame_end = 1 + len(_FRAME_TRAITS)
    for among, group in ((framed, traits[1:frame_end]), (described, traits[frame_end:])):
        for trait in group:
            number = expected[trait]
            share = 1 + bisect_right(_SHARES, number / among) if among > _RARE else 0
            row = tables[trait[0]]
            weight += row[(len(_NUMBERS) + 1) * share + bisect_right(_NUMBERS, number)]
    return weight
