"""Sites of a study: Locations, Countries."""

from itertools import pairwise

from trialtext.formats.mirror_study.evidence import Builder
from trialtext.model.enums import RecruitmentStatus
from trialtext.model.protocol import ContactsLocationsModule, Location
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.scalars import codes
from trialtext.resolve.places import SitePlace, is_place, resolve_places


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


def locations(section: Tree, builder: Builder) -> None:
    """Read sites: facility, `City, State, Country`, status."""
    sites = [_parts(rule) for rule in section.rules()]
    places = resolve_places([line.text for _, line, _ in sites], builder.evidence.countries)
    drafts = [_site(*parts, place, builder) for parts, place in zip(sites, places, strict=True)]
    builder.put(ContactsLocationsModule, locations=drafts)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


def _parts(site: Tree) -> tuple[Token | None, Token, Token | None]:
    """Return facility, place and status of a site; only the place is always there."""
    parts = site.tokens()
    facility = parts[0] if parts[0].type == "FACILITY" else None
    status = parts[-1] if parts[-1].type == "SITE_STATUS_CODE" else None
    return facility, parts[1] if facility else parts[0], status


def _site(
    facility: Token | None,
    line: Token,
    status: Token | None,
    place: SitePlace | None,
    builder: Builder,
) -> Draft:
    site = Draft(Location)
    if facility is None:
        message = "no facility stands before this place"
        builder.report("missing-optional", line.span, message)
    elif is_place(facility.text):
        builder.mark_unparsed("unknown-line", facility, f"{facility.text!r:.60} is no facility")
    else:
        site.set("facility", builder.verbatim(facility))
    if place is None:
        builder.mark_unparsed("unreadable-value", line, f"{line.text!r:.60} is not a place")
    else:
        set_place(site, line, place, builder)
    if status:
        site.set("status", builder.code(status, codes(RecruitmentStatus)))
    return site


def set_place(site: Draft, line: Token, place: SitePlace, builder: Builder) -> None:
    """Set city, state and country of a site."""
    at, evidence = line.start, "known states" if place.with_state else ""
    # Between the parts are commas of the page.
    ends = [0, *(at for part in place.parts for at in (part.start, part.end)), len(line.text)]
    builder.mark_boilerplate(*((at + a, at + b) for a, b in list(pairwise(ends))[::2] if a < b))
    for name, text, start, end in place.parts:
        span = (at + start, at + end)
        listed = builder.evidence.countries.get(text) if name == "country" else None
        if listed:
            site.set(name, Value(text, (span, listed.span), Derivation.INFERRED, "Countries"))
        elif evidence:
            site.set(name, Value(text, (span,), Derivation.INFERRED, evidence))
        else:
            site.set(name, Value(text, (span,)))
