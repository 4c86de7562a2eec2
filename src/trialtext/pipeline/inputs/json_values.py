"""The values that a file of JSON holds: one, those of an array, or those of NDJSON."""

import json
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

import orjson

from trialtext.pipeline.inputs.problems import UnreadableError
from trialtext.text.source import BOM

_BEGINNING: Final = re.compile(rb'[ \t\r\n]*(?:\{\s*["}]|\[\s*[\[\]{"])')
_CHUNK: Final = 1 << 16
"""Bytes that are read at a time."""
_SEPARATORS: Final = re.compile(r"[\s,]*")


class JsonValue(NamedTuple):
    """A value, and where it stands."""

    number: int | None
    """The line of NDJSON or the element of an array, from 1; `None` for the only value."""
    data: bytes
    """As JSON, which is not checked yet."""


def is_json(head: bytes) -> bool:
    """Tell by its beginning whether a file is JSON."""
    return bool(_BEGINNING.match(head.removeprefix(BOM.encode())))


def json_values(file: BinaryIO, max_bytes: int) -> Iterator[JsonValue]:
    """Give the values of a file one after the other, each of no more than some bytes.

    Raises `UnreadableError` for what is larger, and for an array that is not JSON; what stands
    before is given.
    """
    first = file.readline(max_bytes + 1).removeprefix(BOM.encode())
    while first and not first.strip():
        first = file.readline(max_bytes + 1)
    if first.lstrip().startswith(b"["):
        yield from _elements(first, file, max_bytes)
    elif _is_value(first):
        yield from _lines(first, file, max_bytes)
    else:
        rest = file.read(max(0, max_bytes + 1 - len(first)))
        yield JsonValue(None, _checked(first + rest, max_bytes))


def _is_value(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _lines(first: bytes, file: BinaryIO, max_bytes: int) -> Iterator[JsonValue]:
    number, line = 1, first
    following = file.readline(max_bytes + 1)
    if not following:
        yield JsonValue(None, line)
        return
    while line:
        if line.strip():
            yield JsonValue(number, _checked(line, max_bytes))
        line, number = following, number + 1
        following = file.readline(max_bytes + 1)


def _elements(first: bytes, file: BinaryIO, max_bytes: int) -> Iterator[JsonValue]:
    """Give the elements of an array, of which a part is in memory at a time."""
    decode = getincrementaldecoder("utf-8")("surrogateescape").decode
    parser = json.JSONDecoder()
    buffer, at = decode(first).lstrip()[1:], 0
    number = 1
    while True:
        at = _end_of_separators(buffer, at)
        if buffer.startswith("]", at):
            return
        try:
            _, end = parser.raw_decode(buffer, at)
            problem = None
        except (json.JSONDecodeError, RecursionError) as error:
            end, problem = len(buffer), error
        if end == len(buffer):  # it may go on
            chunk = file.read(max(_CHUNK, len(buffer)))
            if not chunk or len(buffer) - at > max_bytes:
                cause = problem or "the array has no end"
                raise UnreadableError("invalid-record", f"element {number}: not JSON: {cause}")
            buffer, at = buffer[at:] + decode(chunk), 0
            continue
        yield JsonValue(number, buffer[at:end].encode(errors="surrogateescape"))
        number, at = number + 1, end


def _end_of_separators(text: str, at: int) -> int:
    match = _SEPARATORS.match(text, at)
    return match.end() if match else at


def _checked(data: bytes, max_bytes: int) -> bytes:
    if len(data) > max_bytes:
        raise UnreadableError("too-large", f"more than the {max_bytes:,} bytes that are allowed")
    return data
