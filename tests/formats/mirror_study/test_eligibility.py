"""Who may take part: Eligibility Criteria."""

from typing import Any

import pytest
from tests.pages import module, page, problems

import trialtext
from trialtext import Result

SEX = ("Eligible Sex", "ALL")


def read(*blocks: str) -> Result:
    return trialtext.parse(page(("Eligibility Criteria", *blocks)))


def eligibility(result: Result) -> dict[str, Any]:
    return module(result, "eligibilityModule")


def test_an_empty_section_is_reported() -> None:
    assert eligibility(read()) == {}
    assert problems(read()) == [("empty-section", 5, 1)]


# ---- Criteria


def test_criteria_end_at_the_first_label_even_without_a_blank_line() -> None:
    result = read("* Owns a bed\nMinimum Eligible Age", "18 Years", *SEX)
    assert eligibility(result)["eligibilityCriteria"] == "* Owns a bed"
    assert eligibility(result)["minimumAge"] == "18 Years"


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Maximum Eligible Age", "17 Years"),
        ("Eligible Sex", "ALL"),
        ("Accepts Healthy Volunteers", "Yes"),
    ],
)
def test_criteria_end_at_any_label_that_comes_first(label: str, value: str) -> None:
    result = read(f"* Owns a bed\n{label}", value)
    assert eligibility(result)["eligibilityCriteria"] == "* Owns a bed"
    assert problems(result) == []


def test_criteria_end_at_a_label_with_a_space_after_it() -> None:
    result = read("* Owns a bed\nMinimum Eligible Age ", "18 Years", *SEX)
    assert eligibility(result)["eligibilityCriteria"] == "* Owns a bed"
    assert eligibility(result)["minimumAge"] == "18 Years"


def test_criteria_may_be_missing() -> None:
    result = read("Minimum Eligible Age", "18 Years", *SEX)
    assert "eligibilityCriteria" not in eligibility(result)
    assert problems(result) == []


def test_criteria_may_name_a_label() -> None:
    text = "* See Minimum Eligible Age\n* Eligible Sex as registered"
    assert eligibility(read(text, *SEX))["eligibilityCriteria"] == text


def test_a_blank_line_before_a_former_sub_list_stays() -> None:
    text = "* Uses contraception:\n\n* pill\n* ring"
    assert eligibility(read(text, *SEX))["eligibilityCriteria"] == text


def test_markdown_stays_as_the_registry_has_it() -> None:
    text = "1. Weight \\> 50 kg\n2. INR \\[ratio\\] \\< 1.5"
    assert eligibility(read(text, *SEX))["eligibilityCriteria"] == text


def test_a_text_without_the_usual_headings_stays_as_it_is() -> None:
    text = "Anyone who sleeps badly.\n\nNobody who works at night."
    assert eligibility(read(text, *SEX))["eligibilityCriteria"] == text


def test_the_usual_headings_have_the_registry_s_colon() -> None:
    criteria = eligibility(read("Inclusion Criteria", "* A", "Exclusion Criteria", "* B", *SEX))
    assert criteria["eligibilityCriteria"] == (
        "Inclusion Criteria:\n\n* A\n\nExclusion Criteria:\n\n* B"
    )


@pytest.mark.parametrize(
    "line",
    [
        "* Inclusion Criteria",
        "Inclusion Criteria for part B",
        "Main Inclusion Criteria",
        "Exclusion Criteria:",
    ],
)
def test_other_lines_get_no_colon(line: str) -> None:
    assert eligibility(read(line, "* A", *SEX))["eligibilityCriteria"] == f"{line}\n\n* A"


# ---- Labels


@pytest.mark.parametrize(
    ("label", "value", "field", "expected"),
    [
        ("Minimum Eligible Age", "18 Years", "minimumAge", "18 Years"),
        ("Minimum Eligible Age", "6 Months", "minimumAge", "6 Months"),
        ("Minimum Eligible Age", "1 Day", "minimumAge", "1 Day"),
        ("Maximum Eligible Age", "1 Year", "maximumAge", "1 Year"),
        ("Maximum Eligible Age", "40 Weeks", "maximumAge", "40 Weeks"),
        ("Maximum Eligible Age", "72 Hours", "maximumAge", "72 Hours"),
        ("Maximum Eligible Age", "90 Minutes", "maximumAge", "90 Minutes"),
        ("Eligible Sex", "ALL", "sex", "ALL"),
        ("Eligible Sex", "FEMALE", "sex", "FEMALE"),
        ("Eligible Sex", "MALE", "sex", "MALE"),
        ("Accepts Healthy Volunteers", "Yes", "healthyVolunteers", True),
        ("Accepts Healthy Volunteers", "No", "healthyVolunteers", False),
    ],
)
def test_a_label_and_its_value(label: str, value: str, field: str, expected: str | bool) -> None:
    result = read("* A", label, value)
    assert eligibility(result)[field] == expected
    assert problems(result) == []


@pytest.mark.parametrize("field", ["minimumAge", "maximumAge", "sex", "healthyVolunteers"])
def test_what_has_no_label_is_left_out(field: str) -> None:
    labels = {
        "minimumAge": ("Minimum Eligible Age", "18 Years"),
        "maximumAge": ("Maximum Eligible Age", "64 Years"),
        "sex": SEX,
        "healthyVolunteers": ("Accepts Healthy Volunteers", "No"),
    }
    others = [block for name, blocks in labels.items() if name != field for block in blocks]
    result = read("* A", *others)
    assert eligibility(result).keys() & labels.keys() == labels.keys() - {field}
    assert problems(result) == []


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("Minimum Eligible Age", "18 Jahre", "unreadable-value"),
        ("Minimum Eligible Age", "eighteen Years", "unreadable-value"),
        ("Minimum Eligible Age", "18", "unreadable-value"),
        ("Maximum Eligible Age", "-1 Years", "unreadable-value"),
        ("Eligible Sex", "BOTH", "unknown-code"),
        ("Accepts Healthy Volunteers", "Perhaps", "unknown-code"),
    ],
)
def test_a_value_that_cannot_be_read_is_reported_and_left_out(
    label: str, value: str, code: str
) -> None:
    result = read("* A", label, value)
    assert eligibility(result).keys() <= {"eligibilityCriteria", "stdAges"}
    assert eligibility(result)["eligibilityCriteria"] == "* A"
    assert problems(result) == [(code, 13, 1)]


@pytest.mark.parametrize(
    "label",
    [
        "Minimum Eligible Age",
        "Maximum Eligible Age",
        "Eligible Sex",
        "Accepts Healthy Volunteers",
    ],
)
def test_a_label_without_a_value_is_reported(label: str) -> None:
    assert problems(read("* A", label)) == [("missing-value", 11, 1)]


def test_a_label_is_not_the_value_of_the_label_before_it() -> None:
    result = read("* A", "Minimum Eligible Age", *SEX)
    assert eligibility(result)["sex"] == "ALL"
    assert problems(result) == [("missing-value", 11, 1)]


def test_an_unknown_line_after_the_labels_is_unparsed() -> None:
    result = read("* A", *SEX, "Eligible Moods", "ALL")
    assert problems(result) == [("unknown-line", 15, 1), ("unknown-line", 17, 1)]


def test_a_repeated_label_replaces_nothing() -> None:
    result = read("* A", "Minimum Eligible Age", "18 Years", "Minimum Eligible Age", "12 Years")
    assert eligibility(result)["minimumAge"] == "18 Years"
    assert len(problems(result)) == 1


def test_an_age_of_any_length_is_no_traceback() -> None:
    result = read("* A", "Minimum Eligible Age", f"{'9' * 400} Years", *SEX)
    assert eligibility(result)["sex"] == "ALL"


# ---- Age groups


def groups(minimum: str | None, maximum: str | None) -> list[str]:
    blocks = ["* A"]
    blocks += ["Minimum Eligible Age", minimum] if minimum else []
    blocks += ["Maximum Eligible Age", maximum] if maximum else []
    found: list[str] = eligibility(read(*blocks, *SEX))["stdAges"]
    return found


@pytest.mark.parametrize(
    ("minimum", "maximum", "expected"),
    [
        (None, None, ["CHILD", "ADULT", "OLDER_ADULT"]),
        ("17 Years", None, ["CHILD", "ADULT", "OLDER_ADULT"]),
        ("18 Years", None, ["ADULT", "OLDER_ADULT"]),
        ("64 Years", None, ["ADULT", "OLDER_ADULT"]),
        ("65 Years", None, ["OLDER_ADULT"]),
        (None, "17 Years", ["CHILD"]),
        (None, "18 Years", ["CHILD", "ADULT"]),
        (None, "64 Years", ["CHILD", "ADULT"]),
        (None, "65 Years", ["CHILD", "ADULT", "OLDER_ADULT"]),
        ("18 Years", "64 Years", ["ADULT"]),
        ("1 Day", "6 Months", ["CHILD"]),
    ],
)
def test_age_groups_follow_from_the_ages(
    minimum: str | None, maximum: str | None, expected: list[str]
) -> None:
    assert groups(minimum, maximum) == expected


@pytest.mark.parametrize("value", [(), ("18 Jahre",)])
def test_no_age_groups_follow_from_an_age_that_was_not_read(value: tuple[str, ...]) -> None:
    assert "stdAges" not in eligibility(read("* A", "Minimum Eligible Age", *value, *SEX))


def test_no_age_groups_follow_from_a_section_that_was_cut_off() -> None:
    section = ("Eligibility Criteria", "* A", "Minimum Eligible Age", "18 Years")
    result = trialtext.parse(page(section, end=()))
    assert eligibility(result) == {"eligibilityCriteria": "* A", "minimumAge": "18 Years"}


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        (("Minimum Eligible Age", "18 Years"), ["ADULT", "OLDER_ADULT"]),
        (("Maximum Eligible Age", "17 Years"), ["CHILD"]),
        (
            ("Minimum Eligible Age", "18 Years", "Maximum Eligible Age", "64 Years"),
            ["ADULT"],
        ),
    ],
)
def test_age_groups_follow_without_the_labels_below_the_ages(
    blocks: tuple[str, ...], expected: list[str]
) -> None:
    assert eligibility(read("* A", *blocks))["stdAges"] == expected


def test_no_age_groups_follow_from_no_label_at_all() -> None:
    assert eligibility(read("* A")) == {"eligibilityCriteria": "* A"}


@pytest.mark.parametrize(
    "line", ["Min. Age: 18 Years", "Minimum age - 18", "Maximum Age: 65 years"]
)
def test_a_line_like_a_label_in_the_criteria_leaves_the_age_groups_open(line: str) -> None:
    result = read("Inclusion Criteria", "* Tea", line, *SEX)
    assert "stdAges" not in module(result, "eligibilityModule")


def test_so_does_a_line_that_fits_nothing() -> None:
    result = read("* Tea", *SEX, "Eighteen and more")
    assert "stdAges" not in module(result, "eligibilityModule")
