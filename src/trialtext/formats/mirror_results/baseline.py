"""Baseline characteristics: the participants at the start of the study."""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

from trialtext.formats.mirror_results.cells import is_size
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.formats.mirror_results.measures import (
    CATEGORICAL,
    OWN_MEASURES,
    MeasuredRow,
    classes,
    denoms,
    describe,
    dispersion_code,
    groups,
    mark_row,
    mark_second,
    of_one_depth,
    parse_row,
    without_repeats,
)
from trialtext.formats.mirror_results.tables import (
    TOTAL,
    Row,
    Segment,
    Table,
    column,
    flat_lines,
    has_broken_titles,
    has_excess_cells,
    is_plain,
    is_wrapped,
    joined,
    lacks_columns,
    lacks_unit,
    mark_block,
    mark_row_width,
    may_be_title,
    may_lack_titles,
    measured_row,
    measured_segments,
    pipes,
)
from trialtext.model.protocol import IdentificationModule
from trialtext.model.results import BaselineCharacteristicsModule, BaselineMeasure
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Draft, Value

OWN_CATEGORIES: Final = frozenset(
    {
        "<=18 years",
        "Between 18 and 65 years",
        ">=65 years",
        "Female",
        "Male",
        "Hispanic or Latino",
        "Not Hispanic or Latino",
        "Unknown or Not Reported",
        "American Indian or Alaska Native",
        "Asian",
        "Native Hawaiian or Other Pacific Islander",
        "Black or African American",
        "White",
        "More than one race",
    }
)
"""Categories of the measures that the registry defines: none is the title of a measure."""

_CAPTION: Final = "Baseline characteristics by cohort"
_PREFIX = "BG"


def baseline_characteristics(section: Tree, builder: Builder) -> None:
    """Read a paragraph on the population analyzed; the table, if its caption is missing."""
    tables = [t for t in section.tokens("PIPE_TABLE") if not is_wrapped(t, builder)]
    paragraphs = section.tokens("LINE")
    first = tables[0].start if tables else len(builder.document.text)
    text = joined([line for line in paragraphs if line.start < first], builder)
    title = builder.module(IdentificationModule).value("brief_title")
    if text and title and title.value == text.text:
        builder.mark_boilerplate(text.span)  # printed if there is no description
    elif text and _CAPTION in text.text:
        builder.mark_unparsed("unknown-line", text, "it holds the table's caption")
    elif text:
        _module(builder).set("population_description", builder.verbatim(text))
    for line in paragraphs:
        if line.start > first:
            builder.mark_unparsed("unknown-line", line, f"{line.text!r:.60} fits nothing here")
    for token in tables:
        if table := pipes(token, builder):
            _measures(table, builder)


def baseline_by_cohort(section: Tree, builder: Builder) -> None:
    """Read the table of measures."""
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))
    for token in section.tokens("PIPE_TABLE", "FLAT_TABLE"):
        if is_wrapped(token, builder):
            continue
        table = pipes(token, builder) if token.type == "PIPE_TABLE" else _flat(token, builder)
        if table:
            _measures(table, builder)


def _module(builder: Builder) -> Draft:
    return builder.module(BaselineCharacteristicsModule)


def _measures(table: Table, builder: Builder) -> None:
    module = _module(builder)
    if mark_second(table, module, "baseline characteristics", builder):
        return
    module.set("groups", groups(table.columns, _PREFIX, builder))
    module.set("denoms", denoms(table.columns, _PREFIX, builder))
    parsed = [each for row in table.rows if row.titles and (each := parse_row(row, builder))]
    for row in table.rows:
        if not row.titles:
            mark_row(row, "a row without a title", builder)
    rows = _without_strays(without_repeats(parsed, builder), builder)
    blocks = [of_one_depth(block, builder) for block in _by_measure(rows)]
    module.set("measures", [_measure(block, builder) for block in blocks if block])


def _without_strays(rows: Sequence[MeasuredRow], builder: Builder) -> list[MeasuredRow]:
    """Leave out rows that have lost the title of their measure; mark them as unparsed.

    They begin with a category of the registry's own measures, or stand alone inside a measure.
    """
    selected = []
    for before, row, after in zip([None, *rows], rows, [*rows[1:], None], strict=False):
        inside = before and after and before.path[0] == after.path[0] != row.path[0]
        shorter = before and len(row.path) < len(before.path) and row.unit == before.unit
        # A row with a dispersion may well be a measure of one row.
        if row.path[0] in OWN_CATEGORIES or (inside and shorter and not row.dispersion):
            mark_row(row.row, "a row without the title of its measure", builder)
        else:
            selected.append(row)
    return selected


def _measure(rows: Sequence[MeasuredRow], builder: Builder) -> Draft:
    title = rows[0].titles[0].text
    measure = Draft(
        BaselineMeasure, title=Value(title, tuple([row.titles[0].span for row in rows]))
    )
    describe(measure, rows, dispersion_code, builder)
    measure.set("classes", classes(rows, _PREFIX, above=1, categorical=title in CATEGORICAL))
    return measure


def _by_measure(rows: Sequence[MeasuredRow]) -> Iterator[list[MeasuredRow]]:
    """Group rows that follow one another and differ in class or category only.

    Two measures of one title differ in their units or dispersions, or have the same rows.
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
    """Read a table of one cell a line: the sizes in its header show how many columns it has."""
    lines = flat_lines(token, builder)
    end = _end_of_header(lines)
    starts = [
        at for at in range(end - 1) if is_size(lines[at + 1].text) and not is_size(lines[at].text)
    ]
    if starts[:1] != [0] or has_broken_titles(lines, starts, builder):
        mark_block(lines, "unknown-columns", "how many columns there are is not certain", builder)
        return None
    segments = measured_segments(lines[end:])
    rows = [measured_row(segment, len(starts), builder) for segment in segments]
    if lacks_columns(segments, rows, len(starts)):
        mark_block(lines, "unknown-columns", "more cells than columns", builder)
        return None
    bounds = [*starts, end]
    columns = [column(lines[a:b], builder) for a, b in itertools.pairwise(bounds)]
    if may_lack_titles(columns):
        mark_block(
            lines, "unknown-columns", "a group's title or description may be missing", builder
        )
        return None
    return Table(tuple(columns), tuple(_rows(segments, rows, len(columns), builder)))


def _end_of_header(lines: Sequence[Token]) -> int:
    """Return where the first row begins: after the column of totals, or with a measure on age."""
    for at, line in enumerate(lines):
        if line.text == TOTAL and at > 1 and is_size(lines[at - 1].text):
            return at + 1
    named = (at for at, line in enumerate(lines) if line.text in OWN_MEASURES and at > 1)
    return next(named, 0)


def _rows(
    segments: Sequence[Segment], rows: Sequence[Row | None], width: int, builder: Builder
) -> Iterator[Row]:
    """Yield the rows of which each cell is known to be of its column; mark others as unparsed."""
    known_rows = list(filter(None, rows))
    depths: dict[str, int] = {}
    for known in known_rows:
        title = known.titles[0].text
        depths[title] = max(depths.get(title, 0), len(known.titles))
    with_units = {known.titles[0].text for known in known_rows if not lacks_unit(known)}
    # Where a title was taken for a cell in one row, it may have been in the next row, too.
    with_excess = {
        segment.titles[0].text
        for segment, row in zip(segments, rows, strict=True)
        if segment.titles and has_excess_cells(segment, row, width)
    }

    def is_certain(row: Row, before: Row | None) -> bool:
        title = row.titles[0].text
        # A title like a number takes the place of a missing cell, and has no unit.
        if may_be_title(row, before, builder) or (title in with_units and lacks_unit(row)):
            return False
        complete = title not in with_excess and len(row.titles) == depths[title]
        return not is_plain(row) or (complete and _has_total(row))

    for segment, row, before in zip(segments, rows, [None, *rows], strict=False):
        if row and is_certain(row, before):
            yield row
        else:
            mark_row_width(segment, width, builder)


def _has_total(row: Row) -> bool:
    """Tell whether counts add up to the last of them, the total, or cannot be checked like that.

    A title like a number in the place of a missing cell would go unnoticed otherwise.
    """
    texts = [cell.text for cell in row.cells if cell]
    if len(texts) == 1 or not all(text.isdecimal() for text in texts):
        return True
    *parts, total = map(int, texts)
    return sum(parts) == total
