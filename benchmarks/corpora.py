"""Measure what a run over many texts costs beside their conversion, as ratios in the same run.

    python benchmarks/corpora.py [--texts N] [--runs N] [RECORDS]

RECORDS is NDJSON of the API, gzipped or not; without it, the studies of the seeds are taken.
"""

import json
import os
import platform
import subprocess
import sys
import time
import warnings
from collections.abc import Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import click

import trialtext
from conversion import HEADER, Comparison, measure, python
from pages import load_mix, load_records
from trialtext.pipeline.inputs.files import InputOptions
from trialtext.pipeline.inputs.reader import read_items

MOST_RECORDS = 300
FEW, MANY = 2_000, 20_000
"""Texts of which the peaks of memory are compared."""


@click.command()
@click.argument("records", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--texts", type=click.IntRange(min=100), default=5_000, help="How many are timed.")
@click.option("--runs", type=click.IntRange(min=2), default=3, help="How often, at least.")
def main(records: Path | None, *, texts: int, runs: int) -> None:
    """Measure, and print a Markdown table."""
    warnings.simplefilter("ignore", trialtext.UnknownFieldWarning)
    mix = load_mix(records, MOST_RECORDS)
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors; mix: {mix.name}\n")
    print(HEADER)
    with TemporaryDirectory() as name:
        folder = Path(name)
        lines = write_lines(mix.pages, texts, folder)
        comparisons = (*processes(lines, texts), *whole_runs(lines), *tables(records))
        for comparison in comparisons:
            print(comparison.row(measure(comparison, runs)), flush=True)
        few, many = (write_lines(mix.pages, number, folder) for number in (FEW, MANY))
        for jobs in ("1", "2"):
            ratios = [peak(many, jobs) / peak(few, jobs) for _ in range(2)]
            print(f"memory, {MANY:,} texts / {FEW:,}, --jobs {jobs}: {median(ratios):.2f}")


def write_lines(pages: list[str], number: int, folder: Path) -> Path:
    """Write texts as NDJSON."""
    path = folder / f"{number}.ndjson"
    with path.open("w", encoding="utf-8") as file:
        for at, text in enumerate(islice(cycle(pages), number)):
            file.write(json.dumps({"id": at, "text": text}) + "\n")
    return path


def processes(lines: Path, number: int) -> Iterator[Comparison]:
    """Compare two processes with one, on the texts of one file."""
    command = ("-m", "trialtext", "convert", str(lines), "-q", "-o", f"{lines}.out.ndjson")
    yield Comparison(
        name=f"rate, {number:,} texts in one file, --jobs 2 / --jobs 1",
        target=1.7,
        at_least=True,
        action=python(*command, "--jobs", "1"),  # the rate is the inverse of the time
        yardstick=python(*command, "--jobs", "2"),
        clock=time.perf_counter,
    )


def convert_alone(lines: Path) -> None:
    """Read and convert texts, one after the other, and keep nothing."""
    for item in read_items(str(lines), InputOptions()):
        for result in trialtext.parse_all(item.content, path=item.source):
            if result.study:
                trialtext.to_json(result.study)


def whole_runs(lines: Path) -> Iterator[Comparison]:
    """Compare whole runs in one process with the conversion alone."""
    command = ("-m", "trialtext", "convert", str(lines), "-q", "--jobs", "1", "-o")
    alone = f"import corpora, pathlib; corpora.convert_alone(pathlib.Path({str(lines)!r}))"
    for ending in ("parquet", "ndjson"):
        yield Comparison(
            name=f"NDJSON → {ending}, end to end / conversion alone",
            target=1.25,
            action=python(*command, f"{lines}.out.{ending}"),
            yardstick=partial(
                subprocess.run,
                [sys.executable, "-c", alone],
                check=True,
                cwd=Path(__file__).parent,
            ),
            clock=time.perf_counter,
        )


def tables(records: Path | None) -> Iterator[Comparison]:
    """Compare tables of records with reading the records."""
    data = load_records(records)
    studies = [trialtext.from_json(record) for record in data]
    yield Comparison(
        name=f"tables of {len(data):,} records / `from_json` of them",
        target=1.5,
        action=lambda: trialtext.tables(studies),
        yardstick=lambda: [trialtext.from_json(record) for record in data],
    )


def peak(lines: Path, jobs: str) -> int:
    """Return how much memory a run takes at most, in kB: of its largest process."""
    code = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, *sys.argv[1:]], check=True)\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    arguments = ("convert", str(lines), "-q", "--jobs", jobs, "-o", f"{lines}.out.parquet")
    done = subprocess.run(
        [sys.executable, "-c", code, "-m", "trialtext", *arguments],
        check=True,
        capture_output=True,
    )
    return int(done.stdout)


if __name__ == "__main__":
    main()
