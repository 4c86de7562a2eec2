"""Which texts are pages, in which shape, and how sure that is; and the many texts that are none."""

from pathlib import Path

import pytest
from tests.conftest import CHECKOUT
from tests.extraction import shape_b, shape_c

import trialtext
from trialtext import Status
from trialtext.formats.detection import LOOKS_LIKE, no_format

PAGE = (CHECKOUT / "seeds" / "mirror-study" / "several-phases.txt").read_text("utf-8")
OTHER_TEXTS = sorted((Path(__file__).parent / "other_texts").glob("*.txt"))


# ---- Pages


def test_a_whole_page_is_known_with_near_certainty(seed: Path) -> None:
    told = trialtext.detect(seed.read_bytes())
    assert told.format == "mirror-study"
    assert told.variant == "flattened"
    assert 0.99 < told.confidence <= 1
    sections, header = told.evidence
    assert sections.endswith(" known sections")
    assert int(sections.split()[0]) >= 10
    assert header == "a header with an NCT number"


def test_a_page_without_blank_lines_is_of_shape_c(seed: Path) -> None:
    text = seed.read_text("utf-8")
    whole, told = trialtext.detect(text), trialtext.detect(shape_c(text))
    assert (told.format, told.variant) == ("mirror-study", "pipes")
    assert (told.confidence, told.evidence) == (whole.confidence, whole.evidence)


@pytest.mark.parametrize("all_labels", [True, False])
def test_a_page_whose_labels_were_dropped_is_of_shape_b(seed: Path, all_labels: bool) -> None:
    told = trialtext.detect(shape_b(seed.read_text("utf-8"), all_labels=all_labels))
    assert (told.format, told.variant) == ("mirror-study", "unlabelled")
    assert told.confidence > 0.99
    assert "a header with an NCT number" in told.evidence


@pytest.mark.parametrize("all_labels", [True, False])
def test_so_it_is_without_its_header(seed: Path, all_labels: bool) -> None:
    text = shape_b(seed.read_text("utf-8"), header=False, all_labels=all_labels)
    told = trialtext.detect(text)
    assert (told.format, told.variant) == ("mirror-study", "unlabelled")
    assert told.confidence > 0.99
    assert len(told.evidence) == 1


@pytest.mark.parametrize("length", [2000, 1000, 600])
def test_a_page_is_known_by_its_beginning(seed: Path, length: int) -> None:
    text = seed.read_text("utf-8")
    whole, told = trialtext.detect(text), trialtext.detect(text[:length])
    assert (told.format, told.variant) == (whole.format, whole.variant)
    assert 0.75 <= told.confidence <= whole.confidence


@pytest.mark.parametrize("length", [2000, 1000])
def test_a_beginning_of_shape_b_is_known_as_such(seed: Path, length: int) -> None:
    told = trialtext.detect(shape_b(seed.read_text("utf-8"), header=False)[:length])
    assert (told.format, told.variant) == ("mirror-study", "unlabelled")


def test_the_shorter_the_text_the_less_is_sure() -> None:
    sure = [trialtext.detect(PAGE[:end]).confidence for end in (200, 700, 2000, None)]
    assert sure == sorted(sure)
    assert sure[0] < sure[-1]


def test_title_and_number_alone_are_the_beginning_of_a_page() -> None:
    told = trialtext.detect(PAGE[: PAGE.index("\nLast Updated")])
    assert (told.format, told.confidence) == ("mirror-study", 0.5)
    assert told.evidence == ("a header with an NCT number",)


def test_a_page_is_known_from_bytes_as_from_text() -> None:
    assert trialtext.detect(PAGE.encode()) == trialtext.detect(PAGE)
    assert trialtext.detect(PAGE.encode("utf-16")) == trialtext.detect(PAGE)


def test_a_number_that_was_supplied_is_no_evidence() -> None:
    text = shape_b(PAGE, header=False)
    supplied = trialtext.parse(text, nct_id="NCT99900010").detection
    assert supplied == trialtext.detect(text)


@pytest.mark.parametrize("size", [100_000_001])
def test_a_text_of_any_size_may_be_asked_about(size: int) -> None:
    assert trialtext.parse(" " * size).diagnostics[0].code == "too-large"
    assert trialtext.detect(" " * size).format is None


# ---- Beginnings of other pages


def test_the_beginning_of_a_results_page_is_no_study_page() -> None:
    text = (
        "Trial Outcomes & Findings for Evening Light and Sleep in Shift Workers (NCT NCT99900001)"
        "\n\nNCT ID: NCT99900001\n\nLast Updated: 2031-01-15\n\nResults Overview\n\n"
    )
    assert trialtext.detect(text).format != "mirror-study"


# ---- Other texts


def test_there_are_many_other_texts() -> None:
    assert len(OTHER_TEXTS) >= 40


@pytest.fixture(params=OTHER_TEXTS, ids=lambda path: path.stem)
def other_text(request: pytest.FixtureRequest) -> str:
    path: Path = request.param
    return path.read_text("utf-8")


def test_what_is_no_page_is_refused(other_text: str) -> None:
    result = trialtext.parse(other_text)
    assert result.detection.format is None
    assert result.detection.variant is None
    assert result.detection.confidence >= 0.9
    assert result.status is Status.FAILED
    assert result.study is None
    (told,) = result.diagnostics
    assert told.code == "not-a-registry-page"
    assert told.message == "; ".join(result.detection.evidence)
    assert "no known section" in told.message


def test_all_of_it_is_left_over(other_text: str) -> None:
    result = trialtext.parse(other_text)
    (left,) = result.unparsed
    assert left.text == other_text.strip()
    assert result.text[left.location.start : left.location.end] == left.text
    assert (left.location.line, left.location.column, left.section) == (1, 1, "")
    assert result.coverage.values == 0
    assert result.coverage.unparsed == len(left.text)
    assert sum(result.coverage) == len(other_text)
    assert result.provenance == {}


@pytest.mark.parametrize("change", ["\r\n", "\n\n"])
def test_neither_newlines_nor_blank_lines_make_a_page_of_it(other_text: str, change: str) -> None:
    text = other_text.replace("\n", change)
    assert trialtext.detect(text).format is None


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
def test_what_is_often_given_in_place_of_a_page_is_called_by_its_name(name: str, what: str) -> None:
    path = next(path for path in OTHER_TEXTS if path.stem == name)
    told = trialtext.detect(path.read_bytes())
    assert told.evidence[1:] == (f"it looks like {what}",)
    assert told.confidence == 1
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
    text = f"A list\nof many things\n{unit * (1_000_000 // len(unit))}"
    assert trialtext.detect(text).format is None


def test_a_long_list_of_numbers_is_no_page() -> None:
    assert trialtext.detect("A list\n" + "NCT ID: NCT99900001\n" * 100).format is None


def test_a_section_that_no_page_has_is_no_evidence() -> None:
    text = "Products\nExplore our full range of daylight lamps for homes.\nLamp, bright\n"
    assert trialtext.detect(text).format is None


# ---- The words for it


def test_a_text_that_looks_like_something_else_is_surely_none() -> None:
    assert no_format("Once upon a time").confidence == 0.9
    assert no_format('{"a": 1}').confidence == 1
