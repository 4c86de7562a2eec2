"""Drives a target with inputs that reach ever more of the code.

Usage: python tests/fuzz/fuzz.py parse|record|page CORPUS... [-max_total_time=SECONDS]
"""

import sys
from importlib import import_module

import atheris

# Those imported late, too, are to be instrumented.
MODULES = ("api", "codec", "formats", "merging")

with atheris.instrument_imports(include=["trialtext"]):
    from targets import TARGETS

    for name in MODULES:
        import_module(f"trialtext.{name}")

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, lambda data: target(bytes(data)))
    atheris.Fuzz()
