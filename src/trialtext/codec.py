"""Conversion of study records to and from the JSON of the registry's API."""

import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final, get_args

import attrs
import orjson
from cattrs import Converter, transform_error
from cattrs.cols import homogenous_tuple_structure_factory
from cattrs.errors import BaseValidationError
from cattrs.fns import identity
from cattrs.gen import (
    make_dict_structure_fn,
    make_dict_unstructure_fn_from_attrs,
    override,
)

from trialtext.model import annotation, derived, document, enums, protocol, results
from trialtext.model.base import ApiObject, json_name
from trialtext.model.study import Study


class UnknownFieldWarning(UserWarning):
    """JSON has a field or a code that is not in the API's specification; it is kept."""


class InvalidRecordError(ValueError):
    """Bytes are not the JSON object of a study, or a value in it has the wrong type."""


def to_json(study: ApiObject, *, indent: bool = False) -> bytes:
    """Write a study, or any part of one, as the API's JSON, keys in the API's order.

    Absent values, `None` and `()`, are omitted. `indent` indents by two spaces a level, with each
    value on a line of its own. Raises `TypeError` for what is not part of a record.
    """
    _check_is_record(study, "to_json")
    return orjson.dumps(study, _fields, orjson.OPT_INDENT_2 if indent else None)


def to_dict(study: ApiObject) -> dict[str, Any]:
    """Convert a study, or any part of one, to dicts, lists and scalars, as `to_json` writes it."""
    _check_is_record(study, "to_dict")
    record: dict[str, Any] = orjson.loads(to_json(study))
    return record


def from_json(data: bytes | str) -> Study:
    """Read one study record of the API v2.

    A `null` is an absent value, and so is an object or a list of nothing but nulls. What is not in
    the specification is kept in the `extra` of its object, so that `to_json` writes it again, and
    is reported by an `UnknownFieldWarning`. Raises `InvalidRecordError`, and `TypeError` for what
    is neither bytes nor text.
    """
    _check_is_json(data, "from_json")
    return _study(_parsed(data))


def from_json_many(data: bytes | str) -> Iterator[Study]:
    """Read the studies of a page of the API v2, of a JSON array, or of NDJSON, one after the other.

    Each is read as `from_json` reads it. Raises `InvalidRecordError`, once it is reached, for a
    record that cannot be read: its message begins with the record's number. Raises `TypeError` for
    what is neither bytes nor text.
    """
    _check_is_json(data, "from_json_many")
    return _studies(data if isinstance(data, bytes) else data.encode(errors="surrogatepass"))


def type_of(value: object) -> str:
    """Name the type of a value, for error messages."""
    if value is None:
        return "None"
    name = type(value).__name__
    return f"an {name}" if name[0] in "aeiouAEIOU" else f"a {name}"


def _check_is_record(value: object, function: str) -> None:
    if not isinstance(value, ApiObject):
        raise TypeError(f"{function} takes a study or a part of one, not {type_of(value)}")


def _check_is_json(data: object, function: str) -> None:
    if not isinstance(data, bytes | str):
        raise TypeError(f"{function} takes JSON as bytes or text, not {type_of(data)}")


# ---- Writing -------------------------------------------------------------------------------------


def _fields(value: Any) -> dict[str, Any]:
    """Convert an object of the model to a dict; orjson calls it for those inside."""
    cls = type(value)
    fields = (_WRITERS.get(cls) or _writer(cls))(value)
    return fields | dict(value.extra) if value.extra else fields


_WRITERS: dict[type[ApiObject], Callable[[ApiObject], dict[str, Any]]] = {}
_CONVERTER = Converter()


def _writer(cls: type) -> Callable[[ApiObject], dict[str, Any]]:
    if not issubclass(cls, ApiObject):
        raise TypeError(f"not JSON: {cls.__name__}")
    _WRITERS[cls] = write = _dict_writer(cls)
    return write


def _dict_writer(cls: type[ApiObject]) -> Callable[[ApiObject], dict[str, Any]]:
    return make_dict_unstructure_fn_from_attrs(
        list(cls.__attrs_attrs__),
        cls,
        _CONVERTER,
        _cattrs_omit_if_default=True,
        _cattrs_use_linecache=False,
        **_overrides(cls, unstruct_hook=identity),
    )


def _overrides(cls: type[ApiObject], **options: Any) -> dict[str, Any]:
    names = (field.name for field in cls.__attrs_attrs__ if field.name != "extra")
    return {n: override(rename=json_name(n), **options) for n in names} | {
        "extra": override(omit=True)
    }


# ---- Reading -------------------------------------------------------------------------------------


_DEEPEST: Final = 254
"""Levels of objects and lists that orjson writes: what could not be written again is not read."""
_TOO_DEEP: Final = f"nested deeper than {_DEEPEST} levels"
_MOST_ERRORS: Final = 3
"""Errors that a message tells one by one."""
_STUDY_KEYS: Final = {json_name(f.name) for f in attrs.fields(Study)} - {"extra"}
_OLD_KEYS: Final = {
    "FullStudiesResponse",
    "FullStudy",
    "ProtocolSection",
    "Study",
    "StudyFieldsResponse",
}
"""What the envelopes of the API's version 1 begin with."""


def _parsed(data: bytes | str) -> Any:
    """Parse JSON. Raises `InvalidRecordError`, also for a key that an object has twice."""
    try:
        value = orjson.loads(data)
        # Of a repeated key orjson silently takes the last; json shows all pairs.
        json.loads(data, object_pairs_hook=_check_keys, parse_int=str, parse_float=str)
    except orjson.JSONDecodeError as error:
        raise InvalidRecordError(
            f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from error
    except RecursionError:
        raise InvalidRecordError(_TOO_DEEP) from None
    return value


def _check_keys(pairs: list[tuple[str, Any]]) -> None:
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        ((repeated, _),) = Counter(keys).most_common(1)
        raise InvalidRecordError(f"an object has the key {_shown(repeated)} more than once")


def _studies(data: bytes) -> Iterator[Study]:
    number = 1
    try:
        for record in _records(data):
            yield _study(record)
            number += 1
    except InvalidRecordError as error:
        raise InvalidRecordError(f"record {number}: {error}") from error


def _records(data: bytes) -> Iterator[Any]:
    for value in _json_values(data):
        match value:
            case {"studies": [*records]} | [*records]:
                yield from records
            case _:
                yield value


def _json_values(data: bytes) -> Iterator[Any]:
    """Parse JSON, or each line if the first one is JSON by itself."""
    lines = [line for line in data.splitlines() if line.strip()]
    if len(lines) > 1 and _is_json(lines[0]):
        yield from map(_parsed, lines)
    elif lines:
        yield _parsed(data)


def _is_json(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _study(record: Any) -> Study:
    """Make a study of parsed JSON. Raises `InvalidRecordError`."""
    if type(record) is dict:
        record = _without_nulls(record) or {}
    if other := _other_than_study(record):
        raise InvalidRecordError(f"expected a study, not {other} @ $")
    try:
        return _reader(detailed=False).structure(record, Study)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise InvalidRecordError(_explain(record) or str(error)) from error


def _without_nulls(value: Any, level: int = 1) -> Any:
    """Drop nulls, and objects and lists that hold nothing else: tables have one for each field."""
    if type(value) not in (dict, list):
        return value
    if level > _DEEPEST:
        raise InvalidRecordError(_TOO_DEEP)
    kept: Any
    if type(value) is dict:
        items = ((key, _without_nulls(item, level + 1)) for key, item in value.items())
        kept = {key: item for key, item in items if item is not None}
    else:
        items = (_without_nulls(item, level + 1) for item in value)
        kept = [item for item in items if item is not None]
    return kept if kept or not value else None


def _other_than_study(record: Any) -> str | None:
    """Say what JSON is that is no study but is often taken for one; `None` for all else."""
    match record:
        case list():
            return "a list: from_json_many reads the records of a list"
        case dict() if not record or record.keys() & _STUDY_KEYS:
            return None
        case {"studies": list()}:
            return "a page of the API's list of studies: from_json_many reads its studies"
        case dict() if old := _OLD_KEYS & record.keys():
            return f"{min(old)!r}, the envelope of the API's old version 1: fetch version 2"
        case dict():
            keys = ", ".join(map(_shown, list(record)[:_MOST_ERRORS]))
            return f"an object without a protocol section, 'protocolSection', but with {keys}"
    return None


@cache
def _reader(*, detailed: bool) -> Converter:
    sections = (annotation, derived, document, protocol, results)
    # The study names its sections without importing them; here their classes are needed.
    attrs.resolve_types(Study, {k: v for module in sections for k, v in vars(module).items()})
    converter = Converter(detailed_validation=detailed)
    for scalar in (str, bool, int, float):
        converter.register_structure_hook(scalar, _only(scalar))
    for enum in filter(_is_enum, vars(enums).values()):
        # For each, as cattrs applies the hook for `str` to subclasses.
        converter.register_structure_hook(enum, _code_reader(enum))
    converter.register_structure_hook_factory(
        lambda cls: getattr(cls, "__origin__", None) is tuple,
        lambda cls: _list_reader(cls, converter),
    )
    converter.register_structure_hook_factory(
        lambda cls: isinstance(cls, type) and issubclass(cls, ApiObject),
        lambda cls: _object_reader(cls, converter),
    )
    return converter


def _is_enum(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, StrEnum)


def _only(scalar: type) -> Callable[[Any, Any], Any]:
    """Accept values of one JSON type; an integer may stand for a float, and 40.0 for 40."""
    accepted = (float, int) if scalar is float else (scalar,)

    def read(value: Any, _: Any) -> Any:
        if scalar is int and type(value) is float and _is_whole(value):
            return int(value)
        if type(value) not in accepted:
            raise TypeError(f"expected {scalar.__name__}, not {value!r:.40}")
        return value

    return read


def _is_whole(number: float) -> bool:
    """Tell whether a float is an integer, and surely the one that was meant."""
    return number.is_integer() and abs(number) < _INEXACT


_INEXACT: Final = 2**53
"""From here on, floats leave integers out."""


def _list_reader(cls: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    structure = homogenous_tuple_structure_factory(cls, converter)

    def read(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise TypeError(f"expected a list, not {value!r:.40}")
        return structure(value, cls)

    return read


def _code_reader(cls: type[StrEnum]) -> Callable[[Any, Any], StrEnum]:
    members = _members(cls)

    def read(value: Any, _: Any) -> StrEnum:
        if type(value) is not str:
            raise TypeError(f"expected a code, not {value!r:.40}")
        return members[value]  # unknown codes are removed before: see _object_reader

    return read


def _members(cls: type[StrEnum]) -> Mapping[str, StrEnum]:
    return {member.value: member for member in cls}


def _object_reader(cls: type[ApiObject], converter: Converter) -> Callable[[Any, Any], ApiObject]:
    """Make a function that reads an object; `extra` keeps what is not in the specification."""
    structure = make_dict_structure_fn(
        cls, converter, _cattrs_use_linecache=False, **_overrides(cls)
    )
    fields = {json_name(field.name): field.type for field in cls.__attrs_attrs__}
    known = fields.keys() - {"extra"}
    coded = [(key, _members(enum)) for key in known if (enum := _enum_of(fields[key]))]

    def read(value: Any, _: Any = None) -> ApiObject:
        if type(value) is not dict:
            raise TypeError(f"expected an object, not {value!r:.40}")
        unknown = value.keys() - known
        for key, members in coded:
            if key in value and not _are_known(members, value[key]):
                unknown.add(key)
        if not unknown:
            return structure(value, cls)
        for key in sorted(unknown):
            name = f"{cls.__name__}.{_shown(key)[1:-1]}"
            code = f"{_shown(value[key])} is " if key in known else ""
            message = f"{name}: {code}not in the API's specification, kept as it is"
            warnings.warn(message, UnknownFieldWarning, stacklevel=2)
        rest = {key: item for key, item in value.items() if key not in unknown}
        extra = {key: item for key, item in value.items() if key in unknown}
        known_part: Any = structure(rest, cls)
        complete: ApiObject = attrs.evolve(known_part, extra=extra)
        return complete

    return read


def _enum_of(annotation: Any) -> type[StrEnum] | None:
    """Return the enum of a field that is a code, or a list of codes; `None` for others."""
    return next(filter(_is_enum, get_args(annotation)), None)


def _are_known(members: Mapping[str, StrEnum], value: Any) -> bool:
    """Tell whether all codes of a value are known; what is not a code is left to its hook."""
    codes = value if type(value) is list else (value,)
    return all(type(code) is not str or code in members for code in codes)


def _shown(value: Any) -> str:
    return f"{value!r:.60}"


def _explain(record: Any) -> str:
    """Describe what is wrong with a record, and where; reads it again with detailed errors."""
    try:
        _reader(detailed=True).structure(record, Study)
    except (BaseValidationError, TypeError) as error:
        errors = transform_error(error, format_exception=lambda e, _: str(e))
        told = [_PATH.sub(lambda path: _json_path(path[0]), e) for e in errors[:_MOST_ERRORS]]
        more = len(errors) - len(told)
        return "; ".join([*told, f"and {more} more"] if more else told)
    return ""


_PATH = re.compile(r"(?<= @ )\$\S*$")
"""The path of a value, behind the message of an error."""


def _json_path(path: str) -> str:
    """Spell a path as the API does: `$.design_module.phases[0]` → `$.designModule.phases[0]`."""
    return ".".join(json_name(part) for part in path.split("."))
