"""Study records to and from the registry's JSON: one rule for names, one for what is absent."""

import re
import warnings
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, get_args

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
    """JSON held a field or a code that the API's specification does not know; it is kept."""


class InvalidRecordError(ValueError):
    """Bytes are no JSON object of a study, or a value in it has the wrong type."""


def to_json(study: ApiObject, *, indent: bool = False) -> bytes:
    """Write a study, or any part of one, as the API's JSON, keys in the API's order.

    What is `None` or `()` leaves no trace: no nulls, no empty lists. `indent` puts two spaces a
    level and each value on a line of its own. Raises `TypeError` for what is no part of the record.
    """
    _check_is_record(study, "to_json")
    return orjson.dumps(study, _writable, orjson.OPT_INDENT_2 if indent else None)


def to_dict(study: ApiObject) -> dict[str, Any]:
    """Turn a study, or any part of one, into what `to_json` writes, as dicts, lists and scalars."""
    _check_is_record(study, "to_dict")
    record: dict[str, Any] = orjson.loads(to_json(study))
    return record


def from_json(data: bytes | str) -> Study:
    """Read one study record of the API v2.

    What the specification does not know is kept in the `extra` of its object, so that `to_json`
    writes it again, and is reported by an `UnknownFieldWarning`. Raises `InvalidRecordError`, and
    `TypeError` for what is neither bytes nor text.
    """
    if not isinstance(data, bytes | str):
        raise TypeError(f"from_json takes JSON as bytes or text, not {type_of(data)}")
    try:
        record = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise InvalidRecordError(
            f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        ) from error
    try:
        return _reader(detailed=False).structure(record, Study)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise InvalidRecordError(_explain(record) or str(error)) from error


def type_of(value: object) -> str:
    """Name the type of a value, for messages on what was given."""
    return "None" if value is None else f"a {type(value).__name__}"


def _check_is_record(value: object, function: str) -> None:
    if not isinstance(value, ApiObject):
        raise TypeError(f"{function} takes a study or a part of one, not {type_of(value)}")


# ---- Writing -------------------------------------------------------------------------------------


def _writable(value: Any) -> dict[str, Any]:
    """Turn an object of the model into a dict; orjson comes back for the objects inside."""
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


@cache
def _reader(*, detailed: bool) -> Converter:
    sections = (annotation, derived, document, protocol, results)
    # The study names its sections without importing them; here they are wanted.
    attrs.resolve_types(Study, {k: v for module in sections for k, v in vars(module).items()})
    converter = Converter(detailed_validation=detailed)
    for scalar in (str, bool, int, float):
        converter.register_structure_hook(scalar, _only(scalar))
    for enum in filter(_is_enum, vars(enums).values()):
        # One by one, for cattrs takes the rule for `str` to hold for what is derived from it.
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
    """Accept values of one JSON type; an integer may stand for a float."""
    accepted = (float, int) if scalar is float else (scalar,)

    def structure(value: Any, _: Any) -> Any:
        if type(value) not in accepted:
            raise TypeError(f"expected {scalar.__name__}, not {value!r:.40}")
        return value

    return structure


def _list_reader(cls: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    structure = homogenous_tuple_structure_factory(cls, converter)

    def read(value: Any, _: Any) -> Any:
        if type(value) is not list:
            raise TypeError(f"expected a list, not {value!r:.40}")
        return structure(value, cls)

    return read


def _code_reader(cls: type[StrEnum]) -> Callable[[Any, Any], StrEnum]:
    members = _members(cls)

    def structure(value: Any, _: Any) -> StrEnum:
        if type(value) is not str:
            raise TypeError(f"expected a code, not {value!r:.40}")
        return members[value]  # an unknown code does not come here: see _object_reader

    return structure


def _members(cls: type[StrEnum]) -> Mapping[str, StrEnum]:
    return {member.value: member for member in cls}


def _object_reader(cls: type[ApiObject], converter: Converter) -> Callable[[Any, Any], ApiObject]:
    """Read an object of the model, and keep what the specification does not know in its `extra`."""
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
            if key in value and not _knows(members, value[key]):
                unknown.add(key)
        if not unknown:
            return structure(value, cls)
        for key in unknown:
            warnings.warn(
                f"{cls.__name__}.{key}: not in the API's specification, kept as it is",
                UnknownFieldWarning,
                stacklevel=2,
            )
        rest = {key: item for key, item in value.items() if key not in unknown}
        extra = {key: item for key, item in value.items() if key in unknown}
        plain: Any = structure(rest, cls)
        whole: ApiObject = attrs.evolve(plain, extra=extra)
        return whole

    return read


def _enum_of(annotation: Any) -> type[StrEnum] | None:
    """The enum of a field that is a code, or a list of codes."""
    return next(filter(_is_enum, get_args(annotation)), None)


def _knows(members: Mapping[str, StrEnum], value: Any) -> bool:
    """Whether all codes of a value are known; what is no code is not for this to say."""
    codes = value if type(value) is list else (value,)
    return all(type(code) is not str or code in members for code in codes)


def _explain(record: Any) -> str:
    """Say what is wrong with a record, and where: read it once more, slowly."""
    try:
        _reader(detailed=True).structure(record, Study)
    except (BaseValidationError, TypeError) as error:
        errors = transform_error(error, format_exception=lambda e, _: str(e))
        return "; ".join(_PATH.sub(lambda path: _json_path(path[0]), line) for line in errors)
    return ""


_PATH = re.compile(r"(?<= @ )\$\S*$")


def _json_path(path: str) -> str:
    """`$.design_module.phases[0]` → `$.designModule.phases[0]`."""
    return ".".join(json_name(part) for part in path.split("."))
