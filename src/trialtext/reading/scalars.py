"""Scalar values as text writes them: codes of enums, dates, ages, counts."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

from trialtext.model.enums import InterventionType, StandardAge

_Code = TypeVar("_Code", bound=StrEnum)

_NCT_ID = re.compile(r"NCT[0-9]{8}")
_COUNT = re.compile(r"([0-9]{1,9}) participants?")
_AGE = re.compile(r"([0-9]{1,6}) (Year|Month|Week|Day|Hour|Minute)(s?)")

ADULT = 18
OLDER_ADULT = 65
"""Ages, in years, from which on the registry's age groups begin."""

_YEARS = {
    "Year": 1.0,
    "Month": 1 / 12,
    "Week": 7 / 365.25,
    "Day": 1 / 365.25,
    "Hour": 1 / 8766,
    "Minute": 1 / 525960,
}


@cache
def codes(enum: type[_Code]) -> Mapping[str, _Code]:
    """Return the members of an enum by the API's spelling."""
    return {member.value: member for member in enum}


def nct_id(text: str) -> str | None:
    """Read `NCT` and eight digits."""
    return text if _NCT_ID.fullmatch(text) else None


def day(text: str) -> str | None:
    """Read `2026-02-27`, if there is such a day."""
    try:
        return text if date.fromisoformat(text).isoformat() == text else None
    except ValueError:
        return None


def partial_date(text: str) -> str | None:
    """Read a date that may lack its day, or day and month: `2026-02`, `2026`."""
    rest = {len("2026"): "-01-01", len("2026-02"): "-01"}.get(len(text), "")
    return text if day(text + rest) else None


def count(text: str) -> int | None:
    """Read `40 participants` as 40."""
    match = _COUNT.fullmatch(text)
    return int(match[1]) if match else None


def age(text: str) -> str | None:
    """Read `18 Years`, `1 Day`; `18 Year` is what a cut left of an age."""
    match = _AGE.fullmatch(text)
    return text if match and (match[3] or match[1] == "1") else None


def standard_ages(minimum: str | None, maximum: str | None) -> list[StandardAge]:
    """Compute the age groups that a range of ages reaches into; `None` is no limit.

    The registry's rule: `CHILD` up to 17 years, `ADULT` from 18 to 64, `OLDER_ADULT` from 65.
    """
    low = years(minimum) if minimum else 0
    high = years(maximum) if maximum else float("inf")
    reached = {
        StandardAge.CHILD: low < ADULT,
        StandardAge.ADULT: low < OLDER_ADULT and high >= ADULT,
        StandardAge.OLDER_ADULT: high >= OLDER_ADULT,
    }
    return [group for group, is_reached in reached.items() if is_reached]


def years(text: str) -> float:
    """Read `6 Months` as 0.5. Raises `ValueError` for what is no age."""
    match = _AGE.fullmatch(text)
    if not match:
        raise ValueError(f"not an age: {text!r}")
    return int(match[1]) * _YEARS[match[2]]


def one_line(text: str | None) -> str | None:
    """Fold a text that stands on one line; `None` of nothing."""
    return " ".join((text or "").split()) or None


def intervention_name(kind: InterventionType | str, name: str) -> str:
    """Name an intervention as arms do: `Dietary Supplement: Vitamin D`."""
    return f"{kind.replace('_', ' ').title()}: {name}"
