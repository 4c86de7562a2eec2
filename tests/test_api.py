"""From text to result: whatever comes in, a result comes out, and it says how much it is worth."""

import codecs
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SEEDS
from tests.pages import CATALOGUE, replaced, seed_text
from tests.pages import codes as codes_of

import trialtext
from trialtext import Result, Severity, Status, Study, parse, parse_all, parse_file

REAL_LINES = sorted({line for seed in SEEDS for line in seed.read_text("utf-8").split("\n")})
MINIMAL = seed_text("minimal")
INFORMED = replaced(
    MINIMAL, "\nBrief Summary\n", "\nStudy Start Date\n\n2018-09-30\n\nBrief Summary\n"
)
HEADER = "A Title\n\nNCT ID: NCT99900000\n"
BEGINNING = f"{HEADER}\nStudy Results\n\nResults pending\n"

NOVEL = (
    "It was the best of teas, it was the worst of teas.\n\nConditions\n\nwere poor, and the study"
    " design hung askew on the wall.\n"
)
API_RECORD = '{"protocolSection": {"identificationModule": {"nctId": "NCT99900000"}}}'
WEB_PAGE = "<!doctype html>\n<title>NCT99900000</title>\n<h2>Conditions</h2>\n"

CHARACTERS = st.characters(exclude_characters="\0")  # of which many are binary data
pages = st.lists(
    st.sampled_from(REAL_LINES) | st.text(CHARACTERS, max_size=20), max_size=40
).flatmap(lambda lines: st.sampled_from(["\n", "\n\n", "\r\n"]).map(lambda end: end.join(lines)))


def outcome(
    result: Result, besides: Collection[str] = ()
) -> tuple[Study | None, list[tuple[str, int, int]]]:
    """Return the study, and the diagnostics by line and column, but for some codes."""
    return result.study, [
        (d.code, d.line, d.column) for d in result.diagnostics if d.code not in besides
    ]


def codes(source: str | bytes) -> list[str]:
    return codes_of(parse(source))


# ---- What is no page


@pytest.mark.parametrize(
    "source",
    ["", b"", " ", "\n\n\n", "\r\n \t\r\n", "\ufeff", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\xa0"],
    ids=ascii,
)
def test_an_input_without_text_is_empty(source: str | bytes) -> None:
    assert codes(source) == ["empty-input"]


@pytest.mark.parametrize(
    "data",
    [b"\x89PNG\r\n\x1a\n\x00", b"PK\x03\x04\x00", b"\x00" * 9, codecs.BOM_UTF16_BE + b"abc"],
    ids=ascii,
)
def test_binary_data_is_not_text(data: bytes) -> None:
    assert codes(data) == ["not-text"]


@pytest.mark.parametrize(
    "text",
    [
        "x",
        NOVEL,
        API_RECORD,
        WEB_PAGE,
        "NCT99900000\n",
        "Conditions\n\nGout\n",
        f"{NOVEL}\nOn the wall stood NCT ID: 7, in chalk.\n",
        '{"text": "NCT ID: NCT99900000"}',
    ],
    ids=["x", "novel", "record", "web page", "number", "heading", "novel, ID", "JSON, ID"],
)
def test_other_text_is_not_a_registry_page(text: str) -> None:
    assert codes(text) == ["not-a-registry-page"]


@pytest.mark.parametrize("source", ["", NOVEL, b"\x00", b"\xff\xfe\xff"], ids=ascii)
def test_without_a_page_there_is_no_study(source: str | bytes) -> None:
    result = parse(source)
    assert (result.status, result.study) == (Status.FAILED, None)


@pytest.mark.parametrize("source", ["", NOVEL, b"\x00"], ids=ascii)
def test_what_is_no_page_is_an_error_at_the_beginning(source: str | bytes) -> None:
    (diagnostic,) = parse(source, path="page.txt").diagnostics
    assert diagnostic.severity is Severity.ERROR
    assert str(diagnostic).startswith(f"page.txt:1:1: error {diagnostic.code}: ")


# ---- What is one


def test_a_header_makes_a_page() -> None:
    study = parse(HEADER).study
    assert study is not None
    assert trialtext.to_json(study) == (
        b'{"protocolSection":{"identificationModule":'
        b'{"nctId":"NCT99900000","briefTitle":"A Title"}}}'
    )


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("Trial Outcomes & Findings for Tea (NCT NCT99900001)", "mirror-results"),
        ("Site map\n\nTrial Outcomes & Findings for Tea (NCT NCT99900001)\n", "mirror-results"),
        ("Results Overview\nCOMPLETED\nParticipant Flow\n", "mirror-results"),
        ("Participant Flow\n| Measure |\nTea\n|\n|---|---|\n", "mirror-results"),
        ("A Title\n\nNCT ID: NCT99900000\n", "mirror-study"),
        (f"{MINIMAL}\n\nResults Overview\n\nTrial Outcomes & Findings for", "mirror-study"),
        ("It was a dark and stormy night.", None),
    ],
)
def test_the_format_of_a_page(text: str, format_: str | None) -> None:
    assert parse(text).format == format_


def test_a_section_makes_a_page_without_a_header() -> None:
    study = parse("Brief Summary\n\nReview the sponsor-provided synopsis\n\nOn tea.\n").study
    assert study is not None
    assert trialtext.to_json(study) == (
        b'{"protocolSection":{"descriptionModule":{"briefSummary":"On tea."}}}'
    )


def test_a_page_that_says_all_is_complete() -> None:
    assert parse(MINIMAL).status is Status.COMPLETE


def test_information_alone_leaves_a_page_complete() -> None:
    result = parse(INFORMED)
    assert [d.severity for d in result.diagnostics] == [Severity.INFO]
    assert result.status is Status.COMPLETE


def test_a_warning_makes_a_page_partial() -> None:
    text = MINIMAL.replace("COMPLETED", "ENDED")
    assert "unknown-code" in codes(text)
    assert parse(text).status is Status.PARTIAL


def test_a_missing_last_newline_changes_nothing() -> None:
    assert parse(MINIMAL.rstrip("\n")).study == parse(MINIMAL).study


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_the_kind_of_newline_changes_nothing(newline: str) -> None:
    assert outcome(parse(MINIMAL.replace("\n", newline)), {"newlines"}) == outcome(parse(MINIMAL))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_encoding_changes_nothing(encoding: str) -> None:
    text = seed_text("non-ascii")
    assert outcome(parse(text.encode(encoding)), {"byte-order-mark"}) == outcome(parse(text))


class Text(str):
    """What other libraries give for a text: BeautifulSoup, NumPy."""

    __slots__ = ()

    def __str__(self) -> str:
        return self


def test_the_class_of_a_text_changes_nothing() -> None:
    given = parse(Text(MINIMAL), path=Text("a.txt"), nct_id=Text("NCT99900000"))
    assert given == parse(MINIMAL, path="a.txt", nct_id="NCT99900000")
    assert parse(bytearray(MINIMAL, "utf-8")) == parse(MINIMAL)


def test_the_same_text_gives_the_same_result() -> None:
    for seed in SEEDS:
        assert parse(seed.read_bytes()) == parse(seed.read_bytes()), seed.stem


def test_diagnostics_stand_in_the_order_of_the_text() -> None:
    for seed in SEEDS:
        starts = [diagnostic.start for diagnostic in parse_file(seed).diagnostics]
        assert starts == sorted(starts), seed.stem


# ---- Cut pages


def test_a_page_cut_before_its_last_section_is_truncated(seed: Path) -> None:
    text = seed.read_text("utf-8")
    end = text.index("\nOther Identifiers\n")
    for at in range(text.index("NCT ID:") + 7, end, max(1, end // 40)):
        result = parse(text[:at])
        assert "truncated" in codes_of(result), at
        assert result.status is Status.PARTIAL, at


def test_a_page_cut_inside_its_last_section_is_not_complete() -> None:
    last = MINIMAL.index("\nOther Identifiers\n")
    cuts = range(last, len(MINIMAL.rstrip()))
    assert [MINIMAL[last:at] for at in cuts if parse(MINIMAL[:at]).status is Status.COMPLETE] == []


def test_a_page_cut_before_its_number_is_no_page() -> None:
    cuts = range(len("A Title\n\nNCT ID:"))
    assert [at for at in cuts if parse(HEADER[:at]).status is not Status.FAILED] == []


# ---- Bytes that are no text


def test_invalid_bytes_are_reported_and_read() -> None:
    result = parse(HEADER.encode().replace(b"Title", b"caf\xe9"))
    assert result.study is not None
    assert "café".encode() in trialtext.to_json(result.study)
    assert result.status is Status.PARTIAL


@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_invalid_bytes_are_reported_at_their_place(newline: bytes) -> None:
    section = b"Brief Summary\n\nReview the sponsor-provided synopsis\n"
    data = HEADER.encode() + b"Last Updated: caf\xe9\n\n" + section
    (found,) = (
        diagnostic
        for diagnostic in parse(data.replace(b"\n", newline)).diagnostics
        if diagnostic.code == "undecodable-bytes"
    )
    assert (found.line, found.column) == (4, 18)


def test_invalid_bytes_of_a_line_are_reported_once() -> None:
    assert codes(BEGINNING.encode() + b"\xe9\xe9\n\xe9").count("undecodable-bytes") == 2


def test_a_lone_surrogate_is_reported() -> None:
    assert "undecodable-bytes" in codes(f"{BEGINNING}\ud800")


# ---- Files


def test_a_file_is_read_like_its_bytes() -> None:
    for seed in SEEDS:
        assert parse_file(seed) == parse(seed.read_bytes(), path=str(seed)), seed.stem


def test_a_file_may_be_named_by_a_string() -> None:
    path = SEEDS[0]
    assert parse_file(str(path)) == parse_file(path)


def test_a_diagnostic_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(INFORMED, "utf-8")
    assert {diagnostic.path for diagnostic in parse_file(path).diagnostics} == {str(path)}


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        parse_file(tmp_path / "nothing.txt")


# ---- Several documents


def test_all_documents_of_a_text_are_read() -> None:
    other = MINIMAL.replace("NCT ID: NCT999000", "NCT ID: NCT999100")
    text = f"{MINIMAL}\n\n{other}"
    first, second = parse_all(text)
    assert [first.study, second.study] == [parse(MINIMAL).study, parse(other).study]
    assert first.text + second.text == text
    line = first.text.count("\n") + 1
    assert [d.line for d in second.diagnostics] == [
        d.line + line - 1 for d in parse(other).diagnostics
    ]


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028", "\n\xa0\n"])
def test_documents_are_divided_whatever_their_newlines(newline: str) -> None:
    results = parse_all(f"{MINIMAL}\n\n{MINIMAL}".replace("\n", newline))
    assert [result.study for result in results] == [parse(MINIMAL).study] * 2


def test_of_several_documents_only_the_first_is_read() -> None:
    text = f"{MINIMAL}\n\n{MINIMAL}"
    result = parse(text)
    assert result.study == parse(MINIMAL).study
    assert codes_of(result)[-1] == "further-page"
    assert result.unparsed[-1].text == MINIMAL.strip()
    assert sum(result.coverage) == len(result.text) == len(text)


@pytest.mark.parametrize("source", ["", NOVEL, b"\x00"], ids=ascii)
def test_what_is_no_page_gives_one_result(source: str | bytes) -> None:
    assert list(parse_all(source)) == [parse(source)]


def test_a_number_that_is_given_is_that_of_no_page_among_several() -> None:
    results = parse_all(f"{MINIMAL}\n\n{MINIMAL}", nct_id="NCT99900077")
    assert [result.study for result in results] == [parse(MINIMAL).study] * 2


# ---- Anything at all


@given(st.text(st.characters()) | st.binary())
def test_nothing_raises(source: str | bytes) -> None:
    assert parse(source).status in Status


@given(pages)
@settings(max_examples=100)
def test_no_mixture_of_real_lines_raises(text: str) -> None:
    assert parse(f"{BEGINNING}{text}").study is not None


@given(pages)
def test_every_study_that_is_read_can_be_written_and_read_again(text: str) -> None:
    study = parse(f"{BEGINNING}{text}").study
    assert study is not None
    assert trialtext.from_json(trialtext.to_json(study)) == study


@given(pages)
def test_every_diagnostic_is_in_the_catalogue_and_has_a_place(text: str) -> None:
    page = f"{BEGINNING}{text}".replace("\r\n", "\n").replace("\r", "\n")
    for diagnostic in parse(page).diagnostics:
        before = page[: diagnostic.start]
        assert diagnostic.code in CATALOGUE
        assert 0 <= diagnostic.start <= diagnostic.end <= len(page)
        assert diagnostic.line == before.count("\n") + 1
        assert diagnostic.column == len(before.rpartition("\n")[2]) + 1
