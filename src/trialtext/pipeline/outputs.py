"""Where studies are written: standard output, or a file that appears only when it is whole."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from tempfile import mkstemp
from typing import Any, Protocol


class NothingToWriteError(Exception):
    """Raised inside `open_output`, it leaves the file as it was."""


class Output(Protocol):
    """What studies are written to."""

    def write(self, data: bytes, /) -> int:
        """Write all of some bytes."""

    def flush(self) -> None:
        """Hand on what was written."""


class WholeOutput:
    """Writes all that it is given, where a stream takes a part or nothing at a time.

    A stream that is not buffered may take a part of what it is given and say so in a number that is
    easily overlooked; one that does not block takes nothing while nobody reads on.
    """

    def __init__(self, stream: Any) -> None:
        stream.flush()
        self._raw = getattr(stream, "raw", stream)

    def write(self, data: bytes) -> int:
        """Write all of some bytes, however long that takes. Raises `OSError`."""
        rest = memoryview(data)
        while rest:
            taken = self._raw.write(rest)
            if not taken:
                select([], [self._raw], [])
            rest = rest[taken or 0 :]
        return len(data)

    def flush(self) -> None:
        """Do nothing: what was written is with the system."""


@contextmanager
def open_output(path: str | None) -> Iterator[Output]:
    """Open standard output (for `None` and `-`), or a file that appears only when it is whole.

    It is written beside its place and then moved there; if anything raises, a file that was there
    before stays as it was. What is no ordinary file, a device or a pipe, is written to directly.
    Raises `OSError`.
    """
    if path is None or path == "-":
        if sys.stdout is None:
            raise OSError(errno.EBADF, "standard output is closed")
        yield WholeOutput(sys.stdout.buffer)
    elif Path(path).exists() and not Path(path).is_file():
        with Path(path).open("wb", buffering=0) as device:
            yield WholeOutput(device)
    else:
        with _replacement(path) as file:
            yield file


@contextmanager
def _replacement(path: str) -> Iterator[Output]:
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
