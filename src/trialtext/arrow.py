"""Texts to results as Arrow record batches: a pure function for any engine that maps batches."""

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from trialtext.api import ALL_REPAIRS, MAX_BYTES, parse_all
from trialtext.extras import require
from trialtext.reading.coverage import Coverage
from trialtext.reading.rows import ResultRow, result_row

if TYPE_CHECKING:
    import pyarrow as pa
else:
    pa = require("pyarrow", extra="tables")

_DIAGNOSTIC: Final = pa.struct(
    [
        ("code", pa.string()),
        ("severity", pa.string()),
        ("message", pa.string()),
        ("line", pa.int64()),
        ("column", pa.int64()),
    ]
)
_COVERAGE: Final = pa.struct([(name, pa.int64()) for name in Coverage._fields])

_FIELDS: "list[pa.Field[Any]]" = [
    pa.field("source", pa.string(), nullable=False),
    pa.field("document", pa.int32(), nullable=False),
    pa.field("content_hash", pa.string()),
    pa.field("nct_id", pa.string()),
    pa.field("format", pa.string()),
    pa.field("variant", pa.string()),
    pa.field("status", pa.string(), nullable=False),
    pa.field("study", pa.string()),
    pa.field("diagnostics", pa.list_(_DIAGNOSTIC)),
    pa.field("coverage", _COVERAGE),
]

RESULTS: Final = pa.schema(_FIELDS)
"""The columns of every batch of results, one row a document: see `trialtext.reading.rows`."""

RESULTS_DDL: Final = """
source STRING NOT NULL, document INT NOT NULL, content_hash STRING, nct_id STRING, format STRING,
variant STRING, status STRING NOT NULL, study STRING,
diagnostics
    ARRAY<STRUCT<code: STRING, severity: STRING, message: STRING, line: BIGINT, column: BIGINT>>,
coverage STRUCT<values: BIGINT, boilerplate: BIGINT, unparsed: BIGINT, noise: BIGINT>
"""
"""The same columns for Spark."""

SOURCE_COLUMNS: Final = ("source", "id", "url")
"""Where the names of texts are unless it is said otherwise: the first that is there as strings."""

_STRINGS: Final = frozenset({pa.string(), pa.large_string(), pa.string_view()})
_TEXTS: Final = _STRINGS | {pa.binary(), pa.large_binary()}


def convert_batch(
    batch: "pa.RecordBatch",
    *,
    text_column: str = "text",
    source_column: str | None = None,
    format: str | None = None,
    repairs: Collection[str] = ALL_REPAIRS,
    max_bytes: int | None = MAX_BYTES,
) -> "pa.RecordBatch":
    """Read every document of every text of a batch; return a batch of `RESULTS`, a row each.

    Rows are in the order of the texts. `text_column` holds strings or bytes; a null is an empty
    text. `source_column` holds strings that name the texts; without it, one of `SOURCE_COLUMNS` is
    taken. A text without a name is named by its number in the batch, from 1. The other options are
    those of `parse_all`. A bad text gives a row with the status `failed`. Raises `ValueError` for a
    column that is not there, `TypeError` for one of another type, and what `parse_all` raises for
    wrong options.
    """
    texts = _column(batch, text_column, _TEXTS, "strings or bytes")
    names = _names(batch, source_column)
    rows: list[Any] = []
    for number, (text, name) in enumerate(zip(_bytes(texts), _bytes(names), strict=True), 1):
        source = str(number) if name is None else name.decode(errors="backslashreplace")
        rows += _rows(text, source, format=format, repairs=repairs, max_bytes=max_bytes)
    return pa.RecordBatch.from_pylist(rows, schema=RESULTS)


def _rows(text: bytes | None, source: str, **options: Any) -> Iterator[ResultRow]:
    content_hash = None if text is None else sha256(text).hexdigest()
    # Strings are read as the bytes that Arrow keeps: what looks like the name of a file is a text.
    for document, result in enumerate(parse_all(text or b"", path=source, **options), 1):
        yield result_row(result, source=source, document=document, content_hash=content_hash)


def _names(batch: "pa.RecordBatch", column: str | None) -> "pa.Array[Any]":
    if column is not None:
        return _column(batch, column, _STRINGS, "strings")
    for name in SOURCE_COLUMNS:
        if name in batch.schema.names and _value_type(batch.schema.field(name).type) in _STRINGS:
            return batch.column(name)
    return pa.nulls(batch.num_rows, pa.string())


def _column(
    batch: "pa.RecordBatch", name: str, types: AbstractSet["pa.DataType"], what: str
) -> "pa.Array[Any]":
    names = batch.schema.names
    if names.count(name) != 1:
        number = "more than one" if name in names else "no"
        raise ValueError(f"{number} column {name!r}; there are: {', '.join(names) or 'none'}")
    column = batch.column(name)
    if _value_type(column.type) not in types:
        raise TypeError(f"the column {name!r} holds {column.type}, not {what}")
    return column


def _value_type(type_: "pa.DataType") -> "pa.DataType":
    return type_.value_type if isinstance(type_, pa.DictionaryType) else type_


def _bytes(column: "pa.Array[Any]") -> Iterator[bytes | None]:
    """Give strings or bytes as bytes, one by one: strings are not known to be valid UTF-8."""
    encoded = isinstance(column.type, pa.DictionaryType)
    for scalar in column:
        buffer = (scalar.value if encoded else scalar).as_buffer()
        yield None if buffer is None else buffer.to_pybytes()
