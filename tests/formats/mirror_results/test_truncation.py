"""A results page that was cut off: nothing is read that the whole page does not say."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.json_values import values
from tests.pages import codes, record, results_module

import trialtext
from trialtext import Result, Severity, Status

STEP = 23
PAGE = """\
Trial Outcomes & Findings for Water Versus Juice (NCT NCT99900001)

NCT ID: NCT99900001

Last Updated: 2020-01-02

Results Overview

Pain after one day.

Recruitment status

COMPLETED

Target enrollment

49 participants

Primary outcome timeframe

1 day

Participant Flow

We asked 60 people in two towns.

Participant milestones

Participant milestones
Measure
Water
Drinks water.
Juice
Drinks juice.
Overall Study
STARTED
20
21
Overall Study
COMPLETED
18
17
Overall Study
NOT COMPLETED
2
4

Reasons for withdrawal

Reasons for withdrawal
Measure
Water
Drinks water.
Juice
Drinks juice.
Overall Study
Death
2
4

Baseline Characteristics

Water Versus Juice

Baseline characteristics by cohort

Baseline characteristics by cohort
Measure
Water
n=20 Participants
Drinks water.
Juice
n=21 Participants
Drinks juice.
Total
n=41 Participants
Total of all reporting groups
Sex: Female, Male
Female
10 Participants
n=5 Participants
11 Participants
n=7 Participants
21 Participants
n=5 Participants

PRIMARY outcome

Timeframe: 1 day

Population: All who drank.

Pain after one day.

Outcome measures

Outcome measures
Measure
Water
n=20 Participants
Drinks water.
Juice
n=21 Participants
Drinks juice.
Pain
4.25 points
Standard Deviation 1.25
3.75 points
Standard Deviation 1.75
"""


def leaves(result: Result) -> Iterator[tuple[str, Any]]:
    """Walk through fields of the API, without numbers of lists, and their values."""
    for pointer, value in values(record(result)):
        yield re.sub(r"/\d+", "", pointer), value


def inventions(text: str, ends: Iterable[int]) -> Iterator[tuple[int, str, Any]]:
    """Find what cut pages say and the whole one does not, each with the cut that brings it.

    A text may be shorter, a number may not. A page that is cut off inside a line says so.
    """
    whole: dict[str, list[Any]] = {}
    for field, value in leaves(trialtext.parse(text)):
        whole.setdefault(field, []).append(value)
    for end in ends:
        result = trialtext.parse(text[:end], format="mirror-results")
        inside = "\n" not in text[end - 1 : end + 1]
        if inside and "truncated" not in codes(result) and result.status is Status.COMPLETE:
            yield end, "status", result.status
        for field, value in leaves(result):
            known = whole.get(field, [])
            is_text = isinstance(value, str) and not value[-1].isdigit()
            if value not in known and not (
                is_text and any(str(one).startswith(value) for one in known)
            ):
                yield end, field, value


def cut_before(text: str) -> Result:
    """Read the page up to somewhere inside it."""
    return trialtext.parse(PAGE[: PAGE.index(text)])


def cut_after(text: str) -> Result:
    """Read the page up to somewhere inside it."""
    return trialtext.parse(PAGE[: PAGE.index(text) + len(text)])


def test_a_page_may_be_cut_anywhere(results_seed: Path) -> None:
    text = results_seed.read_text("utf-8")
    assert list(inventions(text, range(600, len(text), STEP))) == []


@pytest.mark.corpus
def test_a_page_may_be_cut_at_any_character(results_seed: Path) -> None:
    text = results_seed.read_text("utf-8")
    assert list(inventions(text, range(len(text)))) == []


def test_a_small_page_may_be_cut_at_any_character() -> None:
    assert list(inventions(PAGE, range(len(PAGE)))) == []


@pytest.mark.parametrize(
    "end", ["Results Over", "Recruitment st", "COMPL", "49 parti", "We asked 6", "Participant mil"]
)
@pytest.mark.parametrize("separator", ["\n\n", "\n"])
def test_a_last_line_is_no_value(end: str, separator: str) -> None:
    text = PAGE[: PAGE.index(f"\n{end}") + 1 + len(end)].replace("\n\n", separator)
    result = trialtext.parse(text)
    warnings = [d.code for d in result.diagnostics if d.severity is not Severity.INFO]
    assert warnings == ["truncated"]
    assert end not in str(record(result))


def test_a_cut_title_is_no_description_of_the_population() -> None:
    result = cut_after("Baseline Characteristics\n\nWater Ver")
    assert results_module(result, "baselineCharacteristicsModule") == {}


def test_a_cut_caption_does_not_cost_the_row_above() -> None:
    result = cut_after("Reasons for withdrawal\n\nReasons for wi")
    period = results_module(result, "participantFlowModule")["periods"][0]
    assert [milestone["type"] for milestone in period["milestones"]] == [
        "STARTED",
        "COMPLETED",
        "NOT COMPLETED",
    ]
    assert codes(result).count("truncated") == 1


@pytest.mark.parametrize("end", ["1 day\n\nPopulation: All who", "drank.\n\nPain after one day."])
def test_an_outcome_without_its_table_is_truncated(end: str) -> None:
    result = cut_after(end)
    assert result.status is Status.PARTIAL
    assert "truncated" in codes(result)


@pytest.mark.parametrize(
    "end",
    [
        "Target enrollment",
        "Participant Flow\n",
        "Participant milestones\nMeasure\nWater\nDrinks water.\nJui",
        "by cohort\nMeasure\nWater\nn=20 Participants\nDrinks water.\nJuice\nn=21 Par",
        "Overall Study\nCOMPLETED\n18\n1",
        "Outcome measures\nMeasure\nWater\nn=20 Participants\nDrinks water.\nJuice\nn=2",
    ],
)
def test_what_is_cut_is_told_once(end: str) -> None:
    result = cut_after(end)
    warnings = [d.code for d in result.diagnostics if d.severity is not Severity.INFO]
    assert warnings == ["truncated"]
