"""Sponsors and Responsible Party of a study."""

from trialtext.formats.mirror_study.evidence import Builder
from trialtext.formats.mirror_study.neighbours import certain_name, entries
from trialtext.model.enums import AgencyClass, ResponsiblePartyType
from trialtext.model.protocol import ResponsibleParty, Sponsor, SponsorCollaboratorsModule
from trialtext.parsing.tree import Tree
from trialtext.reading.draft import Draft
from trialtext.reading.scalars import codes


def sponsors(section: Tree, builder: Builder) -> None:
    """Read sponsors: name, class, role. The lead sponsor may be any of them."""
    leads: list[Draft] = []
    collaborators: list[Draft] = []
    for entry in entries(section):
        name, *kind, label = entry.rule.tokens()
        sponsor = Draft(Sponsor, name=certain_name(name, builder, doubtful=entry.before))
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
    names = ("investigator_full_name", "investigator_title", "investigator_affiliation")
    if len(lines) == len(names) and role.text != ResponsiblePartyType.SPONSOR:
        for name, line in zip(names, lines, strict=True):
            party.set(name, builder.verbatim(line))
    else:
        builder.unparsed_lines(lines)
    builder.put(SponsorCollaboratorsModule, responsible_party=party or None)
