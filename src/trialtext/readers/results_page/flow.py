"""Participant flow: groups, periods with their milestones, and reasons for leaving."""

from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from trialtext.model.results import (
    DropWithdraw,
    FlowGroup,
    FlowMilestone,
    FlowPeriod,
    FlowStats,
    ParticipantFlowModule,
)
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading, tokens
from trialtext.readers.results_page.cells import is_count
from trialtext.readers.results_page.measures import leave_columns, leave_row
from trialtext.readers.results_page.tables import (
    Column,
    Row,
    Segment,
    Table,
    is_cut,
    is_wrapped,
    joined,
    known_titles,
    leave,
    lines,
    misfit,
    most_common_length,
    pipes,
    remember,
    segments,
)
from trialtext.trace import Draft, How, Leaf

if TYPE_CHECKING:
    from trialtext.text import Span

STARTED: Final = "STARTED"
"""The milestone with which every period begins."""
BALANCE: Final = (STARTED, "COMPLETED", "NOT COMPLETED")
"""The milestones of every period: the first is the sum of the others."""
PARTICIPANTS: Final = "participants"

_MODULE = "participant_flow_module"


def participant_flow(body: Body, page: Reading) -> None:
    """Paragraphs and the unit of analysis; the tables, where their captions are gone."""
    module = page.results.setdefault(_MODULE, Draft(ParticipantFlowModule))
    for token in tokens(body, "UNIT_OF_ANALYSIS"):
        page.set_once(module, "type_units_analyzed", page.copied(page.after(token, ":")))
    found = tokens(body, "PIPE_TABLE")
    first = found[0].start if found else len(page.text)
    paragraphs = tokens(body, "LINE")
    # Where captions are dropped, first paragraphs are as well: what is left tells nothing.
    _paragraphs([line for line in paragraphs if line.start < first], module, page, whole=not found)
    for line in paragraphs:
        if line.start > first:
            page.leave("unknown-line", line, f"{line.text!r:.60} fits nothing here")
    for piece in found:
        if table := pipes(piece, page):
            if any(row.titles[1:] and row.titles[1].text == STARTED for row in table.rows):
                _milestones(table, page)
            else:
                _reasons(table, page)


def _paragraphs(paragraphs: Sequence[Piece], module: Draft, page: Reading, *, whole: bool) -> None:
    """Recruitment and pre-assignment: of two, the registry prints recruitment first."""
    names = ("recruitment_details", "pre_assignment_details")
    if whole and len(paragraphs) == len(names):
        for name, piece in zip(names, paragraphs, strict=True):
            evidence = "the order of the registry's own pages"
            module.set(name, Leaf(piece.text, (piece.span,), How.RESOLVED, evidence))
    else:
        for piece in paragraphs:
            message = "recruitment or pre-assignment: the page does not say which"
            page.leave("undetermined-text", piece, message)


def participant_milestones(body: Body, page: Reading) -> None:
    """The table of periods and milestones."""
    for table in _tables(body, page):
        _milestones(table, page)


def reasons_for_withdrawal(body: Body, page: Reading) -> None:
    """The table of reasons, or the sentence that there are none."""
    for table in _tables(body, page):
        _reasons(table, page)


# ---- From tables to the model


def _module(page: Reading) -> Draft:
    return page.results.setdefault(_MODULE, Draft(ParticipantFlowModule))


def _milestones(table: Table, page: Reading) -> None:
    module = _module(page)
    if "groups" in module.fields:
        for row in table.rows:
            leave_row(row, "a second table of milestones", page)
        leave_columns(table.columns, page)
        return
    units = module.leaf("type_units_analyzed")
    bare = all(c is None or c.text.isdigit() for row in table.rows for c in row.cells)
    if units and _units(page) and bare:
        page.report(
            "unit-of-analysis", units.spans[0], f"numbers without a unit, beside {units.value}"
        )
    module.set("groups", [_group(n, column) for n, column in enumerate(table.columns)])
    for column in table.columns:
        remember(column, page)
        _leave_sizes(column, page)
    rows = [row for row in table.rows if _has_two_titles(row, page)]
    for _, period in groupby(rows, lambda row: row.titles[0].text):
        _add_period(list(period), module, page)


def _add_period(rows: Sequence[Row], module: Draft, page: Reading) -> None:
    places = tuple([row.titles[0].span for row in rows])
    milestones = [
        Draft(
            FlowMilestone,
            type=page.copied(row.titles[1]),
            achievements=_numbers(row.cells, range(len(row.cells)), page),
        )
        for row in rows
    ]
    title = Leaf(rows[0].titles[0].text, places)
    module.append("periods", Draft(FlowPeriod, title=title, milestones=milestones))


def _has_two_titles(row: Row, page: Reading) -> bool:
    match row.titles:
        case (_, _):
            return True
        case _:
            leave_row(row, "not a period and what came of it", page)
            return False


def _reasons(table: Table, page: Reading) -> None:
    module = _module(page)
    columns = _same_groups(table.columns, module, page)
    if columns is None:
        message = "the columns are not those of the milestones"
        for row in table.rows:
            leave_row(row, message, page)
        leave_columns(table.columns, page)
        return
    periods = {
        str(leaf.value): period
        for period in reversed(module.drafts("periods"))
        if (leaf := period.leaf("title"))
    }
    places: dict[str, list[Span]] = {}
    for row in table.rows:
        if not _has_two_titles(row, page):
            continue
        period = periods.get(row.titles[0].text)
        if period is None:
            leave_row(row, "no period of the milestones", page)
            continue
        places.setdefault(row.titles[0].text, []).append(row.titles[0].span)
        reasons = _numbers(row.cells, columns, page)
        reason = Draft(DropWithdraw, type=page.copied(row.titles[1]), reasons=reasons)
        period.append("drop_withdraws", reason)
    for title, spans in places.items():
        if leaf := periods[title].leaf("title"):
            periods[title].set("title", leaf.moved((*leaf.spans, *spans)))


def _group(number: int, column: Column) -> Draft:
    place = column.title or column.description or column.place
    spans = (place.span,) if place else ()
    group = Draft(FlowGroup, id=Leaf(f"FG{number:03}", spans, How.DERIVED, "the column's place"))
    if column.title:
        group.set("title", Leaf(column.title.text, (column.title.span,)))
    if column.description:
        group.set("description", Leaf(column.description.text, (column.description.span,)))
    return group


def _leave_sizes(column: Column, page: Reading) -> None:
    """The flow has no sizes in its headers: its first milestone tells them."""
    for piece in column.sizes:
        page.leave("unknown-line", piece, f"{piece.text!r:.60} fits nothing here")


def _same_groups(columns: Sequence[Column], module: Draft, page: Reading) -> list[int] | None:
    """Which group each column is, by the titles: all of them have to be known, and once each."""
    groups = module.drafts("groups")
    known = [str(leaf.value) if (leaf := group.leaf("title")) else "" for group in groups]
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
        _leave_sizes(column, page)
        for name, piece in (("title", column.title), ("description", column.description)):
            leaf = groups[at].leaf(name)
            if piece and leaf and leaf.value == piece.text:
                groups[at].set(name, leaf.moved((*leaf.spans, piece.span)))
            elif piece:
                page.leave("repeated-value", piece, "the milestones describe this group otherwise")
    return order


def _numbers(cells: Sequence[Piece | None], columns: Sequence[int], page: Reading) -> list[Draft]:
    """The number in each cell; what is no number is left over."""
    units = _units(page)
    found = []
    for column, piece in zip(columns, cells, strict=True):
        if piece is None:
            continue
        stats = Draft(
            FlowStats,
            group_id=Leaf(f"FG{column:03}", (piece.span,), How.DERIVED, "the column's place"),
        )
        for line in lines(piece, page):
            number, _, unit = line.text.partition(" ")
            name = "num_units" if unit and unit.casefold() == units.casefold() else "num_subjects"
            if is_count(line.text, units) and name not in stats.fields:
                place = page.piece(line.start, line.start + len(number))
                page.boilerplate.append((place.end, line.end))
                stats.set(name, page.copied(place))
            else:
                page.leave("unreadable-value", line, f"{line.text!r:.60} is not a number alone")
        if len(stats.fields) > 1:
            found.append(stats)
    return found


def _units(page: Reading) -> str:
    """What is counted beside participants."""
    units = _module(page).leaf("type_units_analyzed")
    told = str(units.value) if units else ""
    return "" if told.casefold() == PARTICIPANTS else told


# ---- Flattened tables


def _tables(body: Body, page: Reading) -> list[Table]:
    page.leave_lines(tokens(body, "LINE"))
    found = []
    for token in tokens(body, "PIPE_TABLE", "FLAT_TABLE"):
        piece = token
        if is_wrapped(token, page):
            table = None
        elif token.type == "PIPE_TABLE":
            table = pipes(piece, page)
        else:
            measure, *rest = lines(piece, page)
            page.boilerplate.append(measure.span)
            table = _flat(rest, page)
        if table:
            found.append(table)
    return found


def _flat(found: list[Piece], page: Reading) -> Table | None:
    """Read a table of one cell a line, of which every row begins with its period."""
    units = _units(page)
    header = _header_of_milestones(found, page)
    if header is None:
        first = next((n for n in range(2, len(found)) if _starts(found, n, units)), None)
        if first is None:
            leave(found, "unknown-columns", "no row is known by its milestone", page)
            return None
        start = first - 1
    else:
        start = header[1]
    cut = segments(found[start:], lambda text: is_count(text, units), lambda _: False)
    width = len(header[0]) if header else most_common_length(cut)
    columns = header[0] if header else _columns(found[:start], cut, width, page)
    if not columns:
        leave(found, "unknown-columns", "how many columns there are is not certain", page)
        return None
    if header is None:
        page.flow_header = tuple(line.text for line in found[:start])
    return Table(tuple(columns), tuple(_rows(cut, width, page)))


def _starts(found: Sequence[Piece], at: int, units: str) -> bool:
    """Whether the first row's milestone stands here: after a period, before a number."""
    return (
        found[at].text == STARTED
        and not is_count(found[at - 1].text, units)
        and at + 1 < len(found)
        and is_count(found[at + 1].text, units)
    )


def _header_of_milestones(found: Sequence[Piece], page: Reading) -> tuple[list[Column], int] | None:
    """The columns and the length of a header that is the same as that of the milestones."""
    length = len(page.flow_header)
    if not length or tuple(line.text for line in found[:length]) != page.flow_header:
        return None
    columns, at = [], 0
    groups = _module(page).drafts("groups")
    if not all(group.leaf("title") for group in groups):
        leave(found[:length], "unknown-columns", "the same header as that of the milestones", page)
        return [Column(None) for _ in groups], length
    for group in groups:
        description = group.leaf("description")
        start, count = at, 1 + (len(lines_of(description)) if description else 0)
        at += count
        columns.append(Column(found[start], (), joined(found[start + 1 : at], page)))
    return columns, length


def lines_of(leaf: Leaf) -> list[str]:
    """The lines of a text that are not blank."""
    return [line for line in str(leaf.value).split("\n") if line.strip()]


def _columns(
    header: Sequence[Piece], cut: Sequence[Segment], width: int, page: Reading
) -> list[Column] | None:
    """Tell the columns of a header apart, if they are as many as the cells of the rows.

    Titles and descriptions take turns. Where a description has several lines, titles are known by
    other tables of the page; as a group without any number would go unnoticed then, the baseline
    has to confirm that there is none.
    """
    known = known_titles(page)
    # The first line is a title in any case.
    starts = [at for at, line in enumerate(header) if at == 0 or line.text in known]
    titles = [header[at].text for at in starts if header[at].text in known]
    whole = _all_started(cut, page)
    named = bool(titles) and titles == _baseline_titles(page)
    in_turns = not any(at % 2 for at in (*starts, len(header)))  # as if there were more columns
    if len(header) == 2 * width:
        bounds = list(range(0, len(header) + 1, 2))
    elif len(header) == width:
        bounds = list(range(width + 1))
    elif len(starts) == width and (whole or (named and not in_turns)):
        bounds = [*starts, len(header)]
    elif whole and len(starts) < width and 2 * width < len(header):
        return _columns_without_titles(header, cut, width, page)
    else:
        return None
    return [Column(header[a], (), joined(header[a + 1 : b], page)) for a, b in pairwise(bounds)]


def _baseline_titles(page: Reading) -> list[str]:
    """Titles of the groups of the baseline, without the total."""
    module = page.results.get("baseline_characteristics_module")
    groups = module.drafts("groups") if module else []
    titles = [str(leaf.value) for group in groups if (leaf := group.leaf("title"))]
    return titles[:-1] if titles[1:] else titles


def _all_started(cut: Sequence[Segment], page: Reading) -> bool:
    """Whether in the first row as many had started as were analyzed at baseline in all."""
    module = page.results.get("baseline_characteristics_module")
    denoms = module.drafts("denoms") if module else []
    counts = (
        [leaf for count in denoms[0].drafts("counts") if (leaf := count.leaf("value"))]
        if denoms
        else []
    )
    if not counts:
        return False
    return sum(map(_number, cut[0].run)) == int(str(counts[-1].value).replace(",", ""))


def _columns_without_titles(
    header: Sequence[Piece], cut: Sequence[Segment], width: int, page: Reading
) -> list[Column] | None:
    """Columns whose titles are not told from descriptions, but whose number is beyond doubt."""
    if not all(len(segment.run) == width for segment in cut):
        return None
    leave(header, "unknown-columns", "where a title ends a description begins is not told", page)
    at = header[0].start
    return [Column(None, place=page.piece(at, at)) for _ in range(width)]


def _rows(cut: Sequence[Segment], width: int, page: Reading) -> list[Row]:
    """Rows with a period, a title, and a number for each column; others are left over."""
    fitting: list[Row] = []
    period = ""
    begun = _has_started(cut)
    for segment, following in zip(cut, [*cut[1:], None], strict=False):
        titles = _two_titles(segment)
        if (
            titles
            and len(segment.run) == width
            and not is_cut(segment, page)
            and (not begun or _is_in_turn(titles, period, following))
            # A title like a number would have been taken for a cell of the row before.
            and (following is None or len(following.titles) > 1)
        ):
            leave(segment.titles[:-2], "misfit-row", "a row without cells", page)
            period = titles[0].text
            fitting.append(Row(titles, segment.run))
        else:
            misfit(segment, width, page)
    unbalanced = _unbalanced(fitting)
    for row in fitting:
        if row.titles[0].text in unbalanced and row.titles[1].text in BALANCE:
            leave_row(row, "the numbers of this period do not add up", page)
    return [
        row
        for row in fitting
        if row.titles[0].text not in unbalanced or row.titles[1].text not in BALANCE
    ]


def _is_in_turn(titles: tuple[Piece, Piece], period: str, following: Segment | None) -> bool:
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


def _two_titles(segment: Segment) -> tuple[Piece, Piece] | None:
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


def _number(piece: Piece | None) -> int:
    return int(piece.text.split(" ")[0].replace(",", "")) if piece else 0
