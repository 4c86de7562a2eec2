"""What records of the registry show of sites: cities and states by country, words of facilities."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from math import log
from pathlib import Path
from typing import NamedTuple

from trialtext.resolve.gazetteer import says_state

DATA = Path(__file__).parent / "data" / "sites.json"
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 200
"""Characters of a name that are compared."""
_FEW = 2
"""Studies that must have a word before it says something."""
OF_PLACES, OF_BOTH, OF_FACILITIES, OF_FACILITIES_ONLY = range(4)
"""Where a word is used."""
_LIMITS = (-0.5, 1.0, 2.5)
"""Logarithms of the odds that it is in a facility, between these uses."""


class Usage:
    """How the sites of a country are written: studies by city and by the state beside it."""

    __slots__ = ("cities", "states", "with_comma", "with_state", "without_state")

    def __init__(self) -> None:
        self.cities: dict[str, dict[str, int]] = {}
        """By city and state, `""` for none."""
        self.states: dict[str, int] = {}
        self.with_state = 0
        self.without_state = 0
        self.with_comma = 0
        """Cities that have a comma."""

    def add(self, city: str, state: str, studies: int) -> None:
        """Count studies that have a site in a city; a negative number leaves them out again."""
        usage = self.cities.setdefault(city, {})
        _add(usage, state, studies)
        if not usage:
            del self.cities[city]
        if state:
            _add(self.states, state, studies)
            self.with_state += studies
        else:
            self.without_state += studies
        if ", " in city:
            self.with_comma += studies


def _add(counts: dict[str, int], key: str, number: int) -> None:
    counts[key] = counts.get(key, 0) + number
    if not counts[key]:
        del counts[key]


class Country:
    """What is known of the sites of a country."""

    def __init__(self, code: str, cities: Mapping[str, Mapping[str, int]]) -> None:
        self.code = code
        """Of ISO 3166-1, or what stands for one."""
        self.written = Usage()
        """Names as records have them."""
        for city, usage in cities.items():
            for state, studies in usage.items():
                self.written.add(city, state, studies)

    @cached_property
    def folded(self) -> Usage:
        """The same without case, accents and punctuation."""
        usage = Usage()
        for city, states in self.written.cities.items():
            for state, studies in states.items():
                usage.add(folded(city), folded(state), studies)
        return usage

    def is_state(self, name: str) -> bool:
        """Tell whether a name is, or says that it is, that of a state, a province or the like."""
        return folded(name) in self.folded.states or says_state(name, self.code)


class Tables(NamedTuple):
    """All that is known of sites."""

    codes: Mapping[str, str]
    """Codes of countries by all names that they have, or had."""
    cities: Mapping[str, Mapping[str, Mapping[str, int]]]
    """Studies by country, city and state."""
    countries: dict[str, Country]
    """Those that were needed."""
    facilities: Mapping[str, int]
    """Studies by what stands before the first comma of a facility."""
    words: Mapping[str, Sequence[int]]
    """Studies that have a word in facilities, and those that have it in cities or states."""

    def country(self, code: str) -> Country:
        """Return what is known of a country."""
        found = self.countries.get(code)
        if found is None:
            found = self.countries[code] = Country(code, self.cities.get(code, {}))
        return found

    def use_of(self, word: str) -> int:
        """Tell whether a word is used in facilities or in places."""
        in_facilities, in_places = self.words.get(word, (0, 0))
        if in_facilities + in_places < _FEW:
            return OF_BOTH
        odds = log((in_facilities + 0.3) / (in_places + 0.3))
        return bisect_left(_LIMITS, odds)

    def facility_words(self) -> frozenset[str]:
        """Return the words that only facilities have."""
        return frozenset(word for word in self.words if self.use_of(word) == OF_FACILITIES_ONLY)


@lru_cache(maxsize=1 << 15)
def folded(name: str) -> str:
    """Leave out case, accents, digits and punctuation."""
    name = name[:_LONGEST]
    if not name.isascii():
        plain = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_WORD.findall(name.lower()))
