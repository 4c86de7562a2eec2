"""Features of all ways to divide an item into facility, city and state.

A way is known by two numbers: how many of the item's pieces are before the city, and how many are
before the state. Each has some features, from the names that are known, from words, and from the
other sites of the study. A feature is a number below `FEATURE_COUNT`, and has a learned weight.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log
from typing import NamedTuple

from trialtext.resolve.site_tables import OF_BOTH, Country, Tables, folded

Way = tuple[int, int]
"""How many pieces are before the city, and before the state."""

FEATURE_GROUPS = {
    "shape": 12 * 3 * 4,  # how often the country's sites have a state, zip, facility and state
    "pieces": 8 * 4,  # how many there are, and whether city and state have commas
    "city": 9 * 4,  # how well it is known, with a state or without, with a comma or without
    "city_words": 16,
    "city_look": 16,  # a small letter first, digits, number of words
    "city_marks": 7,
    "city_pair": 6 * 6 * 4,  # what the two pieces of a city with a comma may be by themselves
    "commas": 3 * 3,  # how often cities of the country have commas
    "reversed": 3 * 3,  # whether the study has states before cities
    "state": 8 * 4,  # how well it is known, and whether it is a city too
    "state_words": 16,
    "state_is_city": 3 * 2,
    "end": 7 * 3,  # what the last piece of the facility may be by itself
    "end_words": 16 * 3,
    "end_is_city": 3 * 3,
    "start": 7 * 3,  # what the first piece of the facility may be
    "start_words": 16 * 3,
    "start_has_city": 4,
    "known_facility": 4 * 3,
    "repeated": 4 * 3,  # whether other sites of the study begin alike
    "country": 4,  # the name of a country inside
    "study_city": 3 * 2,  # whether other sites of the study have the city
    "study_pair": 3,
    "study_state": 3 * 2,
    "study_end": 3,
    "study_twice": 3 * 2,
    "study_states": 8 * 8 * 2,  # whether other sites have a state: of the country, of any
    "study_facilities": 8 * 3,
}
"""The groups of features, and how many each has."""
_OFFSETS = dict(zip(FEATURE_GROUPS, accumulate(FEATURE_GROUPS.values(), initial=0), strict=False))
FEATURE_COUNT = sum(FEATURE_GROUPS.values())
(
    _SHAPE, _PIECES, _CITY, _CITY_WORDS, _CITY_LOOK, _CITY_MARKS, _CITY_PAIR, _COMMAS, _REVERSED,
    _STATE, _STATE_WORDS, _STATE_IS_CITY, _END, _END_WORDS, _END_IS_CITY, _START, _START_WORDS,
    _START_HAS_CITY, _KNOWN_FACILITY, _REPEATED, _COUNTRY, _STUDY_CITY, _STUDY_PAIR, _STUDY_STATE,
    _STUDY_END, _STUDY_TWICE, _STUDY_STATES, _STUDY_FACILITIES,
) = _OFFSETS.values()  # fmt: skip


class Site(NamedTuple):
    """What an item has before zip and country."""

    pieces: Sequence[str]
    country: Country
    zip: int
    """0 if there is none, 1 if there is one, 2 if items have none at all."""


class Study:
    """What is known of the sites of a study."""

    def __init__(self) -> None:
        self.starts = Counter[str]()
        """First pieces of the items."""
        self.orders = Counter[tuple[str, bool]]()
        """By country: city and state, or the reverse, at the end of items."""
        self.cities = Counter[tuple[str, str]]()
        """Cities by country, of the sites that are decided."""
        self.pairs = Counter[tuple[str, str, str]]()
        self.states = Counter[tuple[str, str]]()
        self.with_state = Counter[tuple[str, bool]]()
        """By country, or `""` for all where a state is not the rule, and not the exception."""
        self.with_facility = Counter[bool]()
        self.twice = Counter[bool]()
        """Whether the city stands at the end of the facility as well."""

    def add(self, site: Site) -> None:
        """Note what an item has."""
        pieces, country, _ = site
        self.starts[pieces[0]] += 1
        if len(pieces) > 1:
            before, last = role(pieces[-2], country), role(pieces[-1], country)
            if before in _STATES and last in _CITIES:
                self.orders[country.code, False] += 1
            if before in _CITIES and last in _STATES:
                self.orders[country.code, True] += 1

    def add_decided(self, site: Site, way: Way) -> None:
        """Note the parts of an item."""
        pieces, country, _ = site
        start, end = way
        code = country.code
        city, state = folded(", ".join(pieces[start:end])), folded(", ".join(pieces[end:]))
        self.cities[code, city] += 1
        self.with_state[code, bool(state)] += 1
        self.with_facility[start > 0] += 1
        if start:
            self.twice[folded(pieces[start - 1]) == city] += 1
        usage = country.written
        if usage.with_state < 20 * usage.without_state < 400 * usage.with_state:
            self.with_state["", bool(state)] += 1
        if state:
            self.pairs[code, city, state] += 1
            self.states[code, state] += 1


def ways(pieces: Sequence[str]) -> Iterator[Way]:
    """Yield the ways to divide an item: a city of one or two pieces, a state of up to two."""
    size = len(pieces)
    for end in range(size, max(size - 3, 0), -1):
        for start in (end - 1, end - 2):
            if start >= 0:
                yield start, end


# ---- Names --------------------------------------------------------------------------------------

_UNKNOWN, _CITY_ALONE, _ONLY_STATE, _MORE_CITY, _MORE_STATE, _CITY_WITH_STATE, _COUNTRY_NAME = range(7)
_CITIES = (_CITY_ALONE, _MORE_CITY, _CITY_WITH_STATE)
_STATES = (_ONLY_STATE, _MORE_CITY, _MORE_STATE)


def role(name: str, country: Country) -> int:
    """Tell what a name is known as in a country."""
    key = folded(name)
    usage = country.folded.cities.get(key)
    is_state = country.is_state(name)
    if not usage:
        return _ONLY_STATE if is_state else _UNKNOWN
    if is_state:
        more = country.folded.states.get(key, 0) > sum(usage.values())
        return _MORE_STATE if more else _MORE_CITY
    return _CITY_ALONE if "" in usage else _CITY_WITH_STATE


def _words_use(text: str, tables: Tables) -> int:
    """Combine the words that are used most in facilities and most in places."""
    uses = [tables.use_of(word) for word in folded(text).split()] or [OF_BOTH]
    return 4 * max(uses) + min(uses)


def _city_level(name: str, with_state: bool, country: Country) -> int:
    usage = country.folded.cities.get(folded(name))
    if not usage:
        if folded(name) in country.folded.states:
            return 2
        return 1 if country.is_state(name) else 0
    without = usage.get("", 0)
    others = sum(usage.values()) - without
    alike, other = (others, without) if with_state else (without, others)
    if not alike:
        return 3 + (other > 1)
    return 5 if alike < other else 6 + min(alike, 3) - 1


def _state_level(name: str, city: str, country: Country) -> int:
    key = folded(name)
    pairs = country.folded.cities.get(folded(city), {}).get(key, 0)
    if pairs:
        return 5 + min(pairs, 2) - 1
    known = country.folded.states.get(key, 0)
    if known:
        return 3 + (known > 2)
    return 1 if country.is_state(name) else 0


def _state_rate(country: Country) -> int:
    usage = country.written
    if usage.with_state + usage.without_state < 3:
        return 0
    odds = log((usage.with_state + 0.5) / (usage.without_state + 0.5))
    return 1 + min(10, max(0, int((odds + 4.4) / 0.8)))


def _share(without: int, with_: int) -> int:
    if not without + with_:
        return 0
    if without and with_:
        return 7
    return (4 if with_ else 1) + (without + with_ >= 3) + (without + with_ >= 10)


def _alike(one: str, other: str) -> int:
    if one == other:
        return 2
    return int(folded(one) == folded(other))


def _marks(text: str) -> int:
    if text.endswith(","):
        return 1
    if "/" in text or "|" in text:
        return 2
    if "(" in text:
        return 3
    if text.isupper():
        return 4 + (len(text) > 5)
    return 6 if "." in text else 0


# ---- Features -----------------------------------------------------------------------------------


def way_features(way: Way, site: Site, study: Study, tables: Tables) -> list[int]:
    """Find the features of a way."""
    pieces, country, zip_ = site
    start, end = way
    city, state = ", ".join(pieces[start:end]), ", ".join(pieces[end:])
    code = country.code
    has_facility, has_state, has_comma = start > 0, bool(state), end - start > 1
    facility_size = min(start, 2)
    key = folded(city)
    got = [
        _SHAPE + 12 * (zip_ * 4 + 2 * has_facility + has_state) + _state_rate(country),
        _PIECES + 4 * min(len(pieces), 7) + 2 * has_comma + (len(pieces) - end > 1),
        _CITY + 4 * _city_level(city, has_state, country) + 2 * has_state + has_comma,
        _CITY_WORDS + _words_use(city, tables),
        _CITY_LOOK + 4 * min(3, city.count(" ") - has_comma) + 2 * any(map(str.isdigit, city)) + city[:1].islower(),
        _CITY_MARKS + _marks(city),
        _KNOWN_FACILITY + 3 * sum(tables.facilities.get(pieces[0], 0) >= n for n in (2, 5, 20)) + facility_size,
        _REPEATED + 3 * min(3, study.starts[pieces[0]].bit_length() - 1) + facility_size,
        _STUDY_CITY + 2 * min(2, study.cities[code, key]) + has_comma,
        _STUDY_STATES
        + 16 * _share(study.with_state[code, False], study.with_state[code, True])
        + 2 * _share(study.with_state["", False], study.with_state["", True]) + has_state,
        _STUDY_FACILITIES + 3 * _share(study.with_facility[False], study.with_facility[True]) + facility_size,
        _COMMAS + 3 * _comma_rate(country) + (2 if has_comma else has_state),
    ]
    if has_comma:
        got.append(_CITY_PAIR + 4 * (6 * role(pieces[start], country) + role(pieces[start + 1], country))
         + 2 * (study.orders[code, True] > 1) + (study.orders[code, False] > 1))
    if study.orders[code, False] > 1:
        seen, fw = study.orders[code, False], study.orders[code, True]
        got.append(_REVERSED + (2 if seen > 3 * fw else 1 if seen > fw else 0) * 3 + (2 if has_comma else has_state))
    if city in tables.codes:
        got.append(_COUNTRY + 2 + (code == tables.codes[city]))
    if has_state:
        got += _state_features(city, state, country, study, tables)
    if has_facility:
        got += _facility_features(way, site, study, tables)
    return got


def _comma_rate(country: Country) -> int:
    usage = country.written
    return 2 if usage.with_comma * 20 > usage.with_state else min(usage.with_comma, 1)


def _state_features(city: str, state: str, country: Country, study: Study, tables: Tables) -> list[int]:
    key, code = folded(state), country.code
    as_city = country.folded.cities.get(key)
    known = country.folded.states.get(key, 0)
    if not as_city:
        rival = 0
    elif known >= 3 * as_city.get("", 0):
        rival = 1
    else:
        rival = 2 + (key == folded(city))
    usage = country.written
    same = _alike(city, state)
    got = [
        _STATE + 4 * _state_level(state, city, country) + rival,
        _STATE_WORDS + _words_use(state, tables),
        _STATE_IS_CITY + 2 * same + (usage.with_state > usage.without_state),
        _STUDY_PAIR + min(2, study.pairs[code, folded(city), key]),
        _STUDY_STATE + 2 * min(2, study.states[code, key]) + (known > 0),
    ]
    if same:
        got.append(_STUDY_TWICE + 3 + min(2, study.twice[True]))
    return got


def _facility_features(way: Way, site: Site, study: Study, tables: Tables) -> list[int]:
    pieces, country, _ = site
    start, end = way
    first, last = pieces[0], pieces[start - 1]
    city = ", ".join(pieces[start:end])
    size = min(start, 2)
    same = _alike(last, city)
    got = [
        _END + 3 * role(last, country) + size,
        _END_WORDS + 3 * _words_use(last, tables) + size,
        _END_IS_CITY + 3 * same + size,
        _START + 3 * role(first, country) + size,
        _START_WORDS + 3 * _words_use(first, tables) + size,
        _START_HAS_CITY + 2 * (folded(city) in folded(first)) + (size > 1),
        _STUDY_END + min(2, study.cities[country.code, folded(last)]),
    ]
    if same:
        got.append(_STUDY_TWICE + min(2, study.twice[True]))
    if last in tables.codes:
        got.append(_COUNTRY + (size > 1))
    return got
