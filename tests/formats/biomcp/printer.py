"""A printer of the format, by its facts alone: it knows nothing of the package that reads it."""

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

DEEPEST = 5
LONGEST = 72
NARROW, WIDE = 70, 72
"""To how many characters strings are wrapped, the indent aside."""


def printed(record: dict[str, Any], *, width: int = NARROW) -> str:
    """Print a record, or a part of one, as `biomcp trial get` does."""
    number = record.get("protocolSection", {}).get("identificationModule", {}).get("nctId")
    url = {"url": f"https://clinicaltrials.gov/study/{number}"} if number else {}
    return _text(_object(record | url, 0, width))


def printed_search(records: Sequence[dict[str, Any]], *, width: int = NARROW) -> str:
    """Print records as `biomcp trial search` does."""
    return _text(_object({"nextPageToken": "XYZ", "studies": list(records)}, 0, width))


def _text(lines: Iterator[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip() + "\n"


def _object(record: dict[str, Any], depth: int, width: int) -> Iterator[str]:
    """Print an object: scalars first, then objects, then lists."""
    kinds: dict[type, dict[str, Any]] = {str: {}, dict: {}, list: {}}
    for key, value in record.items():
        kinds[type(value) if isinstance(value, dict | list) else str][key] = value
    for key, value in kinds[str].items():
        yield from _scalar(words(key), value, width)
    for key, value in kinds[dict].items():
        yield from _headed(key, value, depth, width)
    for key, values in kinds[list].items():
        if all(not isinstance(value, dict) for value in values):
            yield from _scalars(words(key), values)
        else:
            for value in _distinct(values):
                yield from _headed(key, value, depth, width)


def _headed(key: str, value: dict[str, Any], depth: int, width: int) -> Iterator[str]:
    yield ""
    yield f"{'#' * min(depth + 1, DEEPEST)} {words(key)}"
    yield from _object(value, depth + 1, width)


def _scalar(label: str, value: Any, width: int) -> Iterator[str]:
    if not isinstance(value, str) or len(value) <= LONGEST:
        yield f"{label}: {value}"
        return
    yield f"{label}:"
    for line in value.splitlines():
        folded = re.sub(r"\s+", " ", line)
        yield from (f"  {part}" for part in wrap(folded, width) or [""])


def _scalars(label: str, values: Sequence[Any]) -> Iterator[str]:
    items = [str(value) for value in _distinct(values)]
    line = f"{label}: {', '.join(items)}"
    if len(line) <= LONGEST:
        yield line
    else:
        yield f"{label}:"
        yield from (f"- {item}" for item in items)


def _distinct(values: Sequence[Any]) -> list[Any]:
    return list({str(value): value for value in values}.values())


def words(key: str) -> str:
    """Write a key in words: each capital begins one."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", key.replace("_", " "))
    return " ".join(word.capitalize() for word in apart.split())
