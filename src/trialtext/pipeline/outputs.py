"""Where studies are written: standard output, or a file that appears only when it is whole."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp
from typing import IO


class NothingToWriteError(Exception):
    """Raised inside `open_output`, it leaves the file as it was."""


@contextmanager
def open_output(path: str | None) -> Iterator[IO[bytes]]:
    """Open standard output (for `None` and `-`), or a file that appears only when it is whole.

    It is written beside its place and then moved there; if anything raises, a file that was there
    before stays as it was. What is no ordinary file, a device or a pipe, is written to directly.
    Raises `OSError`.
    """
    if path is None or path == "-":
        if sys.stdout is None:
            raise OSError(errno.EBADF, "standard output is closed")
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    elif Path(path).exists() and not Path(path).is_file():
        with Path(path).open("wb") as device:
            yield device
    else:
        with _replacement(path) as file:
            yield file


@contextmanager
def _replacement(path: str) -> Iterator[IO[bytes]]:
    target = Path(path).resolve()
    try:
        descriptor, name = mkstemp(prefix=".trialtext-", dir=target.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error
    beside = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
        # A temporary file is private; give it the mode that an ordinary one would have.
        umask = os.umask(0)
        os.umask(umask)
        beside.chmod(0o666 & ~umask)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)  # gone already, if all went well
