"""Record what becomes of texts, to be compared before and after a change.

Usage: python scripts/record_results.py FOLDER [TEXT...]. Without texts, the seeds are taken.
For each text, a file in FOLDER gets its format, status, coverage, diagnostics, unparsed text,
provenance and JSON: `diff -r` of two such folders shows what a change of the code has changed.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import trialtext
from trialtext import Result

SEEDS = Path(__file__).parents[1] / "seeds"


def main(folder: Path, texts: list[Path]) -> None:
    """Record every text."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in texts or sorted(path for path in SEEDS.rglob("*.*") if path.is_file()):
        results = trialtext.parse_all(path.read_bytes(), path=path.name)
        record = folder / f"{path.parent.name}-{path.stem}.txt"
        said = [line for result in results for line in (*lines(result), "")]
        record.write_text("\n".join(said), "utf-8", "surrogatepass")


def lines(result: Result) -> Iterator[str]:
    """Write down all that a result says."""
    yield f"detection {result.detection}"
    yield f"status {result.status}"
    yield f"coverage {result.coverage}"
    yield from (f"diagnostic {each} [{each.start}-{each.end}]" for each in result.diagnostics)
    for each in (*result.unparsed, *result.noise):
        yield f"unparsed {each.location.start}-{each.location.end} {each.section}"
    for pointer, traced in result.provenance.items():
        places = [f"{place.start}-{place.end}" for place in traced.locations]
        yield f"value {pointer} {traced.derivation} {places} {traced.evidence}"
    if result.study:
        yield trialtext.to_json(result.study, indent=True).decode()


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])
