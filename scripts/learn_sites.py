"""Learn how sites are written and the weights for dividing them, or measure how good that is.

    python scripts/learn_sites.py RECORDS              writes the data file
    python scripts/learn_sites.py RECORDS --evaluate   prints cross-validated tables instead

RECORDS is a gzipped file of studies as the registry's API gives them, one a line. Needs numpy and
scipy; dividing itself does not.

Weights are learned for each study with the counts of all *other* studies: with its own among them,
every name would be known.
"""

import argparse
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import orjson
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from trialtext.resolve.gazetteer import country_codes
from trialtext.resolve.site_evidence import FEATURE_COUNT, SiteEvidence, divisions
from trialtext.resolve.site_study import Division, Site
from trialtext.resolve.site_tables import DATA, Tables, folded
from trialtext.resolve.sites import (
    Model,
    SiteParts,
    find_certain,
    find_country,
    model_of,
    split_with,
    study_evidence,
)

Json = dict[str, Any]
Floats = NDArray[np.float64]
FIELDS = ("facility", "city", "state", "zip", "country")
THRESHOLD = 0.95
"""The lowest probability at which a division is trusted."""
PENALTY = 0.3
"""What the squares of weights cost, so that rare evidence is not overrated."""
EXPONENT = 0.5
"""Power of the number of doubtful sites of a study by which each counts less: they are alike."""
FOLDS = 5
LONGEST_TABLE = 40
OF_A_PERSON = re.compile(r"\b(?:MUDr|Dra?|Prof)\b")
"""Facilities that bear the name of a person, which is kept in no file."""
OTHER_NAMES = {
    "Bahamas, The": "BS",
    "Bolivia, Plurinational State of": "BO",
    "Bonaire, Sint Eustatius and Saba": "BQ",
    "British Virgin Islands": "VG",
    "Brunei": "BN",
    "Brunei Darussalam": "BN",
    "Burma": "MM",
    "Cape Verde": "CV",
    "Caribbean Netherlands": "BQ",
    "Congo": "CG",
    "Congo, Democratic Republic of the": "CD",
    "Congo, Republic of the": "CG",
    "Congo, The Democratic Republic of the": "CD",
    "Cote D'Ivoire": "CI",
    "Cote d'Ivoire": "CI",
    "Curacao": "CW",
    "Czech Republic": "CZ",
    "Côte D'Ivoire": "CI",
    "Côte d'Ivoire": "CI",
    "Côte d’Ivoire": "CI",
    "East Timor": "TL",
    "Falkland Islands": "FK",
    "Falkland Islands (Malvinas)": "FK",
    "Federated States of Micronesia": "FM",
    "Former Yugoslavia": "YU",
    "Gambia, The": "GM",
    "Guinea-bissau": "GW",
    "Holy See": "VA",
    "Holy See (Vatican City State)": "VA",
    "Iran, Islamic Republic of": "IR",
    "Korea, Democratic People's Republic of": "KP",
    "Korea, Republic of": "KR",
    "Lao People's Democratic Republic": "LA",
    "Libyan Arab Jamahiriya": "LY",
    "Macao": "MO",
    "Macedonia, The Former Yugoslav Republic of": "MK",
    "Micronesia": "FM",
    "Micronesia, Federated States of": "FM",
    "Moldova, Republic of": "MD",
    "Myanmar": "MM",
    "Netherlands Antilles": "AN",
    "Palestine": "PS",
    "Palestine, State of": "PS",
    "Palestinian Territories, Occupied": "PS",
    "Palestinian Territory, Occupied": "PS",
    "Palestinian Territory, occupied": "PS",
    "Republic of Korea": "KR",
    "Republic of the Congo": "CG",
    "Réunion": "RE",
    "Saint Helena": "SH",
    "Saint Martin": "MF",
    "Sao Tome & Principe": "ST",
    "Serbia and Montenegro": "RS",
    "Sint Maarten": "SX",
    "St. Lucia": "LC",
    "State of Palestine": "PS",
    "Svalbard & Jan Mayen": "SJ",
    "Syrian Arab Republic": "SY",
    "São Tomé and Príncipe": "ST",
    "Taiwan, Province of China": "TW",
    "Tanzania, United Republic of": "TZ",
    "The Democratic Republic of the Congo": "CD",
    "The Gambia": "GM",
    "Timor-Leste": "TL",
    "Türkiye": "TR",
    "U.S. Virgin Islands": "VI",
    "United States Virgin Islands": "VI",
    "Venezuela, Bolivarian Republic of": "VE",
    "Viet Nam": "VN",
    "Virgin Islands (U.S.)": "VI",
    "Virgin Islands, British": "VG",
    "Virgin Islands, U.S.": "VI",
}
"""Names of the registry, old and new, that ISO 3166-1 does not have."""
CODES = {**country_codes(), **OTHER_NAMES}


class Location(NamedTuple):
    """A site of a record."""

    facility: str
    city: str
    state: str
    zip: str
    country: str

    def shape(self) -> list[str]:
        """Return the fields that are there."""
        return [name for name, value in zip(FIELDS, self, strict=True) if value]

    def item(self, *, with_zip: bool) -> str:
        """Return the site as the download has it."""
        return ", ".join(filter(None, self if with_zip else self._replace(zip="")))

    def division(self) -> Division:
        """Return how the site is divided."""
        start = self.facility.count(", ") + 1 if self.facility else 0
        return start, start + self.city.count(", ") + 1


def read_studies(path: Path) -> list[list[Location]]:
    """Read the sites of all records."""
    studies = []
    with gzip.open(path) as file:
        for line in file:
            module = orjson.loads(line)["protocolSection"].get("contactsLocationsModule", {})
            locations = (
                Location(*(site.get(name) or "" for name in FIELDS))
                for site in module.get("locations", [])
            )
            studies.append([location for location in locations if any(location)])
    return studies


# ---- Counts -------------------------------------------------------------------------------------


class Counts(NamedTuple):
    """What a study adds to the tables."""

    places: frozenset[tuple[str, str, str]]
    facilities: frozenset[str]
    facility_words: frozenset[str]
    place_words: frozenset[str]


def count_study(locations: Sequence[Location]) -> Counts:
    """Find what is new to tables in a study."""
    return Counts(
        frozenset(
            (CODES[each.country], each.city, each.state)
            for each in locations
            if each.city and each.country in CODES
        ),
        frozenset(
            each.facility.partition(", ")[0]
            for each in locations
            if each.facility and not OF_A_PERSON.search(each.facility)
        ),
        frozenset(word for each in locations for word in folded(each.facility).split()),
        frozenset(
            word
            for each in locations
            for word in f"{folded(each.city)} {folded(each.state)}".split()
        ),
    )


def add(counts: Counts, tables: Tables, number: int) -> None:
    """Add a study to the tables, or leave it out with a negative number."""
    for code, city, state in counts.places:
        country = tables.country(code)
        country.folded.add(folded(city), folded(state), number)
        country.written.add(city, state, number)
    for facility in counts.facilities:
        tables.facilities[facility] += number
    for index, words in enumerate((counts.facility_words, counts.place_words)):
        for word in words:
            tables.words[word][index] += number


def tables_data(studies: Iterable[Counts], least: int) -> Json:
    """Return the tables of studies, without words and facilities of fewer studies than `least`."""
    countries: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    facilities: Counter[str] = Counter()
    words: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for counts in studies:
        for code, city, state in counts.places:
            countries[code][city][state] += 1
        facilities.update(counts.facilities)
        for index, found in enumerate((counts.facility_words, counts.place_words)):
            for word in found:
                words[word][index] += 1
    return {
        "codes": OTHER_NAMES,
        "countries": {
            code: {city: dict(sorted(usage.items())) for city, usage in sorted(cities.items())}
            for code, cities in sorted(countries.items())
        },
        "facilities": {name: n for name, n in sorted(facilities.items()) if n >= least},
        "words": {word: n for word, n in sorted(words.items()) if sum(n) >= least},
        "weights": [],
        "threshold": THRESHOLD,
    }


# ---- Weights ------------------------------------------------------------------------------------


class Example(NamedTuple):
    """An item that is not certain."""

    features: list[list[int]]
    """Of each division."""
    right: int
    weight: float


def examples(
    studies: Sequence[Sequence[Location]], counts: Sequence[Counts], with_zips: bool
) -> Iterator[Example]:
    """Yield what weights are learned from."""
    model = model_of(tables_data(counts, least=1))
    for locations, own in zip(studies, counts, strict=True):
        add(own, model.tables, -1)
        yield from _study_examples(locations, model, with_zips)
        add(own, model.tables, 1)


def _study_examples(
    locations: Sequence[Location], model: Model, with_zips: bool
) -> Iterator[Example]:
    sites: list[Site | None] = []
    for location in locations:
        site = find_country(location.item(with_zip=with_zips), model, with_zips=with_zips)
        is_right = site and bool(site.zip) == bool(with_zips and location.zip)
        sites.append(site if is_right else None)
    decisions = [find_certain(site, model) if site else None for site in sites]
    study = study_evidence(sites, decisions)
    doubtful = [
        (site, location.division())
        for site, location, decision in zip(sites, locations, decisions, strict=True)
        if site and site.segments and not decision
    ]
    for site, right in doubtful:
        possible = list(divisions(site.segments))
        if right in possible and len(possible) > 1:
            evidence = SiteEvidence(site, study, model.tables)
            features = [evidence.features(division) for division in possible]
            yield Example(features, possible.index(right), len(doubtful) ** -EXPONENT)


def learn_weights(found: Sequence[Example]) -> Floats:
    """Find the weights with which the right divisions are most probable."""
    features = [each for example in found for each in example.features]
    sizes = np.array([len(example.features) for example in found])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = starts + [example.right for example in found]
    weights = np.array([example.weight for example in found])
    rows = np.repeat(np.arange(len(features)), list(map(len, features)))
    matrix = csr_array(
        (np.ones(len(rows)), (rows, np.concatenate(features))), shape=(len(features), FEATURE_COUNT)
    )
    target = np.zeros(len(features))
    target[right] = 1

    def loss(values: Floats) -> tuple[float, Floats]:
        scores = matrix @ values
        top = np.maximum.reduceat(scores, starts)
        odds = np.exp(scores - np.repeat(top, sizes))
        total = np.add.reduceat(odds, starts)
        cost = weights @ (top + np.log(total) - scores[right]) + PENALTY / 2 * values @ values
        shares = odds / np.repeat(total, sizes)
        gradient = matrix.T @ (np.repeat(weights, sizes) * (shares - target)) + PENALTY * values
        return cost, gradient

    return minimize(
        loss, np.zeros(FEATURE_COUNT), jac=True, method="L-BFGS-B", options={"maxiter": 400}
    ).x


def learn(studies: Sequence[Sequence[Location]], counts: Sequence[Counts]) -> Json:
    """Return the content of the data file."""
    found = [each for with_zips in (True, False) for each in examples(studies, counts, with_zips)]
    weights = learn_weights(found)
    return {**tables_data(counts, least=2), "weights": [round(float(each), 3) for each in weights]}


# ---- Evaluation ---------------------------------------------------------------------------------


class Outcome(NamedTuple):
    """What became of a site."""

    study: int
    location: Location
    with_zips: bool
    result: str
    evidence: str


def outcomes(studies: Sequence[Sequence[Location]]) -> Iterator[Outcome]:
    """Yield what becomes of all sites, by what is learned from other studies."""
    counts = [count_study(each) for each in studies]
    order = np.random.default_rng(0).permutation(len(studies)).tolist()
    for fold in range(FOLDS):
        others = [index for at, index in enumerate(order) if at % FOLDS != fold]
        model = model_of(learn([studies[i] for i in others], [counts[i] for i in others]))
        for index in order[fold::FOLDS]:
            for with_zips in (True, False):
                items = [each.item(with_zip=with_zips) for each in studies[index]]
                found = split_with(model, items, with_zips=with_zips)
                for location, item, parts in zip(studies[index], items, found, strict=True):
                    expected = location if with_zips else location._replace(zip="")
                    result = compare(expected, item, parts)
                    yield Outcome(index, location, with_zips, result, parts.evidence)


def compare(expected: Location, item: str, parts: SiteParts) -> str:
    """Tell whether parts are exact, wrong or undecided; a wrong country or zip is wrong, too."""
    found = Location(*(item[slice(*span)] if span else "" for span in parts[: len(FIELDS)]))
    if parts.is_decided:
        return "exact" if found == expected else "wrong"
    are_right = all(value in {"", right} for value, right in zip(found, expected, strict=True))
    return "undecided" if are_right else "wrong"


def print_table(found: Sequence[Outcome], title: str, key: Callable[[Outcome], str]) -> None:
    """Print how many sites are exact and wrong by a key: of all sites, and as means of studies."""
    print(f"\n{title:32} {'sites':>7} {'exact':>7} {'wrong':>7} {'exact and wrong by study':>26}")
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in found:
        groups[key(outcome)].append(outcome)
    for name, group in sorted(groups.items(), key=lambda each: -len(each[1]))[:LONGEST_TABLE]:
        studies: dict[int, list[str]] = defaultdict(list)
        for outcome in group:
            studies[outcome.study].append(outcome.result)
        site_shares = shares([[outcome.result for outcome in group]])
        print(f"{name:32} {len(group):7} {site_shares} {shares(list(studies.values())):>26}")


def shares(results: Sequence[Sequence[str]]) -> str:
    """Return the mean shares of exact and of wrong sites."""
    means = (
        np.mean([each.count(name) / len(each) for each in results]) for name in ("exact", "wrong")
    )
    return " ".join(f"{mean:7.4f}" for mean in means)


def evaluate(studies: Sequence[Sequence[Location]]) -> None:
    """Print cross-validated tables, and the sites that are wrong."""
    found = list(outcomes(studies))
    print_table(found, "download", lambda each: "modern" if each.with_zips else "classic")
    modern = [each for each in found if each.with_zips]
    print_table(modern, "country", lambda each: each.location.country)
    print_table(modern, "shape", lambda each: " ".join(each.location.shape()))
    print_table(modern, "evidence", lambda each: each.evidence or each.result)
    for each in modern:
        if each.result == "wrong":
            print(each.study, each.evidence, " / ".join(each.location), sep="\t")


def main() -> None:
    """Learn, or measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", type=Path)
    parser.add_argument("--evaluate", action="store_true")
    options = parser.parse_args()
    studies = read_studies(options.records)
    if options.evaluate:
        evaluate(studies)
    else:
        counts = [count_study(each) for each in studies]
        DATA.write_bytes(orjson.dumps(learn(studies, counts)) + b"\n")


if __name__ == "__main__":
    main()
