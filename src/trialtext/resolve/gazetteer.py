"""Names of countries, states and cities: as records of the registry spell them, and ISO 3166-2.

The registry's own names are compared as they are; what it does not have is looked up without case,
accents and words such as `Province`, which are sometimes written and sometimes not.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import orjson

_DATA = Path(__file__).parent / "data"
_WORD = re.compile(r"\w+")
_KINDS = frozenset(
    _WORD.findall(
        "canton county departamento department district division emirate estado governorate jud"
        " judet kraj municipality oblast okrug parish prefecture province provincia region republic"
        " territory voivodeship"
    )
)
"""Words that prove a subdivision, where a name begins or ends with one."""
_OTHERS = frozenset(
    _WORD.findall(
        "autonomous city community comunidad comunitat da de del do la land metropolitan of sheng"
        " shi special state the"
    )
)
"""Further words that say what a subdivision is, or stand between such a word and its name."""
_MANY = 20
_NONE = frozenset[str]()


def is_country(name: str) -> bool:
    """Tell whether a name is that of a country: as the registry writes it, or ISO 3166-1."""
    return name in _places() or name in _subdivisions()["countries"]


def country_codes() -> Mapping[str, str]:
    """Return the codes of ISO 3166-1 of countries by their names."""
    codes: Mapping[str, str] = _subdivisions()["countries"]
    return codes


def cities(country: str) -> frozenset[str]:
    """Return the cities of a country that are known."""
    return _known(country, "cities")


def states(country: str) -> frozenset[str]:
    """Return the states of a country as the registry spells them."""
    return _known(country, "states")


def is_state(name: str, country: str) -> bool:
    """Tell whether a name is, or says that it is, that of a state, a province or the like."""
    return is_known_state(name, country) or _says_kind(name)


@cache
def is_known_state(name: str, country: str) -> bool:
    """Tell whether a country is known to have a state, a province or the like of this name."""
    return name in states(country) or folded(name) in _folded_states(country)


@lru_cache(maxsize=1 << 14)
def says_state(name: str, code: str) -> bool:
    """Tell whether a name is in ISO 3166-2 for a country's code, or says that it is a state's."""
    return _says_kind(name) or folded(name) in _subdivisions()["subdivisions"].get(code, ())


@cache
def knows_all_states(country: str) -> bool:
    """Tell whether states of a country are always written as ISO 3166-2 has them.

    It is so if hardly any of many in the registry is not: in the United States, not in Japan.
    """
    written = states(country)
    others = [name for name in written if folded(name) not in _standard(country)]
    return len(written) >= _MANY and len(others) * _MANY <= len(written)


def _says_kind(name: str) -> bool:
    words = _words(name)
    return bool(_KINDS & {*words[:1], *words[-1:]})


def folded(name: str) -> str:
    """Leave out case, accents, punctuation, and the words that say what a subdivision is."""
    return " ".join(word for word in _words(name) if word not in _KINDS | _OTHERS)


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


@cache
def _folded_states(country: str) -> frozenset[str]:
    return frozenset({*map(folded, states(country)), *_standard(country)} - {""})


@cache
def _standard(country: str) -> frozenset[str]:
    """Return the folded names that ISO 3166-2 has for subdivisions of a country."""
    table = _subdivisions()
    return frozenset(table["subdivisions"].get(table["countries"].get(country), ()))


def _known(country: str, kind: str) -> frozenset[str]:
    known = _places().get(country)
    return known[kind] if known else _NONE


@cache
def _places() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Read the states and cities by country, as the registry spells them."""
    return {
        country: {kind: frozenset(names) for kind, names in known.items()}
        for country, known in _read("places.json").items()
    }


@cache
def _subdivisions() -> Mapping[str, Any]:
    """Read the codes of countries, and the folded names of their subdivisions by code."""
    table: Mapping[str, Any] = _read("subdivisions.json")
    return table


def _read(name: str) -> Any:
    return orjson.loads((_DATA / name).read_bytes())
