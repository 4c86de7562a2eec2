"""Results as rows of a table, one a document."""

from typing import TypedDict

from trialtext.codec import to_json
from trialtext.reading.diagnostics import Diagnostic
from trialtext.reading.result import Result, Status


class DiagnosticRow(TypedDict):
    """A diagnostic in a row."""

    code: str
    severity: str
    message: str
    line: int
    column: int


class ResultRow(TypedDict):
    """What became of a document."""

    source: str
    """Name of the text that the document is in."""
    document: int
    """Number of the document within its text, from 1."""
    content_hash: str | None
    """What tells whether the text has changed."""
    nct_id: str | None
    format: str | None
    variant: str | None
    status: Status
    study: str | None
    """The study as the API's JSON; `None` if the document could not be read."""
    diagnostics: list[DiagnosticRow]
    coverage: dict[str, int] | None
    """How many characters are what; `None` if it was no text."""


def diagnostic_row(diagnostic: Diagnostic) -> DiagnosticRow:
    """Give a diagnostic as a row of strings and numbers."""
    return DiagnosticRow(
        code=diagnostic.code,
        severity=diagnostic.severity,
        message=diagnostic.message,
        line=diagnostic.line,
        column=diagnostic.column,
    )


def result_row(
    result: Result, *, source: str, document: int = 1, content_hash: str | None = None
) -> ResultRow:
    """Give a result as a row of strings, numbers, and lists and dicts of them."""
    protocol = result.study.protocol_section if result.study else None
    identification = protocol.identification_module if protocol else None
    return ResultRow(
        source=source,
        document=document,
        content_hash=content_hash,
        nct_id=identification.nct_id if identification else None,
        format=result.detection.format,
        variant=result.detection.variant,
        status=result.status,
        study=to_json(result.study).decode() if result.study else None,
        diagnostics=[diagnostic_row(each) for each in result.diagnostics],
        coverage=result.coverage._asdict(),
    )
