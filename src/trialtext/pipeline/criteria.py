"""Inputs to single criteria: pages, tables, and records of the API."""

import csv
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from io import StringIO
from typing import BinaryIO, NamedTuple

import attrs
import orjson

from trialtext.api import MAX_BYTES, parse_all
from trialtext.codec import InvalidRecordError, UnknownFieldWarning
from trialtext.criteria import COLUMNS, Criteria, criteria, criteria_rows
from trialtext.criteria.rows import CriterionRow
from trialtext.model.study import Study
from trialtext.pipeline import inputs
from trialtext.pipeline.outputs import NothingToWriteError, open_output
from trialtext.pipeline.records import are_records, read_records
from trialtext.pipeline.workers import flat_map
from trialtext.reading.diagnostics import input_diagnostic
from trialtext.reading.result import Result
from trialtext.text.source import BOM


class Listed(NamedTuple):
    """What came of one study, or of an input that could not be read."""

    messages: tuple[str, ...]
    """Diagnostics, a line each."""
    criteria: Criteria | None
    """Its criteria; `None` if there is no study."""


@attrs.frozen(kw_only=True)
class CriteriaReader:
    """How the criteria of one input are read. It goes from process to process."""

    format: str | None = None
    """The format of inputs that are no JSON, if it is known."""
    max_bytes: int = MAX_BYTES
    """How large an input may be that is not read line by line."""

    def read(self, path: str) -> Iterator[Listed]:
        """Read the criteria of every study of an input."""
        name = path
        try:
            with inputs.open_input(path, self.max_bytes) as (name, data):
                for study in self._studies(name, data):
                    yield _listed(name, study)
        except OSError as error:
            yield _failed("unreadable-file", error.strerror or str(error), path)
        except InvalidRecordError as error:
            yield _failed("invalid-record", str(error), name)

    def _studies(
        self, name: str, data: bytes | BinaryIO
    ) -> Iterator[Study | Result | InvalidRecordError]:
        if not are_records(data):
            yield from parse_all(data, format=self.format, path=name, max_bytes=self.max_bytes)
            return
        records = read_records(data, self.max_bytes)
        while study := _next(records):
            yield study


def _next(
    records: Iterator[Study | InvalidRecordError],
) -> Study | InvalidRecordError | None:
    """Read the next record: criteria do not depend on fields newer than the specification."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownFieldWarning)
        return next(records, None)


def _listed(name: str, study: Study | Result | InvalidRecordError) -> Listed:
    if isinstance(study, InvalidRecordError):
        return _failed("invalid-record", str(study), name)
    if isinstance(study, Study):
        return Listed((), criteria(study))
    messages = tuple(map(str, study.diagnostics))
    return Listed(messages, criteria(study) if study.study else None)


def _failed(code: str, message: str, path: str) -> Listed:
    return Listed((str(input_diagnostic(code, message, path)),), None)


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
        for listed in flat_map(self.reader.read, paths, self.jobs):
            if listed.messages:
                self.report("\n".join(listed.messages))
            yield listed.criteria

    def run(self, paths: Iterable[str]) -> int:
        """Write the criteria of inputs, and return how many studies could not be read.

        If none could be read, no file is written, and one that was there stays as it was.
        """
        failures = studies = 0
        write = as_csv_row if self.as_csv else as_json_line
        with suppress(NothingToWriteError), open_output(self.output) as file:
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
