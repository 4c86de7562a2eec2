"""`trialtext convert`: text to records."""

import os
import sys

import click

from trialtext import api
from trialtext.cli.messages import report
from trialtext.cli.paths import INPUT, OUTPUT, check_apart, check_folders, not_overwritten
from trialtext.formats import TABLES
from trialtext.formats import formats as list_formats
from trialtext.pipeline.convert import Conversion, Converter
from trialtext.pipeline.inputs import STANDARD_INPUT, is_folder, pages
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
@click.option("-o", "--output", type=OUTPUT, help="File to write to.")
@click.option(
    "--from",
    "format_",
    type=click.Choice([each.name for each in list_formats()]),
    help="The format of the inputs. By default, each text tells its own.",
)
@click.option(
    "--to",
    "to",
    type=click.Choice(["json", *TABLES]),
    default="json",
    show_default=True,
    help="Write study records as JSON, or as the rows of a table.",
)
@click.option(
    "--provenance",
    type=OUTPUT,
    help="File for where every value came from, and how.",
)
@click.option("--merge", is_flag=True, help="Merge the two pages of a trial to one study.")
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
@click.option(
    "--max-bytes",
    type=click.IntRange(min=1),
    default=api.MAX_BYTES,
    show_default=True,
    help="Refuse larger inputs; tables in files are of any size.",
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
    format_: str | None,
    to: str,
    provenance: str | None,
    nct_id: str | None,
    unrepaired: tuple[str, ...],
    max_bytes: int,
    jobs: int | None,
    merge: bool,
    strict: bool,
    explain: bool,
) -> None:
    """Convert text to study records.

    One page becomes indented JSON. Several, the rows of a table, a folder (searched for *.txt,
    *.text and *.md) or an output named *.ndjson become NDJSON, one study a line. "-" is standard
    input. With --merge, two files that are the study page and the results page of one trial become
    one study. With --to ctgov-csv, all become one table.

    Diagnostics go to standard error. Exit code 1: at least one input could not be read.
    """
    several = len(paths) > 1 or is_folder(paths[0]) or bool(output and output.endswith(".ndjson"))
    check_folders(output=output, provenance=provenance)
    check_apart(output, provenance)
    if nct_id and several:
        raise click.BadParameter("one number, but several pages", param_hint="--nct-id")
    converter = Converter(
        as_lines=several,
        traced=bool(provenance),
        merge=merge,
        strict=strict,
        explain=explain,
        format=format_,
        to=to if to in TABLES else None,
        nct_id=nct_id,
        repairs=api.ALL_REPAIRS - set(unrepaired),
        max_bytes=max_bytes,
    )
    # Standard input belongs to this process.
    alone = STANDARD_INPUT in paths
    conversion = Conversion(
        converter=converter,
        output=output,
        provenance=provenance,
        jobs=1 if alone else jobs or os.cpu_count() or 1,
        report=report,
    )
    outputs = [file for file in (output, provenance) if file and file != "-"]
    failures = conversion.run(not_overwritten(pages(paths), outputs))
    sys.exit(1 if failures else 0)
