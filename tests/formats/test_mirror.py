"""The header of a page: where a study's number comes from, and where a further page begins."""

from pathlib import Path

import pytest
from tests.pages import codes, module, page, reported

import trialtext
from trialtext import Result
from trialtext.formats.mirror import divide_pages

PAGE = page(("Basic Information", "Clinical Phase", "PHASE2"))
NO_HEADER = page(("Brief Summary", "On tea."), header=())


def number(result: Result) -> str | None:
    found: str | None = module(result, "identificationModule").get("nctId")
    return found


def test_a_page_without_a_header_has_no_number() -> None:
    result = trialtext.parse(NO_HEADER)
    assert number(result) is None
    assert {"missing-nct-id", "missing-title"} <= set(codes(result))


def test_a_number_may_be_given() -> None:
    result = trialtext.parse(NO_HEADER, nct_id="NCT99900017")
    assert number(result) == "NCT99900017"
    (found,) = (d for d in result.diagnostics if d.code == "supplied-nct-id")
    assert found.message == "NCT99900017 is taken from the given number [header]"
    assert found.severity == "info"
    assert "missing-nct-id" not in codes(result)


@pytest.mark.parametrize(
    "path", ["NCT99900017.txt", "a/b/NCT99900017.txt", "a\\NCT99900017", "NCT99900017.MD"]
)
def test_a_number_may_be_that_of_the_file(path: str) -> None:
    result = trialtext.parse(NO_HEADER, path=path)
    assert number(result) == "NCT99900017"
    (found,) = (d for d in result.diagnostics if d.code == "supplied-nct-id")
    assert found.message == "NCT99900017 is taken from the file name [header]"


@pytest.mark.parametrize("path", ["page.txt", "NCT999.txt", "NCT99900017-2.txt", "NCT99900017/x"])
def test_other_names_of_files_are_no_numbers(path: str) -> None:
    assert number(trialtext.parse(NO_HEADER, path=path)) is None


def test_a_file_on_disk_gives_its_number(tmp_path: Path) -> None:
    file = tmp_path / "NCT99900017.txt"
    file.write_text(NO_HEADER, "utf-8")
    assert number(trialtext.parse_file(file)) == "NCT99900017"
    assert number(trialtext.parse_file(file, nct_id="NCT99900018")) == "NCT99900018"


def test_a_number_that_was_supplied_is_derived_and_has_no_place() -> None:
    for result, source in (
        (trialtext.parse(NO_HEADER, nct_id="NCT99900017"), "given number"),
        (trialtext.parse(NO_HEADER, path="NCT99900017.txt"), "file name"),
    ):
        origin = result.provenance["/protocolSection/identificationModule/nctId"]
        assert (origin.derivation, origin.locations, origin.evidence) == ("computed", (), source)
        assert sum(result.coverage) == len(NO_HEADER)


def test_a_number_that_differs_from_the_page_s_is_not_taken() -> None:
    result = trialtext.parse(PAGE, nct_id="NCT99900017")
    assert number(result) == "NCT99900001"
    assert reported(result, "different-nct-id") == ["NCT99900001"]
    assert "supplied-nct-id" not in codes(result)


@pytest.mark.parametrize("path", ["NCT99900001.txt", "page.txt"])
def test_a_number_that_is_the_page_s_needs_no_word(path: str) -> None:
    plain = trialtext.parse(PAGE)
    result = trialtext.parse(PAGE, nct_id="NCT99900001", path=path)
    assert codes(result) == codes(plain)


def test_a_number_stands_in_for_one_that_cannot_be_read() -> None:
    text = PAGE.replace("NCT ID: NCT99900001", "NCT ID: NCT999")
    result = trialtext.parse(text, nct_id="NCT99900017")
    assert number(result) == "NCT99900017"
    assert {"malformed-nct-id", "supplied-nct-id"} <= set(codes(result))


@pytest.mark.parametrize("given", ["", "99900017", "nct99900017", "NCT9990001", " NCT99900017"])
def test_what_is_given_must_be_a_number(given: str) -> None:
    with pytest.raises(ValueError, match="no NCT number"):
        trialtext.parse(NO_HEADER, nct_id=given)


def test_a_text_is_divided_before_the_title_of_each_further_page() -> None:
    text = f"{PAGE}\n\n{PAGE}"
    (start, middle), (begin, end) = divide_pages(text)
    assert (start, middle, end) == (0, begin, len(text))
    assert text[begin:] == PAGE


@pytest.mark.parametrize("text", ["", "A title", PAGE, f"{PAGE}\nNCT ID: NCT99900002\n"])
def test_a_text_of_one_page_is_not_divided(text: str) -> None:
    assert divide_pages(text) == [(0, len(text))]
