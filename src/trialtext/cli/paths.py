"""What command lines say of files: which may be read, which may be written."""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from trialtext.pipeline.inputs.addresses import is_address
from trialtext.pipeline.inputs.paths import expand, is_folder, is_one_of, is_readable

STANDARD_OUTPUT = "-"


class FilePath(click.Path):
    """The path of a file: not an empty one, which Python takes for the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path as it is."""
        if not value:
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


INPUT = FilePath(allow_dash=True)
OUTPUT = FilePath()
FILE_OUTPUT = FilePath(dir_okay=False)


def check_folders(**outputs: str | None) -> None:
    """Refuse an output, given by its option, whose folder is not there."""
    for option, file in outputs.items():
        if file and not is_folder(str(Path(file).parent)):
            message = f"no such folder: {Path(file).parent}"
            raise click.BadParameter(message, param_hint=f"--{option}")


def check_apart(output: str | None, **others: str | None) -> None:
    """Refuse to write two things, others given by their options, to one file."""
    taken = {"output": output or STANDARD_OUTPUT}
    for option, file in others.items():
        if file is None:
            continue
        for other, there in taken.items():
            same_path = Path(there).resolve() == Path(file).resolve()
            if same_path or (there != STANDARD_OUTPUT and is_one_of(there, [file])):
                message = f"the same file as --{other}"
                raise click.BadParameter(message, param_hint=f"--{option}")
        taken[option] = file


def check_folder(folder: str, paths: Iterable[str]) -> None:
    """Refuse to write files into a folder that is read, or that holds what is read."""
    target = Path(folder).resolve()
    for path in paths:
        given = Path(path).resolve()
        if not (path == STANDARD_OUTPUT or is_address(path)) and (
            given == target or target in given.parents
        ):
            raise click.UsageError(f"{path} is read, and files are written there")


def check_not_inside(outputs: Iterable[str], paths: Iterable[str]) -> None:
    """Refuse an output that is there already in a folder that is read: it may be an input."""
    for output in outputs:
        file = Path(output).resolve()
        if file.is_file() and is_readable(file.name):
            for path in paths:
                if is_folder(path) and Path(path).resolve() in file.parents:
                    raise click.UsageError(f"{output} is read, and would be overwritten")


def not_overwritten(
    paths: Iterable[str], outputs: Collection[str], folder: str | None = None
) -> Iterator[str]:
    """Give the files that are meant, and refuse one that is an output, perhaps by another name.

    What lies in a folder that files are written into, while others are read, is no input.
    """
    written = os.path.join(os.path.abspath(folder), "") if folder else None  # noqa: PTH100, PTH118
    for path in expand(paths):
        if outputs and is_one_of(path, outputs):
            raise click.UsageError(f"{path} is read, and would be overwritten")
        # `Path` takes ten times as long, for each of many files.
        if not (written and os.path.abspath(path).startswith(written)):  # noqa: PTH100
            yield path


def sizes(paths: Iterable[str]) -> Iterator[int]:
    """Give the sizes in bytes of the files that are meant, as far as they are known."""
    for path in expand(paths):
        with suppress(OSError, ValueError):
            yield Path(path).stat().st_size
