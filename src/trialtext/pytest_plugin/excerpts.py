"""What is shown of values, lines and paths: as much as fits a line of a terminal."""

from pathlib import Path
from typing import Any, Final

import orjson

from trialtext.text.escapes import printable

_WIDTH: Final = 60
"""Characters of a text that are shown."""
_BEFORE: Final = 20
"""How many of them may stand before the place that matters."""


def excerpt(value: Any, at: int = 0) -> str:
    """Write a value as JSON on one line; of a longer text, what is around a place in it."""
    if isinstance(value, str):
        start = max(0, at - _BEFORE) if len(value) > _WIDTH else 0
        end = start + _WIDTH
        return f"{'…' * bool(start)}{_json(value[start:end])}{'…' * (end < len(value))}"
    text = _json(value)
    return text if len(text) <= _WIDTH else f"{text[:_WIDTH]}…"


def short_path(path: str) -> str:
    """Name a file as seen from the working directory, if it lies in there."""
    file, here = Path(path), Path.cwd()
    return printable(str(file.relative_to(here)) if file.is_relative_to(here) else path)


def _json(value: Any) -> str:
    return printable(orjson.dumps(value).decode())
