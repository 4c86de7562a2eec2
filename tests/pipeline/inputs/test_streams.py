"""Files as streams of bytes, wherever they are and however they are compressed."""

import bz2
import gzip
import io
import lzma
import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import fsspec
import pytest
import zstandard

from trialtext.pipeline.inputs.streams import (
    DAMAGED,
    HEAD,
    decompressed,
    is_compressed,
    peeked,
    read,
    read_most,
    seekable,
)


def test_a_file_is_read_as_bytes(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"\xff\r\n")
    assert read(str(path)) == (str(path), b"\xff\r\n")


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\r\n")))
    assert read("-") == ("<stdin>", b"\xff\r\n")


@pytest.mark.parametrize("limit", [0, 1, 3, 4, 5, 1 << 40])
def test_no_more_is_read_than_a_limit(limit: int) -> None:
    assert read_most(io.BytesIO(b"page"), limit) == b"page"[:limit]


@pytest.mark.skipif(os.name != "posix", reason="pipes are waited for on POSIX only")
def test_a_pipe_that_does_not_block_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    readable, writable = os.pipe()
    os.set_blocking(readable, False)

    def write_late() -> None:
        for part in (b"a ", b"page"):
            time.sleep(0.1)
            os.write(writable, part)
        os.close(writable)

    with os.fdopen(readable, "rb") as pipe:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(pipe))
        threading.Thread(target=write_late).start()
        assert read("-") == ("<stdin>", b"a page")


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(str(tmp_path / "nothing.txt"))


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        read(str(tmp_path))


def test_an_address_is_opened() -> None:
    fsspec.filesystem("memory").pipe("/one/page.txt", b"page")
    assert read("memory://one/page.txt") == ("memory://one/page.txt", b"page")


@pytest.mark.parametrize("path", ["memory://nowhere.txt", "nosuch://page.txt"])
def test_an_address_that_leads_nowhere_is_an_os_error(path: str) -> None:
    with pytest.raises(OSError, match=r"nowhere|nosuch"):
        read(path)


# ---- Streams that cannot seek


class Pipe(io.RawIOBase):
    """Gives little at a time, and cannot seek."""

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def readable(self) -> bool:  # noqa: D102
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: D102
        size = min(len(buffer), 7)
        data, self.rest = self.rest[:size], self.rest[size:]
        buffer[: len(data)] = data
        return len(data)


def buffered(data: bytes) -> io.BufferedReader:
    return io.BufferedReader(Pipe(data))


@pytest.mark.parametrize("data", [b"", b"page", b"x" * (HEAD + 5)], ids=["none", "few", "many"])
@pytest.mark.parametrize("can_seek", [True, False])
def test_the_beginning_of_a_stream_is_read_and_nothing_is_lost(
    data: bytes, *, can_seek: bool
) -> None:
    file = io.BytesIO(data) if can_seek else buffered(data)
    head, whole = peeked(file)
    assert head == data[:HEAD]
    assert whole.read() == data


def test_what_cannot_seek_is_copied() -> None:
    with seekable(buffered(b"some page")) as file:
        assert file.read(4) == b"some"
        file.seek(0)
        assert file.read() == b"some page"


# ---- What is compressed

COMPRESS: list[Callable[[bytes], bytes]] = [
    gzip.compress,
    bz2.compress,
    lzma.compress,
    zstandard.ZstdCompressor(write_checksum=True).compress,
]
DATA = os.urandom(300_000) + b"page" * 50_000


@pytest.mark.parametrize("compress", COMPRESS)
def test_what_is_compressed_is_decompressed(compress: Callable[[bytes], bytes]) -> None:
    data = compress(DATA)
    assert is_compressed(data)
    assert decompressed(data, io.BytesIO(data)).read() == DATA


@pytest.mark.parametrize("compress", COMPRESS)
def test_compressed_files_may_be_put_together(compress: Callable[[bytes], bytes]) -> None:
    data = compress(b"a ") + compress(b"page")
    assert decompressed(data, io.BytesIO(data)).read() == b"a page"


@pytest.mark.parametrize("compress", COMPRESS)
def test_what_is_cut_off_is_damaged(compress: Callable[[bytes], bytes]) -> None:
    data = compress(DATA)[:-100_000]
    with pytest.raises((*DAMAGED, OSError)):
        decompressed(data, io.BytesIO(data)).read()


@pytest.mark.parametrize("compress", COMPRESS)
def test_bytes_that_were_changed_are_damage(compress: Callable[[bytes], bytes]) -> None:
    data = bytearray(compress(DATA))
    data[1_000:1_100] = bytes(100)
    with pytest.raises((*DAMAGED, OSError)):
        decompressed(bytes(data), io.BytesIO(data)).read()


def test_a_file_that_is_not_compressed_is_known() -> None:
    assert not is_compressed(b"page")
