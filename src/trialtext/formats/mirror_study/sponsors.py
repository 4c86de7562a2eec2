"""Sponsors and Responsible Party of a study."""

import re

from trialtext.formats.mirror_study.evidence import Builder
from trialtext.formats.mirror_study.neighbours import certain_name, entries, is_code
from trialtext.model.enums import AgencyClass, ResponsiblePartyType
from trialtext.model.protocol import ResponsibleParty, Sponsor, SponsorCollaboratorsModule
from trialtext.parsing.tree import Tree
from trialtext.reading.draft import Draft
from trialtext.reading.scalars import codes

_WITH_CLASS = re.compile(
    rf"""
    (?P<name> .* [^\sA-Z_] ) \s*
    (?P<class_> {"|".join(AgencyClass)} )
    """,
    re.VERBOSE,
)
"""A name and its class on one line."""
_TITLE = re.compile(
    r"""
    (?: (?: associate | assistant | chief | clinical | doctor | dr | director | head | investigator
          | lecturer | medical | officer | physician | prof | professor | principal | research
          | senior | study | and | of )
        [\s,./&-]*
    )+
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A person's title, without a name."""


def sponsors(section: Tree, builder: Builder) -> None:
    """Read sponsors: name, class, role. The lead sponsor may be any of them."""
    leads: list[Draft] = []
    collaborators: list[Draft] = []
    for entry in entries(section):
        name, *kind, label = entry.rule.tokens()
        if not kind and (match := _WITH_CLASS.fullmatch(name.text)):
            message = f"{name.text!r:.60} read as a name and a class"
            builder.report("joined-lines", name.span, message)
            name, *kind = (name.part(*match.span(group)) for group in ("name", "class_"))
        # The class of a sponsor whose role was lost is nothing else.
        doubtful = entry.before is not None and not (kind and is_code(entry.before))
        sponsor = Draft(Sponsor, name=certain_name(name, builder, doubtful=doubtful))
        if kind:
            sponsor.set("class_", builder.code(kind[0], codes(AgencyClass)))
        else:
            builder.report("missing-optional", name.span, "a sponsor without its class")
        role = label.after("Sponsor Role")
        builder.mark_boilerplate(role.span)
        match role.text:
            case "lead" if not leads:
                leads.append(sponsor)
            case "collaborator":
                collaborators.append(sponsor)
            case other:
                message = "a second lead sponsor" if other == "lead" else f"unknown role {other!r}"
                builder.mark_unparsed("unknown-code", builder.document.block(name, role), message)
    builder.put(
        SponsorCollaboratorsModule,
        lead_sponsor=leads[0] if leads else None,
        collaborators=collaborators,
    )
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


def responsible_party(section: Tree, builder: Builder) -> None:
    """Read an investigator's name, title and affiliation, a line each, then the role."""
    labels, lines = section.tokens("RESPONSIBILITY_ROLE"), section.tokens("LINE")
    if not labels:
        builder.unparsed_lines(lines)
        return
    label = labels[0]
    builder.unparsed_lines(labels[1:])
    builder.unparsed_lines([line for line in lines if line.start > label.start])
    lines = [line for line in lines if line.start < label.start]
    role = label.after("Responsibility Role")
    party = Draft(ResponsibleParty, type=builder.code(role, codes(ResponsiblePartyType)))
    if lines and _TITLE.fullmatch(lines[0].text):
        block = builder.document.block(lines[0], lines[-1])
        message = f"{lines[0].text!r:.60} is a title, no name"
        builder.mark_unparsed("swapped-values", block, message)
        lines = []
    names = ("investigator_full_name", "investigator_title", "investigator_affiliation")
    if len(lines) == len(names) and role.text != ResponsiblePartyType.SPONSOR:
        for name, line in zip(names, lines, strict=True):
            party.set(name, builder.verbatim(line))
    else:
        builder.unparsed_lines(lines)
    builder.put(SponsorCollaboratorsModule, responsible_party=party or None)
