"""Tables in files: a folder of Parquet, or a file of DuckDB, that appears only when it is whole."""

import errno
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Protocol

from trialtext.extras import require
from trialtext.pipeline.outputs.columnar import check_not_open
from trialtext.pipeline.outputs.files import workplace
from trialtext.pipeline.tables.builder import BATCH_ROWS, TableBuilder, schema
from trialtext.pipeline.tables.catalogue import TABLES

DUCKDB_SUFFIX: Final = ".duckdb"
"""What the name of a file of DuckDB ends with; all else is a folder of Parquet."""

_DUCKDB: Final = {
    "threads": 1,  # rows are stored in the order in which they come
    "memory_limit": "512MB",
}


class _Store(Protocol):
    """Where batches are written to."""

    def write(self, name: str, batch: Any) -> None:
        """Write rows of a table."""

    def close(self) -> None:
        """Finish all files."""


@contextmanager
def open_tables(path: str | os.PathLike[str]) -> Iterator[TableBuilder]:
    """Open tables to add studies to: a folder of Parquet, or a file named `*.duckdb`.

    Everything is written beside its place and moved there at the end; if anything raises, what was
    there before stays as it was. In a folder that is there, the files of tables are replaced, and
    others are left alone. The same studies in the same order give the same bytes of Parquet. Raises
    `MissingExtraError`, `OSError`, and in `add` what `TableBuilder.add` raises.
    """
    is_duckdb = Path(path).name.endswith(DUCKDB_SUFFIX)
    target = Path(path).resolve()
    with ExitStack() as stack:
        with _named(path):
            _check(target, is_duckdb=is_duckdb)
            beside = stack.enter_context(workplace(os.fspath(path), _inside(target)))
            beside.mkdir()
            store: _Store = _DuckDB(beside / target.name) if is_duckdb else _Parquet(beside)

        def write(name: str, batch: Any) -> None:
            with _named(path):
                store.write(name, batch)

        try:
            builder = TableBuilder(write)
            yield builder
            builder.finish()
            with _named(path):
                store.close()
        except BaseException:
            with suppress(OSError):  # what went wrong is known
                store.close()
            raise
        with _named(path):
            _publish(beside, target, is_duckdb=is_duckdb)


def _inside(target: Path) -> Path:
    """Return what files are written beside until they are whole: on the disk of their place."""
    return target / "tables" if target.is_dir() else target


def _check(target: Path, *, is_duckdb: bool) -> None:
    """Raise for a path where tables cannot be."""
    if is_duckdb and target.is_dir():
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
    if is_duckdb:
        check_not_open(str(target))
    if not is_duckdb and target.exists() and not target.is_dir():
        raise OSError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))


def _publish(beside: Path, target: Path, *, is_duckdb: bool) -> None:
    """Move what is whole to its place."""
    if is_duckdb:
        (beside / target.name).replace(target)
    elif target.is_dir():
        for table in TABLES:
            name = _file_name(table.name)
            (beside / name).replace(target / name)
    else:
        beside.rename(target)


@contextmanager
def _named(path: str | os.PathLike[str]) -> Iterator[None]:
    """Let an `OSError` name what the user named."""
    try:
        yield
    except OSError as error:
        number = error.errno or errno.EIO
        raise OSError(number, error.strerror or str(error), os.fspath(path)) from error


def _file_name(table: str) -> str:
    return f"{table}.parquet"


class _Parquet:
    """A folder with a file of Parquet for each table."""

    def __init__(self, folder: Path) -> None:
        parquet = require("pyarrow.parquet", extra="tables")
        self._files = ExitStack()
        self._writers: dict[str, Any] = {}
        for table in TABLES:
            # A file of Python's own, as its errors tell what went wrong.
            file = self._files.enter_context((folder / _file_name(table.name)).open("wb"))
            writer = parquet.ParquetWriter(file, schema(table), compression="zstd")
            self._writers[table.name] = writer

    def write(self, name: str, batch: Any) -> None:
        """Write rows of a table: a row group."""
        self._writers[name].write_batch(batch, row_group_size=BATCH_ROWS)

    def close(self) -> None:
        """Finish all files."""
        with self._files:  # closes them even if something raises
            for writer in self._writers.values():
                writer.close()


class _DuckDB:
    """A file of DuckDB with all tables."""

    def __init__(self, path: Path) -> None:
        duckdb = require("duckdb", extra="tables")
        self._errors = (duckdb.OperationalError, duckdb.FatalException)
        with self._as_os_error():
            self._connection = duckdb.connect(str(path), config=_DUCKDB)
            for table in TABLES:
                self._insert(
                    f'CREATE TABLE "{table.name}" AS FROM batch', schema(table).empty_table()
                )

    def write(self, name: str, batch: Any) -> None:
        """Write rows of a table."""
        arrow = require("pyarrow", extra="tables")
        with self._as_os_error():
            self._insert(f'INSERT INTO "{name}" FROM batch', arrow.Table.from_batches([batch]))

    def close(self) -> None:
        """Write all that is in the log to the file."""
        with self._as_os_error():
            self._connection.close()

    def _insert(self, statement: str, rows: Any) -> None:
        self._connection.register("batch", rows)
        self._connection.execute(statement)
        self._connection.unregister("batch")

    @contextmanager
    def _as_os_error(self) -> Iterator[None]:
        """Turn DuckDB's errors of files into those of Python."""
        try:
            yield
        except self._errors as error:
            raise OSError(errno.EIO, str(error)) from error
