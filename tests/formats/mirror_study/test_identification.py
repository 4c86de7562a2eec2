"""What a study is called and numbered: the header, the results line, Other Identifiers."""

from typing import Any

import pytest
from tests.pages import module, page, problem_lines, record
from tests.pages import problems as all_problems

import trialtext
from trialtext import Result
from trialtext.model.enums import OrgStudyIdType, SecondaryIdType

NUMBER = "NCT ID: NCT99900001"
SENTENCE = (
    "The study team has not published outcome measurements, participant flow, or safety data for"
    " this trial yet. Check back later for updates."
)
OWN_ID = ("ORCHID-7", "Identifier Type: -", "Identifier Source: org_study_id")


def header(*blocks: str) -> Result:
    """Read a header: its first block is on line 1, its second on line 3, and so on."""
    return trialtext.parse(page(header=blocks))


def results(*blocks: str) -> Result:
    """Read a results section: its heading is on line 5, its first block on line 7."""
    return trialtext.parse(page(("Study Results", *blocks)))


def identifiers(*blocks: str) -> Result:
    """Read a section of identifiers: its first block is on line 9."""
    return trialtext.parse(page(end=("Other Identifiers", *blocks)))


def identification(result: Result) -> dict[str, Any]:
    return module(result, "identificationModule")


def problems(result: Result) -> list[tuple[str, int, int]]:
    return [problem for problem in all_problems(result) if problem[0] != "noise"]


# ---- Header


def test_the_line_before_the_number_is_the_title() -> None:
    assert identification(header("Yoga for Sleep", NUMBER))["briefTitle"] == "Yoga for Sleep"


def test_the_number_follows_its_label() -> None:
    assert identification(header("A title", "NCT ID: NCT99900001"))["nctId"] == "NCT99900001"


def test_the_last_update_is_the_day_on_which_it_was_posted() -> None:
    study = record(header("A title", NUMBER, "Last Updated: 2025-12-18"))
    assert study["protocolSection"]["statusModule"] == {
        "lastUpdatePostDateStruct": {"date": "2025-12-18"}
    }


def test_without_a_day_of_update_nothing_is_said_of_it() -> None:
    assert "statusModule" not in record(header("A title", NUMBER))["protocolSection"]


def test_a_whole_header_has_no_problems() -> None:
    assert problems(header("A title", NUMBER, "Last Updated: 2025-12-18")) == []


def test_spaces_around_the_title_are_not_part_of_it() -> None:
    assert identification(header("  Yoga for Sleep  ", NUMBER))["briefTitle"] == "Yoga for Sleep"


def test_a_title_may_hold_a_label() -> None:
    title = "Measuring NCT ID: A Study of Labels"
    assert identification(header(title, NUMBER))["briefTitle"] == title


def test_navigation_before_the_title_is_noise() -> None:
    result = header("Home > Studies", "Yoga for Sleep", NUMBER)
    assert identification(result)["briefTitle"] == "Yoga for Sleep"
    assert problems(result) == []
    assert result.coverage.noise == len("Home > Studies")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Yoga for", "Sleep in Nurses"),
        ("Yoga for Sleep", "in Nurses and Midwives"),
        ("Yoga, Tea,", "Sleep"),
        ("Yoga and Sleep", "(YAWN)"),
        ("Yoga", "versus Tea\nfor Sleep"),
    ],
)
def test_a_title_that_was_broken_is_joined(above: str, below: str) -> None:
    result = header(f"{above}\n{below}", NUMBER, "Last Updated: 2025-12-18")
    joined = f"{above} {below}".replace("\n", " ")
    assert identification(result)["briefTitle"] == joined
    assert problems(result) == []


def test_a_line_right_above_the_title_that_may_belong_to_it_is_reported() -> None:
    result = header("Evening Yoga\nSleep Study", NUMBER)
    assert identification(result)["briefTitle"] == "Sleep Study"
    assert problems(result) == [("uncertain-title", 2, 1)]


def test_the_number_right_above_the_first_section_is_that_of_the_page() -> None:
    other = ("Tea at Night", "NCT ID: NCT99900002", "Last Updated: 2020-02-02")
    for lines in (other, other[:2]):
        result = header(*lines, "Yoga for Sleep", NUMBER)
        assert identification(result) == {
            "nctId": "NCT99900001",
            "briefTitle": "Yoga for Sleep",
            **{key: value for key, value in identification(result).items() if key[0] == "o"},
        }
        assert "statusModule" not in record(result)["protocolSection"]
        assert result.noise[0].text.startswith("Tea at Night")


def test_a_line_after_the_header_is_unparsed() -> None:
    result = header("A title", NUMBER, "Last Updated: 2025-12-18", "Share this page")
    assert problems(result) == [("unknown-line", 7, 1)]


def test_a_number_without_a_title_is_reported() -> None:
    result = header(NUMBER)
    assert "briefTitle" not in identification(result)
    assert problems(result) == [("missing-title", 1, 1)]


def test_a_header_without_a_number_is_reported() -> None:
    result = header("A title", "Last Updated: 2025-12-18")
    assert "nctId" not in identification(result)
    assert "missing-nct-id" in [code for code, _, _ in problems(result)]


def test_a_page_that_begins_with_a_section_has_no_number() -> None:
    result = trialtext.parse(page(("Brief Summary", "Text."), header=()))
    assert "nctId" not in identification(result)
    assert "missing-nct-id" in [code for code, _, _ in problems(result)]


@pytest.mark.parametrize("number", ["NCT9990001", "NCT999000011", "99900001", "nct99900001"])
def test_a_number_that_is_none_is_reported_and_left_out(number: str) -> None:
    result = header("A title", f"NCT ID: {number}")
    assert "nctId" not in identification(result)
    assert identification(result)["briefTitle"] == "A title"
    assert ("malformed-nct-id", 3, 9) in problems(result)


@pytest.mark.parametrize("day", ["2025-02-30", "18.12.2025", "2025-12", "yesterday"])
def test_a_day_of_update_that_is_none_is_reported_and_left_out(day: str) -> None:
    result = header("A title", NUMBER, f"Last Updated: {day}")
    assert "statusModule" not in record(result)["protocolSection"]
    assert problems(result) == [("unreadable-value", 5, 15)]


def test_a_label_of_the_header_without_its_value_is_reported() -> None:
    result = header("A title", NUMBER, "Last Updated:")
    assert [(code, line) for code, line, _ in problems(result)] == [("missing-value", 5)]


def test_a_second_number_does_not_vanish() -> None:
    result = header("A title", NUMBER, "NCT ID: NCT99900002")
    assert identification(result)["nctId"] == "NCT99900001"
    assert {line for _, line, _ in problems(result)} == {5}


# ---- Study Results


def test_pending_results_are_no_results() -> None:
    assert record(results("Results pending", SENTENCE))["hasResults"] is False


def test_available_results_are_results() -> None:
    blocks = ("Results available", "The study team has published outcomes.", "View full results")
    assert record(results(*blocks))["hasResults"] is True


def test_without_the_section_nothing_is_said_of_results() -> None:
    assert "hasResults" not in record(header("A title", NUMBER))


@pytest.mark.parametrize(
    "blocks",
    [
        ("Results pending", SENTENCE),
        ("Results available", "The study team has published outcomes.", "View full results"),
        ("Results pending",),
    ],
)
def test_the_sentences_on_results_are_known(blocks: tuple[str, ...]) -> None:
    assert problems(results(*blocks)) == []


@pytest.mark.parametrize(
    "blocks",
    [
        ("Results pending", "The study team has not published it, for seven patients died."),
        ("Results available", "Outcomes have been published.", "View full results"),
    ],
)
def test_other_sentences_on_results_are_unparsed(blocks: tuple[str, ...]) -> None:
    assert [code for code, *_ in problems(results(*blocks))] == ["unknown-line"]


def test_what_else_stands_among_the_results_is_unparsed() -> None:
    result = results("Results pending", SENTENCE, "Expanded access ended in May.")
    assert problems(result) == [("unknown-line", 11, 1)]


# ---- Other Identifiers


def test_an_organization_s_own_identifier() -> None:
    assert identification(identifiers(*OWN_ID))["orgStudyIdInfo"] == {"id": "ORCHID-7"}


def test_a_secondary_identifier() -> None:
    blocks = ("2023-999001-14", "Identifier Type: CTIS", "Identifier Source: secondary_id")
    assert identification(identifiers(*blocks))["secondaryIdInfos"] == [
        {"id": "2023-999001-14", "type": "CTIS"}
    ]


def test_a_dash_is_no_type() -> None:
    blocks = ("X 1", "Identifier Type: -", "Identifier Source: secondary_id")
    result = identifiers(*OWN_ID, *blocks)
    assert identification(result)["secondaryIdInfos"] == [{"id": "X 1"}]
    assert problems(result) == []


def test_an_own_identifier_may_have_a_type() -> None:
    for kind in OrgStudyIdType:
        blocks = ("R01-1", f"Identifier Type: {kind}", "Identifier Source: org_study_id")
        own = identification(identifiers(*blocks))["orgStudyIdInfo"]
        assert own == {"id": "R01-1", "type": kind}


def test_types_of_secondary_identifiers() -> None:
    for kind in SecondaryIdType:
        blocks = ("X 1", f"Identifier Type: {kind}", "Identifier Source: secondary_id")
        assert identification(identifiers(*blocks))["secondaryIdInfos"][0]["type"] == kind


def test_secondary_identifiers_keep_their_order() -> None:
    source = "Identifier Source: secondary_id"
    blocks = ("B", "Identifier Type: OTHER", source, *OWN_ID, "A", "Identifier Type: -", source)
    module = identification(identifiers(*blocks))
    assert [info["id"] for info in module["secondaryIdInfos"]] == ["B", "A"]
    assert module["orgStudyIdInfo"] == {"id": "ORCHID-7"}


def test_without_secondary_identifiers_there_is_no_list_of_them() -> None:
    assert "secondaryIdInfos" not in identification(identifiers(*OWN_ID))


def test_an_identifier_may_hold_spaces_and_colons() -> None:
    blocks = ("IRB: 12 / 7", "Identifier Type: OTHER", "Identifier Source: secondary_id")
    assert identification(identifiers(*blocks))["secondaryIdInfos"][0]["id"] == "IRB: 12 / 7"


@pytest.mark.parametrize("source", ["org_study_id", "secondary_id"])
def test_an_unknown_type_is_reported_and_the_identifier_kept(source: str) -> None:
    result = identifiers("X 1", "Identifier Type: SECRET", f"Identifier Source: {source}")
    module = identification(result)
    kept = module["orgStudyIdInfo"] if source == "org_study_id" else module["secondaryIdInfos"][0]
    assert kept == {"id": "X 1"}
    assert problems(result)[:1] == [("unknown-code", 11, 18)]


def test_an_identifier_of_an_unknown_source_is_unparsed() -> None:
    result = identifiers(*OWN_ID, "X 1", "Identifier Type: OTHER", "Identifier Source: rumor")
    assert "secondaryIdInfos" not in identification(result)
    assert problems(result) == [("unknown-code", 15, 1)]


def test_an_identifier_without_a_source_is_unparsed() -> None:
    result = identifiers("X 1", "Identifier Type: OTHER", *OWN_ID)
    assert "secondaryIdInfos" not in identification(result)
    assert identification(result)["orgStudyIdInfo"] == {"id": "ORCHID-7"}
    assert problem_lines(result) == [9]


def test_a_second_own_identifier_does_not_replace_the_first() -> None:
    result = identifiers(*OWN_ID, "LILY-8", "Identifier Type: -", "Identifier Source: org_study_id")
    assert identification(result)["orgStudyIdInfo"] == {"id": "ORCHID-7"}
    assert problem_lines(result) == [15]


def test_lines_after_the_last_identifier_are_noise() -> None:
    result = identifiers(*OWN_ID, "Sign up", "Privacy")
    assert problems(result) == []
    assert result.coverage.noise == len("Sign up\n\nPrivacy")


def test_an_unknown_line_among_identifiers_is_unparsed() -> None:
    assert problems(identifiers("Sign up", *OWN_ID)) == [("unknown-line", 9, 1)]


def test_an_earlier_number_of_the_study_is_an_alias() -> None:
    blocks = ("NCT99900077", "Identifier Type: -", "Identifier Source: nct_alias")
    result = identifiers(*OWN_ID, *blocks)
    assert identification(result)["nctIdAliases"] == ["NCT99900077"]
    assert problems(result) == []
