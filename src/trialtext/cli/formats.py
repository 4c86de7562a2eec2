"""`trialtext formats`: what can be read and written."""

import click

from trialtext.formats import formats as list_formats
from trialtext.pipeline.outputs.files import open_output


@click.command()
def formats() -> None:
    """List the formats that can be read, and the variants that can be written."""
    with open_output(None) as file:
        for each in list_formats():
            variants = f" [{', '.join(each.variants)}]" if each.variants else ""
            file.write(f"{each.name:<16} {each.title}{variants}\n".encode())
