"""Files of records that hold texts, or studies of the API: JSON, Parquet, CSV."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from io import TextIOWrapper
from itertools import chain
from typing import Any, Final

import orjson

from trialtext.extras import require
from trialtext.pipeline.inputs import json_values
from trialtext.pipeline.inputs.columns import NULL, TEXT, Columns, find_columns
from trialtext.pipeline.inputs.files import File, number_in
from trialtext.pipeline.inputs.items import Item, Record, Text, Unreadable
from trialtext.pipeline.inputs.problems import UnreadableError
from trialtext.pipeline.inputs.streams import seekable
from trialtext.text.decoding import encoding_of
from trialtext.text.source import BOM

_BATCH: Final = 64
"""Rows of Parquet that are in memory at a time."""
_SECTIONS: Final = {
    "protocolSection",
    "resultsSection",
    "annotationSection",
    "documentSection",
    "derivedSection",
    "hasResults",
}
"""The keys of a study."""
_BYTES: Final = re.compile("[\udc80-\udcff]")
"""Bytes that are no UTF-8, in what was decoded."""
_JSON_TYPES: Final = {
    bool: "a boolean",
    dict: "an object",
    float: "a number",
    int: "a number",
    list: "a list",
    type(None): NULL,
}


# ---- JSON


def is_json(file: File) -> bool:
    """Tell whether a file is JSON."""
    return json_values.is_json(file.head)


def read_json(file: File) -> Iterator[Item]:
    """Read studies, or objects with a text: one, those of an array or of a page, or NDJSON."""
    columns: Columns | None = None
    limit = file.options.max_bytes
    for number, data, is_too_large in json_values.json_values(file.head, file.stream, limit):
        name = file.name if number is None else f"{file.name}#{number}"
        if is_too_large:
            message = f"more than the {limit:,} bytes that are allowed"
            yield Unreadable(source=name, code="too-large", message=message)
            continue
        try:
            value = orjson.loads(data)
            if isinstance(value, dict) and isinstance(value.get("studies"), list):
                yield from _page(file.name, value["studies"])
            elif not isinstance(value, dict) or value.keys() & _SECTIONS:
                yield Record(source=name, data=data)
            else:
                if columns is None or columns.text.partition(".")[0] not in value:
                    columns = _columns_of(value, file)
                yield _of_object(name, value, columns)
        except orjson.JSONDecodeError as error:
            message = f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
            yield Unreadable(source=name, code="invalid-record", message=message)
        except UnreadableError as error:
            yield Unreadable(source=name, code=error.code, message=error.message)


def _page(name: str, studies: list[Any]) -> Iterator[Record]:
    for number, study in enumerate(studies, 1):
        yield Record(source=f"{name}#{number}", data=orjson.dumps(study))


def _columns_of(value: Mapping[str, Any], file: File) -> Columns:
    types = {key: _JSON_TYPES.get(type(item), TEXT) for key, item in value.items()}
    for path in filter(None, (file.options.text_field, file.options.id_field)):
        if path not in types and (found := _at(value, path)) is not None:
            types[path] = _JSON_TYPES.get(type(found), TEXT)
    return find_columns(types, file.options.text_field, file.options.id_field)


def _at(value: Mapping[str, Any], path: str) -> Any:
    """Look up a field; `metadata.url` is that of an object inside."""
    if path in value:
        return value[path]
    found: Any = value
    for key in path.split("."):
        found = found.get(key) if isinstance(found, dict) else None
    return found


def _of_object(name: str, value: Mapping[str, Any], columns: Columns) -> Item:
    text = _at(value, columns.text)
    if text is not None and not isinstance(text, str):
        type_ = _JSON_TYPES[type(text)]
        raise UnreadableError("no-text-column", f"{columns.text!r} is {type_}, not text")
    return _item(name, text, _at(value, columns.id) if columns.id else None)


# ---- Tables with a column of texts


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
            yield from _of_rows(file.name, chain.from_iterable(map(_rows, batches)), columns)
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


def is_csv(file: File) -> bool:
    """Tell by its name whether a file is a table of which a column may hold texts."""
    return file.own_name.lower().endswith((".csv", ".tsv"))


def read_csv(file: File) -> Iterator[Item]:
    """Read a column of texts. Raises `UnreadableError`."""
    delimiter = "\t" if file.own_name.lower().endswith(".tsv") else ","
    encoding = encoding_of(file.head)
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    text = TextIOWrapper(file.stream, encoding, errors, newline="")
    rows = csv.DictReader(_bounded(text, file.options.max_bytes), delimiter=delimiter)
    try:
        types = dict.fromkeys(rows.fieldnames or (), TEXT)
        columns = find_columns(types, file.options.text_field, file.options.id_field)
        yield from _of_rows(file.name, rows, columns)
    except csv.Error as error:
        raise UnreadableError("damaged-archive", f"line {rows.line_num}: {error}") from error
    finally:
        text.detach()


def _bounded(text: TextIOWrapper, limit: int) -> Iterator[str]:
    """Give lines, the first without a byte order mark, of no more than some characters."""
    line = text.readline(limit + 1).removeprefix(BOM)
    while line:
        if len(line) > limit:
            raise UnreadableError("too-large", f"a line of more than {limit:,} characters")
        yield line
        line = text.readline(limit + 1)


def _of_rows(name: str, rows: Iterable[Mapping[str, Any]], columns: Columns) -> Iterator[Item]:
    for number, row in enumerate(rows, 1):
        id_ = row[columns.id] if columns.id else None
        yield _item(f"{name}#{number}", row[columns.text], id_)


def _item(name: str, text: str | bytes | None, id_: Any) -> Item:
    """Make an item of what a record holds, which may be a study, too."""
    known = id_.decode(errors="replace") if isinstance(id_, bytes) else id_
    known = None if known is None else str(known)
    data = text or ""
    if isinstance(data, str) and _BYTES.search(data):
        data = data.encode(errors="surrogateescape")
    encoded = data if isinstance(data, bytes) else data[:200].encode(errors="surrogatepass")
    if json_values.is_json(encoded) and any(key.encode() in encoded for key in _SECTIONS):
        whole = data if isinstance(data, bytes) else data.encode(errors="surrogatepass")
        return Record(source=name, data=whole, id=known)
    return Text(source=name, data=data, id=known, nct_id=number_in(known))
