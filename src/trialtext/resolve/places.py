"""Where sites are: city, state and country out of one line each.

`Houston, Texas, United States` has two commas that part, but a city, a state or a country may have
commas of its own. The page's list of countries, the states and cities that the registry is known to
use, and the other sites of the page settle it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from sys import intern
from typing import NamedTuple

import orjson


class Part(NamedTuple):
    """A part of a place, and where it stands in its line."""

    name: str
    """Of the API's field: city, state or country."""
    text: str
    start: int
    end: int


class SitePlace(NamedTuple):
    """What a line was split into."""

    parts: Sequence[Part]
    with_state: bool
    """Whether it has, between city and country, what is known to be a state or stands for one."""


class _Line(NamedTuple):
    """A line cut at the commas: what is before the country, and the country."""

    text: str
    cuts: Sequence[int]
    """Where commas before the country stand."""
    end: int
    """Where what is before the country ends."""
    country: str


def resolve_places(lines: Sequence[str], countries: Collection[str]) -> Iterator[SitePlace | None]:
    """Find city, state and country in the lines of all sites of a page, one after the other.

    `None` for a line that has no comma to begin with.
    """
    cut = {line: _cut(line, countries) for line in lines}
    # Who writes `Aichi, Nagoya, Japan`, state before city, has put both into the city, and has
    # done so for all sites of that country.
    reversed_in = {line.country for line in cut.values() if line and _is_reversed(line)}
    found = {text: _place(line, reversed_in) if line else None for text, line in cut.items()}
    return map(found.__getitem__, lines)


def _cut(text: str, countries: Collection[str]) -> _Line | None:
    cuts: list[int] = []
    at = text.find(", ")
    while at >= 0:
        if text[at + 2 :] in countries:
            return _Line(text, cuts, at, text[at + 2 :])
        cuts.append(at)
        at = text.find(", ", at + 2)
    if not cuts:
        return None
    known = (index for index, at in enumerate(cuts) if is_country(text[at + 2 :]))
    last = next(known, len(cuts) - 1)
    return _Line(text, cuts[:last], cuts[last], text[cuts[last] + 2 :])


def _place(line: _Line, reversed_in: Collection[str]) -> SitePlace:
    text, cuts, end, country = line
    last = ("country", end + 2, len(text))
    if not cuts:
        return SitePlace(_parts(text, ("city", 0, end), last), with_state=False)
    states = _known(country, "states")
    if country in reversed_in and text[: cuts[-1]] in states:
        return SitePlace(_parts(text, ("city", 0, end), last), with_state=False)
    # A state is one part, unless a longer one is known.
    longer = (at for at in cuts[:-1] if text[at + 2 : end] in states)
    at = next(longer, cuts[-1])
    return SitePlace(_parts(text, ("city", 0, at), ("state", at + 2, end), last), with_state=True)


def _parts(text: str, *stretches: tuple[str, int, int]) -> list[Part]:
    parts = []
    for name, start, end in stretches:
        part = text[start:end]
        words = intern(part.strip())  # names repeat from site to site, and from page to page
        if words and len(words) == len(part):
            parts.append(Part(name, words, start, end))
        elif words:
            at = text.index(words, start)
            parts.append(Part(name, words, at, at + len(words)))
    return parts


def _is_reversed(line: _Line) -> bool:
    """Whether a line has a state where the city should be, and a city where the state should be."""
    if not line.cuts:
        return False
    last, states = line.cuts[-1], _known(line.country, "states")
    if line.text[:last] not in states:
        return False
    tail = line.text[last + 2 : line.end]
    return tail not in states and tail in _known(line.country, "cities")


def is_country(name: str) -> bool:
    """Whether the registry is known to have sites there."""
    return name in _gazetteer()


def is_place(line: str) -> bool:
    """Whether a line is a known city with its country, and so no facility."""
    cities = _known(line.rpartition(", ")[2], "cities")
    return bool(cities) and line.partition(", ")[0] in cities


def _known(country: str, kind: str) -> frozenset[str]:
    known = _gazetteer().get(country)
    return known[kind] if known else _NONE


_NONE = frozenset[str]()


@cache
def _gazetteer() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """States and cities by country, as the registry spells them."""
    data = (Path(__file__).parent / "data" / "places.json").read_bytes()
    return {
        country: {kind: frozenset(names) for kind, names in known.items()}
        for country, known in orjson.loads(data).items()
    }
