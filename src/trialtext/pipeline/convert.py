"""Inputs to studies, one after the other: a bad one never stops the others."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import nullcontext, suppress
from functools import cached_property
from io import BytesIO
from itertools import chain, islice
from typing import NamedTuple

import attrs
import orjson

from trialtext.api import ALL_REPAIRS, MAX_BYTES, failed, parse_all
from trialtext.codec import to_json
from trialtext.formats import get_format
from trialtext.formats.format import TableWriter
from trialtext.model.study import Study
from trialtext.pipeline import inputs
from trialtext.pipeline.merge_pages import PageMerger
from trialtext.pipeline.outputs import NothingToWriteError, open_output
from trialtext.pipeline.workers import flat_map
from trialtext.reading.result import Result, TrialTextError
from trialtext.text.escapes import printable


class Converted(NamedTuple):
    """What came of one document."""

    messages: tuple[str, ...]
    """Diagnostics, a line each."""
    study: bytes
    """JSON; empty if the document could not be read, or is to be merged."""
    provenance: bytes
    """Where every value came from, as JSON, if that is wanted."""
    result: Result | None
    """The whole result, if it is to be merged."""


@attrs.frozen(slots=False, kw_only=True)
class Converter:
    """How one input is converted. It goes from process to process."""

    as_lines: bool
    """NDJSON; otherwise there is one input, and its study is indented."""
    traced: bool = False
    """Whether the provenance of every value is wanted."""
    merge: bool = False
    """Whether documents wait for the other one of their trial."""
    strict: bool = False
    """Whether a document that is not perfect counts as one that cannot be read."""
    explain: bool = False
    """Whether to say what each document was found to be, and what was repaired."""
    format: str | None = None
    """The format of the inputs, if it is known."""
    to: str | None = None
    """The format of a table that studies are written as; JSON if `None`."""
    nct_id: str | None = None
    """The study's number, if the page may have lost it."""
    repairs: Collection[str] = ALL_REPAIRS
    """What may be done to damaged text."""
    max_bytes: int = MAX_BYTES
    """How large an input may be."""

    def convert(self, path: str) -> Iterator[Converted]:
        """Convert every document of an input, one after the other."""
        results = self._read(path)
        first = list(islice(results, 2))
        as_lines = self.as_lines or len(first) > 1
        for number, result in enumerate(chain(first, results)):
            explained = self.explain and not (number and _is_row(result))
            messages = _explained(result) if explained else []
            yield self._converted(path, result, messages, as_lines=as_lines)

    @cached_property
    def table_writer(self) -> TableWriter | None:
        """What writes studies as a table; `None` if they are written as JSON."""
        return get_format(self.to).table_writer if self.to else None

    def written(self, study: Study, *, as_line: bool) -> bytes:
        """Write a study: as a row, or as JSON on one line or indented."""
        if self.table_writer:
            return self.table_writer.row(study).encode()
        return to_json(study, indent=not as_line) + b"\n"

    def _converted(
        self, path: str, result: Result, messages: list[str], *, as_lines: bool
    ) -> Converted:
        if self.strict:
            try:
                result.raise_for_diagnostics()
            except TrialTextError as error:
                return Converted((*messages, str(error)), b"", b"", None)
        messages += map(str, result.diagnostics)
        if result.study is None:
            return Converted(tuple(messages), b"", b"", None)
        provenance = _provenance(path, result, as_lines=as_lines) if self.traced else b""
        if self.merge:
            return Converted(tuple(messages), b"", provenance, result)
        study = self.written(result.study, as_line=as_lines)
        return Converted(tuple(messages), study, provenance, None)

    def _read(self, path: str) -> Iterator[Result]:
        try:
            with inputs.open_input(path, self.max_bytes) as (name, data):
                yield from parse_all(
                    data,
                    format=self.format,
                    path=name,
                    nct_id=self.nct_id,
                    repairs=self.repairs,
                    max_bytes=self.max_bytes,
                )
        except OSError as error:
            yield failed("unreadable-file", error.strerror or str(error), path)


def _is_row(result: Result) -> bool:
    """Tell whether a document is a row of a table, which is explained once."""
    return result.format is not None and get_format(result.format).is_table


def _explained(result: Result) -> list[str]:
    """Say what an input was found to be, and what was repaired."""
    found = result.detection
    what = ", ".join(filter(None, (found.format, found.variant))) or "no known format"
    repaired = [d.message for d in result.diagnostics if d.code in ALL_REPAIRS]
    return [
        printable(f"{result.path}: {said}")
        for said in (
            f"{what} ({found.confidence:.0%} sure): {'; '.join(found.evidence)}",
            f"repaired: {'; '.join(repaired) or 'nothing'}",
        )
    ]


def _provenance(path: str, result: Result, *, as_lines: bool) -> bytes:
    """Write one JSON object: pointers to provenance; a line that names its input, if many."""
    traced = {pointer: value.as_json() for pointer, value in result.provenance.items()}
    if as_lines:
        # The bytes of a name may be no text: then it is written as in diagnostics.
        name = os.fsencode(path).decode(errors="backslashreplace")
        return orjson.dumps({"path": name, "provenance": traced}) + b"\n"
    return orjson.dumps(traced, option=orjson.OPT_INDENT_2) + b"\n"


@attrs.frozen(kw_only=True)
class Conversion:
    """Many inputs, and where what goes."""

    converter: Converter
    """How each is converted."""
    output: str | None = None
    """File for the studies; standard output if `None`."""
    provenance: str | None = None
    """File for the provenance of every value, if it is wanted."""
    jobs: int = 1
    """How many processes share the work. What is written does not depend on it."""
    report: Callable[[object], None]
    """Is given all diagnostics, those of a document at once."""

    def run(self, paths: Iterable[str]) -> int:
        """Convert inputs and return how many documents could not be read.

        If none could be read, no file is written, and one that was there stays as it was.
        """
        failures = converted = 0
        merger = PageMerger(self.report)
        with (
            suppress(NothingToWriteError),
            open_output(self.output) as studies,
            open_output(self.provenance) if self.provenance else nullcontext(BytesIO()) as traced,
        ):
            for document in flat_map(self.converter.convert, paths, self.jobs):
                if document.messages:
                    self.report("\n".join(document.messages))
                if document.result:
                    merger.add(document.result)
                elif not document.study:
                    failures += 1
                    continue
                if not converted and self.converter.table_writer:
                    studies.write(self.converter.table_writer.header.encode())
                converted += 1
                studies.write(document.study)
                traced.write(document.provenance)
            if failures and not converted:
                raise NothingToWriteError
            as_lines = self.converter.as_lines or len(merger) > 1
            for study in merger.studies():
                studies.write(self.converter.written(study, as_line=as_lines))
        return failures
