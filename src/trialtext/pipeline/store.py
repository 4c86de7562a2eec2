"""What a run has finished, on disk until it is at its end: a run that was killed goes on there."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Final

import trialtext
from trialtext.pipeline.inputs.items import Item
from trialtext.pipeline.outcomes import Outcome, dump, load
from trialtext.pipeline.outputs.files import NothingToWriteError, work_path

_SECONDS: Final = 1.0
"""Between two writings to disk: a run that ends sooner leaves nothing there."""
_SCHEMA: Final = "CREATE TABLE IF NOT EXISTS finished (key BLOB PRIMARY KEY, outcomes BLOB)"


class Store:
    """Finished outcomes by the content of their item, and all that decides what comes of it."""

    def __init__(self, path: Path, settings: str) -> None:
        self._path = path
        self._settings = f"{trialtext.__version__}\0{settings}\0"
        self._database = self._opened() if path.exists() else None
        self._waiting: dict[bytes, bytes] = {}
        self._last = monotonic()

    def key(self, item: Item) -> bytes:
        """Make the key of an item: of its content, its name, and how it is converted."""
        known = f"{self._settings}{type(item).__name__}\0{item.source}\0{item.id}\0"
        number = getattr(item, "number", 0)
        header = f"{known}{number}\0".encode(errors="surrogatepass")
        return sha256(header + item.content).digest()

    def __contains__(self, key: bytes) -> bool:
        return key in self._waiting or self._find(key) is not None

    def __getitem__(self, key: bytes) -> list[Outcome]:
        data = self._waiting.get(key) or self._find(key)
        if data is None:
            raise KeyError(key)
        return load(data)

    def _find(self, key: bytes) -> bytes | None:
        if self._database is None:
            return None
        query = "SELECT outcomes FROM finished WHERE key = ?"
        with _os_errors(self._path):
            found = self._database.execute(query, (key,)).fetchone()
        return found[0] if found else None

    def add(self, key: bytes, outcomes: list[Outcome]) -> None:
        """Keep what came of an item. Raises `OSError`."""
        self._waiting[key] = dump(outcomes)
        if monotonic() - self._last > _SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting to disk. Raises `OSError`."""
        with _os_errors(self._path):
            self._database = self._database or self._opened()
            with self._database:
                self._database.executemany(
                    "INSERT OR REPLACE INTO finished VALUES (?, ?)", self._waiting.items()
                )
        self._waiting.clear()
        self._last = monotonic()

    def close(self) -> None:
        """Leave the file to the next run, with all that was finished in this one."""
        if self._database is not None:
            self.flush()
            self._database.close()

    def delete(self) -> None:
        """Remove the file: the run is at its end."""
        if self._database is not None:
            self._database.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def _opened(self) -> sqlite3.Connection:
        with _os_errors(self._path):
            database = sqlite3.connect(self._path)
            # What is written survives the process; only a power failure may cost the last seconds.
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = NORMAL")
            database.execute(_SCHEMA)
            return database


@contextmanager
def open_store(output: Path, settings: str) -> Iterator[Store]:
    """Open what an earlier run for the same output has finished, if it was not at its end.

    Raises `OSError`.
    """
    store = Store(work_path(output, "finished"), settings)
    try:
        yield store
    except NothingToWriteError:
        store.delete()
        raise
    except BaseException:
        with suppress(OSError):  # what ended the run is what matters
            store.close()
        raise
    store.delete()


@contextmanager
def _os_errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = errno.ENOSPC if "full" in str(error) else errno.EIO
        raise OSError(code, f"{error}; remove it to begin anew", str(path)) from error
