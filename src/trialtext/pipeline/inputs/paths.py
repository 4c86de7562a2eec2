"""Which inputs a command line means."""

import os
import re
import stat
import sys
from collections.abc import Collection, Iterable, Iterator
from glob import glob, has_magic
from pathlib import Path
from typing import Final

from trialtext.extras import MissingExtraError
from trialtext.pipeline.inputs.addresses import files_at, is_address

STANDARD_INPUT: Final = "-"
_READABLE: Final = re.compile(
    r"""
    \. (?: txt | text | md                              # texts
        | json | ndjson | jsonl | csv | tsv | parquet   # records and tables
        | warc | wet | zip | tar | tgz | tbz2? | txz    # archives
    )
    (?: \. (?: gz | zst | bz2 | xz ) )? $
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""What the names of files end with that are looked for in folders and archives."""
_WORK: Final = ".trialtext-"
"""What the names begin with of files that are there while others are written."""
_HERE = f"{os.curdir}{os.sep}"
"""What paths inside the current folder begin with, and need not."""


def expand(paths: Iterable[str]) -> Iterator[str]:
    """Put the files of a folder, or those that match a pattern, in its place; keep other paths.

    Files are sorted by path. A folder or a pattern without files stands for itself: reading tells
    that.
    """
    for path in paths:
        found = _found(path)
        yield next(found, path)
        yield from found


def is_readable(name: str) -> bool:
    """Tell whether a name is that of a file which is looked for in folders and archives."""
    return bool(_READABLE.search(name))


def _found(path: str) -> Iterator[str]:
    if path == STANDARD_INPUT:
        yield path
    elif is_address(path):
        yield from _at_address(path)
    elif is_folder(path):
        yield from (found.removeprefix(_HERE) for found in _inside_folder(str(Path(path))))
    elif has_magic(path) and not os.path.lexists(path):
        for found in sorted(glob(path, recursive=True)):  # noqa: PTH207 - paths stay as written
            if not is_folder(found):
                yield found
            elif "**" not in path:  # else what is inside is found by itself
                yield from _inside_folder(str(Path(found)))
    else:
        yield path


def _at_address(path: str) -> Iterator[str]:
    try:
        found = files_at(path)
    except (OSError, MissingExtraError):  # reading tells why
        found = []
    is_pattern = "*" in path
    names = [name for name in found if is_pattern or is_readable(name)]
    yield from names or [path]


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


def _inside_folder(folder: str) -> Iterator[str]:
    """Files at all depths, by path; folders that cannot be searched too: reading tells why."""
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
    """Files in a folder, and other folders: with the separator, sorted as what they hold.

    Links to folders are not followed: they may lead in a circle.
    """
    # A tenth of the time that `Path.rglob` takes: the files' kind is known without looking at them.
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_WORK):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield f"{entry.path}{os.sep}"
            elif _is_file(entry):
                yield entry.path


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether a file has such a name; a link that leads nowhere too: reading tells why."""
    if not is_readable(entry.name):
        return False
    if not entry.is_symlink():
        return entry.is_file()
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:
        return True
