"""A file: one document a row, and where in its text the cells stand."""

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple

import attrs

from trialtext.formats.ctgov_csv.columns import NCT_NUMBER
from trialtext.formats.ctgov_csv.dates import DayOrder, day_order
from trialtext.formats.ctgov_csv.header import Dialect, Header
from trialtext.formats.format import Excerpt
from trialtext.reading.detection import Detection
from trialtext.text.edits import Edit, Span
from trialtext.text.input import Input
from trialtext.text.source import BOM

_LONGEST_CELL: Final = 1 << 22
"""Characters; the longest that was seen has 74,036. Without its second quote, a cell has no end."""
_TELLING_SEPARATORS: Final = 3
"""How many separators a line of a text hardly has behind an NCT number."""
_ESCAPED: Final = re.compile(r'""|\r\n?')
"""What stands in a quoted cell for one character: a quote, or a newline."""

csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))


class Problem(NamedTuple):
    """Why a row cannot be read."""

    code: str
    message: str


class Row(NamedTuple):
    """What is known of a row before its cells are read."""

    table: "Table"
    start: int
    """Where it begins in its document: the header, or blank lines, may stand above."""
    cells: Sequence[Span]
    """Where its cells stand, without quotes; none if it cannot be read."""
    problem: Problem | None = None
    header: Sequence[Span] = ()
    """Where the cells of the header stand, if it is in the same document."""


class _Record(NamedTuple):
    """Some lines, and the cells that the `csv` module finds there."""

    lines: Sequence[str]
    cells: Sequence[str] | None
    """`None` if it finds none."""

    @property
    def is_blank(self) -> bool:
        return self.cells is not None and not any(self.cells)


@attrs.define
class _Pending:
    """The lines of a document, while further ones may belong to it."""

    lines: list[str]
    row: _Record | None = None
    start: int = 0
    """Where the row begins."""
    header: Sequence[Span] = ()
    """Where the cells of the header stand, if it is above the row."""


class _Lines:
    """Gives lines, keeps those that were taken, and takes some of them back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._is_first = True
        self._returned: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self._taken.append(line)
        if self._is_first:
            self._is_first = False
            return line.removeprefix(BOM)
        return line

    def take(self) -> list[str]:
        """Return the lines that were given since the last time."""
        taken, self._taken = self._taken, []
        return taken

    def put_back(self, lines: Sequence[str]) -> None:
        """Take lines back, to be given again."""
        self._returned.extendleft(reversed(lines))


@attrs.frozen(slots=False, eq=False)
class Table:
    """A file, read row by row."""

    source: Input
    header: Header
    format: str
    """The name of the format."""

    def excerpts(self) -> Iterator[Excerpt]:
        """Give the rows as documents, which make up the file.

        The first has the header, too; blank lines belong to the row above them.
        """
        records = self._records()
        pending = self._begin(records)
        line, byte = 1, 0
        for record in records:
            is_row = not (record.is_blank or self._is_header(record))
            if is_row and pending.row:
                yield self._excerpt(pending, line, byte)
                line += len(pending.lines)
                byte += self.source.bytes_of("".join(pending.lines))
                pending = _Pending([])
            if is_row:
                pending.row, pending.start = record, len("".join(pending.lines))
            pending.lines += record.lines
        yield self._excerpt(pending, line, byte)

    @cached_property
    def detection(self) -> Detection:
        """Say which download it is, by its columns."""
        known = len(self.header.names) - len(self.header.unknown)
        evidence = (f"{known} known columns",)
        return Detection(self.format, self.header.variant, 1 - 0.5**known, evidence)

    @cached_property
    def day_order(self) -> DayOrder | None:
        """Whether `3/7/2024` is a day of March or of July; `None` if nothing in the file tells."""
        at = [at for column, at in self.header.positions if column.is_date]
        rows = (record.cells or [] for record in self._records())
        return day_order(cells[n] for cells in rows for n in at if n < len(cells))

    def __getstate__(self) -> dict[str, Any]:
        """Leave the file behind, and take along what rows ask of it: they go between processes."""
        return {**vars(self), "source": Input("", self.source.path), "day_order": self.day_order}

    def _begin(self, records: Iterator[_Record]) -> _Pending:
        """Take the lines up to the header, which is the first that is not blank."""
        pending = _Pending([])
        for record in records:
            start = len("".join(pending.lines))
            pending.lines += record.lines
            if not record.is_blank:
                text = "".join(pending.lines)
                start += text.startswith(BOM, start)
                located = _locate(text, start, record.cells or (), self.header.dialect)
                names = self.header.names
                if located and len(located[0]) == len(names):
                    pending.header = located[0]
                else:  # it is damaged: its cells are where it begins
                    pending.header = [(start, start)] * len(names)
                break
        return pending

    def _is_header(self, record: _Record) -> bool:
        """Tell whether a row is the header again, as where files were put together."""
        cells = record.cells or ()
        return [cell.removeprefix(BOM).strip() for cell in cells] == list(self.header.names)

    def _excerpt(self, pending: _Pending, line: int, byte: int) -> Excerpt:
        text, start, header = "".join(pending.lines), pending.start, pending.header
        source = self.source.document(text, line, byte)
        row = pending.row
        if row is None:
            problem = Problem("empty-table", "there is a header, and no row below it")
            return Excerpt(source, Row(self, len(text), (), problem, header))
        cells, expected = row.cells, len(self.header.names)
        located = None if cells is None else _locate(text, start, cells, self.header.dialect)
        if located is None or cells is None:
            problem = Problem("unreadable-row", "a quote is not closed, or stands inside a cell")
        elif len(cells) != expected:
            number = f"{len(cells)} cell{'' if len(cells) == 1 else 's'}"
            problem = Problem("cell-count", f"{number}, and the header has {expected}")
        else:
            spans, edits = located
            return Excerpt(source.edited(edits), Row(self, start, spans, None, header))
        return Excerpt(source, Row(self, start, (), problem, header))

    def _records(self) -> Iterator[_Record]:
        """Read the rows, the header among them.

        A quote that is not closed takes in the lines below it: where one of its lines begins like a
        row, and the row has the wrong number of cells or that line has as many as a row, it is
        taken to end above that line.
        """
        lines = _Lines(self.source.lines())
        reader = self.header.dialect.reader(lines)
        while True:
            cells: list[str] | None = None
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:  # nothing comes of the lines that were taken
                reader = self.header.dialect.reader(lines)
            taken = lines.take()
            is_right = cells is not None and len(cells) == len(self.header.names)
            least = _TELLING_SEPARATORS if is_right else 0
            next_row = (at for at in range(1, len(taken)) if self._is_row(taken[at], least))
            if at := next(next_row, 0):
                lines.put_back(taken[at:])
                taken, cells = taken[:at], None
                reader = self.header.dialect.reader(lines)
            yield _Record(taken, cells)

    def _is_row(self, line: str, least: int) -> bool:
        """Tell whether a line begins like a row, and has the separators of one, if these tell."""
        if not self._row_start.match(line):
            return False
        separators = len(self.header.names) - 1
        has_all = line.count(self.header.dialect.delimiter) >= separators
        return not least or (separators >= least and has_all)

    @cached_property
    def _row_start(self) -> re.Pattern[str]:
        """What a row begins with: a number in the right column, if that is one of the first."""
        mark = re.escape(self.header.dialect.delimiter)
        before = self.header.names.index(NCT_NUMBER)
        return re.compile(
            rf"""
            (?: (?: "[^"]*+" | [^"{mark}]*+ ) {mark} ){{{before}}}    # cells before it
            "? NCT[0-9]{{8}} "?
            (?: {mark} | \s*$ )
            """,
            re.VERBOSE,
        )


def _locate(
    text: str, start: int, cells: Sequence[str], dialect: Dialect
) -> tuple[list[Span], list[Edit]] | None:
    """Find where the cells of a row stand, once what is escaped in them is edited.

    It is proven on the way that the row, written again, is what stands there; `None` if it is not.
    """
    spans: list[Span] = []
    edits: list[Edit] = []
    at, shift, last = start, 0, len(cells) - 1
    for number, cell in enumerate(cells):
        written, end_mark = cell, ""
        if dialect.is_quoted and text.startswith('"', at):
            written, end_mark = cell.replace('"', '""'), '"'
            at += 1
        end = at + len(written)
        if not (text.startswith(written, at) and text.startswith(end_mark, end)):
            return None
        first = at - shift
        if end_mark and ("\r" in cell or '"' in cell):
            found = [_unescaped(match) for match in _ESCAPED.finditer(text, at, end)]
            shift += sum(edit.end - edit.start - 1 for edit in found)
            edits += found
        spans.append((first, end - shift))
        at = end + len(end_mark)
        if number < last and text[at] != dialect.delimiter:
            return None
        at += 1
    return spans, edits


def _unescaped(match: re.Match[str]) -> Edit:
    return Edit(match.start(), match.end(), match[0][0] if match[0] == '""' else "\n")
