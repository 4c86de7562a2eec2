"""Many inputs to outputs: what goes where, and what becomes of duplicates."""

import csv
import gzip
import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pyarrow.parquet as pq
import pytest
import zstandard
from tests.pages import page, seed_text

from trialtext import Status
from trialtext.pipeline.convert import Conversion, Tally
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.duplicates import OnDuplicate
from trialtext.pipeline.inputs.files import InputOptions
from trialtext.pipeline.outputs.destinations import Destination, kind_of

MINIMAL = seed_text("minimal")


def page_of(number: int, title: str = "Tea") -> str:
    return page(header=(title, f"NCT ID: NCT9990000{number}"))


def lines_of(folder: Path, *texts: str) -> str:
    path = folder / "pages.ndjson"
    path.write_bytes(b"".join(orjson.dumps({"id": t[:3], "text": t}) + b"\n" for t in texts))
    return str(path)


def convert(path: str, output: str, *, kind: str | None = None, **options: Any) -> Tally:
    destination = Destination(path=output, kind=kind, several=options.pop("several", False))
    return Conversion(
        options=InputOptions(),
        converter=Converter(table=destination.table),
        destination=destination,
        **options,
    ).run([path])


def titles(studies: list[dict[str, Any]]) -> list[str]:
    return [each["protocolSection"]["identificationModule"]["briefTitle"] for each in studies]


# ---- Kinds of outputs


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("a.json", "json"),
        ("a.json.gz", "json"),
        ("a.ndjson", "ndjson"),
        ("A.JSONL.ZST", "ndjson"),
        ("a.parquet", "parquet"),
        ("a.duckdb", "duckdb"),
        ("a.csv", "ctgov-csv"),
        ("a/", "files"),
        (os.curdir, "files"),
        ("a.txt", None),
        (None, None),
    ],
)
def test_the_name_of_an_output_tells_its_kind(path: str | None, kind: str | None) -> None:
    assert kind_of(path) == kind


def read_ndjson(path: Path) -> list[Any]:
    data = path.read_bytes()
    if path.suffix == ".gz":
        data = gzip.decompress(data)
    if path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return [orjson.loads(line) for line in data.splitlines()]


def read_files(path: Path) -> list[Any]:
    return [orjson.loads(each.read_bytes()) for each in sorted(path.iterdir())]


def read_parquet(path: Path) -> list[Any]:
    return [orjson.loads(row["study"]) for row in pq.read_table(path).to_pylist()]


def read_duckdb(path: Path) -> list[Any]:
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.sql("SELECT study FROM results ORDER BY source, document").fetchall()
    return [orjson.loads(study) for (study,) in rows]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("out.json", lambda path: orjson.loads(path.read_bytes())),
        ("out.ndjson", read_ndjson),
        ("out.jsonl.gz", read_ndjson),
        ("out.ndjson.zst", read_ndjson),
        ("out.txt", read_ndjson),
        ("out/", read_files),
        ("out.parquet", read_parquet),
        ("out.duckdb", read_duckdb),
    ],
)
def test_studies_are_written_in_every_form(
    tmp_path: Path, name: str, read: Callable[[Path], list[Any]]
) -> None:
    path = lines_of(tmp_path, page_of(1, "One"), "no page", page_of(2, "Two"))
    tally = convert(path, f"{tmp_path}/{name}")
    assert (tally.studies, tally.statuses[Status.FAILED]) == (2, 1)
    assert titles(read(tmp_path / name)) == ["One", "Two"]


def test_a_kind_may_be_asked_for(tmp_path: Path) -> None:
    convert(lines_of(tmp_path, page_of(1, "One")), f"{tmp_path}/out.txt", kind="ctgov-csv")
    rows = csv.DictReader(io.StringIO((tmp_path / "out.txt").read_text("utf-8")))
    assert [row["Study Title"] for row in rows] == ["One"]


@pytest.mark.parametrize("several", [True, False])
@pytest.mark.parametrize(("name", "single"), [("out.json", b"{"), ("out.txt", b"{")])
def test_one_study_alone_is_indented_unless_there_may_be_several(
    tmp_path: Path, name: str, single: bytes, *, several: bool
) -> None:
    convert(lines_of(tmp_path, page_of(1)), f"{tmp_path}/{name}", several=several)
    data = (tmp_path / name).read_bytes()
    assert (data.count(b"\n") > 4) is not several
    assert data.startswith(b"[\n" if several and name == "out.json" else single)


def test_a_file_is_named_by_the_number_of_its_study_or_where_it_is_from(tmp_path: Path) -> None:
    lost = page_of(2).replace("NCT ID: NCT99900002\n\n", "")
    path = lines_of(tmp_path, page_of(1, "One"), page_of(1, "Other"), lost)
    convert(path, f"{tmp_path}/out/")
    names = sorted(each.name for each in (tmp_path / "out").iterdir())
    assert names[:2] == ["NCT99900001-2.json", "NCT99900001.json"]
    assert names[2].endswith("pages.ndjson-3.json")


def test_a_number_that_is_none_names_no_file(tmp_path: Path) -> None:
    for number in ("../escaped", "a/b", "é" * 200):
        record = {"protocolSection": {"identificationModule": {"nctId": number}}}
        (tmp_path / "r.json").write_bytes(orjson.dumps([record, record]))
        convert(f"{tmp_path}/r.json", f"{tmp_path}/out/")
    names = {each.name for each in (tmp_path / "out").iterdir()}
    assert len(names) == 2
    assert {each.name for each in tmp_path.iterdir()} == {"r.json", "out"}


def test_results_have_their_columns(tmp_path: Path) -> None:
    convert(lines_of(tmp_path, "no page"), f"{tmp_path}/none.parquet")
    assert not (tmp_path / "none.parquet").exists()
    path = lines_of(tmp_path, MINIMAL)
    convert(path, f"{tmp_path}/out.parquet")
    (row,) = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert (row["source"], row["nct_id"], row["status"]) == (
        path,
        "NCT99900013",
        "complete",
    )


# ---- The same bytes


@pytest.mark.parametrize("name", ["out.json", "out.ndjson.gz", "out.ndjson.zst", "out.parquet"])
def test_the_number_of_processes_changes_no_byte(tmp_path: Path, name: str) -> None:
    path = lines_of(tmp_path, *(page_of(n % 10, f"Title {n}") for n in range(150)))
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    convert(path, f"{tmp_path}/one/{name}", jobs=1)
    convert(path, f"{tmp_path}/two/{name}", jobs=2)
    one = (tmp_path / "one" / name).read_bytes()
    assert one == (tmp_path / "two" / name).read_bytes()
    convert(path, f"{tmp_path}/one/{name}", jobs=1)
    assert one == (tmp_path / "one" / name).read_bytes()


# ---- Duplicates


DUPLICATES = [page_of(1, "One"), page_of(2, "Two"), page_of(1, "One again"), page_of(1, "One")]


@pytest.mark.parametrize(
    ("policy", "expected", "failures"),
    [
        (OnDuplicate.ALL, ["One", "Two", "One again", "One"], 0),
        (OnDuplicate.FIRST, ["One", "Two"], 0),
        (OnDuplicate.LAST, ["Two", "One"], 0),
        (OnDuplicate.ERROR, ["One", "Two"], 1),
    ],
)
def test_of_several_documents_of_one_study_those_are_written_that_are_wanted(
    tmp_path: Path, policy: OnDuplicate, expected: list[str], failures: int
) -> None:
    path = lines_of(tmp_path, *DUPLICATES)
    log = tmp_path / "log.ndjson"
    output = tmp_path / "out.ndjson"
    tally = convert(path, str(output), on_duplicate=policy, log=str(log))
    assert titles(read_ndjson(output)) == expected
    assert tally.statuses[Status.FAILED] == tally.codes["duplicate-study"] == failures
    assert [row["nct_id"] for row in read_ndjson(log)] == [
        f"NCT9990000{number}" for number in (1, 2, 1, 1)
    ]


def test_an_empty_number_is_none(tmp_path: Path) -> None:
    record = {"protocolSection": {"identificationModule": {"nctId": "", "briefTitle": "One"}}}
    (tmp_path / "r.json").write_bytes(orjson.dumps([record, record]))
    for policy in OnDuplicate:
        convert(f"{tmp_path}/r.json", f"{tmp_path}/out.ndjson", on_duplicate=policy)
        assert len(read_ndjson(tmp_path / "out.ndjson")) == 2


def test_a_study_that_is_there_already_is_noted(tmp_path: Path) -> None:
    tally = convert(
        lines_of(tmp_path, *DUPLICATES), f"{tmp_path}/o.ndjson", on_duplicate=OnDuplicate.FIRST
    )
    assert tally.codes["repeated-study"] == 2


def test_documents_without_a_number_are_no_duplicates(tmp_path: Path) -> None:
    lost = page_of(2).replace("NCT ID: NCT99900002\n\n", "")
    for policy in OnDuplicate:
        convert(lines_of(tmp_path, lost, lost), f"{tmp_path}/out.ndjson", on_duplicate=policy)
        assert len(read_ndjson(tmp_path / "out.ndjson")) == 2


# ---- What happened


def test_a_run_notes_what_happened_to_each_document(tmp_path: Path) -> None:
    bad = MINIMAL.replace("\nCOMPLETED\n", "\nANY\n")
    path = lines_of(tmp_path, MINIMAL, bad, "no page")
    log, told = tmp_path / "log.ndjson.gz", tmp_path / "diagnostics.ndjson"
    convert(path, f"{tmp_path}/out.ndjson", log=str(log), diagnostics=str(told))
    rows = read_ndjson(log)
    assert [row["source"].removeprefix(path) for row in rows] == ["#1", "#2", "#3"]
    assert [row["status"] for row in rows] == ["complete", "partial", "failed"]
    assert [row["diagnostics"] for row in rows] == [
        {},
        {"unknown-code": 1},
        {"not-a-registry-page": 1},
    ]
    assert rows[0]["coverage"]["unparsed"] == 0
    assert all(row["milliseconds"] > 0 and len(row["content_hash"]) == 64 for row in rows)
    assert [(row["code"], row["line"]) for row in read_ndjson(told)] == [
        ("unknown-code", 19),
        ("not-a-registry-page", 1),
    ]


def test_what_could_not_be_read_has_no_hash(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    convert(f"{tmp_path}/nothing.txt", f"{tmp_path}/out.ndjson", log=str(log))
    assert read_ndjson(log)[0]["content_hash"] is None


def test_a_database_that_is_open_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "out.duckdb.wal").touch()
    with pytest.raises(OSError, match="a program has it open"):
        convert(lines_of(tmp_path, MINIMAL), f"{tmp_path}/out.duckdb")


def test_a_log_may_be_parquet(tmp_path: Path) -> None:
    log = tmp_path / "log.parquet"
    convert(lines_of(tmp_path, MINIMAL, "no page"), f"{tmp_path}/o.ndjson", log=str(log))
    rows = pq.read_table(log).to_pylist()
    assert [row["status"] for row in rows] == ["complete", "failed"]
    assert rows[1]["diagnostics"] == [("not-a-registry-page", 1)]


def test_a_run_without_studies_is_noted_too(tmp_path: Path) -> None:
    log = tmp_path / "log.ndjson"
    convert(lines_of(tmp_path, "no page"), f"{tmp_path}/out.ndjson", log=str(log))
    assert [row["status"] for row in read_ndjson(log)] == ["failed"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["log.ndjson", "pages.ndjson"]
