"""Base of the model's classes: frozen, slotted, keyword-only, with fields absent by default."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform

import attrs

_Class = TypeVar("_Class", bound=type)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field,))
def api_object(cls: _Class) -> _Class:
    """Make an attrs class of the API's record from annotated fields."""
    # All classes inherit the methods of ApiObject: its repr shows only what is present, and
    # generating `__eq__` for each class would cost a quarter of the time to import the model.
    return attrs.frozen(cls, kw_only=True, repr=False, eq=False)


@cache
def json_name(attribute: str) -> str:
    """Spell an attribute as the API does: `arm_group_labels` → `armGroupLabels`."""
    first, *others = attribute.removesuffix("_").split("_")
    return first + "".join(word.capitalize() for word in others)


@api_object
class ApiObject:
    """An object of the record; absent fields are `None` or `()`."""

    __attrs_attrs__: ClassVar[tuple[Any, ...]]

    extra: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """Fields of the JSON object that are not in the API's specification, by their JSON keys."""

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        names = (field.name for field in type(self).__attrs_attrs__)
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def __hash__(self) -> int:
        names = (f.name for f in type(self).__attrs_attrs__ if f.name != "extra")
        return hash((type(self), *(getattr(self, name) for name in names)))

    def __repr__(self) -> str:
        present = (
            f"{field.name}={value!r}"
            for field in type(self).__attrs_attrs__
            if (value := getattr(self, field.name)) is not None and value != ()
        )
        return f"{type(self).__name__}({', '.join(present)})"
