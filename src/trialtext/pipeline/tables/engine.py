"""Rows of tables out of one record, by what the tables declare."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, compress, repeat
from operator import methodcaller
from typing import Any, Final, TypeAlias

import attrs

from trialtext.pipeline.tables.model import (
    Column,
    Computed,
    Constant,
    Match,
    Parent,
    Path,
    Row,
    Source,
    Table,
    level,
    prefixes,
    step,
)

IDS_OF_A_STUDY: Final = 1_000_000
"""How many ids a study has in each table: those behind its number."""

Values: TypeAlias = Sequence[Any]
"""The values of a column, one a row."""


@attrs.frozen
class Elements:
    """The elements at a path of a record, and those that they lie in."""

    levels: tuple[Values, ...]
    """For each level, the study first, the elements: as many as there are at the path."""
    places: tuple[Sequence[int], ...]
    """For each level, the place of the element among all of its path."""

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.places[-1])

    def only(self, kept: Sequence[bool]) -> "Elements":
        """Return some of the elements."""
        return Elements(
            tuple([*compress(level, kept)] for level in self.levels),
            tuple([*compress(level, kept)] for level in self.places),
        )


@attrs.define
class Record:
    """A study as JSON, with what was found in it so far."""

    study: Mapping[str, Any]
    number: int
    """The digits of its number."""
    _elements: dict[str, Elements] = attrs.field(factory=dict, init=False)

    def elements(self, path: str) -> Elements:
        """Find the elements at a path."""
        found = self._elements.get(path)
        if found is None:
            found = self._elements[path] = self._find(path)
        return found

    def _find(self, path: str) -> Elements:
        if not path:
            return Elements(([self.study],), ([0],))
        parent, read = _way(path)
        outer = self.elements(parent)
        if not outer.count:
            return Elements((*outer.levels, ()), (*outer.places, ()))
        children = [read(element) for element in outer.levels[-1]]
        counts = [len(each) for each in children]
        elements = [*chain.from_iterable(children)]
        return Elements(
            (*(_repeated(level, counts) for level in outer.levels), elements),
            (*(_repeated(level, counts) for level in outer.places), range(len(elements))),
        )

    def first_id(self) -> int:
        """Return the id of the first row of any table."""
        return self.number * IDS_OF_A_STUDY + 1


def _repeated(values: Iterable[Any], counts: Sequence[int]) -> list[Any]:
    return [*chain.from_iterable(map(repeat, values, counts))]


@cache
def _way(path: str) -> tuple[str, Callable[[Any], Values]]:
    """Return the path of the elements around those at a path, and what finds these in one."""
    *_, parent, _ = prefixes(path)
    keys, is_list = step(path, parent)
    find = _finder(keys)
    if is_list:
        return parent, lambda element: find(element) or ()
    return parent, lambda element: () if (found := find(element)) is None else (found,)


def _finder(keys: tuple[str, ...]) -> Callable[[Any], Any]:
    """Make a function that gives what stands in an object of objects, or `None`."""
    if not keys:
        return lambda element: element
    if len(keys) == 1:
        return methodcaller("get", *keys)
    *outer, last = keys

    def find(element: Any) -> Any:
        for key in outer:
            element = element.get(key)
            if element is None:
                return None
        return element.get(last)

    return find


# ---- Columns

Fill: TypeAlias = Callable[[Record, Elements], Values]
"""Gives the values of a column for rows of a record."""


def _fill(column: Column, source: Source, tables: Mapping[str, Table]) -> Fill:
    match column:
        case Path():
            return _fill_path(column, source.root)
        case Constant():
            return lambda _, rows: [column.value] * rows.count
        case Computed():
            return lambda _, rows: [*map(column.function, _rows(rows))]
        case Parent():
            return _fill_parent(column, source.root, tables[column.table])
        case Match():
            return _fill_match(column, source.root, tables[column.table])


def _fill_path(column: Path, root: str) -> Fill:
    depth = level(column.path, root)
    find = _finder(step(column.path, [*prefixes(root)][depth]).keys)
    convert = column.computed or column.kind.convert
    if convert is None:
        return lambda _, rows: [*map(find, rows.levels[depth])]

    def fill(_: Record, rows: Elements) -> Values:
        found = map(find, rows.levels[depth])
        return [None if value is None else convert(value) for value in found]

    return fill


def _rows(elements: Elements) -> Iterator[Row]:
    """Give rows one by one; places are counted within the innermost element but their own."""
    parents = elements.places[-2] if len(elements.places) > 1 else [0]
    place = 0
    last = None
    for row, parent in zip(zip(*elements.levels, strict=True), parents, strict=True):
        place = place + 1 if parent == last else 0
        last = parent
        yield Row(row, place)


def _fill_parent(column: Parent, root: str, table: Table) -> Fill:
    depth = level(column.root, root)

    def fill(record: Record, rows: Elements) -> Values:
        first = _first_id(record, table, column.root)
        return [first + place for place in rows.places[depth]]

    return fill


def _fill_match(column: Match, root: str, table: Table) -> Fill:
    common = level(column.root, root)
    find = _finder(step(column.target, column.root).keys)
    codes = _fill_path(Path(column.path), root)

    def fill(record: Record, rows: Elements) -> Values:
        if not rows.count:
            return []
        targets = record.elements(column.root)
        keys = zip(targets.places[common], map(find, targets.levels[-1]), strict=True)
        ids: dict[tuple[int, Any], int | None] = {}
        for id_, key in enumerate(keys, _first_id(record, table, column.root)):
            ids[key] = None if key in ids else id_  # which of several, nothing tells
        wanted = zip(rows.places[common], codes(record, rows), strict=True)
        return [ids.get(key) for key in wanted]

    return fill


def _first_id(record: Record, table: Table, root: str) -> int:
    """Return the id of the first row of a source of a table that has rows for all elements."""
    first = record.first_id()
    for source in table.sources:
        if source.root == root:
            return first
        first += record.elements(source.root).count
    raise LookupError(f"{table.name} has no rows for {root}")


# ---- Tables


@attrs.frozen
class _SourceFiller:
    """Fills the columns of a table from one of its sources."""

    source: Source
    fills: Sequence[Fill | None]
    """For each column of the table; `None` where the source has none."""

    def columns(self, record: Record) -> list[Values]:
        """Give the values of all columns; nothing if there are no rows."""
        rows = record.elements(self.source.root)
        if rows.count and (where := self.source.where):
            rows = rows.only([where(element) for element in rows.levels[-1]])
        if not rows.count:
            return []
        absent = [None] * rows.count
        columns = [fill(record, rows) if fill else absent for fill in self.fills]
        return _distinct(columns) if self.source.distinct else columns


def _distinct(columns: list[Values]) -> list[Values]:
    rows = dict.fromkeys(zip(*columns, strict=True))
    return [*map(list, zip(*rows, strict=True))]


class TableFiller:
    """Fills the columns of a table from records."""

    def __init__(self, table: Table, tables: Mapping[str, Table]) -> None:
        """Compile what a table declares; of `tables`, it refers to some."""
        self.table = table
        self._sources = [
            _SourceFiller(
                source,
                [
                    _fill(column, source, tables) if column else None
                    for column in map(source.columns.get, table.columns)
                ],
            )
            for source in table.sources
        ]

    def rows(self, record: Record, nct_id: str) -> Iterator[list[Values]]:
        """Give the rows of a record: from each source the values of all columns.

        Raises `ValueError` for more rows than there are ids.
        """
        first = record.first_id()
        count = 0
        for source in self._sources:
            columns = source.columns(record)
            if not columns:
                continue
            size = len(columns[0])
            ids = range(first + count, first + count + size)
            count += size
            keys: list[Values] = [ids] if self.table.has_id else []
            yield [*keys, [nct_id] * size, *columns]
        if count >= IDS_OF_A_STUDY:
            raise ValueError(f"{nct_id} has {count} rows in {self.table.name}: too many for ids")
