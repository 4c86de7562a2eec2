"""Where a study takes place: Locations, Countries, Facility Contacts."""

from trialtext.model.enums import RecruitmentStatus
from trialtext.model.protocol import ContactsLocationsModule, Location
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading, rules, tokens
from trialtext.readers.study_page.people import contact
from trialtext.resolve.places import Place, is_place, resolve_places
from trialtext.trace import Draft, How, Leaf
from trialtext.values import CLOSED, codes


def countries(body: Body, page: Reading) -> None:
    """One country a line: evidence for the sites, no field of its own."""
    for piece in tokens(body, "LINE"):
        if ":" in piece.text or piece.text.endswith("."):
            page.leave("unknown-line", piece, f"{piece.text!r:.60} is no country")
        elif page.countries.setdefault(piece.text, piece) is not piece:
            page.leave("repeated-value", piece, "this country is listed before")


def locations(body: Body, page: Reading) -> None:
    """Per site: facility, `City, State, Country`, status."""
    # A page may have thousands of sites, and what is done for each of them counts.
    every = [_parts(rule) for rule in rules(body)]
    places = resolve_places([line.text for _, line, _ in every], page.countries)
    sites = [_site(*parts, place, page) for parts, place in zip(every, places, strict=True)]
    page.put(ContactsLocationsModule, locations=sites)
    page.leave_lines(tokens(body, "LINE"))


def _parts(site: Body) -> tuple[Piece | None, Piece, Piece | None]:
    """Facility, place and status of a site, of which only the place is never absent."""
    parts = tokens(site)
    facility = parts[0] if parts[0].type == "FACILITY" else None
    status = parts[-1] if parts[-1].type == "SITE_STATUS_CODE" else None
    return facility, parts[1] if facility else parts[0], status


def _site(
    facility: Piece | None, line: Piece, status: Piece | None, place: Place | None, page: Reading
) -> Draft:
    site = Draft(Location)
    if facility is None:
        page.report("absent-part", line.span, "no facility stands before this place")
    elif is_place(facility.text):
        page.leave("unknown-line", facility, f"{facility.text!r:.60} is no facility")
    else:
        site.set("facility", page.copied(facility))
    if place is None:
        page.leave("unreadable-value", line, f"{line.text!r:.60} is not a place")
    else:
        put_place(site, line, place, page)
    if status:
        site.set("status", page.coded(status, codes(RecruitmentStatus)))
    return site


def put_place(site: Draft, line: Piece, place: Place, page: Reading) -> None:
    """Set city, state and country of a site."""
    at = line.start
    for name, text, start, end in place.parts:
        span, evidence = (at + start, at + end), "known states" if place.with_state else ""
        if name == "country" and (listed := page.listed.get(text)):
            site.fields[name] = Leaf(text, (span, listed), How.RESOLVED, "Countries")
        elif evidence:
            site.fields[name] = Leaf(text, (span,), How.RESOLVED, evidence)
        else:
            site.fields[name] = Leaf(text, (span,))


def facility_contacts(body: Body, page: Reading) -> None:
    """Per person: name, role, perhaps phone and address. The site is not named."""
    page.leave_lines(tokens(body, "LINE"))
    site = _only_site_with_contacts(page)
    if site:
        site.set("contacts", [contact(rule, page) for rule in rules(body)])
        return
    for rule in rules(body):
        whole = page.block(tokens(rule)[0], tokens(rule)[-1])
        page.leave("unassigned-contact", whole, "of which site, the page does not say")


def _only_site_with_contacts(page: Reading) -> Draft | None:
    """The only site, or the only one that is not closed: at others, nobody is to be reached.

    There may be one more where a line of the section was left over.
    Of the 4,031 sites with contacts in 1,636 records of the registry, none is closed.
    """
    sites = page.module(ContactsLocationsModule).drafts("locations")
    statuses = [status.value if (status := site.leaf("status")) else None for site in sites]
    left = "locations" in page.sections and tokens(page.sections["locations"], "LINE")
    if left or (page.bare and len(sites) > 1):
        return None
    reached = [site for site, status in zip(sites, statuses, strict=True) if status not in CLOSED]
    alone = sites if len(sites) == 1 else reached
    return alone[0] if len(alone) == 1 else None
