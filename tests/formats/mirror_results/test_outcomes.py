"""Outcomes: what was measured, in which groups, with which numbers."""

import itertools
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


# ---- Rows and headers that were damaged


@pytest.mark.parametrize("title", ["6 Months", "6 minute walk test"])
def test_a_title_may_begin_with_a_number(title: str) -> None:
    first = (TITLE, title, "Sitting", "5 steps", "6 steps")
    second = (TITLE, title, "Standing", "7 steps", "8 steps")
    result = read(*table(*GROUPS, *first, *second))
    assert rows(outcomes(result)[0]) == {
        (title, "Sitting"): {"0": "5", "1": "6"},
        (title, "Standing"): {"0": "7", "1": "8"},
    }


@pytest.mark.parametrize("unit", ["cups", "Participants"])
def test_cells_may_have_sizes(unit: str) -> None:
    cells_ = (f"3 {unit}", "n=15 Participants", f"8 {unit}", "n=14 Participants")
    result = read(*table(*GROUPS, TITLE, *cells_))
    assert rows(outcomes(result)[0]) == {(None, None): {"0": "3", "1": "8"}}
    assert unparsed(result) == []


def test_words_after_a_size_are_unparsed() -> None:
    body = f"| {TITLE} | 3 cups\nn=15 Participants and more | 8 cups\nn=14 Participants |"
    result = read(*HEADING, PIPES + body)
    assert rows(outcomes(result)[0]) == {(None, None): {"0": "3", "1": "8"}}
    assert unparsed(result) == ["and more"]


def test_a_row_that_lost_a_title_is_unparsed() -> None:
    titles = (f"{TITLE}\nWeek 4", f"{TITLE}\nWeek 8", TITLE)
    body = "\n".join(f"| {title} | 3 cups | 8 cups |" for title in titles)
    result = read(*HEADING, PIPES + body)
    assert list(rows(outcomes(result)[0])) == [("Week 4", None), ("Week 8", None)]
    assert unparsed(result) == [f"{TITLE} | 3 cups | 8 cups"]


def test_a_row_that_stands_twice_is_read_once() -> None:
    row = f"| {TITLE}\nWeek 4 | 3 cups | 8 cups |\n"
    result = read(*HEADING, PIPES + row + row)
    assert rows(outcomes(result)[0]) == {("Week 4", None): {"0": "3", "1": "8"}}
    assert len(outcomes(result)[0]["classes"]) == 1
    assert "row-width" in codes(result)


def test_rows_with_the_same_titles_and_other_numbers_are_unparsed() -> None:
    body = f"| {TITLE}\nWeek 4 | 3 cups | 8 cups |\n| {TITLE}\nWeek 4 | 4 cups | 8 cups |"
    assert rows(outcomes(read(*HEADING, PIPES + body))[0]) == {}


def test_a_first_row_without_its_number_is_no_description() -> None:
    lost, *others = (
        (TITLE, "Week 4"),
        (TITLE, "4 Weeks", "5 cups"),
        (TITLE, "8 Weeks", "7 cups"),
        (TITLE, "12 Weeks", "9 cups"),
    )
    result = read(*table(*GROUPS[:3], *lost, *itertools.chain(*others)))
    assert outcomes(result)[0]["groups"][0]["description"] == "Green tea."
    assert list(rows(outcomes(result)[0])) == [("8 Weeks", None), ("12 Weeks", None)]


def test_a_unit_that_other_groups_lack_is_unparsed() -> None:
    header = PIPES.replace("n=14 Participants", "n=14 Parcipants")
    header = header.replace("|---|---|---|", "Red\nn=3 Participants\n|\n|---|---|---|---|")
    result = read(*HEADING, f"{header}| {TITLE} | 3 cups | 8 cups | 9 cups |")
    (denom,) = outcomes(result)[0]["denoms"]
    assert denom["units"] == "Participants"
    assert [count["value"] for count in denom["counts"]] == ["15", "3"]
    assert "unknown-columns" in codes(result)


def test_a_group_without_its_size_is_told() -> None:
    result = read(*HEADING, PIPES.replace("\nn=14 Participants", "") + f"| {TITLE} | 3 | 8 |")
    assert "unknown-columns" in codes(result)


def test_a_line_named_like_a_section_is_a_part_of_its_outcome() -> None:
    blocks = [*table(*GROUPS, *ROW)]
    blocks.insert(3, "Adverse Events")
    result = read(*blocks)
    assert "unknown-section" not in codes(result)
    assert len(rows(outcomes(result)[0])) == 1
    row = (TITLE, "Adverse Events", "Serious", "5 cups", "6 cups")
    result = read(*table(*GROUPS, *row))
    assert "unknown-section" not in codes(result)


def test_a_broken_time_frame_gives_no_description() -> None:
    (first, _, *rest) = table(*GROUPS, *ROW)
    result = read(first, "Timeframe: 6 weeks\nafter the first cup", *rest)
    assert outcomes(result)[0]["description"] == "More is better."
    assert unparsed(result) == ["after the first cup"]
    assert "unknown-line" in codes(result)


def test_lines_before_the_population_are_no_description() -> None:
    (first, timeframe, *rest) = table(*GROUPS, *ROW)
    result = read(first, timeframe, "after the first cup", *rest)
    assert outcomes(result)[0]["description"] == "More is better."
    assert unparsed(result) == ["after the first cup"]


def test_a_broken_title_makes_its_row_doubtful() -> None:
    result = read(*table(*GROUPS, "Cups per\nDay", *ROW[1:]))
    assert rows(outcomes(result)[0]) == {}


def test_a_description_that_stands_twice_is_read_once() -> None:
    (first, timeframe, population, text, *rest) = table(*GROUPS, *ROW)
    result = read(first, timeframe, population, text, text, *rest)
    assert outcomes(result)[0]["description"] == text
    assert "repeated-value" in codes(result)


def test_advertisements_are_noise() -> None:
    lines = [*GROUPS, *WEEK_4, *WEEK_8]
    whole = outcomes(read(*table(*lines)))
    for at in range(len(lines) + 1):
        result = read(*table(*lines[:at], "Advertisement", *lines[at:]))
        assert outcomes(result) == whole
        assert "advertisements" in codes(result)


# ---- Groups in several tables


def several(*header: str) -> Result:
    """Read two outcomes of the same groups, and one with another header."""
    return read(*table(*GROUPS, *ROW), *table(*GROUPS, *ROW), *table(*header, *ROW))


def test_a_description_in_other_tables_is_no_title() -> None:
    (green, size, text, _, *black) = GROUPS
    result = several(green, size, text, text, *black)
    assert "title" not in outcomes(result)[2]["groups"][1]
    assert "unknown-columns" in codes(result)


def test_a_title_in_other_tables_is_no_description() -> None:
    result = several(*GROUPS[:2], "Black", *GROUPS[3:])
    assert "description" not in outcomes(result)[2]["groups"][0]


def test_a_letter_less_than_in_other_tables_is_told() -> None:
    result = several(*GROUPS[:5], "Black ta.")
    assert "misspelt-text" in codes(result)
    assert outcomes(result)[2]["groups"][1]["description"] == "Black ta."
