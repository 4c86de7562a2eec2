"""`python -m trialtext`, and the command `trialtext`."""

from trialtext.cli import main

if __name__ == "__main__":
    main(prog_name="trialtext")
