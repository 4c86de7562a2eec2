"""Places of criteria in the page that a study was read from."""

import html

import pytest
from tests.conftest import CHECKOUT
from tests.pages import seed_text

import trialtext
from trialtext import Result
from trialtext.criteria import Kind

PAGE = seed_text("NCT07192237")


def places(result: Result) -> list[tuple[str, str]]:
    """Return items, and what stands at their places in the page."""
    return [
        (item.text, result.text[item.location.start : item.location.end] if item.location else "")
        for item in trialtext.criteria(result).items
    ]


def plain(text: str) -> str:
    """Return a text without the colons that a page does not print, and with single blanks."""
    return " ".join(text.replace(":", "").split())


def test_every_item_of_a_page_has_its_place() -> None:
    for text, on_page in places(trialtext.parse(PAGE)):
        assert on_page == text.removesuffix("Criteria:") + "Criteria" * text.endswith("Criteria:")


def test_a_place_has_its_line_and_column() -> None:
    item = trialtext.criteria(trialtext.parse(PAGE)).exclusion[3]
    assert item.text == "Symptomatic CNS leukemia"
    assert item.location is not None
    line = PAGE.split("\n")[item.location.line - 1]
    assert line[item.location.column - 1 :] == item.text


@pytest.mark.parametrize("format_", ["mirror-study", "biomcp"])
def test_places_are_found_in_every_format_with_criteria(format_: str) -> None:
    paths = sorted((CHECKOUT / "seeds" / format_).rglob("*.*"))
    found = 0
    for path in paths:
        result = trialtext.parse_file(path)
        for text, on_page in places(result):
            assert plain(html.unescape(on_page)) == plain(text)
            found += 1
    assert found


def test_places_are_those_of_the_page_as_it_came() -> None:
    damaged = PAGE.replace("≥18 years", "&ge;18 years").replace("\n", "\r\n")
    result = trialtext.parse(damaged)
    first = next(i for i in trialtext.criteria(result).items if i.kind is Kind.CRITERION)
    assert first.location is not None
    assert "&ge;18 years" in damaged[first.location.start : first.location.end]


def test_a_text_and_a_study_have_no_page() -> None:
    study = trialtext.parse(PAGE).study
    assert study is not None
    assert {item.location for item in trialtext.criteria(study).items} == {None}
    assert {item.location for item in trialtext.criteria("* Adults").items} == {None}


def test_a_page_without_a_study_has_no_criteria() -> None:
    assert trialtext.criteria(trialtext.parse("no page")).items == ()
