"""One function over many items, in several processes, its results in the order of the items."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Item = TypeVar("Item")
Made = TypeVar("Made")

FEW = 60
"""Items for which starting processes takes longer than doing without them."""
_CHUNK = 20
"""Items that a process is given at a time."""
_AHEAD = 4
"""Chunks for each process that are begun before the first of them is taken."""


def ordered(
    function: Callable[[Item], Made], items: Iterable[Item], jobs: int
) -> Generator[Made, None, None]:
    """Apply a function to items. What is waiting is bounded, however many items there are.

    `function` and what it takes and gives go from process to process: they must pickle.
    """
    following = iter(items)
    first = list(islice(following, FEW))
    if jobs == 1 or len(first) < FEW:
        yield from map(function, chain(first, following))
        return
    # What is done here already, such as making a parser, processes that are forked need not do.
    yield function(first[0])
    every = chain(first[1:], following)
    from concurrent.futures import ProcessPoolExecutor  # takes longer than a page does

    with ProcessPoolExecutor(jobs) as pool:
        waiting: deque[Future[list[Made]]] = deque()
        try:
            for chunk in iter(partial(_chunk, every), []):
                waiting.append(pool.submit(_apply, function, chunk))
                if len(waiting) > jobs * _AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _chunk(items: Iterator[Item]) -> list[Item]:
    return list(islice(items, _CHUNK))


def _apply(function: Callable[[Item], Made], items: Sequence[Item]) -> list[Made]:
    return [function(item) for item in items]
