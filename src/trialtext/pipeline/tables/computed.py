"""The columns that are computed, in the manner of AACT."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from trialtext.pipeline.tables.model import Row
from trialtext.pipeline.tables.values import to_date, to_integer, to_last_day, to_number

_AGE: Final = re.compile(r"(\d+) (Year|Month|Week|Day|Hour|Minute)s?", re.ASCII)
_P_VALUE: Final = re.compile(r"\s*([<>=≤≥]+)\s*([\d.]+(?:[eE][+-]?\d+)?)\s*", re.ASCII)
_MONTH: Final = 30
"""Days that AACT takes for a month."""
_PARTICIPANTS: Final = "Participants"
"""What is counted where no units were selected."""
US: Final = frozenset({
    "United States", "American Samoa", "Guam", "Northern Mariana Islands", "Puerto Rico",
    "U.S. Virgin Islands", "Virgin Islands (U.S.)", "Baker Island", "Howland Island",
    "Jarvis Island", "Johnston Atoll", "Kingman Reef", "Midway Atoll", "Navassa Island",
    "Palmyra Atoll", "Wake Island", "Serranilla Bank", "Bajo Nuevo Bank",
})  # fmt: skip
"""The United States and the places that AACT counts to them."""
INVESTIGATORS: Final = ("PRINCIPAL_INVESTIGATOR", "SUB_INVESTIGATOR", "STUDY_CHAIR")
"""The roles of contacts of a site that AACT has in a table of their own."""


# ---- Of one value


def joined(codes: Sequence[str]) -> str:
    """Join codes as AACT does: `PHASE1/PHASE2`."""
    return "/".join(codes)


def includes(code: str) -> Callable[[Sequence[str]], bool]:
    """Make a function that tells whether a code is among several."""
    return lambda codes: code in codes


def p_value_modifier(text: str) -> str | None:
    """Return the sign before a p-value: `<` of `<0.001`."""
    match = _P_VALUE.fullmatch(text)
    return match[1] if match else None


def p_value(text: str) -> float | None:
    """Return a p-value, if the text tells which one: 0.05 for `= 0.05`, nothing for `<0.001`."""
    match = _P_VALUE.fullmatch(text)
    return to_number(match[2] if match and match[1] == "=" else text)


def age_number(age: str) -> int | None:
    """Return the number of an age: 18 of `18 Years`."""
    match = _AGE.fullmatch(age)
    return to_integer(match[1]) if match else None


def age_unit(age: str) -> str | None:
    """Return the unit of an age, in the singular: `year` of `18 Years`."""
    match = _AGE.fullmatch(age)
    return match[2].lower() if match else None


def year(text: str) -> int | None:
    """Return the year of a full date."""
    day = to_date(text)
    return day.year if day else None


# ---- Of the place of a row


def contact_type(row: Row) -> str:
    """Return the part of a contact: the first one is the primary one."""
    return "backup" if row.place else "primary"


def is_investigator(contact: Mapping[str, Any]) -> bool:
    """Tell whether a contact of a site is one of its investigators."""
    return contact.get("role") in INVESTIGATORS


def is_contact(contact: Mapping[str, Any]) -> bool:
    """Tell whether a contact of a site is no investigator."""
    return not is_investigator(contact)


# ---- Of a study


def number_of_arms(row: Row) -> int | None:
    """Count the arms of an interventional study."""
    return _arm_groups(row) if _is_interventional(row) else None


def number_of_groups(row: Row) -> int | None:
    """Count the groups of any other study."""
    return None if _is_interventional(row) else _arm_groups(row)


def _is_interventional(row: Row) -> bool:
    kind = _at(row.elements[0], "protocolSection", "designModule", "studyType")
    return bool(kind == "INTERVENTIONAL")


def _arm_groups(row: Row) -> int | None:
    groups = _at(row.elements[0], "protocolSection", "armsInterventionsModule", "armGroups")
    return len(groups) if groups else None


def _sites(row: Row) -> Sequence[Mapping[str, Any]]:
    sites = _at(row.elements[0], "protocolSection", "contactsLocationsModule", "locations")
    return sites or ()


def number_of_facilities(row: Row) -> int:
    """Count the sites."""
    return len(_sites(row))


def has_single_facility(row: Row) -> bool | None:
    """Tell whether there is just one site; of a study without sites, nothing."""
    sites = _sites(row)
    return len(sites) == 1 if sites else None


def has_us_facility(row: Row) -> bool | None:
    """Tell whether a site is in the United States; nothing, if a site without a country may be."""
    countries = [site.get("country") for site in _sites(row)]
    if any(country in US for country in countries):
        return True
    return False if countries and all(countries) else None


def outcomes_to_measure(kind: str) -> Callable[[Row], int | None]:
    """Make a function that counts the outcomes of a kind; none are null, as in AACT."""

    def count(row: Row) -> int | None:
        outcomes = _at(row.elements[0], "protocolSection", "outcomesModule", f"{kind}Outcomes")
        return len(outcomes) if outcomes else None

    return count


def affected_subjects(kind: str) -> Callable[[Row], int | None]:
    """Make a function that adds up who was affected, over events of a kind and groups."""

    def total(row: Row) -> int | None:
        events = _at(row.elements[0], "resultsSection", "adverseEventsModule", f"{kind}Events")
        numbers = [
            number
            for event in events or ()
            for stats in event.get("stats", ())
            if (number := stats.get("numAffected")) is not None
        ]
        return sum(numbers) if numbers else None

    return total


def months_to_report_results(row: Row) -> int | None:
    """Count the months from the primary completion to the first submission of results."""
    status = _status(row)
    submitted = status.get("resultsFirstSubmitDate")
    completed = _at(status, "primaryCompletionDateStruct", "date")
    return _months(completed and to_last_day(completed), submitted and to_date(submitted))


def actual_duration(row: Row) -> int | None:
    """Count the months from the start to the primary completion, unless one is an estimate."""
    ends = [_status(row).get(key, {}) for key in ("startDateStruct", "primaryCompletionDateStruct")]
    if any(end.get("type") == "ESTIMATED" or not end.get("date") for end in ends):
        return None
    start, completion = (to_last_day(end["date"]) for end in ends)
    return _months(start, completion)


def _status(row: Row) -> Mapping[str, Any]:
    status: Mapping[str, Any] = _at(row.elements[0], "protocolSection", "statusModule", default={})
    return status


def _months(start: date | None, end: date | None) -> int | None:
    return int((end - start).days / _MONTH) if start and end else None


def document_url(row: Row) -> str | None:
    """Return where an uploaded document is."""
    study, document = row.elements
    number = _at(study, "protocolSection", "identificationModule", "nctId")
    name = document.get("filename")
    if name is None:
        return None
    return f"https://ClinicalTrials.gov/ProvidedDocs/{number[-2:]}/{number}/{name}"


# ---- Of a baseline measurement


def number_analyzed_units(row: Row) -> str | None:
    """Return what was counted: what was selected, or participants if they were counted."""
    measure = row.elements[1]
    if selected := measure.get("denomUnitsSelected"):
        return str(selected)
    return _PARTICIPANTS if _denominator(row) is not None else None


def number_analyzed(row: Row) -> int | None:
    """Return how many were analyzed in the row's group: for its class, measure, or for all."""
    count = _denominator(row)
    return None if count is None else to_integer(count)


def _denominator(row: Row) -> str | None:
    study, measure, class_, _, measurement = row.elements
    module = study["resultsSection"]["baselineCharacteristicsModule"]
    units = measure.get("denomUnitsSelected") or _PARTICIPANTS
    denoms = class_.get("denoms") or measure.get("denoms") or module.get("denoms")
    return next(_counts(denoms or (), units, measurement.get("groupId")), None)


def _counts(denoms: Iterable[Mapping[str, Any]], units: str, group: str | None) -> Iterator[str]:
    for denom in denoms:
        if denom.get("units") == units:
            for count in denom.get("counts", ()):
                if count.get("groupId") == group and "value" in count:
                    yield count["value"]


def _at(node: Any, *keys: str, default: Any = None) -> Any:
    """Return what stands in an object of objects, or the default."""
    for key in keys:
        if node is None:
            return default
        node = node.get(key)
    return default if node is None else node
