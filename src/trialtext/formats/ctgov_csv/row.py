"""One row from its cells to its result."""

from itertools import pairwise
from typing import Final

import attrs

from trialtext.formats.ctgov_csv.columns import NCT_NUMBER
from trialtext.formats.ctgov_csv.evidence import Evidence, RowBuilder
from trialtext.formats.ctgov_csv.outcomes import put_outcomes
from trialtext.formats.ctgov_csv.table import Row
from trialtext.formats.format import Excerpt, Format
from trialtext.parsing.headings import HEADER, SectionSpan
from trialtext.parsing.tree import Token
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.conclusion import conclude
from trialtext.reading.detection import Detection
from trialtext.reading.document import Document, ExternalId
from trialtext.reading.result import Result
from trialtext.reading.scalars import nct_id
from trialtext.text.doubts import find_doubts
from trialtext.text.source import BOM

_MOST_OF_SPREADSHEETS: Final = 32_767
"""Characters of a cell; what is more is cut off, or spilled into the next row."""


def read_row(
    excerpt: Excerpt, format_: Format, detection: Detection, external_id: ExternalId | None
) -> Result:
    """Read a row; without a study, if its cells are not those that the header announces."""
    row: Row | None = excerpt.context
    if row is None:
        return _without_header(excerpt, format_, detection)
    above = SectionSpan(HEADER, 0, 0, row.start)
    document = Document(excerpt.source, sections=[above], external_id=external_id)
    builder = StudyBuilder(document, format_.full_catalogue, Evidence(row.table))
    _read_above(builder, row)
    if row.problem:
        rest = document.token(row.start, len(document.text))
        builder.mark_unparsed(row.problem.code, rest, row.problem.message)
        return attrs.evolve(conclude(builder, detection), study=None)
    if not (external_id or _has_number(document, row)):
        rest = document.token(row.start, len(document.text))
        builder.mark_unparsed("row-without-number", rest, "the row has no NCT number")
        return attrs.evolve(conclude(builder, detection), study=None)
    _claim_frame(builder, row)
    _read_cells(builder, row)
    builder.supply_number()
    _report_doubts(builder)
    return conclude(builder, detection)


def _has_number(document: Document, row: Row) -> bool:
    """Tell whether a row has an NCT number: without, it may be the rest of a cell that was cut."""
    at = row.table.header.names.index(NCT_NUMBER)
    return nct_id(document.token(*row.cells[at]).text) is not None


def _without_header(excerpt: Excerpt, format_: Format, detection: Detection) -> Result:
    end = len(excerpt.source.text)
    document = Document(excerpt.source, sections=[SectionSpan(HEADER, 0, 0, end)])
    builder = StudyBuilder(document, format_.full_catalogue, None)
    message = "the first line is not the header of a download"
    builder.mark_unparsed("missing-header", document.token(0, end), message)
    return attrs.evolve(conclude(builder, detection), study=None)


def _cells(row: Row) -> list[SectionSpan]:
    """Take each cell as a section, by the name of its column."""
    cells = zip(row.table.header.names, row.cells, strict=True)
    return [SectionSpan(name, start, start, end) for name, (start, end) in cells]


def _read_above(builder: RowBuilder, row: Row) -> None:
    """Claim what stands above a row: blank lines, and above the first one the header."""
    text, header = builder.document.text, row.table.header
    builder.mark_boilerplate((0, row.start))
    if text.startswith(BOM):
        builder.report("byte-order-mark", (0, 1), "a byte order mark at the beginning")
    if not row.header:
        return
    for at in header.unknown:
        name = header.names[at]
        is_known = name in {column.name for column, _ in header.positions}
        said = "is there twice" if is_known else "is no column of the download"
        builder.report("unknown-column", row.header[at], f"{name!r:.60} {said}")


def _claim_frame(builder: RowBuilder, row: Row) -> None:
    """Claim separators and quotes."""
    spans = [(row.start, row.start), *row.cells]
    builder.mark_boilerplate(*((a[1], b[0]) for a, b in pairwise(spans)))
    builder.mark_boilerplate((spans[-1][1], len(builder.document.text)))


def _read_cells(builder: RowBuilder, row: Row) -> None:
    """Have every cell read by its column, whatever their order in the file."""
    document, header, text = builder.document, row.table.header, builder.document.text
    for column, at in header.positions:
        start, end = row.cells[at]
        if start < end:
            builder.section = column.name
            if end - start == _MOST_OF_SPREADSHEETS:
                message = f"{end - start:,} characters, the most that spreadsheets keep"
                builder.report("cut-cell", (end, end), message)
            column.read(Token(text[start:end], start), builder)
    put_outcomes(builder)
    builder.section = ""
    builder.unparsed += [row.cells[at] for at in header.unknown if len(set(row.cells[at])) > 1]
    if builder.unparsed:
        document.sections = [*document.sections, *_cells(row)]


def _report_doubts(builder: RowBuilder) -> None:
    source = builder.document.source
    if not source.original.isascii() or "\0" in source.original:
        for doubt in find_doubts(source, {"mojibake"}):
            builder.report_original(*doubt)
