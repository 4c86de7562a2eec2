"""Pages to studies, one after the other: a bad one never stops the others."""

import os
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

import attrs
import orjson

from trialtext.batch import inputs
from trialtext.batch.sinks import NothingToWriteError, open_sink
from trialtext.convert import to_json
from trialtext.model.study import Study
from trialtext.parsing import MAX_BYTES, failed, parse
from trialtext.repairs import ALL_REPAIRS
from trialtext.result import Result, TrialTextError

if TYPE_CHECKING:
    from trialtext.batch.joining import Joining


@attrs.frozen(kw_only=True)
class Conversion:
    """How inputs are converted, and where what goes."""

    output: str | None = None
    """File for the studies; standard output if `None`."""
    provenance: str | None = None
    """File for the provenance of every value, if it is wanted."""
    as_lines: bool
    """NDJSON; otherwise there is one input, and its study is indented."""
    merge: bool = False
    """Whether the study page and the results page of a trial become one study."""
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
    tell: Callable[[object], None]
    """Is given every diagnostic."""

    def run(self, paths: Iterable[str]) -> int:
        """Convert inputs and return how many could not be read as a page.

        If none could be read, no file is written, and one that was there stays as it was.
        """
        failures = converted = 0
        joining = self._joining()
        with (
            suppress(NothingToWriteError),
            open_sink(self.output) as studies,
            open_sink(self.provenance or os.devnull) as origins,
        ):
            for path in paths:
                result = self._read(path)
                if result.study is None:
                    failures += 1
                    continue
                converted += 1
                if joining:
                    joining.add(result)
                else:
                    studies.write(self._json(result.study))
                if self.provenance:
                    origins.write(self._origins(path, result))
            if failures and not converted:
                raise NothingToWriteError
            for study in joining.studies() if joining else ():
                studies.write(self._json(study))
        return failures

    def _joining(self) -> "Joining | None":
        if not self.merge:
            return None
        from trialtext.batch.joining import Joining

        return Joining(self.tell)

    def _json(self, study: Study) -> bytes:
        return to_json(study, indent=not self.as_lines) + b"\n"

    def _read(self, path: str) -> Result:
        try:
            name, data = inputs.read(path)
        except OSError as error:
            result = failed("unreadable-file", error.strerror or str(error), path)
        else:
            result = parse(
                data,
                path=name,
                nct_id=self.nct_id,
                repairs=self.repairs,
                max_bytes=self.max_bytes,
            )
        if self.explain:
            self._explain(path, result)
        if self.strict:
            try:
                result.raise_if_imperfect()
            except TrialTextError as error:
                self.tell(error)
                return attrs.evolve(result, study=None)
        for diagnostic in result.diagnostics:
            self.tell(diagnostic)
        return result

    def _explain(self, path: str, result: Result) -> None:
        detection = result.detection
        shape = f", shape {detection.shape}" if detection.shape else ""
        evidence = "; ".join(detection.evidence)
        self.tell(f"{path}: {detection.kind}{shape} ({detection.confidence:.0%} sure): {evidence}")
        repaired = [d.message for d in result.diagnostics if d.code in ALL_REPAIRS]
        self.tell(f"{path}: repaired: {'; '.join(repaired) or 'nothing'}")

    def _origins(self, path: str, result: Result) -> bytes:
        """One JSON object: pointers to origins; a line that names its input, if there are many."""
        traced = {pointer: origin.as_json() for pointer, origin in result.provenance.items()}
        if self.as_lines:
            return orjson.dumps({"path": path, "provenance": traced}) + b"\n"
        return orjson.dumps(traced, option=orjson.OPT_INDENT_2) + b"\n"
