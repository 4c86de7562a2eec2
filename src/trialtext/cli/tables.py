"""`trialtext tables`: studies as relational tables."""

from typing import Any

import click

from trialtext.cli.options import input_options, run_options
from trialtext.cli.paths import INPUT, OUTPUT
from trialtext.cli.runs import run
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.documents import DocumentReader
from trialtext.pipeline.duplicates import OnDuplicate
from trialtext.pipeline.outputs.destinations import RELATIONAL, Destination


@click.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@click.option(
    "-o", "--output", type=OUTPUT, required=True, help="Folder, or file named *.duckdb, to write."
)
@input_options
@run_options(OnDuplicate.ERROR, OnDuplicate.FIRST, OnDuplicate.LAST)
def tables(paths: tuple[str, ...], *, output: str, merge: bool, **options: Any) -> None:
    """Write studies as relational tables, under the names that are known from AACT.

    It takes what `convert` takes: texts, archives of them, and records of the API. The output is a
    folder with a file of Parquet for each table, or one database of DuckDB.

    A study without an NCT number cannot be in tables: it is told, and counts as one that could not
    be read. Exit codes: 0 all were converted, 1 some were not, 2 wrong use, 130 interrupted.
    """
    reader = DocumentReader(format=options["format"], max_bytes=options["max_bytes"])
    destination = Destination(path=output, kind=RELATIONAL, several=True)
    run(paths, Converter(reader=reader, merge=merge), destination, options)
