"""Baseline characteristics: groups, denominators, measures, classes, categories."""

from typing import Any

import pytest
from tests.pages import read_results, results_module, unparsed

from trialtext import Result

GREEN = ("Green", "n=15 Participants", "Green tea.")
BLACK = ("Black", "n=14 Participants", "Black tea.")
TOTAL = ("Total", "n=29 Participants", "Total of all reporting groups")
AGE = (
    *("Age, Continuous", "30.46 years", "STANDARD_DEVIATION 4.64 \u2022 n=5 Participants"),
    *("31.2 years", "STANDARD_DEVIATION 5.0 \u2022 n=7 Participants"),
    *("30.8 years", "STANDARD_DEVIATION 4.8 \u2022 n=5 Participants"),
)
FEMALE = ("Sex: Female, Male", "Female", "8 Participants", "7 Participants", "15 Participants")
MALE = ("Sex: Female, Male", "Male", "7 Participants", "7 Participants", "14 Participants")


def read(*lines: str) -> Result:
    caption = 2 * ("Baseline characteristics by cohort",)
    text = ("Baseline Characteristics", "All of them.", *caption, "Measure", *lines)
    return read_results(*text, "PRIMARY outcome")


def module(result: Result) -> dict[str, Any]:
    return results_module(result, "baselineCharacteristicsModule")


def rows(result: Result) -> dict[tuple[str | None, ...], dict[str, str]]:
    return {
        (measure["title"], class_.get("title"), category.get("title")): {
            cell["groupId"][-1]: cell["value"] for cell in category["measurements"]
        }
        for measure in module(result).get("measures", [])
        for class_ in measure["classes"]
        for category in class_["categories"]
    }


def test_groups_and_denominators_come_from_the_header() -> None:
    found = module(read(*GREEN, *BLACK, *TOTAL, *AGE))
    assert found["populationDescription"] == "All of them."
    assert [group["title"] for group in found["groups"]] == ["Green", "Black", "Total"]
    assert found["denoms"] == [
        {
            "units": "Participants",
            "counts": [
                {"groupId": "BG000", "value": "15"},
                {"groupId": "BG001", "value": "14"},
                {"groupId": "BG002", "value": "29"},
            ],
        }
    ]


def test_a_measure_has_unit_dispersion_and_cells() -> None:
    (measure,) = module(read(*GREEN, *BLACK, *TOTAL, *AGE))["measures"]
    assert measure == {
        "title": "Age, Continuous",
        "dispersionType": "STANDARD_DEVIATION",
        "unitOfMeasure": "years",
        "classes": [
            {
                "categories": [
                    {
                        "measurements": [
                            {"groupId": "BG000", "value": "30.46", "spread": "4.64"},
                            {"groupId": "BG001", "value": "31.2", "spread": "5.0"},
                            {"groupId": "BG002", "value": "30.8", "spread": "4.8"},
                        ]
                    }
                ]
            }
        ],
    }


def test_categories_and_classes() -> None:
    region = (
        "Region of Enrollment",
        "Ruritania",
        "15 Participants",
        "14 Participants",
        "29 Participants",
    )
    custom = (
        "Race/Ethnicity, Customized",
        "Race",
        "Hill",
        "1 Participants",
        "2 Participants",
        "3 Participants",
    )
    result = read(*GREEN, *BLACK, *TOTAL, *FEMALE, *MALE, *region, *custom)
    assert list(rows(result)) == [
        ("Sex: Female, Male", None, "Female"),
        ("Sex: Female, Male", None, "Male"),
        ("Region of Enrollment", "Ruritania", None),
        ("Race/Ethnicity, Customized", "Race", "Hill"),
    ]
    assert len(module(result)["measures"][0]["classes"]) == 1
    assert unparsed(result) == []


def test_a_row_that_lost_a_cell_is_unparsed() -> None:
    result = read(*GREEN, *BLACK, *TOTAL, *FEMALE[:-1], *MALE)
    assert list(rows(result)) == [("Sex: Female, Male", None, "Male")]
    assert unparsed(result) == ["Sex: Female, Male Female 8 Participants 7 Participants"]


def test_a_title_like_a_number_is_one_where_cells_have_units() -> None:
    zero = ("Earlier Cups", "0", "8 Participants", "7 Participants", "15 Participants")
    lost = ("Earlier Cups", "1", "7 Participants", "14 Participants")
    result = read(*GREEN, *BLACK, *TOTAL, *zero, *lost)
    assert rows(result) == {("Earlier Cups", "0", None): {"0": "8", "1": "7", "2": "15"}}
    assert unparsed(result) == ["Earlier Cups 1 7 Participants 14 Participants"]


def test_a_title_like_a_number_is_uncertain_where_they_have_none() -> None:
    zero = ("Earlier Cups", "0", "8", "7", "15")
    one = ("Earlier Cups", "1", "7", "14")
    result = read(*GREEN, *BLACK, *TOTAL, *AGE, *zero, *one)
    assert list(rows(result)) == [("Age, Continuous", None, None)]
    assert unparsed(result) == ["Earlier Cups 0 8 7 15", "Earlier Cups 1 7 14"]


def test_counts_without_units_have_to_add_up() -> None:
    result = read(*GREEN, *BLACK, *TOTAL, *AGE, "Cups", "8", "7", "15", "Spoons", "1", "7", "14")
    assert rows(result)["Cups", None, None] == {"0": "8", "1": "7", "2": "15"}
    assert unparsed(result) == ["Spoons 1 7 14"]


def test_a_group_named_like_a_number_is_a_group() -> None:
    dose = ("10 mg", "n=15 Participants", "Ten.")
    found = module(read(*dose, *BLACK, *TOTAL, *AGE))
    assert [group["title"] for group in found["groups"]] == ["10 mg", "Black", "Total"]
    assert len(found["measures"]) == 1


def test_one_group_has_no_total() -> None:
    one = (AGE[0], AGE[1], AGE[2])
    result = read("Green", "n=15 Participants", "Green tea.", "Hot.", *one)
    assert module(result)["groups"] == [
        {"id": "BG000", "title": "Green", "description": "Green tea.\n\nHot."}
    ]
    assert rows(result) == {("Age, Continuous", None, None): {"0": "30.46"}}


def test_a_header_that_lost_a_line_tells_nothing() -> None:
    result = read(*GREEN, BLACK[0], BLACK[2], *TOTAL, *AGE, *FEMALE[:-1], *FEMALE, *MALE)
    assert "measures" not in module(result)
    assert "groups" not in module(result)
    assert len(unparsed(result)) == 1


def test_a_measure_that_comes_again_is_another_one() -> None:
    result = read(*GREEN, *BLACK, *TOTAL, *FEMALE, *MALE, *FEMALE)
    assert [len(measure["classes"]) for measure in module(result)["measures"]] == [1, 1]


def test_two_units_are_two_measures() -> None:
    cells = ("1 kg", "2 kg", "3 kg")
    result = read(*GREEN, *BLACK, *TOTAL, "Weight", *cells, "Weight", "2 lb", "4 lb", "6 lb")
    assert [m["unitOfMeasure"] for m in module(result)["measures"]] == ["kg", "lb"]


def test_pipes_keep_empty_cells() -> None:
    table = (
        "| Measure |\nGreen\nn=15 Participants\nGreen tea.\n|\nBlack\nn=14 Participants\n|\n"
        "|---|---|---|\n| Age, Continuous | - | 31 years\nFULL_RANGE 20 to 40 \u2022 n=5 Eyes |"
    )
    result = read_results("Baseline Characteristics", table)
    assert rows(result) == {("Age, Continuous", None, None): {"1": "31"}}
    (measure,) = module(result)["measures"]
    assert measure["dispersionType"] == "FULL_RANGE"
    assert measure["classes"][0]["categories"][0]["measurements"] == [
        {"groupId": "BG001", "value": "31", "lowerLimit": "20", "upperLimit": "40"}
    ]
    assert unparsed(result) == []


def test_a_dispersion_without_a_code_is_unparsed() -> None:
    cell = "84% Confidence Interval 1 to 2"
    result = read(
        *GREEN, *BLACK, *TOTAL, *AGE, "Weight", *("1 kg", cell, "1 kg", cell, "1 kg", cell)
    )
    assert "dispersionType" not in module(result)["measures"][1]
    assert unparsed(result) == 3 * ["84% Confidence Interval"]


def test_cells_of_different_dispersions_are_unparsed() -> None:
    lines = [line.replace("DEVIATION 5.0", "ERROR 5.0") for line in AGE]
    result = read(*GREEN, *BLACK, *TOTAL, *FEMALE, *lines)
    assert list(rows(result)) == [("Sex: Female, Male", None, "Female")]


def test_the_study_s_title_does_not_describe_who_was_analyzed() -> None:
    result = read_results("Baseline Characteristics", "Tea", "PRIMARY outcome")
    assert "Tea" not in unparsed(result)
    assert "populationDescription" not in module(result)


def test_a_line_below_the_table_is_unparsed() -> None:
    table = "| Measure |\nGreen\nn=15 Participants\n|\n|---|---|\n| Age, Continuous | 31 years |"
    result = read_results("Baseline Characteristics", table, "Nobody was counted twice.")
    assert rows(result) == {("Age, Continuous", None, None): {"0": "31"}}
    assert unparsed(result) == ["Nobody was counted twice."]


# ---- Rows that were damaged

PIPES = "| Measure |\nGreen\nn=15 Participants\n|\nBlack\nn=14 Participants\n|\n|---|---|---|\n"


def titles(*rows: str) -> list[str]:
    """Read rows of these titles, and list the titles of the measures."""
    body = "\n".join(f"| {row} | 3 cups | 8 cups |" for row in rows)
    found = module(read_results("Baseline characteristics by cohort", PIPES + body))
    return [measure["title"] for measure in found["measures"]]


@pytest.mark.parametrize("category", ["Male", "White", "Hispanic or Latino"])
def test_a_category_of_the_registry_is_no_measure(category: str) -> None:
    assert titles("Age, Continuous", category) == ["Age, Continuous"]


def test_a_row_inside_a_measure_is_none_of_its_own() -> None:
    assert titles("Tea\nHot", "Cold", "Tea\nIced") == ["Tea"]


def test_a_row_with_fewer_titles_than_others_of_its_measure_is_unparsed() -> None:
    assert titles("Tea\nHot", "Tea", "Tea\nIced", "Milk") == ["Tea", "Milk"]


def test_a_measure_of_the_registry_is_no_class() -> None:
    assert titles("Tea\nAge, Continuous", "Milk") == ["Milk"]


def test_a_doubled_row_is_read_once() -> None:
    assert titles("Tea", "Tea", "Milk") == ["Tea", "Milk"]
