"""What came of documents as columns: Parquet, and a database of DuckDB."""

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from trialtext.extras import require
from trialtext.pipeline.outputs.files import beside, open_output

ROWS: Final = 1_000
"""Rows of a row group: however long a run takes, and whatever it waits for."""

Rows = Callable[[Mapping[str, Any]], object]
"""Writes a row."""


@contextmanager
def _batched(write: Callable[[list[Mapping[str, Any]]], object]) -> Iterator[Rows]:
    """Collect rows, and write them as many at a time as a row group has."""
    rows: list[Mapping[str, Any]] = []

    def add(row: Mapping[str, Any]) -> None:
        rows.append(row)
        if len(rows) == ROWS:
            write(rows)
            rows.clear()

    yield add
    if rows:
        write(rows)


@contextmanager
def parquet(path: str | None, schema: Any) -> Iterator[Rows]:
    """Write rows as Parquet."""
    pyarrow = require("pyarrow", extra="tables")
    writer_of = require("pyarrow.parquet", extra="tables").ParquetWriter
    with open_output(path) as file:
        sink = pyarrow.PythonFile(file, mode="w")
        with (
            writer_of(sink, schema, compression="zstd") as writer,
            _batched(
                lambda rows: writer.write_batch(pyarrow.RecordBatch.from_pylist(rows, schema))
            ) as add,
        ):
            yield add


@contextmanager
def duckdb(path: str, table: str, schema: Any, chosen: str = "*") -> Iterator[Rows]:
    """Write rows as a table of a database; `chosen` is a list of columns in SQL."""
    pyarrow = require("pyarrow", extra="tables")
    database = require("duckdb", extra="tables")
    check_not_open(path)
    with beside(path) as temporary, _connected(database, str(temporary)) as connection:
        connection.from_arrow(schema.empty_table()).project(chosen).create(table)

        def insert(rows: list[Mapping[str, Any]]) -> None:
            batch = pyarrow.Table.from_pylist(rows, schema)
            connection.from_arrow(batch).project(chosen).insert_into(table)

        with _batched(insert) as add:
            yield add


def check_not_open(path: str) -> None:
    """Raise `OSError` for a database that a program has open, or left open."""
    if Path(f"{path}.wal").exists():
        reason = "a program has it open, or left it open: there is a log beside"
        raise OSError(errno.EBUSY, reason, path)


@contextmanager
def _connected(database: Any, path: str) -> Iterator[Any]:
    """Open a database. Raises `OSError` for what DuckDB says of the system."""
    try:
        with database.connect(path) as connection:
            yield connection
    except (database.OperationalError, database.FatalException) as error:
        raise OSError(errno.EIO, str(error), path) from error
