"""Records of the API as inputs: one study, a page or an array of them, NDJSON."""

import re
from collections.abc import Iterator
from typing import BinaryIO, Final

from trialtext.codec import InvalidRecordError, from_json, from_json_many
from trialtext.model.study import Study
from trialtext.text.source import BOM

_JSON: Final = re.compile(rb"[ \t\r\n]*[\[{]")
_HEAD: Final = 1 << 16
"""Bytes at the beginning by which JSON is known."""


def are_records(data: bytes | BinaryIO) -> bool:
    """Tell whether an input is JSON; a file is left at its beginning."""
    if isinstance(data, bytes):
        head = data[:_HEAD]
    else:
        head = data.read(_HEAD)
        data.seek(0)
    return bool(_JSON.match(head.removeprefix(BOM.encode())))


def read_records(data: bytes | BinaryIO, max_bytes: int) -> Iterator[Study | InvalidRecordError]:
    """Read the studies of an input that is JSON, one after the other.

    NDJSON in a file is read line by line, and may be of any size: a line that cannot be read gives
    its error, and never stops the others. Raises `InvalidRecordError` for other JSON that cannot be
    read, or of which there are more than `max_bytes`, and `OSError`.
    """
    if isinstance(data, bytes):
        yield from from_json_many(_checked(data, max_bytes))
        return
    first = data.readline(max_bytes + 1)
    if not _is_record(first):
        data.seek(0)
        yield from from_json_many(_checked(data.read(max_bytes + 1), max_bytes))
        return
    data.seek(0)
    for number, line in enumerate(data, 1):
        if line.strip():
            try:
                yield from_json(line.removeprefix(BOM.encode()))
            except InvalidRecordError as error:
                yield InvalidRecordError(f"line {number}: {error}")


def _is_record(line: bytes) -> bool:
    """Tell whether a line is a study by itself, as those of NDJSON are."""
    try:
        from_json(line.removeprefix(BOM.encode()))
    except InvalidRecordError:
        return False
    return True


def _checked(data: bytes, max_bytes: int) -> bytes:
    if len(data) > max_bytes:
        raise InvalidRecordError(f"more than {max_bytes} bytes of JSON that is not NDJSON")
    return data.removeprefix(BOM.encode())
