"""One item to what comes of it: the function that every engine applies."""

from collections.abc import Collection, Iterator
from functools import cached_property
from hashlib import sha256
from time import perf_counter

import attrs
import orjson

from trialtext.api import ALL_REPAIRS
from trialtext.codec import to_json
from trialtext.formats import get_format
from trialtext.formats.format import TableWriter
from trialtext.merging import nct_id
from trialtext.model.study import Study
from trialtext.pipeline.documents import ApiRecord, Document, DocumentReader
from trialtext.pipeline.inputs.items import Item, Row, Unreadable
from trialtext.pipeline.outcomes import Outcome
from trialtext.reading.detection import Detection
from trialtext.reading.diagnostics import Diagnostic
from trialtext.reading.result import Result, Status, TrialTextError
from trialtext.text.escapes import printable

RECORD = "api"
"""What stands for the format where a study comes as the API returns it."""


@attrs.frozen(slots=False, kw_only=True)
class Converter:
    """How an item is converted. It goes from process to process."""

    reader: DocumentReader = attrs.field(factory=DocumentReader)
    """How its documents are read."""
    traced: bool = False
    """Whether the provenance of every value is wanted."""
    merge: bool = False
    """Whether documents wait for the other one of their trial."""
    strict: bool = False
    """Whether a document that is not perfect counts as one that cannot be read."""
    explain: bool = False
    """Whether to say what each document was found to be, and what was repaired."""
    table: str | None = None
    """The format of a table that studies are written as, too."""

    def convert(self, item: Item) -> Iterator[Outcome]:
        """Convert every document of an item, one after the other."""
        is_read = not isinstance(item, Unreadable)
        content_hash = sha256(item.content).hexdigest() if is_read else None
        started = perf_counter()
        for number, read in enumerate(self.reader.documents(item), 1):
            outcome = self._outcome(item, read)
            yield attrs.evolve(
                outcome,
                id=item.id,
                document=item.number if isinstance(item, Row) else number,
                content_hash=content_hash,
                milliseconds=round((perf_counter() - started) * 1000, 3),
            )
            started = perf_counter()

    def row(self, study: Study) -> str | None:
        """Write a study as the row of a table, if that is wanted."""
        return self.table_writer.row(study) if self.table_writer else None

    @cached_property
    def table_writer(self) -> TableWriter | None:
        """What writes studies as a table, if that is wanted."""
        return get_format(self.table).table_writer if self.table else None

    def _outcome(self, item: Item, document: Document) -> Outcome:
        if isinstance(document, ApiRecord):
            return self._of_record(item, document)
        return self._of_result(item, document)

    def _of_result(self, item: Item, result: Result) -> Outcome:
        outcome = Outcome(
            source=item.source,
            content_hash="",
            format=result.format,
            variant=result.detection.variant,
            status=result.status,
            diagnostics=result.diagnostics,
            coverage=result.coverage,
            explanation=self._explanation(item, result),
        )
        if self.strict:
            try:
                result.raise_for_diagnostics()
            except TrialTextError as error:
                return attrs.evolve(outcome, status=Status.FAILED, refusal=str(error))
        if result.study is None:
            return outcome
        return attrs.evolve(
            outcome,
            nct_id=nct_id(result.study),
            study=to_json(result.study).decode(),
            row=self.row(result.study),
            provenance=_provenance(result) if self.traced else None,
            result=result if self.merge else None,
        )

    def _of_record(self, item: Item, record: ApiRecord) -> Outcome:
        found = Detection(RECORD, None, 1.0, ("a record of the API",))
        return Outcome(
            source=item.source,
            content_hash="",
            format=RECORD,
            status=Status.COMPLETE,
            nct_id=nct_id(record.study),
            study=to_json(record.study).decode(),
            row=self.row(record.study),
            provenance="{}" if self.traced else None,
            diagnostics=record.diagnostics,
            explanation=_explained(item.source, found, ()) if self.explain else (),
        )

    def _explanation(self, item: Item, result: Result) -> tuple[str, ...]:
        if not self.explain or (isinstance(item, Row) and item.number > 1):
            return ()
        return _explained(result.path, result.detection, result.diagnostics)


def _explained(path: str, found: Detection, diagnostics: Collection[Diagnostic]) -> tuple[str, ...]:
    """Say what a document was found to be, and what was repaired."""
    what = ", ".join(filter(None, (found.format, found.variant))) or "no known format"
    repaired = [d.message for d in diagnostics if d.code in ALL_REPAIRS]
    return tuple(
        printable(f"{path}: {said}")
        for said in (
            f"{what} ({found.confidence:.0%} sure): {'; '.join(found.evidence)}",
            f"repaired: {'; '.join(repaired) or 'nothing'}",
        )
    )


def _provenance(result: Result) -> str:
    """Write one JSON object: pointers to provenance."""
    traced = {pointer: value.as_json() for pointer, value in result.provenance.items()}
    return orjson.dumps(traced).decode()
