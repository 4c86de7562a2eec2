"""Where sites are: city, state and country from one line each.

`Houston, Texas, United States` has two commas that separate parts, but a city, a state or a country
may have commas of its own. The decision is based on the page's list of countries, the states and
cities in records of the registry, and the other sites of the page.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from sys import intern
from typing import NamedTuple

import orjson


class Part(NamedTuple):
    """A part of a place, and its position in the line."""

    name: str
    """The API's field: city, state or country."""
    text: str
    start: int
    end: int


class SitePlace(NamedTuple):
    """The parts of a line."""

    parts: Sequence[Part]
    with_state: bool
    """Whether there is a part between city and country: a known state, or what stands for one."""


class _Line(NamedTuple):
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
    divided = {line: _divide(line, countries) for line in lines}
    # Where a sponsor enters `Aichi, Nagoya, Japan`, state before city, both are in the field of the
    # city, and are so for all sites of that country.
    reversed_in = {line.country for line in divided.values() if line and _is_reversed(line)}
    places = {text: _place(line, reversed_in) if line else None for text, line in divided.items()}
    return map((places | alone).__getitem__, lines)


def _country_alone(line: str) -> SitePlace:
    return SitePlace(_parts(line, ("country", 0, len(line))), with_state=False)


def _divide(text: str, countries: Collection[str]) -> _Line | None:
    commas: list[int] = []
    at = text.find(", ")
    while at >= 0:
        if text[at + 2 :] in countries:
            return _Line(text, commas, at, text[at + 2 :])
        commas.append(at)
        at = text.find(", ", at + 2)
    if not commas:
        return None
    known = (index for index, at in enumerate(commas) if is_country(text[at + 2 :]))
    last = next(known, len(commas) - 1)
    return _Line(text, commas[:last], commas[last], text[commas[last] + 2 :])


def _place(line: _Line, reversed_in: Collection[str]) -> SitePlace:
    text, commas, end, country = line
    last = ("country", end + 2, len(text))
    states = _known(country, "states")
    if not commas or (country in reversed_in and text[: commas[-1]] in states):
        return SitePlace(_parts(text, ("city", 0, end), last), with_state=False)
    # A state has no comma, unless a known one has.
    longer = (at for at in commas[:-1] if text[at + 2 : end] in states)
    at = next(longer, commas[-1])
    return SitePlace(_parts(text, ("city", 0, at), ("state", at + 2, end), last), with_state=True)


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


def _is_reversed(line: _Line) -> bool:
    """Tell whether a line has the state before the city."""
    if not line.commas:
        return False
    last, states = line.commas[-1], _known(line.country, "states")
    if line.text[:last] not in states:
        return False
    tail = line.text[last + 2 : line.end]
    return tail not in states and tail in _known(line.country, "cities")


def is_country(name: str) -> bool:
    """Tell whether a name is that of a country in which the registry has sites."""
    return name in _gazetteer()


def is_place(line: str) -> bool:
    """Tell whether a line is a known city with its country, and so no facility."""
    cities = _known(line.rpartition(", ")[2], "cities")
    return bool(cities) and line.partition(", ")[0] in cities


def _known(country: str, kind: str) -> frozenset[str]:
    known = _gazetteer().get(country)
    return known[kind] if known else _NONE


_NONE = frozenset[str]()


@cache
def _gazetteer() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Read the states and cities by country, as the registry spells them."""
    data = (Path(__file__).parent / "data" / "places.json").read_bytes()
    return {
        country: {kind: frozenset(names) for kind, names in known.items()}
        for country, known in orjson.loads(data).items()
    }
