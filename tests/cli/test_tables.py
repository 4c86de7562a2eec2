"""Tables on the command line: rows in, one study a line out; studies in, rows out."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from tests.cli.commands import ids, run
from tests.conftest import CHECKOUT
from tests.downloads import ROW, download

SEEDS = CHECKOUT / "seeds"
TABLE = SEEDS / "ctgov-csv" / "ctg-studies.csv"
PAGES = SEEDS / "mirror-study"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_each_row_becomes_a_line(tmp_path: Path, jobs: str) -> None:
    output = tmp_path / "studies.ndjson"
    assert run("convert", TABLE, "-o", output, "--jobs", jobs).exit_code == 0
    assert ids(output.read_bytes()) == [row["NCT Number"] for row in rows(TABLE.read_text("utf-8"))]


def test_a_table_is_read_from_standard_input() -> None:
    result = run("convert", "-", "-v", stdin=TABLE.read_bytes())
    assert len(ids(result.stdout_bytes)) == 8
    assert "<stdin>:5:" in result.stderr


def test_a_table_on_standard_input_may_be_larger_than_any_page() -> None:
    result = run("convert", "-", "--max-bytes", "5000", stdin=TABLE.read_bytes())
    assert (result.exit_code, len(ids(result.stdout_bytes))) == (0, 8)


def test_a_single_row_is_indented() -> None:
    result = run("convert", "-", stdin=download(ROW).encode())
    assert result.stdout.startswith("{\n  ")


def test_a_row_that_cannot_be_read_never_stops_the_others(tmp_path: Path) -> None:
    table = tmp_path / "studies.csv"
    table.write_text("NCT Number,Study Title\nNCT99900001\nNCT99900002,Tea\n")
    result = run("convert", table, "-o", tmp_path / "studies.ndjson")
    assert result.exit_code == 1
    assert f"{table}:2:1: error cell-count: 1 cell, and the header has 2" in result.stderr
    assert ids((tmp_path / "studies.ndjson").read_bytes()) == ["NCT99900002"]


def test_a_table_may_be_larger_than_any_page(tmp_path: Path) -> None:
    options = ("--max-bytes", "5000", "-o", tmp_path / "studies.ndjson")
    assert TABLE.stat().st_size > 5_000
    assert run("convert", TABLE, *options).exit_code == 0


def test_a_table_is_explained_once() -> None:
    result = run("convert", TABLE, "--explain")
    said = [line for line in result.stderr.splitlines() if ": ctgov-csv, ctg-studies" in line]
    assert said == [f"{TABLE}: ctgov-csv, ctg-studies (100% sure): 30 known columns"]


def test_the_provenance_of_a_row_has_its_place_in_the_file(tmp_path: Path) -> None:
    origins = tmp_path / "origins.ndjson"
    run("convert", TABLE, "-o", tmp_path / "studies.ndjson", "--provenance", origins)
    lines = [json.loads(line) for line in origins.read_text().splitlines()]
    places = [
        line["provenance"]["/protocolSection/identificationModule/nctId"]["locations"][0]["line"]
        for line in lines
    ]
    assert places == sorted(set(places))
    assert len(places) == 8


# ---- Studies as rows


def test_pages_become_one_table(tmp_path: Path) -> None:
    table = tmp_path / "studies.csv"
    pages = sorted(PAGES.glob("*.txt"))
    assert run("convert", *pages, "--to", "ctgov-csv", "-o", table).exit_code == 0
    found = rows(table.read_text("utf-8"))
    assert len(found) == len(pages)
    assert {row["Study Type"] for row in found} == {"INTERVENTIONAL", "OBSERVATIONAL"}


def test_two_pages_of_a_trial_become_one_row() -> None:
    pair = [PAGES / "results-available.txt", SEEDS / "mirror-results" / "several-periods.txt"]
    result = run("convert", *pair, "--merge", "--to", "ctgov-csv")
    (row,) = rows(result.stdout)
    assert row["Study Results"] == "YES"


def test_merged_rows_are_a_line_each() -> None:
    result = run("convert", TABLE, "--merge")
    assert len(ids(result.stdout_bytes)) == 8


def test_without_a_study_no_table_is_written(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("A dark and stormy night.")
    table = tmp_path / "studies.csv"
    assert run("convert", tmp_path / "page.txt", "--to", "ctgov-csv", "-o", table).exit_code == 1
    assert not table.exists()


def test_records_become_one_table(tmp_path: Path) -> None:
    studies = tmp_path / "studies.ndjson"
    run("convert", TABLE, "-o", studies)
    result = run("render", "--to", "ctgov-csv", studies)
    assert [row["NCT Number"] for row in rows(result.stdout)] == ids(studies.read_bytes())
    assert result.stdout_bytes.count(b"\r\n") == 9
