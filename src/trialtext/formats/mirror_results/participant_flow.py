"""Participant flow: groups, periods with their milestones, and reasons for withdrawal."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from trialtext.formats.mirror_results.cells import is_count, is_pair
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.formats.mirror_results.measures import mark_columns, mark_row, mark_second
from trialtext.formats.mirror_results.tables import (
    Column,
    Row,
    Segment,
    Table,
    flat_lines,
    has_broken,
    is_wrapped,
    joined,
    known_titles,
    mark_block,
    mark_row_width,
    may_be_truncated,
    most_common_length,
    pipes,
    remember_description,
    split_segments,
)
from trialtext.formats.mirror_results.tables import column as column_of
from trialtext.model.results import (
    BaselineCharacteristicsModule,
    DropWithdraw,
    FlowGroup,
    FlowMilestone,
    FlowPeriod,
    FlowStats,
    ParticipantFlowModule,
)
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value

if TYPE_CHECKING:
    from trialtext.text.edits import Span

STARTED: Final = "STARTED"
"""The milestone with which every period begins."""
BALANCE: Final = (STARTED, "COMPLETED", "NOT COMPLETED")
"""Milestones of a period: the number of the first is the sum of the others."""
PARTICIPANTS: Final = "participants"
_COUNT: Final = re.compile(r"\d[\d,]*")
_PERIOD_AND_TITLE = 2
"""Titles of a row: the period, and the milestone or reason."""


def participant_flow(section: Tree, builder: Builder) -> None:
    """Read paragraphs and the unit of analysis; the tables, if their captions are missing."""
    module = builder.module(ParticipantFlowModule)
    for token in section.tokens("UNIT_OF_ANALYSIS"):
        builder.set_once(module, "type_units_analyzed", builder.verbatim(token.after(":")))
    tables = section.tokens("PIPE_TABLE")
    first = tables[0].start if tables else len(builder.document.text)
    lines = section.tokens("LINE")
    # An extractor that drops captions also drops first paragraphs.
    paragraphs = [line for line in lines if line.start < first]
    _paragraphs(paragraphs, module, builder, complete=not tables)
    for line in lines:
        if line.start > first:
            builder.mark_unparsed("unknown-line", line, f"{line.text!r:.60} fits nothing here")
    for token in tables:
        if table := pipes(token, builder):
            if any(row.titles[1:] and row.titles[1].text == STARTED for row in table.rows):
                _milestones(table, builder)
            else:
                _reasons(table, builder)


def _paragraphs(
    paragraphs: Sequence[Token], module: Draft, builder: Builder, *, complete: bool
) -> None:
    """Set recruitment and pre-assignment details, if both are there.

    The registry prints recruitment first.
    """
    names = ("recruitment_details", "pre_assignment_details")
    if complete and len(paragraphs) == len(names) and not has_broken(paragraphs, builder):
        for name, token in zip(names, paragraphs, strict=True):
            evidence = "the order of the registry's own pages"
            module.set(name, Value(token.text, (token.span,), Derivation.INFERRED, evidence))
    else:
        for token in paragraphs:
            message = "recruitment or pre-assignment: the page does not say which"
            builder.mark_unparsed("undetermined-text", token, message)


def participant_milestones(section: Tree, builder: Builder) -> None:
    """Read the table of periods and milestones."""
    for table in _tables(section, builder):
        _milestones(table, builder)


def reasons_for_withdrawal(section: Tree, builder: Builder) -> None:
    """Read the table of reasons, or the sentence that there are none."""
    for table in _tables(section, builder):
        _reasons(table, builder)


# ---- From tables to the model


def _module(builder: Builder) -> Draft:
    return builder.module(ParticipantFlowModule)


def _milestones(table: Table, builder: Builder) -> None:
    module = _module(builder)
    if mark_second(table, module, "milestones", builder):
        return
    units = module.value("type_units_analyzed")
    without_units = all(c is None or c.text.isdigit() for row in table.rows for c in row.cells)
    if units and _units(builder) and without_units:
        builder.report(
            "unit-of-analysis", units.spans[0], f"numbers without a unit, beside {units.value}"
        )
    module.set("groups", [_group(n, column) for n, column in enumerate(table.columns)])
    for column in table.columns:
        remember_description(column, builder)
        _mark_sizes(column, builder)
    rows = [row for row in table.rows if _has_two_titles(row, builder)]
    rows = _balanced(_without_repeats(rows, builder), builder)
    for _, period in groupby(rows, lambda row: row.titles[0].text):
        _add_period(list(period), module, builder)


def _add_period(rows: Sequence[Row], module: Draft, builder: Builder) -> None:
    spans = tuple([row.titles[0].span for row in rows])
    milestones = [
        Draft(
            FlowMilestone,
            type=builder.verbatim(row.titles[1]),
            achievements=_numbers(row.cells, range(len(row.cells)), builder),
        )
        for row in rows
    ]
    title = Value(rows[0].titles[0].text, spans)
    module.append("periods", Draft(FlowPeriod, title=title, milestones=milestones))


def _has_two_titles(row: Row, builder: Builder) -> bool:
    """Tell whether a row has a period and a milestone or reason; mark it as unparsed if not."""
    if len(row.titles) == _PERIOD_AND_TITLE:
        return True
    mark_row(row, "not a period and what came of it", builder)
    return False


def _without_repeats(rows: Sequence[Row], builder: Builder) -> list[Row]:
    """Select the rows with titles of their own; mark others as unparsed.

    Of rows that are the same, the first is taken; of those with other numbers, none.
    """
    texts: dict[tuple[str, ...], list[list[str]]] = {}
    selected = []
    for row in rows:
        numbers = [cell.text if cell else "" for cell in row.cells]
        texts.setdefault(_path(row), []).append(numbers)
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        known = texts[_path(row)]
        if all(numbers == known[0] for numbers in known) and _path(row) not in seen:
            selected.append(row)
        else:
            mark_row(row, "another row has the same titles", builder)
        seen.add(_path(row))
    return selected


def _path(row: Row) -> tuple[str, ...]:
    return tuple(title.text for title in row.titles)


def _balanced(rows: Sequence[Row], builder: Builder) -> list[Row]:
    """Select the rows of periods whose numbers add up; of others, mark those that should."""
    unbalanced = _unbalanced(rows)
    selected = []
    for row in rows:
        if row.titles[0].text in unbalanced and row.titles[1].text in BALANCE:
            mark_row(row, "the numbers of this period do not add up", builder)
        else:
            selected.append(row)
    return selected


def _unbalanced(rows: Iterable[Row]) -> set[str]:
    """Find the periods in which the numbers of completed and not completed do not add up."""
    periods: dict[str, dict[str, list[tuple[int, ...]]]] = {}
    for row in rows:
        period, milestone = _path(row)
        periods.setdefault(period, {})[milestone] = [_counts(cell) for cell in row.cells]
    return {
        period
        for period, numbers in periods.items()
        if all(name in numbers for name in BALANCE)
        and any(
            started != completed + not_completed
            for cells in zip(*map(numbers.__getitem__, BALANCE), strict=True)
            for started, completed, not_completed in zip(*cells, strict=False)
        )
    }


def _counts(token: Token | None) -> tuple[int, ...]:
    """Return the numbers of a cell: participants and, perhaps, units."""
    return (
        tuple(int(number.replace(",", "")) for number in _COUNT.findall(token.text))
        if token
        else ()
    )


def _reasons(table: Table, builder: Builder) -> None:
    module = _module(builder)
    columns = _same_groups(table.columns, module, builder)
    if columns is None:
        message = "the columns are not those of the milestones"
        for row in table.rows:
            mark_row(row, message, builder)
        mark_columns(table.columns, builder)
        return
    periods = {
        str(value.value): period
        for period in reversed(module.drafts("periods"))
        if (value := period.value("title"))
    }
    repeats: dict[str, list[Span]] = {}
    rows = [row for row in table.rows if _has_two_titles(row, builder)]
    for row in _without_repeats(rows, builder):
        period = periods.get(row.titles[0].text)
        if period is None:
            mark_row(row, "no period of the milestones", builder)
            continue
        repeats.setdefault(row.titles[0].text, []).append(row.titles[0].span)
        reasons = _numbers(row.cells, columns, builder)
        reason = Draft(DropWithdraw, type=builder.verbatim(row.titles[1]), reasons=reasons)
        period.append("drop_withdraws", reason)
    for title, spans in repeats.items():
        if value := periods[title].value("title"):
            periods[title].set("title", value.moved((*value.spans, *spans)))


def _group(number: int, column: Column) -> Draft:
    token = column.title or column.description or column.place
    spans = (token.span,) if token else ()
    group = Draft(
        FlowGroup, id=Value(f"FG{number:03}", spans, Derivation.COMPUTED, "the column's place")
    )
    if column.title:
        group.set("title", Value(column.title.text, (column.title.span,)))
    if column.description:
        group.set("description", Value(column.description.text, (column.description.span,)))
    return group


def _mark_sizes(column: Column, builder: Builder) -> None:
    """Mark sizes as unparsed: the headers of the flow have none, the first milestone has."""
    for token in column.sizes:
        builder.mark_unparsed("unknown-line", token, f"{token.text!r:.60} fits nothing here")


def _same_groups(columns: Sequence[Column], module: Draft, builder: Builder) -> list[int] | None:
    """Return the number of the group that each column is, by the titles; `None` if not clear."""
    groups = module.drafts("groups")
    known = [str(value.value) if (value := group.value("title")) else "" for group in groups]
    titles = [column.title.text if column.title else "" for column in columns]
    distinct = len(set(known)) == len(known) and len(set(titles)) == len(titles)
    if titles == known:
        order = list(range(len(known)))
    elif distinct and set(titles) <= set(known):
        order = [known.index(title) for title in titles]
    else:
        return None
    for at, column in zip(order, columns, strict=True):
        _mark_sizes(column, builder)
        for name, token in (("title", column.title), ("description", column.description)):
            value = groups[at].value(name)
            if token and value and value.value == token.text:
                groups[at].set(name, value.moved((*value.spans, token.span)))
            elif token:
                builder.mark_unparsed(
                    "repeated-value", token, "the milestones describe this group otherwise"
                )
    return order


def _numbers(
    cells: Sequence[Token | None], columns: Sequence[int], builder: Builder
) -> list[Draft]:
    """Draft the numbers in each cell; mark what is not a number as unparsed."""
    numbers = []
    for column, token in zip(columns, cells, strict=True):
        if token is None:
            continue
        stats = Draft(
            FlowStats,
            group_id=Value(
                f"FG{column:03}", (token.span,), Derivation.COMPUTED, "the column's place"
            ),
        )
        for line in token.lines():
            _count(line, stats, builder)
        if len(stats.fields) > 1:
            numbers.append(stats)
    return numbers


def _count(line: Token, stats: Draft, builder: Builder) -> None:
    """Set what a line counts: participants, another unit, or both (`17 34`), in this order."""
    units = _units(builder)
    number, _, unit = line.text.partition(" ")
    digits = line.part(0, len(number))
    counts = {"num_subjects": digits}
    if units and is_pair(line.text):
        counts["num_units"] = line.part(len(number))
    elif unit and unit.casefold() == units.casefold():
        counts = {"num_units": digits}
    if not is_count(line.text, units) or counts.keys() & stats.fields.keys():
        builder.mark_unparsed("unreadable-value", line, f"{line.text!r:.60} is not a number alone")
        return
    if len(counts) == 1:
        builder.mark_boilerplate((digits.end, line.end))
    for name, token in counts.items():
        stats.set(name, builder.verbatim(token))


def _units(builder: Builder) -> str:
    """Return the unit that is counted beside participants, empty if there is none."""
    value = _module(builder).value("type_units_analyzed")
    units = str(value.value) if value else ""
    return "" if units.casefold() == PARTICIPANTS else units


# ---- Flattened tables


def _tables(section: Tree, builder: Builder) -> list[Table]:
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))
    tables = []
    for token in section.tokens("PIPE_TABLE", "FLAT_TABLE"):
        if is_wrapped(token, builder):
            table = None
        elif token.type == "PIPE_TABLE":
            table = pipes(token, builder)
        else:
            table = _flat(flat_lines(token, builder), builder)
        if table:
            tables.append(table)
    return tables


def _flat(lines: list[Token], builder: Builder) -> Table | None:
    """Read a table of one cell a line, of which every row begins with its period."""
    units = _units(builder)
    header = _header_of_milestones(lines, builder)
    if header is None:
        first = next((n for n in range(2, len(lines)) if _is_first_row(lines, n, units)), None)
        if first is None:
            mark_block(lines, "unknown-columns", "no row is known by its milestone", builder)
            return None
        start = _first_row(lines, first - 1, builder)
    else:
        start = header[1]
    segments = split_segments(lines[start:], lambda text: is_count(text, units), lambda _: False)
    width = len(header[0]) if header else most_common_length(segments)
    columns = header[0] if header else _columns(lines[:start], segments, width, builder)
    if not columns:
        mark_block(lines, "unknown-columns", "how many columns there are is not certain", builder)
        return None
    if header is None:
        builder.evidence.flow_header = tuple(line.text for line in lines[:start])
    return Table(tuple(columns), tuple(_rows(segments, width, builder)))


def _is_first_row(lines: Sequence[Token], at: int, units: str) -> bool:
    """Tell whether a line is the milestone of the first row: after a period, before a number."""
    return (
        lines[at].text == STARTED
        and not is_count(lines[at - 1].text, units)
        and at + 1 < len(lines)
        and is_count(lines[at + 1].text, units)
    )


def _first_row(lines: Sequence[Token], started: int, builder: Builder) -> int:
    """Find where the first row of the period begins: a row may stand before that of `STARTED`.

    It has a period, a milestone and numbers; or it has lost these, and the next row follows.
    """
    period, units = lines[started].text, _units(builder)
    if period in known_titles(builder):
        return started  # it is the title of a group, too
    for at in range(2, started - 1):
        following = lines[at + 2].text
        if lines[at].text == period and (following == period or is_count(following, units)):
            return at
    return started


def _header_of_milestones(
    lines: Sequence[Token], builder: Builder
) -> tuple[list[Column], int] | None:
    """Return columns and length of a header that is the same as that of the milestones."""
    length = len(builder.evidence.flow_header)
    if not length or tuple(line.text for line in lines[:length]) != builder.evidence.flow_header:
        return None
    groups = _module(builder).drafts("groups")
    if not all(group.value("title") for group in groups):
        message = "the same header as that of the milestones"
        mark_block(lines[:length], "unknown-columns", message, builder)
        return [Column(None) for _ in groups], length
    columns, end = [], 0
    for group in groups:
        description = group.value("description")
        start = end
        end += 1 + (_count_lines(description) if description else 0)
        columns.append(Column(lines[start], (), joined(lines[start + 1 : end], builder)))
    return columns, length


def _count_lines(value: Value) -> int:
    """Count the lines of a text that are not blank."""
    return sum(bool(line.strip()) for line in str(value.value).split("\n"))


def _columns(
    header: Sequence[Token], segments: Sequence[Segment], width: int, builder: Builder
) -> list[Column] | None:
    """Divide a header into columns, if they are as many as the cells of the rows.

    Titles and descriptions alternate. Where a description has several lines, titles are known from
    other tables of the page; as a group without any number would go unnoticed then, the baseline
    has to confirm that there is none.
    """
    known = known_titles(builder)
    units = _units(builder)
    if any(is_count(line.text, units) and line.text not in known for line in header):
        return None  # the numbers of a row that has lost its period
    # The first line is a title in any case.
    starts = [at for at, line in enumerate(header) if at == 0 or line.text in known]
    titles = [header[at].text for at in starts if header[at].text in known]
    complete = _all_started(segments, builder)
    named = bool(titles) and titles == _baseline_titles(builder)
    alternating = not any(at % 2 for at in (*starts, len(header)))  # as if there were more columns
    if len(header) == 2 * width:
        bounds = list(range(0, len(header) + 1, 2))
    elif len(header) == width:
        bounds = list(range(width + 1))
    elif len(starts) == width and (complete or (named and not alternating)):
        bounds = [*starts, len(header)]
    elif complete and len(starts) < width and 2 * width < len(header):
        return _columns_without_titles(header, segments, width, builder)
    else:
        return None
    if any(has_broken(header[max(a - 1, 0) : a + 2], builder) for a in bounds[:-1]):
        return None
    return [column_of(header[a:b], builder) for a, b in pairwise(bounds)]


def _baseline_titles(builder: Builder) -> list[str]:
    """Return the titles of the groups of the baseline, without the total."""
    module = builder.module(BaselineCharacteristicsModule)
    groups = module.drafts("groups")
    titles = [str(value.value) for group in groups if (value := group.value("title"))]
    return titles[:-1] if titles[1:] else titles


def _all_started(segments: Sequence[Segment], builder: Builder) -> bool:
    """Tell whether as many started, by the first row, as were analyzed at baseline in total."""
    module = builder.module(BaselineCharacteristicsModule)
    denoms = module.drafts("denoms")
    counts = (
        [value for count in denoms[0].drafts("counts") if (value := count.value("value"))]
        if denoms
        else []
    )
    if not counts:
        return False
    return sum(map(_number, segments[0].cell_lines)) == int(str(counts[-1].value).replace(",", ""))


def _columns_without_titles(
    header: Sequence[Token], segments: Sequence[Segment], width: int, builder: Builder
) -> list[Column] | None:
    """Return columns of which only the number is certain; titles and descriptions are not."""
    if not all(len(segment.cell_lines) == width for segment in segments):
        return None
    mark_block(
        header, "unknown-columns", "where a title ends a description begins is not told", builder
    )
    at = header[0].start
    return [Column(None, place=builder.document.token(at, at)) for _ in range(width)]


def _rows(segments: Sequence[Segment], width: int, builder: Builder) -> list[Row]:
    """Return rows with a period, a title, and a number a column; mark others as unparsed."""
    fitting: list[Row] = []
    period = ""
    has_started = _has_started(segments)
    for segment, following in zip(segments, [*segments[1:], None], strict=False):
        titles = _two_titles(segment)
        if (
            titles
            and len(segment.cell_lines) == width
            and not may_be_truncated(segment, builder)
            and not has_broken(segment.titles, builder)
            and (not has_started or _is_in_order(titles, period, following))
            # A title like a number would have been taken for a cell of the row before.
            and (following is None or len(following.titles) > 1)
        ):
            mark_block(segment.titles[:-2], "row-width", "a row without cells", builder)
            period = titles[0].text
            fitting.append(Row(titles, segment.cell_lines))
        else:
            mark_row_width(segment, width, builder)
    return fitting


def _is_in_order(titles: tuple[Token, Token], period: str, following: Segment | None) -> bool:
    """Tell whether a row continues the period, or begins one that the next row continues."""
    if titles[1].text != STARTED:
        return period in ("", titles[0].text)
    return (
        following is None
        or following.titles[:1] == ()
        or (following.titles[0].text == titles[0].text)
    )


def _has_started(segments: Iterable[Segment]) -> bool:
    return any(s.titles[-1:] and s.titles[-1].text == STARTED for s in segments)


def _two_titles(segment: Segment) -> tuple[Token, Token] | None:
    """Return period and title of a row; those of a row without cells may stand before them."""
    match segment.titles:
        case (period, title):
            return period, title
        case (before, _, period, title) if before.text == period.text:
            return period, title
        case _:
            return None


def _number(token: Token | None) -> int:
    return int(token.text.split(" ")[0].replace(",", "")) if token else 0
