"""Persons: Principal Investigators, Central Contacts, Facility Contacts."""

from typing import Final

from trialtext.formats.mirror_study.codes import CLOSED, CONTACT_ROLES
from trialtext.formats.mirror_study.evidence import Builder
from trialtext.model.enums import OfficialRole
from trialtext.model.protocol import Contact, ContactsLocationsModule, Official
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Draft
from trialtext.reading.scalars import codes

HIDDEN_ADDRESS: Final = "[email\N{NO-BREAK SPACE}protected]"
"""Stands for an address that was hidden from the crawler."""


def principal_investigators(section: Tree, builder: Builder) -> None:
    """Read persons: name, role, affiliation."""
    officials = []
    for rule in section.rules():
        parts = {token.type: token for token in rule.tokens()}
        affiliation = parts.get("AFFILIATION")
        if not affiliation:
            builder.report("missing-value", parts["PERSON"].span, "no affiliation follows")
        officials.append(
            Draft(
                Official,
                name=builder.verbatim(parts["PERSON"]),
                affiliation=builder.verbatim(affiliation) if affiliation else None,
                role=builder.code(parts["ROLE"].after(":"), codes(OfficialRole)),
            )
        )
    builder.put(ContactsLocationsModule, overall_officials=officials)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


def central_contacts(section: Tree, builder: Builder) -> None:
    """Read persons: name, role, phone, address."""
    contacts = [_contact(rule, builder) for rule in section.rules()]
    builder.put(ContactsLocationsModule, central_contacts=contacts)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


def facility_contacts(section: Tree, builder: Builder) -> None:
    """Read persons: name, role, perhaps phone and address. The site is not named."""
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))
    site = _only_site_with_contacts(builder)
    if site:
        site.set("contacts", [_contact(rule, builder) for rule in section.rules()])
        return
    for rule in section.rules():
        block = builder.document.block(rule.tokens()[0], rule.tokens()[-1])
        message = "of which site, the page does not say"
        builder.mark_unparsed("unassigned-contact", block, message)


def _only_site_with_contacts(builder: Builder) -> Draft | None:
    """Find the only site, or the only one that is not closed: closed sites have no contacts.

    Of the 4,031 sites with contacts in 1,636 records of the registry, none is closed. `None` if
    there may be another one, as a line of the section is unparsed.
    """
    document = builder.document
    sites = builder.module(ContactsLocationsModule).drafts("locations")
    statuses = [status.value if (status := site.value("status")) else None for site in sites]
    locations = document.trees.get("locations")
    unparsed = locations is not None and locations.tokens("UNKNOWN_LINE")
    if unparsed or (document.unlabelled and len(sites) > 1):
        return None
    open_sites = [
        site for site, status in zip(sites, statuses, strict=True) if status not in CLOSED
    ]
    candidates = sites if len(sites) == 1 else open_sites
    return candidates[0] if len(candidates) == 1 else None


def _contact(rule: Tree, builder: Builder) -> Draft:
    """Read one contact; a hidden address is absent."""
    person = Draft(Contact)
    if not rule.tokens("PERSON"):
        message = "no name stands before this"
        builder.report("missing-value", rule.tokens()[0].span, message)
    for token in rule.tokens():
        match token.type:
            case "PERSON":
                person.set("name", builder.verbatim(token))
            case "ROLE":
                person.set("role", builder.code(token.after(":"), CONTACT_ROLES))
            case "PHONE":
                _set_value(person, "phone", token, builder)
            case _:
                _address(person, token, builder)
    return person


def _address(person: Draft, token: Token, builder: Builder) -> None:
    address = token.after(":")
    hidden = HIDDEN_ADDRESS.replace("\N{NO-BREAK SPACE}", " ")
    plain = address.text.replace("\N{NO-BREAK SPACE}", " ")
    if plain and hidden.startswith(plain):  # the text may end within it
        builder.mark_boilerplate(address.span)
        builder.report("hidden-address", address.span, "the address was hidden")
    else:
        _set_value(person, "email", token, builder)


def _set_value(person: Draft, field: str, token: Token, builder: Builder) -> None:
    if value := builder.verbatim(token.after(":")):
        builder.set_once(person, field, value)
    else:
        builder.report_missing(token)
