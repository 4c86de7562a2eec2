"""Who is behind a study: sponsors, responsible party, investigators, contacts."""

from trialtext.model.enums import AgencyClass, OfficialRole, ResponsiblePartyType
from trialtext.model.protocol import (
    Contact,
    ContactsLocationsModule,
    Official,
    ResponsibleParty,
    Sponsor,
    SponsorCollaboratorsModule,
)
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading, rules, tokens
from trialtext.trace import Draft
from trialtext.values import CONTACT_ROLES, codes

HIDDEN_ADDRESS = "[email protected]"


def sponsors(body: Body, page: Reading) -> None:
    """Per sponsor: name, class, role. The lead may stand anywhere."""
    leads: list[Draft] = []
    collaborators: list[Draft] = []
    for rule in rules(body):
        name, *kind, role = tokens(rule)
        sponsor = Draft(Sponsor, name=page.copied(name))
        if kind:
            sponsor.set("class_", page.coded(kind[0], codes(AgencyClass)))
        else:
            page.report("absent-part", name.span, "a sponsor without its class")
        match page.after_label(role).text:
            case "lead" if not leads:
                leads.append(sponsor)
            case "collaborator":
                collaborators.append(sponsor)
            case other:
                message = "a second lead sponsor" if other == "lead" else f"unknown role {other!r}"
                page.leave("unknown-code", page.block(name, role), message)
    page.put(
        SponsorCollaboratorsModule,
        lead_sponsor=leads[0] if leads else None,
        collaborators=collaborators,
    )
    page.leave_lines(tokens(body, "LINE"))


def responsible_party(body: Body, page: Reading) -> None:
    """An investigator's name, title and affiliation, a line each, then the role."""
    roles, lines = tokens(body, "RESPONSIBILITY_ROLE"), tokens(body, "LINE")
    if not roles:
        page.leave_lines(lines)
        return
    role = roles[0]
    page.leave_lines(roles[1:])
    page.leave_lines([line for line in lines if line.start > role.start])
    lines = [line for line in lines if line.start < role.start]
    party = Draft(
        ResponsibleParty, type=page.coded(page.after_label(role), codes(ResponsiblePartyType))
    )
    names = ("investigator_full_name", "investigator_title", "investigator_affiliation")
    alone = page.after_label(role).text == ResponsiblePartyType.SPONSOR
    if len(lines) == len(names) and not alone:
        pieces = (page.copied(line) for line in lines)
        for name, leaf in zip(names, pieces, strict=True):
            party.set(name, leaf)
    else:
        page.leave_lines(lines)
    page.put(SponsorCollaboratorsModule, responsible_party=party or None)


def principal_investigators(body: Body, page: Reading) -> None:
    """Per person: name, role, affiliation."""
    officials = []
    for rule in rules(body):
        parts = {token.type: token for token in tokens(rule)}
        affiliation = parts.get("AFFILIATION")
        if not affiliation:
            page.report("missing-value", parts["PERSON"].span, "no affiliation follows")
        officials.append(
            Draft(
                Official,
                name=page.copied(parts["PERSON"]),
                affiliation=page.copied(affiliation) if affiliation else None,
                role=page.coded(page.after(parts["ROLE"], ":"), codes(OfficialRole)),
            )
        )
    page.put(ContactsLocationsModule, overall_officials=officials)
    page.leave_lines(tokens(body, "LINE"))


def central_contacts(body: Body, page: Reading) -> None:
    """Per person: name, role, phone, address."""
    page.put(ContactsLocationsModule, central_contacts=[contact(r, page) for r in rules(body)])
    page.leave_lines(tokens(body, "LINE"))


def contact(rule: Body, page: Reading) -> Draft:
    """Read one contact; a hidden address is no address."""
    person = Draft(Contact)
    if not tokens(rule, "PERSON"):
        first = tokens(rule)[0]
        page.report("missing-value", first.span, "no name stands before this")
    for token in tokens(rule):
        match token.type:
            case "PERSON":
                leaf = page.copied(token)
                person.set("name", leaf)
            case "ROLE":
                person.set("role", page.coded(page.after(token, ":"), CONTACT_ROLES))
            case "PHONE":
                _reach(person, "phone", token, page)
            case _:
                address = page.after(token, ":")
                plain = address.text.replace("\N{NO-BREAK SPACE}", " ")
                if plain and HIDDEN_ADDRESS.startswith(plain):  # the page may end within it
                    page.report("hidden-address", address.span, "the address was hidden")
                else:
                    _reach(person, "email", token, page)
    return person


def _reach(person: Draft, field: str, token: Piece, page: Reading) -> None:
    if leaf := page.copied(page.after(token, ":")):
        page.set_once(person, field, leaf)
    else:
        page.report("missing-value", token.span, "a label without a value")
