"""One function over many items, in several processes, its results in the order of the items."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any, TypeVar

Item = TypeVar("Item")
Output = TypeVar("Output")

FEW = 60
"""Items for which starting processes takes longer than doing without them."""
_CHUNK = 20
"""Items that a process is given at a time."""
_AHEAD = 4
"""Chunks for each process that are submitted before the first of their results is taken."""


def map_ordered(
    function: Callable[[Item], Output], items: Iterable[Item], jobs: int
) -> Iterator[Output]:
    """Apply a function to items. What is waiting is bounded, however many items there are.

    `function` and what it takes and gives go from process to process: they must pickle. Raises
    what `function` raises, and `ChildProcessError` if a process is killed.
    """
    following = iter(items)
    first = list(islice(following, FEW))
    if jobs == 1 or len(first) < FEW:
        yield from map(function, chain(first, following))
        return
    # What is loaded here already, such as a parser, processes that are forked need not load.
    yield function(first[0])
    items = chain(first[1:], following)
    window: deque[Future[list[Output]]] = deque()
    theirs, ours = Pipe(duplex=False)
    executor = ProcessPoolExecutor(jobs, initializer=_prepare_process, initargs=(theirs, ours))
    try:
        while chunk := list(islice(items, _CHUNK)):
            window.append(executor.submit(_apply, function, chunk))
            if len(window) == jobs * _AHEAD:
                yield from window.popleft().result()
        while window:
            yield from window.popleft().result()
    except BrokenProcessPool:
        raise ChildProcessError("a process was ended in the middle of its work") from None
    finally:
        ours.close()
        executor.shutdown(cancel_futures=True)


def _apply(function: Callable[[Item], Output], items: Sequence[Item]) -> list[Output]:
    return [function(item) for item in items]


def _prepare_process(lifeline: "Connection[Any, Any]", other: "Connection[Any, Any]") -> None:
    """Leave interrupts to the process that started this one, and end with it, however it ends.

    Nothing is ever sent through the connection: it is closed where the work is over or given up,
    and by the system where the process that started this one is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    other.close()  # a process that is forked has both ends
    Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: "Connection[Any, Any]") -> None:
    wait([lifeline])
    os._exit(1)
