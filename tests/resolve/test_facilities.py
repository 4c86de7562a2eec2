"""Facility and place on one line: where the one ends and the other begins."""

import pytest

from trialtext.resolve.facilities import find_places


def places(*lines: str) -> list[str | None]:
    found = find_places(lines, ())
    return [
        None if each.start is None else line[each.start :]
        for line, each in zip(lines, found, strict=True)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Berlin, Germany",
        "Houston, Texas, United States",
        "Barcelona, Catalonia, Spain",
        "Seoul, Korea, Republic of",
        "Smallville, Kansas, United States",
    ],
)
def test_nothing_but_a_place(line: str) -> None:
    assert places(line) == [line]


@pytest.mark.parametrize(
    ("facility", "place"),
    [
        ("Orchard Clinic", "Leeds, United Kingdom"),
        ("Orchard Clinic", "Houston, Texas, United States"),
        ("Orchard Clinic, Ward 7", "Houston, Texas, United States"),
        ("Orchard Clinic", "Nowhere-on-Sea, United Kingdom"),
        ("Orchard Clinic", "Smallville, Kansas, United States"),
        ("Orchard Clinic, Second Floor", "Leeds, United Kingdom"),
        ("Orchard Partners", "Leeds, United Kingdom"),
        ("Orchard Partners", "Houston, Texas, United States"),
        ("Orchard Clinic", "Seoul, Korea, Republic of"),
        ("Orchard Clinic", "Madrid, Madrid, Spain"),
    ],
)
def test_a_known_city_or_state_tells_where_the_place_begins(facility: str, place: str) -> None:
    assert places(f"{facility}, {place}") == [place]


@pytest.mark.parametrize(
    "line",
    [
        "Orchard Clinic Leeds, United Kingdom",
        "Orchard Clinic, Kansas, United States",
        "Orchard Clinic, Lakeside Wing, Nowhere-on-Sea, United Kingdom",
    ],
)
def test_a_facility_of_which_the_end_is_not_certain(line: str) -> None:
    assert places(line) == [None]


def test_what_may_be_either_is_what_other_lines_are() -> None:
    either = "Zaffran, Catalonia, Spain"
    assert places(either, "Orchard Clinic, Leeds, United Kingdom")[0] is None
    assert places(either, "Houston, Texas, United States")[0] == either


def test_what_may_be_either_is_not_certain_by_itself() -> None:
    either = "Zaffran, Catalonia, Spain"
    assert [each.is_certain for each in find_places([either], ())] == [False]
    others = find_places([either, "Houston, Texas, United States"], ())
    assert [each.is_certain for each in others] == [True, True]
