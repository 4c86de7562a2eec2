"""The table of studies that ClinicalTrials.gov lets people download: one study a row."""

from collections.abc import Iterator
from typing import ClassVar, Final

from trialtext.formats.ctgov_csv.diagnostics import CATALOGUE
from trialtext.formats.ctgov_csv.grammar import GRAMMAR, RULES
from trialtext.formats.ctgov_csv.header import CTG_STUDIES, find_header
from trialtext.formats.ctgov_csv.renderer import WRITER, render
from trialtext.formats.ctgov_csv.row import read_row
from trialtext.formats.ctgov_csv.table import Row, Table
from trialtext.formats.ctgov_csv.view import view
from trialtext.formats.format import Excerpt, Format
from trialtext.reading.detection import Detection
from trialtext.reading.document import ExternalId
from trialtext.reading.result import Result
from trialtext.text.input import Input


class SiteDownload(Format):
    """A file of comma-separated values that begins with a header."""

    is_table: ClassVar[bool] = True

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of cells."""
        return RULES

    def divide(self, source: Input) -> Iterator[Excerpt]:
        """Divide a file into its rows, which make it up."""
        header = find_header(source.head.text)
        if header is None:
            yield Excerpt(source.whole)
        else:
            yield from Table(source, header, self.name).excerpts()

    def describe(self, excerpt: Excerpt) -> Detection:
        """Say which of the two downloads it is, by its columns."""
        row: Row | None = excerpt.context
        if row is None:
            return Detection(self.name, None, 0.0, ())
        return row.table.detection

    def read(
        self, excerpt: Excerpt, _: frozenset[str], external_id: ExternalId | None, /
    ) -> Result:
        """Read a row. Of damage, nothing is repaired that is not told by the cells themselves."""
        return read_row(excerpt, self, self.describe(excerpt), external_id)


def _score(text: str, _: Format) -> int:
    """Count the columns of the header, if there is one."""
    header = find_header(text)
    return len(header.positions) if header else 0


CTGOV_CSV: Final = SiteDownload(
    name="ctgov-csv",
    title="The table of studies that ClinicalTrials.gov lets people download",
    grammar=GRAMMAR,
    score=_score,
    catalogue=CATALOGUE,
    render=render,
    view=view,
    variants=(CTG_STUDIES,),
    table_writer=WRITER,
)
