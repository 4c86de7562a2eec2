"""What commands say on standard error."""

import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import click

from trialtext.extras import MissingExtraError
from trialtext.pipeline.outputs.files import WholeOutput
from trialtext.text.escapes import printable


def report(message: object) -> None:
    """Write a message, of one or more lines, to standard error, if it is open."""
    if sys.stderr:
        text = "".join(f"{printable(line)}\n" for line in str(message).split("\n"))
        data = text.encode(sys.stderr.encoding, "backslashreplace")
        sys.stderr.flush()
        WholeOutput(sys.stderr.buffer).write(data)


@contextmanager
def os_errors_reported() -> Iterator[None]:
    """Report what kept the work from being done: no room, no permission, a process that is gone."""
    try:
        yield
    except BrokenPipeError:  # nobody reads on, and nobody needs to know
        raise
    except MissingExtraError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(
            f"{error.filename}: {reason}" if error.filename else reason
        ) from error


@contextmanager
def _printable_errors() -> Iterator[None]:
    """Escape what errors tell of the command line and of names of files."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = printable(error.message)  # final for type checkers only
        raise


class Commands(click.Group):
    """Commands of which none ends with a traceback because of the system.

    Each is imported when it is used: what one of them needs costs the others no start.
    """

    def __init__(self, *args: Any, names: Sequence[str] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self._names = names
        """The names of the commands, each that of its module, too."""

    def list_commands(self, _: click.Context) -> list[str]:
        """List the names of all commands."""
        return sorted(self._names)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command; `None` if there is none of that name."""
        if cmd_name not in self._names:
            return None
        command: click.Command = getattr(import_module(f"trialtext.cli.{cmd_name}"), cmd_name)
        return command

    def make_context(self, *args: Any, **options: Any) -> click.Context:
        """Read the command line; help, too, may find no room."""
        with _printable_errors(), os_errors_reported():
            return super().make_context(*args, **options)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; after an interrupt, the exit code is that of shells."""
        try:
            with _printable_errors(), os_errors_reported():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            report("Aborted!")
            sys.exit(128 + signal.SIGINT)
