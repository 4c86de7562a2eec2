"""Where a site is: city, state and country out of one line."""

from collections.abc import Collection
from typing import NamedTuple

from trialtext.text import Span


class Place(NamedTuple):
    """The parts of a place, as positions within its line."""

    city: Span
    state: Span | None
    country: Span

    def parts(self) -> list[tuple[str, Span]]:
        """The parts that there are, by the names of the API's fields."""
        named = zip(("city", "state", "country"), self, strict=True)
        return [(name, span) for name, span in named if span and span[1] > span[0]]


def resolve_place(line: str, countries: Collection[str]) -> Place | None:
    """Find `City, State, Country` or `City, Country` in a line; positions are within the line.

    The page's list of countries settles which commas belong to the country's name. A state is one
    part, the city what stands before it. `None` if the line has no comma to begin with.
    """
    cuts = [at for at in range(len(line)) if line.startswith(", ", at)]
    if not cuts:
        return None
    named = [at for at in cuts if line[at + 2 :] in countries]
    before_country = named[0] if named else cuts[-1]
    country = (before_country + 2, len(line))
    before_state = max((at for at in cuts if at < before_country), default=None)
    if before_state is None:
        return Place((0, before_country), None, country)
    return Place((0, before_state), (before_state + 2, before_country), country)
