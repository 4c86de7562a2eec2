"""Outcomes: what was measured, when, in whom, with numbers."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from trialtext.model.enums import OutcomeMeasureType
from trialtext.model.results import OutcomeMeasure, OutcomeMeasuresModule
from trialtext.readers.reading import Body, Piece, Reading, rules, span, tokens
from trialtext.readers.results_page.cells import is_size, is_value, unit_of
from trialtext.readers.results_page.measures import (
    MeasuredRow,
    classes,
    denoms,
    describe,
    dispersion_words,
    groups,
    leave_columns,
    leave_row,
    measured,
)
from trialtext.readers.results_page.tables import (
    Row,
    Segment,
    Table,
    column,
    is_plain,
    joined,
    leave,
    lines,
    measured_row,
    measured_segments,
    misfit,
    misfits,
    pipes,
)
from trialtext.trace import Draft, How, Leaf
from trialtext.values import codes

_PREFIX = "OG"


def outcomes(body: Body, page: Reading) -> None:
    """The outcomes, one section each."""
    module = Draft(OutcomeMeasuresModule, outcome_measures=[])
    page.results["outcome_measures_module"] = module
    for section in rules(body):
        module.append("outcome_measures", _outcome(section, page))


def _outcome(section: Body, page: Reading) -> Draft:
    heading, *rest = tokens(section)
    kind = page.piece(span(heading)[0], span(heading)[0] + heading.value.index(" "))
    outcome = Draft(OutcomeMeasure, type=page.coded(kind, codes(OutcomeMeasureType)))
    tables = [token for token in rest if token.type in ("PIPE_TABLE", "FLAT_TABLE")]
    first = span(tables[0])[0] if tables else len(page.text)
    for token in rest:
        if token.type == "TIMEFRAME":
            page.set_once(outcome, "time_frame", page.copied(page.after(token, ":")))
        elif token.type == "POPULATION":
            page.set_once(outcome, "population_description", page.copied(page.after(token, ":")))
    texts = [token for token in rest if token.type == "LINE"]
    description = joined([page.token(t) for t in texts if span(t)[0] < first], page)
    if description:
        outcome.set("description", page.copied(description))
    page.leave_lines([token for token in texts if span(token)[0] > first])
    for token in tables:
        piece = page.token(token)
        table = pipes(piece, page) if token.type == "PIPE_TABLE" else _flat(piece, page)
        if table:
            _measure(outcome, table, page)
    return outcome


def _measure(outcome: Draft, table: Table, page: Reading) -> None:
    if "groups" in outcome.fields:
        for row in table.rows:
            leave_row(row, "a second table of one outcome", page)
        leave_columns(table.columns, page)
        return
    outcome.set("groups", groups(table.columns, _PREFIX, page))
    outcome.set("denoms", denoms(table.columns, _PREFIX, page))
    told = [found for row in table.rows if (found := measured(row, page))]
    rows = _of_one_unit(told, page)
    above = _title(outcome, rows)
    describe(outcome, rows, dispersion_words)
    outcome.set("classes", classes(rows, _PREFIX, above=above, categorical=False))


def _of_one_unit(rows: Sequence[MeasuredRow], page: Reading) -> list[MeasuredRow]:
    """An outcome is measured in one unit: a row with another one is left over."""
    for row in rows:
        if row.unit != rows[0].unit:
            leave_row(row.row, "another unit than that of the outcome", page)
    return [row for row in rows if row.unit == rows[0].unit]


def _title(outcome: Draft, rows: Sequence[MeasuredRow]) -> int:
    """Set the outcome's title, if all rows begin with the same; how many titles it takes."""
    if not rows or not all(row.titles and row.path[0] == rows[0].path[0] for row in rows):
        return 0
    places = tuple([row.titles[0].span for row in rows])
    evidence = "all rows of the table begin with it"
    title = Leaf(rows[0].path[0], places, How.RESOLVED, evidence)
    description = outcome.leaf("description")
    if description and str(description.value) == title.value:
        del outcome.fields["description"]
        title = title._replace(spans=(*description.spans, *places))
    outcome.set("title", title)
    return 1


# ---- Flattened tables


def _flat(piece: Piece, page: Reading) -> Table | None:
    """Read a table of one cell a line: the sizes in its header tell how many columns it has."""
    measure, *found = lines(piece, page)
    page.boilerplate.append(measure.span)
    starts = _starts(found, page)
    if starts[:1] != [0]:
        leave(found, "unknown-columns", "how many columns there are is not certain", page)
        return None
    body = starts[-1] + 1
    while body < len(found) and is_size(found[body].text):
        body += 1
    cut = measured_segments(found[body:])
    known = page.described.get(found[starts[-1]].text, [])
    described = len(starts) > 1 and all(b - a > 2 for a, b in pairwise(starts))  # noqa: PLR2004
    length = _length_of_description(cut, known, described=described)
    columns = [column(found[a:b], page) for a, b in pairwise([*starts, body + (length or 0)])]
    if not cut:
        return Table(tuple(columns), ())
    before, *rest = cut
    titles = before.titles[length:]
    if length is None:
        leave(before.titles, "unknown-columns", "where the header ends is not certain", page)
        titles = ()
    cut = [Segment(titles, before.run), *rest]
    if length is None and (rest or len(columns) == 1):
        misfits(cut, len(columns), page)
        cut = []
    return Table(tuple(columns), tuple(_rows(cut, len(columns), page)))


def _starts(found: Sequence[Piece], page: Reading) -> list[int]:
    """Where columns begin: a title, then a size."""
    starts = [
        at
        for at in range(len(found) - 1)
        if is_size(found[at + 1].text) and not is_size(found[at].text)
    ]
    if not found or not is_size(found[-1].text):
        return starts
    # Cells are told like that as well, `8 Participants` and `n=15 Participants`.
    for number, at in enumerate(starts):
        if is_value(found[at].text) and found[at].text not in page.described:
            participants = unit_of(found[at].text).casefold() == "participants"
            return starts[:number] if participants else []
    return starts


def _length_of_description(
    cut: Sequence[Segment], known: Sequence[list[str]], *, described: bool
) -> int | None:
    """How many lines before the first cell describe the last column; the others are titles.

    `None` if that cannot be told. `described` says whether the other columns have descriptions.
    """
    if not cut or not cut[0].run:
        return len(cut[0].titles) if cut else 0
    before = [title.text for title in cut[0].titles]
    again = [segment.titles[0].text for segment in cut[1:2]]
    if again and again[0] in before:
        return len(before) - 1 - before[::-1].index(again[0])
    for told in sorted(known, key=len, reverse=True):
        if before[: len(told)] == told:
            return len(told)
    # A description and the row's title: every row has one.
    return 1 if described and len(cut) == 1 and len(before) == 2 else None  # noqa: PLR2004


def _rows(cut: Sequence[Segment], width: int, page: Reading) -> Iterator[Row]:
    rows = [measured_row(segment, width, page, titled=len(cut) > 1) for segment in cut]
    firsts = {row.titles[0].text for row in rows if row and row.titles}
    depth = max((len(row.titles) for row in rows if row), default=0)
    for at, (segment, row) in enumerate(zip(cut, rows, strict=True)):
        if row and (not is_plain(row) or len(row.titles) == depth):
            yield row
            continue
        misfit(segment, width, page)
        if len(firsts) > 1:
            # Without a title in common, what comes after may be something else than rows.
            misfits(cut[at + 1 :], width, page)
            return
