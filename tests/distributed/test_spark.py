"""Spark maps batches with the code of the docs, and gives what one process gives."""

import os
import subprocess
import sys
from operator import itemgetter
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import CHECKOUT
from tests.documented import code_block

from trialtext.arrow import RESULTS, convert_batch

pytest.importorskip("pyspark")

SEEDS = CHECKOUT / "seeds"
# Nullability, too, which files do not keep.
SAME_SCHEMA = """
from pyspark.sql.pandas.types import from_arrow_schema
from trialtext.arrow import RESULTS
assert results.schema == from_arrow_schema(RESULTS)
"""
NIGHT = "A dark and stormy night."


def texts() -> pa.Table:
    """Return pages, a table of several rows, a text that is no page, and a null."""
    pages = [path.read_text("utf-8") for path in sorted((SEEDS / "mirror-study").glob("*.txt"))]
    table = (SEEDS / "ctgov-csv" / "ctg-studies.csv").read_text("utf-8")
    every = [*pages, table, NIGHT, None]
    return pa.table({"source": [f"{n:03}" for n in range(len(every))], "text": every})


def in_order(results: pa.Table) -> list[dict[str, Any]]:
    """Return the rows by source and document: Spark keeps no order among partitions."""
    return sorted(results.to_pylist(), key=itemgetter("source", "document"))


def run(code: str, folder: Path) -> None:
    """Run code as a program of its own, with Spark on this machine, in two threads."""
    settings = {
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_SUBMIT_ARGS": "--master local[2] --conf spark.ui.enabled=false pyspark-shell",
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    command = [sys.executable, "-c", code]
    environment = os.environ | settings
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.timeout(600)
def test_the_code_of_the_docs_gives_what_one_process_gives(tmp_path: Path) -> None:
    given = texts()
    pq.write_table(given, tmp_path / "pages.parquet")
    code = code_block("many-machines.md", containing="mapInArrow")
    run(f"{code}\n{SAME_SCHEMA}", tmp_path)
    found = pq.read_table(tmp_path / "results.parquet")
    expected = pa.Table.from_batches(map(convert_batch, given.to_batches()))
    assert found.num_rows > given.num_rows
    assert in_order(found.cast(RESULTS)) == in_order(expected)
