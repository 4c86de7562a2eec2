"""Write the names of states, provinces and the like of every country: ISO 3166-2.

Usage: python scripts/write_subdivisions.py ISO3166-2.JSON

The file is in the package iso3166-2 (MIT licence): it has the names, and what else a subdivision is
called. Names of countries are looked up in pycountry, which must be installed; the registry's own
ones are those of the gazetteer that `learn_places.py` writes.
"""

import re
import sys
from pathlib import Path
from typing import Any

import orjson
import pycountry

from trialtext.resolve.gazetteer import folded

DATA = Path(__file__).parents[1] / "src" / "trialtext" / "resolve" / "data"
ELSEWHERE = {
    "Czech Republic": "CZ",
    "Democratic Republic of the Congo": "CD",
    "Former Serbia and Montenegro": "RS",
    "Iran": "IR",
    "Ivory Coast": "CI",
    "Kosovo": "XK",
    "Macau": "MO",
    "Macedonia": "MK",
    "North Korea": "KP",
    "Palestinian Territories": "PS",
    "Palestinian Territories, Occupied": "PS",
    "Reunion": "RE",
    "Russia": "RU",
    "South Korea": "KR",
    "Swaziland": "SZ",
    "The Bahamas": "BS",
    "Turkey": "TR",
    "Turkey (Türkiye)": "TR",
    "Vietnam": "VN",
}
"""Names of the registry that ISO 3166-1 does not have."""


def subdivisions(code: str, known: dict[str, dict[str, Any]]) -> list[str]:
    """Return the folded names and codes of what a country is divided into.

    Names are in any language. `IT-TO` is often written as `TO`.
    """
    names = set()
    for number, each in known.get(code, {}).items():
        others = re.sub(r"\([^)]*\)", "", each["localOtherName"] or "").split(",")
        written = (each["name"], number.partition("-")[2], *others)
        names |= {folded(name.strip(" '")) for name in written}
    # Names in other scripts and mere numbers do not occur in the registry.
    return sorted(name for name in names if name.isascii() and not name[:1].isdigit() and name)


def main(path: Path) -> None:
    """Write the table: countries of the registry's and of ISO's names."""
    known = orjson.loads(path.read_bytes())
    countries = dict(ELSEWHERE)
    for country in pycountry.countries:
        for kind in ("name", "common_name"):
            if name := getattr(country, kind, None):
                countries[name] = country.alpha_2
    for name in orjson.loads((DATA / "places.json").read_bytes()):
        try:
            countries.setdefault(name, pycountry.countries.lookup(name).alpha_2)
        except LookupError:
            print(f"not in ISO 3166-1: {name}")
    codes = sorted(set(countries.values()))
    table = {
        "countries": dict(sorted(countries.items())),
        "subdivisions": {code: names for code in codes if (names := subdivisions(code, known))},
    }
    (DATA / "subdivisions.json").write_bytes(orjson.dumps(table) + b"\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
