"""Inputs to single criteria: pages, tables, and records of the API."""

import csv
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from io import StringIO
from typing import NamedTuple

import attrs
import orjson

from trialtext.criteria import COLUMNS, Criteria, criteria, criteria_rows
from trialtext.criteria.rows import CriterionRow
from trialtext.pipeline.documents import ApiRecord, DocumentReader
from trialtext.pipeline.inputs.files import InputOptions
from trialtext.pipeline.inputs.items import Item
from trialtext.pipeline.inputs.reader import read_items
from trialtext.pipeline.outputs.compression import open_compressed
from trialtext.pipeline.outputs.files import NothingToWriteError
from trialtext.pipeline.workers import flat_map
from trialtext.text.source import BOM


class Listed(NamedTuple):
    """What came of one study, or of an input that could not be read."""

    messages: tuple[str, ...]
    """Diagnostics, a line each."""
    criteria: Criteria | None
    """Its criteria; `None` if there is no study."""


@attrs.frozen
class CriteriaReader:
    """How the criteria of one item are read. It goes from process to process."""

    reader: DocumentReader = attrs.field(factory=DocumentReader)
    """How its documents are read."""

    def read(self, item: Item) -> Iterator[Listed]:
        """Read the criteria of every study of an item."""
        for document in self.reader.documents(item):
            if isinstance(document, ApiRecord):
                # They do not depend on fields that are newer than the specification.
                yield Listed((), criteria(document.study))
            else:
                messages = tuple(map(str, document.diagnostics))
                yield Listed(messages, criteria(document) if document.study else None)


# ---- Rows as text


def as_json_line(row: CriterionRow) -> bytes:
    """Write a row as a line of NDJSON, without what is not known."""
    known = {key: value for key, value in row.items() if value is not None}
    return orjson.dumps(known) + b"\n"


def as_csv_row(row: CriterionRow) -> bytes:
    """Write a row as one of a CSV file."""
    lists = {"headings": " > ".join(row["headings"]), "doubts": " ".join(row["doubts"])}
    return _csv({**row, **lists}.values())


def csv_header() -> bytes:
    """Write the names of the columns; spreadsheets know UTF-8 by the mark before them."""
    return BOM.encode() + _csv(COLUMNS)


def _csv(cells: Iterable[object]) -> bytes:
    line = StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


@attrs.frozen(kw_only=True)
class Listing:
    """Many inputs, and where their criteria go."""

    options: InputOptions
    """How inputs are read."""
    reader: CriteriaReader
    output: str | None = None
    """File for the rows; standard output if `None`."""
    as_csv: bool = False
    """Whether they are CSV; else they are NDJSON."""
    jobs: int = 1
    """How many processes share the work. What is written does not depend on it."""
    report: Callable[[object], None]
    """Is given all diagnostics, those of a study at once."""

    def criteria(self, paths: Iterable[str]) -> Iterator[Criteria | None]:
        """Read inputs, and give the criteria of each study; `None` where there is none."""
        items = (item for path in paths for item in read_items(path, self.options))
        for listed in flat_map(self.reader.read, items, self.jobs):
            if listed.messages:
                self.report("\n".join(listed.messages))
            yield listed.criteria

    def run(self, paths: Iterable[str]) -> int:
        """Write the criteria of inputs, and return how many studies could not be read.

        If none could be read, no file is written, and one that was there stays as it was.
        """
        failures = studies = 0
        write = as_csv_row if self.as_csv else as_json_line
        with suppress(NothingToWriteError), open_compressed(self.output) as file:
            for each in self.criteria(paths):
                if each is None:
                    failures += 1
                    continue
                if self.as_csv and not studies:
                    file.write(csv_header())
                studies += 1
                file.write(b"".join(map(write, criteria_rows([each]))))
            if failures and not studies:
                raise NothingToWriteError
        return failures
