"""The values that a file of JSON holds: one, those of an array, or those of NDJSON."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, Final, NamedTuple

import orjson

from trialtext.pipeline.inputs.problems import UnreadableError
from trialtext.text.source import BOM

_BEGINNING: Final = re.compile(rb'[ \t\r\n]*(?:\{\s*["}]|\[\s*[\[\]{"])')
_CHUNK: Final = 1 << 16
"""Bytes that are read at a time."""
_BEFORE: Final = {
    True: re.compile(r"\s*\[\s*(?:(?P<end>\])|(?=[^\s\]]))"),
    False: re.compile(r"\s*(?:(?P<end>\])|,\s*(?=\S))"),
}
"""What stands before an element, the first one and others, or the end of the array."""


class JsonValue(NamedTuple):
    """A value, and where it stands."""

    number: int | None
    """The line of NDJSON or the element of an array, from 1; `None` for the only value."""
    data: bytes
    """As JSON, which is not checked yet."""
    is_too_large: bool = False
    """Whether there is more of it than is allowed."""


def is_json(head: bytes) -> bool:
    """Tell by its beginning whether a file is JSON."""
    return bool(_BEGINNING.match(head.removeprefix(BOM.encode())))


def json_values(head: bytes, file: BinaryIO, max_bytes: int) -> Iterator[JsonValue]:
    """Give the values of a file, of which the beginning is known, one after the other.

    Raises `UnreadableError` for an array that is not JSON; what stands before is given.
    """
    if head.removeprefix(BOM.encode()).lstrip().startswith(b"["):
        yield from _elements(file, max_bytes)
        return
    lines = _lines(file, max_bytes)
    first = next(lines)
    second = next(lines, None)
    if second is None:
        yield first._replace(number=None)
    elif _is_value(first.data) or second.data.startswith(b"{"):
        yield from chain((first, second), lines)
    else:
        data = first.data + second.data + file.read(max_bytes + 1)
        yield JsonValue(None, data, len(data) > max_bytes)


def _is_value(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _lines(file: BinaryIO, max_bytes: int) -> Iterator[JsonValue]:
    """Give the lines that are not blank; of one that is too large, only the beginning."""
    number = 0
    while line := file.readline(max_bytes + 1):
        number += 1
        value = JsonValue(number, line.removeprefix(BOM.encode()), len(line) > max_bytes)
        while len(line) > max_bytes and not line.endswith(b"\n"):
            line = file.readline(max_bytes + 1)
        if value.data.strip():
            yield value


def _elements(file: BinaryIO, max_bytes: int) -> Iterator[JsonValue]:
    """Give the elements of an array, of which a part is in memory at a time."""
    decode = getincrementaldecoder("utf-8-sig")("surrogateescape").decode
    parser = json.JSONDecoder(parse_int=str)  # of any length: only the end is of interest
    buffer, at, number = "", 0, 0
    while True:
        start, end, problem = _element(parser, buffer, at, is_first=not number)
        if not problem:
            break
        if end == len(buffer):  # it may go on
            if len(buffer) - at > max_bytes:
                message = f"element {number + 1}: more than the {max_bytes:,} bytes allowed"
                raise UnreadableError("too-large", message)
            chunk = decode(file.read(max(_CHUNK, len(buffer))))
            if not chunk:
                message = f"element {number + 1}: not JSON: {problem}"
                raise UnreadableError("invalid-record", message)
            buffer, at = buffer[at:] + chunk, 0
            continue
        number += 1
        yield JsonValue(number, buffer[start:end].encode(errors="surrogateescape"))
        at = end
    if (buffer[end:] + decode(file.read(_CHUNK))).strip():
        raise UnreadableError("invalid-record", "there is more behind the end of the array")


def _element(
    parser: json.JSONDecoder, text: str, at: int, *, is_first: bool
) -> tuple[int, int, str]:
    """Find where the next element is, and tell what is the matter if it is not complete.

    Then, or if it is no JSON, it reaches to the end of the text. Nothing is told at the end of the
    array, which is given then.
    """
    before = _BEFORE[is_first].match(text, at)
    if before is None:
        return at, len(text), "an element, a comma or the end of the array is missing"
    start = before.end()
    if before["end"]:
        return start, start, ""
    try:
        _, end = parser.raw_decode(text, start)
    except (json.JSONDecodeError, RecursionError) as error:
        return start, len(text), str(error)
    return start, end, "it has no end"
