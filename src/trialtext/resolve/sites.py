"""Sites of the registry's download: facility, city, state, zip and country of one item each.

`Orchard Clinic, Leeds, West Yorkshire, LS1 3EX, United Kingdom` has four commas that separate
parts, but all parts except the zip may have commas of their own, and all except city and country
may be absent. Country and zip are taken from the end. What is before them is clear where records of
the registry have that city with that state; else all ways to divide it are weighed, and the best
one is taken if it is probable enough.
"""

from collections.abc import Sequence
from functools import cache
from math import exp
from typing import Any, NamedTuple

import orjson

from trialtext.resolve.gazetteer import country_codes
from trialtext.resolve.site_evidence import Site, Study, Way, way_features, ways
from trialtext.resolve.site_tables import DATA, Country, OF_FACILITIES_ONLY, Tables
from trialtext.text.edits import Span

_DIGITS = frozenset("0123456789")
_NO_ZIPS = 2


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


class Model(NamedTuple):
    """What was learned from records."""

    tables: Tables
    endings: dict[str, list[str]]
    """Countries with commas by their last pieces."""
    facility_words: frozenset[str]
    """Words that only facilities have."""
    weights: Sequence[float]
    threshold: float
    """The lowest probability of a way to be trusted."""


_NOTHING = SiteParts(None, None, None, None, None, is_decided=False, evidence="")


def split_sites(items: Sequence[str], *, with_zips: bool = True) -> list[SiteParts]:
    """Find the parts of the items of one study, in order.

    `with_zips=False` is for the download before 2024, which has no zips.
    """
    return split_with(load(), items, with_zips=with_zips)


def split_with(model: Model, items: Sequence[str], *, with_zips: bool = True) -> list[SiteParts]:
    heads = [find_head(item, model, with_zips=with_zips) for item in items]
    ways = decide_all([head.site if head else None for head in heads], model)
    return [
        _NOTHING if head is None else _parts(item, head, way)
        for item, head, way in zip(items, heads, ways, strict=True)
    ]


class Head(NamedTuple):
    site: Site | None
    zip: str
    country: str
    is_certain: bool = True


def find_head(item: str, model: Model, *, with_zips: bool) -> Head | None:
    """Take country and zip from the end of an item."""
    pieces = item.split(", ")
    country = pieces.pop()
    code = model.tables.codes.get(country)
    if code is None:
        for name in model.endings.get(country, ()):
            if item.endswith(name):
                size = name.count(", ")
                if item == name or item.endswith(", " + name):
                    country = name
                    code = model.tables.codes[name]
                    if size:
                        del pieces[-size:]
                    break
        else:
            return None
        if code is None:
            return None
    zip_ = ""
    if with_zips and pieces and not _DIGITS.isdisjoint(pieces[-1]):
        zip_ = pieces.pop()
        if zip_ != zip_.upper():
            return Head(None, "", country, is_certain=False)
    kind = (1 if zip_ else 0) if with_zips else _NO_ZIPS
    return Head(Site(pieces, model.tables.country(code), kind), zip_, country)


def decide_all(sites: Sequence[Site | None], model: Model) -> list[tuple[Way, str] | None]:
    study = Study()
    decided: list[tuple[Way, str] | None] = []
    for site in sites:
        if site is None or not site.pieces or "" in site.pieces:
            decided.append(None)
            continue
        study.add(site)
        sure = find_certain(site, model)
        if sure:
            study.add_decided(site, sure[0])
        decided.append(sure)
    open_ = [i for i, d in enumerate(decided) if d is None and sites[i] and sites[i].pieces and "" not in sites[i].pieces]
    for _ in range(2):
        rest = []
        new = []
        for i in open_:
            way, probability = best_way(sites[i], study, model)
            if probability >= model.threshold:
                decided[i] = way, "names of known sites"
                new.append(i)
            else:
                rest.append(i)
        for i in new:
            study.add_decided(sites[i], decided[i][0])
        open_ = rest
    return decided


def find_certain(site: Site, model: Model) -> tuple[Way, str] | None:
    """Decide what hardly leaves a doubt."""
    pieces, country, _ = site
    size = len(pieces)
    cities, states = country.written.cities, country.written.states
    if size == 1:
        if pieces[0] in cities or not _names_facility(pieces[0], model):
            return (0, 1), ""
        return None
    before, last = pieces[-2], pieces[-1]
    if last in states:
        usage = cities.get(before)
        written = country.written
        if usage and last in usage:
            if written.with_comma * 50 > written.with_state or f"{before}, {last}" in cities:
                return None
            if size == 2:
                return (0, 1), "known city and state"
            end = pieces[-3]
            if end in cities or end in states:
                return None
            if _names_facility(end, model) or _names_facility(pieces[0], model):
                return (size - 2, size - 1), "known city and state"
            return None
        if last not in cities and states[last] > 2 and written.with_state > 20 * written.without_state:
            if size == 2:
                return (0, 1), "known state"
            if size == 3 and _names_facility(pieces[0], model) and not _names_facility(before, model):
                return (1, 2), "known state"
        return None
    usage = cities.get(last)
    if usage and "" in usage and before not in cities and before not in states and _names_facility(before, model):
        return (size - 1, size), "known city"
    return None


def _names_facility(text: str, model: Model) -> bool:
    return not model.facility_words.isdisjoint(text.lower().split())


def best_way(site: Site, study: Study, model: Model) -> tuple[Way, float]:
    """Return the way with the highest score, and its probability among all."""
    weight = model.weights.__getitem__
    scores = [(sum(map(weight, way_features(way, site, study, model.tables))), way) for way in ways(site.pieces)]
    score, way = max(scores)
    return way, 1 / sum(exp(other - score) for other, _ in scores)


def _parts(item: str, head: Head, decided: tuple[Way, str] | None) -> SiteParts:
    at = len(item) - len(head.country)
    country = at, len(item)
    zip_: Span | None = None
    if head.zip:
        end = at - 2
        at = end - len(head.zip)
        zip_ = at, end
    if decided is None:
        bare = head.is_certain and at == 0
        return SiteParts(None, None, None, zip_, country, bare, "")
    (start, end_), evidence = decided
    pieces = head.site.pieces
    spans: list[Span | None] = []
    for low, high in ((end_, len(pieces)), (start, end_), (0, start)):
        if low == high:
            spans.append(None)
            continue
        stop = at - 2
        at = stop - sum(map(len, pieces[low:high])) - 2 * (high - low - 1)
        spans.append((at, stop))
    state, city, facility = spans
    return SiteParts(facility, city, state, zip_, country, True, evidence)


def model_of(data: dict[str, Any]) -> Model:
    codes = {**country_codes(), **data["codes"]}
    endings: dict[str, list[str]] = {}
    for name in codes:
        if ", " in name:
            endings.setdefault(name.rpartition(", ")[2], []).append(name)
    tables = Tables(
        codes,
        {code: Country(code, cities) for code, cities in data["countries"].items()},
        data["facilities"],
        data["words"],
    )
    words = frozenset(word for word in tables.words if tables.use_of(word) == OF_FACILITIES_ONLY)
    return Model(tables, endings, words, data["weights"], data["threshold"])


@cache
def load() -> Model:
    return model_of(orjson.loads(DATA.read_bytes()))
