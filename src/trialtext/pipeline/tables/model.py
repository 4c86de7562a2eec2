"""What tables are declared with: rows out of lists of the record, columns out of paths.

A path is that of the API's JSON, names joined by dots, with `[]` behind each list:
`protocolSection.armsInterventionsModule.interventions[].otherNames[]`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

import attrs

from trialtext.pipeline.tables.values import INTEGER, TEXT, Convert, Kind


class Row(NamedTuple):
    """What a row is made of, for functions that compute a column."""

    elements: tuple[Any, ...]
    """The study; then, list by list, the element that the row lies in, down to its own."""
    place: int
    """How many rows before it lie in the same element."""


@attrs.frozen
class Path:
    """A column is what stands at a path.

    It is read from the innermost element of the row that the path leads through.
    """

    path: str
    kind: Kind = TEXT
    computed: Convert | None = None
    """Makes the value, where that takes more than the kind's own conversion."""


@attrs.frozen
class Constant:
    """A column is the same in all rows of a source."""

    value: str | bool | None
    kind: Kind = TEXT


@attrs.frozen
class Computed:
    """A column is computed from several values, or from where the row stands."""

    function: Callable[[Row], Any]
    paths: tuple[str, ...]
    """What it is computed from, for the documentation."""
    kind: Kind = TEXT


@attrs.frozen
class Parent:
    """A column is the id of the row, in another table, of the element that the row lies in."""

    table: str
    root: str
    """The root of that table's rows."""
    kind: Kind = INTEGER


@attrs.frozen
class Match:
    """A column is the id of the row, in another table, that has a value of this row as its own.

    The innermost element that both lie in is where it is looked for. It is null if no row there has
    the value, or several.
    """

    table: str
    target: str
    """Path of the value in the other table's rows."""
    path: str
    """Path of the value in the rows of this table."""
    kind: Kind = INTEGER

    @property
    def root(self) -> str:
        """The root of the rows of the other table."""
        return self.target.rpartition(".")[0]


Column: TypeAlias = Path | Constant | Computed | Parent | Match


def _as_columns(given: Mapping[str, Column | str]) -> Mapping[str, Column]:
    return {
        name: Path(column) if isinstance(column, str) else column for name, column in given.items()
    }


@attrs.frozen
class Source:
    """Rows out of the record: one for each element at the root, or for the only one."""

    root: str
    """Path of the elements; of the study itself if it is empty."""
    columns: Mapping[str, Column] = attrs.field(converter=_as_columns)
    """The columns that it fills; a path alone is a column of text."""
    where: Callable[[Any], bool] | None = None
    """Tells which elements have rows, if not all have."""
    distinct: bool = False
    """Whether rows that are equal to an earlier one of the study are left out."""


@attrs.frozen(init=False)
class Table:
    """A table: its name, and where its rows come from."""

    name: str
    sources: tuple[Source, ...]

    def __init__(self, name: str, *sources: Source) -> None:
        self.__attrs_init__(name, sources)

    @property
    def has_id(self) -> bool:
        """Whether rows have an id: AACT's studies have their number only."""
        return self.name != STUDIES

    @property
    def columns(self) -> dict[str, Kind]:
        """The columns behind the keys, with their kinds, in order."""
        return {
            name: column.kind for source in self.sources for name, column in source.columns.items()
        }

    @property
    def schema(self) -> dict[str, Kind]:
        """All columns, with their kinds, in order."""
        keys = {"id": INTEGER, "nct_id": TEXT} if self.has_id else {"nct_id": TEXT}
        return keys | self.columns


STUDIES: Final = "studies"


class Step(NamedTuple):
    """A part of a path: names of fields, one in the other, of which the last may be a list."""

    keys: tuple[str, ...]
    is_list: bool


def prefixes(path: str) -> Iterator[str]:
    """Give the paths to the elements that a path leads through: the study, lists, and itself."""
    yield ""
    parts = path.split("[].")
    for end in range(1, len(parts)):
        yield "[].".join(parts[:end]) + "[]"
    if path:
        yield path


def is_within(path: str, prefix: str) -> bool:
    """Tell whether a path leads through an element, or is its own."""
    return not prefix or path == prefix or path.startswith(f"{prefix}.")


def step(path: str, prefix: str) -> Step:
    """Return what leads from an element to a path that leads through it."""
    rest = path[len(prefix) :].removeprefix(".")
    names = rest.removesuffix("[]")
    return Step(tuple(names.split(".")) if names else (), rest.endswith("[]"))


def level(path: str, root: str) -> int:
    """Return how deep the innermost element lies that two paths lead through; the study is 0."""
    return sum(is_within(path, prefix) for prefix in prefixes(root)) - 1
