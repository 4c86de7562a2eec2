"""Fields of the protocol by their paths: drafted when a row is read, taken when one is written."""

from functools import cache
from typing import Any, Final, NamedTuple, get_args

from trialtext.model.base import ApiObject, json_name
from trialtext.model.protocol import ProtocolSection
from trialtext.model.study import Study
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.draft import Draft, Node

_DOT: Final = "."


class _Place(NamedTuple):
    module: type[ApiObject]
    objects: tuple[tuple[str, type[ApiObject]], ...]
    """Objects inside the module, by field and class."""
    field: str


def put(builder: StudyBuilder[Any], path: str, node: Node | None) -> None:
    """Set a field, such as `sponsor_collaborators_module.lead_sponsor.name`; `None` is absent."""
    if node is None or node == []:
        return
    module, objects, field = _place(path)
    draft = builder.module(module)
    for name, cls in objects:
        inner = draft.fields.get(name)
        if not isinstance(inner, Draft):
            inner = Draft(cls)
            draft.set(name, inner)
        draft = inner
    builder.set_once(draft, field, node)


def get(study: Study, path: str) -> Any:
    """Return a field; `None` or an empty tuple if it is absent."""
    found: Any = study.protocol_section
    for name in path.split(_DOT):
        found = value_of(found, name)
    return found


def value_of(part: ApiObject | None, name: str) -> Any:
    """Return a field of an object, also a code that is not in the specification."""
    value = getattr(part, name, None)
    return (part.extra.get(json_name(name)) if part and part.extra else None) or value


def written(part: ApiObject | None, name: str) -> str:
    """Write a field of an object; nothing if it is absent."""
    value = value_of(part, name)
    return "" if value is None else str(value)


@cache
def _place(path: str) -> _Place:
    name, *names, field = path.split(_DOT)
    module = cls = _class_of(ProtocolSection, name)
    objects = [(name, cls := _class_of(cls, name)) for name in names]
    return _Place(module, tuple(objects), field)


def _class_of(cls: type[ApiObject], name: str) -> Any:
    """Return the class of an object inside an object."""
    (field,) = (field for field in cls.__attrs_attrs__ if field.name == name)
    return get_args(field.type)[0]
