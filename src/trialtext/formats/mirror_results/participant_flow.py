"""Participant flow: groups, periods with their milestones, and reasons for leaving."""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from trialtext.formats.mirror_results.cells import is_count
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.formats.mirror_results.measures import unparsed_columns, unparsed_row
from trialtext.formats.mirror_results.tables import (
    Column,
    Row,
    Segment,
    Table,
    is_cut,
    is_wrapped,
    joined,
    known_titles,
    mark_block,
    mark_row_width,
    most_common_length,
    pipes,
    remember,
    segments,
)
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
"""The milestones of every period: the first is the sum of the others."""
PARTICIPANTS: Final = "participants"


def participant_flow(section: Tree, builder: Builder) -> None:
    """Paragraphs and the unit of analysis; the tables, where their captions are gone."""
    module = builder.module(ParticipantFlowModule)
    for token in section.tokens("UNIT_OF_ANALYSIS"):
        builder.set_once(module, "type_units_analyzed", builder.verbatim(token.after(":")))
    found = section.tokens("PIPE_TABLE")
    first = found[0].start if found else len(builder.document.text)
    paragraphs = section.tokens("LINE")
    # Where captions are dropped, first paragraphs are as well: what is left tells nothing.
    _paragraphs(
        [line for line in paragraphs if line.start < first], module, builder, whole=not found
    )
    for line in paragraphs:
        if line.start > first:
            builder.mark_unparsed("unknown-line", line, f"{line.text!r:.60} fits nothing here")
    for token in found:
        if table := pipes(token, builder):
            if any(row.titles[1:] and row.titles[1].text == STARTED for row in table.rows):
                _milestones(table, builder)
            else:
                _reasons(table, builder)


def _paragraphs(
    paragraphs: Sequence[Token], module: Draft, builder: Builder, *, whole: bool
) -> None:
    """Recruitment and pre-assignment: of two, the registry prints recruitment first."""
    names = ("recruitment_details", "pre_assignment_details")
    if whole and len(paragraphs) == len(names):
        for name, token in zip(names, paragraphs, strict=True):
            evidence = "the order of the registry's own pages"
            module.set(name, Value(token.text, (token.span,), Derivation.INFERRED, evidence))
    else:
        for token in paragraphs:
            message = "recruitment or pre-assignment: the page does not say which"
            builder.mark_unparsed("undetermined-text", token, message)


def participant_milestones(section: Tree, builder: Builder) -> None:
    """The table of periods and milestones."""
    for table in _tables(section, builder):
        _milestones(table, builder)


def reasons_for_withdrawal(section: Tree, builder: Builder) -> None:
    """The table of reasons, or the sentence that there are none."""
    for table in _tables(section, builder):
        _reasons(table, builder)


# ---- From tables to the model


def _module(builder: Builder) -> Draft:
    return builder.module(ParticipantFlowModule)


def _milestones(table: Table, builder: Builder) -> None:
    module = _module(builder)
    if "groups" in module.fields:
        for row in table.rows:
            unparsed_row(row, "a second table of milestones", builder)
        unparsed_columns(table.columns, builder)
        return
    units = module.value("type_units_analyzed")
    bare = all(c is None or c.text.isdigit() for row in table.rows for c in row.cells)
    if units and _units(builder) and bare:
        builder.report(
            "unit-of-analysis", units.spans[0], f"numbers without a unit, beside {units.value}"
        )
    module.set("groups", [_group(n, column) for n, column in enumerate(table.columns)])
    for column in table.columns:
        remember(column, builder)
        _leave_sizes(column, builder)
    rows = [row for row in table.rows if _has_two_titles(row, builder)]
    for _, period in groupby(rows, lambda row: row.titles[0].text):
        _add_period(list(period), module, builder)


def _add_period(rows: Sequence[Row], module: Draft, builder: Builder) -> None:
    places = tuple([row.titles[0].span for row in rows])
    milestones = [
        Draft(
            FlowMilestone,
            type=builder.verbatim(row.titles[1]),
            achievements=_numbers(row.cells, range(len(row.cells)), builder),
        )
        for row in rows
    ]
    title = Value(rows[0].titles[0].text, places)
    module.append("periods", Draft(FlowPeriod, title=title, milestones=milestones))


def _has_two_titles(row: Row, builder: Builder) -> bool:
    match row.titles:
        case (_, _):
            return True
        case _:
            unparsed_row(row, "not a period and what came of it", builder)
            return False


def _reasons(table: Table, builder: Builder) -> None:
    module = _module(builder)
    columns = _same_groups(table.columns, module, builder)
    if columns is None:
        message = "the columns are not those of the milestones"
        for row in table.rows:
            unparsed_row(row, message, builder)
        unparsed_columns(table.columns, builder)
        return
    periods = {
        str(value.value): period
        for period in reversed(module.drafts("periods"))
        if (value := period.value("title"))
    }
    places: dict[str, list[Span]] = {}
    for row in table.rows:
        if not _has_two_titles(row, builder):
            continue
        period = periods.get(row.titles[0].text)
        if period is None:
            unparsed_row(row, "no period of the milestones", builder)
            continue
        places.setdefault(row.titles[0].text, []).append(row.titles[0].span)
        reasons = _numbers(row.cells, columns, builder)
        reason = Draft(DropWithdraw, type=builder.verbatim(row.titles[1]), reasons=reasons)
        period.append("drop_withdraws", reason)
    for title, spans in places.items():
        if value := periods[title].value("title"):
            periods[title].set("title", value.moved((*value.spans, *spans)))


def _group(number: int, column: Column) -> Draft:
    place = column.title or column.description or column.place
    spans = (place.span,) if place else ()
    group = Draft(
        FlowGroup, id=Value(f"FG{number:03}", spans, Derivation.COMPUTED, "the column's place")
    )
    if column.title:
        group.set("title", Value(column.title.text, (column.title.span,)))
    if column.description:
        group.set("description", Value(column.description.text, (column.description.span,)))
    return group


def _leave_sizes(column: Column, builder: Builder) -> None:
    """The flow has no sizes in its headers: its first milestone tells them."""
    for token in column.sizes:
        builder.mark_unparsed("unknown-line", token, f"{token.text!r:.60} fits nothing here")


def _same_groups(columns: Sequence[Column], module: Draft, builder: Builder) -> list[int] | None:
    """Which group each column is, by the titles: all of them have to be known, and once each."""
    groups = module.drafts("groups")
    known = [str(value.value) if (value := group.value("title")) else "" for group in groups]
    titles = [column.title.text if column.title else "" for column in columns]
    if titles == known:
        order = list(range(len(known)))
    elif len(set(known)) == len(known) and len(set(titles)) == len(titles) <= len(known):
        if not set(titles) <= set(known):
            return None
        order = [known.index(title) for title in titles]
    else:
        return None
    for at, column in zip(order, columns, strict=True):
        _leave_sizes(column, builder)
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
    """The number in each cell; what is no number stays unparsed."""
    units = _units(builder)
    found = []
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
            number, _, unit = line.text.partition(" ")
            name = "num_units" if unit and unit.casefold() == units.casefold() else "num_subjects"
            if is_count(line.text, units) and name not in stats.fields:
                place = builder.document.token(line.start, line.start + len(number))
                builder.mark_boilerplate((place.end, line.end))
                stats.set(name, builder.verbatim(place))
            else:
                builder.mark_unparsed(
                    "unreadable-value", line, f"{line.text!r:.60} is not a number alone"
                )
        if len(stats.fields) > 1:
            found.append(stats)
    return found


def _units(builder: Builder) -> str:
    """What is counted beside participants."""
    units = _module(builder).value("type_units_analyzed")
    told = str(units.value) if units else ""
    return "" if told.casefold() == PARTICIPANTS else told


# ---- Flattened tables


def _tables(section: Tree, builder: Builder) -> list[Table]:
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))
    found = []
    for token in section.tokens("PIPE_TABLE", "FLAT_TABLE"):
        token = token
        if is_wrapped(token, builder):
            table = None
        elif token.type == "PIPE_TABLE":
            table = pipes(token, builder)
        else:
            measure, *rest = token.lines()
            builder.mark_boilerplate(measure.span)
            table = _flat(rest, builder)
        if table:
            found.append(table)
    return found


def _flat(found: list[Token], builder: Builder) -> Table | None:
    """Read a table of one cell a line, of which every row begins with its period."""
    units = _units(builder)
    header = _header_of_milestones(found, builder)
    if header is None:
        first = next((n for n in range(2, len(found)) if _starts(found, n, units)), None)
        if first is None:
            mark_block(found, "unknown-columns", "no row is known by its milestone", builder)
            return None
        start = first - 1
    else:
        start = header[1]
    cut = segments(found[start:], lambda text: is_count(text, units), lambda _: False)
    width = len(header[0]) if header else most_common_length(cut)
    columns = header[0] if header else _columns(found[:start], cut, width, builder)
    if not columns:
        mark_block(found, "unknown-columns", "how many columns there are is not certain", builder)
        return None
    if header is None:
        builder.evidence.flow_header = tuple(line.text for line in found[:start])
    return Table(tuple(columns), tuple(_rows(cut, width, builder)))


def _starts(found: Sequence[Token], at: int, units: str) -> bool:
    """Whether the first row's milestone stands here: after a period, before a number."""
    return (
        found[at].text == STARTED
        and not is_count(found[at - 1].text, units)
        and at + 1 < len(found)
        and is_count(found[at + 1].text, units)
    )


def _header_of_milestones(
    found: Sequence[Token], builder: Builder
) -> tuple[list[Column], int] | None:
    """The columns and the length of a header that is the same as that of the milestones."""
    length = len(builder.evidence.flow_header)
    if not length or tuple(line.text for line in found[:length]) != builder.evidence.flow_header:
        return None
    columns, at = [], 0
    groups = _module(builder).drafts("groups")
    if not all(group.value("title") for group in groups):
        mark_block(
            found[:length], "unknown-columns", "the same header as that of the milestones", builder
        )
        return [Column(None) for _ in groups], length
    for group in groups:
        description = group.value("description")
        start, count = at, 1 + (len(lines_of(description)) if description else 0)
        at += count
        columns.append(Column(found[start], (), joined(found[start + 1 : at], builder)))
    return columns, length


def lines_of(value: Value) -> list[str]:
    """The lines of a text that are not blank."""
    return [line for line in str(value.value).split("\n") if line.strip()]


def _columns(
    header: Sequence[Token], cut: Sequence[Segment], width: int, builder: Builder
) -> list[Column] | None:
    """Tell the columns of a header apart, if they are as many as the cells of the rows.

    Titles and descriptions take turns. Where a description has several lines, titles are known by
    other tables of the page; as a group without any number would go unnoticed then, the baseline
    has to confirm that there is none.
    """
    known = known_titles(builder)
    # The first line is a title in any case.
    starts = [at for at, line in enumerate(header) if at == 0 or line.text in known]
    titles = [header[at].text for at in starts if header[at].text in known]
    whole = _all_started(cut, builder)
    named = bool(titles) and titles == _baseline_titles(builder)
    in_turns = not any(at % 2 for at in (*starts, len(header)))  # as if there were more columns
    if len(header) == 2 * width:
        bounds = list(range(0, len(header) + 1, 2))
    elif len(header) == width:
        bounds = list(range(width + 1))
    elif len(starts) == width and (whole or (named and not in_turns)):
        bounds = [*starts, len(header)]
    elif whole and len(starts) < width and 2 * width < len(header):
        return _columns_without_titles(header, cut, width, builder)
    else:
        return None
    return [Column(header[a], (), joined(header[a + 1 : b], builder)) for a, b in pairwise(bounds)]


def _baseline_titles(builder: Builder) -> list[str]:
    """Titles of the groups of the baseline, without the total."""
    module = builder.module(BaselineCharacteristicsModule)
    groups = module.drafts("groups")
    titles = [str(value.value) for group in groups if (value := group.value("title"))]
    return titles[:-1] if titles[1:] else titles


def _all_started(cut: Sequence[Segment], builder: Builder) -> bool:
    """Whether in the first row as many had started as were analyzed at baseline in all."""
    module = builder.module(BaselineCharacteristicsModule)
    denoms = module.drafts("denoms")
    counts = (
        [value for count in denoms[0].drafts("counts") if (value := count.value("value"))]
        if denoms
        else []
    )
    if not counts:
        return False
    return sum(map(_number, cut[0].run)) == int(str(counts[-1].value).replace(",", ""))


def _columns_without_titles(
    header: Sequence[Token], cut: Sequence[Segment], width: int, builder: Builder
) -> list[Column] | None:
    """Columns whose titles are not told from descriptions, but whose number is beyond doubt."""
    if not all(len(segment.run) == width for segment in cut):
        return None
    mark_block(
        header, "unknown-columns", "where a title ends a description begins is not told", builder
    )
    at = header[0].start
    return [Column(None, place=builder.document.token(at, at)) for _ in range(width)]


def _rows(cut: Sequence[Segment], width: int, builder: Builder) -> list[Row]:
    """Rows with a period, a title, and a number for each column; others stay unparsed."""
    fitting: list[Row] = []
    period = ""
    begun = _has_started(cut)
    for segment, following in zip(cut, [*cut[1:], None], strict=False):
        titles = _two_titles(segment)
        if (
            titles
            and len(segment.run) == width
            and not is_cut(segment, builder)
            and (not begun or _is_in_turn(titles, period, following))
            # A title like a number would have been taken for a cell of the row before.
            and (following is None or len(following.titles) > 1)
        ):
            mark_block(segment.titles[:-2], "row-width", "a row without cells", builder)
            period = titles[0].text
            fitting.append(Row(titles, segment.run))
        else:
            mark_row_width(segment, width, builder)
    unbalanced = _unbalanced(fitting)
    for row in fitting:
        if row.titles[0].text in unbalanced and row.titles[1].text in BALANCE:
            unparsed_row(row, "the numbers of this period do not add up", builder)
    return [
        row
        for row in fitting
        if row.titles[0].text not in unbalanced or row.titles[1].text not in BALANCE
    ]


def _is_in_turn(titles: tuple[Token, Token], period: str, following: Segment | None) -> bool:
    """Whether a row goes on with the period, or begins one that the next row goes on with."""
    if titles[1].text != STARTED:
        return period in ("", titles[0].text)
    return (
        following is None
        or following.titles[:1] == ()
        or (following.titles[0].text == titles[0].text)
    )


def _has_started(cut: Sequence[Segment]) -> bool:
    return any(s.titles[-1:] and s.titles[-1].text == STARTED for s in cut)


def _two_titles(segment: Segment) -> tuple[Token, Token] | None:
    """Period and title of a row; before them may stand those of a row that has no cells."""
    match segment.titles:
        case (period, title):
            return period, title
        case (before, _, period, title) if before.text == period.text:
            return period, title
        case _:
            return None


def _unbalanced(rows: Iterable[Row]) -> set[str]:
    """The periods of which not as many had started as completed or did not complete."""
    periods: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        period, milestone = (title.text for title in row.titles)
        periods.setdefault(period, {})[milestone] = [_number(cell) for cell in row.cells]
    return {
        period
        for period, numbers in periods.items()
        if all(name in numbers for name in BALANCE)
        and any(
            started != completed + left
            for started, completed, left in zip(*map(numbers.get, BALANCE), strict=True)
        )
    }


def _number(token: Token | None) -> int:
    return int(token.text.split(" ")[0].replace(",", "")) if token else 0
