"""The boilerplate of a format, found in text that is spelt in other ways, too."""

import re

import pytest

from trialtext.parsing.headings import Heading
from trialtext.parsing.vocabulary import Label, Vocabulary, loosely

VOCABULARY = Vocabulary(
    [
        Heading("size", "Study Size", blurb="See how many took part"),
        Heading("outcome", pattern="[A-Z]+ outcome"),
        Heading("roles", "Roles"),
    ],
    {
        "header": [Label("Number:", r" [0-9]+")],
        "size": [Label("Follow-up"), Label("Nurse's Count", r"[0-9]+")],
        "roles": [Label("Role:", r"[^\n]+")],
    },
)


@pytest.mark.parametrize(
    "line",
    [
        "Study Size",
        "STUDY SIZE ",
        "  Study Size",
        "See how many took part in this",
        "PRIMARY outcome",
        "Follow-up",
        "follow\u2010up",
        "Nurse\u2019s Count 12",
        "Role: lead",
        "Number: 7",
    ],
)
def test_a_line_of_boilerplate_is_found_however_it_is_spelt(line: str) -> None:
    assert VOCABULARY.count(f"Tea\n{line}\nTea") == 1


@pytest.mark.parametrize("line", ["Study Sizes", "Follow-up of all", "The Roles", "Nurse's Counts"])
def test_other_lines_are_no_boilerplate(line: str) -> None:
    assert VOCABULARY.count(f"Tea\n{line}\nTea") == 0


def test_every_line_of_boilerplate_counts() -> None:
    assert VOCABULARY.count("Study Size\nSee how many took part.\nFollow-up\n6 weeks\nRoles") == 4


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("See how many took part\nin this study.", True),
        ("See how many took part in this study.\nTea", False),
        ("See how many took part\n\nin this study.", False),
        ("Number: 7 and\nmore", True),
        ("Number: 7\nmore", False),
    ],
)
def test_boilerplate_that_ends_too_early_was_wrapped(text: str, broken: bool) -> None:
    assert bool(VOCABULARY.broken.search(text)) is broken


def test_a_blurb_begins_a_line() -> None:
    assert VOCABULARY.has_blurb("Tea\nsee how many took part")
    assert not VOCABULARY.has_blurb("Tea, see how many took part")


def test_headings_are_whole_lines() -> None:
    assert [line for line in ("Roles", "Role", "roles") if VOCABULARY.is_heading(line)] == ["Roles"]
    assert VOCABULARY.begins_heading("Study Si")
    assert not VOCABULARY.begins_heading("Study Sites")


def test_a_label_that_stands_alone_is_one_of_a_section() -> None:
    lines = ("Follow-up", "Nurse's Count", "Number:", "Role:", "Tea")
    assert [line for line in lines if VOCABULARY.is_label(line)] == ["Follow-up"]


@pytest.mark.parametrize("line", ["Stud", "Study Size", "See how", "Follow-", "Role", "Num"])
def test_a_line_may_be_the_beginning_of_boilerplate(line: str) -> None:
    assert VOCABULARY.begins(line)


@pytest.mark.parametrize("line", ["", "Tea", "Follow-up", "Study Sites", "See how few"])
def test_a_line_may_not_be_the_beginning_of_boilerplate(line: str) -> None:
    assert not VOCABULARY.begins(line)


def test_a_blurb_is_that_of_its_heading() -> None:
    assert VOCABULARY.begins_blurb("See how", "Study Size")
    assert not VOCABULARY.begins_blurb("See how", "Roles")


def test_without_boilerplate_nothing_is_found() -> None:
    nothing = Vocabulary([], {})
    assert nothing.count("Tea\n\n-\nNumber: 7") == 0
    assert not nothing.has_blurb("Tea")
    assert not nothing.begins("")
    assert not nothing.broken.search("Tea\nHot")


def test_any_dash_and_apostrophe_will_do() -> None:
    pattern = re.compile(loosely("Nurse's follow-up (1.5)"))
    for dash in "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212":
        for apostrophe in "'\u2018\u2019\u02bc":
            assert pattern.fullmatch(f"Nurse{apostrophe}s follow{dash}up (1.5)")
