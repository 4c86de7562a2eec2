"""Ray shares out inputs, loses a machine, and gives what one process gives, in the same order."""

import json
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.cli.commands import run
from tests.conftest import CHECKOUT
from tests.documented import code_block

from trialtext.arrow import RESULTS, convert_batch
from trialtext.pipeline.ray import run_on_ray

ray = pytest.importorskip("ray")
cluster_utils = pytest.importorskip("ray.cluster_utils")

pytestmark = [
    pytest.mark.timeout(300),
    # Ray sets options of its own that it deprecated.
    pytest.mark.filterwarnings("ignore::DeprecationWarning:ray.data.context"),
]

PAGE = (CHECKOUT / "seeds" / "mirror-study" / "minimal.txt").read_text("utf-8")
INPUTS, TEXTS, BATCH = 6, 200, 40
Convert = Callable[[pa.RecordBatch], pa.RecordBatch]


def read(path: str) -> Iterator[pa.RecordBatch]:
    """Read texts that stand one a line."""
    lines = Path(path).read_text("utf-8").splitlines()
    for at in range(0, len(lines), BATCH):
        yield pa.RecordBatch.from_pylist(list(map(json.loads, lines[at : at + BATCH])))


def converting_and_telling(batch: pa.RecordBatch, *, folder: str) -> pa.RecordBatch:
    """Convert a batch, slowly enough to be disturbed, and leave a note of the node that began."""
    node = Path(folder, str(ray.get_runtime_context().get_node_id()))
    node.mkdir(exist_ok=True)
    (node / str(batch.column("source")[0])).touch()
    time.sleep(0.3)
    return convert_batch(batch)


@pytest.fixture
def paths(tmp_path: Path) -> list[str]:
    """Write inputs of many texts; one has none."""
    paths = [tmp_path / f"{number}.ndjson" for number in range(INPUTS)]
    for path in paths:
        texts = ({"source": f"{path.stem}-{n}", "text": f"{PAGE}\n{n}"} for n in range(TEXTS))
        path.write_text("".join(f"{json.dumps(text)}\n" for text in texts), "utf-8")
    (tmp_path / "empty.ndjson").touch()
    return [*map(str, paths[:2]), str(tmp_path / "empty.ndjson"), *map(str, paths[2:])]


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    yield
    ray.shutdown()


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Start a head without processors and two workers with one each, as if on three machines."""
    started = cluster_utils.Cluster(head_node_args=_node(2, processors=0), initialize_head=True)
    try:
        for number in (3, 4):
            started.add_node(**_node(number, processors=1))
        yield started
    finally:
        ray.shutdown()
        started.shutdown()


def _node(number: int, *, processors: int) -> dict[str, Any]:
    return {"node_ip_address": f"127.0.0.{number}", "num_cpus": processors}


def in_one_process(paths: list[str]) -> pa.Table:
    """Convert every input, one after the other."""
    return pa.Table.from_batches([convert_batch(batch) for path in paths for batch in read(path)])


def alive() -> set[str]:
    """Return the nodes that Ray knows to be alive."""
    return {node["NodeID"] for node in ray.nodes() if node["Alive"]}


def test_a_worker_that_is_killed_costs_no_result(
    cluster: Any, paths: list[str], tmp_path: Path
) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    convert = partial(converting_and_telling, folder=str(notes))
    results = run_on_ray(read, paths, address=cluster.address, convert=convert)
    found = [next(results)]
    begun = sorted(notes.glob("*/*"), key=lambda note: note.stat().st_mtime_ns)
    (victim,) = (node for node in cluster.worker_nodes if node.node_id == begun[-1].parent.name)
    assert victim.node_id in alive()
    assert len(begun) < INPUTS * TEXTS // BATCH
    cluster.remove_node(victim, allow_graceful=False)
    found += results
    expected = in_one_process(paths)
    assert expected.num_rows == INPUTS * TEXTS
    assert pa.Table.from_batches(found).equals(expected)
    assert not ray.is_initialized()


def test_without_an_address_ray_runs_here_and_ends_with_the_last_result(paths: list[str]) -> None:
    found = list(run_on_ray(read, paths[:3], address=None, convert=convert_batch))
    assert pa.Table.from_batches(found).equals(in_one_process(paths[:3]))
    assert not ray.is_initialized()


def test_the_command_line_writes_on_a_cluster_what_it_writes_here(
    paths: list[str], tmp_path: Path
) -> None:
    written = []
    for engine in ("local", "ray"):
        output = tmp_path / f"{engine}.ndjson"
        result = run("convert", *paths[:3], "-o", output, "--engine", engine)
        assert (result.exit_code, result.stderr.splitlines()[-1][:16]) == (1, "401 documents: 4")
        written.append(output.read_bytes())
    assert written[0] == written[1]
    assert written[0].count(b"\n") == 2 * TEXTS


def test_a_connection_of_others_is_used_and_kept_and_the_code_of_the_docs_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    texts = pa.table({"source": ["page", "night"], "text": [PAGE, "A dark and stormy night."]})
    pq.write_table(texts, "pages.parquet")
    ray.init("local", num_cpus=1, log_to_driver=False)
    assert list(run_on_ray(read, [], convert=convert_batch)) == []
    assert ray.is_initialized()
    code = code_block("many-machines.md", containing="read_parquet")
    exec(compile(code, "many-machines.md", "exec"), {"__name__": "documented"})  # noqa: S102
    found = pq.read_table(tmp_path / "results")
    expected = pa.Table.from_batches(map(convert_batch, texts.to_batches()))
    assert found.cast(RESULTS).equals(expected)
