"""One function over many items, their outputs in order: in several processes if they are many."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

Item = TypeVar("Item")
Output = TypeVar("Output")

FEW = 60
"""Items for which starting processes takes longer than doing without them."""


def flat_map(
    function: Callable[[Item], Iterable[Output]], items: Iterable[Item], jobs: int
) -> Iterator[Output]:
    """Apply a function to items, and give all outputs of each.

    What is waiting is bounded, however many items there are; if they are few, however many outputs
    there are, too. `function`, items and outputs go from process to process: they must pickle.
    Raises what `function` raises, and `ChildProcessError` if a process is killed.
    """
    following = iter(items)
    first = list(islice(following, FEW))
    if jobs == 1 or len(first) < FEW:
        yield from chain.from_iterable(map(function, chain(first, following)))
        return
    # What starts processes takes a while to import.
    from trialtext.pipeline.pool import flat_map_in_pool

    # What is loaded here already, such as a parser, processes that are forked need not load.
    yield from function(first[0])
    yield from flat_map_in_pool(function, chain(first[1:], following), jobs)
