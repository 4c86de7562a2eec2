"""Options that commands share: how inputs are read, and how a run goes."""

import os
from collections.abc import Callable, Sequence
from typing import Any, Final

import click

from trialtext import api
from trialtext.cli.paths import FILE_OUTPUT
from trialtext.formats import formats as list_formats
from trialtext.pipeline.convert import Engine
from trialtext.pipeline.duplicates import OnDuplicate
from trialtext.pipeline.inputs.files import InputOptions
from trialtext.reading.result import Status

Command = Callable[..., Any]

_INPUT: Final = (
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
        default=os.cpu_count() or 1,
        show_default="one for each processor",
        help="Processes that share the work.",
    ),
)
_RUN: Final = (
    click.option("--merge", is_flag=True, help="Merge the two pages of a trial to one study."),
    click.option(
        "--log", type=FILE_OUTPUT, help="File for what happened to each text: NDJSON, or Parquet."
    ),
    click.option("--diagnostics", type=FILE_OUTPUT, help="File for all diagnostics, as NDJSON."),
    click.option(
        "--fail-on",
        type=click.Choice([Status.FAILED.value, Status.PARTIAL.value]),
        default=Status.FAILED.value,
        show_default=True,
        help="What makes the exit code 1.",
    ),
    click.option(
        "--engine",
        type=click.Choice([each.value for each in Engine]),
        default=Engine.LOCAL.value,
        show_default=True,
        help="Where to convert: on this machine, or on a cluster of Ray.",
    ),
    click.option(
        "--ray-address", metavar="HOST:PORT", help="The cluster; by default, one is started."
    ),
    click.option("-v", "--verbose", is_flag=True, help="Tell all diagnostics of several texts."),
    click.option("-q", "--quiet", is_flag=True, help="Tell nothing but what ends the run."),
)


def input_options(command: Command) -> Command:
    """Add the options of reading inputs to a command."""
    return _with(command, _INPUT)


def run_options(*on_duplicate: OnDuplicate) -> Callable[[Command], Command]:
    """Add the options of runs over many inputs, with what may be done about duplicates.

    The first of these is the default.
    """
    option = click.option(
        "--on-duplicate",
        type=click.Choice([each.value for each in on_duplicate]),
        default=on_duplicate[0].value,
        show_default=True,
        help="Which to write of several documents with one NCT number.",
    )
    return lambda command: _with(command, (option, *_RUN))


def reading(options: dict[str, Any]) -> InputOptions:
    """Say how inputs are read."""
    names = ("format", "text_field", "id_field", "max_bytes")
    return InputOptions(**{name: options[name] for name in names})


def _with(command: Command, options: Sequence[Callable[[Command], Command]]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command
