"""`python -m trialtext`."""

import gc
from importlib import import_module

# Importing makes many objects that stay: looking for garbage among them is a tenth of the start.
gc.set_threshold(50_000)

import_module("trialtext.cli").main(prog_name="trialtext")
