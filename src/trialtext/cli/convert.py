"""`trialtext convert`: text to records."""

import sys
from typing import Any

import click

from trialtext import api
from trialtext.cli.messages import report
from trialtext.cli.monitor import Monitor
from trialtext.cli.options import input_options, processes
from trialtext.cli.paths import (
    FILE_OUTPUT,
    INPUT,
    OUTPUT,
    check_apart,
    check_folders,
    not_overwritten,
    sizes,
)
from trialtext.pipeline.convert import Conversion, Engine, Tally
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.documents import DocumentReader
from trialtext.pipeline.duplicates import OnDuplicate
from trialtext.pipeline.inputs.files import InputOptions
from trialtext.pipeline.inputs.paths import is_folder
from trialtext.pipeline.outputs.destinations import KINDS, Destination, kind_of
from trialtext.reading.result import Status
from trialtext.reading.scalars import nct_id as nct_id_of


def _nct_id(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not nct_id_of(value):
        raise click.BadParameter(f"{value!r} is not NCT and eight digits")
    return value


def _repair_names(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    for name in value:
        if name not in api.ALL_REPAIRS:
            known = ", ".join(sorted(api.ALL_REPAIRS))
            raise click.BadParameter(f"{name!r} is none of: {known}")
    return value


@click.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@click.option("-o", "--output", type=OUTPUT, help="File or folder to write to.")
@click.option(
    "--to",
    type=click.Choice(KINDS),
    help="What to write. By default, the name of the output tells, or it is JSON.",
)
@input_options
@click.option(
    "--provenance", type=FILE_OUTPUT, help="File for where every value came from, and how."
)
@click.option(
    "--log", type=FILE_OUTPUT, help="File for what happened to each text: NDJSON, or Parquet."
)
@click.option("--diagnostics", type=FILE_OUTPUT, help="File for all diagnostics, as NDJSON.")
@click.option("--merge", is_flag=True, help="Merge the two pages of a trial to one study.")
@click.option(
    "--on-duplicate",
    type=click.Choice([each.value for each in OnDuplicate]),
    default=OnDuplicate.ALL.value,
    show_default=True,
    help="Which to write of several documents with one NCT number.",
)
@click.option("--strict", is_flag=True, help="Refuse a page with anything missing or unparsed.")
@click.option(
    "--fail-on",
    type=click.Choice([Status.FAILED.value, Status.PARTIAL.value]),
    default=Status.FAILED.value,
    show_default=True,
    help="What makes the exit code 1.",
)
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
    "--engine",
    type=click.Choice([each.value for each in Engine]),
    default=Engine.LOCAL.value,
    show_default=True,
    help="Where to convert: on this machine, or on a cluster of Ray.",
)
@click.option("--ray-address", metavar="HOST:PORT", help="The cluster; by default, one is started.")
@click.option("--explain", is_flag=True, help="Say what each input was found to be, and why.")
@click.option("-v", "--verbose", is_flag=True, help="Tell all diagnostics of several texts, too.")
@click.option("-q", "--quiet", is_flag=True, help="Tell nothing but what ends the run.")
def convert(
    paths: tuple[str, ...], *, output: str | None, to: str | None, quiet: bool, **options: Any
) -> None:
    """Convert text to study records.

    PATH is a file, a folder, a pattern, or an address (s3://, hf://, https://). Files may be
    texts, archives of them (.gz, .zst, .zip, .tar), files of records with a text each (NDJSON,
    JSON arrays, Parquet, CSV), WARC and WET, tables of the registry, and records of its API. "-" is
    standard input.

    One page becomes indented JSON, several become NDJSON, one study a line. The name of the output
    tells what else to write: *.json, *.ndjson, *.jsonl (also .gz, .zst), *.parquet, *.duckdb,
    *.csv, or a folder for one JSON file a study.

    A run that was interrupted goes on where it was when the same command is run again.

    Exit codes: 0 all were converted, 1 some could not be read, 2 wrong use, 130 interrupted.
    """
    several = len(paths) > 1 or is_folder(paths[0]) or kind_of(output) not in {None, "json"}
    files = {each: options[each] for each in ("provenance", "log", "diagnostics")}
    check_folders(output=output, **files)
    check_apart(output, **files)
    if options["nct_id"] and several:
        raise click.BadParameter("one number, but several pages", param_hint="--nct-id")
    destination = Destination(path=output, kind=to, several=several)
    monitor = Monitor(several=several, verbose=options["verbose"], quiet=quiet)
    conversion = _conversion(destination, monitor, files, options)
    outputs = [file for file in (output, *files.values()) if file and file != "-"]
    with monitor.watching(sizes(paths)):
        tally = conversion.run(not_overwritten(paths, outputs))
    monitor.finish(tally)
    sys.exit(_exit_code(tally, options["fail_on"]))


def _conversion(
    destination: Destination,
    monitor: Monitor,
    files: dict[str, str | None],
    options: dict[str, Any],
) -> Conversion:
    """Put together what options say."""
    reader = DocumentReader(
        format=options["format"],
        nct_id=options["nct_id"],
        repairs=frozenset(api.ALL_REPAIRS - set(options["unrepaired"])),
        max_bytes=options["max_bytes"],
    )
    return Conversion(
        options=InputOptions(
            **{name: options[name] for name in ("format", "text_field", "id_field", "max_bytes")}
        ),
        converter=Converter(
            reader=reader,
            traced=bool(files["provenance"]),
            merge=options["merge"],
            strict=options["strict"],
            explain=options["explain"],
            table=destination.table,
        ),
        destination=destination,
        **files,
        on_duplicate=OnDuplicate(options["on_duplicate"]),
        jobs=processes(options["jobs"]),
        engine=Engine(options["engine"]),
        ray_address=options["ray_address"],
        on_open=monitor.on_open,
        on_outcome=monitor.on_outcome,
        on_conflict=report,
    )


def _exit_code(tally: Tally, fail_on: str) -> int:
    return 1 if any(tally.statuses[bad] for bad in (Status.FAILED, Status(fail_on))) else 0
