"""Sentences: where prose is cut, and where it is not."""

import pytest
from tests.criteria.outlines import doubts, texts

from trialtext.criteria.doubts import LOST_BREAK

# ---- Unmarked prose


@pytest.mark.parametrize(
    ("prose", "items"),
    [
        (
            "Smoking; use of tea within 2 weeks; allergy to milk",
            ["Smoking;", "use of tea within 2 weeks;", "allergy to milk"],
        ),
        (
            "Adults with eczema. Able to read English. Willing to sleep at the clinic.",
            ["Adults with eczema.", "Able to read English.", "Willing to sleep at the clinic."],
        ),
        (
            "Patients must be adults. Patients must have eczema.",
            ["Patients must be adults.", "Patients must have eczema."],
        ),
        ("Asthma; or any allergy to milk", ["Asthma; or", "any allergy to milk"]),
        ("Able to read; and able to swim.", ["Able to read; and", "able to swim."]),
    ],
)
def test_prose_is_cut_where_each_part_states_a_condition(prose: str, items: list[str]) -> None:
    assert texts(prose) == items
    assert texts(f"Exclusion Criteria:\n\n{prose}") == ["Exclusion Criteria:", *items]


@pytest.mark.parametrize(
    "prose",
    [
        "Adults with asthma. This includes asthma of childhood.",
        "Adults with asthma. These may be smokers.",
        "No inhaled steroids within 2 weeks. However, creams are allowed.",
        "No inhaled steroids within 2 weeks. Creams are allowed.",
        "Eczema of the hands. It is defined as a rash on most days.",
        "No naps within 2 weeks; short naps are permitted.",
        "Allergy to milk. For example, hives behind a meal.",
    ],
)
def test_a_sentence_that_explains_or_softens_stays_with_the_one_before(prose: str) -> None:
    assert texts(prose) == [prose]


@pytest.mark.parametrize(
    "prose",
    [
        "Adults, children, and infants with eczema and asthma",
        "Able to read and write, to swim, and to sleep",
        "Asthma, eczema or hives",
        "Use of creams, e.g. Zinc, within 2 weeks",
        "Use of creams (i.e. Zinc) within 2 weeks",
        "Seen by Dr. Oats within 2 weeks",
        "Asthma vs. Eczema in the family",
        "Asthma (of childhood; of age) in the family",
        "Asthma (of childhood. Not of age) in the family",
        "A dose of 2.5 mg of zinc",
    ],
)
def test_commas_abbreviations_and_brackets_do_not_cut(prose: str) -> None:
    assert texts(prose) == [prose]


# ---- Items of a list


@pytest.mark.parametrize(
    "item",
    [
        "Asthma; eczema; hives",
        "Adults with eczema. Able to read English. Willing to sleep at the clinic.",
        "No steroids. Patients must have stopped them for 2 weeks; creams are allowed.",
    ],
)
@pytest.mark.parametrize("marker", ["* ", "1. ", "(a) "])
def test_an_item_of_a_list_is_one_whatever_it_has(marker: str, item: str) -> None:
    assert texts(marker + item) == [item]


# ---- Lost line breaks


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("Asthma Pregnancy Platelets \\< 90", ["Asthma", "Pregnancy", "Platelets \\< 90"]),
        (
            "Asthma in the past year History of hives Unable to swim",
            ["Asthma in the past year", "History of hives", "Unable to swim"],
        ),
        (
            "Able to read the language of the study Signed consent",
            ["Able to read the language of the study", "Signed consent"],
        ),
    ],
)
def test_a_line_is_cut_where_a_new_condition_plainly_starts(line: str, items: list[str]) -> None:
    text = f"Exclusion Criteria:\n\n{line}"
    assert texts(text)[1:] == items
    assert doubts(text)[1:] == [(), *[(LOST_BREAK,)] * (len(items) - 1)]


@pytest.mark.parametrize(
    "line",
    [
        "Women who are Pregnant",
        "Known history of Severe asthma",
        "Loss of Platelets",
        "A score of the Sleep Quality Index above 5",
        "Able to fill in the Patient Health Diary",
    ],
)
def test_a_capital_inside_of_a_sentence_does_not_cut(line: str) -> None:
    assert texts(f"Exclusion Criteria:\n\n{line}")[1:] == [line]
