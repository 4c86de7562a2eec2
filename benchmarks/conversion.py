"""How fast a study page becomes JSON, as ratios to a yardstick measured in the same run.

    python benchmarks/conversion.py [--check]

The yardstick is Lark itself on the same text: LALR, one token a line, the tree built, nothing more.
For the whole process it is the interpreter importing what the package depends on. `--check` ends
with exit code 1 if a ratio is worse than 1.5 times its target: machines are noisy.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from lark import Lark

import trialtext

PAGE = Path(__file__).parents[1] / "seeds" / "NCT07192237.txt"
YARDSTICK = r"""
start: (LINE | _NL)*
LINE: /[^\n]+/
_NL: /\n+/
"""
ALLOWANCE = 1.5


class Row(NamedTuple):
    """A measured ratio and what it is meant to be."""

    name: str
    ratios: list[float]
    target: float

    def __str__(self) -> str:
        low, _, high = quantiles(self.ratios, n=4)
        spread = f"{low:.2f}-{high:.2f}"
        return f"{self.name:<58} {median(self.ratios):>6.2f} {spread:>11} {self.target:>7.2f}"


def seconds(action: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def compare(
    name: str,
    target: float,
    action: Callable[[], object],
    yardstick: Callable[[], object],
    *,
    runs: int,
) -> Row:
    """Time two actions in turn, after a warm-up, and take the ratio pair by pair."""
    for _ in range(runs // 10 + 1):
        action(), yardstick()
    return Row(name, [seconds(action) / seconds(yardstick) for _ in range(runs)], target)


def convert(text: str) -> bytes:
    """Text to JSON bytes."""
    study = trialtext.parse(text).study
    if study is None:
        raise SystemExit(f"{PAGE} could not be read")
    return trialtext.to_json(study)


def convert_and_trace(text: str) -> bytes:
    """Text to JSON bytes, with the origin of every value and every character accounted for."""
    result = trialtext.parse(text)
    if result.study is None:
        raise SystemExit(f"{PAGE} could not be read")
    if not result.provenance or sum(result.coverage) != len(text):
        raise SystemExit("the characters do not sum up")
    return trialtext.to_json(result.study)


def run(*arguments: str) -> Callable[[], object]:
    """An action that runs Python as a whole process."""
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Measure, print the table, and judge it if asked to."""
    text = PAGE.read_text("utf-8")
    lark = Lark(YARDSTICK, parser="lalr")
    rows = [
        compare(
            "text -> JSON bytes / Lark, one token a line",
            1.5,
            lambda: convert(text),
            lambda: lark.parse(text),
            runs=300,
        ),
        compare(
            "the same with provenance and accounting / without",
            1.5,
            lambda: convert_and_trace(text),
            lambda: convert(text),
            runs=300,
        ),
        compare(
            "process: convert a page / import the dependencies",
            2.0,
            run("-m", "trialtext", "convert", str(PAGE)),
            run("-c", "import lark, attrs, cattrs, orjson"),
            runs=15,
        ),
    ]
    print(f"{'ratio':<58} {'median':>6} {'quartiles':>11} {'target':>7}")
    for row in rows:
        print(row)
    missed = [row for row in rows if median(row.ratios) > ALLOWANCE * row.target]
    if "--check" in sys.argv and missed:
        sys.exit(1)


if __name__ == "__main__":
    main()
