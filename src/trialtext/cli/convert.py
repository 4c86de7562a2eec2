"""`trialtext convert`: text to records."""

from typing import Any

import click

from trialtext import api
from trialtext.cli.options import input_options, run_options
from trialtext.cli.paths import FILE_OUTPUT, INPUT, OUTPUT
from trialtext.cli.runs import run
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.documents import DocumentReader
from trialtext.pipeline.duplicates import OnDuplicate
from trialtext.pipeline.inputs.paths import is_folder
from trialtext.pipeline.outputs.destinations import KINDS, Destination, kind_of
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
@run_options(*OnDuplicate)
@click.option(
    "--provenance", type=FILE_OUTPUT, help="File for where every value came from, and how."
)
@click.option("--strict", is_flag=True, help="Refuse a page with anything missing or unparsed.")
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
@click.option("--explain", is_flag=True, help="Say what each input was found to be, and why.")
def convert(
    paths: tuple[str, ...],
    *,
    output: str | None,
    to: str | None,
    provenance: str | None,
    nct_id: str | None,
    unrepaired: tuple[str, ...],
    merge: bool,
    strict: bool,
    explain: bool,
    **options: Any,
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
    if nct_id and (len(paths) > 1 or is_folder(paths[0])):
        raise click.BadParameter("one number, but several pages", param_hint="--nct-id")
    destination = Destination(path=output, kind=to, several=several)
    reader = DocumentReader(
        format=options["format"],
        nct_id=nct_id,
        repairs=api.ALL_REPAIRS - set(unrepaired),
        max_bytes=options["max_bytes"],
    )
    converter = Converter(
        reader=reader,
        traced=bool(provenance),
        merge=merge,
        strict=strict,
        explain=explain,
        table=destination.table,
    )
    run(paths, converter, destination, options, provenance)
