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
    every = rules(body)
    lines = [place.text for rule in every for place in tokens(rule, "PLACE")]
    places = resolve_places(lines, page.countries)
    sites = [_site(rule, place, page) for rule, place in zip(every, places, strict=True)]
    page.put(ContactsLocationsModule, locations=sites)
    page.leave_lines(tokens(body, "LINE"))


def _site(rule: Body, place: Place | None, page: Reading) -> Draft:
    parts = {token.type: token for token in tokens(rule)}
    site, line = Draft(Location), parts["PLACE"]
    facility, status = parts.get("FACILITY"), parts.get("SITE_STATUS_CODE")
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
    for name, (a, b) in place.parts():
        part = page.piece(line.start + a, line.start + b)
        listed = page.listed.get(part.text) if name == "country" else None
        spans = (part.span, listed) if listed else (part.span,)
        evidence = "Countries" if listed else "known states" if place.state else ""
        how = How.RESOLVED if evidence else How.COPIED
        site.set(name, Leaf(part.text, spans, how, evidence))


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
