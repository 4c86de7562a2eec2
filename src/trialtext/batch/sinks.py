"""Where studies are written: standard output, or a file that appears only when it is whole."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


class NothingToWriteError(Exception):
    """Raised inside `open_sink`, it leaves the file as it was."""


@contextmanager
def open_sink(path: str | None) -> Iterator[IO[bytes]]:
    """Open standard output (for `None` and `-`), or a file that appears only when it is whole.

    It is written beside its place and then moved there; if anything raises, a file that was there
    before stays as it was. What is no ordinary file, a device or a pipe, is written to directly.
    """
    if path is None or path == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        with target.open("wb") as device:
            yield device
        return
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            yield file
            file.close()
            # A temporary file is private; give it the mode that an ordinary one would have.
            umask = os.umask(0)
            os.umask(umask)
            Path(file.name).chmod(0o666 & ~umask)
            Path(file.name).replace(target)
        finally:
            Path(file.name).unlink(missing_ok=True)  # gone already, if all went well
