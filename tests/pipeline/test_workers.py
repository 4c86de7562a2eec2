"""Several processes: the results of one, in the same order, and no more waiting than is bounded."""

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable
from itertools import count
from typing import cast

import pytest

from trialtext.pipeline.workers import FEW, flat_map


def doubled(number: int) -> list[int]:
    return [2 * number]


def slow_at_first(number: int) -> list[int]:
    # The first of what is given to processes: the first of all is not.
    if number == 1:
        time.sleep(0.5)
    return [number]


def vanishing(number: int) -> list[int]:
    if number == FEW + 3:
        os._exit(1)
    return [number]


def returned(text: str) -> list[str]:
    return [text]


def refusing(number: int) -> list[int]:
    if number == FEW + 3:
        raise ValueError(f"not {number}")
    return [number]


def started(
    function: Callable[[int], list[int]], items: Iterable[int], jobs: int
) -> Generator[int, None, None]:
    """Begin to map, with the right to give up before the end."""
    return cast("Generator[int, None, None]", flat_map(function, items, jobs))


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(jobs: int) -> None:
    for number in (0, 1, FEW - 1, FEW, FEW + 1, 5 * FEW):
        assert list(flat_map(doubled, range(number), jobs)) == [2 * n for n in range(number)]


def test_items_are_taken_as_they_are_needed() -> None:
    items = count()
    results = started(doubled, items, 2)
    assert [next(results) for _ in range(2 * FEW)] == [2 * n for n in range(2 * FEW)]
    assert next(items) < 1_000
    results.close()


def test_none_gets_far_ahead_of_one_that_is_slow() -> None:
    items = count()
    results = started(slow_at_first, items, 2)
    assert [next(results) for _ in range(2)] == [0, 1]
    assert next(items) < 1_000
    results.close()


def test_sides_that_have_much_to_say_do_not_wait_for_each_other() -> None:
    # A chunk is longer, both ways, than what a connection holds while nobody listens.
    texts = [str(n) * 100_000 for n in range(3 * FEW)]
    assert list(flat_map(returned, texts, 2)) == texts


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_comes_through(jobs: int) -> None:
    with pytest.raises(ValueError, match=f"not {FEW + 3}"):
        list(flat_map(refusing, range(3 * FEW), jobs))


def test_an_exception_tells_where_it_was_raised() -> None:
    with pytest.raises(ValueError, match="not") as raised:
        list(flat_map(refusing, range(3 * FEW), 2))
    assert "in refusing" in str(raised.value.__cause__)


@pytest.mark.parametrize("number", [FEW + 4, 50 * FEW])
def test_a_process_that_is_gone_is_an_error(number: int) -> None:
    with pytest.raises(ChildProcessError, match="ended in the middle of its work"):
        list(flat_map(vanishing, range(number), 2))
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("taken", [1, 2 * FEW, 5 * FEW])
def test_nothing_goes_on_once_it_is_over(taken: int) -> None:
    # What still runs when the interpreter ends may end it with an error.
    results = started(doubled, range(5 * FEW), 2)
    for _ in range(taken):
        next(results)
    results.close()
    assert threading.active_count() == 1
    assert not multiprocessing.active_children()


ENDLESS = """
from collections.abc import Callable, Generator, Iterable
from itertools import repeat
from typing import cast
from trialtext.pipeline.workers import flat_map
for number in flat_map(range, repeat(2_000), 2):
    if number == 1_000:
        print("begun", flush=True)
"""


def test_processes_end_with_the_one_that_started_them() -> None:
    # A killed process has no time to end others. What it prints to is closed with the last of them.
    with subprocess.Popen(
        [sys.executable, "-c", ENDLESS], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.kill()
        process.communicate(timeout=30)
