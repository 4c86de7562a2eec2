"""`python -m trialtext`, and the command `trialtext`."""

import atexit
import gc
from importlib import import_module


def main() -> None:
    """Run the command line."""
    # Importing makes many objects that stay: looking for garbage among them takes a tenth of a
    # process that reads one page, and taking them apart at its end, which nobody needs, a fifth.
    gc.set_threshold(50_000)
    atexit.register(gc.freeze)
    import_module("trialtext.cli").main(prog_name="trialtext")


if __name__ == "__main__":
    main()
