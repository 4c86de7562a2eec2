"""Which inputs a command line means."""

import os
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
            yield from sorted(found.removeprefix(_HERE) for found in _texts(str(Path(path))))
        else:
            yield path


def _texts(folder: str) -> Iterator[str]:
    """Text files at all depths; folders that cannot be searched too, for reading them tells why."""
    # A tenth of the time that `Path.rglob` takes: the files' kind is known without looking at them.
    try:
        with os.scandir(folder) as listed:
            entries = [*listed]
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _texts(entry.path)
        elif os.path.normcase(entry.name).endswith(".txt") and entry.is_file():
            yield entry.path


def read(path: str) -> tuple[str, bytes]:
    """Read an input; its name for messages, and its bytes. Raises `OSError`."""
    if path == STANDARD_INPUT:
        return "<stdin>", sys.stdin.buffer.read()
    return path, Path(path).read_bytes()
