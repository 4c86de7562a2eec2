"""The search for garbage, and a stretch of work without it."""

import gc
from collections.abc import Iterator

import pytest

from trialtext.garbage import Uncollected


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    collecting = gc.isenabled()
    yield
    if collecting:
        gc.enable()
    else:
        gc.disable()


def test_no_garbage_is_looked_for_meanwhile() -> None:
    gc.enable()
    with Uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_who_has_switched_it_off_finds_it_off() -> None:
    gc.disable()
    with Uncollected():
        pass
    assert not gc.isenabled()


def test_an_error_switches_it_on_again() -> None:
    gc.enable()
    with pytest.raises(ZeroDivisionError), Uncollected():
        _ = 1 / 0
    assert gc.isenabled()


def test_one_may_stand_in_another() -> None:
    gc.enable()
    with Uncollected():
        with Uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
