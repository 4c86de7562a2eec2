"""Make the pages that are converted: the real one, longer ones made of it, many records."""

import gzip
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

from attrs import evolve

import trialtext
from trialtext import Study

SEEDS = Path(__file__).parents[1] / "seeds" / "mirror-study"
REAL = SEEDS / "NCT07192237.txt"
SITES_OF_ROWS = 20


class Mix(NamedTuple):
    """Pages rendered from many records."""

    name: str
    pages: list[str]
    table: str
    """Their rows in the registry's download, with so many sites each as a row is said to have."""


def load_mix(path: Path | None, most: int) -> Mix:
    """Take records, evenly spaced, from NDJSON; without a file, the studies of the seeds."""
    every = load_records(path)
    number = min(most, len(every))
    records = [every[at * len(every) // number] for at in range(number)]
    source = f"of the {len(every):,} in {path.name}" if path else "made of the seeds"
    studies = [trialtext.from_json(record) for record in records]
    table = trialtext.render_csv(filter(None, map(_with_sites_of_rows, studies)))
    return Mix(f"{number} records {source}", list(map(trialtext.render, studies)), table)


def _with_sites_of_rows(study: Study) -> Study | None:
    """Give a study so many sites, its own over and over; `None` if it has none."""
    protocol: Any = study.protocol_section
    module: Any = protocol and protocol.contacts_locations_module
    if not (module and module.locations):
        return None
    module = evolve(module, locations=tuple(islice(cycle(module.locations), SITES_OF_ROWS)))
    whole: Any = study
    changed: Study = evolve(
        whole, protocol_section=evolve(protocol, contacts_locations_module=module)
    )
    return changed


def load_records(path: Path | None) -> list[bytes]:
    """Read records from NDJSON; without a file, make them of the seeds."""
    return _records(path) if path else _seeds()


def _records(path: Path) -> list[bytes]:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()


def _seeds() -> list[bytes]:
    studies = (trialtext.parse_file(path).study for path in sorted(SEEDS.glob("*.txt")))
    return [trialtext.to_json(study) for study in studies if study]


def write_pages(pages: list[str], number: int, inside: Path) -> Path:
    """Write so many pages, the same ones over and over, to a folder named by their number."""
    folder = inside / str(number)
    folder.mkdir()
    for at, page in enumerate(islice(cycle(pages), number)):
        (folder / f"{at:05}.txt").write_text(page, "utf-8")
    return folder


# ---- Longer pages

# The end of a section's blurb and what follows its body, between which its body stands.
_LOCATIONS = "at each participating site.\n\n", "\n\nCountries\n"
_COUNTRIES = "active or historical site.\n\n", "\n\nCentral Contacts\n"
_ELIGIBILITY = "whether healthy volunteers are accepted.\n\n", "\nMinimum Eligible Age\n"

_PLACES = (
    "Houston, Texas, United States",
    "Salt Lake City, Utah, United States",
    "Toronto, Ontario, Canada",
    "Lyon, Rhône, France",
    "Leuven, Belgium",
    "Frankfurt am Main, Hesse, Germany",
    "Santiago de Compostela, A Coruña, Spain",
)
_FACILITIES = (
    "University Hospital, Ward {n}",
    "Research Site {n}",
    "Clinical Trials Unit {n}, Department of Hematology",
    "St. Mary's Medical Center, Building {n}",
)
_STATUSES = ("RECRUITING", "COMPLETED", "")
_CRITERIA = (
    "* Adults aged {n} years or older at the time of consent",
    "* Absolute neutrophil count of at least {n} x 10^9/L, without growth factors for two weeks",
    "* Major surgery, radiotherapy or any other treatment of the disease in the last {n} weeks",
)


def with_sites(page: str, number: int) -> str:
    """Give a page so many sites, and the countries of all of them."""
    sites = (
        f"{_FACILITIES[n % len(_FACILITIES)].format(n=n)}\n\n{_PLACES[n % len(_PLACES)]}\n\n"
        f"Site Status\n\n{_STATUSES[n % len(_STATUSES)]}".strip()
        for n in range(number)
    )
    countries = dict.fromkeys(place.rpartition(", ")[2] for place in _PLACES)
    page = _replaced(page, _LOCATIONS, "\n\n".join(sites))
    return _replaced(page, _COUNTRIES, "\n\n".join(countries))


def with_criteria(page: str, characters: int) -> str:
    """Give a page about so many characters of criteria, half of them inclusion criteria."""
    rounds = characters // len("\n".join(_CRITERIA)) // 2
    lines = "\n".join(line.format(n=n) for n in range(rounds) for line in _CRITERIA)
    body = f"Inclusion Criteria\n\n{lines}\n\nExclusion Criteria\n\n{lines}"
    return _replaced(page, _ELIGIBILITY, body)


def _replaced(page: str, between: tuple[str, str], body: str) -> str:
    before, after = between
    start = page.index(before) + len(before)
    return page[:start] + body + page[page.index(after, start) :]
