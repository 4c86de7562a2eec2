"""Files: known by their header, divided into rows, every cell with its place in the file."""

import io
import pickle
import tracemalloc
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.downloads import CLASSIC_ROW, ROW, classic, download
from tests.pages import codes, record

import trialtext
from trialtext import Result, Status
from trialtext.formats import FORMATS
from trialtext.formats.ctgov_csv.columns import CLASSIC, MODERN, Column
from trialtext.formats.detection import divide
from trialtext.text.input import Input

SEED = Path(__file__).parents[3] / "seeds" / "ctgov-csv" / "ctg-studies.csv"


def numbers(results: Iterator[Result]) -> list[str]:
    return [
        record(result)["protocolSection"]["identificationModule"]["nctId"] for result in results
    ]


def row(number: int, **cells: str) -> dict[str, str]:
    return {**ROW, "NCT Number": f"NCT999{number:05}", **cells}


# ---- The header


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_is_known_by_its_header(delimiter: str, line_end: str, mark: str) -> None:
    text = mark + download(row(1), row(2), delimiter=delimiter, line_end=line_end)
    assert trialtext.detect(text).format == "ctgov-csv"
    assert numbers(trialtext.parse_all(text)) == ["NCT99900001", "NCT99900002"]


def test_columns_may_be_any_in_any_order() -> None:
    text = download({"Phases": "PHASE2", "Study Title": "Milk", "NCT Number": "NCT99900001"})
    (result,) = trialtext.parse_all(text)
    assert record(result)["protocolSection"] == {
        "identificationModule": {"nctId": "NCT99900001", "briefTitle": "Milk"},
        "designModule": {"phases": ["PHASE2"]},
    }


def test_the_older_download_is_another_variant() -> None:
    assert trialtext.detect(download(ROW)).variant == "ctg-studies"
    assert trialtext.detect(classic(CLASSIC_ROW)).variant == "search-results"
    assert trialtext.detect(download(CLASSIC_ROW)).variant == "search-results"


@pytest.mark.parametrize(
    "header",
    [
        "nct_id,brief_title,overall_status",
        "NCT Number,Name,Phase",
        "Study Title,Phases,Sponsor",
        "NCT Number,Title,Journal",
        "a,b,c",
        "NCT Number: NCT99900001, Study Title: Milk",
    ],
)
def test_other_tables_are_of_no_format(header: str) -> None:
    assert trialtext.detect(f"{header}\nNCT99900001,Milk,PHASE2\n").format is None


def test_a_table_of_another_kind_is_said_to_be_one() -> None:
    result = trialtext.parse("id,name,phase\n1,Milk,2\n")
    assert "a table without the columns of the registry's download" in result.diagnostics[0].message


def test_a_file_without_a_header_may_be_said_to_be_one() -> None:
    (result,) = trialtext.parse_all("NCT99900001,Milk\n", format="ctgov-csv")
    assert (result.status, codes(result)) == (Status.FAILED, ["missing-header"])


def test_a_header_alone_tells_of_no_study() -> None:
    (result,) = trialtext.parse_all("NCT Number,Study Title\n\n")
    assert (result.status, codes(result)) == (Status.FAILED, ["empty-table"])


def test_unknown_columns_are_told_once_a_file() -> None:
    text = download(row(1, Screened="yes"), row(2, Screened="no"))
    first, second = trialtext.parse_all(text)
    assert (codes(first), codes(second)) == (["unknown-column"], [])
    assert (first.diagnostics[0].line, first.diagnostics[0].column) == (1, 24)
    assert [each.text for each in second.unparsed] == ["no"]
    assert first.unparsed[0].section == "Screened"


def test_a_column_that_is_there_twice_is_known_once() -> None:
    text = "NCT Number,Study Title,Study Title\nNCT99900001,Milk,Tea\n"
    (result,) = trialtext.parse_all(text)
    assert codes(result) == ["unknown-column"]
    assert record(result)["protocolSection"]["identificationModule"]["briefTitle"] == "Milk"


def test_the_place_of_an_unknown_column_is_its_own() -> None:
    text = "NCT Number,Study Title,Title,Title\nNCT99900001,Milk,Tea,Tea\n"
    (result,) = trialtext.parse_all(text)
    assert [d.column for d in result.diagnostics] == [24, 30]


def test_files_may_be_put_together() -> None:
    one, other = download(row(1)), download(row(2))
    text = f"\ufeff{one}\ufeff{other}"
    results = list(trialtext.parse_all(text))
    assert numbers(iter(results)) == ["NCT99900001", "NCT99900002"]
    assert "".join(result.text for result in results) == text
    assert [codes(result) for result in results] == [["byte-order-mark"], []]


def test_a_file_is_known_wherever_its_beginning_is_cut() -> None:
    for number in range(6):
        title = "x" * number + "\U0001f95b" * 40_000
        text = download({**ROW, "Study Title": title})
        for data in (text.encode(), text.encode("utf-16")):
            (result,) = trialtext.parse_all(data)
            assert len(result.text) == len(text) + (data[:2] != b"NC")
            assert result.study is not None


@pytest.mark.parametrize("text", ["a, " + "x" * 5_000_000, '"', "NCT Number," + "x" * 5_000_000])
def test_a_long_line_is_no_header(text: str) -> None:
    assert trialtext.detect(text).format is None


# ---- Rows and cells

CELL = st.text(st.sampled_from('ab,;\t"\n|é \x85\u2028'), max_size=12).map(str.strip)
TITLES = st.lists(CELL.filter(bool), min_size=1, max_size=5)


@given(TITLES, st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_cells_are_read_as_they_were_written(
    titles: list[str], delimiter: str, line_end: str, blank_lines: bool
) -> None:
    rows = [row(number, **{"Study Title": title}) for number, title in enumerate(titles)]
    text = download(*rows, delimiter=delimiter, line_end=line_end)
    text = f"{line_end}{text}{line_end}" if blank_lines else text
    results = list(trialtext.parse_all(text))
    found = [record(r)["protocolSection"]["identificationModule"]["briefTitle"] for r in results]
    assert found == titles
    assert "".join(result.text for result in results) == text
    for result in results:
        assert sum(result.coverage) == len(result.text)
        assert result.coverage.unparsed == 0
        for traced in result.provenance.values():
            for place in traced.locations:
                lines = io.StringIO(text, newline="").readlines()
                rest = "".join(lines[place.line - 1 :])[place.column - 1 :]
                assert rest.startswith(result.text[place.start : place.end])


def test_a_value_is_traced_to_line_column_and_byte_of_its_file() -> None:
    text = download(row(1, Acronym="é\nb"), row(2, Acronym='the "C"'))
    _, second = trialtext.parse_all(text.encode())
    traced = second.provenance["/protocolSection/identificationModule/acronym"]
    (place,) = traced.locations
    assert (place.line, place.column) == (4, 35)
    assert text.encode()[place.byte :].startswith(b'the ""C""')
    assert second.study == trialtext.from_json(trialtext.to_json(second.study or trialtext.Study()))


@pytest.mark.parametrize("cells", ["NCT99900001", "NCT99900001,Milk,", "NCT99900001,Milk,1,2"])
def test_a_row_with_the_wrong_number_of_cells_is_left_out_whole(cells: str) -> None:
    text = f"NCT Number,Study Title\n{cells}\nNCT99900002,Tea\n"
    first, second = trialtext.parse_all(text)
    assert (first.status, codes(first)) == (Status.FAILED, ["cell-count"])
    assert [each.text for each in first.unparsed] == [cells]
    assert (first.diagnostics[0].line, first.diagnostics[0].column) == (2, 1)
    assert codes(second) == []


@pytest.mark.parametrize(
    "broken", ['NCT99900001,"Milk', 'NCT99900001,"Milk" or tea', 'NCT99900001,"Milk\nand tea,"x']
)
def test_a_quote_that_is_not_closed_costs_its_row_only(broken: str) -> None:
    text = f"NCT Number,Study Title\n{broken}\nNCT99900002,Tea\nNCT99900003,Tea\n"
    first, *others = trialtext.parse_all(text)
    assert (first.status, codes(first)) == (Status.FAILED, ["unreadable-row"])
    assert numbers(iter(others)) == ["NCT99900002", "NCT99900003"]
    assert "".join(result.text for result in (first, *others)) == text


def test_a_quote_that_the_next_row_closes_costs_no_row_in_silence() -> None:
    text = (
        "NCT Number,Study Title,Acronym,Conditions\n"
        'NCT99900001,One,A,"a|b\nNCT99900002,Two,B,c"\nNCT99900003,Three,C,d\n'
    )
    results = list(trialtext.parse_all(text))
    assert [codes(each) for each in results] == [["unreadable-row"], [], []]


def test_a_text_may_name_other_studies_at_the_beginning_of_a_line() -> None:
    summary = "Milk.\nNCT99900002, a study of tea, is another.\nNCT99900003"
    (result,) = trialtext.parse_all(download(row(1, **{"Brief Summary": summary, "Phases": "NA"})))
    assert codes(result) == []


def test_an_unclosed_quote_costs_its_row_only_behind_quoted_cells() -> None:
    text = (
        '"Rank","NCT Number","Title","Acronym"\n'
        '"1","NCT99900001","One","A\n"2","NCT99900002","Two","B"\n"3","NCT99900003","Three","C"\n'
    )
    first, *others = trialtext.parse_all(text)
    assert codes(first) == ["unreadable-row"]
    assert numbers(iter(others)) == ["NCT99900002", "NCT99900003"]


def test_a_name_of_a_column_may_have_a_line_break() -> None:
    text = 'NCT Number,Study Title,"My\nnote",Acronym\nNCT99900001,Milk,x,M\n'
    (result,) = trialtext.parse_all(text)
    assert record(result)["protocolSection"]["identificationModule"]["acronym"] == "M"
    assert codes(result) == ["unknown-column"]


def test_binary_data_in_one_row_costs_no_other() -> None:
    rows = b"".join(b"NCT%08d,Milk\n" % number for number in range(1, 400))
    text = b"NCT Number,Study Title\n" + rows + b"NCT90000000,\xe9\0\0\0\n" + rows
    results = list(trialtext.parse_all(text))
    assert len(results) == 799
    assert [codes(result) for result in results if codes(result)] == [
        ["undecodable-bytes", "lost-characters"]
    ]


def test_a_last_letter_of_windows_1252_is_a_letter() -> None:
    text = "NCT Number,Study Title\nNCT99900001,Université de Montré".encode("cp1252")
    (result,) = trialtext.parse_all(text)
    title = record(result)["protocolSection"]["identificationModule"]["briefTitle"]
    assert title == "Université de Montré"


def test_a_file_stays_open() -> None:
    with SEED.open("rb") as file:
        assert trialtext.detect(file).format == "ctgov-csv"
        for _ in trialtext.parse_all(file):
            break
        assert sum(1 for _ in trialtext.parse_all(file)) == 8


def test_quotes_in_the_older_file_with_tabs_are_characters() -> None:
    titles = ['"Milk', 'the "night"', '""', 'tea"']
    rows = [{**CLASSIC_ROW, "Title": title} for title in titles]
    results = list(trialtext.parse_all(classic(*rows)))
    found = [record(r)["protocolSection"]["identificationModule"]["briefTitle"] for r in results]
    assert found == titles


def test_newlines_in_cells_are_line_feeds() -> None:
    text = 'NCT Number,Study Title\r\nNCT99900001,"Milk\r\nand tea"\r\n'
    (result,) = trialtext.parse_all(text)
    assert (
        record(result)["protocolSection"]["identificationModule"]["briefTitle"] == "Milk\nand tea"
    )


@pytest.mark.parametrize("columns", [MODERN, CLASSIC], ids=["newer", "older"])
@pytest.mark.parametrize("cell", ["|", "||", " ", "\u2028", "||a", "a|", ", ", "()", "null", "x"])
def test_odd_cells_are_read_or_reported(columns: Mapping[str, Column], cell: str) -> None:
    first = {"Rank": "1", "Title": "Milk"} if columns is CLASSIC else {"Study Title": "Milk"}
    for name in columns.keys() - {"NCT Number"}:
        cells = {"NCT Number": "NCT99900001", **first, name: cell}
        (result,) = trialtext.parse_all(download(cells))
        assert sum(result.coverage) == len(result.text)
        assert "unclaimed-text" not in codes(result), name
        assert result.study is not None


def test_spreadsheets_write_utf_16() -> None:
    text = download(row(1, Acronym="é"), row(2, Acronym=""), delimiter="\t")
    results = list(trialtext.parse_all(text.encode("utf-16")))
    assert numbers(iter(results)) == ["NCT99900001", "NCT99900002"]
    assert codes(results[0]) == ["byte-order-mark"]


def test_windows_1252_is_read_and_told() -> None:
    text = download(row(1, Acronym="caf\xe9"), row(2, Acronym="")).encode("cp1252")
    first, second = trialtext.parse_all(text)
    assert record(first)["protocolSection"]["identificationModule"]["acronym"] == "café"
    assert (codes(first), codes(second)) == (["undecodable-bytes"], [])


def test_cells_without_a_column_name_hold_further_documents() -> None:
    site = "https://cdn.clinicaltrials.gov/large-docs/01/NCT99900001"
    text = (
        "NCT Number,Study Title,Study Documents,,\n"
        f'NCT99900001,Milk,"Study Protocol, {site}/Prot_000.pdf",{site}/ICF_001.pdf,\n'
    )
    (result,) = trialtext.parse_all(text)
    documents = record(result)["documentSection"]["largeDocumentModule"]["largeDocs"]
    assert [each["filename"] for each in documents] == ["Prot_000.pdf", "ICF_001.pdf"]
    assert codes(result) == []


# ---- Many rows


def test_one_of_many_is_read_and_the_others_are_told() -> None:
    result = trialtext.parse(SEED.read_bytes())
    assert "further-page" in codes(result)
    assert result.text == SEED.read_text("utf-8")
    assert sum(result.coverage) == len(result.text)


def test_what_is_in_memory_is_not_larger_than_is_allowed() -> None:
    text = download(*map(row, range(50)))
    assert [codes(each) for each in trialtext.parse_all(text, max_bytes=100)] == [["too-large"]]
    with io.BytesIO(text.encode()) as file:
        assert sum(1 for _ in trialtext.parse_all(file, max_bytes=100)) == 50
        assert codes(trialtext.parse(file, max_bytes=100)) == ["too-large"]


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_text(download(*(row(n, Acronym="Sleep " * 200) for n in range(4_000))))
    assert path.stat().st_size > 4_000_000
    with path.open("rb") as file:
        results = trialtext.parse_all(file, max_bytes=100_000)
        next(results)
        tracemalloc.start()
        assert sum(1 for _ in results) == 3_999
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 2_000_000


def test_many_quotes_that_are_not_closed_take_linear_time() -> None:
    text = "NCT Number,Study Title\n" + 'NCT99900001,"Milk\n' * 2_000
    assert sum(1 for _ in trialtext.parse_all(text)) == 2_000


def test_a_row_goes_to_another_process_without_its_file() -> None:
    data = io.BytesIO(download(row(1), row(2)).encode())
    for document in divide(Input(data, "x.csv"), FORMATS):
        there = pickle.loads(pickle.dumps(document.excerpt))  # noqa: S301
        assert document.format
        read = document.format.read
        assert read(there, frozenset(), None) == read(document.excerpt, frozenset(), None)
