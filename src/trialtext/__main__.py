"""`python -m trialtext`, and the command `trialtext`."""

import signal
import sys
from importlib import import_module


def main() -> None:
    """Run the command line."""
    signal.signal(signal.SIGTERM, _end)
    import_module("trialtext.cli").main(prog_name="trialtext")


def _end(number: int, _: object) -> None:
    """End as an interrupt does: with the processes that were started, and no file half written."""
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
