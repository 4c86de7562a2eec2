"""`trialtext formats`: what can be read and written."""

import click

from trialtext.formats import formats as list_formats


@click.command()
def formats() -> None:
    """List the formats that can be read, and the variants that can be written."""
    for each in list_formats():
        variants = f" [{', '.join(each.variants)}]" if each.variants else ""
        click.echo(f"{each.name:<16} {each.title}{variants}")
