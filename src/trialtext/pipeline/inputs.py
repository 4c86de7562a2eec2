"""Which inputs a command line means."""

import errno
import os
import stat
import sys
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import IO, Any, BinaryIO, Final

from trialtext.api import TEXT_SUFFIXES

STANDARD_INPUT = "-"
_CHUNK: Final = 1 << 20
"""Bytes that are read at a time: how many are allowed may be more than there is memory."""
_HERE = f"{os.curdir}{os.sep}"
"""What paths inside the current folder begin with, and need not."""


def expand(paths: Iterable[str]) -> Iterator[str]:
    """Put the text files of a folder, sorted by path, in its place; keep other paths."""
    for path in paths:
        if path != STANDARD_INPUT and is_folder(path):
            yield from (found.removeprefix(_HERE) for found in _texts(str(Path(path))))
        else:
            yield path


def pages(paths: Iterable[str]) -> Iterator[str]:
    """Expand paths; a folder without text files stands for itself: reading tells that."""
    for path in paths:
        inside = iter(expand([path]))
        yield next(inside, path)
        yield from inside


def is_one_of(path: str, files: Collection[str]) -> bool:
    """Tell whether an input is one of some ordinary files, perhaps by another name."""
    try:
        here = os.fstat(sys.stdin.fileno()) if path == STANDARD_INPUT else Path(path).stat()
    except (OSError, ValueError, AttributeError):  # it cannot be read, or is not the system's
        return False
    return any(os.path.samestat(here, Path(o).stat()) for o in files if Path(o).is_file())


def is_folder(path: str) -> bool:
    """Whether a path is that of a folder. If that cannot be known, it is not: reading tells why."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False


def _texts(folder: str) -> Iterator[str]:
    """Text files at all depths, by path; folders that cannot be searched too: reading tells why."""
    # In memory are the paths of one folder, and of those that it is in.
    waiting = [f"{folder}{os.sep}"]
    while waiting:
        path = waiting.pop()
        if not path.endswith(os.sep):
            yield path
            continue
        path = path.removesuffix(os.sep)
        try:
            waiting += sorted(_inside(path), reverse=True)
        except OSError:
            yield path


def _inside(folder: str) -> Iterator[str]:
    """Text files in a folder, and other folders: with the separator, sorted as what they hold."""
    # A tenth of the time that `Path.rglob` takes: the files' kind is known without looking at them.
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield f"{entry.path}{os.sep}"
            elif _is_text(entry):
                yield entry.path


def _is_text(entry: os.DirEntry[str]) -> bool:
    """Whether a file has the name of a text; a link that leads nowhere too: reading tells why."""
    if not entry.name.lower().endswith(TEXT_SUFFIXES):
        return False
    if not entry.is_symlink():
        return entry.is_file()
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True


@contextmanager
def open_input(path: str, limit: int) -> Iterator[tuple[str, bytes | BinaryIO]]:
    """Open an input; its name for messages, and its file, or its bytes if it cannot seek.

    Of bytes, there are one more than a limit at most. Raises `OSError`.
    """
    if path == STANDARD_INPUT or is_folder(path):
        yield read(path, limit + 1)
        return
    with Path(path).open("rb") as file:
        yield path, file if file.seekable() else _read(file, limit + 1)


def read(path: str, limit: int | None = None) -> tuple[str, bytes]:
    """Read an input; its name for messages, and its bytes, of which no more than a limit.

    Raises `OSError`.
    """
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return "<stdin>", _read(sys.stdin.buffer, limit)
    if is_folder(path) and os.access(path, os.R_OK):
        suffixes = ", ".join(f"*{suffix}" for suffix in TEXT_SUFFIXES)
        raise IsADirectoryError(errno.EISDIR, f"a directory without pages ({suffixes})", path)
    with Path(path).open("rb") as file:
        return path, _read(file, limit)


def _read(file: IO[Any], limit: int | None) -> bytes:
    data = bytearray()
    while limit is None or len(data) < limit:
        chunk = file.read(_CHUNK if limit is None else min(_CHUNK, limit - len(data)))
        if chunk is None:  # it does not block, and nothing is there yet
            select([file], [], [])
        elif not chunk:
            break
        else:
            data += chunk
    return bytes(data)
