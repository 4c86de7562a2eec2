"""Dates: as the registry writes them, and as spreadsheets do."""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final

from trialtext.parsing.tree import Token, Tree
from trialtext.reading.scalars import partial_date

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SLASHED: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}")
_MONTH_COUNT: Final = 12
_OLDEST: Final = 80
"""Years of two digits from here on are of the last century: no study is older."""


class DayOrder(Enum):
    """What stands first in `3/7/2024`."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"


def day_order(cells: Iterable[str]) -> DayOrder | None:
    """Tell the order of day and month by all dates of a file: a number above 12 is a day.

    `None` if none is, or if some say one thing and some the other.
    """
    found = {order for cell in cells if (order := order_of(cell))}
    return found.pop() if len(found) == 1 else None


def is_slashed(cell: str) -> bool:
    """Tell whether a cell is a date with slashes."""
    return _SLASHED.fullmatch(cell) is not None


def is_same_in_both(cell: str) -> bool:
    """Tell whether a date with slashes is the same day in either order: `5/5/2024`."""
    first, second, _ = cell.split("/")
    return int(first) == int(second)


def order_of(cell: str) -> DayOrder | None:
    """Tell the order of day and month of one date, if it is certain."""
    if not (match := _SLASHED.fullmatch(cell)):
        return None
    first, second = int(match[1]), int(match[2])
    if first > _MONTH_COUNT >= second:
        return DayOrder.DAY_FIRST
    if second > _MONTH_COUNT >= first:
        return DayOrder.MONTH_FIRST
    return None


def written(tree: Tree, order: DayOrder | None) -> str | None:
    """Write a date that was parsed as the API does; `None` if there is no such day or month.

    `order` is that of dates with slashes, which are `None` without it.
    """
    (date,) = tree.children
    if isinstance(date, Token):
        return partial_date(date.text)
    parts = [token.text for token in date.tokens()]
    if date.data == "slashed_date":
        found = _slashed(*parts, order=order)
    else:
        found = _spelled(*parts) if date.data == "spelled_date" else _short(*parts)
    return partial_date(found) if found else None


def _spelled(month: str, *day_and_year: str) -> str:
    *days, year = day_and_year
    return "-".join([year, f"{_MONTHS.index(month) + 1:02}", *(f"{int(day):02}" for day in days)])


def _slashed(first: str, second: str, year: str, *, order: DayOrder | None) -> str | None:
    if order is None:
        return None
    month, day = (first, second) if order is DayOrder.MONTH_FIRST else (second, first)
    return f"{year}-{int(month):02}-{int(day):02}"


def _short(month: str, year: str) -> str | None:
    found = [at for at, name in enumerate(_MONTHS, 1) if name.startswith(month)]
    century = "19" if int(year) >= _OLDEST else "20"
    return f"{century}{year}-{found[0]:02}" if found else None
