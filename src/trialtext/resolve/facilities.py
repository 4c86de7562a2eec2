"""Where the name of a facility ends that stands on one line with its place.

`Orchard Clinic, Leeds, United Kingdom` may be a city and a state as well: names of cities and
states that are known decide, and words that names of facilities have.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from trialtext.resolve.gazetteer import cities, is_state, states
from trialtext.resolve.places import divide_place

_FACILITY = re.compile(
    r"""
    \b (?:                                   # beginnings of words, in the languages of sites
        academ | associat | cancer | cent(?:er|re|ro|rum)\b | chu\b | clini | cl[ií]nic | college
        | consult | dermatolog | facility | foundation | fundaci | gmbh | group\b | health
        | h[oô]pit | hosp | inc\b | infirmar | instit | investigat | istitut | klini | kranken
        | labor | llc\b | ltd\b | medic | nhs\b | oncolog | osped | pharma | poli?clin | polyclin
        | practice | praxis | research | sairaala | school | services | sjuk | sygehus | site\b
        | specialist | szpital | trial | trust\b | univer | urolog | ziekenhuis
    )
    | klinik | hospital | krankenhaus         # ends of words
    """,
    re.IGNORECASE | re.VERBOSE,
)


_WITH_STATE = 3
"""Parts of a line that has facility, city and state before the country."""


class SiteLine(NamedTuple):
    """A line that is the place of a site, or begins with the name of its facility."""

    start: int | None
    """Where the place begins; 0 if nothing else is on the line, `None` if that cannot be told."""
    is_certain: bool = True


_PLACE = SiteLine(0)
_UNKNOWN = SiteLine(None)


def find_places(lines: Sequence[str], countries: Collection[str]) -> Iterator[SiteLine]:
    """Find where the place begins in lines that no facility stands above, of one page."""
    found = [_find(line, countries) for line in lines]
    # What may be either is what the other lines of the page are.
    if any(each and each.start for each in found):
        undecided = _UNKNOWN
    else:
        undecided = SiteLine(0, is_certain=_PLACE in found)
    return (each or undecided for each in found)


def names_facility(text: str) -> bool:
    """Tell whether a text has a word that names of facilities have."""
    return _FACILITY.search(text) is not None


def _find(text: str, countries: Collection[str]) -> SiteLine | None:
    """Decide on one line by itself, if that can be."""
    line = divide_place(text, countries)
    if line is None:
        return _UNKNOWN
    starts = [0, *(at + 2 for at in line.commas)]
    parts = [text[a:b] for a, b in zip(starts, [*line.commas, line.end], strict=True)]
    if parts[0] in cities(line.country):
        return _PLACE
    # What stands before a state, or before the country, may end with the city after a facility.
    before_state = len(parts) == 1 or parts[-1] in states(line.country)
    if len(parts) < _WITH_STATE and before_state and _ends_with_city(parts[0], line.country):
        return _UNKNOWN
    with_facility = any(map(names_facility, parts[:-1] or parts))
    if len(parts) == 1:
        return _UNKNOWN if with_facility else None
    city = _find_city(parts, line.country, with_facility=with_facility)
    if city:
        return SiteLine(starts[city])
    return _UNKNOWN if with_facility else None


def _find_city(parts: Sequence[str], country: str, *, with_facility: bool) -> int | None:
    """Find which part is the city, where the facility is the first part or more."""
    before, last = parts[-2:]
    known = cities(country)
    is_only_state = is_state(last, country) and last not in known
    # The registry's use of a name weighs more than the standard's: Leeds is a district, too.
    is_last = last in known and last not in states(country)
    if len(parts) < _WITH_STATE:
        # Every site has a city.
        unknown = not is_only_state and not names_facility(last)
        return 1 if is_last or (with_facility and unknown) else None
    is_before = before in known or before == last or is_only_state
    if (is_last and before != last) or names_facility(before):
        return len(parts) - 1 if last in known else None
    return len(parts) - 2 if is_before else None


def _ends_with_city(text: str, country: str) -> bool:
    """Tell whether a name ends with that of a city, and is none itself: `Orchard Clinic Leeds`."""
    return any(text.endswith(city) for city in cities(country))
