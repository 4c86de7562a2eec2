"""What every class of the model shares: frozen, slotted, keyword-only, absent by default."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, TypeVar, dataclass_transform

import attrs

_Class = TypeVar("_Class", bound=type)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(attrs.field,))
def api_object(cls: _Class) -> _Class:
    """Make a class of the API's record out of annotated fields."""
    # What is inherited serves all classes: the repr names only what is present, and comparing needs
    # no code of each class's own, which would cost the import of the model a quarter of its time.
    return attrs.frozen(cls, kw_only=True, repr=False, eq=False)


@cache
def json_name(attribute: str) -> str:
    """Spell an attribute as the API does: `arm_group_labels` → `armGroupLabels`."""
    first, *others = attribute.removesuffix("_").split("_")
    return first + "".join(word.capitalize() for word in others)


@api_object
class ApiObject:
    """An object of the record: `None` and `()` stand for what is absent."""

    __attrs_attrs__: ClassVar[tuple[Any, ...]]

    extra: Mapping[str, Any] | None = attrs.field(default=None, hash=False)
    """What the JSON object held beyond the API's specification, by its JSON key."""

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
