"""Studies to Arrow tables, batch by batch."""

import re
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any, Final

import orjson

from trialtext.codec import to_dict, type_of
from trialtext.criteria import criteria_rows
from trialtext.extras import require
from trialtext.model.study import Study
from trialtext.pipeline.tables.catalogue import TABLES
from trialtext.pipeline.tables.engine import Record, TableFiller, Values
from trialtext.pipeline.tables.model import Table
from trialtext.reading.result import Result

BATCH_ROWS: Final = 1 << 13
"""Rows of a batch, all but the last of a table."""

_NUMBER: Final = re.compile(r"NCT(\d{8})", re.ASCII)

Write = Callable[[str, Any], None]
"""Takes the name of a table, and a `pyarrow.RecordBatch` of its rows."""


def schema(table: Table) -> Any:
    """Return the schema of a table, a `pyarrow.Schema`. Raises `MissingExtraError`."""
    pa = require("pyarrow", extra="tables")
    types = {
        "string": pa.string(),
        "int64": pa.int64(),
        "double": pa.float64(),
        "bool": pa.bool_(),
        "date32[day]": pa.date32(),
        "list<item: string>": pa.list_(pa.string()),
    }
    return pa.schema([(name, types[kind.name]) for name, kind in table.schema.items()])


class TableBuilder:
    """Makes rows of studies, and hands them on in batches of a fixed size.

    What it keeps of a study that was handed on are some bytes by which it knows it again.
    """

    def __init__(self, write: Write) -> None:
        """`write` is given each batch as soon as it is full. Raises `MissingExtraError`."""
        tables = {table.name: table for table in TABLES}
        self._buffers = [_Buffer(table, tables, write) for table in TABLES]
        self._seen: dict[str, bytes] = {}
        self._position = 0

    def add(self, study: Study | Result) -> None:
        """Add the rows of a study, or of what a page was read to.

        A study that is equal to an earlier one is added once. Raises `ValueError` for a study that
        has no number, or that of another one, `TypeError` for what is no study, and what writing
        raises; of a study that it does not take, no row is added.
        """
        self._position += 1
        record = to_dict(self._study(study))
        nct_id, number = self._number(record)
        content = orjson.dumps(record, option=orjson.OPT_SORT_KEYS)
        digest = blake2b(content, digest_size=16).digest()
        if nct_id in self._seen:
            if self._seen[nct_id] != digest:
                raise ValueError(f"study {self._position}: another one has the number {nct_id}")
            return
        record["criteria"] = [*criteria_rows([study])]
        rows = Record(record, number)
        filled = [(buffer, [*buffer.rows(rows, nct_id)]) for buffer in self._buffers]
        self._seen[nct_id] = digest
        for buffer, parts in filled:
            buffer.extend(parts)

    def finish(self) -> None:
        """Hand on the rows that are left."""
        for buffer in self._buffers:
            buffer.flush()

    def _study(self, given: Study | Result) -> Study:
        study = given.study if isinstance(given, Result) else given
        if study is None:
            raise ValueError(f"study {self._position}: nothing was read from the page")
        if not isinstance(study, Study):
            raise TypeError(f"tables are made of studies and results, not {type_of(given)}")
        return study

    def _number(self, record: dict[str, Any]) -> tuple[str, int]:
        module = record.get("protocolSection", {}).get("identificationModule", {})
        nct_id = module.get("nctId")
        match = _NUMBER.fullmatch(nct_id or "")
        if not match:
            title = module.get("briefTitle", "without a title")
            fault = f"{nct_id!r} is no NCT number" if nct_id else "it has no NCT number"
            raise ValueError(f"study {self._position} ({title}): {fault}")
        return match[0], int(match[1])


class _Buffer:
    """The rows of a table that are not yet enough for a batch."""

    def __init__(self, table: Table, tables: dict[str, Table], write: Write) -> None:
        self._pa = require("pyarrow", extra="tables")
        self._name = table.name
        self._schema = schema(table)
        self._columns: list[list[Any]] = [[] for _ in self._schema]
        self._write = write
        self.rows = TableFiller(table, tables).rows

    def extend(self, parts: Iterable[list[Values]]) -> None:
        """Add rows, and hand on batches that are full."""
        for part in parts:
            for column, values in zip(self._columns, part, strict=True):
                column.extend(values)
        while len(self._columns[0]) >= BATCH_ROWS:
            self._hand_on(BATCH_ROWS)

    def flush(self) -> None:
        """Hand on all that is left."""
        if self._columns[0]:
            self._hand_on(BATCH_ROWS)

    def _hand_on(self, size: int) -> None:
        arrays = [
            self._pa.array(column[:size], type_)
            for column, type_ in zip(self._columns, self._schema.types, strict=True)
        ]
        for column in self._columns:
            del column[:size]
        self._write(self._name, self._pa.RecordBatch.from_arrays(arrays, schema=self._schema))


def tables(studies: Iterable[Study | Result]) -> dict[str, Any]:
    """Make tables of studies: a `pyarrow.Table` each, by name, in the order of `TABLES`.

    A table without rows is there too. Raises what `TableBuilder.add` raises, and
    `MissingExtraError`.
    """
    pa = require("pyarrow", extra="tables")
    batches: dict[str, list[Any]] = {table.name: [] for table in TABLES}
    builder = TableBuilder(lambda name, batch: batches[name].append(batch))
    for study in studies:
        builder.add(study)
    builder.finish()
    return {
        table.name: pa.Table.from_batches(batches[table.name], schema(table)) for table in TABLES
    }
