"""Features of all ways to divide an item into facility, city and state.

Each division has some features: they come from the names that are known, from words, and from the
other sites of the study. A feature is a number below `FEATURE_COUNT`. The same code gives the
features that weights are learned for, and, once they are learned, those whose weights are added up.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import log
from typing import NamedTuple

from trialtext.resolve.site_study import RARE, Division, Site, StudyEvidence, orders
from trialtext.resolve.site_tables import OF_BOTH, OF_FACILITIES_ONLY, Country, Tables, folded

FEATURE_GROUPS = {
    # of any division
    "shape": 12 * 3 * 4,  # how often sites of the country have a state; zip, facility, state
    "size": 8 * 4,  # how many segments there are, commas in city and state
    "roles": 7 * 7 * 9,  # what the last two segments may be; state or comma, size of the facility
    "known_facility": 4 * 3,  # in how many studies a facility begins with the first segment
    "commas": 3 * 3,  # how often cities of the country have commas
    # of the city
    "city": 9 * 4,  # how well it is known; state, comma
    "city_words": 16,
    "city_look": 16,  # number of words, digits, a small letter first
    "city_marks": 7,
    "city_suffix": 2 * 3,  # a short suffix that says what the place is, as in `Osaka-shi`
    "city_country": 2,  # whether it has the name of its own country, or of another one
    # of the state
    "state": 8 * 4,  # how well it is known, and whether it is a city, too
    "state_words": 16,
    "state_is_city": 3 * 2,  # whether it has the city's name
    # of the facility
    "end": 7 * 3,  # what its last segment may be
    "end_words": 16 * 3,
    "end_is_city": 3 * 3,  # whether its last segment is the city's name
    "end_country": 2,  # whether its last segment is a country's name
    "start": 7 * 3,  # what its first segment may be
    "start_words": 16 * 3,
    "start_has_city": 4,
    # of other sites of the study
    "study_starts": 4 * 3,  # whether they begin with the same segment
    "study_reversed": 3 * 4 * 3,  # whether they have states before cities, as this one may
    "study_states": 8 * 8 * 2,  # whether they have a state: in the country, in any
    "study_facilities": 8 * 3,
    "study_city": 3 * 2,  # whether they are in the city
    "study_pair": 3,  # in the city and the state
    "study_state": 3 * 2,
    "study_end": 3,  # whether they are in a city of which the facility has the name
    "study_twice": 3 * 2,  # whether they have the same name twice, as this one
}
"""The groups of features, and how many each has."""
_OFFSETS = dict(zip(FEATURE_GROUPS, accumulate(FEATURE_GROUPS.values(), initial=0), strict=False))
STUDY_FEATURES = _OFFSETS["study_starts"]
"""The first feature that comes from other sites."""
FEATURE_COUNT = sum(FEATURE_GROUPS.values())
(
    _SHAPE, _SIZE, _ROLES, _KNOWN_FACILITY, _COMMAS,
    _CITY, _CITY_WORDS, _CITY_LOOK, _CITY_MARKS, _CITY_SUFFIX, _CITY_COUNTRY,
    _STATE, _STATE_WORDS, _STATE_IS_CITY,
    _END, _END_WORDS, _END_IS_CITY, _END_COUNTRY, _START, _START_WORDS, _START_HAS_CITY,
    _STUDY_STARTS, _STUDY_REVERSED, _STUDY_STATES, _STUDY_FACILITIES, _STUDY_CITY, _STUDY_PAIR,
    _STUDY_STATE, _STUDY_END, _STUDY_TWICE,
) = _OFFSETS.values()  # fmt: skip

(
    _UNKNOWN, _CITY_ALONE, _ONLY_STATE, _RATHER_CITY, _RATHER_STATE, _CITY_WITH_STATE, _COUNTRY,
) = range(7)  # fmt: skip
"""What a name may be: of a city, one that stands without a state, too, or one that never does."""
_STUDIES = (2, 5, 20)
"""Studies that make a facility better known."""
_FEW, _MANY = 3, 10
"""Studies or sites."""
_LONGEST_SUFFIX = 3
_SHORT = 5
"""Characters of an abbreviation."""


def divisions(segments: Sequence[str]) -> Iterator[Division]:
    """Yield the ways to divide an item: a city of up to two segments, a state of up to two."""
    size = len(segments)
    for start, end in ((1, 0), (2, 0), (2, 1), (3, 1), (3, 2)):
        if start <= size:
            yield size - start, size - end


class _Name(NamedTuple):
    """A segment, or some that may be one name."""

    text: str
    key: str
    role: int
    words: int
    """The words that are used most in facilities, and most in places."""


class SiteEvidence:
    """What a site and the others of its study show of all ways to divide it."""

    def __init__(self, site: Site, study: StudyEvidence, tables: Tables) -> None:
        self._site = site
        self._study = study
        self._here = study.countries[site.country.code]
        self._tables = tables
        self._names: dict[Division, _Name] = {}
        usage, first = site.country.written, site.segments[0]
        self._shape = _SHAPE + 12 * 4 * site.zip_state + _state_rate(site.country)
        self._size = _SIZE + 4 * min(len(site.segments), 7)
        known = tables.facilities.get(first, 0)
        self._known_facility = _KNOWN_FACILITY + 3 * bisect_right(_STUDIES, known)
        self._starts = _STUDY_STARTS + 3 * min(3, study.starts[first].bit_length() - 1)
        commas = 2 if usage.with_comma * RARE > usage.with_state else min(1, usage.with_comma)
        self._commas = _COMMAS + 3 * commas
        states = 8 * _share(self._here.with_state) + _share(study.with_state)
        self._study_states = _STUDY_STATES + 2 * states
        self._study_facilities = _STUDY_FACILITIES + 3 * _share(study.with_facility)
        self._reversed = _STUDY_REVERSED + 3 * _order(orders(site), self._here.orders)
        size = len(site.segments)
        self._roles = _ROLES
        if size > 1:
            last = 7 * self._name(size - 2, size - 1).role + self._name(size - 1, size).role
            self._roles += 9 * last

    def _name(self, low: int, high: int) -> _Name:
        name = self._names.get((low, high))
        if name is None:
            text = ", ".join(self._site.segments[low:high])
            name = _name(text, self._site.country, self._tables)
            self._names[low, high] = name
        return name

    def features(self, division: Division) -> list[int]:
        """Return the features of a division."""
        start, end = division
        size = len(self._site.segments)
        has_state, has_comma, before = end < size, end - start > 1, min(start, 2)
        form = 2 if has_comma else int(has_state)
        found = [
            self._shape + 12 * (2 * (start > 0) + has_state),
            self._size + 2 * has_comma + (size - end > 1),
            self._roles + 3 * form + before,
            self._known_facility + before,
            self._starts + before,
            self._commas + form,
            self._study_states + has_state,
            self._study_facilities + before,
            self._reversed + form,
        ]
        city = self._name(start, end)
        found += self._city_features(city, form, has_state=has_state, has_comma=has_comma)
        if has_state:
            found += self._state_features(city, self._name(end, size))
        if start:
            found += self._facility_features(start, city)
        return found

    def _city_features(
        self, city: _Name, form: int, *, has_state: bool, has_comma: bool
    ) -> list[int]:
        text, key, _, words = city
        country, codes = self._site.country, self._tables.codes
        spaces = min(3, text.count(" ") - has_comma)
        has_digit = any(map(str.isdigit, text))
        level = _city_level(city, country, has_state=has_state)
        found = [
            _CITY + 4 * level + 2 * has_state + has_comma,
            _CITY_WORDS + words,
            _CITY_LOOK + 4 * spaces + 2 * has_digit + text[:1].islower(),
            _CITY_MARKS + _marks(text),
            _CITY_SUFFIX + 3 * _has_suffix(text.partition(", ")[0]) + form,
            _STUDY_CITY + 2 * min(2, self._here.cities[key]) + has_comma,
        ]
        if text in codes:
            found.append(_CITY_COUNTRY + (codes[text] == country.code))
        return found

    def _state_features(self, city: _Name, state: _Name) -> list[int]:
        country, key = self._site.country, state.key
        usage = country.written
        as_state = country.folded.states.get(key, 0)
        as_city = country.folded.cities.get(key)
        if not as_city:
            rival = 0
        elif as_state >= 3 * as_city.get("", 0):
            rival = 1
        else:
            rival = 2 + (key == city.key)
        same = _likeness(city, state)
        found = [
            _STATE + 4 * _state_level(city, state, country) + rival,
            _STATE_WORDS + state.words,
            _STATE_IS_CITY + 2 * same + (usage.with_state > usage.without_state),
            _STUDY_PAIR + min(2, self._here.pairs[city.key, key]),
            _STUDY_STATE + 2 * min(2, self._here.states[key]) + (as_state > 0),
        ]
        if same:
            found.append(_STUDY_TWICE + 3 + min(2, self._study.twice))
        return found

    def _facility_features(self, start: int, city: _Name) -> list[int]:
        first, last = self._name(0, 1), self._name(start - 1, start)
        before = min(start, 2)
        same = _likeness(last, city)
        found = [
            _END + 3 * last.role + before,
            _END_WORDS + 3 * last.words + before,
            _END_IS_CITY + 3 * same + before,
            _START + 3 * first.role + before,
            _START_WORDS + 3 * first.words + before,
            _START_HAS_CITY + 2 * (city.key in first.key) + (start > 1),
            _STUDY_END + min(2, self._here.cities[last.key]),
        ]
        if same:
            found.append(_STUDY_TWICE + min(2, self._study.twice))
        if last.text in self._tables.codes:
            found.append(_END_COUNTRY + (start > 1))
        return found


# ---- Names --------------------------------------------------------------------------------------


def _name(text: str, country: Country, tables: Tables) -> _Name:
    key = folded(text)
    uses = [tables.use_of(word) for word in key.split()] or [OF_BOTH]
    usage = country.folded.cities.get(key)
    # `Department of Neurology` says what departments of France say.
    is_state = max(uses) < OF_FACILITIES_ONLY and country.is_state(text)
    if usage and is_state:
        is_rather_state = country.folded.states.get(key, 0) > sum(usage.values())
        role = _RATHER_STATE if is_rather_state else _RATHER_CITY
    elif usage:
        role = _CITY_ALONE if "" in usage else _CITY_WITH_STATE
    elif is_state:
        role = _ONLY_STATE
    else:
        role = _COUNTRY if text in tables.codes else _UNKNOWN
    return _Name(text, key, role, 4 * max(uses) + min(uses))


def _city_level(city: _Name, country: Country, *, has_state: bool) -> int:
    """Tell how well a city is known: by studies that have it likewise, and by others."""
    usage = country.folded.cities.get(city.key)
    if not usage:
        if city.key in country.folded.states:
            return 2
        return int(city.role == _ONLY_STATE)
    without = usage.get("", 0)
    with_ = sum(usage.values()) - without
    likewise, others = (with_, without) if has_state else (without, with_)
    if not likewise:
        return 3 + (others > 1)
    return 5 if likewise < others else min(5 + likewise, 8)


def _state_level(city: _Name, state: _Name, country: Country) -> int:
    """Tell how well a state is known: by studies that have it with the city, and without."""
    with_city = country.folded.cities.get(city.key, {}).get(state.key, 0)
    if with_city:
        return 5 + (with_city > 1)
    known = country.folded.states.get(state.key, 0)
    if known:
        return 3 + (known >= _FEW)
    return int(state.role == _ONLY_STATE)


def _state_rate(country: Country) -> int:
    """Tell in 11 steps how often sites of a country have a state; 0 if it is hardly known."""
    usage = country.written
    if usage.with_state + usage.without_state < _FEW:
        return 0
    odds = log((usage.with_state + 0.5) / (usage.without_state + 0.5))
    return 1 + min(10, max(0, int((odds + 4.4) / 0.8)))


def _share(counts: Sequence[int]) -> int:
    """Tell whether none, all or some have something, and how sure that is."""
    without, with_ = counts
    total = without + with_
    if without and with_:
        return 7
    return (4 if with_ else 1) + (total >= _FEW) + (total >= _MANY) if total else 0


def _order(own: Sequence[bool], all_: Sequence[int]) -> int:
    """Combine the order of city and state in an item with that of the study's other items."""
    forward, backward = (number - is_so for number, is_so in zip(all_, own, strict=True))
    others = 2 if backward > 3 * forward else int(backward > forward)
    return 4 * others + 2 * own[0] + own[1]


def _likeness(one: _Name, other: _Name) -> int:
    return (one.key == other.key) + (one.text == other.text)


def _has_suffix(name: str) -> bool:
    _, hyphen, suffix = name.rpartition("-")
    return bool(hyphen) and len(suffix) <= _LONGEST_SUFFIX and suffix.isalpha()


def _marks(text: str) -> int:
    """Tell what a name has that cities hardly have."""
    if text.endswith(","):
        return 1
    if "/" in text or "|" in text:
        return 2
    if "(" in text:
        return 3
    if text.isupper():
        return 4 + (len(text) > _SHORT)
    return 6 if "." in text else 0
