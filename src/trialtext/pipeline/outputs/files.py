"""Where studies are written: standard output, or a file that appears only when it is whole."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from select import select
from shutil import rmtree
from time import monotonic, sleep
from typing import Any, Final, Protocol

if sys.platform != "win32":  # which has none
    import fcntl

_PATIENCE: Final = 2.0
"""Seconds to wait for another run that writes the same file."""


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
    with beside(path) as temporary, temporary.open("wb") as file:
        yield file


@contextmanager
def beside(path: str) -> Iterator[Path]:
    """Give the path of a file to write, which is moved to its place when all went well.

    Raises `OSError`, also where another run writes the same file at this moment.
    """
    target = Path(path).resolve()
    with workplace(path, target) as temporary:
        yield temporary
        temporary.replace(target)


@contextmanager
def workplace(path: str, target: Path) -> Iterator[Path]:
    """Give the path of a file or a folder that is there while another one is made, and no longer.

    What a run that was killed left there is removed. Raises `OSError` about `path`, also where
    another run is at work there at this moment.
    """
    temporary, lock = work_path(target, "part"), work_path(target, "lock")
    try:
        descriptor = _locked(lock)
        _remove(temporary)
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error
    try:
        yield temporary
    finally:
        _remove(temporary)  # it is gone already, if all went well
        lock.unlink(missing_ok=True)
        os.close(descriptor)


def _remove(path: Path) -> None:
    if path.is_dir():
        rmtree(path)
    else:
        path.unlink(missing_ok=True)


def work_path(target: Path, kind: str) -> Path:
    """Name a file that is there while another one is made: beside it, and short enough."""
    name = sha256(os.fsencode(target.name)).hexdigest()[:12]
    return target.with_name(f".trialtext-{name}.{kind}")


def _locked(path: Path) -> int:
    """Create a file that no other run has locked, and keep it open."""
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
            # It may have been removed since it was opened, and be there again.
            if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        except OSError:
            os.close(descriptor)
            raise
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """Lock a file until it is closed, where the system has such locks.

    Processes of a run that was killed may need a moment to end.
    """
    if sys.platform == "win32":
        return
    until = monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if monotonic() > until:
                raise OSError(error.errno, "another run is writing it") from error
            sleep(_PATIENCE / 20)
        else:
            return
