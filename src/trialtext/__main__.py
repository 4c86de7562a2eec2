"""`python -m trialtext`."""

import gc

from trialtext.cli import main

# Importing makes many objects that stay: looking for garbage among them is a tenth of the start.
gc.set_threshold(50_000)

main(prog_name="trialtext")
