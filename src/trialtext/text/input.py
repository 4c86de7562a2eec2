"""An input before it is divided: read as a whole, or line by line where it may be large."""

import re
from collections.abc import Iterator
from functools import cached_property
from io import SEEK_END, BytesIO, StringIO, TextIOWrapper
from typing import BinaryIO, Final, cast

import attrs

from trialtext.text.decoding import InputError, decode, encoding_of, incomplete_character
from trialtext.text.source import BOM, SourceText

_HEAD: Final = 1 << 16
"""Bytes or characters at the beginning by which a table is known."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class TooLargeError(InputError):
    """An input that is read as a whole is larger than is allowed."""

    code = "too-large"


class EmptyInputError(InputError):
    """The input holds no text."""

    code = "empty-input"


@attrs.frozen(slots=False, eq=False)
class Input:
    """What is to be read: characters, bytes, or a binary file that is open and can seek."""

    data: str | bytes | BinaryIO
    path: str = "<text>"
    """Its name, for messages."""
    max_bytes: int | None = None
    """How large it may be, unless it is a file that is read line by line."""

    @cached_property
    def encoding(self) -> str:
        """How its bytes are decoded."""
        return "utf-8" if isinstance(self.data, str) else encoding_of(self._read(4))

    @cached_property
    def head(self) -> SourceText:
        """Its beginning. Raises `InputError` and `OSError`."""
        if isinstance(self.data, str):
            return decode(self.data[:_HEAD], self.path)
        data = self._read(_HEAD)
        if len(data) == _HEAD:  # the last character may be a part of one
            data = data[: len(data) - len(incomplete_character(data, self.encoding))]
        return decode(data, self.path)

    @cached_property
    def whole(self) -> SourceText:
        """All of it. Raises `InputError` and `OSError`."""
        self.check_size()
        data = self.data if isinstance(self.data, str) else self._read()
        text = self.head if len(data) < _HEAD else decode(data, self.path)
        if not text.text.removeprefix(BOM).strip():
            raise EmptyInputError("there is no text")
        return text

    def lines(self) -> Iterator[str]:
        """Give the lines with their ends, from the first one on.

        Bytes that are no UTF-8 are marked as lone surrogates: `document` reads them. Raises
        `InputError` and `OSError`.
        """
        if isinstance(self.data, str | bytes):
            self.check_size()
        if isinstance(self.data, str):
            yield from StringIO(self.data, newline="")
            return
        errors = "surrogateescape" if self.encoding == "utf-8" else "replace"
        file = BytesIO(self.data) if isinstance(self.data, bytes) else self.data
        reached = file.tell()
        file.seek(0)
        text = TextIOWrapper(file, self.encoding, errors, newline="")
        try:
            # `yield from` would close it with this generator.
            for line in text:  # noqa: UP028
                yield line
        finally:
            if not file.closed:  # it belongs to the caller, who may be reading lines elsewhere
                text.detach()
                file.seek(reached)

    def document(self, text: str, first_line: int, first_byte: int) -> SourceText:
        """Make a source of some lines, of which the place of the first is given."""
        if text.isascii() or not _SURROGATE.search(text):
            return SourceText(
                text,
                text,
                self.path,
                encoding=self.encoding,
                first_line=first_line,
                first_byte=first_byte,
            )
        data = text if isinstance(self.data, str) else text.encode(errors="surrogateescape")
        source = decode(data, self.path, refuse_binary=False)
        return attrs.evolve(source, first_line=first_line, first_byte=first_byte)

    def bytes_of(self, text: str) -> int:
        """Count the bytes that some of its lines take."""
        if text.isascii() and self.encoding == "utf-8":
            return len(text)
        errors = "surrogatepass" if isinstance(self.data, str) else "surrogateescape"
        return len(text.encode(self.encoding, errors))

    def check_size(self) -> None:
        """Raise `TooLargeError` if it is larger than is allowed."""
        data = self.data
        size = len(data) if isinstance(data, str | bytes) else data.seek(0, SEEK_END)
        if self.max_bytes is not None and size > self.max_bytes:
            raise TooLargeError(f"more than the {self.max_bytes:,} bytes that are allowed")

    def _read(self, length: int = -1) -> bytes:
        file = BytesIO(self.data) if isinstance(self.data, bytes) else cast("BinaryIO", self.data)
        file.seek(0)
        return file.read(length)
