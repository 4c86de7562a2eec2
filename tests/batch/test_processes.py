"""Several processes: the results of one, in the same order, and no more waiting than is bounded."""

import multiprocessing
import threading
from collections.abc import Iterator

import pytest

from trialtext.batch.processes import FEW, ordered


def doubled(number: int) -> int:
    return 2 * number


def refusing(number: int) -> int:
    if number == FEW + 3:
        raise ValueError(f"not {number}")
    return number


@pytest.mark.parametrize("jobs", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, FEW - 1, FEW, FEW + 1, 5 * FEW])
def test_results_come_in_the_order_of_the_items(jobs: int, number: int) -> None:
    assert list(ordered(doubled, range(number), jobs)) == [2 * n for n in range(number)]


def test_items_are_taken_as_they_are_needed() -> None:
    taken = 0

    def items() -> Iterator[int]:
        nonlocal taken
        for number in range(100_000):
            taken += 1
            yield number

    results = ordered(doubled, items(), 2)
    assert [next(results) for _ in range(2 * FEW)] == [2 * n for n in range(2 * FEW)]
    assert taken < 1_000
    results.close()


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_comes_through(jobs: int) -> None:
    with pytest.raises(ValueError, match=f"not {FEW + 3}"):
        list(ordered(refusing, range(3 * FEW), jobs))


@pytest.mark.parametrize("taken", [1, 2 * FEW, 5 * FEW])
def test_nothing_goes_on_once_it_is_over(taken: int) -> None:
    # What still runs when the interpreter ends may end it with an error.
    results = ordered(doubled, range(5 * FEW), 2)
    for _ in range(taken):
        next(results)
    results.close()
    assert threading.active_count() == 1
    assert not multiprocessing.active_children()
