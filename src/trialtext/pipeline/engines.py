"""Where items are converted: in processes of this machine, or on a cluster of Ray."""

import pickle
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

from trialtext.extras import require
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.inputs.files import InputOptions
from trialtext.pipeline.inputs.items import Item
from trialtext.pipeline.inputs.reader import read_items
from trialtext.pipeline.outcomes import Outcome
from trialtext.pipeline.store import Store
from trialtext.pipeline.workers import flat_map

if TYPE_CHECKING:
    import pyarrow as pa

Task: TypeAlias = tuple[bytes, Item | None]
"""The key of an item, and the item; `None` if what came of it is in the store."""
Done: TypeAlias = tuple[bytes, list[Outcome] | None]
"""The same for what came of it."""

_BATCH = 64
"""Items that are read into a batch."""


def convert_here(
    items: Iterator[Item], converter: Converter, store: Store | None, jobs: int
) -> Iterator[Outcome]:
    """Convert items in some processes, but for what an earlier run has finished."""
    tasks = map(partial(_task, store), items)
    for key, outcomes in flat_map(partial(_done, converter), tasks, jobs):
        if store is None:
            yield from outcomes or ()
        elif outcomes is None:
            yield from store[key]
        else:
            if not any(_is_for_now(outcome) for outcome in outcomes):
                store.add(key, outcomes)
            yield from outcomes


def _task(store: Store | None, item: Item) -> Task:
    if store is None:
        return b"", item
    key = store.key(item)
    return key, None if key in store else item


def _done(converter: Converter, task: Task) -> Iterator[Done]:
    key, item = task
    yield key, None if item is None else list(converter.convert(item))


def _is_for_now(outcome: Outcome) -> bool:
    """Tell whether an outcome may be another one next time, for what was not installed."""
    return any(each.code == "missing-extra" for each in outcome.diagnostics)


# ---- Ray


def convert_on_ray(
    paths: Iterable[str], options: InputOptions, converter: Converter, address: str | None
) -> Iterator[Outcome]:
    """Read and convert inputs on the workers of a cluster, which must be able to open them.

    Raises what Ray raises, and `MissingExtraError`.
    """
    from trialtext.pipeline.ray import run_on_ray

    read, convert = partial(_read_batches, options), partial(_convert_batch, converter)
    for batch in run_on_ray(read, paths, address=address, convert=convert):
        yield from map(pickle.loads, _bytes(batch, "outcome"))  # from `_convert_batch`


def _read_batches(options: InputOptions, path: str) -> Iterator["pa.RecordBatch"]:
    items: list[bytes] = []
    for item in read_items(path, options):
        items.append(pickle.dumps(item))
        if len(items) == _BATCH:
            yield _batch("item", items)
            items.clear()
    if items:
        yield _batch("item", items)


def _convert_batch(converter: Converter, batch: "pa.RecordBatch") -> "pa.RecordBatch":
    items = map(pickle.loads, _bytes(batch, "item"))  # they come from `_read_batches`
    outcomes = chain.from_iterable(map(converter.convert, items))
    return _batch("outcome", [pickle.dumps(outcome) for outcome in outcomes])


def _batch(name: str, values: list[bytes]) -> "pa.RecordBatch":
    arrow = require("pyarrow", extra="ray")
    batch: pa.RecordBatch = arrow.record_batch({name: arrow.array(values, arrow.large_binary())})
    return batch


def _bytes(batch: "pa.RecordBatch", name: str) -> Iterator[bytes]:
    for value in batch.column(name):
        data: bytes = value.as_py()
        yield data
