"""Rendering of any record of the API as the study page.

It is written from the format, not from the parser: the round trip tests both.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from trialtext.formats.mirror import FLATTENED
from trialtext.formats.mirror_study.hidden_addresses import HIDDEN_ADDRESS
from trialtext.formats.mirror_study.identification import NOT_PUBLISHED, PUBLISHED
from trialtext.formats.mirror_study.sections import SECTIONS
from trialtext.formats.mirror_study.view import (
    CRITERIA_HEADINGS,
    code,
    codes,
    contact_view,
    interventions_of,
    phone_with_extension,
    view,
)
from trialtext.model.enums import ContactRole, WhoMasked
from trialtext.model.protocol import (
    ArmsInterventionsModule,
    ConditionsModule,
    Contact,
    ContactsLocationsModule,
    DescriptionModule,
    DesignInfo,
    DesignModule,
    EligibilityModule,
    IdentificationModule,
    MaskingBlock,
    OrgStudyIdInfo,
    ProtocolSection,
    ReferencesModule,
    SecondaryIdInfo,
    SponsorCollaboratorsModule,
    StatusModule,
)
from trialtext.model.study import Study

PENDING: Final = ("Results pending", NOT_PUBLISHED)
AVAILABLE: Final = ("Results available", PUBLISHED, "View full results")
MASKED: Final[Mapping[str, str]] = {
    WhoMasked.PARTICIPANT: "Participants",
    WhoMasked.CARE_PROVIDER: "Caregivers",
    WhoMasked.INVESTIGATOR: "Investigators",
    WhoMasked.OUTCOMES_ASSESSOR: "Outcome Assessors",
}


def render(study: Study, _: str) -> str:
    """Write the page of a study, with a blank line between blocks, without a last newline.

    It takes any record of the API and prints what the page prints: see `view`.
    """
    return "\n\n".join(_blocks(study))


def _blocks(study: Study) -> Iterator[str]:
    protocol = view(study, FLATTENED).protocol_section or ProtocolSection()
    yield from _header(protocol)
    if study.has_results is not None:
        yield from ("Study Results", *(AVAILABLE if study.has_results else PENDING))
    bodies = {name: body(protocol) for name, body in _BODIES.items()}
    bodies["facility_contacts"] = _facility_contacts(study)
    for section in SECTIONS:
        blocks = list(bodies.get(section.name, ()))
        if blocks or section.name in _ALWAYS_PRINTED:
            yield from (section.heading, str(section.blurb), *blocks)


def _present(*values: str | None) -> Iterator[str]:
    yield from filter(None, values)


def _labelled(label: str, value: object) -> Iterator[str]:
    if value:
        yield from (label, str(value))


def _with_value(label: str, value: str) -> str:
    """Write a label that stands on one line with its value; alone, if there is none."""
    return f"{label} {value}".strip()


def _header(protocol: ProtocolSection) -> Iterator[str]:
    identification = protocol.identification_module or IdentificationModule()
    yield from _present(identification.brief_title)
    if identification.nct_id:
        yield f"NCT ID: {identification.nct_id}"
    posted = protocol.status_module and protocol.status_module.last_update_post_date_struct
    if posted and posted.date:
        yield f"Last Updated: {posted.date}"


def _basic_information(protocol: ProtocolSection) -> Iterator[str]:
    status, design = (
        protocol.status_module or StatusModule(),
        protocol.design_module or DesignModule(),
    )
    start, completion = status.start_date_struct, status.completion_date_struct
    yield from _labelled("Recruitment Status", code(status, "overall_status"))
    yield from _labelled("Clinical Phase", "/".join(codes(design, "phases")))
    if design.enrollment_info:
        yield from ("Total Enrollment", f"{design.enrollment_info.count} participants")
    yield from _labelled("Study Classification", code(design, "study_type"))
    yield from _labelled("Study Start Date", start and start.date)
    yield from _labelled("Study Completion Date", completion and completion.date)


def _study_design(protocol: ProtocolSection) -> Iterator[str]:
    info = (protocol.design_module and protocol.design_module.design_info) or DesignInfo()
    masking = info.masking_info or MaskingBlock()
    yield from _labelled("Allocation Method", code(info, "allocation"))
    yield from _labelled("Intervention Model", code(info, "intervention_model"))
    purpose = list(_labelled("Primary Study Purpose", code(info, "primary_purpose")))
    if info.intervention_model_description and purpose:
        # The page has no blank line between this text and the label that follows.
        purpose[0] = f"{info.intervention_model_description}\n{purpose[0]}"
    else:
        yield from _present(info.intervention_model_description)
    yield from purpose
    yield from _labelled("Blinding Strategy", code(masking, "masking"))
    roles = " ".join(MASKED.get(role, role) for role in codes(masking, "who_masked"))
    # The page has no blank line between the roles and this text.
    yield from _present("\n".join(_present(roles, masking.masking_description)))
    yield from _labelled("Observational Model Type", code(info, "observational_model"))
    yield from _labelled("Study Time Perspective", code(info, "time_perspective"))


def _study_groups(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.arms_interventions_module or ArmsInterventionsModule()
    for arm in module.arm_groups:
        yield from _present(arm.label, arm.description)
        if arm_type := code(arm, "type"):
            yield f"Group Type {arm_type}"
        interventions = interventions_of(arm, module.interventions)
        for intervention in interventions:
            yield from _present(intervention.name)
            yield _with_value("Intervention Type", code(intervention, "type"))
            yield from _present(intervention.description)
        if not interventions:
            yield "No interventions assigned to this group"


def _interventions(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.arms_interventions_module or ArmsInterventionsModule()
    for intervention in module.interventions:
        yield from _present(intervention.name, intervention.description)
        yield _with_value("Intervention Type", code(intervention, "type"))


def _eligibility_criteria(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.eligibility_module or EligibilityModule()
    volunteers = {True: "Yes", False: "No", None: None}[module.healthy_volunteers]
    labels = [
        *_labelled("Minimum Eligible Age", module.minimum_age),
        *_labelled("Maximum Eligible Age", module.maximum_age),
        *_labelled("Eligible Sex", code(module, "sex")),
        *_labelled("Accepts Healthy Volunteers", volunteers),
    ]
    criteria = f"\n{module.eligibility_criteria or ''}\n"
    for heading in CRITERIA_HEADINGS:
        criteria = criteria.replace(f"\n{heading}:\n", f"\n{heading}\n")
    # The page has no blank line between the last criterion and the first label.
    yield from _present("\n".join([criteria.strip(), *labels[:1]]).strip())
    yield from labels[1:]


def _sponsors(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.sponsor_collaborators_module or SponsorCollaboratorsModule()
    roles = [(sponsor, "collaborator") for sponsor in module.collaborators]
    roles += [(module.lead_sponsor, "lead")] if module.lead_sponsor else []
    for sponsor, role in roles:
        yield from _present(sponsor.name, code(sponsor, "class_"))
        yield f"Sponsor Role {role}"


def _responsible_party(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.sponsor_collaborators_module
    if module and (party := module.responsible_party):
        yield from _present(
            party.investigator_full_name, party.investigator_title, party.investigator_affiliation
        )
        yield f"Responsibility Role {code(party, 'type')}"


def _principal_investigators(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.contacts_locations_module or ContactsLocationsModule()
    for official in module.overall_officials:
        yield from _present(official.name)
        yield _with_value("Role:", code(official, "role"))
        yield from _present(official.affiliation)


def _locations(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.contacts_locations_module or ContactsLocationsModule()
    for site in module.locations:
        yield from _present(site.facility)
        yield from _present(", ".join(_present(site.city, site.state, site.country)))
        yield "Site Status"
        yield from _present(code(site, "status"))


def _countries(protocol: ProtocolSection) -> Iterable[str]:
    module = protocol.contacts_locations_module or ContactsLocationsModule()
    return sorted({site.country for site in module.locations if site.country})


def _central_contacts(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.contacts_locations_module or ContactsLocationsModule()
    for contact in module.central_contacts:
        yield from _contact_blocks(contact, code(contact, "role"))
        if contact.phone and not contact.email:
            yield f"Email: {HIDDEN_ADDRESS}"


def _facility_contacts(study: Study) -> Iterator[str]:
    """Yield the contacts of all sites; the page does not name the sites."""
    module = study.protocol_section and study.protocol_section.contacts_locations_module
    for site in module.locations if module else ():
        role = "primary"
        for contact in map(contact_view, site.contacts):
            if contact.role is ContactRole.CONTACT:
                yield from _contact_blocks(contact, role)
                role = "backup"
            else:
                yield from _contact_blocks(contact, code(contact, "role") or role)


def _contact_blocks(contact: Contact, role: str) -> Iterator[str]:
    yield from _present(contact.name)
    yield f"Role: {role or ContactRole.CONTACT}"
    if contact.phone:
        yield f"Phone: {phone_with_extension(contact)}"
    if contact.email:
        yield f"Email: {contact.email}"


def _related_links(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.references_module or ReferencesModule()
    for link in module.see_also_links:
        yield from _present(link.url, link.label)


def _other_identifiers(protocol: ProtocolSection) -> Iterator[str]:
    module = protocol.identification_module or IdentificationModule()
    numbers: list[tuple[SecondaryIdInfo | OrgStudyIdInfo, str]] = [
        (other, "secondary_id") for other in module.secondary_id_infos
    ]
    if module.org_study_id_info:
        numbers.append((module.org_study_id_info, "org_study_id"))
    for alias in module.nct_id_aliases:
        yield from (alias, "Identifier Type: -", "Identifier Source: nct_alias")
    for number, source in numbers:
        yield from _present(number.id)
        yield f"Identifier Type: {code(number, 'type') or '-'}"
        yield f"Identifier Source: {source}"


def _brief_summary(protocol: ProtocolSection) -> Iterator[str]:
    yield from _present((protocol.description_module or DescriptionModule()).brief_summary)


def _detailed_description(protocol: ProtocolSection) -> Iterator[str]:
    yield from _present((protocol.description_module or DescriptionModule()).detailed_description)


def _conditions(protocol: ProtocolSection) -> Iterable[str]:
    return (protocol.conditions_module or ConditionsModule()).conditions


def _keywords(protocol: ProtocolSection) -> Iterable[str]:
    return (protocol.conditions_module or ConditionsModule()).keywords


_BODIES: Final[Mapping[str, Callable[[ProtocolSection], Iterable[str]]]] = {
    "basic_information": _basic_information,
    "brief_summary": _brief_summary,
    "detailed_description": _detailed_description,
    "conditions": _conditions,
    "keywords": _keywords,
    "study_design": _study_design,
    "study_groups": _study_groups,
    "interventions": _interventions,
    "eligibility_criteria": _eligibility_criteria,
    "sponsors": _sponsors,
    "responsible_party": _responsible_party,
    "principal_investigators": _principal_investigators,
    "locations": _locations,
    "countries": _countries,
    "central_contacts": _central_contacts,
    "related_links": _related_links,
    "other_identifiers": _other_identifiers,
}
"""The blocks below each heading."""
_ALWAYS_PRINTED: Final = ("detailed_description", "study_design")
"""Sections whose headings are printed without a body, too."""
