"""What came of one document: its study, and what a run notes of it."""

from functools import cache

import attrs
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.preconf.orjson import OrjsonConverter, make_converter

from trialtext.reading.coverage import Coverage
from trialtext.reading.diagnostics import Diagnostic
from trialtext.reading.result import Result, Status
from trialtext.reading.rows import ResultRow, diagnostic_row


@attrs.frozen(kw_only=True)
class Outcome:
    """What came of one document. It goes from process to process, and to disk."""

    source: str
    """Where it is from: see `Text.source`."""
    id: str | None = None
    """What its input calls it."""
    document: int = 1
    """Its number among those of its source, from 1."""
    content_hash: str | None
    """SHA-256 of what its source holds; `None` if that could not be read."""
    format: str | None = None
    variant: str | None = None
    status: Status
    nct_id: str | None = None
    study: str | None = attrs.field(default=None, repr=False)
    """The study as JSON; `None` if there is none."""
    row: str | None = attrs.field(default=None, repr=False)
    """The study as the row of a table, if that is what is written."""
    provenance: str | None = attrs.field(default=None, repr=False)
    """Where every value came from, as JSON, if that is wanted."""
    diagnostics: tuple[Diagnostic, ...] = attrs.field(default=(), repr=False)
    explanation: tuple[str, ...] = ()
    """What it was found to be, if that is wanted."""
    refusal: str | None = None
    """Why it is refused where nothing may be wrong."""
    coverage: Coverage | None = None
    milliseconds: float = 0.0
    """The time that it took."""
    result: Result | None = attrs.field(default=None, repr=False)
    """The whole result, if it is to be merged."""

    @property
    def is_failed(self) -> bool:
        """Whether there is no study."""
        return self.status is Status.FAILED

    @property
    def messages(self) -> tuple[str, ...]:
        """What there is to say of it, a line each."""
        found = (self.refusal,) if self.refusal else map(str, self.diagnostics)
        return (*self.explanation, *found)


def dump(outcomes: list[Outcome]) -> bytes:
    """Write outcomes for the disk, without whole results."""
    return _converter().dumps(outcomes, list[Outcome])


def load(data: bytes) -> list[Outcome]:
    """Read outcomes from the disk."""
    return _converter().loads(data, list[Outcome])


@cache
def _converter() -> OrjsonConverter:
    converter = make_converter()
    without = override(omit=True)
    read = make_dict_structure_fn(Outcome, converter, result=without)
    converter.register_structure_hook(Outcome, read)
    write = make_dict_unstructure_fn(Outcome, converter, result=without)
    converter.register_unstructure_hook(Outcome, write)
    return converter


def as_row(outcome: Outcome) -> ResultRow:
    """Give an outcome as a row of results."""
    coverage = outcome.coverage
    return ResultRow(
        source=outcome.source,
        document=outcome.document,
        content_hash=outcome.content_hash,
        nct_id=outcome.nct_id,
        format=outcome.format,
        variant=outcome.variant,
        status=outcome.status,
        study=outcome.study,
        diagnostics=[diagnostic_row(each) for each in outcome.diagnostics],
        coverage=None if coverage is None else coverage._asdict(),
    )
