"""What command lines say of files: which may be read, which may be written."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from trialtext.pipeline.inputs.paths import expand, is_folder, is_one_of

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


def not_overwritten(paths: Iterable[str], outputs: Collection[str]) -> Iterator[str]:
    """Give the files that are meant, and refuse one that is an output, perhaps by another name."""
    for path in expand(paths):
        if outputs and is_one_of(path, outputs):
            raise click.UsageError(f"{path} is read, and would be overwritten")
        yield path


def sizes(paths: Iterable[str]) -> Iterator[int]:
    """Give the sizes in bytes of the files that are meant, as far as they are known."""
    for path in expand(paths):
        with suppress(OSError, ValueError):
            yield Path(path).stat().st_size
