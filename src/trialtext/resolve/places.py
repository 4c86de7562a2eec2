"""Where sites are: city, state and country out of one line each.

`Houston, Texas, United States` has two commas that part, but a city, a state or a country may have
commas of its own. The page's list of countries, the states and cities that the registry is known to
use, and the other sites of the page settle it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import orjson

from trialtext.text import Span


class Place(NamedTuple):
    """The parts of a place, as positions within its line."""

    city: Span
    state: Span | None
    country: Span

    def parts(self) -> list[tuple[str, Span]]:
        """The parts that there are, by the names of the API's fields."""
        named = zip(("city", "state", "country"), self, strict=True)
        return [(name, span) for name, span in named if span and span[1] > span[0]]


class _Line(NamedTuple):
    """A line cut at the commas: what is before the country, and the country."""

    text: str
    cuts: list[int]
    """Where commas before the country stand."""
    country: Span


def resolve_places(lines: Sequence[str], countries: Collection[str]) -> Iterator[Place | None]:
    """Find city, state and country in the lines of all sites of a page, one after the other.

    `None` for a line that has no comma to begin with.
    """
    # Who writes `Aichi, Nagoya, Japan`, state before city, has put both into the city, and has
    # done so for all sites of that country.
    parted = (_cut(line, countries) for line in lines if line.count(", ") > 1)
    reversed_in = {_country(line) for line in parted if line and _is_reversed(line)}
    for line in lines:
        cut = _cut(line, countries)
        yield _place(cut, reversed_in) if cut else None


def _cut(line: str, countries: Collection[str]) -> _Line | None:
    cuts = [at for at in range(len(line)) if line.startswith(", ", at)]
    if not cuts:
        return None
    named = (at for at in cuts if line[at + 2 :] in countries)
    known = (at for at in cuts if is_country(line[at + 2 :]))
    last = next(named, None) or next(known, cuts[-1])
    return _Line(line, [at for at in cuts if at < last], (last + 2, len(line)))


def _country(line: _Line) -> str:
    return line.text[slice(*line.country)]


def _place(line: _Line, reversed_in: Collection[str]) -> Place:
    end = line.country[0] - 2
    states = _known(_country(line), "states")
    if not line.cuts:
        return Place((0, end), None, line.country)
    head = line.text[: line.cuts[-1]]
    if _country(line) in reversed_in and head in states:
        return Place((0, end), None, line.country)
    # A state is one part, unless a longer one is known.
    known = (at for at in line.cuts if line.text[at + 2 : end] in states)
    at = next(known, line.cuts[-1])
    return Place((0, at), (at + 2, end), line.country)


def _is_reversed(line: _Line) -> bool:
    """Whether a line has a state where the city should be, and a city where the state should be."""
    if not line.cuts:
        return False
    head, tail = line.text[: line.cuts[-1]], line.text[line.cuts[-1] + 2 : line.country[0] - 2]
    states, cities = (_known(_country(line), kind) for kind in ("states", "cities"))
    return head in states and tail not in states and tail in cities


def is_country(name: str) -> bool:
    """Whether the registry is known to have sites there."""
    return name in _gazetteer()


def is_place(line: str) -> bool:
    """Whether a line is a known city with its country, and so no facility."""
    city, country = line.partition(", ")[0], line.rpartition(", ")[2]
    return city in _known(country, "cities")


def _known(country: str, kind: str) -> frozenset[str]:
    return _gazetteer().get(country, {}).get(kind, frozenset())


@cache
def _gazetteer() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """States and cities by country, as the registry spells them."""
    data = (Path(__file__).parent / "data" / "places.json").read_bytes()
    return {
        country: {kind: frozenset(names) for kind, names in known.items()}
        for country, known in orjson.loads(data).items()
    }
