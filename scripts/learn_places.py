"""Write the gazetteer for resolving places, from records of the registry.

Usage: python scripts/learn_places.py STUDIES.ndjson.gz
"""

import gzip
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import orjson

TARGET = Path(__file__).parents[1] / "src" / "trialtext" / "resolve" / "data" / "places.json"


def gazetteer(records: list[dict[str, Any]]) -> dict[str, dict[str, list[str]]]:
    """Collect states and cities by country."""
    states, cities = defaultdict(set), defaultdict(set)
    for record in records:
        module = record.get("protocolSection", {}).get("contactsLocationsModule", {})
        for site in module.get("locations", []):
            country = site.get("country", "")
            cities[country]  # a country is known even without a state
            if site.get("state"):
                states[country].add(site["state"])
            if site.get("city") and ", " not in site["city"]:
                cities[country].add(site["city"])
    return {
        country: {"states": sorted(states[country]), "cities": sorted(cities[country])}
        for country in sorted(cities)
    }


if __name__ == "__main__":
    lines = gzip.decompress(Path(sys.argv[1]).read_bytes()).splitlines()
    TARGET.write_bytes(orjson.dumps(gazetteer([orjson.loads(line) for line in lines])) + b"\n")
