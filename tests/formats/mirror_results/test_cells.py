"""Cells: numbers, units, dispersions."""

import pytest

from trialtext.formats.mirror_results.cells import (
    LONGEST_UNIT,
    Cell,
    cell,
    is_count,
    is_detail,
    is_size,
    is_value,
    size,
)
from trialtext.formats.mirror_results.evidence import Builder, Evidence
from trialtext.parsing.tree import Token
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.document import Document
from trialtext.text.decoding import decode


def builder(text: str) -> Builder:
    return StudyBuilder(Document(decode(text)), {}, Evidence())


def read(text: str) -> Cell | None:
    return cell(Token(text, 0), builder(text))


def numbers(text: str) -> tuple[str, ...]:
    found = read(text)
    return tuple(n.text for n in found.spread.numbers) if found and found.spread else ()


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("30.46 years", "30.46", "years"),
        ("8", "8", None),
        ("1,790 participants", "1,790", "participants"),
        ("-0.5 kg/m^2", "-0.5", "kg/m^2"),
        (".05 units on a scale", ".05", "units on a scale"),
        ("80. score", "80.", "score"),
        ("NA months", "NA", "months"),
        ("<1 copies/mL", "<1", "copies/mL"),
        ("8 Participants \u2022 n=5 Participants", "8", "Participants"),
        ("1.5e-3 mol", "1.5e-3", "mol"),
    ],
)
def test_a_number_and_its_unit(text: str, value: str, unit: str | None) -> None:
    found = read(text)
    assert found is not None
    assert (found.value.text, found.unit.text if found.unit else None) == (value, unit)
    assert found.rest == ()


@pytest.mark.parametrize(
    "text", ["fifteen", "\u2022", "Female", "18-65 years", "n=5 Participants", "1/30"]
)
def test_what_is_no_number_is_no_cell(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("detail", "expected"),
    [
        ("STANDARD_DEVIATION 4.64 \u2022 n=5 Participants", ("4.64",)),
        ("Standard Error 0.7", ("0.7",)),
        ("INTER_QUARTILE_RANGE 18 to 65", ("18", "65")),
        ("FULL_RANGE [18, 65]", ("18", "65")),
        ("Full Range -3 - 5", ("-3", "5")),
        ("95% Confidence Interval -1.2 to NA \u2022 n=5 Participants", ("-1.2", "NA")),
        ("84% Confidence Interval (0.1; 0.2)", ("0.1", "0.2")),
    ],
)
def test_a_dispersion(detail: str, expected: tuple[str, ...]) -> None:
    assert numbers(f"30 years\n{detail}") == expected
    assert is_detail(detail)


@pytest.mark.parametrize("detail", ["FULL_RANGE 18", "null 4.6", "about the same"])
def test_a_dispersion_that_is_not_understood_is_kept(detail: str) -> None:
    found = read(f"30 years\n{detail}")
    assert found is not None
    assert found.spread is None
    assert [rest.text for rest in found.rest] == [detail]


def test_the_size_in_a_row_is_not_used() -> None:
    found = read("8 Participants\nn=5 Participants")
    assert found is not None
    assert (found.value.text, found.spread, found.rest) == ("8", None, ())


@pytest.mark.parametrize("text", ["12 Weeks", "0", "NA", "3.5 points \u2022 n=5 Participants"])
def test_a_line_that_may_be_a_cell(text: str) -> None:
    assert is_value(text)


@pytest.mark.parametrize(
    "text", ["4. Attitudes", "<=18 years", "n=5", "5 " + "x" * (LONGEST_UNIT + 1)]
)
def test_a_line_that_is_none(text: str) -> None:
    assert not is_value(text)


def test_a_count_is_of_participants_or_of_the_unit_of_analysis() -> None:
    assert is_count("15")
    assert is_count("1,234 participants")
    assert is_count("30 Eyes", "eyes")
    assert not is_count("24 Weeks")
    assert not is_count("1.5")


def test_a_size_has_a_number_and_units() -> None:
    text = "n=1,015 Participants"
    found = size(Token(text, 0), builder(text))
    assert (found.number.text, found.units.text) == ("1,015", "Participants")
    assert is_size("n=15 Participants")
    assert not is_size("n=15")
