"""What commands say on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

import click


def report(message: object) -> None:
    """Write a message to standard error."""
    click.echo(str(message), err=True)


@contextmanager
def os_errors_reported() -> Iterator[None]:
    """Report what kept the work from being done: no room, no permission, a process that is gone."""
    try:
        yield
    except BrokenPipeError:  # nobody reads on, and nobody needs to know
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(
            f"{error.filename}: {reason}" if error.filename else reason
        ) from error
