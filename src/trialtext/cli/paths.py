"""What command lines say of files: which may be read, which may be written."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from trialtext.pipeline.inputs import is_folder, is_one_of


class FilePath(click.Path):
    """The path of a file: not an empty one, which Python takes for the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path as it is."""
        if not value:
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


INPUT = FilePath(allow_dash=True)
OUTPUT = FilePath(dir_okay=False)


def check_folders(**outputs: str | None) -> None:
    """Refuse an output, given by its option, whose folder is not there."""
    for option, file in outputs.items():
        if file and not is_folder(str(Path(file).parent)):
            message = f"no such folder: {Path(file).parent}"
            raise click.BadParameter(message, param_hint=f"--{option}")


def check_apart(output: str | None, provenance: str | None) -> None:
    """Refuse to write two things to one file."""
    if not provenance:
        return
    same_path = Path(output or "-").resolve() == Path(provenance).resolve()
    if same_path or (output and is_one_of(output, [provenance])):
        raise click.BadParameter("the same file as --output", param_hint="--provenance")


def not_overwritten(inputs: Iterable[str], outputs: Collection[str]) -> Iterator[str]:
    """Give inputs, and refuse one that is the file of an output, perhaps by another name."""
    for path in inputs:
        if outputs and is_one_of(path, outputs):
            raise click.UsageError(f"{path} is read, and would be overwritten")
        yield path
