"""What a person sees of a run: progress while it goes on, and in the end how it went."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, Final

from trialtext.cli.messages import report
from trialtext.pipeline.convert import Tally
from trialtext.pipeline.outcomes import Outcome
from trialtext.reading.result import Status
from trialtext.text.escapes import printable

if TYPE_CHECKING:  # what draws on a terminal takes a while to import
    from rich.progress import Progress

_MOST_FAILURES: Final = 20
"""Failures that are told one by one, unless everything is."""
_MOST_CODES: Final = 8
"""Codes of diagnostics that the table at the end shows."""
_STYLES: Final = {
    Status.COMPLETE: "green",
    Status.PARTIAL: "yellow",
    Status.FAILED: "red",
}


class Monitor:
    """Tells what becomes of documents: all of one alone, of several the failures."""

    def __init__(self, *, several: bool, verbose: bool, quiet: bool) -> None:
        self._several = several
        self._verbose = verbose
        self._quiet = quiet
        self._first: Outcome | None = None
        self._count = 0
        self._failures = 0
        self._progress: Progress | None = None
        self._position = _Position()
        self._tally = Tally()

    @contextmanager
    def watching(self, sizes: Iterable[int]) -> Iterator[None]:
        """Show progress on a terminal, until there is nothing to watch any more."""
        if self._quiet or not self._several or not _is_terminal():
            yield
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            BarColumn(),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.fields[counts]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            progress.add_task("", total=sum(sizes) or None, counts="")
            self._progress = progress
            yield
        self._progress = None

    def on_open(self, file: BinaryIO) -> None:
        """Note which file is read."""
        self._position.open(file)

    def on_outcome(self, outcome: Outcome) -> None:
        """Tell what is to be told of a document."""
        self._count += 1
        self._tally.count(outcome)
        self._update()
        if self._quiet:
            return
        if self._verbose:
            self._say(outcome)
        elif self._count == 1 and not self._several:
            self._first = outcome
        else:
            if self._first:
                self._tell_failure(self._first)
                self._first = None
            self._tell_failure(outcome)

    def finish(self, tally: Tally) -> None:
        """Tell how it went."""
        if self._quiet:
            return
        if self._first:
            self._say(self._first)
        if self._count == 1 and not self._several:
            return
        if _is_terminal():
            _show(tally)
        else:
            report(_line(tally))

    def _tell_failure(self, outcome: Outcome) -> None:
        if outcome.explanation and not outcome.is_failed:
            self._write("\n".join(outcome.explanation))
        if not outcome.is_failed:
            return
        self._failures += 1
        if self._failures <= _MOST_FAILURES:
            self._say(outcome)
        elif self._failures == _MOST_FAILURES + 1:
            self._write("further failures are counted only: --verbose tells, --log keeps them")

    def _say(self, outcome: Outcome) -> None:
        if outcome.messages:
            self._write("\n".join(outcome.messages))

    def _write(self, message: str) -> None:
        if self._progress:
            from rich.text import Text

            for line in message.split("\n"):
                self._progress.console.print(Text(printable(line)), soft_wrap=True)
        else:
            report(message)

    def _update(self) -> None:
        if self._progress:
            seconds = self._progress.tasks[0].elapsed or 0
            rate = f", {self._count / seconds:,.0f}/s" if seconds else ""
            counts = f"{_line(self._tally)}{rate}"
            task = self._progress.task_ids[0]
            self._progress.update(task, completed=self._position.bytes_read, counts=counts)


class _Position:
    """How many bytes of the inputs were read."""

    def __init__(self) -> None:
        self._before = 0
        self._file: BinaryIO | None = None
        self._size = 0

    def open(self, file: BinaryIO) -> None:
        """Go on to the next file."""
        self._before += self._size
        self._file = file
        try:
            self._size = os.fstat(file.fileno()).st_size
        except OSError:  # it is no file of the system
            self._size = 0

    @property
    def bytes_read(self) -> int:
        """Bytes of files before, and of the one that is open."""
        if self._file is None or self._file.closed or not self._file.seekable():
            return self._before + self._size
        return self._before + min(self._file.tell(), self._size)


def _is_terminal() -> bool:
    return bool(sys.stderr and sys.stderr.isatty())


def _line(tally: Tally) -> str:
    """Say how a run went, on one line."""
    counts = ", ".join(f"{tally.statuses[status]:,} {status}" for status in Status)
    total = tally.statuses.total()
    return f"{total:,} document{'' if total == 1 else 's'}: {counts}"


def _show(tally: Tally) -> None:
    """Show how a run went, as a table."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(show_header=False, box=None)
    total = tally.statuses.total() or 1
    for status in Status:
        count = tally.statuses[status]
        table.add_row(Text(status, _STYLES[status]), f"{count:,}", f"{count / total:.1%}")
    for code, count in tally.codes.most_common(_MOST_CODES):
        table.add_row(Text(code, "dim"), f"{count:,}", f"{count / total:.1%}")
    Console(stderr=True).print(table)
