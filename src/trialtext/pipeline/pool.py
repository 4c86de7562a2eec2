"""A pool of processes that end with the one that started them, and what they give in order."""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import Any, TypeVar

Item = TypeVar("Item")
Output = TypeVar("Output")

_CHUNK = 20
"""Items that a process is given at a time."""
_AHEAD = 4
"""Chunks for each process that are submitted before the first of their results is taken."""


def flat_map_in_pool(
    function: Callable[[Item], Iterable[Output]], items: Iterator[Item], jobs: int
) -> Iterator[Output]:
    """Apply a function to items in several processes, and give all outputs of each.

    Raises what `function` raises, and `ChildProcessError` if a process is killed.
    """
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


def _apply(function: Callable[[Item], Iterable[Output]], items: Sequence[Item]) -> list[Output]:
    return [output for item in items for output in function(item)]


def _prepare_process(lifeline: "Connection[Any, Any]", other: "Connection[Any, Any]") -> None:
    """Leave interrupts and hangups to the process that started this one, and end when it ends.

    Nothing is ever sent through the connection: it is closed where the work is over or given up,
    and by the system where the process that started this one is gone.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hangup := getattr(signal, "SIGHUP", None):
        signal.signal(hangup, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    other.close()  # a process that is forked has both ends
    Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: "Connection[Any, Any]") -> None:
    wait([lifeline])
    os._exit(1)
