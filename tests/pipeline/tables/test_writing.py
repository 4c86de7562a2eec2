"""Tables in files: all of them, or nothing."""

import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.pipeline.tables.invented import RICH, study

from trialtext.model.study import Study
from trialtext.pipeline.tables import TABLES, builder, open_tables, schema, tables

duckdb = pytest.importorskip("duckdb")
parquet = pytest.importorskip("pyarrow.parquet")

OTHER = study("NCT99900002", conditions={"conditions": ["Yawning"]})
NAMES = {f"{table.name}.parquet" for table in TABLES}


class TornError(Exception):
    """What goes wrong while tables are written."""


def write(path: Path, *studies: Study) -> None:
    with open_tables(path) as made:
        for each in studies:
            made.add(each)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(params=["tables", "tables.duckdb"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return the path of a folder, and of a file of DuckDB."""
    return tmp_path / str(request.param)


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "BATCH_ROWS", 2)


def read_duckdb(path: Path) -> Iterator[tuple[str, Any]]:
    with duckdb.connect(str(path), read_only=True) as connection:
        for table in TABLES:
            yield table.name, connection.table(table.name).to_arrow_table()


def test_a_folder_has_a_file_for_each_table(tmp_path: Path) -> None:
    write(tmp_path / "tables", RICH, OTHER)
    assert names(tmp_path / "tables") == NAMES
    for name, table in tables([RICH, OTHER]).items():
        assert parquet.read_table(tmp_path / "tables" / f"{name}.parquet").equals(table)


def test_a_file_of_duckdb_has_all_tables(tmp_path: Path) -> None:
    write(tmp_path / "tables.duckdb", RICH, OTHER)
    wanted = tables([RICH, OTHER])
    found = dict(read_duckdb(tmp_path / "tables.duckdb"))
    assert {name: table.to_pylist() for name, table in found.items()} == {
        name: table.to_pylist() for name, table in wanted.items()
    }


def test_columns_of_duckdb_have_its_types(tmp_path: Path) -> None:
    write(tmp_path / "tables.duckdb")
    with duckdb.connect(str(tmp_path / "tables.duckdb"), read_only=True) as connection:
        rows = connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'main' AND table_name IN ('criteria', 'outcomes')"
        ).fetchall()
    types = dict(rows)
    assert types["id"] == "BIGINT"
    assert types["text"] == "VARCHAR"
    assert types["doubts"] == "VARCHAR[]"
    assert types["anticipated_posting_date"] == "DATE"


def test_tables_without_rows_are_written_with_their_schemas(tmp_path: Path) -> None:
    write(tmp_path / "tables")
    for table in TABLES:
        read = parquet.read_table(tmp_path / "tables" / f"{table.name}.parquet")
        assert read.schema == schema(table)
        assert read.num_rows == 0


@pytest.mark.usefixtures("small_batches")
def test_rows_are_written_in_groups_of_a_fixed_size(tmp_path: Path) -> None:
    studies = [study(f"NCT999000{n}", conditions={"conditions": ["Tea"]}) for n in range(10, 15)]
    write(tmp_path / "tables", *studies)
    file = parquet.ParquetFile(tmp_path / "tables" / "conditions.parquet")
    groups = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
    assert groups == [2, 2, 1]
    assert file.read().equals(tables(studies)["conditions"].combine_chunks())
    write(tmp_path / "tables.duckdb", *studies)
    conditions = dict(read_duckdb(tmp_path / "tables.duckdb"))["conditions"]
    assert conditions.to_pylist() == file.read().to_pylist()


def test_the_same_studies_give_the_same_bytes_of_parquet(tmp_path: Path) -> None:
    write(tmp_path / "one", RICH, OTHER)
    write(tmp_path / "other", RICH, OTHER)
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_nothing_is_there_before_all_is(target: Path) -> None:
    with open_tables(target) as made:
        made.add(RICH)
        assert not target.exists()
    assert target.exists()
    assert names(target.parent) == {target.name}


def fail(path: Path, *studies: Study) -> None:
    """Write studies, but something goes wrong before the end."""
    with open_tables(path) as made:
        for each in studies:
            made.add(each)
        raise TornError


def test_what_goes_wrong_leaves_nothing(target: Path) -> None:
    with pytest.raises(TornError):
        fail(target, RICH)
    assert names(target.parent) == set()


def test_what_goes_wrong_leaves_what_was_there(target: Path) -> None:
    write(target, RICH)
    before = contents(target.parent)
    with pytest.raises(TornError):
        fail(target, OTHER)
    assert contents(target.parent) == before


def test_tables_of_a_folder_are_replaced_and_others_left(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("tea")
    write(tmp_path, RICH)
    write(tmp_path, OTHER)
    assert names(tmp_path) == NAMES | {"notes.txt"}
    assert parquet.read_table(tmp_path / "studies.parquet")["nct_id"].to_pylist() == ["NCT99900002"]


def test_a_file_of_duckdb_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "tables.duckdb"
    path.write_bytes(b"no database")
    write(path, OTHER)
    assert dict(read_duckdb(path))["studies"]["nct_id"].to_pylist() == ["NCT99900002"]


def test_a_database_in_use_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "tables.duckdb.wal").touch()
    with pytest.raises(OSError, match=r"has it open.*tables\.duckdb'"):
        write(tmp_path / "tables.duckdb", RICH)
    assert names(tmp_path) == {"tables.duckdb.wal"}


def test_errors_name_the_path(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder.duckdb").mkdir()
    with pytest.raises(NotADirectoryError, match="file'"):
        write(tmp_path / "file", RICH)
    with pytest.raises(IsADirectoryError, match=r"folder\.duckdb'"):
        write(tmp_path / "folder.duckdb", RICH)
    with pytest.raises(FileNotFoundError, match="absent/tables'"):
        write(tmp_path / "absent" / "tables", RICH)


def test_errors_of_the_reader_are_left_as_they_are(target: Path) -> None:
    with pytest.raises(FileNotFoundError, match="pages'"), open_tables(target):
        raise FileNotFoundError(2, "No such file or directory", "pages")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of files are those of Linux")
def test_a_full_disk_leaves_what_was_there(target: Path) -> None:
    write(target, OTHER)
    before = contents(target.parent)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (3000, limits[1]))
    try:
        with pytest.raises(OSError, match=f"{target.name}'") as raised:
            write(target, RICH)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert raised.value.filename == os.fspath(target)
    assert contents(target.parent) == before


def test_what_is_written_may_be_read_by_others(target: Path) -> None:
    umask = os.umask(0o022)
    try:
        write(target, RICH)
    finally:
        os.umask(umask)
    assert target.stat().st_mode & 0o777 == (0o755 if target.is_dir() else 0o644)
