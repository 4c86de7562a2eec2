"""Which inputs a command line means."""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

STANDARD_INPUT = "-"
_HERE = f"{os.curdir}{os.sep}"
"""What paths inside the current folder begin with, and need not."""


def expand(paths: Iterable[str]) -> Iterator[str]:
    """Put the text files of a folder, sorted by path, in its place; keep other paths."""
    for path in paths:
        if path != STANDARD_INPUT and is_folder(path):
            yield from (found.removeprefix(_HERE) for found in _texts(str(Path(path))))
        else:
            yield path


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
    if not os.path.normcase(entry.name).endswith(".txt"):
        return False
    if not entry.is_symlink():
        return entry.is_file()
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True


def size(path: str) -> int:
    """How many bytes an input has, as far as that is known before it is read. Raises `OSError`."""
    return 0 if path == STANDARD_INPUT else Path(path).stat().st_size


def read(path: str) -> tuple[str, bytes]:
    """Read an input; its name for messages, and its bytes. Raises `OSError`."""
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise OSError(errno.EBADF, "standard input is closed")
        return "<stdin>", sys.stdin.buffer.read()
    return path, Path(path).read_bytes()
