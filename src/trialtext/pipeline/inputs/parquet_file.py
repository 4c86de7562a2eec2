"""Files of Parquet with a column of texts."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, Final

from trialtext.extras import require
from trialtext.pipeline.inputs.columns import TEXT, find_columns
from trialtext.pipeline.inputs.files import File
from trialtext.pipeline.inputs.items import Item
from trialtext.pipeline.inputs.problems import UnreadableError
from trialtext.pipeline.inputs.records import of_rows
from trialtext.pipeline.inputs.streams import seekable

_BATCH: Final = 64
"""Rows that are in memory at a time."""


def is_parquet(file: File) -> bool:
    """Tell whether a file is Parquet."""
    return file.head.startswith(b"PAR1")


def read_parquet(file: File) -> Iterator[Item]:
    """Read a column of texts. Raises `UnreadableError`."""
    pyarrow = require("pyarrow", extra="tables")
    parquet = require("pyarrow.parquet", extra="tables")
    try:
        with seekable(file.stream) as stream:
            source = parquet.ParquetFile(stream)
            types = {field.name: _arrow_type(field.type) for field in source.schema_arrow}
            columns = find_columns(types, file.options.text_field, file.options.id_field)
            batches = source.iter_batches(_BATCH, columns=columns.names, use_threads=False)
            yield from of_rows(file.name, chain.from_iterable(map(_rows, batches)), columns)
    except pyarrow.ArrowException as error:
        raise UnreadableError("damaged-archive", str(error)) from error


def _rows(batch: Any) -> Iterator[dict[str, Any]]:
    """Give the rows of a batch, with strings as bytes: they are not known to be valid UTF-8."""
    columns = (map(_value, column) for column in batch.columns)
    for values in zip(*columns, strict=True):
        yield dict(zip(batch.schema.names, values, strict=True))


def _value(scalar: Any) -> Any:
    if isinstance(scalar, require("pyarrow", extra="tables").DictionaryScalar):
        scalar = scalar.value
    if not hasattr(scalar, "as_buffer"):
        return scalar.as_py()
    buffer = scalar.as_buffer()
    return None if buffer is None else buffer.to_pybytes()


def _arrow_type(type_: Any) -> str:
    types = require("pyarrow.types", extra="tables")
    value = type_.value_type if types.is_dictionary(type_) else type_
    texts = (types.is_string, types.is_large_string, types.is_string_view)
    binary = (types.is_binary, types.is_large_binary, types.is_binary_view)
    return TEXT if any(is_text(value) for is_text in texts + binary) else str(type_)
