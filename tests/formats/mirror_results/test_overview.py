"""Header and overview of the results page."""

import json
from typing import Any

import pytest

import trialtext
from trialtext import Result

TITLE = "Trial Outcomes & Findings for Tea at Night (NCT NCT99900001)"
HEADER = (TITLE, "NCT ID: NCT99900001", "Last Updated: 2024-02-01")
OVERVIEW = (
    "Results Overview",
    "Cups of tea, counted by a nurse.",
    *("Recruitment status", "COMPLETED"),
    *("Study phase", "PHASE1/PHASE2"),
    *("Target enrollment", "40 participants"),
    *("Primary outcome timeframe", "6 weeks"),
    *("Results posted on", "2024-01-31"),
)
ALONE = ("Results Overview", *OVERVIEW[3::2])
OUTCOME = ("PRIMARY outcome", "Timeframe: 6 weeks", "Cups of tea, counted by a nurse.")


def read(*blocks: str) -> Result:
    return trialtext.parse("\n\n".join([*blocks, ""]))


def record(result: Result) -> dict[str, Any]:
    assert result.study is not None
    found: dict[str, Any] = json.loads(trialtext.to_json(result.study))
    return found


def first_outcome(result: Result) -> dict[str, Any]:
    module = record(result)["resultsSection"]["outcomeMeasuresModule"]
    found: dict[str, Any] = module["outcomeMeasures"][0]
    return found


def codes(result: Result) -> list[str]:
    return [diagnostic.code for diagnostic in result.diagnostics]


def test_the_header_has_title_number_and_date() -> None:
    result = read(*HEADER)
    assert record(result) == {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT99900001", "briefTitle": "Tea at Night"},
            "statusModule": {"lastUpdatePostDateStruct": {"date": "2024-02-01"}},
        },
        "hasResults": True,
    }
    assert result.format == "mirror-results"


def test_the_number_may_stand_in_the_title_only() -> None:
    result = read(TITLE)
    module = record(result)["protocolSection"]["identificationModule"]
    assert module == {"nctId": "NCT99900001", "briefTitle": "Tea at Night"}


def test_two_numbers_are_a_doubt() -> None:
    result = read(TITLE, "NCT ID: NCT99900002")
    assert record(result)["protocolSection"]["identificationModule"]["nctId"] == "NCT99900002"
    assert "different-nct-id" in codes(result)


def test_a_line_before_the_title_is_what_surrounds_the_page() -> None:
    result = read("Home | Trials", *HEADER)
    assert [frame.text for frame in result.noise] == ["Home | Trials"]
    assert result.unparsed == ()


@pytest.mark.parametrize("overview", [OVERVIEW, ALONE], ids=["labels", "values alone"])
def test_the_overview_tells_status_phase_enrollment_and_day(overview: tuple[str, ...]) -> None:
    result = read(*HEADER, *overview)
    protocol = record(result)["protocolSection"]
    assert protocol["statusModule"] == {
        "overallStatus": "COMPLETED",
        "resultsFirstPostDateStruct": {"date": "2024-01-31"},
        "lastUpdatePostDateStruct": {"date": "2024-02-01"},
    }
    assert protocol["designModule"] == {
        "phases": ["PHASE1", "PHASE2"],
        "enrollmentInfo": {"count": 40},
    }
    assert first_outcome(result)["timeFrame"] == "6 weeks"
    assert result.unparsed == ()


def test_paragraph_and_timeframe_are_those_of_the_first_primary_outcome() -> None:
    result = read(*HEADER, *OVERVIEW)
    assert first_outcome(result) == {
        "type": "PRIMARY",
        "description": "Cups of tea, counted by a nurse.",
        "timeFrame": "6 weeks",
    }
    pointer = "/resultsSection/outcomeMeasuresModule/outcomeMeasures/0/type"
    assert result.provenance[pointer].derivation == "computed"


def test_the_overview_says_again_what_the_outcome_says() -> None:
    result = read(*HEADER, *OVERVIEW, "SECONDARY outcome", "Timeframe: ever", *OUTCOME)
    assert result.unparsed == ()
    outcomes = record(result)["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"]
    assert [outcome["type"] for outcome in outcomes] == ["SECONDARY", "PRIMARY"]
    pointer = "/resultsSection/outcomeMeasuresModule/outcomeMeasures/1/description"
    assert len(result.provenance[pointer].locations) == 2


def test_the_outcome_itself_is_believed() -> None:
    result = read(*HEADER, *OVERVIEW, "PRIMARY outcome", "Timeframe: 7 weeks", "Pots of tea.")
    assert first_outcome(result)["timeFrame"] == "7 weeks"
    assert [leftover.text for leftover in result.unparsed] == [
        "Cups of tea, counted by a nurse.",
        "6 weeks",
    ]
    assert codes(result).count("different-value") == 2


def test_a_line_below_the_labels_is_left_over() -> None:
    result = read(*HEADER, *OVERVIEW, "Sponsored by a kettle maker")
    assert [leftover.text for leftover in result.unparsed] == ["Sponsored by a kettle maker"]


def test_a_second_timeframe_is_left_over() -> None:
    result = read(*HEADER, *OVERVIEW, "Primary outcome timeframe", "8 weeks")
    assert [leftover.text for leftover in result.unparsed] == ["8 weeks"]


def test_the_enrollment_may_be_a_bare_number() -> None:
    result = read(*HEADER, "Results Overview", "Target enrollment", "40")
    assert record(result)["protocolSection"]["designModule"] == {"enrollmentInfo": {"count": 40}}
