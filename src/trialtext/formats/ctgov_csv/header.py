"""The header of a file: which download it is, how its cells are separated, which columns it has."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from io import StringIO
from typing import Any, Final, NamedTuple

import attrs

from trialtext.formats.ctgov_csv.columns import CLASSIC, DOCUMENTS, MODERN, NCT_NUMBER, Column
from trialtext.text.source import BOM

CTG_STUDIES: Final = "ctg-studies"
"""The download of 2023 and later."""
SEARCH_RESULTS: Final = "search-results"
"""The older one."""
_DELIMITERS: Final = ",;\t"
_LONGEST: Final = 10_000
"""Characters of a header."""
_MODERN_SIGNS: Final = {NCT_NUMBER, "Study Title"}
_CLASSIC_SIGNS: Final = {NCT_NUMBER, "Title", "Rank"}


class Dialect(NamedTuple):
    """How cells are separated."""

    delimiter: str
    is_quoted: bool
    """Whether quotes enclose cells: in the older file with tabs they are characters like others."""

    def reader(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """Read rows of lines. Raises `csv.Error`."""
        if self.is_quoted:
            return csv.reader(lines, delimiter=self.delimiter, strict=True)
        return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE)


@attrs.frozen(slots=False)
class Header:
    """What the first line of a file tells of it."""

    names: Sequence[str]
    """What stands there for each column, in the order of the file."""
    is_classic: bool
    """Whether it is the older download, `SearchResults`."""
    dialect: Dialect

    @cached_property
    def positions(self) -> Sequence[tuple[Column, int]]:
        """Known columns in the order in which they are read, each with the number of its cell."""
        columns = CLASSIC if self.is_classic else MODERN
        return [(columns[name], at) for name in columns for at in _places(name, self.names)]

    @cached_property
    def unknown(self) -> Sequence[int]:
        """The numbers of the cells of other columns, and of columns that are there twice."""
        known = {at for _, at in self.positions}
        return [at for at in range(len(self.names)) if at not in known]

    def __reduce__(self) -> tuple[type["Header"], tuple[Any, ...]]:
        """Go to another process without the columns, which are there already."""
        return type(self), (self.names, self.is_classic, self.dialect)

    @property
    def variant(self) -> str:
        """Which download it is."""
        return SEARCH_RESULTS if self.is_classic else CTG_STUDIES


def find_header(text: str) -> Header | None:
    """Find the header of a file by its first line; `None` if it is of another kind."""
    beginning = text[:_LONGEST].removeprefix(BOM).lstrip("\r\n ")
    if NCT_NUMBER not in beginning:
        return None
    headers = [header for mark in _DELIMITERS if (header := _header(beginning, mark))]
    return max(headers, key=lambda header: len(header.positions), default=None)


def _header(beginning: str, delimiter: str) -> Header | None:
    # A name may have a line break.
    try:
        names = next(csv.reader(StringIO(beginning, newline=""), delimiter=delimiter), [])
    except csv.Error:
        return None
    names = [name.strip() for name in names]
    if set(names) >= _MODERN_SIGNS:
        is_classic = False
    elif set(names) >= _CLASSIC_SIGNS:
        is_classic = True
    else:
        return None
    dialect = Dialect(delimiter, is_quoted=not (is_classic and delimiter == "\t"))
    return Header(names, is_classic, dialect)


def _places(name: str, names: Sequence[str]) -> list[int]:
    """Find a column by its name; of two, it is the first.

    Spreadsheets that take cells apart at bars put further documents into columns without a name
    behind the last one.
    """
    if name not in names:
        return []
    at = names.index(name)
    last = at + 1
    while name == DOCUMENTS and last < len(names) and not names[last]:
        last += 1
    return list(range(at, last))
