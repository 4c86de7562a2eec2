"""Tables of results, with pipes or flattened: columns, and rows with a cell for each.

Pipes show which cell belongs to which column. Where a table was flattened to one cell a line, its
empty cells are gone: how many columns there are is inferred, and a row with another number of cells
is unparsed. A number in the wrong column is worse than none.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from trialtext.formats.mirror_results.cells import (
    EMPTY,
    is_detail,
    is_size,
    is_value,
    may_be_cell,
    unit_of,
)
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.parsing.tree import Token

MEASURE: Final = "Measure"
"""The heading of the column with the titles of the rows."""
_RULER = re.compile(r":?-{2,}:?")
_PIPE = re.compile(r"(?<!\\)\|")


class Column(NamedTuple):
    """A column: a group of participants."""

    title: Token | None
    sizes: tuple[Token, ...] = ()
    """`n=15 Participants`."""
    description: Token | None = None
    place: Token | None = None
    """Where the header of the table begins, if this column's part of it is not known."""


class Row(NamedTuple):
    """A row: its titles, from the outermost, and a cell for each column, `None` if empty."""

    titles: tuple[Token, ...]
    cells: tuple[Token | None, ...]


class Table(NamedTuple):
    """A table: its columns, and the rows whose cells are known to belong to them."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Segment(NamedTuple):
    """Lines of a flattened table: titles, then lines that look like cells."""

    titles: tuple[Token, ...]
    cell_lines: tuple[Token, ...]

    @property
    def lines(self) -> tuple[Token, ...]:
        """All lines."""
        return self.titles + self.cell_lines


def joined(tokens: Sequence[Token], builder: Builder) -> Token | None:
    """Return consecutive tokens as one; `None` if there are none."""
    return builder.document.token(tokens[0].start, tokens[-1].end) if tokens else None


def without_doubled_end(lines: Sequence[Token], builder: Builder) -> Sequence[Token]:
    """Leave out a last line that is the same as the one above; report others that are."""
    for above, line in pairwise(lines):
        if above.text != line.text:
            continue
        if line is lines[-1]:
            builder.mark_unparsed("repeated-value", line, "the same line stands above")
            return lines[:-1]
        builder.report("repeated-value", line.span, "the same line stands above")
    return lines


def mark_block(tokens: Sequence[Token], code: str, message: str, builder: Builder) -> None:
    """Mark consecutive tokens as unparsed."""
    if block := joined(tokens, builder):
        builder.mark_unparsed(code, block, message)


def remember_description(column: Column, builder: Builder) -> None:
    """Record the description of a group, for tables where the end of the header is not clear."""
    if column.title and column.description:
        lines = tuple([line.text for line in column.description.lines()])
        builder.evidence.descriptions.setdefault(column.title.text, set()).add(lines)


def column(header: Sequence[Token], builder: Builder) -> Column:
    """Divide the lines of a column's header: title, sizes, description."""
    title = header[0] if header and not is_size(header[0].text) else None
    rest = header[1:] if title else header
    count = next((at for at, line in enumerate(rest) if not is_size(line.text)), len(rest))
    description = joined(without_doubled_end(rest[count:], builder), builder)
    return Column(title, tuple(rest[:count]), description)


TOTAL: Final = "Total of all reporting groups"
"""The description of the last column of a baseline, where there are several."""


def may_lack_titles(columns: Sequence[Column]) -> bool:
    """Tell whether a flattened header may have lost a title.

    A description then takes the place of a title, and one column has no description.
    """
    totals = [c for c in columns if c.description and c.description.text == TOTAL]
    named = all(c.title and c.title.text == "Total" for c in totals)
    others = {bool(c.description) for c in columns if c not in totals}
    return not named or len(others) > 1


def is_wrapped(token: Token, builder: Builder) -> bool:
    """Tell whether the lines of the page were wrapped, and mark the table as unparsed if so.

    Which lines were one, and which were cells, is not certain then.
    """
    if "wrapped-lines" not in builder.document.repaired:
        return False
    message = "the lines were wrapped: what was one cell is not certain"
    builder.mark_unparsed("unknown-columns", token, message)
    return True


def is_broken(first: Token, second: Token, builder: Builder) -> bool:
    """Tell whether two lines may be one that was broken: together, with blank lines around."""
    text = builder.document.text
    return (
        text[first.end : second.start] == "\n"
        and text.startswith("\n\n", second.end)
        and text.endswith("\n\n", 0, first.start)
    )


def is_continued(first: Token, second: Token, builder: Builder) -> bool:
    """Tell whether a line stands right below another, above which is a blank line."""
    text = builder.document.text
    return text[first.end : second.start] == "\n" and text.endswith("\n\n", 0, first.start)


def has_broken(lines: Sequence[Token], builder: Builder) -> bool:
    """Tell whether two of some lines, one after the other, may be one that was broken."""
    return any(is_broken(*pair, builder) for pair in pairwise(lines))


def has_broken_titles(lines: Sequence[Token], starts: Iterable[int], builder: Builder) -> bool:
    """Tell whether a line with which a column begins may be the rest of the line above."""
    return any(at and is_broken(lines[at - 1], lines[at], builder) for at in starts)


# ---- Pipes


def pipes(token: Token, builder: Builder) -> Table | None:
    """Read a table with pipes; `None`, and the table unparsed, if its header is damaged."""
    rows = _pipe_rows(token, builder)
    header, ruler, *body = rows if len(rows) > 1 else [[token], []]
    width = len(ruler)
    ruled = all(_RULER.fullmatch(part.text) for part in ruler)
    named = bool(header) and header[0].text in ("", MEASURE)
    if not ruled or not named or not ruler[1:] or len(header) != width:
        builder.mark_unparsed(
            "unknown-columns", token, "the table's header does not tell its columns"
        )
        return None
    builder.mark_boilerplate(*[part.span for part in (*ruler, header[0])])
    columns = tuple(column(part.lines(), builder) for part in header[1:])
    return Table(columns, tuple(row for parts in body for row in _pipe_row(parts, width, builder)))


def _pipe_rows(token: Token, builder: Builder) -> list[list[Token]]:
    """Divide a table at its pipes; a new row begins where only a line break is between two."""
    rows: list[list[Token]] = []
    row: list[Token] = []
    at = token.start
    for pipe in _PIPE.finditer(token.text):
        end = token.start + pipe.start()
        builder.mark_boilerplate((end, end + 1))
        between = builder.document.text[at:end]
        if at == token.start or ("\n" in between and not between.strip()):
            if row:
                rows.append(row)
            row = []
        else:
            row.append(builder.document.token(at, end))
        at = end + 1
    return [*rows, row] if row else rows


def _pipe_row(parts: Sequence[Token], width: int, builder: Builder) -> Iterator[Row]:
    """Yield a row if it has a cell for each column; otherwise mark it as unparsed."""
    if len(parts) != width:
        message = f"{len(parts) - 1} cells where there are {width - 1} columns"
        mark_block(parts, "row-width", message, builder)
        return
    titles, *cells = parts
    builder.mark_boilerplate(*[part.span for part in parts if part.text in EMPTY])
    yield Row(
        tuple(titles.lines()) if titles.text not in EMPTY else (),
        tuple([None if part.text in EMPTY else part for part in cells]),
    )


# ---- Flattened tables


def flat_lines(token: Token, builder: Builder) -> list[Token]:
    """Take the lines of a flattened table, below `Measure`."""
    measure, *lines = token.lines()
    builder.mark_boilerplate(measure.span)
    return lines


def split_segments(
    lines: Sequence[Token], is_cell: Callable[[str], bool], continues_cell: Callable[[str], bool]
) -> list[Segment]:
    """Split lines before each title that follows something like a cell."""
    segments: list[Segment] = []
    titles: list[Token] = []
    cell_lines: list[Token] = []
    for line in lines:
        if is_cell(line.text) or continues_cell(line.text):
            cell_lines.append(line)
            continue
        if cell_lines:
            segments.append(Segment(tuple(titles), tuple(cell_lines)))
            titles, cell_lines = [], []
        titles.append(line)
    if titles or cell_lines:
        segments.append(Segment(tuple(titles), tuple(cell_lines)))
    return segments


def mark_row_width(segment: Segment, width: int, builder: Builder) -> None:
    """Mark a row as unparsed that has not one cell for each column."""
    message = f"not one cell for each of {width} columns, or not sure which is which"
    mark_block(segment.lines, "row-width", message, builder)


def ends_page(token: Token, builder: Builder) -> bool:
    """Tell whether nothing that is read follows a token."""
    return builder.document.is_read_to(token.end)


def may_be_truncated(segment: Segment, builder: Builder) -> bool:
    """Tell whether a row ends with what is read of the text, and may go on in a last line."""
    document = builder.document
    end, last_line = segment.lines[-1].end, document.last_line.text
    return bool(last_line) and document.is_cut_at(end) and may_be_cell(last_line)


def may_be_title(row: Row, before: Row | None, builder: Builder) -> bool:
    """Tell whether the only cell of a page's last row may be the title of a truncated row.

    It is not if it has the unit of the cell in the row before.
    """
    if len(row.cells) > 1 or not is_plain(row) or not row.cells[0]:
        return False
    if not ends_page(row.cells[0], builder):
        return False
    return (
        before is None
        or len(before.titles) != len(row.titles)
        or before.titles[0].text != row.titles[0].text
        or not before.cells[0]
        or unit_of(before.cells[0].text) != unit_of(row.cells[0].text)
    )


def has_excess_cells(segment: Segment, row: Row | None, width: int) -> bool:
    """Tell whether a row has more cells than there are columns."""
    return row is None and len(_cells(segment.cell_lines)) > width


def lacks_columns(segments: Iterable[Segment], rows: Sequence[Row | None], width: int) -> bool:
    """Tell whether more rows have excess cells than fit: the header has lost a column."""
    excess = sum(has_excess_cells(*pair, width) for pair in zip(segments, rows, strict=True))
    return excess > sum(row is not None for row in rows)


def measured_row(segment: Segment, width: int, builder: Builder) -> Row | None:
    """Divide a row of a measure into titles and cells; `None` if a cell may be missing."""
    cells = _cells(segment.cell_lines)
    # A title may look like a cell (`12 Weeks`): it stands before the cells, with another unit.
    extra = len(cells) - width
    if extra < 0 or may_be_truncated(segment, builder) or has_broken(segment.titles, builder):
        return None
    like_cells, cells = cells[:extra], cells[extra:]
    units = {unit_of(cell[0].text) for cell in cells}
    if (
        not all(is_value(cell[0].text) for cell in cells)
        or len(units) != 1
        or any(len(lines) > 1 or unit_of(lines[0].text) in units for lines in like_cells)
    ):
        return None
    detailed = [len(lines) > 1 or "\N{BULLET}" in lines[0].text for lines in cells]
    if any(detailed) and not detailed[0] and not cells[0][0].text.startswith("NA"):
        return None  # the first may be a title, and one of the others be missing
    titles = (*segment.titles, *(lines[0] for lines in like_cells))
    tokens = tuple([joined(lines, builder) for lines in cells])
    return Row(titles, tokens) if titles else None


def lacks_unit(row: Row) -> bool:
    """Tell whether the first cell of a row has no unit."""
    return not row.cells[0] or not unit_of(row.cells[0].text.partition("\n")[0])


def is_plain(row: Row) -> bool:
    """Tell whether the cells of a row are nothing but numbers and units.

    One of them may then be a title that looks like a number, and a cell be missing.
    """
    return not any(c and ("\n" in c.text or "\N{BULLET}" in c.text) for c in row.cells)


def _cells(lines: Iterable[Token]) -> list[list[Token]]:
    cells: list[list[Token]] = []
    for line in lines:
        if is_detail(line.text) and cells:
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def measured_segments(lines: Sequence[Token]) -> list[Segment]:
    """Split the lines of a table of measures."""
    return split_segments(lines, is_value, is_detail)


def most_common_length(segments: Iterable[Segment]) -> int:
    """Return how many cells most rows have; the larger number of two equally common ones."""
    lengths = Counter(len(segment.cell_lines) for segment in segments)
    return max(lengths, key=lambda length: (lengths[length], length), default=0)


def known_titles(builder: Builder) -> frozenset[str]:
    """Find the titles of groups that stand before a size anywhere on the page."""
    return frozenset(match[1] for match in _BEFORE_SIZE.finditer(builder.document.text))


_BEFORE_SIZE = re.compile(r"^[| ]*+([^\n|]+)\n+n=\d[\d,]* [^\n|]+$", re.MULTILINE)
