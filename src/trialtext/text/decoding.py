"""Bytes to text: every byte is read, and what is doubtful about it is kept."""

import codecs
import re
from typing import ClassVar, Final

from trialtext.text.edits import Edit
from trialtext.text.source import SourceText

_SURROGATE: Final = "[\ud800-\udfff]"
_MOST_NULS: Final = 0.01
"""The share of NULs beyond which characters are binary data, and no damaged text."""
_WINDOWS_1252: Final = {
    0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte)
    for byte in range(0x80, 0x100)
}
"""What each undecodable byte, marked as a surrogate, is: what is none there is that of Latin-1."""
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class InputError(ValueError):
    """An input cannot be read."""

    code: ClassVar[str]
    """What is reported of it."""


class NotTextError(InputError):
    """The input is binary data."""

    code = "not-text"


def decode(
    source: str | bytes | bytearray | memoryview,
    path: str = "<text>",
    *,
    refuse_binary: bool = True,
) -> SourceText:
    """Decode an input: UTF-8, with or without byte order mark, or UTF-16 with one.

    Bytes that are no UTF-8 are read as Windows-1252. Raises `NotTextError` for binary data.
    """
    if isinstance(source, str):
        text = _from_text(source, path)
    else:
        text = _from_bytes(bytes(source), path, refuse_binary=refuse_binary)
    if refuse_binary:
        _refuse_nuls(text.original.count("\0"), len(text.original), text.original.find("\0"))
    return text


def encoding_of(beginning: bytes) -> str:
    """Tell how bytes are to be decoded, by their byte order mark."""
    return next((name for mark, name in _BOMS if beginning.startswith(mark)), "utf-8")


def _refuse_nuls(number: int, length: int, first: int) -> None:
    if number > length * _MOST_NULS:
        raise NotTextError(f"binary data: {number:,} NULs, the first at offset {first:,}")


def _from_text(source: str, path: str) -> SourceText:
    try:
        source.encode()
    except UnicodeEncodeError:
        replaced = tuple(match.start() for match in re.finditer(_SURROGATE, source))
        source = re.sub(_SURROGATE, "\ufffd", source)
        return SourceText(source, source, path, replaced=replaced)
    return SourceText(source, source, path)


def _from_bytes(source: bytes, path: str, *, refuse_binary: bool) -> SourceText:
    encoding = encoding_of(source)
    if encoding == "utf-8" and refuse_binary:  # before much is made of what may be a large file
        _refuse_nuls(source.count(0), len(source), source.find(0))
    try:
        original = source.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise NotTextError(f"binary data: not {encoding}: {error.reason}") from error
    else:
        return SourceText(original, original, path, encoding=encoding)
    original, undecodable = _decode_what_can_be(source)
    text = SourceText(original, original, path, encoding=encoding, undecodable=undecodable)
    rest = len(incomplete_character(source, encoding))
    if len(undecodable) > rest:  # it is no UTF-8 that was cut off
        rest = 0
    return text.edited([Edit(len(original) - rest, len(original), "")]) if rest else text


def incomplete_character(data: bytes, encoding: str) -> bytes:
    """Return the bytes at the end that are the beginning of a character which was cut off."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    # Characters of UTF-16 begin at even positions.
    decoder.decode(data[-3:] if encoding == "utf-8" else data[-4 + len(data) % 2 :])
    return decoder.getstate()[0]


def _decode_what_can_be(data: bytes) -> tuple[str, tuple[int, ...]]:
    """Decode UTF-8, and each byte that is none as Windows-1252."""
    # Python marks such a byte as a lone surrogate, which no valid UTF-8 decodes to.
    marked = data.decode("utf-8", "surrogateescape")
    found = tuple(match.start() for match in re.finditer(_SURROGATE, marked))
    return marked.translate(_WINDOWS_1252), found
