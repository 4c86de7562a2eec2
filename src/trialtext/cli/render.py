"""`trialtext render`: records to text."""

import sys
import warnings

import click

from trialtext import api
from trialtext.cli.messages import report
from trialtext.cli.paths import FILE_OUTPUT, INPUT, check_folders, not_overwritten
from trialtext.codec import InvalidRecordError, UnknownFieldWarning, from_json, from_json_many
from trialtext.formats import TABLES
from trialtext.formats import formats as list_formats
from trialtext.pipeline.inputs.streams import read
from trialtext.pipeline.outputs.files import open_output
from trialtext.reading.diagnostics import input_diagnostic

_RENDERED = {each.name: each.variants for each in list_formats() if each.variants}
_VARIANTS = list(dict.fromkeys(variant for known in _RENDERED.values() for variant in known))


def _rendered(data: bytes, format_: str, variant: str | None) -> str:
    """Write a record; into a table, any number of them."""
    if format_ in TABLES:
        return api.render_csv(from_json_many(data))
    return api.render(from_json(data), format=format_, variant=variant) + "\n"


@click.command()
@click.argument("study", type=INPUT)
@click.option("-o", "--output", type=FILE_OUTPUT, help="File to write to.")
@click.option(
    "--to",
    "format_",
    type=click.Choice(list(_RENDERED)),
    default="mirror-study",
    show_default=True,
    help="The format to write.",
)
@click.option(
    "--variant",
    type=click.Choice(_VARIANTS),
    help="The variant to write; `trialtext formats` lists them.",
)
def render(study: str, output: str | None, *, format_: str, variant: str | None) -> None:
    """Write a study record of the API as the text of a format.

    A table takes any number of records: a page of the API, a JSON array, or NDJSON.

    "-" is standard input. Exit code 1: the record could not be read.
    """
    if variant and variant not in _RENDERED[format_]:
        known = ", ".join(_RENDERED[format_])
        raise click.BadParameter(f"{format_} has {known}", param_hint="--variant")
    check_folders(output=output)
    (name,) = not_overwritten([study], [output] if output else [])
    try:
        name, data = read(study)
        with warnings.catch_warnings(record=True) as unknown:
            warnings.simplefilter("always", UnknownFieldWarning)
            text = _rendered(data, format_, variant)
    except OSError as error:
        report(input_diagnostic("unreadable-file", error.strerror or str(error), study))
        sys.exit(1)
    except InvalidRecordError as error:
        report(input_diagnostic("invalid-record", str(error), name))
        sys.exit(1)
    for warning in unknown:
        report(f"{name}: {warning.message}")
    with open_output(output) as file:
        file.write(text.encode())
