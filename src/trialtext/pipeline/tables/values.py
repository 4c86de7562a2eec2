"""Kinds of columns, and how values of the record become values of a kind: exactly, or null."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import attrs

Convert = Callable[[Any], Any]
"""Makes the value of a column of what is in the record, which is never `None`."""

_cached: Final = lru_cache(1 << 16)
"""Numbers and dates repeat, and reading one costs more than finding it again."""

_INTEGER: Final = re.compile(r"([+-]?\d{1,19})(\.0*)?", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?", re.ASCII)
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_INT64: Final = range(-(2**63), 2**63)


@attrs.frozen
class Kind:
    """What a column holds."""

    name: str
    """Its Arrow type, as pyarrow names it."""
    convert: Convert | None = None
    """Makes a value of it; without it, values stay as they are."""


@_cached
def to_integer(value: int | str) -> int | None:
    """Return an integer, or `None` for a text that is none, and for what 64 bits do not hold."""
    match = _INTEGER.fullmatch(str(value))
    if not match:
        return None
    number = int(match[1])
    return number if number in _INT64 else None


@_cached
def to_number(value: float | str) -> float | None:
    """Return a float with just the digits that are written, or `None`: for `NA`, `<0.001`, `1,790`.

    Whether a comma divides thousands or marks decimals, a value does not tell.
    """
    text = str(value)
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if Decimal(repr(number)) == Decimal(text) else None


def to_text(value: Any) -> str:
    """Return a text as it is, and a truth value as JSON spells it."""
    return value if isinstance(value, str) else str(value).lower()


@_cached
def to_date(value: str) -> date | None:
    """Return a full date, or `None` for what is none."""
    return _day(value, _exact)


@_cached
def to_last_day(value: str) -> date | None:
    """Return a date; of a month or a year alone, its last day."""
    return _day(value, _last)


@_cached
def to_first_day(value: str) -> date | None:
    """Return a date; of a month alone, its first day, but of a year alone its last one, as AACT."""
    return _day(value, _first)


def _day(value: str, complete: Callable[[int, int | None], date | None]) -> date | None:
    match = _DATE.fullmatch(value)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        return date(year or 0, month or 0, day) if day is not None else complete(year or 0, month)
    except ValueError:
        return None  # there is no such day


def _exact(_year: int, _month: int | None) -> None:
    return None


def _last(year: int, month: int | None) -> date:
    if month is None:
        return date(year, 12, 31)
    return date(year, month, monthrange(year, month)[1])


def _first(year: int, month: int | None) -> date:
    return date(year, 12, 31) if month is None else date(year, month, 1)


TEXT: Final = Kind("string")
"""Text as it is in the record, and the API's codes."""
FLAG_AS_TEXT: Final = Kind("string", to_text)
"""A truth value, where AACT has a column of text."""
INTEGER: Final = Kind("int64", to_integer)
NUMBER: Final = Kind("double", to_number)
FLAG: Final = Kind("bool")
DATE: Final = Kind("date32[day]", to_date)
"""A date that is always full."""
LAST_DAY: Final = Kind("date32[day]", to_last_day)
"""A date that may be a month: a column beside it has the text."""
FIRST_DAY: Final = Kind("date32[day]", to_first_day)
LIST: Final = Kind("list<item: string>")
