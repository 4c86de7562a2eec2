"""Do with every seed what is done with pages: the compiler learns from it what is run often."""

from pathlib import Path

import trialtext

for path in sorted(Path(__file__).parents[1].glob("seeds/**/*.txt")):
    result = trialtext.parse_file(path)
    if result.study and result.provenance and result.coverage:
        trialtext.from_json(trialtext.to_json(result.study))
