"""Which inputs a command line means."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

STANDARD_INPUT = "-"


def expand(paths: Iterable[str]) -> Iterator[str]:
    """Put the text files of a folder, sorted by name, in its place; keep other paths."""
    for path in paths:
        if path != STANDARD_INPUT and Path(path).is_dir():
            yield from sorted(str(found) for found in Path(path).rglob("*.txt") if found.is_file())
        else:
            yield path


def read(path: str) -> tuple[str, bytes]:
    """Read an input; its name for messages, and its bytes. Raises `OSError`."""
    if path == STANDARD_INPUT:
        return "<stdin>", sys.stdin.buffer.read()
    return path, Path(path).read_bytes()
