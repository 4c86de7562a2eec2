"""How fast pages become JSON, as ratios to yardsticks that are measured in the same run.

    python benchmarks/conversion.py [--check] [--runs N] [RECORDS]

For reading text, the yardstick is Lark itself on the same text: LALR, one token a line, the tree
built, nothing more. For the start, it is the interpreter that imports what the package depends on;
for the registry's JSON, orjson; for the length of a page and the number of processes, the package
itself. Whole processes are meant to run an installed wheel: a checkout has no parse tables,
and is not compiled.
"""

import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import click
import orjson
from lark import Lark

import trialtext
from measuring import HEADER, Action, Comparison, Row, Target, compare, compare_each
from pages import REAL, Sample, sample, with_criteria, with_sites, write

YARDSTICK = r"""
start: (LINE | _NL)*
LINE: /[^\n]+/
_NL: /\n+/
"""
# Runs a command, and tells how many MB the largest of its processes had.
PEAK = (
    "import resource, subprocess, sys;"
    "subprocess.run(sys.argv[1:], check=True, stderr=subprocess.DEVNULL);"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
)


class Sizes(NamedTuple):
    """Pages that whole processes are given."""

    few: int
    """Pages from which on two processes are to be no slower than one."""
    many: int
    """Pages for which starting two processes hardly counts."""


WHOLE = Sizes(few=200, many=5_000)
CHECKED = Sizes(few=200, many=1_500)
RECORDS = 300
TIMES = 30
"""How often the real page is read in a run: once is over too soon, and pages come in numbers."""


@click.command()
@click.argument("records", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--check", is_flag=True, help="Measure less, and exit with 1 if a target is missed.")
@click.option("--runs", type=click.IntRange(min=2), default=15, help="How often, at least.")
def main(records: Path | None, *, check: bool, runs: int) -> None:
    """Measure what is claimed about speed, and print it as a table.

    RECORDS is NDJSON of the API, gzipped or not; without it, the studies of the seeds are taken.
    A target is missed where the ratio is more than 1.5 times worse than it: machines are noisy.
    """
    warnings.simplefilter("ignore", trialtext.UnknownFieldWarning)
    mix = sample(records, RECORDS)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors; mix: {mix.name}\n")
    print(HEADER)
    rows = []
    with TemporaryDirectory() as folder:
        for row in measured(mix, Path(folder), CHECKED if check else WHOLE, runs):
            print(row, flush=True)
            rows.append(row)
        if not check:
            print(f"\n{memory(mix, Path(folder))}")
    if check and any(row.missed for row in rows):
        sys.exit(1)


def measured(mix: Sample, folder: Path, sizes: Sizes, runs: int) -> Iterator[Row]:
    """Measure one thing after the other."""
    for pair in (*conversions(mix), *lengths(), *starts()):
        yield compare(pair, runs)
    alone = os.cpu_count() == 1
    for pair in processes(mix, folder, sizes):
        yield Row(pair.name, pair.target, []) if alone else compare(pair, runs)
    for name, target, actions in JSON:
        yield from compare_each(name, target, [*map(actions, mix.records)], runs)


# ---- From text to JSON ---------------------------------------------------------------------------


def convert(text: str) -> bytes:
    """Text to JSON bytes."""
    study = trialtext.parse(text).study
    if study is None:
        raise SystemExit("a page could not be read")
    return trialtext.to_json(study)


def convert_and_trace(text: str) -> bytes:
    """Text to JSON bytes, with the origin of every value and every character accounted for."""
    result = trialtext.parse(text)
    if result.study is None:
        raise SystemExit("a page could not be read")
    if not result.provenance or sum(result.coverage) != len(text):
        raise SystemExit("the characters do not sum up")
    return trialtext.to_json(result.study)


CONVERSIONS = (
    ("text -> JSON / Lark", Target("<=", 0.7), convert),
    (
        "text -> JSON, provenance, accounting / Lark",
        Target("<=", 1.2),
        convert_and_trace,
    ),
)


def conversions(mix: Sample) -> Iterator[Comparison]:
    """The real page and the mix, each by itself and by the yardstick."""
    lark = Lark(YARDSTICK, parser="lalr")
    texts = {"real page": [REAL.read_text("utf-8")] * TIMES, f"{len(mix.pages)} pages": mix.pages}
    for of, pages in texts.items():
        for name, target, function in CONVERSIONS:
            action, yardstick = each(function, pages), each(lark.parse, pages)
            yield Comparison(f"{name}, {of}", target, action, yardstick)


def each(function: Callable[[str], object], texts: Sequence[str]) -> Action:
    """An action that does one thing to each of many texts."""

    def action() -> None:
        for text in texts:
            function(text)

    return action


def lengths() -> Iterator[Comparison]:
    """Long pages and the real one, by the byte."""
    real = REAL.read_text("utf-8")
    longer = {
        "1,000 sites": with_sites(real, 1_000),
        "1 MB of criteria": with_criteria(real, 10**6),
    }
    for name, page in longer.items():
        action, yardstick = partial(convert, page), partial(convert, real)
        scale = len(real.encode()) / len(page.encode())
        yield Comparison(
            f"time a byte, {name} / real page", Target("<=", 1.3), action, yardstick, scale
        )


# ---- Whole processes -----------------------------------------------------------------------------


def python(*arguments: str) -> Action:
    """An action that runs Python as a whole process."""
    command = [sys.executable, *arguments]
    return lambda: subprocess.run(command, check=True, capture_output=True)


# Their work is not of this process: it is timed by the clock on the wall.
of_processes = partial(Comparison, clock=time.perf_counter)


def starts() -> Iterator[Comparison]:
    """What it takes until the first page is there."""
    dependencies = python("-c", "import lark, attrs, cattrs, orjson")
    page = python("-m", "trialtext", "convert", str(REAL))
    package = python("-c", "import trialtext")
    name = "process: {} / import of dependencies"
    yield of_processes(name.format("convert a page"), Target("<=", 1.5), page, dependencies)
    yield of_processes(name.format("import trialtext"), Target("<=", 0.3), package, dependencies)


def conversion(pages: Path, jobs: int) -> list[str]:
    """Arguments that convert a folder of pages to a file beside it."""
    output = str(_output(pages))
    return ["-m", "trialtext", "convert", str(pages), "-o", output, "--jobs", str(jobs)]


def _output(pages: Path) -> Path:
    return pages.with_suffix(".ndjson")


def processes(mix: Sample, folder: Path, sizes: Sizes) -> Iterator[Comparison]:
    """Two processes and one: how much sooner they are ready, and for how few pages."""
    many, few = (write(mix.pages, number, folder) for number in (sizes.many, sizes.few))
    # To replace a large file has the file system write the new one to the disk, at once or, worse,
    # while the next process is timed: what was written before is removed.
    yield of_processes(
        f"rate, {sizes.many:,} pages, --jobs 2 / --jobs 1",
        Target(">=", 1.85),
        python(*conversion(many, jobs=1)),
        python(*conversion(many, jobs=2)),
        prepare=partial(_output(many).unlink, missing_ok=True),
    )
    yield of_processes(
        f"time, {sizes.few:,} pages, --jobs 2 / --jobs 1",
        Target("<=", 1),
        python(*conversion(few, jobs=2)),
        python(*conversion(few, jobs=1)),
        prepare=partial(_output(few).unlink, missing_ok=True),
    )


def memory(mix: Sample, folder: Path) -> str:
    """A remark on the largest process for some pages, and for many."""
    peaks = []
    for number in (1_000, 5_000):
        command = [sys.executable, *conversion(write(mix.pages, number, folder), jobs=2)]
        # A process of its own for each: children are told of together.
        told = subprocess.run(
            [sys.executable, "-c", PEAK, *command], check=True, capture_output=True
        )
        peaks.append(f"{int(told.stdout)} MB for {number:,} pages")
    return f"The largest process, --jobs 2: {', '.join(peaks)}"


# ---- The registry's JSON -------------------------------------------------------------------------


def reading(record: bytes) -> tuple[Action, Action]:
    """A record to objects of the model, and to dicts."""
    return partial(trialtext.from_json, record), partial(orjson.loads, record)


def writing(record: bytes) -> tuple[Action, Action]:
    """Objects of the model to JSON, and dicts."""
    study, loaded = trialtext.from_json(record), orjson.loads(record)
    return partial(trialtext.to_json, study), partial(orjson.dumps, loaded)


JSON = (
    ("from_json / orjson.loads", Target("<=", 20), reading),
    ("to_json / orjson.dumps", Target("<=", 12), writing),
)


if __name__ == "__main__":
    main()
