"""Scalar values as texts write them: codes, dates, ages, counts."""

import pytest

from trialtext.model.enums import InterventionType, Phase, StandardAge
from trialtext.reading.scalars import (
    age,
    codes,
    count,
    day,
    intervention_name,
    nct_id,
    one_line,
    partial_date,
    standard_ages,
    years,
)

CHILD, ADULT, OLDER_ADULT = StandardAge.CHILD, StandardAge.ADULT, StandardAge.OLDER_ADULT
ARABIC_INDIC_ONE = "\N{ARABIC-INDIC DIGIT ONE}"


# ---- Codes


def test_codes_are_found_by_the_api_s_spelling() -> None:
    assert codes(Phase)["EARLY_PHASE1"] is Phase.EARLY_PHASE1


def test_other_spellings_are_no_codes() -> None:
    assert {"", "phase1", "PHASE 1", "PHASE5"} & codes(Phase).keys() == set()


# ---- Numbers of studies


def test_an_nct_number_is_nct_and_eight_digits() -> None:
    assert nct_id("NCT01234567") == "NCT01234567"


def test_anything_else_is_no_nct_number() -> None:
    for text in (
        "",
        "NCT0123456",
        "NCT012345678",
        "nct01234567",
        "01234567",
        "NCT 01234567",
        " NCT01234567",
        "NCT01234567\n",
        "NCTO1234567",
        f"NCT0123456{ARABIC_INDIC_ONE}",
    ):
        assert nct_id(text) is None, text


# ---- Dates


def test_a_day() -> None:
    for text in ("2026-02-27", "2025-09-30", "2024-02-29", "1999-12-31"):
        assert day(text) == text


def test_anything_else_is_no_day() -> None:
    for text in (
        "",
        "2025-02-29",
        "2025-13-01",
        "2025-00-10",
        "2025-1-1",
        "20250101",
        "2025-W01-1",
        "2025-01-01T00:00",
        " 2025-01-01",
        "01/02/2025",
        "January 1, 2025",
        f"2025-01-0{ARABIC_INDIC_ONE}",
    ):
        assert day(text) is None, text


@pytest.mark.parametrize("text", ["2026-02-27", "2024-02-29", "2024-03", "2024-12", "1989", "9999"])
def test_a_date_may_lack_its_day_and_its_month(text: str) -> None:
    assert partial_date(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000",
        "24",
        "202",
        "20245",
        "2024-",
        "2024-0",
        "2024-00",
        "2024-13",
        "2024-3",
        "2024-03-",
        "2024-03-1",
        "2023-02-29",
        "March 2024",
        "03/2024",
        " 2024",
        f"202{ARABIC_INDIC_ONE}",
    ],
)
def test_anything_else_is_no_date(text: str) -> None:
    assert partial_date(text) is None


# ---- Counts


@pytest.mark.parametrize(
    ("text", "expected"),
    [("40 participants", 40), ("1 participants", 1), ("1 participant", 1), ("0 participants", 0)],
)
def test_a_number_of_participants(text: str, expected: int) -> None:
    assert count(text) == expected


def test_anything_else_is_no_number_of_participants() -> None:
    for text in (
        "",
        "40",
        "participants",
        "-1 participants",
        "4.5 participants",
        "40 patients",
        "about 40 participants",
        "40 participants planned",
        f"{ARABIC_INDIC_ONE} participants",
    ):
        assert count(text) is None, text


@pytest.mark.parametrize("digits", [20, 5000])
def test_a_number_that_json_cannot_hold_is_none(digits: int) -> None:
    assert count(f"{'9' * digits} participants") is None


# ---- Ages


def test_an_age() -> None:
    for text in (
        *("18 Years", "1 Year", "6 Months", "1 Month"),
        *("2 Weeks", "1 Day", "72 Hours", "5 Minutes"),
    ):
        assert age(text) == text


def test_anything_else_is_no_age() -> None:
    for text in (
        "",
        "18",
        "Years",
        "18 years",
        "18Years",
        "18  Years",
        "18 Year",
        "-1 Years",
        "1.5 Years",
        "18 Decades",
        "18 Years old",
        f"{ARABIC_INDIC_ONE} Year",
    ):
        assert age(text) is None, text


def test_an_age_in_years() -> None:
    assert (years("18 Years"), years("6 Months"), years("0 Days")) == (18, 0.5, 0)
    with pytest.raises(ValueError, match="not an age: '18'"):
        years("18")


@pytest.mark.parametrize(
    ("minimum", "maximum", "expected"),
    [
        (None, None, [CHILD, ADULT, OLDER_ADULT]),
        ("0 Years", None, [CHILD, ADULT, OLDER_ADULT]),
        ("17 Years", None, [CHILD, ADULT, OLDER_ADULT]),
        ("18 Years", None, [ADULT, OLDER_ADULT]),
        ("19 Years", None, [ADULT, OLDER_ADULT]),
        ("64 Years", None, [ADULT, OLDER_ADULT]),
        ("65 Years", None, [OLDER_ADULT]),
        ("66 Years", None, [OLDER_ADULT]),
        (None, "17 Years", [CHILD]),
        (None, "18 Years", [CHILD, ADULT]),
        (None, "64 Years", [CHILD, ADULT]),
        (None, "65 Years", [CHILD, ADULT, OLDER_ADULT]),
        ("17 Years", "17 Years", [CHILD]),
        ("18 Years", "18 Years", [ADULT]),
        ("18 Years", "64 Years", [ADULT]),
        ("17 Years", "64 Years", [CHILD, ADULT]),
        ("18 Years", "65 Years", [ADULT, OLDER_ADULT]),
        ("65 Years", "65 Years", [OLDER_ADULT]),
    ],
)
def test_age_groups_in_years(
    minimum: str | None, maximum: str | None, expected: list[StandardAge]
) -> None:
    assert standard_ages(minimum, maximum) == expected


@pytest.mark.parametrize(
    ("minimum", "maximum", "expected"),
    [
        ("6 Months", "12 Months", [CHILD]),
        ("215 Months", "215 Months", [CHILD]),
        ("216 Months", "216 Months", [ADULT]),
        ("779 Months", "779 Months", [ADULT]),
        ("780 Months", "780 Months", [OLDER_ADULT]),
        ("36 Weeks", "44 Weeks", [CHILD]),
        ("939 Weeks", "939 Weeks", [CHILD]),
        ("940 Weeks", "940 Weeks", [ADULT]),
        ("1 Day", "30 Days", [CHILD]),
        ("6570 Days", "6570 Days", [CHILD]),
        ("6576 Days", "6576 Days", [ADULT]),
        ("0 Hours", "72 Hours", [CHILD]),
        ("5 Minutes", "10 Minutes", [CHILD]),
        ("6 Months", "18 Years", [CHILD, ADULT]),
    ],
)
def test_age_groups_in_other_units(minimum: str, maximum: str, expected: list[StandardAge]) -> None:
    assert standard_ages(minimum, maximum) == expected


# ---- Texts


def test_an_arm_names_an_intervention_with_its_type() -> None:
    kinds = (InterventionType.DRUG, InterventionType.DIETARY_SUPPLEMENT)
    names = [intervention_name(kind, "iPad mini") for kind in kinds]
    assert names == ["Drug: iPad mini", "Dietary Supplement: iPad mini"]


def test_a_text_that_stands_on_one_line_is_folded() -> None:
    assert one_line(" Tea\n\n at night ") == "Tea at night"
    assert one_line(" \n") is one_line(None) is None
