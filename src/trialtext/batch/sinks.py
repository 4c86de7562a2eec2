"""Where studies are written: standard output, or a file that appears only when it is whole."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


@contextmanager
def open_sink(path: str | None) -> Iterator[IO[bytes]]:
    """Open standard output, or a file beside which it is written first and then moved into place.

    If writing fails, a file that was there before stays as it was.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    if Path(path).exists() and not Path(path).is_file():  # a device or a pipe cannot be replaced
        with Path(path).open("wb") as device:
            yield device
        return
    target = Path(path)
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        try:
            yield file
            file.close()
            # A temporary file is private; give it the mode that an ordinary one would have.
            umask = os.umask(0)
            os.umask(umask)
            Path(file.name).chmod(0o666 & ~umask)
            Path(file.name).replace(target)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
