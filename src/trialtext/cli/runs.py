"""A run over many inputs, from its options to its exit code."""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import click

from trialtext.cli.messages import report
from trialtext.cli.monitor import Monitor
from trialtext.cli.options import reading
from trialtext.cli.paths import (
    check_apart,
    check_folder,
    check_folders,
    check_not_inside,
    not_overwritten,
    sizes,
)
from trialtext.pipeline.convert import Conversion, Engine, SeveralTextsError
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.duplicates import OnDuplicate
from trialtext.pipeline.outputs.destinations import Destination
from trialtext.reading.result import Status

_COMPRESSED_ALREADY: Final = re.compile(r"\.(?:parquet|duckdb)\.(?:gz|zst)$", re.IGNORECASE)


def run(
    paths: Sequence[str],
    converter: Converter,
    destination: Destination,
    options: dict[str, Any],
    provenance: str | None = None,
) -> NoReturn:
    """Convert inputs, tell how it goes and went, and exit with the code that says so."""
    notes = {"provenance": provenance, "log": options["log"], "diagnostics": options["diagnostics"]}
    check_folders(output=destination.path, **notes)
    check_apart(destination.path, **notes)
    outputs = [file for file in (destination.path, *notes.values()) if file and file != "-"]
    folder = destination.path if destination.is_folder else None
    if folder:
        check_folder(folder, paths)
    check_not_inside(outputs, paths)
    _check_path(destination)
    monitor = Monitor(
        several=destination.several, verbose=options["verbose"], quiet=options["quiet"]
    )
    conversion = Conversion(
        options=reading(options),
        converter=converter,
        destination=destination,
        **notes,
        on_duplicate=OnDuplicate(options["on_duplicate"]),
        jobs=options["jobs"],
        engine=Engine(options["engine"]),
        ray_address=options["ray_address"],
        on_open=monitor.on_open,
        on_outcome=monitor.on_outcome,
        on_conflict=report,
    )
    with monitor.watching(sizes(paths)), _wrong_use():
        tally = conversion.run(not_overwritten(paths, outputs, folder))
    monitor.finish(tally)
    bad = {Status.FAILED, Status(options["fail_on"])}
    sys.exit(1 if any(tally.statuses[status] for status in bad) else 0)


@contextmanager
def _wrong_use() -> Iterator[None]:
    """Report what shows only as inputs are read."""
    try:
        yield
    except SeveralTextsError as error:
        raise click.BadParameter(str(error), param_hint="--nct-id") from error


def _check_path(destination: Destination) -> None:
    """Refuse a path to which what is wanted cannot be written."""
    path = destination.path
    if destination.needs_path and path in {None, "-"}:
        raise click.UsageError(f"{destination.resolved} is not written to standard output")
    if path and _COMPRESSED_ALREADY.search(path):
        raise click.UsageError(f"{path}: Parquet and DuckDB are compressed by themselves")
