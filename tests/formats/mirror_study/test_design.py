"""How a study is built and where it stands: Basic Information and Study Design."""

from enum import StrEnum
from typing import Any

import pytest
from tests.pages import codes, module, page, problems, read, unparsed

import trialtext
from trialtext import Result
from trialtext.model.enums import (
    DesignAllocation,
    DesignMasking,
    DesignTimePerspective,
    InterventionalAssignment,
    ObservationalModel,
    Phase,
    PrimaryPurpose,
    Status,
    StudyType,
)

DESIGN_LABELS = [
    "Allocation Method",
    "Intervention Model",
    "Primary Study Purpose",
    "Blinding Strategy",
    "Observational Model Type",
    "Study Time Perspective",
]


def basic(*blocks: str) -> Result:
    return read(("Basic Information", *blocks))


def design(*blocks: str) -> Result:
    return read(("Study Design", *blocks))


def info(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = module(result, "designModule").get("designInfo", {})
    return found


# ---- Basic Information


def test_an_empty_section_is_reported() -> None:
    result = basic()
    assert module(result, "statusModule") == module(result, "designModule") == {}
    assert problems(result) == [("empty-section", 5, 1)]


def test_recruitment_status() -> None:
    found = {code: module(basic("Recruitment Status", code), "statusModule") for code in Status}
    assert found == {code: {"overallStatus": code} for code in Status}


def test_study_classification() -> None:
    found = {
        code: module(basic("Study Classification", code), "designModule") for code in StudyType
    }
    assert found == {code: {"studyType": code} for code in StudyType}


def test_a_single_phase_is_a_list_of_one() -> None:
    found = {code: module(basic("Clinical Phase", code), "designModule") for code in Phase}
    assert found == {code: {"phases": [code]} for code in Phase}


@pytest.mark.parametrize(
    ("pair", "phases"),
    [("PHASE1/PHASE2", ["PHASE1", "PHASE2"]), ("PHASE2/PHASE3", ["PHASE2", "PHASE3"])],
)
def test_a_phase_pair_is_two_phases(pair: str, phases: list[str]) -> None:
    assert module(basic("Clinical Phase", pair), "designModule") == {"phases": phases}


def test_without_a_phase_there_are_no_phases() -> None:
    result = basic("Study Classification", "OBSERVATIONAL")
    assert "phases" not in module(result, "designModule")


@pytest.mark.parametrize(
    ("text", "count"), [("40 participants", 40), ("1 participants", 1), ("0 participants", 0)]
)
def test_enrollment_is_a_number(text: str, count: int) -> None:
    result = basic("Total Enrollment", text)
    assert module(result, "designModule") == {"enrollmentInfo": {"count": count}}


def test_without_an_enrollment_nothing_is_said_of_it() -> None:
    assert "enrollmentInfo" not in module(basic("Clinical Phase", "PHASE2"), "designModule")


@pytest.mark.parametrize(
    ("label", "field"),
    [("Study Start Date", "startDateStruct"), ("Study Completion Date", "completionDateStruct")],
)
def test_whether_a_date_was_planned_the_page_does_not_say(label: str, field: str) -> None:
    assert module(basic(label, "2025-09-17"), "statusModule") == {field: {"date": "2025-09-17"}}


def test_the_last_day_of_a_month_stays_a_day() -> None:
    result = basic("Study Start Date", "2025-09-30")
    assert module(result, "statusModule") == {"startDateStruct": {"date": "2025-09-30"}}


@pytest.mark.parametrize(
    ("day", "is_last"),
    [
        ("2023-02-28", True),
        ("2024-02-28", False),
        ("2024-02-29", True),
        ("2025-09-29", False),
        ("2025-09-30", True),
        ("9999-12-31", True),
    ],
)
def test_the_last_day_of_a_month_is_reported(day: str, is_last: bool) -> None:
    assert ("month-end-date" in codes(basic("Study Start Date", day))) == is_last


@pytest.mark.parametrize("label", ["Study Start Date", "Study Completion Date"])
@pytest.mark.parametrize("date", ["2024-03", "1989"])
def test_a_date_may_be_a_month_or_a_year(label: str, date: str) -> None:
    result = basic(label, date)
    (struct,) = module(result, "statusModule").values()
    assert struct == {"date": date}
    assert problems(result) == []


@pytest.mark.parametrize("date", ["2024", "2024-03"])
def test_where_the_text_ends_a_month_is_no_date_but_what_is_left_of_one(date: str) -> None:
    section = ("Basic Information", "Study Start Date", date)
    result = trialtext.parse(page(section, end=()))
    assert module(result, "statusModule") == {}
    assert "truncated" in codes(result)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Recruitment Status", "DREAMING"),
        ("Recruitment Status", "Recruiting"),
        ("Clinical Phase", "PHASE9"),
        ("Study Classification", "CASUAL"),
    ],
)
def test_an_unknown_code_is_reported_and_left_out(label: str, value: str) -> None:
    result = basic(label, value)
    assert module(result, "statusModule") == module(result, "designModule") == {}
    assert problems(result) == [("unknown-code", 11, 1)]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Total Enrollment", "forty participants"),
        ("Total Enrollment", "-4 participants"),
        ("Total Enrollment", "40 sites"),
        ("Study Start Date", "2025-02-29"),
        ("Study Start Date", "spring"),
        ("Study Completion Date", "2025-13-01"),
    ],
)
def test_an_unreadable_value_is_reported_and_left_out(label: str, value: str) -> None:
    result = basic(label, value)
    assert module(result, "statusModule") == module(result, "designModule") == {}
    assert problems(result) == [("unreadable-value", 11, 1)]


def test_an_unknown_phase_does_not_cost_the_other() -> None:
    result = basic("Clinical Phase", "PHASE1/PHASE9")
    assert module(result, "designModule") == {"phases": ["PHASE1"]}
    assert problems(result) == [("unknown-code", 11, 8)]


def test_an_unknown_code_does_not_cost_its_neighbours() -> None:
    result = basic("Recruitment Status", "DREAMING", "Clinical Phase", "PHASE4")
    assert module(result, "designModule") == {"phases": ["PHASE4"]}


@pytest.mark.parametrize(
    "label",
    [
        "Recruitment Status",
        "Clinical Phase",
        "Total Enrollment",
        "Study Classification",
        "Study Start Date",
        "Study Completion Date",
    ],
)
def test_a_label_of_basic_information_without_a_value_is_reported(label: str) -> None:
    result = basic(label)
    assert module(result, "statusModule") == module(result, "designModule") == {}
    assert problems(result) == [("missing-value", 9, 1)]


def test_a_label_is_not_the_value_of_the_label_before_it() -> None:
    result = basic("Recruitment Status", "Clinical Phase", "PHASE2")
    assert module(result, "designModule") == {"phases": ["PHASE2"]}
    assert problems(result) == [("missing-value", 9, 1)]


def test_an_unknown_label_and_its_value_are_unparsed() -> None:
    result = basic("Clinical Phase", "PHASE2", "Favorite Color", "BLUE")
    assert module(result, "designModule") == {"phases": ["PHASE2"]}
    assert problems(result) == [("unknown-line", 13, 1), ("unknown-line", 15, 1)]


def test_a_repeated_label_replaces_nothing() -> None:
    result = basic("Clinical Phase", "PHASE2", "Clinical Phase", "PHASE3")
    assert module(result, "designModule") == {"phases": ["PHASE2"]}
    assert len(problems(result)) == 1


def test_blank_lines_are_not_needed() -> None:
    result = basic("Recruitment Status\nCOMPLETED\nClinical Phase\nPHASE2")
    assert module(result, "statusModule") == {"overallStatus": "COMPLETED"}
    assert module(result, "designModule") == {"phases": ["PHASE2"]}


@pytest.mark.parametrize("digits", [30, 5000])
def test_an_enrollment_of_any_length_is_no_traceback(digits: int) -> None:
    assert module(basic("Total Enrollment", f"{'9' * digits} participants"), "designModule") == {}


# ---- Study Design


@pytest.mark.parametrize(
    ("label", "field", "enum"),
    [
        ("Allocation Method", "allocation", DesignAllocation),
        ("Intervention Model", "interventionModel", InterventionalAssignment),
        ("Primary Study Purpose", "primaryPurpose", PrimaryPurpose),
        ("Observational Model Type", "observationalModel", ObservationalModel),
        ("Study Time Perspective", "timePerspective", DesignTimePerspective),
    ],
)
def test_a_label_of_the_design_and_its_value(label: str, field: str, enum: type[StrEnum]) -> None:
    results = {code: design(label, code) for code in enum}
    assert {code: info(result) for code, result in results.items()} == {
        code: {field: code} for code in enum
    }
    assert [problem for result in results.values() for problem in problems(result)] == []


def test_a_blinding_strategy_is_a_masking() -> None:
    found = {code: info(design("Blinding Strategy", code)) for code in DesignMasking}
    assert found == {code: {"maskingInfo": {"masking": code}} for code in DesignMasking}


def test_a_design_may_say_nothing() -> None:
    result = design()
    assert module(result, "designModule") == {}
    assert problems(result) == []


def test_a_blank_line_may_be_missing_before_the_purpose() -> None:
    result = design("Intervention Model", "PARALLEL", "Two groups.\nPrimary Study Purpose", "OTHER")
    assert info(result) == {
        "interventionModel": "PARALLEL",
        "interventionModelDescription": "Two groups.",
        "primaryPurpose": "OTHER",
    }
    assert problems(result) == []


def test_a_text_on_the_model_may_have_paragraphs() -> None:
    result = design("Intervention Model", "PARALLEL", "Two groups.", "* one\n* two")
    assert info(result)["interventionModelDescription"] == "Two groups.\n\n* one\n* two"


def test_a_text_on_the_model_may_name_a_label() -> None:
    text = "Allocation Method and Primary Study Purpose were set by the board."
    result = design("Intervention Model", "PARALLEL", text, "Primary Study Purpose", "OTHER")
    assert info(result)["interventionModelDescription"] == text
    assert info(result)["primaryPurpose"] == "OTHER"


def test_a_label_with_a_space_after_it_ends_the_text_on_the_model() -> None:
    result = design("Intervention Model", "PARALLEL", "Two groups.\nPrimary Study Purpose ", "ECT")
    assert info(result)["interventionModelDescription"] == "Two groups."
    assert info(result)["primaryPurpose"] == "ECT"


def test_the_model_may_stand_without_a_text() -> None:
    result = design("Intervention Model", "PARALLEL", "Primary Study Purpose", "SCREENING")
    assert info(result) == {"interventionModel": "PARALLEL", "primaryPurpose": "SCREENING"}


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("Participants", ["PARTICIPANT"]),
        ("Caregivers", ["CARE_PROVIDER"]),
        ("Investigators", ["INVESTIGATOR"]),
        ("Outcome Assessors", ["OUTCOMES_ASSESSOR"]),
        ("Participants Outcome Assessors", ["PARTICIPANT", "OUTCOMES_ASSESSOR"]),
        ("Outcome Assessors Participants", ["OUTCOMES_ASSESSOR", "PARTICIPANT"]),
        (
            "Participants Caregivers Investigators Outcome Assessors",
            ["PARTICIPANT", "CARE_PROVIDER", "INVESTIGATOR", "OUTCOMES_ASSESSOR"],
        ),
    ],
)
def test_the_masked_roles_stand_on_one_line(line: str, roles: list[str]) -> None:
    result = design("Blinding Strategy", "DOUBLE", line)
    assert info(result) == {"maskingInfo": {"masking": "DOUBLE", "whoMasked": roles}}
    assert problems(result) == []


@pytest.mark.parametrize(
    "text",
    [
        "Each sees one cup only.",
        "Each sees one cup only.\n\nThe cups are grey.",
        "Participants and those who pour do not know which cup is which.",
        "Single blind",
    ],
)
@pytest.mark.parametrize("roles", ["Participants Investigators\n", ""])
def test_a_text_below_the_masked_roles_describes_the_masking(roles: str, text: str) -> None:
    result = design("Blinding Strategy", "DOUBLE", f"{roles}{text}")
    assert info(result)["maskingInfo"]["maskingDescription"] == text
    assert ("whoMasked" in info(result)["maskingInfo"]) is bool(roles)
    assert unparsed(result) == []


def test_arms_without_their_heading_describe_no_masking() -> None:
    arm = ("Low Dose", "Group Type EXPERIMENTAL", "Tea", "Intervention Type OTHER")
    result = design("Blinding Strategy", "NONE", *arm)
    assert info(result) == {"maskingInfo": {"masking": "NONE"}}
    assert unparsed(result) == [" ".join(arm)]


def test_so_it_does_where_nobody_is_masked() -> None:
    result = design("Blinding Strategy", "NONE", "Everybody sees every cup.")
    masking = {"masking": "NONE", "maskingDescription": "Everybody sees every cup."}
    assert info(result) == {"maskingInfo": masking}


def test_a_line_with_an_unknown_role_is_unparsed() -> None:
    result = design("Blinding Strategy", "DOUBLE", "Participants Statisticians")
    assert info(result) == {"maskingInfo": {"masking": "DOUBLE"}}
    assert problems(result) == [("missing-optional", 11, 1), ("unknown-line", 13, 1)]


@pytest.mark.parametrize("label", DESIGN_LABELS)
def test_an_unknown_code_of_the_design_is_reported_and_left_out(label: str) -> None:
    result = design(label, "WHIMSICAL")
    assert info(result) == {}
    assert problems(result)[:1] == [("unknown-code", 11, 1)]


@pytest.mark.parametrize("label", DESIGN_LABELS)
def test_a_label_of_the_design_without_a_value_is_reported(label: str) -> None:
    result = design(label)
    assert info(result) == {}
    assert problems(result) == [("missing-value", 9, 1)]


@pytest.mark.parametrize("label", DESIGN_LABELS[1:])
def test_a_label_of_the_design_is_not_the_value_of_the_one_before(label: str) -> None:
    result = design(label, "Allocation Method", "NA")
    assert info(result) == {"allocation": "NA"}
    assert problems(result) == [("missing-value", 9, 1)]


def test_an_unknown_model_does_not_cost_its_text() -> None:
    result = design("Intervention Model", "WHIMSICAL", "Two groups.")
    assert info(result) == {"interventionModelDescription": "Two groups."}


def test_an_unknown_masking_does_not_cost_its_roles() -> None:
    result = design("Blinding Strategy", "QUINTUPLE", "Participants")
    assert info(result) == {"maskingInfo": {"whoMasked": ["PARTICIPANT"]}}


def test_an_unknown_line_of_the_design_is_unparsed() -> None:
    result = design("Primary Study Purpose", "OTHER", "Coin Type", "FAIR")
    assert info(result) == {"primaryPurpose": "OTHER"}
    assert problems(result) == [("unknown-line", 13, 1), ("unknown-line", 15, 1)]


def test_a_repeated_label_of_the_design_replaces_nothing() -> None:
    result = design("Allocation Method", "NA", "Allocation Method", "RANDOMIZED")
    assert info(result) == {"allocation": "NA"}
    assert len(problems(result)) == 1


def test_a_model_that_stands_there_twice_is_no_text_on_it() -> None:
    result = design("Intervention Model", "PARALLEL", "PARALLEL", "Two groups.")
    assert info(result)["interventionModelDescription"] == "Two groups."
    assert problems(result) == [("repeated-value", 13, 1)]
