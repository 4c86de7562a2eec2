"""Measure how fast two workers of a Ray cluster convert pages, as a ratio to one process.

    python benchmarks/distributed.py [--pages N] [RECORDS]

Both read the same files with the same functions, in one run. The start of the cluster is timed by
itself: it does not depend on the number of pages.
"""

import json
import platform
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import click
import pyarrow as pa

from pages import load_mix
from trialtext.arrow import convert_batch
from trialtext.extras import require
from trialtext.pipeline.ray import run_on_ray

WORKERS = 2
MOST_RECORDS = 300
INPUTS, ROUNDS = 20, 5
BATCH = 100
WARM_UP = 2
"""Inputs that are converted before anything is timed: workers start and load what they need."""


@click.command()
@click.argument("records", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--pages", type=click.IntRange(min=INPUTS), default=20_000, help="How many pages.")
def main(records: Path | None, *, pages: int) -> None:
    """Convert pages in one process and with Ray; print rates and their ratio.

    RECORDS is NDJSON of the API, gzipped or not; without it, the studies of the seeds are taken.
    """
    mix = load_mix(records, MOST_RECORDS)
    print(f"Python {platform.python_version()}; {pages:,} pages of {mix.name}")
    with TemporaryDirectory() as folder:
        paths = write_inputs(mix.pages, pages, Path(folder))
        ray = require("ray", extra="ray")
        start, _ = timed(partial(connect, ray, paths[:WARM_UP]))
        in_one_process(paths[:WARM_UP])
        # In turn, since what else the machine does changes meanwhile.
        rounds = [compare(paths[at::ROUNDS]) for at in range(ROUNDS)]
        ray.shutdown()
    one, many = (sum(seconds) for seconds in zip(*rounds, strict=True))
    print(f"one process:    {pages / one:>8,.0f} pages/s")
    print(f"Ray, {WORKERS} workers: {pages / many:>8,.0f} pages/s, and {start:.1f} s to start")
    ratios = sorted(one / many for one, many in rounds)
    print(f"ratio:          {median(ratios):>8.2f}, {ratios[0]:.2f} - {ratios[-1]:.2f}")


def compare(paths: list[str]) -> tuple[float, float]:
    """Time one process and Ray; end if they give other results."""
    one, expected = timed(partial(in_one_process, paths))
    many, found = timed(partial(with_ray, paths))
    return (one, many) if found.equals(expected) else sys.exit("the results differ")


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return the seconds that an action takes, and what it returns."""
    start = time.perf_counter()
    outcome = action()
    return time.perf_counter() - start, outcome


def connect(ray: Any, paths: list[str]) -> None:
    """Start a cluster on this machine, and have it convert a few inputs."""
    ray.init("local", num_cpus=WORKERS, log_to_driver=False)
    with_ray(paths)


def with_ray(paths: list[str]) -> pa.Table:
    """Convert all inputs with Ray."""
    return pa.Table.from_batches(run_on_ray(read, paths, convert=convert_batch))


def in_one_process(paths: list[str]) -> pa.Table:
    """Convert all inputs here."""
    return pa.Table.from_batches(convert_batch(batch) for path in paths for batch in read(path))


def read(path: str) -> Iterator[pa.RecordBatch]:
    """Read texts that stand one a line."""
    with Path(path).open(encoding="utf-8") as lines:
        while rows := [json.loads(line) for line in islice(lines, BATCH)]:
            yield pa.RecordBatch.from_pylist(rows)


def write_inputs(pages: list[str], number: int, inside: Path) -> list[str]:
    """Write so many pages, the same ones over and over, to a few files, one a line."""
    texts = islice(enumerate(cycle(pages)), number)
    paths = [inside / f"{at:03}.ndjson" for at in range(INPUTS)]
    for path in paths:
        lines = (
            {"source": str(n), "text": text} for n, text in islice(texts, -(-number // INPUTS))
        )
        path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")
    return list(map(str, paths))


if __name__ == "__main__":
    main()
