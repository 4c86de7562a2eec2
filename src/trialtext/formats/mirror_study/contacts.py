"""Persons: Principal Investigators, Central Contacts, Facility Contacts."""

import re
from collections.abc import Sequence

from trialtext.formats.mirror_study.codes import (
    CENTRAL_ROLE,
    CLOSED,
    CONTACT_ROLES,
    WITH_EXTENSION,
    WITHOUT_EXTENSION,
)
from trialtext.formats.mirror_study.evidence import Builder
from trialtext.formats.mirror_study.hidden_addresses import is_hidden
from trialtext.formats.mirror_study.neighbours import Entry, certain_name, entries
from trialtext.model.enums import OfficialRole
from trialtext.model.protocol import Contact, ContactsLocationsModule, Official
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Draft
from trialtext.reading.scalars import codes
from trialtext.resolve.facilities import names_facility

_OF_CONTACTS = CONTACT_ROLES.keys() - codes(OfficialRole).keys()
_ADDRESS = re.compile(r"[^@\s]+ @ [^@\s.]+ (?: \. [^@\s.]+ )+", re.VERBOSE)


def principal_investigators(section: Tree, builder: Builder) -> None:
    """Read persons: name, role, affiliation."""
    officials = list[Draft]()
    before: Token | None = None
    """The affiliation of the official before."""
    for entry in entries(section):
        parts = {token.type: token for token in entry.rule.tokens()}
        name, affiliation = parts["PERSON"], parts.get("AFFILIATION")
        if parts["ROLE"].after(":").text in _OF_CONTACTS:
            block = builder.document.block(name, entry.rule.tokens()[-1])
            builder.mark_unparsed("misplaced-contact", block, "by the role, a contact")
            continue
        if not affiliation:
            builder.report("missing-value", name.span, "no affiliation follows")
        official = Draft(Official)
        if officials and _are_swapped(before, name):
            officials[-1].fields.pop("affiliation", None)
            for token in filter(None, (before, name)):
                message = f"{token.text!r:.60} stands where something else is expected"
                builder.mark_unparsed("swapped-values", token, message)
        else:
            value = certain_name(name, builder, doubtful=entry.before is not None)
            official.set("name", value)
        if affiliation:
            value = certain_name(affiliation, builder, doubtful=entry.after is not None)
            official.set("affiliation", value)
        official.set("role", builder.code(parts["ROLE"].after(":"), codes(OfficialRole)))
        officials.append(official)
        before = affiliation
    builder.put(ContactsLocationsModule, overall_officials=officials)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


def _are_swapped(affiliation: Token | None, name: Token) -> bool:
    """Tell whether an affiliation and the name of the next official were swapped.

    Or one of them was lost: then the name seems to be the affiliation.
    """
    # What follows a comma is a degree: `Bachelor of Pharmacy` is no pharmacy.
    if not names_facility(name.text) or ", " in name.text:
        return False
    return affiliation is None or not names_facility(affiliation.text)


def central_contacts(section: Tree, builder: Builder) -> None:
    """Read persons: name, role, phone, address. The role tells whether they are of a site."""
    central, of_sites = _parted(section)
    _put_central(central, builder)
    _put_of_sites(of_sites, builder)
    _report_misplaced(of_sites, "a site", builder)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


def facility_contacts(section: Tree, builder: Builder) -> None:
    """Read persons: name, role, perhaps phone and address. The site is not named."""
    central, of_sites = _parted(section)
    _put_central(central, builder)
    _put_of_sites(of_sites, builder)
    _report_misplaced(central, "the study", builder)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


def _parted(section: Tree) -> tuple[list[Entry], list[Entry]]:
    """Part the contacts of the study from those of its sites: each have roles of their own.

    One of an unknown role is what its section says.
    """
    central, of_sites = list[Entry](), list[Entry]()
    for entry in entries(section):
        (label,) = entry.rule.tokens("CONTACT_ROLE")
        role = label.after(":").text
        known = role in CONTACT_ROLES
        is_central = role == CENTRAL_ROLE if known else section.data == "central_contacts"
        (central if is_central else of_sites).append(entry)
    return central, of_sites


def _report_misplaced(contacts: Sequence[Entry], whose: str, builder: Builder) -> None:
    for contact in contacts:
        block = _block(contact, builder)
        message = f"by the role, a contact of {whose}"
        builder.report("misplaced-contact", block.span, message)


def _put_central(contacts: Sequence[Entry], builder: Builder) -> None:
    module = builder.module(ContactsLocationsModule)
    for contact in contacts:
        module.append("central_contacts", _contact(contact, builder))


def _put_of_sites(contacts: Sequence[Entry], builder: Builder) -> None:
    site = _only_site_with_contacts(builder)
    for contact in contacts:
        if site:
            site.append("contacts", _contact(contact, builder))
        else:
            message = "of which site, the page does not say"
            builder.mark_unparsed("unassigned-contact", _block(contact, builder), message)


def _block(contact: Entry, builder: Builder) -> Token:
    tokens = contact.rule.tokens()
    return builder.document.block(tokens[0], tokens[-1])


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


def _contact(contact: Entry, builder: Builder) -> Draft:
    """Read one contact; a hidden address is absent."""
    rule, person = contact.rule, Draft(Contact)
    if not rule.tokens("PERSON"):
        message = "no name stands before this"
        builder.report("missing-value", rule.tokens()[0].span, message)
    for token in rule.tokens():
        match token.type:
            case "PERSON":
                person.set(
                    "name", certain_name(token, builder, doubtful=contact.before is not None)
                )
            case "CONTACT_ROLE":
                person.set("role", builder.code(token.after(":"), CONTACT_ROLES))
            case "PHONE":
                _set_value(person, "phone", token, builder)
            case _:
                _set_value(person, "email", token, builder)
    return person


def _set_value(person: Draft, field: str, token: Token, builder: Builder) -> None:
    """Set phone or address; what was hidden is absent, and an address is one."""
    written = token.after(":")
    if not written.text:
        builder.report_missing(token)
    elif is_hidden(written.text):
        builder.mark_boilerplate(written.span)
        builder.report("hidden-address", written.span, "the address was hidden")
    elif field == "email" and not _ADDRESS.fullmatch(written.text):
        builder.mark_unparsed("unreadable-value", written, f"{written.text!r:.60} is no address")
    elif field == "phone" and (match := WITH_EXTENSION.fullmatch(written.text)):
        number, extension = (written.part(*match.span(name)) for name in ("phone", "ext"))
        builder.mark_boilerplate((number.end, extension.start))
        builder.set_once(person, "phone", builder.verbatim(number))
        builder.set_once(person, "phone_ext", builder.verbatim(extension))
    elif (
        field == "phone"
        and written.end == len(builder.document.text)
        and (match := WITHOUT_EXTENSION.fullmatch(written.text))
    ):
        message = "the text ends before the extension of the number"
        builder.mark_unparsed("truncated", written.part(match.start("mark")), message)
        builder.set_once(person, "phone", builder.verbatim(written.part(0, match.end("phone"))))
    else:
        builder.set_once(person, field, builder.verbatim(written))
