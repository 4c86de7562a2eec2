"""Options that commands share: how inputs are read, by how many processes."""

import os
from collections.abc import Callable
from typing import Any, Final

import click

from trialtext import api
from trialtext.formats import formats as list_formats

_OPTIONS: Final = (
    click.option(
        "--from",
        "format",
        type=click.Choice([each.name for each in list_formats()]),
        help="The format of texts. By default, each tells its own.",
    ),
    click.option(
        "--text-field",
        metavar="NAME",
        help="The column, or field of JSON objects, that holds texts. By default, it is guessed.",
    ),
    click.option(
        "--id-field",
        metavar="NAME",
        help="The one that names them. By default, it is guessed.",
    ),
    click.option(
        "--max-bytes",
        type=click.IntRange(min=1),
        default=api.MAX_BYTES,
        show_default=True,
        help="Refuse larger texts; archives, tables and files of records are of any size.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        default=None,
        help="Processes that share the work; by default one for each processor.",
    ),
)


def input_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of reading inputs to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def processes(jobs: int | None) -> int:
    """Return how many processes share the work."""
    return jobs or os.cpu_count() or 1
