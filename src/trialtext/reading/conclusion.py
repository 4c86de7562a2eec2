"""What was drafted of a document becomes its result, with every character accounted for."""

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from trialtext.reading.builder import StudyBuilder
from trialtext.reading.coverage import Claims, account
from trialtext.reading.detection import Detection
from trialtext.reading.document import Document
from trialtext.reading.draft import freeze
from trialtext.reading.result import Result
from trialtext.text.edits import Span


def conclude(builder: StudyBuilder[Any], detection: Detection) -> Result:
    """Freeze the study, account for every character, and report what nobody claimed."""
    document = builder.document
    study, values = freeze(builder.study())
    claims = Claims(
        [span for value in values for span in value.spans],
        builder.boilerplate,
        builder.unparsed,
        builder.noise,
    )
    accounted = account(document.source, claims)
    for span in accounted.unclaimed:
        text = document.source.original[slice(*span)]
        builder.report_original("unclaimed-text", span, f"{text!r:.60} was read by nothing")
    return Result(
        study=study,
        diagnostics=builder.diagnostics(),
        detection=detection,
        source=document.source,
        values=tuple(values),
        coverage=accounted.coverage,
        unparsed_spans=_with_sections(accounted.unparsed, document),
        noise_spans=tuple(map(document.source.span, builder.noise)),
    )


def _with_sections(spans: Iterable[Span], document: Document) -> tuple[tuple[Span, str], ...]:
    """Name the section in which each stretch of the original is."""
    starts = [document.source.position(section.start) for section in document.sections]
    names = [section.name for section in document.sections]
    return tuple((span, names[max(bisect_right(starts, span[0]) - 1, 0)]) for span in spans)
