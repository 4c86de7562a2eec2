"""Sites of a study: Locations, Countries."""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from trialtext.formats.mirror_study.evidence import Builder
from trialtext.formats.mirror_study.neighbours import Entry, certain_name, entries, is_code
from trialtext.model.enums import RecruitmentStatus
from trialtext.model.protocol import ContactsLocationsModule, Location
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.scalars import codes
from trialtext.resolve.facilities import SiteLine, find_places, names_facility
from trialtext.resolve.gazetteer import cities, is_country
from trialtext.resolve.places import Part, SitePlace, is_place, resolve_places


def countries(section: Tree, builder: Builder) -> None:
    """Read one country a line; they are evidence for the sites, and in no field themselves."""
    known = builder.evidence.countries
    for token in section.tokens("COUNTRY"):
        if ":" in token.text or token.text.endswith("."):
            builder.mark_unparsed("unknown-line", token, f"{token.text!r:.60} is no country")
        elif known.setdefault(token.text, token) is token:
            builder.mark_boilerplate(token.span)
        else:
            builder.mark_unparsed("repeated-value", token, "this country is listed before")


_LABEL = re.compile(r"\W*Site\s*Status", re.IGNORECASE)
"""A label that something was joined to."""


class SiteLines(NamedTuple):
    """The lines of a site; facility and place may be parts of one line."""

    facility: Token | None
    place: Token
    status: Token | None
    is_doubtful: bool = False
    """Whether an unknown line stands above them."""
    is_divisible: bool = True
    """Whether it is known that the line of the place holds the place, and nothing else."""


def locations(section: Tree, builder: Builder) -> None:
    """Read sites: facility, `City, State, Country`, status."""
    put_sites([_lines(entry) for entry in entries(section)], builder)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


def _lines(site: Entry) -> SiteLines:
    """Return facility, place and status of a site; only the place is always there."""
    parts = site.rule.tokens()
    facility = parts[0] if parts[0].type == "FACILITY" else None
    status = parts[-1] if parts[-1].type == "SITE_STATUS_CODE" else None
    # An unknown status ends the site before, and is nothing else.
    doubtful = site.before is not None and not is_code(site.before)
    return SiteLines(facility, parts[1] if facility else parts[0], status, doubtful)


def put_sites(sites: Sequence[SiteLines], builder: Builder) -> None:
    """Make sites of their lines."""
    countries = builder.evidence.countries
    unnamed = [site.place.text for site in sites if site.facility is None]
    found = find_places(unnamed, countries)
    sites = [
        _unbroken(site, builder) if site.facility else _divided(site, next(found), builder)
        for site in sites
    ]
    places = resolve_places([site.place.text for site in sites], countries)
    doubts = set[str]()
    drafts = []
    for site, found_place in zip(sites, places, strict=True):
        place = found_place if found_place and _is_in_country(found_place, countries) else None
        drafts.append(_site(site, place, builder))
        if place and site.is_divisible:
            _report_doubt(site.place, place, doubts, builder)
    builder.put(ContactsLocationsModule, locations=drafts)


def _is_in_country(place: SitePlace, countries: Collection[str]) -> bool:
    """Tell whether a place ends with a country, not with what is no place at all."""
    name = place.parts[-1].text
    return name in countries or is_country(name)


def _unbroken(site: SiteLines, builder: Builder) -> SiteLines:
    """Tell whether a place may begin in the line above it: a line too many, or one with a comma."""
    facility = site.facility
    with_comma = facility is not None and facility.text.endswith(",")
    if not (with_comma or site.is_doubtful) or is_place(site.place.text):
        return site
    if facility and with_comma:
        message = f"{facility.text!r:.60} goes on in the next line"
        builder.mark_unparsed("unknown-line", facility, message)
        return site._replace(facility=None, is_divisible=False)
    return site._replace(is_divisible=False)


def _divided(site: SiteLines, found: SiteLine, builder: Builder) -> SiteLines:
    """Take the facility from the line of the place, if it is there."""
    line = site.place
    if found.start is None:
        return site._replace(is_divisible=False)
    if not found.start:
        if not found.is_certain:
            message = f"{line.text!r:.60} may begin with a facility"
            builder.report("uncertain-place", line.span, message)
        return site
    facility, place = line.part(0, found.start - len(", ")), line.part(found.start)
    builder.mark_boilerplate((facility.end, place.start))
    message = f"{facility.text!r:.60} read as the facility, {place.text!r:.60} as its place"
    builder.report("joined-lines", line.span, message)
    return site._replace(facility=facility, place=place)


def _site(lines: SiteLines, place: SitePlace | None, builder: Builder) -> Draft:
    facility, line, status, is_doubtful, is_divisible = lines
    site = Draft(Location)
    if facility is None:
        message = "no facility stands before this place"
        builder.report("missing-optional", line.span, message)
    elif is_place(facility.text) or _LABEL.match(facility.text):
        builder.mark_unparsed("unknown-line", facility, f"{facility.text!r:.60} is no facility")
    else:
        site.set("facility", certain_name(facility, builder, doubtful=is_doubtful))
    if place is None:
        builder.mark_unparsed("unreadable-value", line, f"{line.text!r:.60} is not a place")
    elif is_divisible:
        _set_place(site, line, place, builder)
    else:
        _set_country(site, line, place, builder)
    if status:
        site.set("status", builder.code(status, codes(RecruitmentStatus)))
    return site


def _set_country(site: Draft, line: Token, place: SitePlace, builder: Builder) -> None:
    """Set the country of a site whose line may hold its facility, too."""
    country = place.parts[-1]
    if rest := line.text[: country.start]:
        message = f"{rest!r:.60}: what of it is the city is not certain"
        builder.mark_unparsed("undivided-place", line.part(0, country.start), message)
    _set_place(site, line.part(country.start), place._replace(parts=[_at_start(country)]), builder)


def _at_start(part: Part) -> Part:
    return part._replace(start=0, end=len(part.text))


def _report_doubt(line: Token, place: SitePlace, known: set[str], builder: Builder) -> None:
    """Report what may be divided in another way; what is unlikely, only once."""
    city = place.parts[0].text
    if city not in cities(place.parts[-1].text) and names_facility(city):
        message = f"{line.text!r:.60}: {city!r:.60} has words of a facility"
        builder.report("uncertain-place", line.span, message)
    if place.doubt is None:
        return
    message, is_grave = place.doubt
    if is_grave:
        builder.report("uncertain-place", line.span, f"{line.text!r:.60}: {message}")
    elif message not in known:
        known.add(message)
        builder.report("unconfirmed-state", line.span, message)


def _set_place(site: Draft, line: Token, place: SitePlace, builder: Builder) -> None:
    """Set city, state and country of a site."""
    at, known = line.start, builder.evidence.countries
    derivation, evidence = Derivation.VERBATIM, ""
    if place.with_state:
        derivation, evidence = Derivation.INFERRED, "known states"
    last = 0
    for name, text, start, end in place.parts:
        if last < start:  # Between the parts are commas of the page.
            builder.boilerplate.append((at + last, at + start))
        last = end
        span = (at + start, at + end)
        if name == "country" and text in known:
            spans = (span, known[text].span)
            site.fields[name] = Value(text, spans, Derivation.INFERRED, "Countries")
        else:
            site.fields[name] = Value(text, (span,), derivation, evidence)
    if last < len(line.text):
        builder.boilerplate.append((at + last, at + len(line.text)))
