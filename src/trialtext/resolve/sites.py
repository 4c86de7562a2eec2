"""Sites in the registry's download: facility, city, state, zip and country of one item each.

`Orchard Clinic, Leeds, West Yorkshire, LS1 3EX, United Kingdom` has four commas that separate
parts, but all parts except the zip may have commas of their own, and all except city and country
may be absent. Country and zip are taken from the end. What stands before them is mostly clear from
the cities and states in records of the registry, and from words that only facilities have; else all
ways to divide it are weighed, and the best one is taken if it is probable enough.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from math import exp
from typing import Any, NamedTuple

import orjson

from trialtext.resolve.gazetteer import country_codes
from trialtext.resolve.site_evidence import STUDY_FEATURES, SiteEvidence, divisions
from trialtext.resolve.site_study import RARE, Division, Site, StudyEvidence
from trialtext.resolve.site_tables import DATA, Tables, Usage
from trialtext.text.edits import Span

Decision = tuple[Division, str]
"""How a site is divided, and what settled it."""

_DIGITS = frozenset("0123456789")
_NO_ZIP, _ZIP, _NO_ZIPS_AT_ALL = range(3)
_SELDOM = 50
"""Times that states must be more frequent than cities with a comma to be certain."""
_FACILITY_AND_CITY, _ALL = 2, 3
"""Segments of a site without a comma in facility and city, and with a state."""
_CITY: Decision = (0, 1), ""
_FACILITY_CITY: Decision = (1, 2), "words of a facility"
_ROUNDS = 2
"""How often doubtful sites are weighed: what was decided is evidence for the others."""


class SiteParts(NamedTuple):
    """Where the values of an item stand in it."""

    facility: Span | None
    city: Span | None
    state: Span | None
    zip: Span | None
    country: Span | None
    is_decided: bool
    """If not, facility, city and state could not be distinguished, and none is given."""
    evidence: str
    """What settled it; empty if nothing else was possible."""


_NOTHING = SiteParts(None, None, None, None, None, is_decided=False, evidence="")


class Model(NamedTuple):
    """What was learned from records."""

    tables: Tables
    endings: Mapping[str, Sequence[str]]
    """Countries that have a comma, by what stands after the last one."""
    facility_words: frozenset[str]
    """Words that only facilities have."""
    weights: Sequence[float]
    threshold: float
    """The lowest probability at which a division is trusted."""


def split_sites(items: Sequence[str], *, with_zips: bool = True) -> list[SiteParts]:
    """Find the parts of all sites of a study, in order.

    Without `with_zips`, items are those of the download before 2024, which had no zips.
    """
    return split_with(load_model(), items, with_zips=with_zips)


def split_with(model: Model, items: Sequence[str], *, with_zips: bool) -> list[SiteParts]:
    """Find the parts of all sites of a study by what was learned."""
    sites = [find_country(item, model, with_zips=with_zips) for item in items]
    return list(map(_parts, sites, _decide(sites, model)))


def find_country(item: str, model: Model, *, with_zips: bool) -> Site | None:
    """Take country and zip from the end of an item."""
    tables = model.tables
    segments = item.split(", ")
    name = segments.pop()
    code = tables.codes.get(name)
    if code is None:
        name = _country_with_comma(item, model.endings.get(name, ()))
        if not name:
            return None
        code = tables.codes[name]
        del segments[len(segments) - name.count(", ") :]
    size = len(item)
    end = size - len(name)
    country_span = end, size
    zip_state = _NO_ZIP if with_zips else _NO_ZIPS_AT_ALL
    zip_span = None
    if with_zips and segments and not _DIGITS.isdisjoint(segments[-1]):
        last = segments.pop()
        if last != last.upper():
            # It may be a city: `Lyon Cedex 03`.
            segments = []
        else:
            zip_state = _ZIP
            zip_end = end - 2
            end = zip_end - len(last)
            zip_span = end, zip_end
    if "" in segments:
        segments = []
    country = tables.countries.get(code) or tables.country(code)
    return Site(segments, country, zip_state, end, zip_span, country_span)


def _country_with_comma(item: str, names: Sequence[str]) -> str:
    return next((name for name in names if item == name or item.endswith(", " + name)), "")


# ---- Facility, city and state -------------------------------------------------------------------


def _decide(sites: Sequence[Site | None], model: Model) -> list[Decision | None]:
    decisions = [find_certain(site, model) if site else None for site in sites]
    doubtful = {
        index: site
        for index, site in enumerate(sites)
        if site and site.segments and not decisions[index]
    }
    if doubtful:
        study = study_evidence(sites, decisions)
        for _ in range(_ROUNDS):
            decided = {
                index: decision
                for index, site in doubtful.items()
                if (decision := _weigh(site, study, model))
            }
            if not decided:
                break
            for index, decision in decided.items():
                decisions[index] = decision
                study.add(doubtful.pop(index), decision[0])
    return decisions


def study_evidence(
    sites: Sequence[Site | None], decisions: Sequence[Decision | None]
) -> StudyEvidence:
    """Collect what the sites that are certain show of those that are doubtful."""
    both = list(zip(sites, decisions, strict=True))
    study = StudyEvidence(
        [site for site in sites if site and site.segments],
        [site for site, decision in both if site and not decision and site.segments],
    )
    for site, decision in both:
        if site and decision:
            study.add(site, decision[0])
    return study


def find_certain(site: Site, model: Model) -> Decision | None:
    """Decide on a site that hardly leaves a doubt."""
    segments, country = site[:2]
    size = len(segments)
    cities, states = country.written.cities, country.written.states
    if size < _FACILITY_AND_CITY:
        is_city = size and (segments[0] in cities or not _names_facility(segments[0], model))
        return _CITY if is_city else None
    before, last = segments[-2:]
    if size == _FACILITY_AND_CITY and before not in cities and _names_facility(before, model):
        is_city = last in cities or not _names_facility(last, model)
        return _FACILITY_CITY if is_city else None
    if last in states:
        return _find_state(segments, country.written, model)
    if (
        "" in cities.get(last, ())
        and before not in cities
        and before not in states
        and _names_facility(before, model)
    ):
        return (size - 1, size), "known city"
    joined = f"{before}, {last}"
    if joined in states:
        # `Madrid, Comunidad de` is one name.
        return _find_state([*segments[:-2], joined], country.written, model)
    return None


def _find_state(segments: Sequence[str], usage: Usage, model: Model) -> Decision | None:
    """Decide on a site that ends with the name of a state."""
    if usage.with_comma * _SELDOM > usage.with_state:
        # Some write `Chiyoda-ku, Tokyo` in the field of the city.
        return None
    size = len(segments)
    before, last = segments[-2:]
    have_states = usage.with_state > RARE * usage.without_state
    is_pair = last in usage.cities.get(before, ())
    is_state = last not in usage.cities and usage.states[last] > 1
    evidence = "known city and state" if is_pair else "known state"
    if size == _FACILITY_AND_CITY:
        return ((0, 1), evidence) if is_pair or (have_states and is_state) else None
    end = segments[-3]
    is_place = end in usage.cities or end in usage.states
    if have_states and is_pair:
        is_facility = not is_place or _names_facility(segments[0], model)
    else:
        is_facility = (before != last and not is_place) and (
            _names_facility(segments[0], model) or _names_facility(end, model)
        )
    is_city = is_pair or (size == _ALL and is_state and not _names_facility(before, model))
    return ((size - 2, size - 1), evidence) if is_facility and is_city else None


def _names_facility(text: str, model: Model) -> bool:
    return not model.facility_words.isdisjoint(text.lower().split())


def _weigh(site: Site, study: StudyEvidence, model: Model) -> Decision | None:
    """Decide for the division with the highest score, if it is probable enough."""
    evidence = SiteEvidence(site, study, model.tables)
    features = {division: evidence.features(division) for division in divisions(site.segments)}
    best, probability = _best(features, model.weights)
    if probability < model.threshold:
        return None
    by_itself = {
        division: [feature for feature in found if feature < STUDY_FEATURES]
        for division, found in features.items()
    }
    same, probability = _best(by_itself, model.weights)
    is_enough = same == best and probability >= model.threshold
    return best, "names of known sites" if is_enough else "other sites of the study"


def _best(
    features: Mapping[Division, Sequence[int]], weights: Sequence[float]
) -> tuple[Division, float]:
    """Return the division with the highest score, and its probability among all."""
    scores = {
        division: sum(map(weights.__getitem__, found)) for division, found in features.items()
    }
    best = max(scores, key=scores.__getitem__)
    return best, 1 / sum(exp(score - scores[best]) for score in scores.values())


def _parts(site: Site | None, decision: Decision | None) -> SiteParts:
    if site is None:
        return _NOTHING
    segments, _, _, at, zip_span, country = site
    if decision is None:
        return SiteParts(None, None, None, zip_span, country, at == 0, "")
    (start, end), evidence = decision
    facility = state = None
    stop = at - 2
    if end < len(segments):
        at = stop - _length(segments, end, len(segments))
        state = at, stop
        stop = at - 2
    at = stop - _length(segments, start, end)
    if start:
        facility = 0, at - 2
    return SiteParts(facility, (at, stop), state, zip_span, country, True, evidence)


def _length(segments: Sequence[str], low: int, high: int) -> int:
    return len(segments[low]) if high - low == 1 else len(", ".join(segments[low:high]))


# ---- Data ---------------------------------------------------------------------------------------


@cache
def load_model() -> Model:
    """Read what was learned."""
    return model_of(orjson.loads(DATA.read_bytes()))


def model_of(data: Mapping[str, Any]) -> Model:
    """Prepare what was learned for use."""
    codes = {**country_codes(), **data["codes"]}
    endings: dict[str, list[str]] = {}
    for name in codes:
        _, comma, end = name.rpartition(", ")
        if comma:
            endings.setdefault(end, []).append(name)
    tables = Tables(codes, data["countries"], {}, data["facilities"], data["words"])
    return Model(tables, endings, tables.facility_words(), data["weights"], data["threshold"])
