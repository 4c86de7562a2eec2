"""Participant flow: columns and rows of flattened tables and of tables with pipes."""

import textwrap
from typing import Any

import pytest
from tests.pages import codes, read_results, results_module, results_page, unparsed

import trialtext
from trialtext import Result

GROUPS = ("Green", "Green tea.", "Black", "Black tea.")
STARTED = ("Overall Study", "STARTED", "15", "14")
COMPLETED = ("Overall Study", "COMPLETED", "13", "14")
LEFT = ("Overall Study", "NOT COMPLETED", "2", "0")
DEATH = ("Overall Study", "Death", "2", "0")
PIPED = (
    "| Measure |\nGreen\nGreen tea.\n|\nBlack\nBlack tea.\n|\n|---|---|---|\n"
    "| Overall Study\nSTARTED | 15 | 14 |\n"
    "| Overall Study\nSwitched Cups | - | 3 |\n"
    "| Overall Study\nCOMPLETED | 13 | 14 |\n"
    "| Overall Study\nNOT COMPLETED | 2 | 0 |"
)


def read(*blocks: str) -> Result:
    return read_results("Participant Flow", *blocks)


def flat(*lines: str) -> tuple[str, ...]:
    return ("Participant milestones", "Participant milestones", "Measure", *lines)


def reasons(*lines: str) -> tuple[str, ...]:
    return ("Reasons for withdrawal", "Reasons for withdrawal", "Measure", *lines)


def module(result: Result) -> dict[str, Any]:
    return results_module(result, "participantFlowModule")


def rows(result: Result) -> dict[tuple[str, str], dict[str, str]]:
    """Return numbers by group, of each period and milestone or reason."""
    return {
        (period["title"], row["type"]): {s["groupId"][-1]: s["numSubjects"] for s in row[numbers]}
        for period in module(result)["periods"]
        for kind, numbers in (("milestones", "achievements"), ("dropWithdraws", "reasons"))
        for row in period.get(kind, [])
    }


WHOLE = {
    ("Overall Study", "STARTED"): {"0": "15", "1": "14"},
    ("Overall Study", "COMPLETED"): {"0": "13", "1": "14"},
    ("Overall Study", "NOT COMPLETED"): {"0": "2", "1": "0"},
}


# ---- Text


def test_of_two_paragraphs_the_first_is_on_recruitment() -> None:
    result = read("At one clinic.", "A week of water came first.")
    assert module(result) == {
        "preAssignmentDetails": "A week of water came first.",
        "recruitmentDetails": "At one clinic.",
    }


@pytest.mark.parametrize("paragraphs", [("One.",), ("One.", "Two.", "Three.")])
def test_other_numbers_of_paragraphs_are_unparsed(paragraphs: tuple[str, ...]) -> None:
    result = read(*paragraphs)
    assert module(result) == {}
    assert unparsed(result) == list(paragraphs)
    assert "undetermined-text" in codes(result)


def test_the_unit_of_analysis() -> None:
    result = read("Unit of analysis: Eyes", *flat(*GROUPS, *STARTED, *COMPLETED, *LEFT))
    assert module(result)["typeUnitsAnalyzed"] == "Eyes"
    assert rows(result) == WHOLE
    assert "unit-of-analysis" in codes(result)


def test_units_beside_participants() -> None:
    cells = ("15 Participants\n30 Eyes", "14 Participants\n27 Eyes")
    table = PIPED.replace("15 | 14", " | ".join(cells))
    result = read("Unit of analysis: Eyes", "Participant milestones", table)
    started = module(result)["periods"][0]["milestones"][0]["achievements"]
    assert started == [
        {"groupId": "FG000", "numSubjects": "15", "numUnits": "30"},
        {"groupId": "FG001", "numSubjects": "14", "numUnits": "27"},
    ]


@pytest.mark.parametrize("pipes", [True, False])
def test_two_numbers_are_participants_and_units(pipes: bool) -> None:
    started, completed, left = ("15 30", "14 28"), ("13 26", "14 28"), ("2 4", "0 0")
    blocks: tuple[str, ...]
    if pipes:
        table = PIPED.replace("15 | 14", " | ".join(started))
        table = table.replace("13 | 14", " | ".join(completed)).replace("2 | 0", " | ".join(left))
        blocks = ("Participant milestones", table.replace("| - | 3 |", "| - | 3 6 |"))
    else:
        rows_ = (*STARTED[:2], *started, *COMPLETED[:2], *completed, *LEFT[:2], *left)
        blocks = (*flat(*GROUPS, *rows_), *reasons(*GROUPS, *DEATH))
    result = read("Unit of analysis: Eyes", *blocks)
    assert rows(result).items() >= WHOLE.items()
    milestones = module(result)["periods"][0]["milestones"]
    assert milestones[-1]["achievements"] == [
        {"groupId": "FG000", "numSubjects": "2", "numUnits": "4"},
        {"groupId": "FG001", "numSubjects": "0", "numUnits": "0"},
    ]
    assert unparsed(result) == []
    assert "unit-of-analysis" not in codes(result)


def test_two_numbers_of_participants_only_are_none() -> None:
    result = read("Participant milestones", PIPED.replace("15 | 14", "15 30 | 14 28"))
    assert unparsed(result) == ["15 30", "14 28"]


# ---- Pipes


@pytest.mark.parametrize("caption", ["Participant milestones\n\n", ""])
def test_pipes_show_the_columns(caption: str) -> None:
    result = read(caption + PIPED)
    assert module(result)["groups"] == [
        {"id": "FG000", "title": "Green", "description": "Green tea."},
        {"id": "FG001", "title": "Black", "description": "Black tea."},
    ]
    assert rows(result) == WHOLE | {("Overall Study", "Switched Cups"): {"1": "3"}}
    assert unparsed(result) == []


def test_cells_may_have_lines_of_their_own() -> None:
    table = PIPED.replace("STARTED | 15 | 14 |", "STARTED\n|\n15\n|\n14\n|")
    assert rows(read("Participant milestones", table))["Overall Study", "STARTED"] == {
        "0": "15",
        "1": "14",
    }


@pytest.mark.parametrize("cells", ["15 |", "15 | 14 | 13 |"])
def test_a_row_with_pipes_has_a_cell_for_each_column(cells: str) -> None:
    result = read(
        "Participant milestones", PIPED.replace("STARTED | 15 | 14 |", "STARTED | " + cells)
    )
    assert ("Overall Study", "STARTED") not in rows(result)
    assert len(rows(result)) == 3
    assert unparsed(result) == [f"Overall Study STARTED | {cells.removesuffix(' |')}"]


def test_a_header_with_a_pipe_of_its_own_is_unparsed() -> None:
    result = read("Participant milestones", PIPED.replace("Green tea.", "Green | tea."))
    assert module(result) == {}
    assert "unknown-columns" in codes(result)


def test_what_is_no_number_is_unparsed() -> None:
    result = read("Participant milestones", PIPED.replace("15 | 14", "15 | fourteen"))
    assert rows(result)["Overall Study", "STARTED"] == {"0": "15"}
    assert unparsed(result) == ["fourteen"]


# ---- Lines


def test_titles_and_descriptions_take_turns() -> None:
    result = read(*flat(*GROUPS, *STARTED, *COMPLETED, *LEFT))
    assert rows(result) == WHOLE
    assert [group["title"] for group in module(result)["groups"]] == ["Green", "Black"]
    assert unparsed(result) == []


def test_there_may_be_no_descriptions() -> None:
    result = read(*flat("Green", "Black", *STARTED, *COMPLETED, *LEFT))
    assert [group["title"] for group in module(result)["groups"]] == ["Green", "Black"]
    assert rows(result) == WHOLE


def baseline(*titles: str) -> tuple[str, str]:
    """Make a table of which only the header matters."""
    columns = "".join(f"\n{title}\n|" for title in titles)
    return (
        "Baseline characteristics by cohort",
        f"| Measure |{columns}\n|---|{len(titles) * '---|'}",
    )


MANY_LINES = ("Green", "Green tea.", "Hot.", "Black", "Black tea.")
SIZES = ("Green\nn=15 Participants", "Black\nn=14 Participants", "Total\nn=29 Participants")


def test_titles_are_known_by_other_tables() -> None:
    rows_ = (*STARTED, *COMPLETED, *LEFT)
    result = read(*flat(*MANY_LINES, *rows_), *baseline(*SIZES))
    assert module(result)["groups"] == [
        {"id": "FG000", "title": "Green", "description": "Green tea.\n\nHot."},
        {"id": "FG001", "title": "Black", "description": "Black tea."},
    ]
    assert rows(result) == WHOLE


def test_numbers_are_sure_even_where_titles_are_not() -> None:
    total = baseline("All\nn=29 Participants")
    result = read(
        *flat(*MANY_LINES, *STARTED, *COMPLETED, *LEFT), *reasons(*MANY_LINES, *DEATH), *total
    )
    assert module(result)["groups"] == [{"id": "FG000"}, {"id": "FG001"}]
    assert rows(result) == WHOLE | {("Overall Study", "Death"): {"0": "2", "1": "0"}}
    assert unparsed(result) == 2 * ["Green Green tea. Hot. Black Black tea."]


@pytest.mark.parametrize(
    "sizes",
    [(), ("All\nn=40 Participants",), (*SIZES[:2], "White\nn=11 Participants", "Total\nn=40 All")],
)
def test_a_group_without_any_number_would_go_unnoticed(sizes: tuple[str, ...]) -> None:
    groups = ("Green", "Green tea.", "White", "Milk.", "Hot.", "Black", "Black tea.")
    tables = baseline(*sizes) if sizes else ()
    result = read(*flat(*groups, *STARTED, *COMPLETED, *LEFT), *tables)
    assert "periods" not in module(result)
    assert "unknown-columns" in codes(result)


def test_titles_that_take_turns_may_be_of_more_columns() -> None:
    groups = ("Green", "Green tea.", "Black", "Black tea.", "White", "Milk.")
    other = baseline("Green\nn=9 Participants", "Black\nn=9 Participants", "Total\nn=18 All")
    result = read(*flat(*groups, *STARTED, *COMPLETED, *LEFT), *other)
    assert "periods" not in module(result)


def test_one_column_of_four_lines_may_be_two() -> None:
    result = read(*flat(*GROUPS, *STARTED[:3], *COMPLETED[:3], *LEFT[:3]))
    assert module(result) == {}
    assert len(unparsed(result)) == 1


def test_a_row_that_lost_a_cell_is_unparsed() -> None:
    switched = ("Overall Study", "Switched Cups", "3")
    result = read(*flat(*GROUPS, *STARTED, *switched, *COMPLETED, *LEFT))
    assert rows(result) == WHOLE
    assert unparsed(result) == ["Overall Study Switched Cups 3"]
    assert "row-width" in codes(result)


def test_a_row_that_lost_all_cells_is_unparsed() -> None:
    result = read(*flat(*GROUPS, *STARTED, "Overall Study", "Sang", *COMPLETED, *LEFT))
    assert rows(result) == WHOLE
    assert unparsed(result) == ["Overall Study Sang"]


def test_a_milestone_like_a_number_is_not_taken_for_a_cell() -> None:
    one = ("Overall Study", "1", "7")
    result = read(*flat(*GROUPS, *STARTED, *one, *COMPLETED, *LEFT))
    assert ("Overall Study", "STARTED") not in rows(result)
    assert rows(result).keys() == {
        ("Overall Study", "COMPLETED"),
        ("Overall Study", "NOT COMPLETED"),
    }


def test_numbers_have_to_add_up() -> None:
    result = read(*flat(*GROUPS, *STARTED, "Overall Study", "COMPLETED", "14", "13", *LEFT))
    assert module(result).get("periods", []) == []
    assert len(unparsed(result)) == 3


def test_several_periods() -> None:
    second = (
        *("Second (4 Weeks)", "STARTED", "13", "14"),
        *("Second (4 Weeks)", "COMPLETED", "13", "14"),
        *("Second (4 Weeks)", "NOT COMPLETED", "0", "0"),
    )
    result = read(*flat(*GROUPS, *STARTED, *COMPLETED, *LEFT, *second))
    assert [period["title"] for period in module(result)["periods"]] == [
        "Overall Study",
        "Second (4 Weeks)",
    ]
    assert len(rows(result)) == 6


def test_the_last_number_of_a_text_may_be_cut() -> None:
    text = results_page("Participant Flow", *flat(*GROUPS, *STARTED, *COMPLETED, *LEFT)).rstrip()
    assert ("Overall Study", "NOT COMPLETED") not in rows(trialtext.parse(text))
    assert rows(trialtext.parse(text + "\n")) == WHOLE


# ---- Reasons


def test_reasons_belong_to_their_period() -> None:
    result = read(*flat(*GROUPS, *STARTED, *COMPLETED, *LEFT), *reasons(*GROUPS, *DEATH))
    assert module(result)["periods"][0]["dropWithdraws"] == [
        {
            "type": "Death",
            "reasons": [
                {"groupId": "FG000", "numSubjects": "2"},
                {"groupId": "FG001", "numSubjects": "0"},
            ],
        }
    ]
    assert unparsed(result) == []


def test_reasons_may_not_be_reported() -> None:
    sentence = ("Reasons for withdrawal", "Withdrawal data not reported")
    result = read(*flat(*GROUPS, *STARTED, *COMPLETED, *LEFT), *sentence)
    assert rows(result) == WHOLE
    assert unparsed(result) == []


def test_reasons_of_an_unknown_period_are_unparsed() -> None:
    other = ("Another Study", "Death", "2", "0")
    result = read(*flat(*GROUPS, *STARTED, *COMPLETED, *LEFT), *reasons(*GROUPS, *other))
    assert rows(result) == WHOLE
    assert unparsed(result) == ["Another Study Death 2 0"]


def test_reasons_in_other_columns_are_unparsed() -> None:
    groups = ("Green", "Green tea.", "White", "White tea.")
    result = read(*flat(*GROUPS, *STARTED, *COMPLETED, *LEFT), *reasons(*groups, *DEATH))
    assert rows(result) == WHOLE
    assert len(unparsed(result)) == 1


def test_columns_with_pipes_are_known_by_their_titles() -> None:
    table = (
        "| Measure |\nBlack\nBlack tea.\n|\nGreen\nGreen tea.\n|\n|---|---|---|\n"
        "| Overall Study\nDeath | 0 | 2 |"
    )
    result = read("Participant milestones", PIPED, "Reasons for withdrawal", table)
    assert rows(result)["Overall Study", "Death"] == {"1": "0", "0": "2"}


# ---- What is not read


def test_a_second_table_of_milestones_is_unparsed() -> None:
    result = read("Participant milestones", PIPED, PIPED)
    assert rows(result) == rows(read("Participant milestones", PIPED))
    assert len(unparsed(result)) == 5


def test_a_line_below_the_table_is_unparsed() -> None:
    result = read(f"{PIPED}\n\nNobody was lost.")
    assert unparsed(result) == ["Nobody was lost."]


def test_tables_of_a_page_that_was_wrapped_are_unparsed() -> None:
    text = results_page("Participant Flow", *flat(*GROUPS, *STARTED, *COMPLETED, *LEFT))
    title = text.partition("\n")[0]
    long = title.replace("Tea", " ".join(["Tea"] * 20))
    wrapped = text.replace(title, textwrap.fill(long, 72))
    result = trialtext.parse(wrapped)
    assert "wrapped-lines" in codes(result)
    assert module(result) == {}
    assert "unknown-columns" in codes(result)


# ---- Rows that were damaged


@pytest.mark.parametrize("numbers", [("14", "14"), ()])
def test_a_row_before_the_first_milestone_is_no_description(numbers: tuple[str, ...]) -> None:
    invited = ("Overall Study", "Invited", *numbers)
    result = read(*flat(*GROUPS, *invited, *STARTED, *COMPLETED, *LEFT))
    assert [group["description"] for group in module(result)["groups"]] == [GROUPS[1], GROUPS[3]]
    expected = {("Overall Study", "Invited"): dict(zip("01", numbers, strict=False))}
    assert rows(result) == (WHOLE | expected if numbers else WHOLE)


def test_milestones_with_pipes_add_up() -> None:
    result = read("Participant milestones", PIPED.replace("13 | 14", "12 | 14"))
    assert rows(result) == {("Overall Study", "Switched Cups"): {"1": "3"}}
    assert codes(result).count("row-width") == 3


def test_a_doubled_milestone_is_read_once() -> None:
    row = "| Overall Study\nSwitched Cups | - | 3 |\n"
    result = read("Participant milestones", PIPED.replace(row, 2 * row))
    assert len(module(result)["periods"][0]["milestones"]) == 4
    assert codes(result).count("row-width") == 1
    other = PIPED.replace(row, row + row.replace("3", "4"))
    result = read("Participant milestones", other)
    assert rows(result) == WHOLE


def test_a_broken_paragraph_leaves_open_which_is_which() -> None:
    result = read("At one\nclinic.", *flat(*GROUPS, *STARTED))
    assert module(result).keys() == {"groups", "periods"}
