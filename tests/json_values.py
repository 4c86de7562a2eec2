"""JSON values as tests compare them."""

from collections.abc import Iterator
from typing import Any


def squeezed(node: Any) -> Any:
    """Put single spaces for all white space."""
    if isinstance(node, dict):
        return {key: squeezed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [squeezed(item) for item in node]
    return " ".join(node.split()) if isinstance(node, str) else node


def values(node: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Give every string, number and truth value, with its JSON Pointer."""
    if isinstance(node, dict | list):
        pairs = node.items() if isinstance(node, dict) else enumerate(node)
        for key, item in pairs:
            yield from values(item, f"{pointer}/{key}")
    else:
        yield pointer, node
