"""`python -m trialtext`, and the command `trialtext`."""

import signal
import sys

if __name__ == "__main__":
    try:
        from trialtext.cli import main

        main(prog_name="trialtext")
    except KeyboardInterrupt:  # while it was still being imported
        sys.exit(128 + signal.SIGINT)
