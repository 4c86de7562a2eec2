"""`trialtext criteria`: pages, tables and records in, one criterion a line out."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tests.cli.commands import run
from tests.conftest import CHECKOUT

import trialtext
from trialtext.cli.criteria import outline

PAGES = CHECKOUT / "seeds" / "mirror-study"
PAGE = PAGES / "NCT07192237.txt"
RECORD: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99900001"},
        "eligibilityModule": {
            "eligibilityCriteria": "Inclusion Criteria:\n\n* Adults\n* One of:\n\n  1. Asthma\n"
            "  2. Eczema\n\nExclusion Criteria:\n\n* None"
        },
    }
}
OTHER = json.loads(json.dumps(RECORD).replace("NCT99900001", "NCT99900002"))


def written(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def file_of(folder: Path, text: str, name: str = "records.json") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_each_criterion_of_a_page_becomes_a_line(tmp_path: Path) -> None:
    output = tmp_path / "criteria.ndjson"
    assert run("criteria", PAGE, "-o", output).exit_code == 0
    rows = written(output.read_bytes())
    study = trialtext.parse_file(PAGE)
    assert rows == json.loads(json.dumps(list(trialtext.criteria_rows([study]))))
    page = PAGE.read_text("utf-8").split("\n")
    assert all(row["text"] in page[row["line"] - 1] for row in rows)


def test_a_record_needs_no_page(tmp_path: Path) -> None:
    result = run("criteria", file_of(tmp_path, json.dumps(RECORD)))
    assert [(row["path"], row["side"], row["text"]) for row in written(result.stdout_bytes)] == [
        ("1.1", "inclusion", "Adults"),
        ("1.2", "inclusion", "One of:"),
        ("1.2.1", "inclusion", "Asthma"),
        ("1.2.2", "inclusion", "Eczema"),
    ]
    assert "line" not in written(result.stdout_bytes)[0]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([RECORD, OTHER]),
        json.dumps({"studies": [RECORD, OTHER]}, indent=2),
        f"{json.dumps(RECORD)}\n\n{json.dumps(OTHER)}\n",
        f"\ufeff{json.dumps(RECORD)}\n{json.dumps(OTHER)}\n",
    ],
    ids=["array", "page of the API", "NDJSON", "byte order mark"],
)
@pytest.mark.parametrize("from_file", [True, False], ids=["file", "standard input"])
def test_records_come_in_every_form(tmp_path: Path, text: str, *, from_file: bool) -> None:
    path = file_of(tmp_path, text)
    result = run("criteria", path) if from_file else run("criteria", "-", stdin=text.encode())
    assert result.exit_code == 0
    numbers = [row["nctId"] for row in written(result.stdout_bytes)]
    assert numbers == ["NCT99900001"] * 4 + ["NCT99900002"] * 4


def test_ndjson_may_be_larger_than_other_inputs(tmp_path: Path) -> None:
    line = json.dumps(RECORD) + "\n"
    path = file_of(tmp_path, line * 20, "many.ndjson")
    assert run("criteria", path, "--max-bytes", str(len(line) * 2)).exit_code == 0
    array = file_of(tmp_path, json.dumps([RECORD] * 20))
    assert run("criteria", array, "--max-bytes", str(len(line) * 2)).exit_code == 0
    page = file_of(tmp_path, json.dumps({"studies": [RECORD] * 20}, indent=2))
    result = run("criteria", page, "--max-bytes", str(len(line) * 2))
    assert result.exit_code == 1
    assert "error too-large" in result.stderr


def test_a_line_that_is_no_record_is_told_and_never_stops_the_others(tmp_path: Path) -> None:
    lines = [json.dumps(RECORD), '{"protocolSection": 5}', "{", json.dumps(OTHER)]
    path = file_of(tmp_path, "\n".join(lines), "bad.ndjson")
    result = run("criteria", path)
    assert result.exit_code == 1
    assert f"{path}#2:1:1: error invalid-record: expected an object" in result.stderr
    assert f"{path}#3:1:1: error invalid-record: not JSON" in result.stderr
    assert len(written(result.stdout_bytes)) == 8


def test_a_table_may_be_written_for_spreadsheets(tmp_path: Path) -> None:
    output = tmp_path / "criteria.csv"
    assert run("criteria", file_of(tmp_path, json.dumps(RECORD)), "-o", output).exit_code == 0
    data = output.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfnctId,side,path,headings,text,")
    rows = list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))
    assert [(row["path"], row["headings"]) for row in rows[:2]] == [
        ("1.1", "Inclusion Criteria:"),
        ("1.2", "Inclusion Criteria:"),
    ]
    assert run("criteria", "--csv", tmp_path / "records.json").stdout_bytes == data


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_folder_of_pages_is_read_in_order(tmp_path: Path, jobs: str) -> None:
    output = tmp_path / "criteria.ndjson"
    assert run("criteria", PAGES, "-o", output, "--jobs", jobs).exit_code == 0
    studies = [trialtext.parse_file(path) for path in sorted(PAGES.rglob("*.txt"))]
    expected = [row["text"] for row in trialtext.criteria_rows(s for s in studies if s.study)]
    assert [row["text"] for row in written(output.read_bytes())] == expected


def test_what_cannot_be_read_never_stops_the_others(tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"
    result = run("criteria", missing, PAGE)
    assert result.exit_code == 1
    assert f"{missing}:1:1: error unreadable-file" in result.stderr
    assert written(result.stdout_bytes)


def test_a_file_is_not_replaced_if_nothing_could_be_read(tmp_path: Path) -> None:
    output = file_of(tmp_path, "before", "criteria.ndjson")
    assert run("criteria", tmp_path / "missing.txt", "-o", output).exit_code == 1
    assert output.read_text() == "before"


def test_an_input_is_not_overwritten(tmp_path: Path) -> None:
    path = file_of(tmp_path, json.dumps(RECORD))
    result = run("criteria", path, "-o", path)
    assert result.exit_code == 2
    assert "would be overwritten" in result.stderr


def test_a_terminal_shows_an_outline() -> None:
    criteria = trialtext.criteria(trialtext.from_json(json.dumps(RECORD)))
    assert outline(criteria).plain == (
        "NCT99900001\n1 Inclusion Criteria:\n  1.1 Adults\n  1.2 One of:\n    1.2.1 Asthma\n"
        "    1.2.2 Eczema\n2 Exclusion Criteria:\n  2.1 None\n"
    )
    terminal = StringIO()
    Console(file=terminal, force_terminal=True, color_system="standard").print(outline(criteria))
    assert "\x1b[1;31mExclusion Criteria:" in terminal.getvalue(), "exclusion is red"


def test_an_outline_tells_doubts_and_prints_nothing_that_moves_the_cursor() -> None:
    shown = outline(trialtext.criteria("Smokers\x1b[2J are excluded")).plain
    assert shown == "1 Smokers\\x1b[2J are excluded (side-by-wording)\n"
