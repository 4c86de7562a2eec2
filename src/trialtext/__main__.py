"""`python -m trialtext`."""

from trialtext.cli import main

main(prog_name="trialtext")
