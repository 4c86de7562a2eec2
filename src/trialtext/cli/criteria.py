"""`trialtext criteria`: eligibility criteria one by one."""

import sys
from collections.abc import Iterable
from typing import Any, Final

import click
from rich.console import Console
from rich.text import Text

from trialtext.cli.messages import report
from trialtext.cli.options import input_options, reading
from trialtext.cli.paths import FILE_OUTPUT, INPUT, check_folders, not_overwritten
from trialtext.criteria import Criteria, Kind, Side
from trialtext.pipeline.criteria import CriteriaReader, Listing
from trialtext.pipeline.documents import DocumentReader
from trialtext.text.escapes import printable

_STYLES: Final = {
    (Kind.CRITERION, Side.INCLUSION): "green",
    (Kind.CRITERION, Side.EXCLUSION): "red",
    (Kind.HEADING, Side.INCLUSION): "bold green",
    (Kind.HEADING, Side.EXCLUSION): "bold red",
    (Kind.HEADING, Side.NEITHER): "bold",
}
"""How items are shown; all others are dim."""


def outline(criteria: Criteria) -> Text:
    """Show criteria as an outline: path, text, and the doubts about it."""
    text = Text()
    if criteria.nct_id:
        text.append(f"{criteria.nct_id}\n", "bold")
    for (depth, item), path in zip(criteria.outline(), criteria.paths, strict=True):
        text.append(f"{'  ' * depth}{path} ", "dim")
        text.append(
            printable(" ".join(item.text.split())), _STYLES.get((item.kind, item.side), "dim")
        )
        if item.doubts:
            text.append(f" ({', '.join(item.doubts)})", "yellow")
        text.append("\n")
    return text


@click.command()
@click.argument("paths", nargs=-1, required=True, type=INPUT, metavar="PATH...")
@click.option("-o", "--output", type=FILE_OUTPUT, help="File to write to.")
@click.option(
    "--csv",
    "as_csv",
    is_flag=True,
    help="Write CSV for spreadsheets; *.csv outputs are CSV anyway.",
)
@input_options
def criteria(
    paths: tuple[str, ...],
    *,
    output: str | None,
    as_csv: bool,
    **options: Any,
) -> None:
    """List eligibility criteria, one a line.

    It takes what `convert` takes: texts, archives of them, records of the API. Each criterion
    becomes a line of NDJSON with its study, side, place in the outline, headings, text, and the
    characters that it came from. On a terminal, an outline is shown.

    Diagnostics go to standard error. Exit code 1: at least one input could not be read.
    """
    check_folders(output=output)
    listing = Listing(
        options=reading(options),
        reader=CriteriaReader(
            DocumentReader(format=options["format"], max_bytes=options["max_bytes"])
        ),
        output=output,
        as_csv=as_csv or bool(output and output.lower().endswith((".csv", ".csv.gz", ".csv.zst"))),
        jobs=options["jobs"],
        report=report,
    )
    texts = not_overwritten(paths, [output] if output else [])
    if output or as_csv or not (sys.stdout and sys.stdout.isatty()):
        failures = listing.run(texts)
    else:
        failures = _show(listing.criteria(texts))
    sys.exit(1 if failures else 0)


def _show(studies: Iterable[Criteria | None]) -> int:
    """Show outlines on the terminal, and return how many studies could not be read."""
    console = Console(highlight=False, soft_wrap=True)
    failures = 0
    for each in studies:
        if each is None:
            failures += 1
        else:
            console.print(outline(each))
    return failures
