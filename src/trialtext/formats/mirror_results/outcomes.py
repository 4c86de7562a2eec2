"""Outcomes: what was measured, when, in which groups, and the numbers."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from trialtext.formats.mirror_results.cells import NA, is_detail, is_size, is_value, unit_of
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.formats.mirror_results.measures import (
    MeasuredRow,
    classes,
    denoms,
    describe,
    dispersion_name,
    groups,
    mark_row,
    mark_second,
    of_one_depth,
    parse_row,
    without_repeats,
)
from trialtext.formats.mirror_results.tables import (
    Row,
    Segment,
    Table,
    column,
    ends_page,
    flat_lines,
    has_broken_titles,
    has_excess_cells,
    is_continued,
    is_plain,
    is_wrapped,
    joined,
    lacks_columns,
    mark_block,
    mark_row_width,
    may_be_title,
    measured_row,
    measured_segments,
    pipes,
    split_segments,
    without_doubled_end,
)
from trialtext.model.enums import OutcomeMeasureType
from trialtext.model.results import OutcomeMeasure, OutcomeMeasuresModule
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.scalars import codes

_PREFIX = "OG"
_LONGEST: Final[Mapping[str, int]] = {"TIMEFRAME": 255, "POPULATION": 500}
"""Characters that the registry allows."""
_TABLES = ("PIPE_TABLE", "FLAT_TABLE")


class Flat(NamedTuple):
    """A flattened table of which it is not known yet where the header ends."""

    lines: Sequence[Token]
    starts: Sequence[int]
    """Numbers of the lines with which columns begin."""
    body: int
    """Number of the line after the sizes of the last column."""
    segments: Sequence[Segment]
    """The lines from there on: the first segment has the description of the last column, too."""


def outcomes(section: Tree, builder: Builder) -> None:
    """Read the outcomes, one section each."""
    module = builder.module(OutcomeMeasuresModule)
    tables = {
        token.span: _table(token, builder)
        for outcome in section.rules()
        for token in outcome.tokens(*_TABLES)
    }
    titled = _are_titled(tables.values())
    for rule in section.rules():
        outcome = _outcome(rule, builder)
        for token in rule.tokens(*_TABLES):
            table = tables[token.span]
            if isinstance(table, Flat):
                table = _unflattened(table, builder, titled=titled)
            if table:
                _measure(outcome, table, builder, titled=titled)
        _report_truncated(rule, builder)
        module.append("outcome_measures", outcome)


def _table(token: Token, builder: Builder) -> Table | Flat | None:
    if is_wrapped(token, builder):
        return None
    return pipes(token, builder) if token.type == "PIPE_TABLE" else _flat(token, builder)


def _are_titled(tables: Iterable[Table | Flat | None]) -> bool:
    """Tell whether rows begin with the title of their outcome.

    If so, the rows of each table begin with the same title.
    """
    alike = unlike = 0
    for table in tables:
        if isinstance(table, Flat):
            if len(table.segments) > 1 and table.segments[1].cell_lines:
                first, second = table.segments[:2]
                same = second.titles[0].text in [title.text for title in first.titles]
                alike, unlike = alike + same, unlike + (not same)
        elif table and table.rows:
            firsts = {row.titles[0].text if row.titles else "" for row in table.rows}
            several = len(table.rows) > 1 and "" not in firsts and len(firsts) == 1
            alike += several
            unlike += len(firsts) > 1 or "" in firsts
    return alike >= unlike


def _holds_more(token: Token) -> bool:
    """Tell whether another line was joined to a labelled one."""
    value = token.after(":").text
    joined_ = token.type == "TIMEFRAME" and "Population:" in value
    return joined_ or len(value) > _LONGEST[token.type]


def _report_truncated(section: Tree, builder: Builder) -> None:
    """Report that the page ends before the table of an outcome, which a description may lack."""
    last = section.tokens()[-1]
    described = last.type == "LINE" and builder.document.text.endswith("\n")
    if not described and not section.tokens(*_TABLES) and ends_page(last, builder):
        message = "the page ends before an outcome's table"
        builder.report("truncated", (last.end, last.end), message)


def _outcome(section: Tree, builder: Builder) -> Draft:
    heading, *rest = section.tokens()
    kind = heading.part(0, heading.text.rindex(" "))
    outcome = Draft(OutcomeMeasure, type=builder.code(kind, codes(OutcomeMeasureType)))
    tables = [token for token in rest if token.type in (*_TABLES, "OUTCOME_MEASURES")]
    first = min((token.start for token in tables), default=len(builder.document.text))
    for token in rest:
        if token.type in _LONGEST and _holds_more(token):
            builder.mark_unparsed("unknown-line", token, "more than its label announces")
        elif token.type == "TIMEFRAME":
            builder.set_once(outcome, "time_frame", builder.verbatim(token.after(":")))
        elif token.type == "POPULATION":
            builder.set_once(outcome, "population_description", builder.verbatim(token.after(":")))
    strays = _strays([heading, *rest], builder)
    builder.unparsed_lines(strays)
    texts = [token for token in rest if token.type == "LINE" and token not in strays]
    prose = without_doubled_end([t for t in texts if t.start < first], builder)
    description = joined(prose, builder)
    if description and description.text.endswith("Outcome measures"):
        builder.mark_unparsed("unknown-line", description, "it ends with the table's caption")
    elif description:
        outcome.set("description", builder.verbatim(description))
    builder.unparsed_lines([token for token in texts if token.start > first])
    return outcome


_LABELLED = ("TIMEFRAME", "POPULATION")


def _strays(tokens: Sequence[Token], builder: Builder) -> list[Token]:
    """Find lines of prose that may be the rest of a labelled line: right below, or between two."""
    labelled = [at for at, token in enumerate(tokens) if token.type in _LABELLED]
    last = labelled[-1] if labelled else 0
    return [
        token
        for at, (above, token) in enumerate(pairwise(tokens), 1)
        if token.type == "LINE"
        and (at < last or (above.type in _LABELLED and is_continued(above, token, builder)))
    ]


def _measure(outcome: Draft, table: Table, builder: Builder, *, titled: bool) -> None:
    if mark_second(table, outcome, "one outcome", builder):
        return
    outcome.set("groups", groups(table.columns, _PREFIX, builder))
    outcome.set("denoms", denoms(table.columns, _PREFIX, builder))
    parsed = [each for row in table.rows if (each := parse_row(row, builder))]
    rows = _of_one_kind(without_repeats(parsed, builder), builder)
    above = 0
    if titled and (title := _common_title(rows)):
        rows = _with_title(title, rows, builder)
        above = 1
    rows = of_one_depth(_without_contradictions(rows, builder), builder)
    rows = _not_deeper(rows, above, builder)
    if above and rows:
        _set_title(outcome, rows)
    describe(outcome, rows, dispersion_name, builder)
    outcome.set("classes", classes(rows, _PREFIX, above=above, categorical=False))


def _of_one_kind(rows: Sequence[MeasuredRow], builder: Builder) -> list[MeasuredRow]:
    """Select the rows with the unit and dispersion of the outcome; mark others as unparsed."""
    unit = rows[0].unit if rows else ""
    dispersion = next((row.dispersion for row in rows if row.dispersion), "")
    selected = []
    for row in rows:
        if row.unit == unit and row.dispersion in ("", dispersion):
            selected.append(row)
        else:
            mark_row(row.row, "another unit or dispersion than that of the outcome", builder)
    return selected


def _common_title(rows: Sequence[MeasuredRow]) -> str:
    """Return the title that most rows begin with, empty if there is none."""
    firsts = Counter(row.path[0] if row.path else "" for row in rows)
    title, count = max(firsts.items(), key=lambda pair: pair[1], default=("", 0))
    return title if 2 * count > len(rows) else ""


def _with_title(title: str, rows: Sequence[MeasuredRow], builder: Builder) -> list[MeasuredRow]:
    """Select the rows that begin with a title; mark others as unparsed."""
    for row in rows:
        if row.path[:1] != (title,):
            mark_row(row.row, "a row that does not begin with the outcome's title", builder)
    return [row for row in rows if row.path[:1] == (title,)]


def _without_contradictions(rows: Sequence[MeasuredRow], builder: Builder) -> list[MeasuredRow]:
    """Select the rows whose titles no other row has; mark others as unparsed."""
    times = Counter(row.path for row in rows)
    if len(times) == len(rows):
        return [*rows]
    for row in rows:
        if times[row.path] > 1:
            mark_row(row.row, "another row has the same titles", builder)
    return [row for row in rows if times[row.path] == 1]


def _not_deeper(rows: Sequence[MeasuredRow], above: int, builder: Builder) -> list[MeasuredRow]:
    """Select the rows with at most class and category below the title; mark others."""
    for row in rows:
        if len(row.titles) > above + 2:
            mark_row(row.row, "more titles than class and category", builder)
    return [row for row in rows if len(row.titles) <= above + 2]


def _set_title(outcome: Draft, rows: Sequence[MeasuredRow]) -> None:
    """Set the outcome's title, with which its rows begin."""
    spans = tuple([row.titles[0].span for row in rows])
    evidence = "the rows of the table begin with it"
    title = Value(rows[0].path[0], spans, Derivation.INFERRED, evidence)
    description = outcome.value("description")
    if description and str(description.value) == title.value:
        del outcome.fields["description"]
        title = title.moved((*description.spans, *spans))
    outcome.set("title", title)


# ---- Flattened tables


def _flat(token: Token, builder: Builder) -> Flat | None:
    """Divide a table of one cell a line: the sizes in its header show how many columns it has."""
    lines = flat_lines(token, builder)
    starts = _starts(lines, builder)
    if starts[:1] != [0] or has_broken_titles(lines, starts, builder):
        mark_block(lines, "unknown-columns", "how many columns there are is not certain", builder)
        return None
    body = starts[-1] + 1
    while body < len(lines) and is_size(lines[body].text):
        body += 1
    segments, rows = _rows_of(lines[body:], len(starts), builder)
    if lacks_columns(segments, rows, len(starts)):
        mark_block(lines, "unknown-columns", "more cells than columns", builder)
        return None
    return Flat(lines, starts, body, segments)


_TITLE_AND_SIZE = 2
"""Lines that each column of a flattened header has at least; more are its description."""


def _unflattened(flat: Flat, builder: Builder, *, titled: bool) -> Table:
    """Find where the header ends, and the rows begin."""
    lines, starts, body, segments = flat
    known = builder.evidence.descriptions.get(lines[starts[-1]].text, set())
    described = len(starts) > 1 and all(b - a > _TITLE_AND_SIZE for a, b in pairwise(starts))
    length = _description_length(segments, known, described=described)
    without_rows = bool(segments) and not segments[0].cell_lines
    if (
        without_rows
        and tuple(t.text for t in segments[0].titles) not in known
        and ends_page(lines[-1], builder)
    ):
        mark_block(
            segments[0].titles, "truncated", "the page ends within a table's header", builder
        )
        return Table(tuple(column(lines[a:b], builder) for a, b in pairwise([*starts, body])), ())
    if segments and segments[0].cell_lines and not titled:
        length = None
    bounds = pairwise([*starts, body + (length or 0)])
    columns = tuple(column(lines[a:b], builder) for a, b in bounds)
    if length is None:
        message = "where the description of the last column ends is not certain"
        mark_block(segments[0].titles, "unknown-columns", message, builder)
        for segment in (Segment((), segments[0].cell_lines), *segments[1:]):
            mark_row_width(segment, len(columns), builder)
        return Table(columns, ())
    first = [Segment(segment.titles[length:], segment.cell_lines) for segment in segments[:1]]
    return Table(columns, tuple(_rows([*first, *segments[1:]], len(columns), builder)))


def _starts(lines: Sequence[Token], builder: Builder) -> list[int]:
    """Find the lines with which columns begin: a title, then a size."""
    starts = [
        at
        for at in range(len(lines) - 1)
        if is_size(lines[at + 1].text) and not is_size(lines[at].text)
    ]
    if not lines or "n=" not in lines[-1].text or not is_detail(lines[-1].text):
        return starts
    # Cells may look like that as well: `8 Participants`, then `n=15 Participants`.
    unit = next(unit_of(line.text) for line in reversed(lines) if not is_detail(line.text))
    for number, at in enumerate(starts):
        text = lines[at].text
        if is_value(text) and unit_of(text) == unit and text not in builder.evidence.descriptions:
            rest = [lines[start].text for start in starts[number:]]
            return starts[:number] if all(is_value(t) and unit_of(t) == unit for t in rest) else []
    return starts


def _rows_of(
    lines: Sequence[Token], width: int, builder: Builder
) -> tuple[list[Segment], list[Row | None]]:
    """Divide the lines below a header into rows; `None` for what is none.

    A title may begin with a number: `6 Months`. What tells it from a cell is that an outcome has
    one unit: that of the last cell.
    """
    segments = measured_segments(lines)
    rows = [measured_row(segment, width, builder) for segment in segments]
    units = [unit_of(line.text) for line in lines if is_value(line.text)]
    if len({*units}) <= 1:
        return segments, rows
    unit = units[-1]
    others = split_segments(
        lines, lambda text: text == NA or (is_value(text) and unit_of(text) == unit), is_detail
    )
    other_rows = [measured_row(segment, width, builder) for segment in others]
    better = other_rows.count(None) <= rows.count(None)
    return (others, other_rows) if better else (segments, rows)


def _description_length(
    segments: Sequence[Segment], known: Container[tuple[str, ...]], *, described: bool
) -> int | None:
    """Count the lines before the first cell that describe the last column; others are titles.

    `None` if the number is not certain. `known` holds descriptions of a group with the title of
    that column; `described` says whether all other columns have descriptions.
    """
    if not segments or not segments[0].cell_lines:
        return len(segments[0].titles) if segments else 0
    before = [title.text for title in segments[0].titles]
    rest = [segment.titles for segment in segments[1:] if segment.cell_lines]
    if rest and rest[0][0].text in before:
        return before.index(rest[0][0].text)  # a row without cells may stand before the first
    # Every row has a title; with one row only, further lines may be title or description.
    length = len(before) - (len(rest[0]) if rest else 1)
    if length > 0 and tuple(before[:length]) in known:
        return length
    return 1 if described and not rest and length == 1 else None


def _is_repeated(row: Row) -> bool:
    """Tell whether a title stands twice in a row: no class is called like its outcome."""
    return any(a.text == b.text for a, b in pairwise(row.titles))


def _rows(segments: Sequence[Segment], width: int, builder: Builder) -> Iterator[Row]:
    """Yield the rows that begin with the title of the outcome; others may not be rows at all."""
    rows = [measured_row(segment, width, builder) for segment in segments]
    rows = [row if row and not _is_repeated(row) else None for row in rows]
    title = segments[0].titles[0].text if segments and segments[0].titles else ""
    depths = Counter(len(row.titles) for row in rows if row)
    depth = max(depths, key=lambda depth: (depths[depth], depth), default=0)
    # Where a title was taken for a cell in one row, it may have been in other rows, too.
    excess = any(has_excess_cells(*pair, width) for pair in zip(segments, rows, strict=True))
    last = next((row.cells[0] for row in reversed(rows) if row and row.cells[0]), None)

    def is_certain(row: Row) -> bool:
        # What looks like a cell is none in the unit of a title: `30 Days`.
        same = last and row.cells[0] and unit_of(row.cells[0].text) == unit_of(last.text)
        return not is_plain(row) or bool(same and len(row.titles) == depth and not excess)

    for segment, row, before in zip(segments, rows, [None, *rows], strict=False):
        if (
            row
            and row.titles[0].text == title
            and is_certain(row)
            and not may_be_title(row, before, builder)
        ):
            yield row
        else:
            mark_row_width(segment, width, builder)
