"""Many inputs on many machines: a thin layer on Ray Data, which schedules the work."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from trialtext.extras import require

if TYPE_CHECKING:
    import pyarrow as pa

_TEXTS: Final = 256
"""Texts that a task converts: some seconds of work, and large inputs are shared out, too."""
_LOG_LEVELS: Final = {
    "ray.data": logging.WARNING,
    "ray.data._internal.progress": logging.ERROR,  # it warns that it was switched off
}


def run_on_ray(
    read: Callable[[str], Iterator["pa.RecordBatch"]],
    paths: Iterable[str],
    *,
    address: str | None = None,
    convert: Callable[["pa.RecordBatch"], "pa.RecordBatch"],
) -> Iterator["pa.RecordBatch"]:
    """Read and convert inputs on the workers of a Ray cluster; give the results in their order.

    `read` opens an input on a worker and gives batches of its texts, with a column that names them,
    all of one schema; `convert` is a pure function such as `convert_batch`. Both go from process to
    process, and what they import must be installed there. `address` is that of a cluster, such as
    `host:6379`; without it, one is started on this machine, and ended with the last result. Where
    Ray is connected already, it is used as it is. What is lost with a worker, Ray does again.
    Raises what Ray raises, and `MissingExtraError` where it is not installed.
    """
    ray = require("ray", extra="ray")
    ray_data = require("ray.data", extra="ray")
    with _connected(ray, address):
        inputs = ray_data.from_items(list(paths))
        inputs.context.execution_options.preserve_order = True
        inputs.context.enable_progress_bars = False
        inputs.context.print_on_execution_start = False
        texts = inputs.map_batches(partial(_read, read), batch_size=1)
        # Between reading and converting, so that the texts of one input go to all workers.
        shared = texts.repartition(target_num_rows_per_block=_TEXTS, strict=True)
        results = shared.map_batches(
            partial(_convert, convert), batch_size=None, batch_format="pyarrow"
        )
        for table in results.iter_batches(batch_size=None, batch_format="pyarrow"):
            yield from table.to_batches()


@contextmanager
def _connected(ray: Any, address: str | None) -> Iterator[None]:
    """Connect to a cluster for a while, unless that was done before."""
    if ray.is_initialized():
        yield
        return
    ray.init(address or "local", log_to_driver=False, logging_level=logging.WARNING)
    for logger, level in _LOG_LEVELS.items():
        logging.getLogger(logger).setLevel(level)
    try:
        yield
    finally:
        ray.shutdown()


def _read(
    read: Callable[[str], Iterator["pa.RecordBatch"]], paths: dict[str, Any]
) -> Iterator["pa.Table"]:
    for path in paths["item"]:
        yield from map(_table, read(str(path)))


def _convert(
    convert: Callable[["pa.RecordBatch"], "pa.RecordBatch"], texts: "pa.Table"
) -> Iterator["pa.Table"]:
    yield from map(_table, map(convert, texts.to_batches()))


def _table(batch: "pa.RecordBatch") -> "pa.Table":
    table: pa.Table = require("pyarrow", extra="ray").Table.from_batches([batch])
    return table
