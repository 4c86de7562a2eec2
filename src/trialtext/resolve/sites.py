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
from trialtext.resolve.site_evidence import Site, SiteEvidence, StudyEvidence, Way, ways
from trialtext.resolve.site_tables import DATA, Tables
from trialtext.text.edits import Span

_DIGITS = frozenset("0123456789")
_NO_ZIP, _ZIP, _NO_ZIPS_AT_ALL = range(3)
_WEIGHED = "names of known sites"
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
    """If not, facility, city and state cannot be told apart, and none is given."""
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
    """The lowest probability of a way to be trusted."""


class Item(NamedTuple):
    """An item without its country and its zip."""

    site: Site | None
    """`None` if nothing stands before them, or if it is not certain what is the zip."""
    end: int
    """Where that ends, with the comma after it."""
    zip: Span | None
    country: Span


class Decision(NamedTuple):
    """How a site is divided, and why."""

    way: Way
    evidence: str


def split_sites(items: Sequence[str], *, with_zips: bool = True) -> list[SiteParts]:
    """Find the parts of all sites of a study, in order.

    Without `with_zips`, items are those of the download before 2024, which had no zips.
    """
    return split_with(load_model(), items, with_zips=with_zips)


def split_with(model: Model, items: Sequence[str], *, with_zips: bool) -> list[SiteParts]:
    """Find the parts of all sites of a study by what was learned."""
    found = [find_country(item, model, with_zips=with_zips) for item in items]
    sites = [item.site if item else None for item in found]
    return [
        _parts(item, decision) if item else _NOTHING
        for item, decision in zip(found, _decide(sites, model), strict=True)
    ]


def find_country(item: str, model: Model, *, with_zips: bool) -> Item | None:
    """Take country and zip from the end of an item."""
    codes = model.tables.codes
    pieces = item.split(", ")
    name = pieces.pop()
    if name not in codes:
        name = _country_with_comma(item, model.endings.get(name, ()))
        if not name:
            return None
        del pieces[len(pieces) - name.count(", ") :]
    size = len(item)
    end = size - len(name)
    country = end, size
    if not pieces:
        return Item(None, end, None, country)
    kind, zip_ = _NO_ZIP if with_zips else _NO_ZIPS_AT_ALL, None
    if with_zips and not _DIGITS.isdisjoint(pieces[-1]):
        last = pieces.pop()
        # Otherwise it may be a city: `Lyon Cedex 03`.
        if last != last.upper():
            return Item(None, end, None, country)
        end -= len(last) + 2
        kind, zip_ = _ZIP, (end, end + len(last))
    if not pieces or "" in pieces:
        return Item(None, end, zip_, country)
    return Item(Site(pieces, model.tables.country(codes[name]), kind), end, zip_, country)


def _country_with_comma(item: str, names: Sequence[str]) -> str:
    return next((name for name in names if item == name or item.endswith(", " + name)), "")


# ---- Facility, city and state -------------------------------------------------------------------


def _decide(sites: Sequence[Site | None], model: Model) -> list[Decision | None]:
    decisions = [find_certain(site, model) if site else None for site in sites]
    doubtful = [
        index for index, site in enumerate(sites) if site and not decisions[index]
    ]
    if not doubtful:
        return decisions
    study = study_evidence(sites, decisions)
    for _ in range(_ROUNDS):
        decided = {}
        for index in doubtful:
            site = sites[index]
            way, probability = _best_way(site, study, model)
            if probability >= model.threshold:
                decided[index] = Decision(way, _WEIGHED)
        for index, decision in decided.items():
            decisions[index] = decision
            study.add(sites[index], decision.way)
        doubtful = [index for index in doubtful if index not in decided]
    return decisions


def study_evidence(
    sites: Sequence[Site | None], decisions: Sequence[Decision | None]
) -> StudyEvidence:
    """Collect what the sites that are certain show of the others."""
    study = StudyEvidence([site for site in sites if site])
    for site, decision in zip(sites, decisions, strict=True):
        if site and decision:
            study.add(site, decision.way)
    return study


def find_certain(site: Site, model: Model) -> Decision | None:
    """Decide on a site that hardly leaves a doubt."""
    pieces, country, _ = site
    size = len(pieces)
    usage = country.written
    cities, states = usage.cities, usage.states
    last = pieces[-1]
    if size == 1:
        return None if last not in cities and _names_facility(last, model) else _CITY
    before = pieces[-2]
    if size == 2 and before not in cities and _names_facility(before, model):
        return None if _names_facility(last, model) else _FACILITY_CITY
    if last in states:
        return _with_state(site, model)
    known = cities.get(last)
    if (
        known
        and "" in known
        and before not in cities
        and before not in states
        and _names_facility(before, model)
    ):
        return Decision((size - 1, size), "known city")
    return None


def _with_state(site: Site, model: Model) -> Decision | None:
    """Decide on a site that ends with a known state."""
    pieces, country, _ = site
    size = len(pieces)
    usage = country.written
    cities, states = usage.cities, usage.states
    before, last = pieces[-2:]
    has_state = usage.with_state > _RARE * usage.without_state
    known = last in cities.get(before, ())
    if usage.with_comma * 50 > usage.with_state:
        return None
    if size == 2:
        is_only_state = has_state and last not in cities and states[last] > 2
        return _CITY_STATE if known or is_only_state else None
    end = pieces[-3]
    if before == last or end in cities or end in states:
        return None
    is_facility = _names_facility(end, model) or _names_facility(pieces[0], model)
    if known:
        if has_state or is_facility:
            return Decision((size - 2, size - 1), "known city and state")
        return None
    if size == 3 and is_facility and last not in cities and states[last] > 1 and not _names_facility(before, model):
        return Decision((1, 2), "known state")
    return None


_RARE = 20
_CITY = Decision((0, 1), "")
_CITY_STATE = Decision((0, 1), "known city and state")
_FACILITY_CITY = Decision((1, 2), "words of a facility")


def _names_facility(text: str, model: Model) -> bool:
    return not model.facility_words.isdisjoint(text.lower().split())


def _best_way(site: Site, study: StudyEvidence, model: Model) -> tuple[Way, float]:
    """Return the way with the highest score, and its probability among all."""
    evidence = SiteEvidence(site, study, model.tables)
    weight = model.weights.__getitem__
    scores = [(sum(map(weight, evidence.features(way))), way) for way in ways(site)]
    score, way = max(scores)
    return way, 1 / sum(exp(other - score) for other, _ in scores)


def _parts(item: Item, decision: Decision | None) -> SiteParts:
    site, stop, zip_, country = item
    if site is None or decision is None:
        is_alone = site is None and stop == 0
        return SiteParts(None, None, None, zip_, country, is_alone, "")
    (start, end), evidence = decision
    pieces = site.pieces
    state = facility = None
    stop -= 2
    if end < len(pieces):
        at = stop - len(pieces[-1]) if end == len(pieces) - 1 else stop - len(", ".join(pieces[end:]))
        state = at, stop
        stop = at - 2
    at = stop - len(pieces[start]) if end - start == 1 else stop - len(", ".join(pieces[start:end]))
    if start:
        facility = 0, at - 2
    return SiteParts(facility, (at, stop), state, zip_, country, True, evidence)


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
