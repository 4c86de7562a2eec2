"""Baseline characteristics: who the participants were at the start."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from trialtext.formats.mirror_results.cells import is_size
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.formats.mirror_results.measures import (
    CATEGORICAL,
    MeasuredRow,
    classes,
    denoms,
    describe,
    dispersion_code,
    groups,
    measured,
    unparsed_columns,
    unparsed_row,
)
from trialtext.formats.mirror_results.tables import (
    TOTAL,
    Row,
    Segment,
    Table,
    column,
    is_bare,
    is_over,
    is_plain,
    is_wrapped,
    joined,
    lacks_columns,
    mark_block,
    mark_row_width,
    may_be_a_title,
    may_lack_titles,
    measured_row,
    measured_segments,
    pipes,
)
from trialtext.model.protocol import IdentificationModule
from trialtext.model.results import BaselineCharacteristicsModule, BaselineMeasure
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Draft, Value

FIRST_MEASURES: Final = CATEGORICAL | {
    "Age Continuous",
    "Age, Continuous",
    "Age, Customized",
    "Race/Ethnicity, Customized",
    "Region of Enrollment",
}
"""Measures of the registry's own: one of those on age stands in the first row."""

_PREFIX = "BG"


def baseline_characteristics(section: Tree, builder: Builder) -> None:
    """A paragraph on who was analyzed; the table, where its caption is gone."""
    pipe_tables = section.tokens("PIPE_TABLE")
    found = [token for token in pipe_tables if not is_wrapped(token, builder)]
    paragraphs = section.tokens("LINE")
    first = found[0].start if found else len(builder.document.text)
    text = joined([line for line in paragraphs if line.start < first], builder)
    title = builder.module(IdentificationModule).value("brief_title")
    if text and title and title.value == text.text:
        builder.mark_boilerplate(text.span)  # what stands there for want of a description
    elif text:
        _module(builder).set("population_description", builder.verbatim(text))
    for line in paragraphs:
        if line.start > first:
            builder.mark_unparsed("unknown-line", line, f"{line.text!r:.60} fits nothing here")
    for token in found:
        if table := pipes(token, builder):
            _measures(table, builder)


def baseline_by_cohort(section: Tree, builder: Builder) -> None:
    """The table of measures."""
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))
    for token in section.tokens("PIPE_TABLE", "FLAT_TABLE"):
        token = token
        if is_wrapped(token, builder):
            continue
        table = pipes(token, builder) if token.type == "PIPE_TABLE" else _flat(token, builder)
        if table:
            _measures(table, builder)


def _module(builder: Builder) -> Draft:
    return builder.module(BaselineCharacteristicsModule)


def _measures(table: Table, builder: Builder) -> None:
    module = _module(builder)
    if "groups" in module.fields:
        for row in table.rows:
            unparsed_row(row, "a second table of baseline characteristics", builder)
        unparsed_columns(table.columns, builder)
        return
    module.set("groups", groups(table.columns, _PREFIX, builder))
    module.set("denoms", denoms(table.columns, _PREFIX, builder))
    told = [found for row in table.rows if row.titles and (found := measured(row, builder))]
    for row in table.rows:
        if not row.titles:
            unparsed_row(row, "a row without a title", builder)
    module.set("measures", [_measure(rows, builder) for rows in _by_measure(told)])


def _measure(rows: Sequence[MeasuredRow], builder: Builder) -> Draft:
    title = rows[0].titles[0].text
    measure = Draft(
        BaselineMeasure, title=Value(title, tuple([row.titles[0].span for row in rows]))
    )
    describe(measure, rows, dispersion_code, builder)
    measure.set("classes", classes(rows, _PREFIX, above=1, categorical=title in CATEGORICAL))
    return measure


def _by_measure(rows: Sequence[MeasuredRow]) -> Iterator[list[MeasuredRow]]:
    """Rows that follow one another and differ in class or category only.

    Two measures of one title are told apart by their units, or by rows that come again.
    """
    block: list[MeasuredRow] = []
    seen: set[tuple[str, ...]] = set()
    dispersion = ""
    for row in rows:
        same = (
            block
            and row.path[0] == block[0].path[0]
            and row.unit == block[0].unit
            and row.path not in seen
            and (not row.dispersion or not dispersion or row.dispersion == dispersion)
        )
        if not same and block:
            yield block
            block, seen, dispersion = [], set(), ""
        block.append(row)
        seen.add(row.path)
        dispersion = dispersion or row.dispersion
    if block:
        yield block


# ---- Flattened tables


def _flat(token: Token, builder: Builder) -> Table | None:
    """Read a table of one cell a line: the sizes in its header tell how many columns it has."""
    measure, *found = token.lines()
    builder.mark_boilerplate(measure.span)
    end = _end_of_header(found)
    starts = [
        at for at in range(end - 1) if is_size(found[at + 1].text) and not is_size(found[at].text)
    ]
    if starts[:1] != [0]:
        mark_block(found, "unknown-columns", "how many columns there are is not certain", builder)
        return None
    cut = measured_segments(found[end:])
    rows = [measured_row(segment, len(starts), builder) for segment in cut]
    if lacks_columns(cut, rows, len(starts)):
        mark_block(found, "unknown-columns", "more cells than columns", builder)
        return None
    bounds = [*starts, end]
    columns = [column(found[a:b], builder) for a, b in itertools.pairwise(bounds)]
    if may_lack_titles(columns):
        mark_block(
            found, "unknown-columns", "a group's title or description may be missing", builder
        )
        return None
    return Table(tuple(columns), tuple(_rows(cut, rows, len(columns), builder)))


def _end_of_header(found: Sequence[Token]) -> int:
    """Where the first row begins: after the column of totals, or with a measure on age."""
    for at, line in enumerate(found):
        if line.text == TOTAL and at > 1 and is_size(found[at - 1].text):
            return at + 1
    named = (at for at, line in enumerate(found) if line.text in FIRST_MEASURES and at > 1)
    return next(named, 0)


def _rows(
    cut: Sequence[Segment], rows: Sequence[Row | None], width: int, builder: Builder
) -> Iterator[Row]:
    deepest: dict[str, int] = {}
    with_units = set[str]()
    for known in filter(None, rows):
        title = known.titles[0].text
        deepest[title] = max(deepest.get(title, 0), len(known.titles))
        if not is_bare(known):
            with_units.add(title)
    # Where a title is not told from the cells of its row, it may be so in the next row, too.
    over = {
        segment.titles[0].text
        for segment, row in zip(cut, rows, strict=True)
        if segment.titles and is_over(segment, row, width)
    }
    for segment, row, before in zip(cut, rows, [None, *rows], strict=False):
        if (
            row is None
            or may_be_a_title(row, before, builder)
            # A title like a number stands where a cell is gone, and has no unit.
            or (row.titles[0].text in with_units and is_bare(row))
            or (
                is_plain(row)
                and (
                    row.titles[0].text in over
                    or len(row.titles) < deepest[row.titles[0].text]
                    or not _is_summed_up(row)
                )
            )
        ):
            mark_row_width(segment, width, builder)
        else:
            yield row


def _is_summed_up(row: Row) -> bool:
    """Whether bare counts add up to the last of them, the total; of other cells, nothing is said.

    A title like a number and a cell that is gone would go unnoticed otherwise.
    """
    texts = [cell.text for cell in row.cells if cell]
    if len(texts) == 1 or not all(text.isdecimal() for text in texts):
        return True
    *parts, total = map(int, texts)
    return sum(parts) == total
