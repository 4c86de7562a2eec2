"""The command line."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click


@click.group()
@click.version_option(package_name="trialtext")
def main() -> None:
    """Read registry pages kept as plain text into the registry's own JSON."""


def _nct_id(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from trialtext.values import nct_id

    if value is not None and not nct_id(value):
        raise click.BadParameter(f"{value!r} is not NCT and eight digits")
    return value


def _repair_names(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    from trialtext.repairs import ALL_REPAIRS

    for name in value:
        if name not in ALL_REPAIRS:
            known = ", ".join(sorted(ALL_REPAIRS))
            raise click.BadParameter(f"{name!r} is none of: {known}")
    return value


@main.command()
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(allow_dash=True), metavar="PATH..."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File to write to.")
@click.option(
    "--provenance",
    type=click.Path(dir_okay=False),
    help="File for where every value came from, and how.",
)
@click.option("--merge", is_flag=True, help="Join the two pages of a trial to one study.")
@click.option("--strict", is_flag=True, help="Refuse a page with anything missing or left over.")
@click.option(
    "--nct-id",
    callback=_nct_id,
    metavar="NCT01234567",
    help="The study's number, for a page that lost it. By default, that of the file's name.",
)
@click.option(
    "--no-repair",
    "unrepaired",
    multiple=True,
    callback=_repair_names,
    metavar="NAME",
    help="Leave a kind of damage as it is; see the diagnostics for names. May be repeated.",
)
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    default=100_000_000,
    show_default=True,
    help="Refuse larger inputs.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    help="Processes that share the work; by default one for each processor.",
)
@click.option("--explain", is_flag=True, help="Say what each input was found to be, and why.")
def convert(
    paths: tuple[str, ...],
    *,
    output: str | None,
    provenance: str | None,
    nct_id: str | None,
    unrepaired: tuple[str, ...],
    max_bytes: int,
    jobs: int | None,
    merge: bool,
    strict: bool,
    explain: bool,
) -> None:
    """Convert pages to study records.

    One file becomes indented JSON. Several, a folder (searched for *.txt) or an output named
    *.ndjson become NDJSON, one study a line. "-" is standard input. With --merge, two files that
    are the study page and the results page of one trial become one study.

    Diagnostics go to standard error. Exit code 1: at least one input could not be read as a page.
    """
    from trialtext.batch.conversion import Conversion, Converter
    from trialtext.batch.inputs import STANDARD_INPUT, expand, is_folder
    from trialtext.repairs import ALL_REPAIRS

    several = len(paths) > 1 or is_folder(paths[0]) or bool(output and output.endswith(".ndjson"))
    for option, file in (("--output", output), ("--provenance", provenance)):
        if file and not is_folder(str(Path(file).parent)):
            raise click.BadParameter(f"no such folder: {Path(file).parent}", param_hint=option)
    if provenance and Path(output or "-").resolve() == Path(provenance).resolve():
        raise click.BadParameter("the same file as --output", param_hint="--provenance")
    if nct_id and several:
        raise click.BadParameter("one number, but several pages", param_hint="--nct-id")
    converter = Converter(
        as_lines=several,
        traced=bool(provenance),
        merge=merge,
        strict=strict,
        explain=explain,
        nct_id=nct_id,
        repairs=ALL_REPAIRS - set(unrepaired),
        max_bytes=max_bytes,
    )
    # Standard input belongs to this process, and pages that wait for others stay in it.
    alone = merge or STANDARD_INPUT in paths
    conversion = Conversion(
        converter=converter,
        output=output,
        provenance=provenance,
        jobs=1 if alone else jobs or os.cpu_count() or 1,
        tell=_tell,
    )
    with _troubles_told():
        failures = conversion.run(expand(paths))
    sys.exit(1 if failures else 0)


@main.command()
@click.argument("study", type=click.Path(allow_dash=True))
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="File to write to.")
@click.option("--results", is_flag=True, help="Write the results page, not the study page.")
@click.option(
    "--shape",
    type=click.Choice(["A", "B", "C"]),
    default="A",
    help="What extractors make of a results page: A, with flattened tables; B and C, with pipes.",
)
def render(study: str, output: str | None, *, results: bool, shape: str) -> None:
    """Write the page text of a study record of the API.

    "-" is standard input. Exit code 1: the record could not be read.
    """
    from trialtext.batch.inputs import read
    from trialtext.batch.sinks import open_sink
    from trialtext.convert import InvalidRecordError, from_json
    from trialtext.rendering import render as render_page
    from trialtext.rendering.results_page import render_results

    try:
        name, data = read(study)
        record = from_json(data)
        text = render_results(record, shape) if results else render_page(record)
    except OSError as error:
        _tell(f"{study}:1:1: error unreadable-file: {error.strerror or error}")
        sys.exit(1)
    except InvalidRecordError as error:
        _tell(f"{name}:1:1: error invalid-record: {error}")
        sys.exit(1)
    with _troubles_told(), open_sink(output) as sink:
        sink.write(text.encode() + b"\n")


@contextmanager
def _troubles_told() -> Iterator[None]:
    """Tell what kept the work from being done: no room, no permission, a process that is gone."""
    try:
        yield
    except BrokenPipeError:  # nobody reads on, and nobody needs to be told
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        told = f"{error.filename}: {reason}" if error.filename else reason
        raise click.ClickException(told) from error


def _tell(message: object) -> None:
    click.echo(str(message), err=True)
