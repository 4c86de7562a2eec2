"""Measure how fast pages become JSON, as ratios to yardsticks measured in the same run.

    python benchmarks/conversion.py [--check] [--runs N] [RECORDS]

The yardstick for reading is Lark on the same text: LALR, one token a line, the tree built, nothing
more. The yardstick for a process is an interpreter that imports the dependencies. Run it with an
installed wheel: a checkout has no saved parsers, so its processes start slower.
"""

import csv
import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import StringIO
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import TypeAlias

import attrs
import click
from lark import Lark

import trialtext
from pages import REAL, SITES_OF_ROWS, Mix, load_mix, with_criteria, with_sites, write_pages

Action: TypeAlias = Callable[[], object]

ALLOWANCE = 1.5
"""How many times worse than its target a ratio may be with `--check`: machines are noisy."""
LEAST_SECONDS = 2
"""How long a pair of actions is timed at least, however few runs were asked for."""
MOST_RECORDS = 300
REPEATS = 30
"""How often the real page is read in one run: once is over too soon to be timed."""
MANY, MANY_CHECKED = 5_000, 1_500
"""Pages for which starting a second process hardly counts."""

LINES = r"""
start: (LINE | _NL)*
LINE: /[^\n]+/
_NL: /\n+/
"""


@click.command()
@click.argument("records", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Measure less; exit with 1 if a target is missed.")
@click.option("--runs", type=click.IntRange(min=2), default=15, help="How often, at least.")
def main(records: Path | None, *, check: bool, runs: int) -> None:
    """Measure what is claimed about speed, and print it as a Markdown table.

    RECORDS is NDJSON of the API, gzipped or not; without it, the studies of the seeds are taken.
    With --check, a target is missed where the ratio is 1.5 times worse than it.
    """
    warnings.simplefilter("ignore", trialtext.UnknownFieldWarning)
    mix = load_mix(records, MOST_RECORDS)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors; mix: {mix.name}\n")
    print(HEADER)
    missed = False
    with TemporaryDirectory() as folder:
        pages = write_pages(mix.pages, MANY_CHECKED if check else MANY, Path(folder))
        for comparison in (*conversions(mix), *lengths(), *tables(mix), *processes(pages)):
            ratios = measure(comparison, runs)
            print(comparison.row(ratios), flush=True)
            missed = missed or not comparison.holds(median(ratios), ALLOWANCE)
    if check and missed:
        sys.exit(1)


# ---- What is measured


@attrs.frozen(kw_only=True)
class Comparison:
    """An action, the yardstick that it is measured by, and what their ratio is meant to be."""

    name: str
    target: float
    action: Action
    yardstick: Action
    at_least: bool = False
    """Whether the target is a lower bound."""
    scale: float = 1
    """What the ratio is multiplied by, where the two have not the same amount to do."""
    clock: Callable[[], float] = time.process_time
    """Time of this process only; or that of the wall, where other processes do the work."""

    def holds(self, ratio: float, allowance: float = 1) -> bool:
        """Tell whether a ratio is as it is meant to be, or worse by no more than an allowance."""
        if self.at_least:
            return ratio * allowance >= self.target
        return ratio <= self.target * allowance

    def row(self, ratios: Sequence[float]) -> str:
        """Format a line of the table."""
        low, middle, high = quantiles(ratios, n=4)
        met = "yes" if self.holds(middle) else "nearly" if self.holds(middle, ALLOWANCE) else "NO"
        target = f"{'≥' if self.at_least else '≤'} {self.target}"
        return ROW.format(self.name, f"{middle:.2f}", f"{low:.2f} - {high:.2f}", target, met)


ROW = "| {:<55} | {:>6} | {:>13} | {:>6} | {:<6} |"
HEADER = (
    f"{ROW.format('ratio', 'median', 'quartiles', 'target', 'met')}\n"
    f"{ROW.format('-' * 55, '-' * 6, '-' * 13, '-' * 6, '-' * 6)}"
)


def measure(comparison: Comparison, runs: int) -> list[float]:
    """Time an action and its yardstick in turn, after a warm-up; return the ratio of each run."""

    def timed(action: Action) -> float:
        start = comparison.clock()
        action()
        return comparison.clock() - start

    comparison.action()
    comparison.yardstick()
    ratios: list[float] = []
    start = time.perf_counter()
    while len(ratios) < runs or time.perf_counter() - start < LEAST_SECONDS:
        ratio = timed(comparison.action) / timed(comparison.yardstick)
        ratios.append(comparison.scale * ratio)
    return ratios


# ---- From text to JSON


def convert(text: str) -> bytes:
    """Convert text to JSON bytes."""
    study = trialtext.parse(text).study
    return trialtext.to_json(study) if study else sys.exit("a page could not be read")


def convert_and_trace(text: str) -> bytes:
    """Convert text to JSON bytes, with provenance and coverage."""
    result = trialtext.parse(text)
    if not (result.study and result.provenance) or sum(result.coverage) != len(text):
        sys.exit("a page could not be read")
    return trialtext.to_json(result.study)


def conversions(mix: Mix) -> Iterator[Comparison]:
    """Compare reading with Lark, on the real page and on the mix."""
    lark = Lark(LINES, parser="lalr")
    texts = {"real page": [REAL.read_text("utf-8")] * REPEATS, "mix": mix.pages}
    for name, target, function in (
        ("text -> JSON / Lark", 1.5, convert),
        ("text -> JSON, provenance, coverage / Lark", 2.0, convert_and_trace),
    ):
        for of, pages in texts.items():
            yield Comparison(
                name=f"{name}, {of}",
                target=target,
                action=partial(apply, function, pages),
                yardstick=partial(apply, lark.parse, pages),
            )


def apply(function: Callable[[str], object], texts: Sequence[str]) -> None:
    """Call a function with each of many texts."""
    for text in texts:
        function(text)


def lengths() -> Iterator[Comparison]:
    """Compare long pages with the real one, by the byte."""
    real = REAL.read_text("utf-8")
    sites, criteria = with_sites(real, 1_000), with_criteria(real, 10**6)
    for name, page in (("1,000 sites", sites), ("1 MB of criteria", criteria)):
        yield Comparison(
            name=f"time a byte, {name} / real page",
            target=1.3,
            action=partial(convert, page),
            yardstick=partial(convert, real),
            scale=len(real.encode()) / len(page.encode()),
        )


def tables(mix: Mix) -> Iterator[Comparison]:
    """Compare reading the rows of a download with taking them apart at their commas."""
    yield Comparison(
        name=f"rows of {SITES_OF_ROWS} sites -> studies / csv module",
        target=17,
        action=lambda: sum(1 for _ in trialtext.parse_all(mix.table)),
        yardstick=lambda: sum(1 for _ in csv.reader(StringIO(mix.table, newline=""))),
    )


# ---- Whole processes


def python(*arguments: str) -> Action:
    """Make an action that runs Python as a process of its own."""
    command = [sys.executable, *arguments]
    quiet = subprocess.DEVNULL
    return lambda: subprocess.run(command, check=True, stdout=quiet, stderr=quiet)


def processes(pages: Path) -> Iterator[Comparison]:
    """Compare the start of a process with its imports, and two processes with one."""
    of_processes = partial(Comparison, clock=time.perf_counter)
    dependencies = python("-c", "import lark, attrs, cattrs, orjson")
    yield of_processes(
        name="process: convert a page / import of dependencies",
        target=2.2,
        action=python("-m", "trialtext", "convert", str(REAL)),
        yardstick=dependencies,
    )
    yield of_processes(
        name="process: import trialtext / import of dependencies",
        target=0.3,
        action=python("-c", "import trialtext"),
        yardstick=dependencies,
    )
    if (os.cpu_count() or 1) > 1:
        command = ("-m", "trialtext", "convert", str(pages), "--jobs")
        yield of_processes(
            name=f"rate, {int(pages.name):,} pages, --jobs 2 / --jobs 1",
            target=1.7,
            at_least=True,
            action=python(*command, "1"),  # the rate is the inverse of the time
            yardstick=python(*command, "2"),
        )


if __name__ == "__main__":
    main()
