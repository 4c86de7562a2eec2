"""Outcomes: what was measured, when, in whom, with numbers."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from trialtext.formats.mirror_results.cells import is_size, is_value, unit_of
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.formats.mirror_results.measures import (
    MeasuredRow,
    classes,
    denoms,
    describe,
    dispersion_words,
    groups,
    measured,
    unparsed_columns,
    unparsed_row,
)
from trialtext.formats.mirror_results.tables import (
    Row,
    Segment,
    Table,
    column,
    is_over,
    is_plain,
    is_wrapped,
    joined,
    lacks_columns,
    mark_block,
    mark_row_width,
    mark_rows,
    may_be_a_title,
    measured_row,
    measured_segments,
    pipes,
)
from trialtext.model.enums import OutcomeMeasureType
from trialtext.model.results import OutcomeMeasure, OutcomeMeasuresModule
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.scalars import codes

_PREFIX = "OG"


class Flat(NamedTuple):
    """A flattened table before it is known where its header ends."""

    lines: Sequence[Token]
    starts: Sequence[int]
    """Where columns begin."""
    body: int
    """Where the description of the last column begins."""
    cut: Sequence[Segment]
    """What follows the sizes of the last column: the first has its description, too."""


def outcomes(section: Tree, builder: Builder) -> None:
    """The outcomes, one section each."""
    module = builder.module(OutcomeMeasuresModule)
    tables = {
        token.span: None
        if is_wrapped(token, builder)
        else pipes(token, builder)
        if token.type == "PIPE_TABLE"
        else _flat(token, builder)
        for outcome in section.rules()
        for token in outcome.tokens("PIPE_TABLE", "FLAT_TABLE")
    }
    titled = _are_titled(tables.values())
    for rule in section.rules():
        outcome = _outcome(rule, builder)
        for token in rule.tokens("PIPE_TABLE", "FLAT_TABLE"):
            found = tables[token.span]
            table = (
                _unflattened(found, builder, titled=titled) if isinstance(found, Flat) else found
            )
            if table:
                _measure(outcome, table, builder, titled=titled)
        module.append("outcome_measures", outcome)


def _are_titled(tables: Iterable[Table | Flat | None]) -> bool:
    """Whether rows begin with the title of their outcome: those of one table then begin alike."""
    alike = unlike = 0
    for table in tables:
        if isinstance(table, Flat):
            if len(table.cut) > 1 and table.cut[1].run:
                again = table.cut[1].titles[0].text
                known = again in [title.text for title in table.cut[0].titles]
                alike, unlike = alike + known, unlike + (not known)
        elif table and table.rows:
            firsts = {row.titles[0].text if row.titles else "" for row in table.rows}
            several = len(table.rows) > 1 and "" not in firsts and len(firsts) == 1
            alike += several
            unlike += len(firsts) > 1 or "" in firsts
    return alike >= unlike


def _outcome(section: Tree, builder: Builder) -> Draft:
    heading, *rest = section.tokens()
    line = heading
    kind = builder.document.token(line.start, line.start + line.text.rindex(" "))
    outcome = Draft(OutcomeMeasure, type=builder.code(kind, codes(OutcomeMeasureType)))
    tables = [token for token in rest if token.type in ("PIPE_TABLE", "FLAT_TABLE")]
    captions = tables + [token for token in rest if token.type == "OUTCOME_MEASURES"]
    first = min((token.start for token in captions), default=len(builder.document.text))
    for token in rest:
        if token.type == "TIMEFRAME":
            builder.set_once(outcome, "time_frame", builder.verbatim(token.after(":")))
        elif token.type == "POPULATION":
            builder.set_once(outcome, "population_description", builder.verbatim(token.after(":")))
    texts = [token for token in rest if token.type == "LINE"]
    description = joined([t for t in texts if t.start < first], builder)
    if description:
        outcome.set("description", builder.verbatim(description))
    builder.unparsed_lines([token for token in texts if token.start > first])
    return outcome


def _measure(outcome: Draft, table: Table, builder: Builder, *, titled: bool) -> None:
    if "groups" in outcome.fields:
        for row in table.rows:
            unparsed_row(row, "a second table of one outcome", builder)
        unparsed_columns(table.columns, builder)
        return
    outcome.set("groups", groups(table.columns, _PREFIX, builder))
    outcome.set("denoms", denoms(table.columns, _PREFIX, builder))
    told = [found for row in table.rows if (found := measured(row, builder))]
    rows = _of_one_kind(told, builder)
    above = 0
    if titled and (title := _common_title(rows)):
        rows = _under(title, rows, builder)
        _set_title(outcome, rows)
        above = 1
    rows = _not_deeper(rows, above, builder)
    describe(outcome, rows, dispersion_words, builder)
    outcome.set("classes", classes(rows, _PREFIX, above=above, categorical=False))


def _of_one_kind(rows: Sequence[MeasuredRow], builder: Builder) -> list[MeasuredRow]:
    """An outcome has one unit and one kind of dispersion: a row with others stays unparsed."""
    unit = rows[0].unit if rows else ""
    dispersion = next((row.dispersion for row in rows if row.dispersion), "")
    found = []
    for row in rows:
        if row.unit == unit and row.dispersion in ("", dispersion):
            found.append(row)
        else:
            unparsed_row(row.row, "another unit or dispersion than that of the outcome", builder)
    return found


def _common_title(rows: Sequence[MeasuredRow]) -> str:
    """The title that most rows begin with; empty if there is none."""
    firsts = Counter(row.path[0] if row.path else "" for row in rows)
    title, count = max(firsts.items(), key=lambda pair: pair[1], default=("", 0))
    return title if 2 * count > len(rows) else ""


def _under(title: str, rows: Sequence[MeasuredRow], builder: Builder) -> list[MeasuredRow]:
    for row in rows:
        if row.path[:1] != (title,):
            unparsed_row(row.row, "a row that does not begin with the outcome's title", builder)
    return [row for row in rows if row.path[:1] == (title,)]


def _not_deeper(rows: Sequence[MeasuredRow], above: int, builder: Builder) -> list[MeasuredRow]:
    """Below the title of the outcome there are those of class and category."""
    for row in rows:
        if len(row.titles) > above + 2:
            unparsed_row(row.row, "more titles than class and category", builder)
    return [row for row in rows if len(row.titles) <= above + 2]


def _set_title(outcome: Draft, rows: Sequence[MeasuredRow]) -> None:
    """Set the outcome's title, with which its rows begin."""
    places = tuple([row.titles[0].span for row in rows])
    evidence = "the rows of the table begin with it"
    title = Value(rows[0].path[0], places, Derivation.INFERRED, evidence)
    description = outcome.value("description")
    if description and str(description.value) == title.value:
        del outcome.fields["description"]
        title = title.moved((*description.spans, *places))
    outcome.set("title", title)


# ---- Flattened tables


def _flat(token: Token, builder: Builder) -> Flat | None:
    """Cut a table of one cell a line: the sizes in its header tell how many columns it has."""
    measure, *found = token.lines()
    builder.mark_boilerplate(measure.span)
    starts = _starts(found, builder)
    if starts[:1] != [0]:
        mark_block(found, "unknown-columns", "how many columns there are is not certain", builder)
        return None
    body = starts[-1] + 1
    while body < len(found) and is_size(found[body].text):
        body += 1
    cut = measured_segments(found[body:])
    if lacks_columns(cut, [measured_row(row, len(starts), builder) for row in cut], len(starts)):
        mark_block(found, "unknown-columns", "more cells than columns", builder)
        return None
    return Flat(found, starts, body, cut)


_TITLE_AND_SIZE = 2
"""Lines that every column of a flattened header has; more are its description."""


def _unflattened(flat: Flat, builder: Builder, *, titled: bool) -> Table:
    """Tell header and rows apart."""
    found, starts, body, cut = flat
    known = builder.evidence.descriptions.get(found[starts[-1]].text, set())
    described = len(starts) > 1 and all(b - a > _TITLE_AND_SIZE for a, b in pairwise(starts))
    length = _length_of_description(cut, known, described=described)
    if cut and cut[0].run and not titled:
        length = None
    bounds = pairwise([*starts, body + (length or 0)])
    columns = tuple(column(found[a:b], builder) for a, b in bounds)
    if length is None:
        message = "where the description of the last column ends is not certain"
        mark_block(cut[0].titles, "unknown-columns", message, builder)
        mark_rows([Segment((), cut[0].run), *cut[1:]], len(columns), builder)
        return Table(columns, ())
    rest = [Segment(segment.titles[length:], segment.run) for segment in cut[:1]]
    return Table(columns, tuple(_rows([*rest, *cut[1:]], len(columns), builder)))


def _starts(found: Sequence[Token], builder: Builder) -> list[int]:
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
        if is_value(found[at].text) and found[at].text not in builder.evidence.descriptions:
            participants = unit_of(found[at].text).casefold() == "participants"
            return starts[:number] if participants else []
    return starts


def _length_of_description(
    cut: Sequence[Segment], known: Container[tuple[str, ...]], *, described: bool
) -> int | None:
    """How many lines before the first cell describe the last column; the others are titles.

    `None` if that cannot be told. `described` says whether the other columns have descriptions.
    """
    if not cut or not cut[0].run:
        return len(cut[0].titles) if cut else 0
    before = [title.text for title in cut[0].titles]
    rest = [segment.titles for segment in cut[1:] if segment.run]
    if rest and rest[0][0].text in before:
        return len(before) - 1 - before[::-1].index(rest[0][0].text)
    # Every row has a title; where there is one row, more lines may be of either.
    length = len(before) - (len(rest[0]) if rest else 1)
    if length > 0 and tuple(before[:length]) in known:
        return length
    return 1 if described and not rest and length == 1 else None


def _rows(cut: Sequence[Segment], width: int, builder: Builder) -> Iterator[Row]:
    """Rows begin with the same title, that of the outcome: what does not may be no row at all."""
    rows = [measured_row(segment, width, builder) for segment in cut]
    title = cut[0].titles[0].text if cut and cut[0].titles else ""
    depth = max((len(row.titles) for row in rows if row), default=0)
    # Where a title is not told from the cells of its row, it may be so in other rows, too.
    over = any(is_over(*pair, width) for pair in zip(cut, rows, strict=True))
    for segment, row, before in zip(cut, rows, [None, *rows], strict=False):
        if (
            row
            and row.titles[0].text == title
            and (not is_plain(row) or (len(row.titles) == depth and not over))
            and not may_be_a_title(row, before, builder)
        ):
            yield row
        else:
            mark_row_width(segment, width, builder)
