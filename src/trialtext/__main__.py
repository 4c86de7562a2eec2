"""`python -m trialtext`, and the command `trialtext`."""

import atexit
import gc
import signal
import sys
from importlib import import_module


def main() -> None:
    """Run the command line."""
    # Importing makes many objects that stay: looking for garbage among them takes a tenth of a
    # process that reads one page, and taking them apart at its end, which nobody needs, a fifth.
    gc.set_threshold(50_000)
    atexit.register(gc.freeze)
    signal.signal(signal.SIGTERM, _end)
    import_module("trialtext.cli").main(prog_name="trialtext")


def _end(number: int, _: object) -> None:
    """End as an interrupt does: with the processes that were started, and no file half written."""
    sys.exit(128 + number)


if __name__ == "__main__":
    main()
