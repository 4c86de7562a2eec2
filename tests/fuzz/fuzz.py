"""Drives a target with inputs that reach ever more of the code.

Usage: python tests/fuzz/fuzz.py parse|record|page CORPUS... [-max_total_time=SECONDS]
"""

import sys

import atheris

with atheris.instrument_imports(include=["trialtext"]):
    from targets import TARGETS

    import trialtext.convert
    import trialtext.dialects
    import trialtext.mending
    import trialtext.parsing
    import trialtext.rendering  # noqa: F401 - imported here to be instrumented

if __name__ == "__main__":
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, lambda data: target(bytes(data)))
    atheris.Fuzz()
