"""Divisions: headings that share a line with their criteria, labels, bullets and dashes."""

import pytest
from tests.criteria.outlines import block, outline, texts

import trialtext
from trialtext.criteria.doubts import ITEMS_OR_PROSE

# ---- A heading of a side and its first criterion


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("Exclusion criteria: smoking", ["Exclusion criteria:", "smoking"]),
        ("EXCLUSION CRITERIA: smoking", ["EXCLUSION CRITERIA:", "smoking"]),
        ("Exclusion: smoking", ["Exclusion:", "smoking"]),
        ("Key Exclusion Criteria: smoking", ["Key Exclusion Criteria:", "smoking"]),
        ("Exclusion Criteria - smoking", ["Exclusion Criteria", "smoking"]),
        (
            "Exclusion criteria for controls: smoking",
            ["Exclusion criteria for controls:", "smoking"],
        ),
        ("Non-inclusion criteria: smoking", ["Non-inclusion criteria:", "smoking"]),
        ("Exclusion Criteria: * smoking", ["Exclusion Criteria:", "smoking"]),
    ],
)
def test_a_heading_in_the_line_of_its_criterion_is_an_item(line: str, items: list[str]) -> None:
    assert texts(line) == items
    heading, criterion = trialtext.criteria(line).items
    assert (heading.kind, heading.side) == ("heading", "exclusion")
    assert (criterion.kind, criterion.side, criterion.parent) == ("criterion", "exclusion", 0)


def test_more_criteria_below_lie_in_the_same_heading() -> None:
    assert outline("Exclusion criteria: smoking\n\n* Asthma") == block("""
        # Exclusion criteria:
          - smoking
          - Asthma
    """)


def test_both_headings_may_stand_in_one_line() -> None:
    line = "Inclusion Criteria: adults with eczema. Exclusion Criteria: asthma; smoking"
    assert outline(line) == block("""
        # Inclusion Criteria:
          + adults with eczema.
        # Exclusion Criteria:
          - asthma;
          - smoking
    """)


@pytest.mark.parametrize(
    "line",
    [
        "Inclusion Criteria: participants must meet all of:",
        "Inclusion Criteria: Subjects must meet all of the following criteria:",
        "Exclusion Criteria: patients with any of the following:",
    ],
)
def test_a_generic_continuation_belongs_to_the_heading(line: str) -> None:
    text = f"{line}\n\n* Adults"
    assert texts(text) == [line, "Adults"]
    assert [item.kind for item in trialtext.criteria(text).items] == ["heading", "criterion"]


# ---- Labels


@pytest.mark.parametrize(
    ("line", "items"),
    [
        ("Swimmers: able to swim 50 m", ["Swimmers:", "able to swim 50 m"]),
        ("Age: 18 to 65 years", ["Age:", "18 to 65 years"]),
        ("Women: not pregnant, not nursing", ["Women:", "not pregnant, not nursing"]),
        ("Healthy controls: no eczema", ["Healthy controls:", "no eczema"]),
    ],
)
def test_a_label_before_unmarked_text_is_a_heading(line: str, items: list[str]) -> None:
    text = f"Inclusion Criteria:\n\n{line}"
    assert outline(text) == block(f"""
        # Inclusion Criteria:
          # {items[0]}
            + {items[1]}
    """)


@pytest.mark.parametrize(
    "item",
    [
        "Age: 18 to 65 years",
        "Swimmers: able to swim 50 m",
        "Cohort A: adults with eczema",
        "Women: not pregnant",
    ],
)
@pytest.mark.parametrize("marker", ["* ", "1. ", "- "])
def test_a_label_within_an_item_of_a_list_stays_in_it(marker: str, item: str) -> None:
    assert texts(marker + item) == [item]


# ---- Bullets and dashes that were lines


def test_dashes_between_items_cut_a_line() -> None:
    line = "Adults with eczema - Able to read English - Willing to sleep at the clinic"
    for marker in ("", "- "):
        text = f"Inclusion Criteria:\n\n{marker}{line}"
        assert texts(text)[1:] == line.split(" - ")
        found = trialtext.criteria(text).items
        assert [item.parent for item in found] == [None, 0, 0, 0]
        assert [item.doubts for item in found[2:]] == [(ITEMS_OR_PROSE,)] * 2


@pytest.mark.parametrize(
    "line",
    [
        "Asthma - mild or severe",
        "Moderate - severe eczema",
        "Age 18 - 65 years",
        "Asthma - of any kind - in the past year",
        "Able to swim 50 m - with or without help - on most days",
        "Follow-up of a long-term rash",
    ],
)
@pytest.mark.parametrize("marker", ["", "* "])
def test_a_dash_of_punctuation_does_not_cut(marker: str, line: str) -> None:
    assert texts(marker + line) == [line]


def test_bullets_inside_of_a_line_cut_it() -> None:
    assert texts("Exclusion Criteria: • Asthma • Eczema • Hives") == [
        "Exclusion Criteria:",
        "Asthma",
        "Eczema",
        "Hives",
    ]


def test_a_bullet_that_follows_an_opening_in_its_line_lies_in_it() -> None:
    assert outline("* One of the following: • Asthma • Eczema\n* Adults") == block("""
        + One of the following:
          + Asthma
          + Eczema
        + Adults
    """)


@pytest.mark.parametrize(
    "line",
    [
        "- Asthma; - Eczema; - Hives",
        "-Asthma -Eczema -Hives",
        "• Asthma • Eczema • Hives",
        "* Asthma * Eczema * Hives",
    ],
)
def test_several_bullets_in_a_line_are_as_many_items(line: str) -> None:
    found = texts(f"Exclusion Criteria:\n\n{line}")
    assert [item.rstrip(";") for item in found[1:]] == ["Asthma", "Eczema", "Hives"]
