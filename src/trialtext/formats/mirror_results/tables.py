"""Tables of results, in whatever shape they came: columns, and rows with a cell for each.

Pipes tell what stands in which column. Where a table was flattened to one cell a line, its empty
cells are gone: how many columns there are is inferred, and a row that has not just as many cells is
unparsed as a whole. A number in the wrong column is worse than none.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from trialtext.formats.mirror_results.cells import is_detail, is_size, is_value, unit_of
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.parsing.tree import Token

MEASURE: Final = "Measure"
"""The heading of the column in which the titles of the rows stand."""
EMPTY: Final = ("", "-", "\N{EN DASH}", "\N{EM DASH}")
"""What stands in an empty cell."""

_RULER = re.compile(r":?-{2,}:?")
_PIPE = re.compile(r"(?<!\\)\|")


class Column(NamedTuple):
    """A column: a group of participants."""

    title: Token | None
    sizes: tuple[Token, ...] = ()
    """`n=15 Participants`."""
    description: Token | None = None
    place: Token | None = None
    """Where the header begins, if it is not told which part of it is of this column."""


class Row(NamedTuple):
    """A row: the path of its titles, and a cell for each column; `None` is an empty one."""

    titles: tuple[Token, ...]
    cells: tuple[Token | None, ...]


class Table(NamedTuple):
    """A table, as far as it could be told what stands in which column."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


class Segment(NamedTuple):
    """Lines of a flattened table: titles, then lines that look like cells."""

    titles: tuple[Token, ...]
    run: tuple[Token, ...]

    @property
    def lines(self) -> tuple[Token, ...]:
        """All of them."""
        return self.titles + self.run


def joined(tokens: Sequence[Token], builder: Builder) -> Token | None:
    """Take tokens that follow one another as one; nothing of nothing."""
    return builder.document.token(tokens[0].start, tokens[-1].end) if tokens else None


def mark_block(tokens: Sequence[Token], code: str, message: str, builder: Builder) -> None:
    """Leave tokens over that follow one another."""
    if whole := joined(tokens, builder):
        builder.mark_unparsed(code, whole, message)


def remember(column: Column, builder: Builder) -> None:
    """Note how a group is descriptions, for tables that do not tell where their header ends."""
    if column.title and column.description:
        told = tuple([line.text for line in column.description.lines()])
        builder.evidence.descriptions.setdefault(column.title.text, set()).add(told)


def column(header: Sequence[Token], builder: Builder) -> Column:
    """Make a column of the lines of its header: title, sizes, description."""
    title = header[0] if header and not is_size(header[0].text) else None
    rest = header[1:] if title else header
    count = next((at for at, line in enumerate(rest) if not is_size(line.text)), len(rest))
    return Column(title, tuple(rest[:count]), joined(rest[count:], builder))


TOTAL: Final = "Total of all reporting groups"
"""The description of the last column of a baseline, where there are several."""


def may_lack_titles(columns: Sequence[Column]) -> bool:
    """Whether a flattened header may have lost a title.

    The description before it then stands where the title should, and is missing where it belongs.
    """
    totals = [c for c in columns if c.description and c.description.text == TOTAL]
    named = all(c.title and c.title.text == "Total" for c in totals)
    others = {bool(c.description) for c in columns if c not in totals}
    return not named or len(others) > 1


def is_wrapped(token: Token, builder: Builder) -> bool:
    """Whether the page's lines were wrapped; its tables stay unparsed then.

    Which lines of a cell were one, and which lines were cells, can be guessed only.
    """
    if "wrapped-lines" not in builder.document.repaired:
        return False
    message = "the lines were wrapped: what was one cell is not certain"
    builder.mark_unparsed("unknown-columns", token, message)
    return True


# ---- Pipes


def pipes(token: Token, builder: Builder) -> Table | None:
    """Read a table with pipes; `None`, and all of it unparsed, if its header is damaged."""
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
    """Take what stands between pipes; a new row begins after nothing but a line break."""
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
    """Make a row, if it has a cell for each column."""
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


# ---- Lines


def segments(
    lines: Sequence[Token], is_cell: Callable[[str], bool], is_more: Callable[[str], bool]
) -> list[Segment]:
    """Cut lines where titles begin that follow something like a cell."""
    found: list[Segment] = []
    titles: list[Token] = []
    run: list[Token] = []
    for line in lines:
        if is_cell(line.text) or is_more(line.text):
            run.append(line)
            continue
        if run:
            found.append(Segment(tuple(titles), tuple(run)))
            titles, run = [], []
        titles.append(line)
    if titles or run:
        found.append(Segment(tuple(titles), tuple(run)))
    return found


def mark_row_width(segment: Segment, width: int, builder: Builder) -> None:
    """Leave a row over that has not one cell for each column."""
    message = f"not one cell for each of {width} columns, or not sure which is which"
    mark_block(segment.lines, "row-width", message, builder)


def mark_rows(segments: Iterable[Segment], width: int, builder: Builder) -> None:
    """Leave rows over, each on its own."""
    for segment in segments:
        mark_row_width(segment, width, builder)


def is_cut(segment: Segment, builder: Builder) -> bool:
    """Whether a row's last number stands at the very end of the text, where it may be cut."""
    last = segment.lines[-1]
    return last.end == len(builder.document.text) and not last.text[-1:].isalpha()


def may_be_a_title(row: Row, before: Row | None, builder: Builder) -> bool:
    """Whether the only cell of a page's last row may be the title of a row that was cut off.

    It is none if it is told like the cell of the row before.
    """
    if len(row.cells) > 1 or not is_plain(row) or not row.cells[0]:
        return False
    if builder.document.text[row.cells[0].end :].strip():
        return False
    return (
        before is None
        or len(before.titles) != len(row.titles)
        or before.titles[0].text != row.titles[0].text
        or not before.cells[0]
        or unit_of(before.cells[0].text) != unit_of(row.cells[0].text)
    )


def is_over(segment: Segment, row: Row | None, width: int) -> bool:
    """Whether a row has more cells than there are columns."""
    return row is None and len(_cells(segment.run)) > width


def lacks_columns(segments: Iterable[Segment], rows: Sequence[Row | None], width: int) -> bool:
    """Whether more rows have too many cells than fit: the header has lost a column."""
    over = sum(is_over(*pair, width) for pair in zip(segments, rows, strict=True))
    return over > sum(row is not None for row in rows)


def measured_row(segment: Segment, width: int, builder: Builder) -> Row | None:
    """Make a row of titles and cells of a measure, if there is just one cell for each column."""
    cells = _cells(segment.run)
    # A title may look like a cell (`12 Weeks`): it stands before the cells, with another unit.
    extra = len(cells) - width
    if extra < 0 or is_cut(segment, builder):
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
        return None  # the first may be a title, and one of the others gone
    titles = (*segment.titles, *(lines[0] for lines in like_cells))
    whole = [joined(lines, builder) for lines in cells]
    return Row(titles, tuple(whole)) if titles else None


def is_bare(row: Row) -> bool:
    """Whether the first cell of a row has no unit."""
    return not row.cells[0] or not unit_of(row.cells[0].text.partition("\n")[0])


def is_plain(row: Row) -> bool:
    """Whether the cells of a row are nothing but numbers and units.

    A title like a number may then stand in the place of a cell that is gone.
    """
    return not any(c and ("\n" in c.text or "\N{BULLET}" in c.text) for c in row.cells)


def _cells(run: Iterable[Token]) -> list[list[Token]]:
    cells: list[list[Token]] = []
    for line in run:
        if is_detail(line.text) and cells:
            cells[-1].append(line)
        else:
            cells.append([line])
    return cells


def measured_segments(lines: Sequence[Token]) -> list[Segment]:
    """Cut the lines of a table of measures."""
    return segments(lines, is_value, is_detail)


def most_common_length(segments: Iterable[Segment]) -> int:
    """How many cells most rows have."""
    lengths = Counter(len(segment.run) for segment in segments)
    return max(lengths, key=lambda length: (lengths[length], length), default=0)


def known_titles(builder: Builder) -> frozenset[str]:
    """Titles of groups that stand before a size anywhere on the page: those are sure."""
    return frozenset(match[1] for match in _BEFORE_SIZE.finditer(builder.document.text))


_BEFORE_SIZE = re.compile(r"^[| ]*+([^\n|]+)\n+n=\d[\d,]* [^\n|]+$", re.MULTILINE)
