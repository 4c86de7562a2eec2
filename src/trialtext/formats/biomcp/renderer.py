"""Records as BioMCP prints them: the inverse of reading."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trialtext.formats.biomcp.header import ADDRESS
from trialtext.formats.biomcp.lists import SEPARATOR
from trialtext.formats.biomcp.outline import DEEPEST
from trialtext.formats.biomcp.schema import words
from trialtext.formats.biomcp.wrapping import LONGEST, wrapped
from trialtext.model.study import Study


def render(study: Study, _: str) -> str:
    """Print a record, with what is not in the API's specification, as BioMCP does."""
    # What writes JSON takes a while to import.
    from trialtext.codec import to_dict

    record = to_dict(study)
    number = record.get("protocolSection", {}).get("identificationModule", {}).get("nctId")
    address = {"url": f"{ADDRESS}{number}"} if number else {}
    return "\n".join([line.rstrip() for line in _object(record | address, 0)]).strip()


def _object(fields: Mapping[str, Any], depth: int) -> Iterator[str]:
    """Print what is in an object: scalars, then objects, then lists."""
    lists = {key: value for key, value in fields.items() if isinstance(value, list)}
    objects = {key: value for key, value in fields.items() if isinstance(value, dict)}
    for key, value in fields.items():
        if key not in lists and key not in objects:
            yield from _scalar(words(key), value)
    for key, value in objects.items():
        yield from _headed(words(key), value, depth + 1)
    for key, values in lists.items():
        items = list({str(value): value for value in values}.values())
        if any(isinstance(item, dict) for item in items):
            for item in items:
                yield from _headed(words(key), item, depth + 1)
        else:
            yield from _list(words(key), list(map(str, items)))


def _headed(name: str, fields: Mapping[str, Any], depth: int) -> Iterator[str]:
    yield from ("", f"{'#' * min(depth, DEEPEST)} {name}")
    yield from _object(fields, depth)


def _scalar(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, str) and len(value) > LONGEST:
        yield f"{name}:"
        yield from wrapped(value)
    else:
        yield f"{name}: {value}"


def _list(name: str, items: Sequence[str]) -> Iterator[str]:
    line = f"{name}: {SEPARATOR.join(items)}"
    if len(line) <= LONGEST:
        yield line
    else:
        yield f"{name}:"
        yield from (f"- {item}" for item in items)
