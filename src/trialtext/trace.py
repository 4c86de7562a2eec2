"""The study while it is being read: a draft whose every leaf knows the characters it came from."""

from enum import StrEnum
from typing import Any, TypeAlias

from trialtext.model.base import ApiObject, json_name
from trialtext.text import Span


class How(StrEnum):
    """How a value came about."""

    COPIED = "copied"
    NORMALISED = "normalised"
    RESOLVED = "resolved"
    DERIVED = "derived"


class Leaf:
    """A value of the study, where it came from, and how."""

    __slots__ = ("evidence", "how", "spans", "value")

    def __init__(
        self,
        value: str | int | bool,
        spans: tuple[Span, ...],
        how: How = How.COPIED,
        evidence: str = "",
    ) -> None:
        self.value = value
        self.spans = spans
        self.how = how
        self.evidence = evidence

    def moved(self, spans: tuple[Span, ...]) -> "Leaf":
        """The same value from other places."""
        return Leaf(self.value, spans, self.how, self.evidence)

    def resolved(self, evidence: str) -> "Leaf":
        """The same value, but resolved by some evidence."""
        return Leaf(self.value, self.spans, How.RESOLVED, evidence)


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

    def leaves(self, name: str) -> list[Leaf]:
        """Return a field that is a list of values; empty if it is not known."""
        nodes = self.fields.get(name, [])
        return [node for node in nodes if isinstance(node, Leaf)] if isinstance(nodes, list) else []

    def leaf(self, name: str) -> Leaf | None:
        """Return a field that is a single value, if it is known."""
        node = self.fields.get(name)
        return node if isinstance(node, Leaf) else None


Node: TypeAlias = Leaf | Draft | list["Draft"] | list[Leaf]


def freeze(node: Node) -> Any:
    """Build the model's objects out of a draft."""
    if isinstance(node, Draft):
        return node.cls(**{name: freeze(child) for name, child in node.fields.items()})
    if isinstance(node, list):
        return tuple([freeze(item) for item in node])
    return node.value


def leaves(node: Node) -> list[tuple[str, Leaf]]:
    """List every leaf with its JSON Pointer into the emitted JSON, in the order of the JSON."""
    found: list[tuple[str, Leaf]] = []
    _collect(node, "", found)
    return found


def _collect(node: Node, pointer: str, found: list[tuple[str, Leaf]]) -> None:
    if isinstance(node, Leaf):
        found.append((pointer, node))
    elif isinstance(node, list):
        items: list[Any] = node
        for index, item in enumerate(items):
            _collect(item, f"{pointer}/{index}", found)
    else:
        fields = node.fields
        for name, key in _KEYS.get(node.cls) or _KEYS.setdefault(node.cls, _keys(node.cls)):
            if name in fields:
                _collect(fields[name], pointer + key, found)


_KEYS: dict[type[ApiObject], list[tuple[str, str]]] = {}
"""The fields of each class in the order of the JSON, with their steps in a JSON Pointer."""


def _keys(cls: type[ApiObject]) -> list[tuple[str, str]]:
    return [(field.name, f"/{json_name(field.name)}") for field in cls.__attrs_attrs__]
