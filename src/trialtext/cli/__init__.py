"""The command line: one module a command."""

import signal
import sys

import click

from trialtext.cli.messages import Commands


@click.group(cls=Commands, names=("convert", "criteria", "formats", "render", "tables"))
@click.version_option(package_name="trialtext")
def main() -> None:
    """Read trial registries kept as text into the registry's own JSON."""
    signal.signal(signal.SIGTERM, _end)
    # Windows has none; where a command is to outlive its terminal, it is ignored.
    hangup = getattr(signal, "SIGHUP", None)
    if hangup and signal.getsignal(hangup) != signal.SIG_IGN:
        signal.signal(hangup, _end)


def _end(number: int, _: object) -> None:
    """End as an interrupt does: with the processes that were started, and no file half written."""
    sys.exit(128 + number)
