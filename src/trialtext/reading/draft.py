"""The study while it is read: a draft whose every value knows the characters it came from."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from trialtext.model.base import ApiObject, json_name
from trialtext.text.edits import Span


class Derivation(StrEnum):
    """How a value came about."""

    VERBATIM = "verbatim"
    """As it stands in the text."""
    NORMALIZED = "normalized"
    """Written in another way than in the text."""
    INFERRED = "inferred"
    """Settled by evidence from several places."""
    COMPUTED = "computed"
    """Not in the text, but made of what is."""


class Value(NamedTuple):
    """A value of the study, where it came from, and how."""

    value: str | float | bool
    """A float stands for an integer, too."""
    spans: tuple[Span, ...]
    """The stretches of the text that was parsed."""
    derivation: Derivation = Derivation.VERBATIM
    evidence: str = ""
    """What settled it, if it was inferred or computed; what else it may be, if not certain."""

    def moved(self, spans: tuple[Span, ...]) -> "Value":
        """Take the same value from other places."""
        return self._replace(spans=spans)

    def inferred(self, evidence: str) -> "Value":
        """Take the same value as inferred by some evidence."""
        return self._replace(derivation=Derivation.INFERRED, evidence=evidence)


class Draft:
    """An object of the model before it is frozen: its class, and those fields that are known."""

    __slots__ = ("cls", "fields")

    def __init__(self, cls: type[ApiObject], **fields: "Node | None") -> None:
        self.cls = cls
        self.fields: dict[str, Node] = {}
        for name, node in fields.items():
            self.set(name, node)

    def __bool__(self) -> bool:
        return bool(self.fields)

    def set(self, name: str, node: "Node | None") -> None:
        """Set a field; `None` and empty lists leave it as it is."""
        if node is not None and (type(node) is not list or node):
            self.fields[name] = node

    def append(self, name: str, draft: "Draft") -> None:
        """Add an object to a field that is a list of objects."""
        values: Any = self.fields.setdefault(name, [])
        values.append(draft)

    def drafts(self, name: str) -> "list[Draft]":
        """Return a field that is a list of objects; empty if it is not known."""
        nodes = self.fields.get(name, [])
        return (
            [node for node in nodes if isinstance(node, Draft)] if isinstance(nodes, list) else []
        )

    def values(self, name: str) -> list[Value]:
        """Return a field that is a list of values; empty if it is not known."""
        nodes = self.fields.get(name, [])
        return (
            [node for node in nodes if isinstance(node, Value)] if isinstance(nodes, list) else []
        )

    def value(self, name: str) -> Value | None:
        """Return a field that is a single value, if it is known."""
        node = self.fields.get(name)
        return node if isinstance(node, Value) else None


Node: TypeAlias = Value | Draft | list["Draft"] | list[Value]
"""What a field of a draft may hold."""


def freeze(draft: Draft) -> tuple[Any, list[Value]]:
    """Build the object that was drafted, and list its values in the order of the JSON."""
    values: list[Value] = []
    return _freeze(draft, values), values


def _freeze(node: Node, values: list[Value]) -> Any:
    if isinstance(node, Value):
        values.append(node)
        return node.value
    if isinstance(node, list):
        items: list[Any] = node
        return tuple([_freeze(item, values) for item in items])
    cls: Any = node.cls
    fields: dict[str, Any] = node.fields
    frozen = {}
    for name in _names(cls):
        inner = fields.get(name)
        if type(inner) is Value:  # most are, and a call takes longer than what it does
            values.append(inner)
            frozen[name] = inner.value
        elif inner is not None:
            frozen[name] = _freeze(inner, values)
    if len(frozen) < len(fields):
        unknown = ", ".join(sorted(fields.keys() - frozen.keys()))
        raise AttributeError(f"{cls.__name__} has no field {unknown}")
    return cls(**frozen)


@cache
def _names(cls: type[ApiObject]) -> list[str]:
    """List the fields of a class in the order of the JSON."""
    return [field.name for field in cls.__attrs_attrs__]


def json_pointers(value: Any, pointer: str = "") -> Iterator[str]:
    """Give the JSON Pointer of every string, number and truth value of an object of the model."""
    if isinstance(value, ApiObject):
        cls: Any = type(value)
        for name in _names(cls):
            child = getattr(value, name)
            if child is not None:
                yield from json_pointers(child, f"{pointer}/{json_name(name)}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from json_pointers(item, f"{pointer}/{index}")
    else:
        yield pointer


def all_values(node: Node) -> list[Value]:
    """List the values of a draft, of one field, or of a list of these."""
    if isinstance(node, Value):
        return [node]
    children: list[Any] = node if isinstance(node, list) else list(node.fields.values())
    return [value for child in children for value in all_values(child)]
