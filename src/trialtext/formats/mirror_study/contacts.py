"""Persons: Principal Investigators, Central Contacts, Facility Contacts."""

import re
from collections.abc import Sequence

from trialtext.formats.mirror_study.codes import (
    CENTRAL_ROLE,
    CLOSED,
    CONTACT_ROLES,
    WITH_EXTENSION,
)
from trialtext.formats.mirror_study.evidence import Builder
from trialtext.formats.mirror_study.hidden_addresses import is_hidden
from trialtext.model.enums import OfficialRole
from trialtext.model.protocol import Contact, ContactsLocationsModule, Official
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Draft
from trialtext.reading.scalars import codes

_ADDRESS = re.compile(r"[^@\s]+ @ [^@\s.]+ (?: \. [^@\s.]+ )+", re.VERBOSE)


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


def _parted(section: Tree) -> tuple[list[Tree], list[Tree]]:
    """Part the contacts of the study from those of its sites: each have roles of their own.

    One of an unknown role is what its section says.
    """
    central, of_sites = [], []
    for rule in section.rules():
        (label,) = rule.tokens("CONTACT_ROLE")
        role = label.after(":").text
        known = role in CONTACT_ROLES
        is_central = role == CENTRAL_ROLE if known else section.data == "central_contacts"
        (central if is_central else of_sites).append(rule)
    return central, of_sites


def _report_misplaced(rules: Sequence[Tree], whose: str, builder: Builder) -> None:
    for rule in rules:
        block = builder.document.block(rule.tokens()[0], rule.tokens()[-1])
        message = f"by the role, a contact of {whose}"
        builder.report("misplaced-contact", block.span, message)


def _put_central(rules: Sequence[Tree], builder: Builder) -> None:
    module = builder.module(ContactsLocationsModule)
    for rule in rules:
        module.append("central_contacts", _contact(rule, builder))


def _put_of_sites(rules: Sequence[Tree], builder: Builder) -> None:
    site = _only_site_with_contacts(builder)
    for rule in rules:
        if site:
            site.append("contacts", _contact(rule, builder))
            continue
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
    else:
        builder.set_once(person, field, builder.verbatim(written))
