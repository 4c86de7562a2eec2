"""What the sites of a study show of each other."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from trialtext.resolve.site_tables import Country, folded
from trialtext.text.edits import Span

Division = tuple[int, int]
"""How many segments of an item stand before the city, and before the state."""
RARE = 20
"""Times that something must be more frequent than something else for that to be an exception."""


class Site(NamedTuple):
    """An item that ends with a country."""

    segments: Sequence[str]
    """What stands before zip and country, separated by commas and spaces.

    Empty if nothing does, or if it is not certain where that ends.
    """
    country: Country
    zip_state: int
    """0 if there is no zip, 1 if there is one, 2 if no item of the study has one."""
    end: int
    """Where the segments and the comma after them end."""
    zip: Span | None
    country_span: Span


class CountryEvidence:
    """What other sites of a study have in one country."""

    __slots__ = ("cities", "orders", "pairs", "states", "with_state")

    def __init__(self) -> None:
        self.cities = Counter[str]()
        self.states = Counter[str]()
        self.pairs = Counter[tuple[str, str]]()
        self.with_state = [0, 0]
        """Sites without a state, and with one."""
        self.orders = [0, 0]
        """Items that may end with city and state, and with state and city."""

    def add(self, city: str, state: str) -> None:
        """Note city and state of a site, `""` for none."""
        city, state = folded(city), folded(state)
        self.cities[city] += 1
        self.with_state[bool(state)] += 1
        if state:
            self.states[state] += 1
            self.pairs[city, state] += 1


class StudyEvidence:
    """What other sites of a study have."""

    def __init__(self, sites: Sequence[Site], doubtful: Sequence[Site]) -> None:
        self.starts = Counter(site.segments[0] for site in sites)
        self.countries = {site.country.code: CountryEvidence() for site in doubtful}
        """Those in which there are doubtful sites."""
        self.with_state = [0, 0]
        """Sites without a state, and with one, where a country has both."""
        self.with_facility = [0, 0]
        self.twice = 0
        """Facilities that end with the name of the city."""
        for site in sites:
            here = self.countries.get(site.country.code)
            if here:
                for order, is_so in enumerate(orders(site)):
                    here.orders[order] += is_so

    def add(self, site: Site, division: Division) -> None:
        """Note the parts of a site that is decided."""
        segments, country = site[:2]
        start, end = division
        has_state = end < len(segments)
        usage = country.written
        if usage.with_state < RARE * usage.without_state < RARE**2 * usage.with_state:
            self.with_state[has_state] += 1
        self.with_facility[start > 0] += 1
        if start and end - start == 1 and segments[start - 1] == segments[start]:
            self.twice += 1
        here = self.countries.get(country.code)
        if here:
            here.add(", ".join(segments[start:end]), ", ".join(segments[end:]))


def orders(site: Site) -> tuple[bool, bool]:
    """Tell whether an item may end with city and state, and with state and city."""
    if len(site.segments) == 1:
        return False, False
    before, last = site.segments[-2:]
    cities, states = site.country.written.cities, site.country.written.states
    return before in cities and last in states, before in states and last in cities
