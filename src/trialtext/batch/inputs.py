"""Which inputs a command line means."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

STANDARD_INPUT = "-"
_HERE = f"{os.curdir}{os.sep}"
"""What paths inside the current folder begin with, and need not."""


def expand(paths: Iterable[str]) -> Iterator[str]:
    """Put the text files of a folder, sorted by name, in its place; keep other paths."""
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            yield from (found.removeprefix(_HERE) for found in _texts(str(Path(path))))
        else:
            yield path


def _texts(folder: str) -> Iterator[str]:
    """Text files at all depths, by path; folders that cannot be searched too: reading tells why."""
    paths = []
    # A tenth of the time that `Path.rglob` takes: the files' kind is known without looking at them.
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    paths.append(f"{entry.path}{os.sep}")  # sorted as what is in it
                elif _is_text(entry):
                    paths.append(entry.path)
    except OSError:
        yield folder
        return
    # Not all at once: in memory are only the paths of one folder, and of those that it is in.
    for path in sorted(paths):
        if path.endswith(os.sep):
            yield from _texts(path.removesuffix(os.sep))
        else:
            yield path


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


def read(path: str) -> tuple[str, bytes]:
    """Read an input; its name for messages, and its bytes. Raises `OSError`."""
    if path == STANDARD_INPUT:
        return "<stdin>", sys.stdin.buffer.read()
    return path, Path(path).read_bytes()
