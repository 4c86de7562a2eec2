"""Files as streams of bytes: local ones, standard input, those at an address; decompressed."""

import bz2
import errno
import gzip
import lzma
import os
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from pathlib import Path
from select import select
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, Final, cast

from trialtext.extras import require
from trialtext.pipeline.inputs.addresses import is_address, open_address, remote_errors
from trialtext.pipeline.inputs.paths import STANDARD_INPUT, is_folder

HEAD: Final = 1 << 16
"""Bytes at the beginning by which it is known what a file holds."""
_CHUNK: Final = 1 << 20
"""Bytes that are read at a time: how many are allowed may be more than there is memory."""
_LITTLE: Final = 1 << 12
"""Compressed bytes that are read at a time: they may become ten thousand times as many."""
_IN_MEMORY: Final = 1 << 24
"""Bytes up to which a stream is kept in memory where it must be one that can seek."""

DAMAGED: Final = (
    EOFError,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What is raised where an archive or what is compressed is damaged; `OSError` is, too."""


@contextmanager
def open_stream(path: str) -> Iterator[tuple[str, BinaryIO]]:
    """Open an input: its name for messages, and its bytes.

    Raises `OSError`, and `MissingExtraError` for an address if nothing is there that reads it.
    """
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        yield "<stdin>", _buffered(_Waiting(sys.stdin.buffer))
    elif is_address(path):
        with open_address(path) as file:
            # It is read once: not all that is at addresses can seek.
            yield path, _buffered(_Remote(path, file))
    elif is_folder(path) and os.access(path, os.R_OK):
        raise IsADirectoryError(errno.EISDIR, "a directory with nothing that can be read", path)
    else:
        with Path(path).open("rb", buffering=0) as raw:
            yield path, _buffered(raw if raw.seekable() else _Waiting(raw))


def read(path: str) -> tuple[str, bytes]:
    """Read an input; its name for messages, and its bytes. Raises what `open_stream` raises."""
    with open_stream(path) as (name, file):
        return name, file.read()


def read_most(file: BinaryIO, limit: int) -> bytes:
    """Read all of a file, or as many bytes as a limit says."""
    data = bytearray()
    while chunk := file.read(min(_CHUNK, limit - len(data))):
        data += chunk
    return bytes(data)


def peeked(file: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Read the beginning of a stream, and give the stream as it was.

    If it is damaged, that is raised where it is read on: what stands before may be of use.
    """
    head = b""
    rest: Any = file
    try:
        while len(head) < HEAD and (chunk := rest.read1(HEAD - len(head))):
            head += chunk
    except (*DAMAGED, OSError) as error:
        rest = _Broken(error)
    if rest is file and file.seekable():
        file.seek(0)
        return head, file
    return head, _buffered(_Joined(head, rest))


def forward(file: Any) -> BinaryIO:
    """Give a stream that is read once: to seek in what is decompressed is to begin again."""
    return _buffered(_Joined(b"", file))


@contextmanager
def seekable(file: BinaryIO) -> Iterator[BinaryIO]:
    """Give a file that can seek: the same, or a copy on disk."""
    if file.seekable():
        yield file
        return
    with SpooledTemporaryFile(_IN_MEMORY) as copy:
        problem: Exception | None = None
        whole: Any = file
        try:
            while chunk := whole.read1(_CHUNK):
                copy.write(chunk)
        except (*DAMAGED, OSError) as error:
            problem = error
        copy.seek(0)
        yield cast("BinaryIO", copy)
        if problem:  # what stands before the damage was read
            raise problem


def _buffered(raw: Any) -> BinaryIO:
    return BufferedReader(raw, HEAD)


class _Reading(RawIOBase):
    """A stream that is read once, from what `read` gives; nothing is its end."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


class _Waiting(_Reading):
    """Waits for a stream that does not block, and where nothing is there yet."""

    def __init__(self, file: Any) -> None:
        self._file = getattr(file, "raw", file)
        super().__init__(self._next)

    def _next(self, size: int) -> bytes:
        while (data := self._file.read(size)) is None:
            select([self._file], [], [])
        return cast("bytes", data)


class _Joined(_Reading):
    """A stream of which the beginning was read."""

    def __init__(self, head: bytes, file: Any) -> None:
        self._head = head
        # What stands before damage is read: `read` would wait for more, and lose it.
        self._read_some: Callable[[int], bytes] = getattr(file, "read1", file.read)
        super().__init__(self._next)

    def _next(self, size: int) -> bytes:
        if self._head:
            data, self._head = self._head[:size], self._head[size:]
            return data
        return self._read_some(size)


class _Remote(_Reading):
    """A file at an address."""

    def __init__(self, path: str, file: Any) -> None:
        self._path, self._file = path, file
        super().__init__(self._next)

    def _next(self, size: int) -> bytes:
        with remote_errors(self._path):
            return cast("bytes", self._file.read(size))


class _Broken(_Reading):
    """A stream that is at its damage."""

    def __init__(self, error: Exception) -> None:
        self._error = error
        super().__init__(self._next)

    def _next(self, _: int) -> bytes:
        raise self._error


# ---- What is compressed


class _Zstandard(_Reading):
    """Zstandard, of one frame or of several. Raises `EOFError` if the last one is cut off."""

    def __init__(self, file: BinaryIO) -> None:
        self._zstandard = require("zstandard", extra="archives")
        self._file = file
        self._frame: Any = None
        self._rest = memoryview(b"")
        """What was decompressed, and is not read yet."""
        super().__init__(self._next)

    def _next(self, size: int) -> bytes:
        while not self._rest:
            data = self._compressed()
            if not data:
                return b""
            try:
                self._rest = memoryview(self._frame.decompress(data))
            except self._zstandard.ZstdError as error:
                raise OSError(f"no Zstandard: {error}") from error
        read, self._rest = bytes(self._rest[:size]), self._rest[size:]
        return read

    def _compressed(self) -> bytes:
        """Read what is to be decompressed next, with the frame that it belongs to."""
        following = b"" if self._frame is None else self._frame.unused_data
        if self._frame is None or self._frame.eof:
            data: bytes = following or self._file.read(_LITTLE)
            if data:
                self._frame = self._zstandard.ZstdDecompressor().decompressobj()
            return data
        data = self._file.read(_LITTLE)
        if not data:
            raise EOFError("the compressed file ends before its end is marked")
        return data


COMPRESSIONS: Final[dict[bytes, Callable[[BinaryIO], Any]]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file, mode="rb"),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\0": lzma.LZMAFile,
    b"\x28\xb5\x2f\xfd": _Zstandard,
}
"""How a compressed file begins, and what decompresses it."""


def is_compressed(head: bytes) -> bool:
    """Tell by its beginning whether a file is compressed."""
    return head.startswith(tuple(COMPRESSIONS))


def decompressed(head: bytes, file: BinaryIO) -> BinaryIO:
    """Decompress a file that is compressed."""
    return forward(
        next(decompress for magic, decompress in COMPRESSIONS.items() if head.startswith(magic))(
            file
        )
    )
