"""Header and overview of the results page."""

from typing import Any

import pytest
from tests.pages import codes, module, read_results, record, results_module, unparsed

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
    return read_results(*blocks, header=HEADER)


def first_outcome(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = results_module(result, "outcomeMeasuresModule")["outcomeMeasures"][0]
    return found


def test_the_header_has_title_number_and_date() -> None:
    result = read()
    assert record(result) == {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT99900001", "briefTitle": "Tea at Night"},
            "statusModule": {"lastUpdatePostDateStruct": {"date": "2024-02-01"}},
        },
        "hasResults": True,
    }
    assert result.format == "mirror-results"


def test_the_number_may_stand_in_the_title_only() -> None:
    result = read_results(header=(TITLE,))
    assert module(result, "identificationModule") == {
        "nctId": "NCT99900001",
        "briefTitle": "Tea at Night",
    }


def test_a_second_number_is_reported() -> None:
    result = read_results(header=(TITLE, "NCT ID: NCT99900002"))
    assert module(result, "identificationModule")["nctId"] == "NCT99900002"
    assert "different-nct-id" in codes(result)


def test_a_line_before_the_title_is_noise() -> None:
    result = read_results(header=("Home | Trials", *HEADER))
    assert [stretch.text for stretch in result.noise] == ["Home | Trials"]
    assert result.unparsed == ()


@pytest.mark.parametrize("overview", [OVERVIEW, ALONE], ids=["labels", "values alone"])
def test_the_overview_has_status_phase_enrollment_and_day(overview: tuple[str, ...]) -> None:
    result = read(*overview)
    assert module(result, "statusModule") == {
        "overallStatus": "COMPLETED",
        "resultsFirstPostDateStruct": {"date": "2024-01-31"},
        "lastUpdatePostDateStruct": {"date": "2024-02-01"},
    }
    assert module(result, "designModule") == {
        "phases": ["PHASE1", "PHASE2"],
        "enrollmentInfo": {"count": 40},
    }
    assert first_outcome(result)["timeFrame"] == "6 weeks"
    assert result.unparsed == ()


def test_paragraph_and_timeframe_are_those_of_the_first_outcome() -> None:
    result = read(*OVERVIEW)
    assert first_outcome(result) == {
        "type": "PRIMARY",
        "description": "Cups of tea, counted by a nurse.",
        "timeFrame": "6 weeks",
    }
    pointer = "/resultsSection/outcomeMeasuresModule/outcomeMeasures/0/type"
    assert result.provenance[pointer].derivation == "computed"


def test_the_overview_says_again_what_the_outcome_says() -> None:
    result = read(*OVERVIEW, "SECONDARY outcome", "Timeframe: ever", *OUTCOME)
    assert result.unparsed == ()
    outcomes = results_module(result, "outcomeMeasuresModule")["outcomeMeasures"]
    assert [outcome["type"] for outcome in outcomes] == ["SECONDARY", "PRIMARY"]
    pointer = "/resultsSection/outcomeMeasuresModule/outcomeMeasures/1/description"
    assert len(result.provenance[pointer].locations) == 2


def test_the_outcome_itself_is_believed() -> None:
    result = read(*OVERVIEW, "PRIMARY outcome", "Timeframe: 7 weeks", "Pots of tea.")
    assert first_outcome(result)["timeFrame"] == "7 weeks"
    assert unparsed(result) == [
        "Cups of tea, counted by a nurse.",
        "6 weeks",
    ]
    assert codes(result).count("different-value") == 2


def test_a_line_below_the_labels_is_unparsed() -> None:
    result = read(*OVERVIEW, "Sponsored by a kettle maker")
    assert unparsed(result) == ["Sponsored by a kettle maker"]


def test_a_second_timeframe_is_unparsed() -> None:
    result = read(*OVERVIEW, "Primary outcome timeframe", "8 weeks")
    assert unparsed(result) == ["8 weeks"]


def test_the_enrollment_may_be_a_number_alone() -> None:
    result = read("Results Overview", "Target enrollment", "40")
    assert module(result, "designModule") == {"enrollmentInfo": {"count": 40}}
