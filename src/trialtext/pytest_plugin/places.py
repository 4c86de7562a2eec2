"""Where in a page the values of its study stand."""

import re
from collections.abc import Iterator
from typing import Any, Final

from trialtext.codec import to_dict
from trialtext.pytest_plugin.differences import ABSENT, Difference
from trialtext.pytest_plugin.excerpts import excerpt, short_path
from trialtext.reading.provenance import Provenance
from trialtext.reading.result import Result
from trialtext.text.source import BOM

_LINE_END: Final = re.compile(r"[\r\n]")


def is_traced(result: Result) -> bool:
    """Tell whether the study is still the one that was read: of another, no place is known."""
    return result.study is not None and list(_values(to_dict(result.study))) == [
        value.value for value in result.values
    ]


def place_of(difference: Difference, result: Result) -> str:
    """Tell where the new value stands, and show the line; of an object, those of its first value.

    It is empty for a value that is gone.
    """
    if difference.new is ABSENT:
        return ""
    for provenance in _provenance(result, difference.pointer):
        for location in provenance.locations[:1]:
            text = result.text[location.start : location.end]
            return _line(result, location.start + _changed(text, difference))
    return ""


def _values(value: Any) -> Iterator[Any]:
    """Give every string, number and truth value of JSON, in order."""
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _values(inner)
    else:
        yield value


def _provenance(result: Result, pointer: str) -> Iterator[Provenance]:
    """Give the provenance of a value, or of all values in it."""
    if pointer in result.provenance:
        yield result.provenance[pointer]
        return
    for known, provenance in result.provenance.items():
        if known.startswith(f"{pointer}/"):
            yield provenance


def _changed(text: str, difference: Difference) -> int:
    """Find the line of a longer text in which it differs, if that line stands in it just once."""
    old, new, at = difference.old, difference.new, difference.offset
    if not (isinstance(old, str) and isinstance(new, str)):
        return 0
    start = new.rfind("\n", 0, at) + 1
    line = new[start:].partition("\n")[0]
    return text.find(line) + at - start if line and text.count(line) == 1 else 0


def _line(result: Result, at: int) -> str:
    """Show the line of a position in a text as `path:line:column  "line"`."""
    line, column = result.source.line_column(at)
    text = result.text
    start = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    end = _LINE_END.search(text, at)
    shown = excerpt(text[start : end.start() if end else None].removeprefix(BOM), column - 1)
    return f"{short_path(result.path)}:{line}:{column}  {shown}"
