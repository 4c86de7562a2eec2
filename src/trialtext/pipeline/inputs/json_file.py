"""Files of JSON: studies of the API, or objects with a text."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson

from trialtext.pipeline.inputs import json_values
from trialtext.pipeline.inputs.columns import NULL, TEXT, Columns, find_columns
from trialtext.pipeline.inputs.files import File
from trialtext.pipeline.inputs.items import Item, Record, Unreadable
from trialtext.pipeline.inputs.problems import UnreadableError
from trialtext.pipeline.inputs.records import SECTIONS, item_of

_JSON_TYPES: Final = {
    bool: "a boolean",
    dict: "an object",
    float: "a number",
    int: "a number",
    list: "a list",
    type(None): NULL,
}


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
            elif not isinstance(value, dict) or value.keys() & SECTIONS:
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
    return item_of(name, text, _at(value, columns.id) if columns.id else None)
