"""The keys of the record's objects as the text writes them, taken from the classes of the model."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Final, NamedTuple, get_args, get_origin

from trialtext.model.base import ApiObject, json_name

_WORD_START: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Key(NamedTuple):
    """A key of an object."""

    field: str
    """The attribute of the model."""
    cls: Any
    """The class of its value, or of the items of its list: of the model, an enum, or a scalar."""
    is_list: bool
    """Whether its value is a list."""

    @property
    def is_object(self) -> bool:
        """Whether its value is an object, or a list of objects."""
        return issubclass(self.cls, ApiObject)


def words(key: str) -> str:
    """Take a key of the API apart: `nctId` → `Nct Id`."""
    apart = _WORD_START.sub(" ", key.replace("_", " "))
    return " ".join(map(str.capitalize, apart.split()))


def keys(cls: Any) -> Mapping[str, Key]:
    """Return the keys of a class of the model by their words."""
    return _keys(cls)


@cache
def _keys(cls: type[ApiObject]) -> Mapping[str, Key]:
    fields = [field for field in cls.__attrs_attrs__ if field.name != "extra"]
    return {words(json_name(field.name)): _key(field.name, field.type) for field in fields}


def _key(field: str, annotation: Any) -> Key:
    """Make a key of a field that is `X | None` or `tuple[X, ...]`."""
    return Key(field, get_args(annotation)[0], get_origin(annotation) is tuple)
