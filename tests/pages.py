"""What tests know of the pages' boilerplate, and how they ask what became of a page."""

import json
from collections.abc import Collection, Sequence
from typing import Any

import trialtext
from trialtext import Result
from trialtext.formats import get_format
from trialtext.parsing.headings import SectionSpan
from trialtext.text.repairs import AppliedRepair, repair_text
from trialtext.text.source import SourceText

STUDY = get_format("mirror-study")
RESULTS = get_format("mirror-results")
CATALOGUE = {**STUDY.full_catalogue, **RESULTS.full_catalogue}
HEADINGS: Sequence[str] = [section.heading for section in STUDY.sections]
LABELS: Sequence[str] = [
    label.text for section in STUDY.sections for label in section.labels if label.value is None
]


def study_sections(text: str) -> list[SectionSpan]:
    """The sections of a study page."""
    return STUDY.headings.find_sections(text)


def record(result: Result) -> dict[str, Any]:
    """The study of a result, as JSON."""
    assert result.study is not None
    found: dict[str, Any] = json.loads(trialtext.to_json(result.study))
    return found


def codes(result: Result) -> list[str]:
    """The codes of all diagnostics, in the order of the text."""
    return [diagnostic.code for diagnostic in result.diagnostics]


def repaired(source: SourceText, names: Collection[str]) -> tuple[SourceText, list[AppliedRepair]]:
    """A text of a study page, with some repairs of characters and lines made."""
    repairs = [repair for repair in STUDY.all_repairs if repair.name in names]
    return repair_text(source, repairs, STUDY.vocabulary)
