"""What an expert would look at twice: reported, never changed."""

from collections.abc import Callable
from typing import Any

import pytest

from trialtext.model.enums import Phase, StudyType
from trialtext.model.protocol import (
    DesignModule,
    EligibilityModule,
    PartialDateStruct,
    StatusModule,
)
from trialtext.reading import checks
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.diagnostics import CATALOGUE
from trialtext.reading.document import Document
from trialtext.reading.draft import Draft, Value
from trialtext.text.decoding import decode


def reports(
    check: Callable[[StudyBuilder[Any]], None], prepare: Callable[[StudyBuilder[Any]], None]
) -> list[str]:
    builder: StudyBuilder[Any] = StudyBuilder(Document(decode("Tea")), CATALOGUE, {})
    prepare(builder)
    check(builder)
    return [diagnostic.code for diagnostic in builder.diagnostics()]


def value(of: str | bool) -> Value:
    return Value(of, ((0, 3),))


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-02-27", "2025-09-30", ["dates-reversed"]),
        ("2026-02-27", "2026-02-27", []),
        ("2026-02-27", None, []),
        (None, "2025-09-30", []),
        ("2025-03", "2024", ["dates-reversed"]),
        ("2024-03-05", "2024-02", ["dates-reversed"]),
        ("2024-03-05", "2024", []),
        ("2024", "2024-01-01", []),
        ("2024-03", "2024-03-05", []),
    ],
)
def test_a_start_after_the_completion(
    start: str | None, end: str | None, expected: list[str]
) -> None:
    def prepare(builder: StudyBuilder[Any]) -> None:
        for name, day in (("start_date_struct", start), ("completion_date_struct", end)):
            struct = Draft(PartialDateStruct, date=value(day)) if day else None
            builder.put(StatusModule, **{name: struct})

    assert reports(checks.dates, prepare) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (StudyType.OBSERVATIONAL, ["phase-of-observation"]),
        (StudyType.INTERVENTIONAL, []),
        (None, []),
    ],
)
def test_a_phase_of_an_observational_study(kind: StudyType | None, expected: list[str]) -> None:
    def prepare(builder: StudyBuilder[Any]) -> None:
        builder.put(DesignModule, phases=[value(Phase.PHASE1)])
        builder.put(DesignModule, study_type=value(kind) if kind else None)

    assert reports(checks.phases, prepare) == expected


@pytest.mark.parametrize(
    ("minimum", "maximum", "expected"),
    [
        ("18 Years", "64 Years", []),
        ("18 Years", "18 Years", []),
        ("64 Years", "18 Years", ["ages-reversed"]),
        ("2 Years", "6 Months", ["ages-reversed"]),
        ("18 Years", None, []),
    ],
)
def test_a_minimum_age_above_the_maximum(
    minimum: str, maximum: str | None, expected: list[str]
) -> None:
    def prepare(builder: StudyBuilder[Any]) -> None:
        builder.put(EligibilityModule, minimum_age=value(minimum))
        builder.put(EligibilityModule, maximum_age=value(maximum) if maximum else None)

    assert reports(checks.ages, prepare) == expected
