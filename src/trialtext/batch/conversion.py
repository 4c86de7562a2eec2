"""Pages to studies, one after the other: a bad one never stops the others."""

import os
from collections.abc import Callable, Collection, Iterable
from contextlib import nullcontext, suppress
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import attrs
import orjson

from trialtext.batch import inputs
from trialtext.batch.sinks import NothingToWriteError, open_sink
from trialtext.convert import to_json
from trialtext.model.study import Study
from trialtext.parsing import MAX_BYTES, failed, parse, too_large
from trialtext.repairs import ALL_REPAIRS
from trialtext.result import Result, TrialTextError

if TYPE_CHECKING:
    from trialtext.batch.joining import Joining


class Converted(NamedTuple):
    """What came of one input."""

    told: tuple[str, ...]
    """Diagnostics, a line each."""
    study: bytes
    """JSON; empty if the input could not be read as a page, or waits for its other page."""
    origins: bytes
    """Where every value came from, as JSON, if that is wanted."""
    result: Result | None
    """The whole result, if it waits for the other page of its trial."""


@attrs.frozen(kw_only=True)
class Converter:
    """How one input is converted. It goes from process to process."""

    as_lines: bool
    """NDJSON; otherwise there is one input, and its study is indented."""
    traced: bool = False
    """Whether the provenance of every value is wanted."""
    merge: bool = False
    """Whether pages wait for the other page of their trial."""
    strict: bool = False
    """Whether an input that is not perfect counts as one that cannot be read."""
    explain: bool = False
    """Whether to tell what each input was found to be, and what was repaired."""
    nct_id: str | None = None
    """The study's number, if the page may have lost it."""
    repairs: Collection[str] = ALL_REPAIRS
    """What may be done to damaged text."""
    max_bytes: int = MAX_BYTES
    """How large an input may be."""

    def convert(self, path: str) -> Converted:
        """Convert one input."""
        result = self._read(path)
        told = self._explained(path, result) if self.explain else []
        study = result.study
        if self.strict:
            try:
                result.raise_if_imperfect()
            except TrialTextError as error:
                return Converted((*told, str(error)), b"", b"", None)
        told += map(str, result.diagnostics)
        if study is None:
            return Converted(tuple(told), b"", b"", None)
        origins = self._origins(path, result) if self.traced else b""
        if self.merge:
            return Converted(tuple(told), b"", origins, result)
        return Converted(tuple(told), self.json(study), origins, None)

    def json(self, study: Study) -> bytes:
        """Write a study."""
        return to_json(study, indent=not self.as_lines) + b"\n"

    def _read(self, path: str) -> Result:
        try:
            size = inputs.size(path)
            if size > self.max_bytes:
                return too_large(size, self.max_bytes, path)
            name, data = inputs.read(path)
        except OSError as error:
            return failed("unreadable-file", error.strerror or str(error), path)
        return parse(
            data,
            path=name,
            nct_id=self.nct_id,
            repairs=self.repairs,
            max_bytes=self.max_bytes,
        )

    def _explained(self, path: str, result: Result) -> list[str]:
        found = result.detection
        shape = f", shape {found.shape}" if found.shape else ""
        evidence = "; ".join(found.evidence)
        repaired = [d.message for d in result.diagnostics if d.code in ALL_REPAIRS]
        return [
            f"{path}: {found.kind}{shape} ({found.confidence:.0%} sure): {evidence}",
            f"{path}: repaired: {'; '.join(repaired) or 'nothing'}",
        ]

    def _origins(self, path: str, result: Result) -> bytes:
        """One JSON object: pointers to origins; a line that names its input, if there are many."""
        traced = {pointer: origin.as_json() for pointer, origin in result.provenance.items()}
        if self.as_lines:
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
    tell: Callable[[object], None]
    """Is given all diagnostics, those of an input at once."""

    def run(self, paths: Iterable[str]) -> int:
        """Convert inputs and return how many could not be read as a page.

        If none could be read, no file is written, and one that was there stays as it was.
        """
        from trialtext.batch.processes import map_ordered

        failures = converted = 0
        joining = self._joining()
        with (
            suppress(NothingToWriteError),
            open_sink(self.output) as studies,
            open_sink(self.provenance) if self.provenance else nullcontext(BytesIO()) as origins,
        ):
            for made in map_ordered(self.converter.convert, paths, self.jobs):
                if made.told:
                    self.tell("\n".join(made.told))
                if joining and made.result:
                    joining.add(made.result)
                elif not made.study:
                    failures += 1
                    continue
                converted += 1
                studies.write(made.study)
                origins.write(made.origins)
            if failures and not converted:
                raise NothingToWriteError
            for study in joining.studies() if joining else ():
                studies.write(self.converter.json(study))
        return failures

    def _joining(self) -> "Joining | None":
        if not self.converter.merge:
            return None
        from trialtext.batch.joining import Joining

        return Joining(self.tell)
