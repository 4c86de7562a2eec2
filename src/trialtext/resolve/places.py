"""Where sites are: city, state and country from one line each.

`Houston, Texas, United States` has two commas that separate parts, but a city, a state or a country
may have commas of its own. The decision is based on the page's list of countries, the states and
cities in records of the registry, the subdivisions of ISO 3166-2, and the other sites of the page.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from sys import intern
from typing import NamedTuple

from trialtext.resolve.gazetteer import (
    cities,
    is_country,
    is_known_state,
    is_state,
    knows_all_states,
)

_COMMA = re.compile(", ")
_LONGEST = 250
"""Characters of city, state and country: what stands before that is not searched for commas."""


class Part(NamedTuple):
    """A part of a place, and its position in the line."""

    name: str
    """The API's field: city, state or country."""
    text: str
    start: int
    end: int


class Doubt(NamedTuple):
    """Why a line may have to be divided in another way."""

    message: str
    is_grave: bool
    """Whether the other way is about as likely; else it is rare."""


class SitePlace(NamedTuple):
    """The parts of a line."""

    parts: Sequence[Part]
    with_state: bool
    """Whether there is a part between city and country: a known state, or what stands for one."""
    doubt: Doubt | None = None


class DividedPlace(NamedTuple):
    """A line divided at its commas: city and state, then the country."""

    text: str
    commas: Sequence[int]
    """Positions of the commas before the country, without the one right before it."""
    end: int
    """Position of the comma right before the country."""
    country: str


def resolve_places(lines: Sequence[str], countries: Collection[str]) -> Iterator[SitePlace | None]:
    """Find city, state and country in the lines of all sites of a page.

    `countries` are those that the page lists: one that stands alone is a country without a city.
    Yields `None` for any other line without a comma.
    """
    alone = {line: _country_alone(line) for line in lines if line in countries}
    divided = {line: divide_place(line, countries) for line in dict.fromkeys(lines)}
    reversed_in = _reversed_in([line for line in divided.values() if line])
    without_states = {
        line.country for line in divided.values() if line and not line.commas and line.end
    }
    places = {
        text: _place(line, reversed_in, without_states) if line else None
        for text, line in divided.items()
    }
    return map((places | alone).__getitem__, lines)


def _country_alone(line: str) -> SitePlace:
    return SitePlace(_parts(line, ("country", 0, len(line))), with_state=False)


def divide_place(text: str, countries: Collection[str]) -> DividedPlace | None:
    """Find the commas of a line, and its country: one that the page lists, or one that is known."""
    commas = [match.start() for match in _COMMA.finditer(text, max(0, len(text) - _LONGEST))]
    if not commas:
        return None
    for known in (countries.__contains__, is_country):
        for index, at in enumerate(commas):
            if known(text[at + 2 :]):
                return DividedPlace(text, commas[:index], at, text[at + 2 :])
    return DividedPlace(text, commas[:-1], commas[-1], text[commas[-1] + 2 :])


def _place(
    line: DividedPlace, reversed_in: Collection[str], without_states: Collection[str]
) -> SitePlace:
    text, commas, end, country = line
    last = ("country", end + 2, len(text))
    if not commas:
        return SitePlace(_parts(text, ("city", 0, end), last), with_state=False)
    if country in reversed_in and is_state(text[: commas[-1]], country):
        return SitePlace(_parts(text, ("city", 0, end), last), with_state=False)
    # A state has no comma, unless a known one has.
    longer = (at for at in commas[:-1] if is_known_state(text[at + 2 : end], country))
    at = next(longer, commas[-1])
    parts = _parts(text, ("city", 0, at), ("state", at + 2, end), last)
    doubt = _doubt(text[:at], text[at + 2 : end], country, without_states)
    return SitePlace(parts, with_state=True, doubt=doubt)


def _doubt(city: str, state: str, country: str, without_states: Collection[str]) -> Doubt | None:
    """Tell whether what was read as city and state may be the city as a whole.

    Where other sites of the country have no state, as some sponsors enter none, it sometimes is.
    """
    others = country in without_states
    if not is_state(state, country):
        grave = others or ", " in city or is_known_state(city, country) or knows_all_states(country)
        return Doubt(f"{state!r:.60} is no known state of {country!r:.60}", grave)
    if ", " in city:
        return Doubt(f"{city!r:.60} may be a city and a part of its state", is_grave=True)
    if others:
        return Doubt(
            f"some sites in {country!r:.60} have a state, others have none", is_grave=False
        )
    return None


def _parts(text: str, *fields: tuple[str, int, int]) -> list[Part]:
    """Strip the parts of a line, and omit empty ones."""
    parts = []
    for name, start, end in fields:
        # Names repeat from site to site, and from page to page: one object is enough.
        part = intern(text[start:end].strip())
        if part:
            at = text.index(part, start)
            parts.append(Part(name, part, at, at + len(part)))
    return parts


def _reversed_in(lines: Sequence[DividedPlace]) -> Collection[str]:
    """Find the countries of which a page has the state before the city, in two lines or more.

    Where a sponsor enters `Aichi, Nagoya, Japan`, both are in the field of the city, and are so for
    all sites of that country. A single such line may be a slip.
    """
    seen = Counter(line.country for line in lines if _is_reversed(line))
    return [country for country, times in seen.items() if times > 1]


def _is_reversed(line: DividedPlace) -> bool:
    """Tell whether a line has the state before the city."""
    if not line.commas:
        return False
    last, country = line.commas[-1], line.country
    tail = line.text[last + 2 : line.end]
    if tail not in cities(country) or is_state(tail, country):
        return False
    return is_known_state(line.text[:last], country)


def is_place(line: str) -> bool:
    """Tell whether a line is a known city with its country, and so no facility."""
    return line.partition(", ")[0] in cities(line.rpartition(", ")[2])
