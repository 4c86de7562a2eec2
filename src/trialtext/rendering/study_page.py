"""The study page as its source prints it, from any record of the API.

Written from the format, not from the parser: the round trip of the two is the proof of both.
"""

from collections.abc import Iterable, Iterator
from typing import Final

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
from trialtext.rendering.view import (
    CRITERIA_HEADINGS,
    contact_view,
    interventions_of,
    page_view,
)

HEADINGS: Final = {
    "Basic Information": (
        "Get a concise snapshot of the trial, including recruitment status, study phase,"
        " enrollment targets, and key timeline milestones."
    ),
    "Brief Summary": (
        "Review the sponsor-provided synopsis that highlights what the study is about and why it"
        " is being conducted."
    ),
    "Detailed Description": (
        "Dive into the extended narrative that explains the scientific background, objectives, and"
        " procedures in greater depth."
    ),
    "Conditions": (
        "See the medical conditions and disease areas that this research is targeting or"
        " investigating."
    ),
    "Keywords": (
        "Explore important study keywords that investigators have chosen to describe the trial and"
        " make it easier to find."
    ),
    "Study Design": (
        "Understand how the trial is structured, including allocation methods, masking strategies,"
        " primary purpose, and other design elements."
    ),
    "Study Groups": (
        "Review each arm or cohort in the study, along with the interventions and objectives"
        " associated with them."
    ),
    "Interventions": (
        "Learn about the drugs, procedures, or behavioral strategies being tested and how they are"
        " applied within this trial."
    ),
    "Eligibility Criteria": (
        "Check the participation requirements, including inclusion and exclusion rules, age"
        " limits, and whether healthy volunteers are accepted."
    ),
    "Sponsors": (
        "Meet the organizations funding or collaborating on the study and learn about their roles."
    ),
    "Responsible Party": (
        "Identify the individual or organization who holds primary responsibility for the study"
        " information submitted to regulators."
    ),
    "Principal Investigators": (
        "Learn about the lead researchers overseeing the trial and their institutional"
        " affiliations."
    ),
    "Locations": (
        "Explore where the study is taking place and check the recruitment status at each"
        " participating site."
    ),
    "Countries": (
        "Review the countries where the study has at least one active or historical site."
    ),
    "Central Contacts": (
        "Reach out to these primary contacts for questions about participation or study logistics."
    ),
    "Facility Contacts": (
        "Find local site contact details for specific facilities participating in the trial."
    ),
    "Related Links": (
        "Access external resources that provide additional context or updates about the study."
    ),
    "Other Identifiers": (
        "Review additional registry numbers or institutional identifiers associated with this"
        " trial."
    ),
}

PENDING: Final = (
    "Results pending",
    (
        "The study team has not published outcome measurements, participant flow, or safety data"
        " for this trial yet. Check back later for updates."
    ),
)
AVAILABLE: Final = (
    "Results available",
    (
        "The study team has published outcome measurements and participant flow for this trial."
        " Open the full record to read them."
    ),
    "View full results",
)
HIDDEN_ADDRESS: Final = "Email: [email\N{NO-BREAK SPACE}protected]"
MASKED: Final = {
    WhoMasked.PARTICIPANT: "Participants",
    WhoMasked.CARE_PROVIDER: "Caregivers",
    WhoMasked.INVESTIGATOR: "Investigators",
    WhoMasked.OUTCOMES_ASSESSOR: "Outcome Assessors",
}


def render(study: Study) -> str:
    """Write the page of a study, blocks apart by one blank line, without a last newline.

    It takes any record of the API and shows what the page shows: see `page_view`.
    """
    return "\n\n".join(_blocks(study))


def _blocks(study: Study) -> Iterator[str]:
    view = page_view(study).protocol_section or ProtocolSection()
    yield from _header(view)
    if study.has_results is not None:
        yield from ("Study Results", *(AVAILABLE if study.has_results else PENDING))
    description = view.description_module or DescriptionModule()
    conditions = view.conditions_module or ConditionsModule()
    sections: dict[str, Iterable[str]] = {
        "Basic Information": _basic_information(view),
        "Brief Summary": _some(description.brief_summary),
        "Detailed Description": _some(description.detailed_description),
        "Conditions": conditions.conditions,
        "Keywords": conditions.keywords,
        "Study Design": _study_design(view),
        "Study Groups": _study_groups(view),
        "Interventions": _interventions(view),
        "Eligibility Criteria": _eligibility_criteria(view),
        "Sponsors": _sponsor_blocks(view),
        "Responsible Party": _responsible_party(view),
        "Principal Investigators": _principal_investigators(view),
        "Locations": _locations(view),
        "Countries": _countries(view),
        "Central Contacts": _central_contacts(view),
        "Facility Contacts": _facility_contacts(study),
        "Related Links": _related_links(view),
        "Other Identifiers": _other_identifiers(view),
    }
    for heading, body in sections.items():
        blocks = list(body)
        if blocks or heading in ("Detailed Description", "Study Design"):
            yield from (heading, HEADINGS[heading], *blocks)


def _some(*values: str | None) -> Iterator[str]:
    yield from filter(None, values)


def _labelled(label: str, value: object) -> Iterator[str]:
    if value:
        yield from (label, str(value))


def _header(view: ProtocolSection) -> Iterator[str]:
    identification = view.identification_module or IdentificationModule()
    yield from _some(identification.brief_title)
    if identification.nct_id:
        yield f"NCT ID: {identification.nct_id}"
    posted = view.status_module and view.status_module.last_update_post_date_struct
    if posted and posted.date:
        yield f"Last Updated: {posted.date}"


def _basic_information(view: ProtocolSection) -> Iterator[str]:
    status, design = view.status_module or StatusModule(), view.design_module or DesignModule()
    start, completion = status.start_date_struct, status.completion_date_struct
    yield from _labelled("Recruitment Status", status.overall_status)
    yield from _labelled("Clinical Phase", "/".join(design.phases))
    if design.enrollment_info:
        yield from ("Total Enrollment", f"{design.enrollment_info.count} participants")
    yield from _labelled("Study Classification", design.study_type)
    yield from _labelled("Study Start Date", start and start.date)
    yield from _labelled("Study Completion Date", completion and completion.date)


def _study_design(view: ProtocolSection) -> Iterator[str]:
    info = (view.design_module and view.design_module.design_info) or DesignInfo()
    masking = info.masking_info or MaskingBlock()
    yield from _labelled("Allocation Method", info.allocation)
    yield from _labelled("Intervention Model", info.intervention_model)
    purpose = list(_labelled("Primary Study Purpose", info.primary_purpose))
    if info.intervention_model_description and purpose:
        # The page leaves no blank line between this text and the label that follows.
        purpose[0] = f"{info.intervention_model_description}\n{purpose[0]}"
    else:
        yield from _some(info.intervention_model_description)
    yield from purpose
    yield from _labelled("Blinding Strategy", masking.masking)
    yield from _some(" ".join(MASKED[role] for role in masking.who_masked))
    yield from _labelled("Observational Model Type", info.observational_model)
    yield from _labelled("Study Time Perspective", info.time_perspective)


def _study_groups(view: ProtocolSection) -> Iterator[str]:
    module = view.arms_interventions_module or ArmsInterventionsModule()
    for arm in module.arm_groups:
        yield from _some(arm.label, arm.description)
        if arm.type:
            yield f"Group Type {arm.type}"
        interventions = interventions_of(arm, module.interventions)
        for intervention in interventions:
            yield from _some(intervention.name)
            yield f"Intervention Type {intervention.type}"
            yield from _some(intervention.description)
        if not interventions:
            yield "No interventions assigned to this group"


def _interventions(view: ProtocolSection) -> Iterator[str]:
    module = view.arms_interventions_module or ArmsInterventionsModule()
    for intervention in module.interventions:
        yield from _some(intervention.name, intervention.description)
        yield f"Intervention Type {intervention.type}"


def _eligibility_criteria(view: ProtocolSection) -> Iterator[str]:
    module = view.eligibility_module or EligibilityModule()
    volunteers = {True: "Yes", False: "No", None: None}[module.healthy_volunteers]
    labels = [
        *_labelled("Minimum Eligible Age", module.minimum_age),
        *_labelled("Maximum Eligible Age", module.maximum_age),
        *_labelled("Eligible Sex", module.sex),
        *_labelled("Accepts Healthy Volunteers", volunteers),
    ]
    criteria = f"\n{module.eligibility_criteria or ''}\n"
    for heading in CRITERIA_HEADINGS:
        criteria = criteria.replace(f"\n{heading}:\n", f"\n{heading}\n")
    # The page leaves no blank line between the last criterion and the first label.
    yield from _some("\n".join([criteria.strip(), *labels[:1]]).strip())
    yield from labels[1:]


def _sponsor_blocks(view: ProtocolSection) -> Iterator[str]:
    module = view.sponsor_collaborators_module or SponsorCollaboratorsModule()
    roles = [(sponsor, "collaborator") for sponsor in module.collaborators]
    roles += [(module.lead_sponsor, "lead")] if module.lead_sponsor else []
    for sponsor, role in roles:
        yield from _some(sponsor.name, sponsor.class_)
        yield f"Sponsor Role {role}"


def _responsible_party(view: ProtocolSection) -> Iterator[str]:
    module = view.sponsor_collaborators_module
    if module and (party := module.responsible_party):
        yield from _some(
            party.investigator_full_name, party.investigator_title, party.investigator_affiliation
        )
        yield f"Responsibility Role {party.type}"


def _principal_investigators(view: ProtocolSection) -> Iterator[str]:
    module = view.contacts_locations_module or ContactsLocationsModule()
    for official in module.overall_officials:
        yield from _some(official.name)
        yield f"Role: {official.role}"
        yield from _some(official.affiliation)


def _locations(view: ProtocolSection) -> Iterator[str]:
    module = view.contacts_locations_module or ContactsLocationsModule()
    for site in module.locations:
        yield from _some(site.facility)
        yield ", ".join(_some(site.city, site.state, site.country))
        yield "Site Status"
        yield from _some(site.status)


def _countries(view: ProtocolSection) -> Iterable[str]:
    module = view.contacts_locations_module or ContactsLocationsModule()
    return sorted({site.country for site in module.locations if site.country})


def _central_contacts(view: ProtocolSection) -> Iterator[str]:
    module = view.contacts_locations_module or ContactsLocationsModule()
    for contact in module.central_contacts:
        yield from _contact_blocks(contact, contact.role)
        if contact.phone and not contact.email:
            yield HIDDEN_ADDRESS


def _facility_contacts(study: Study) -> Iterator[str]:
    """Contacts of all sites, whether the page can tell whose they are or not."""
    module = study.protocol_section and study.protocol_section.contacts_locations_module
    for site in module.locations if module else ():
        role = "primary"
        for contact in map(contact_view, site.contacts):
            if contact.role is ContactRole.CONTACT:
                yield from _contact_blocks(contact, role)
                role = "backup"
            else:
                yield from _contact_blocks(contact, contact.role)


def _contact_blocks(contact: Contact, role: str | None) -> Iterator[str]:
    yield from _some(contact.name)
    yield f"Role: {role or ContactRole.CONTACT}"
    if contact.phone:
        yield f"Phone: {contact.phone}"
    if contact.email:
        yield f"Email: {contact.email}"


def _related_links(view: ProtocolSection) -> Iterator[str]:
    module = view.references_module or ReferencesModule()
    for link in module.see_also_links:
        yield from _some(link.url, link.label)


def _other_identifiers(view: ProtocolSection) -> Iterator[str]:
    module = view.identification_module or IdentificationModule()
    numbers: list[tuple[SecondaryIdInfo | OrgStudyIdInfo, str]] = [
        (other, "secondary_id") for other in module.secondary_id_infos
    ]
    if module.org_study_id_info:
        numbers.append((module.org_study_id_info, "org_study_id"))
    for number, source in numbers:
        yield from _some(number.id)
        yield f"Identifier Type: {number.type or '-'}"
        yield f"Identifier Source: {source}"
