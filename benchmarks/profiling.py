"""Where the time goes in which pages become JSON: stage by stage, and function by function.

    python benchmarks/profiling.py [--runs N] [PAGE...]

Stages are wrapped with a timer, which slows them but little; the profiler slows calls of small
functions more than others, and is good for finding them only.
"""

import cProfile
import pstats
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from pkgutil import resolve_name
from statistics import median
from typing import Any, ParamSpec, TypeVar
from unittest.mock import patch

import click

import trialtext
from pages import SEEDS
from trialtext.pipeline.inputs import expand

P = ParamSpec("P")
T = TypeVar("T")

# Names of functions, there where they are called from.
STAGES: Mapping[str, str] = {
    "decoding": "trialtext.text.SourceText.read",
    "repairs": "trialtext.formats.reader.repaired",
    "cutting": "trialtext.formats.reader.cut",
    "parsing": "trialtext.formats.reader.Dialect._parsed",
    "terms": "trialtext.formats.mirror_study.prose.split_terms",
    "diagnostics": "trialtext.reading.builder.Reading.report_original",
    "freezing": "trialtext.parsing.freeze",
    "JSON": "trialtext.to_json",
}
# Tables of the readers of sections.
READERS = (
    "trialtext.formats.mirror_study.TREES",
    "trialtext.formats.mirror_study.TEXTS",
    "trialtext.formats.mirror_results.TREES",
)
REST = "the rest"
FUNCTIONS = 30


class Stages:
    """Wall time of functions, without that of others inside them."""

    def __init__(self) -> None:
        self.seconds = defaultdict[str, float](float)
        self._inside: list[float] = []

    def timed(self, name: str, function: Callable[P, T]) -> Callable[P, T]:
        """Give a function that does the same, and whose time is taken."""

        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            self._inside.append(0)
            start = time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                whole = time.perf_counter() - start
                self.seconds[name] += whole - self._inside.pop()
                if self._inside:
                    self._inside[-1] += whole

        return call


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True), metavar="[PAGE...]")
@click.option("--runs", type=click.IntRange(min=1), default=15, help="How often.")
def main(paths: tuple[str, ...], runs: int) -> None:
    """Print where the time goes in which pages become JSON.

    PAGE is a file or a folder, which is searched for *.txt; by default, the seeds.
    """
    files = list(expand(paths or map(str, sorted(SEEDS.glob("*.txt")))))
    pages = [Path(file).read_bytes() for file in files]
    convert(pages)  # makes the parser, imports what is needed
    print(f"{len(pages)} pages, median of {runs} runs\n")
    by_stage(pages, runs)
    print(f"\nThe {FUNCTIONS} functions with the most time of their own, of one run\n")
    by_function(pages)


def convert(pages: Sequence[bytes]) -> None:
    """Pages to JSON."""
    for page in pages:
        study = trialtext.parse(page).study
        if study:
            trialtext.to_json(study)


def by_stage(pages: Sequence[bytes], runs: int) -> None:
    """Print how long each stage takes for a page, without those inside it."""
    found = [stages(pages) for _ in range(runs)]
    names = dict.fromkeys(name for run in found for name in run)
    taken = {name: median(run.get(name, 0) for run in found) / len(pages) for name in names}
    whole = sum(taken.values())
    print(f"{'microseconds a page':<30} {whole * 1e6:>8.1f}")
    for name, seconds in sorted(taken.items(), key=lambda stage: -stage[1]):
        print(f"{name:<30} {seconds * 1e6:>8.1f} {seconds / whole:>6.1%}")


def stages(pages: Sequence[bytes]) -> Mapping[str, float]:
    """Convert pages once; the seconds of each stage."""
    stages = Stages()

    def readers(table: Mapping[str, Any]) -> dict[str, Any]:
        return {name: stages.timed(f"section {name}", read) for name, read in table.items()}

    with ExitStack() as patches:
        for name, place in STAGES.items():
            patches.enter_context(patch(place, stages.timed(name, resolve_name(place))))
        for place in READERS:
            patches.enter_context(patch(place, readers(resolve_name(place))))
        stages.timed(REST, convert)(pages)
    return stages.seconds


def by_function(pages: Sequence[bytes]) -> None:
    """Print which functions have the most time of their own."""
    with cProfile.Profile() as profile:
        convert(pages)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(FUNCTIONS)


if __name__ == "__main__":
    main()
