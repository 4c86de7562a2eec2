"""Which texts are pages, in which variant, how sure that is; and the many texts that are none."""

from pathlib import Path

import attrs
import pytest
from tests.conftest import SEEDS
from tests.extraction import labels_dropped, without_blank_lines
from tests.formats.toy import TOY
from tests.pages import RESULTS, STUDY, codes, seed_text

import trialtext
from trialtext import Status
from trialtext.formats.detection import LOOKS_LIKE, divide, no_format, recognize
from trialtext.text.decoding import decode
from trialtext.text.input import Input

PAGE = seed_text("several-phases")
PAGES = {seed.stem: seed.read_text("utf-8") for seed in SEEDS}
OTHER_TEXTS = {
    path.stem: path.read_text("utf-8")
    for path in sorted((Path(__file__).parent / "other_texts").glob("*.txt"))
}


def kind(text: str) -> tuple[str | None, str | None]:
    found = trialtext.detect(text)
    return found.format, found.variant


# ---- Pages


def test_a_whole_page_is_known_with_near_certainty() -> None:
    for name, text in PAGES.items():
        found = trialtext.detect(text)
        assert (found.format, found.variant) == ("mirror-study", "flattened"), name
        assert 0.99 < found.confidence <= 1, name
        sections, header = found.evidence
        assert sections.endswith(" known sections"), name
        assert int(sections.split()[0]) >= 10, name
        assert header == "a header with an NCT number", name


def test_a_page_without_blank_lines_is_of_another_variant() -> None:
    for name, text in PAGES.items():
        whole = trialtext.detect(text)
        assert trialtext.detect(without_blank_lines(text)) == attrs.evolve(
            whole, variant="pipes"
        ), name


@pytest.mark.parametrize("all_labels", [True, False])
@pytest.mark.parametrize("header", [True, False])
def test_a_page_whose_labels_were_dropped_is_unlabelled(header: bool, all_labels: bool) -> None:
    for name, text in PAGES.items():
        found = trialtext.detect(labels_dropped(text, header=header, all_labels=all_labels))
        assert (found.format, found.variant) == ("mirror-study", "unlabelled"), name
        assert found.confidence > 0.99, name
        assert ("a header with an NCT number" in found.evidence) is header, name


def test_a_page_is_known_by_its_beginning() -> None:
    for name, text in PAGES.items():
        for length in (2000, 1000, 600):
            assert kind(text[:length]) == ("mirror-study", "flattened"), (name, length)


def test_an_unlabelled_page_is_known_by_its_beginning() -> None:
    for name, text in PAGES.items():
        for length in (2000, 1000):
            beginning = labels_dropped(text, header=False)[:length]
            assert kind(beginning) == ("mirror-study", "unlabelled"), (name, length)


def test_the_shorter_the_text_the_less_is_sure() -> None:
    sure = [trialtext.detect(PAGE[:end]).confidence for end in (200, 700, 2000, None)]
    assert sure == sorted(sure)
    assert sure[0] < sure[-1]


def test_title_and_number_alone_are_the_beginning_of_a_page() -> None:
    found = trialtext.detect(PAGE[: PAGE.index("\nLast Updated")])
    assert found.format == "mirror-study"
    assert found.evidence == ("a header with an NCT number",)


def test_a_page_is_known_from_bytes_as_from_text() -> None:
    assert trialtext.detect(PAGE.encode()) == trialtext.detect(PAGE)
    assert trialtext.detect(PAGE.encode("utf-16")) == trialtext.detect(PAGE)


def test_a_number_that_was_supplied_is_no_evidence() -> None:
    text = labels_dropped(PAGE, header=False)
    supplied = trialtext.parse(text, nct_id="NCT99900010").detection
    assert supplied == trialtext.detect(text)


def test_a_text_of_any_size_may_be_asked_about() -> None:
    text = " " * 100_000_001
    assert codes(trialtext.parse(text)) == ["too-large"]
    assert trialtext.detect(text).format is None


def test_the_beginning_of_a_results_page_is_no_study_page() -> None:
    text = (
        "Trial Outcomes & Findings for Evening Light and Sleep in Shift Workers (NCT NCT99900001)"
        "\n\nNCT ID: NCT99900001\n\nLast Updated: 2031-01-15\n\nResults Overview\n\n"
    )
    assert trialtext.detect(text).format == "mirror-results"


# ---- One of several formats


def test_the_format_with_the_most_signs_is_the_best_in_any_order() -> None:
    source = decode(f"{PAGE}\nCard: NCT99900001\n")
    assert recognize(source, [STUDY, RESULTS, TOY]).format is STUDY
    assert recognize(source, [TOY, RESULTS, STUDY]).format is STUDY


def test_signs_of_a_text_that_was_escaped_are_signs() -> None:
    assert recognize(decode("Card:&#32;NCT99900001"), [STUDY, TOY]).format is TOY


def test_a_tie_is_refused_with_both_formats_named() -> None:
    source = decode("Card: NCT99900001\nReview the sponsor-provided synopsis of it.\n")
    assert recognize(source, [STUDY, TOY])[1:] == (None, "as many signs of mirror-study and toy")


def test_the_format_that_is_wanted_is_taken() -> None:
    assert recognize(decode(PAGE), [STUDY, RESULTS], TOY).format is TOY


def test_a_text_without_any_sign_is_of_no_format() -> None:
    assert recognize(decode("A dark and stormy night."), [STUDY, TOY])[1:] == (None, "")


def test_every_document_of_a_source_is_recognized() -> None:
    results = seed_text("several-periods", "mirror-results")
    found = list(divide(Input(f"{PAGE}\n\n{results}"), [STUDY, RESULTS]))
    assert [document.format for document in found] == [STUDY, RESULTS]
    assert "".join(document.excerpt.source.text for document in found) == f"{PAGE}\n\n{results}"


# ---- Other texts


def test_there_are_many_other_texts() -> None:
    assert len(OTHER_TEXTS) >= 40


def test_what_is_no_page_is_refused() -> None:
    for name, text in OTHER_TEXTS.items():
        result = trialtext.parse(text)
        assert (result.study, result.status) == (None, Status.FAILED), name
        assert (result.detection.format, result.detection.variant) == (None, None), name
        assert result.detection.confidence >= 0.9, name
        (diagnostic,) = result.diagnostics
        assert diagnostic.code == "not-a-registry-page", name
        assert diagnostic.message == "; ".join(result.detection.evidence), name
        assert "no known section" in diagnostic.message, name


def test_all_of_what_is_no_page_is_unparsed() -> None:
    for name, text in OTHER_TEXTS.items():
        result = trialtext.parse(text)
        (found,) = result.unparsed
        place = found.location
        assert found.text == text.strip() == result.text[place.start : place.end], name
        assert (place.line, place.column, found.section) == (1, 1, ""), name
        assert result.coverage.values == 0, name
        assert result.coverage.unparsed == len(found.text), name
        assert sum(result.coverage) == len(text), name
        assert result.provenance == {}, name


@pytest.mark.parametrize("newline", ["\r\n", "\n\n"])
def test_newlines_and_blank_lines_make_no_page_of_it(newline: str) -> None:
    texts = {name: text.replace("\n", newline) for name, text in OTHER_TEXTS.items()}
    assert {name: kind(text) for name, text in texts.items() if kind(text) != (None, None)} == {}


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("registry_record_as_json", "JSON"),
        ("registry_records_as_json_lines", "JSON"),
        ("json_lines_of_crawled_pages", "JSON"),
        ("page_as_html", "HTML or XML"),
        ("registry_record_as_xml", "HTML or XML"),
        ("sitemap", "HTML or XML"),
        ("clinicaltrials_gov_page", "a page of clinicaltrials.gov itself"),
        ("clinicaltrials_gov_classic_page", "a page of clinicaltrials.gov itself"),
        ("isrctn_page", "a page of the ISRCTN registry"),
        ("eu_register_page", "a page of the EU Clinical Trials Register"),
        ("ictrp_page", "a page of WHO's ICTRP"),
    ],
)
def test_what_is_often_given_for_a_page_is_called_by_its_name(name: str, what: str) -> None:
    found = trialtext.detect(OTHER_TEXTS[name])
    assert found.evidence[1:] == (f"it looks like {what}",)
    assert what in LOOKS_LIKE


@pytest.mark.parametrize("text", ["", " \n\n", "\ufeff", "x", "\n" * 1000, "NCT99900001", "{", "<"])
def test_next_to_nothing_is_no_page(text: str) -> None:
    result = trialtext.parse(text)
    assert result.status is Status.FAILED
    assert result.detection.format is None
    assert sum(result.coverage) == len(text)


def test_binary_data_is_no_page() -> None:
    assert trialtext.detect(b"\x89PNG\r\n\0\0").format is None


@pytest.mark.parametrize("unit", ["NCT ID: ", "NCT99900001\n", "Study Results\n", "a\n", "<"])
def test_a_long_text_is_refused_as_a_short_one_is(unit: str) -> None:
    text = f"A list\nof many things\n{unit * (200_000 // len(unit))}"
    assert trialtext.detect(text).format is None


def test_a_long_list_of_numbers_is_no_page() -> None:
    assert trialtext.detect("A list\n" + "NCT ID: NCT99900001\n" * 100).format is None


def test_a_section_that_no_page_has_is_no_evidence() -> None:
    text = "Products\nExplore our full range of daylight lamps for homes.\nLamp, bright\n"
    assert trialtext.detect(text).format is None


def test_a_text_that_looks_like_something_else_is_more_surely_none() -> None:
    assert no_format("Once upon a time").confidence < no_format('{"a": 1}').confidence
