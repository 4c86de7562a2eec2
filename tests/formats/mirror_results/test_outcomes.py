"""Outcomes: what was measured, in which groups, with which numbers."""

from typing import Any

import pytest
from tests.pages import codes, results_module, results_page, unparsed
from tests.pages import read_results as read

import trialtext
from trialtext import Result

HEADING = (
    "PRIMARY outcome",
    "Timeframe: 6 weeks",
    "Population: All with a cup.",
    "More is better.",
)
GROUPS = ("Green", "n=15 Participants", "Green tea.", "Black", "n=14 Participants", "Black tea.")
TITLE = "Cups per Day"
ROW = (TITLE, "3.1 cups", "Standard Deviation 1.9", "8.0 cups", "Standard Deviation 3.3")
WEEK_4 = (TITLE, "4 Weeks", "5 Participants", "6 Participants")
WEEK_8 = (TITLE, "8 Weeks", "7 Participants", "8 Participants")
PIPES = (
    "| Measure |\nGreen\nn=15 Participants\nGreen tea.\n|\n"
    "Black\nn=14 Participants\nBlack tea.\n|\n|---|---|---|\n"
)


def table(*lines: str) -> tuple[str, ...]:
    return (*HEADING, "Outcome measures", "Outcome measures", "Measure", *lines)


def outcomes(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = results_module(result, "outcomeMeasuresModule")["outcomeMeasures"]
    return found


def rows(outcome: dict[str, Any]) -> dict[tuple[str | None, str | None], dict[str, str]]:
    return {
        (class_.get("title"), category.get("title")): {
            cell["groupId"][-1]: cell["value"] for cell in category["measurements"]
        }
        for class_ in outcome.get("classes", [])
        for category in class_["categories"]
    }


def test_an_outcome_is_described_before_its_table() -> None:
    result = read(*HEADING)
    assert outcomes(result) == [
        {
            "type": "PRIMARY",
            "description": "More is better.",
            "populationDescription": "All with a cup.",
            "timeFrame": "6 weeks",
        }
    ]


@pytest.mark.parametrize("kind", ["SECONDARY", "OTHER_PRE_SPECIFIED", "POST_HOC"])
def test_the_kind_of_an_outcome(kind: str) -> None:
    assert outcomes(read(f"{kind} outcome", "Timeframe: ever"))[0]["type"] == kind


def test_an_unknown_kind_is_unparsed() -> None:
    result = read("TERTIARY outcome", "Timeframe: ever")
    assert outcomes(result) == [{"timeFrame": "ever"}]
    assert unparsed(result) == ["TERTIARY"]


@pytest.mark.parametrize(
    "blocks",
    [
        table(*GROUPS, *ROW),
        (
            *HEADING,
            f"{PIPES}| {TITLE} | {ROW[1]}\n{ROW[2]} | {ROW[3]}\n{ROW[4]} |",
        ),
    ],
    ids=["lines", "pipes"],
)
def test_a_table_has_groups_denominators_and_measurements(blocks: tuple[str, ...]) -> None:
    result = read(*blocks)
    (outcome,) = outcomes(result)
    assert outcome["title"] == TITLE
    assert outcome["dispersionType"] == "Standard Deviation"
    assert outcome["unitOfMeasure"] == "cups"
    assert [group["description"] for group in outcome["groups"]] == ["Green tea.", "Black tea."]
    assert [count["value"] for count in outcome["denoms"][0]["counts"]] == ["15", "14"]
    assert outcome["classes"] == [
        {
            "categories": [
                {
                    "measurements": [
                        {"groupId": "OG000", "value": "3.1", "spread": "1.9"},
                        {"groupId": "OG001", "value": "8.0", "spread": "3.3"},
                    ]
                }
            ]
        }
    ]
    assert unparsed(result) == []


def test_dispersions_of_outcomes_are_written_in_words() -> None:
    lines = [line.replace("Standard Deviation", "STANDARD_DEVIATION") for line in ROW]
    result = read(*table(*GROUPS, *lines))
    assert outcomes(result)[0]["dispersionType"] == "Standard Deviation"


def test_rows_of_one_outcome_are_its_classes() -> None:
    result = read(*table(*GROUPS, *WEEK_4, *WEEK_8))
    (outcome,) = outcomes(result)
    assert outcome["title"] == TITLE
    assert rows(outcome) == {
        ("4 Weeks", None): {"0": "5", "1": "6"},
        ("8 Weeks", None): {"0": "7", "1": "8"},
    }


def test_a_row_that_lost_a_cell_is_unparsed() -> None:
    result = read(*table(*GROUPS, *WEEK_4[:-1], *WEEK_8))
    assert rows(outcomes(result)[0]) == {("8 Weeks", None): {"0": "7", "1": "8"}}
    assert unparsed(result) == ["Cups per Day 4 Weeks 5 Participants"]


def test_a_title_with_the_unit_of_cells_makes_rows_doubtful() -> None:
    whole = (TITLE, "4 Weeks", "5 Weeks", "6 Weeks")
    lost = (TITLE, "8 Weeks", "7 Weeks")
    result = read(*table(*GROUPS, *whole, *lost))
    assert rows(outcomes(result)[0]) == {}


def test_what_is_no_row_of_the_outcome_is_unparsed() -> None:
    result = read(*table(*GROUPS, *WEEK_4, *WEEK_8, "p", "0 Participants", "1 Participants"))
    assert len(rows(outcomes(result)[0])) == 2
    assert unparsed(result) == ["p 0 Participants 1 Participants"]


def test_where_a_description_ends_may_be_unknown() -> None:
    result = read(*table(*GROUPS, "Hot.", "Week 4", *ROW))
    assert rows(outcomes(result)[0]) == {}
    assert "unknown-columns" in codes(result)


def test_descriptions_are_known_by_other_tables() -> None:
    first = table(*GROUPS[:3], "Hot.", *WEEK_4[:3], *WEEK_8[:3])
    second = table(*GROUPS[:3], "Hot.", TITLE, "9 cups", "Standard Deviation 1")
    found = outcomes(read(*first, *second))
    assert [rows(outcome) for outcome in found] == [
        {("4 Weeks", None): {"0": "5"}, ("8 Weeks", None): {"0": "7"}},
        {(None, None): {"0": "9"}},
    ]


def test_rows_may_have_no_titles_of_their_outcome() -> None:
    one = f"{PIPES}| Week 4 | 3 cups | 8 cups |\n| Week 8 | 4 cups | 9 cups |"
    other = f"{PIPES}| Week 4 | 5 cups | 7 cups |"
    found = outcomes(read(*HEADING, one, *HEADING, other))
    assert [rows(outcome) for outcome in found] == [
        {("Week 4", None): {"0": "3", "1": "8"}, ("Week 8", None): {"0": "4", "1": "9"}},
        {("Week 4", None): {"0": "5", "1": "7"}},
    ]
    assert "title" not in found[1]


def test_classes_have_categories() -> None:
    titles = ("Day\nHot", "Day\nCold", "Night\nHot")
    body = "\n".join(f"| {TITLE}\n{title} | 3 cups | 8 cups |" for title in titles)
    (outcome,) = outcomes(read(*HEADING, PIPES + body))
    assert list(rows(outcome)) == [("Day", "Hot"), ("Day", "Cold"), ("Night", "Hot")]
    assert len(outcome["classes"]) == 2


def test_another_unit_is_no_unit_of_the_outcome() -> None:
    body = f"| {TITLE}\nWeek 4 | 3 cups | 8 cups |\n| {TITLE}\nWeek 8 | 3 pots | 8 pots |"
    result = read(*HEADING, PIPES + body)
    assert list(rows(outcomes(result)[0])) == [("Week 4", None)]
    assert len(unparsed(result)) == 1


def test_what_follows_the_outcomes_is_unparsed_as_a_whole() -> None:
    follows = "Adverse Events\n\nGreen\n\nSerious events: 1\n\nPoint of Contact\n\nDr. A. Invented"
    result = read(*table(*GROUPS, *ROW), follows)
    assert [stretch.section for stretch in result.unparsed] == 2 * ["unknown_section"]
    assert len(rows(outcomes(result)[0])) == 1


def test_a_second_table_is_unparsed() -> None:
    again = ("Harms in Brief", "Harms in Brief", "Measure", "Green", "n=15 at risk", "Sleep", "1")
    result = read(*table(*GROUPS, *ROW), *again)
    assert len(rows(outcomes(result)[0])) == 1
    assert len(outcomes(result)[0]["groups"]) == 2
    assert unparsed(result)[0] == "Harms in Brief Harms in Brief"


def test_a_reason_named_like_a_section_is_none() -> None:
    result = read(*table(*GROUPS, TITLE, "Adverse Events", "5 cups", "6 cups"))
    assert "unknown-section" not in codes(result)


def test_another_dispersion_is_none_of_the_outcome() -> None:
    error = [line.replace("Standard Deviation", "Standard Error") for line in ROW[1:]]
    result = read(*table(*GROUPS, TITLE, "Day", *ROW[1:], TITLE, "Night", *error))
    assert list(rows(outcomes(result)[0])) == [("Day", None)]
    assert len(unparsed(result)) == 1


def test_no_truncation_brings_a_wrong_number() -> None:
    text = results_page(*table(*GROUPS, *ROW, *WEEK_4)).rstrip()
    whole = {(og, cell["value"], cell.get("spread")) for og, cell in cells(text + "\n")}
    for end in range(len(text)):
        found = {(og, cell["value"], cell.get("spread")) for og, cell in cells(text[:end])}
        assert {(og, value) for og, value, _ in found} <= {(og, v) for og, v, _ in whole}
        assert {spread for _, _, spread in found} <= {None, *(spread for _, _, spread in whole)}


def cells(text: str) -> list[tuple[str, dict[str, str]]]:
    module = results_module(trialtext.parse(text), "outcomeMeasuresModule")
    return [
        (cell["groupId"], cell)
        for outcome in module.get("outcomeMeasures", [])
        for class_ in outcome.get("classes", [])
        for category in class_["categories"]
        for cell in category["measurements"]
    ]
