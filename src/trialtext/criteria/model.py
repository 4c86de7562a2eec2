"""Criteria as objects: items in the order of the text, and what lies between them."""

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache, cached_property
from typing import Any, Final, NamedTuple

import attrs
import orjson
from cattrs import Converter
from cattrs.gen import make_dict_unstructure_fn, override

from trialtext.text.source import Location


class Kind(StrEnum):
    """What an item of criteria is."""

    CRITERION = "criterion"
    HEADING = "heading"
    NOTE = "note"


class Side(StrEnum):
    """Whether an item lets people in or keeps them out."""

    INCLUSION = "inclusion"
    EXCLUSION = "exclusion"
    NEITHER = "neither"


@attrs.frozen(slots=False)
class Criterion:
    """An item of criteria: a criterion, a heading, or a note.

    Positions count characters of the API's field `eligibilityModule.eligibilityCriteria`.
    """

    kind: Kind
    """Whether it says who may take part, heads others, or is neither."""
    side: Side
    """That of the nearest heading which names one; without any, that of the criterion that it lies
    in, or else that of its wording."""
    text: str
    """Its characters, without markers and outer white space."""
    start: int
    """Position of its first character."""
    end: int
    """Position after its last."""
    level: int
    """How many criteria and notes it lies in; for a heading, how many headings."""
    parent: int | None
    """Index of the item that it lies in; `None` for the outermost."""
    marker: str
    """What stands before it on its line, as it is written: `*`, `1.`, `(a)`; empty for nothing."""
    headings: tuple[str, ...]
    """The headings that it lies in, the outermost first."""
    evidence: str = ""
    """What told its parent, if it was not indentation."""
    doubts: tuple[str, ...] = ()
    """Codes of what is uncertain about it: the keys of `DOUBTS`."""
    location: Location | None = None
    """Its place in the page, if the study was read from one that it can be traced to."""


class Node(NamedTuple):
    """An item with what lies in it."""

    item: Criterion
    children: "tuple[Node, ...]"


class Characters(NamedTuple):
    """How many characters of criteria are what: together they are all of them."""

    items: int
    markers: int
    """Markers of lists, and marks between a heading and what stands behind it in its line."""
    white_space: int


_WHITE_SPACE: Final = re.compile(r"\s+")


@attrs.frozen(slots=False)
class Criteria:
    """Criteria one by one."""

    items: tuple[Criterion, ...]
    """Criteria, headings and notes, in the order of the text."""
    separators: tuple[str, ...] = attrs.field(repr=False)
    """Markers and white space: before each item, and behind the last."""
    nct_id: str | None = None
    """The study that they are those of, if it is known."""

    @property
    def inclusion(self) -> tuple[Criterion, ...]:
        """The criteria of those who may take part."""
        return self._of_side(Side.INCLUSION)

    @property
    def exclusion(self) -> tuple[Criterion, ...]:
        """The criteria of those who may not."""
        return self._of_side(Side.EXCLUSION)

    def _of_side(self, side: Side) -> tuple[Criterion, ...]:
        criteria = (item for item in self.items if item.kind is Kind.CRITERION)
        return tuple(item for item in criteria if item.side is side)

    def tree(self) -> tuple[Node, ...]:
        """Return the outermost items, each with what lies in it."""
        children: list[list[Node]] = [[] for _ in self.items]
        roots: list[Node] = []
        # From the last to the first: what lies in an item stands behind it.
        for index in reversed(range(len(self.items))):
            item = self.items[index]
            node = Node(item, tuple(reversed(children[index])))
            (roots if item.parent is None else children[item.parent]).append(node)
        return tuple(reversed(roots))

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """For each item, its place in the outline: `2.1` is the first in the second."""
        counts: dict[int | None, int] = {}
        paths: list[str] = []
        for item in self.items:
            counts[item.parent] = number = counts.get(item.parent, 0) + 1
            above = "" if item.parent is None else f"{paths[item.parent]}."
            paths.append(f"{above}{number}")
        return tuple(paths)

    @property
    def characters(self) -> Characters:
        """Count the characters of the text by what they are."""
        between = "".join(self.separators)
        white = sum(map(len, _WHITE_SPACE.findall(between)))
        return Characters(sum(len(i.text) for i in self.items), len(between) - white, white)

    def render(self) -> str:
        """Return the text that they were read from."""
        texts = (*(item.text for item in self.items), "")
        return "".join(part for pair in zip(self.separators, texts, strict=True) for part in pair)

    def outline(self) -> Iterator[tuple[int, Criterion]]:
        """Walk through the items, each with its depth in the outline."""
        depths: list[int] = []
        for item in self.items:
            depths.append(0 if item.parent is None else depths[item.parent] + 1)
            yield depths[-1], item

    def to_dict(self) -> dict[str, Any]:
        """Return a JSON object: `nctId` and `items`, their fields named as in the API's JSON."""
        made: dict[str, Any] = orjson.loads(self.to_json())
        return made

    def to_json(self, *, indent: bool = False) -> bytes:
        """Write JSON, without the separators; fields that are empty by default are left out."""
        option = orjson.OPT_INDENT_2 if indent else None
        return orjson.dumps(_converter().unstructure(self), option=option)

    def __str__(self) -> str:
        return "\n".join(
            f"{'  ' * depth}{_SIGNS[item.kind][item.side]} {' '.join(item.text.split())}"
            for depth, item in self.outline()
        )


_SIGNS: Final = {
    Kind.CRITERION: {Side.INCLUSION: "+", Side.EXCLUSION: "-", Side.NEITHER: "·"},
    Kind.HEADING: dict.fromkeys(Side, "#"),
    Kind.NOTE: dict.fromkeys(Side, "·"),
}
"""How an item is shown."""


@cache
def _converter() -> Converter:
    """Make what writes criteria as JSON."""
    converter = Converter()
    converter.register_unstructure_hook(
        Criterion,
        make_dict_unstructure_fn(
            Criterion,
            converter,
            location=override(omit_if_default=True, unstruct_hook=Location._asdict),
            evidence=override(omit_if_default=True),
            doubts=override(omit_if_default=True),
        ),
    )
    converter.register_unstructure_hook(
        Criteria,
        make_dict_unstructure_fn(
            Criteria,
            converter,
            nct_id=override(rename="nctId", omit_if_default=True),
            separators=override(omit=True),
        ),
    )
    return converter
