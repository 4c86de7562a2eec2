"""`trialtext tables`: studies of every input as relational tables."""

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from tests.cli.commands import run
from tests.pages import page

RECORDS = [
    {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT9990000{number}", "briefTitle": title},
            "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n\n* Adult"},
        },
        "hasResults": False,
    }
    for number, title in ((1, "One"), (2, "Two"))
]


def records(folder: Path, *values: object) -> Path:
    path = folder / "records.json"
    path.write_text(json.dumps(values), "utf-8")
    return path


def titles(folder: Path) -> list[object]:
    return [*pq.read_table(folder / "studies.parquet")["brief_title"].to_pylist()]


def test_records_become_a_folder_of_parquet(tmp_path: Path) -> None:
    output = tmp_path / "tables"
    assert run("tables", records(tmp_path, *RECORDS), "-o", output).exit_code == 0
    assert titles(output) == ["One", "Two"]
    assert pq.read_table(output / "criteria.parquet")["text"].to_pylist() == ["Adult", "Adult"]


def test_records_become_one_database(tmp_path: Path) -> None:
    output = tmp_path / "trials.duckdb"
    assert run("tables", records(tmp_path, *RECORDS), "-o", output).exit_code == 0
    with duckdb.connect(str(output), read_only=True) as connection:
        joined = "FROM studies JOIN criteria USING (nct_id) ORDER BY nct_id"
        rows = connection.sql(f"SELECT brief_title, text {joined}").fetchall()
    assert rows == [("One", "Adult"), ("Two", "Adult")]


def test_pages_and_records_go_together(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    records(tmp_path / "in", RECORDS[0])
    (tmp_path / "in" / "a.txt").write_text(page(header=("Tea", "NCT ID: NCT99900003")))
    assert run("tables", tmp_path / "in", "-o", tmp_path / "out").exit_code == 0
    assert titles(tmp_path / "out") == ["Tea", "One"]


def test_a_study_without_a_number_is_told_and_left_out(tmp_path: Path) -> None:
    unnumbered = {"protocolSection": {"identificationModule": {"briefTitle": "Lost"}}}
    path = records(tmp_path, unnumbered, RECORDS[0])
    result = run("tables", path, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{path}#1:1:1: error unnumbered-study" in result.stderr
    assert titles(tmp_path / "out") == ["One"]


def test_of_two_studies_of_one_number_the_other_is_told(tmp_path: Path) -> None:
    path = records(tmp_path, RECORDS[0], {**RECORDS[0], "hasResults": True}, RECORDS[0])
    result = run("tables", path, "-o", tmp_path / "out")
    assert result.exit_code == 1
    assert f"{path}#2:1:1: error duplicate-study: NCT99900001 was there before" in result.stderr
    assert result.stderr.count("duplicate-study") == 1
    assert titles(tmp_path / "out") == ["One"]
    assert run("tables", path, "-o", tmp_path / "out", "--on-duplicate", "last").exit_code == 0
    assert titles(tmp_path / "out") == ["One"]


def test_a_run_without_studies_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("no page")
    assert run("tables", tmp_path / "a.txt", "-o", tmp_path / "out").exit_code == 1
    assert not (tmp_path / "out").exists()


def test_an_output_is_needed(tmp_path: Path) -> None:
    assert run("tables", records(tmp_path, *RECORDS)).exit_code == 2


def test_a_folder_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    result = run("tables", records(tmp_path, *RECORDS), "-o", tmp_path / "nowhere" / "out")
    assert (result.exit_code, "no such folder" in result.stderr) == (2, True)
