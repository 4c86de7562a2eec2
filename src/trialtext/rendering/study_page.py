"""The study page as its source prints it, from any record of the API.

Written from the format, not from the parser: the round trip of the two is the proof of both.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from typing import Any, Final

from trialtext.model.enums import ContactRole, ResponsiblePartyType, WhoMasked
from trialtext.model.protocol import (
    ArmGroup,
    ArmsInterventionsModule,
    ConditionsModule,
    Contact,
    ContactsLocationsModule,
    DateStruct,
    DescriptionModule,
    DesignInfo,
    DesignModule,
    EligibilityModule,
    EnrollmentInfo,
    IdentificationModule,
    Intervention,
    Location,
    MaskingBlock,
    Official,
    OrgStudyIdInfo,
    PartialDateStruct,
    ProtocolSection,
    ReferencesModule,
    ResponsibleParty,
    SecondaryIdInfo,
    SeeAlsoLink,
    Sponsor,
    SponsorCollaboratorsModule,
    StatusModule,
)
from trialtext.model.study import Study
from trialtext.values import intervention_name, standard_ages

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
CRITERIA_HEADINGS: Final = ("Inclusion Criteria", "Exclusion Criteria")
MASKED: Final = {
    WhoMasked.PARTICIPANT: "Participants",
    WhoMasked.CARE_PROVIDER: "Caregivers",
    WhoMasked.INVESTIGATOR: "Investigators",
    WhoMasked.OUTCOMES_ASSESSOR: "Outcome Assessors",
}


# ---- What a page can tell ------------------------------------------------------------------------


def page_view(study: Study) -> Study:
    """Cut a study down to what its page can tell.

    It is what reading the rendered page gives, but for lists of terms: the page joins conditions,
    and keywords, to one string each.
    """
    protocol = study.protocol_section or ProtocolSection()
    modules: dict[str, Any] = {
        "identification_module": _identification(protocol.identification_module),
        "status_module": _status(protocol.status_module),
        "sponsor_collaborators_module": _sponsors(protocol.sponsor_collaborators_module),
        "description_module": _description(protocol.description_module),
        "conditions_module": _conditions(protocol.conditions_module),
        "design_module": _design(protocol.design_module),
        "arms_interventions_module": _arms(protocol.arms_interventions_module),
        "eligibility_module": _eligibility(protocol.eligibility_module),
        "contacts_locations_module": _contacts(protocol.contacts_locations_module),
        "references_module": _references(protocol.references_module),
    }
    told = {name: module for name, module in modules.items() if module != type(module)()}
    return Study(
        protocol_section=ProtocolSection(**told) if told else None, has_results=study.has_results
    )


def _text(text: str | None) -> str | None:
    """A text without the white space around its lines."""
    return "\n".join(line.strip() for line in (text or "").split("\n")).strip() or None


def _line(text: str | None) -> str | None:
    """A text that stands on one line of the page."""
    return " ".join((text or "").split()) or None


def _identification(module: IdentificationModule | None) -> IdentificationModule:
    if module is None:
        return IdentificationModule()
    org = module.org_study_id_info
    return IdentificationModule(
        nct_id=module.nct_id,
        brief_title=_line(module.brief_title),
        org_study_id_info=OrgStudyIdInfo(id=_line(org.id), type=org.type) if org else None,
        secondary_id_infos=tuple(
            SecondaryIdInfo(id=_line(other.id), type=other.type)
            for other in module.secondary_id_infos
        ),
    )


def _status(module: StatusModule | None) -> StatusModule:
    if module is None:
        return StatusModule()
    posted = module.last_update_post_date_struct
    return StatusModule(
        overall_status=module.overall_status,
        start_date_struct=_whole_day(module.start_date_struct),
        completion_date_struct=_whole_day(module.completion_date_struct),
        last_update_post_date_struct=DateStruct(date=posted.date) if posted else None,
    )


def _whole_day(date: PartialDateStruct | None) -> PartialDateStruct | None:
    """A month is shown as its last day."""
    if date is None or date.date is None:
        return None
    if date.date.count("-") == 1:
        year, month = map(int, date.date.split("-"))
        return PartialDateStruct(date=f"{date.date}-{monthrange(year, month)[1]}")
    return PartialDateStruct(date=date.date)


def _sponsors(module: SponsorCollaboratorsModule | None) -> SponsorCollaboratorsModule:
    if module is None:
        return SponsorCollaboratorsModule()
    party, lead = module.responsible_party, module.lead_sponsor
    return SponsorCollaboratorsModule(
        lead_sponsor=_sponsor(lead) if lead else None,
        collaborators=tuple(map(_sponsor, module.collaborators)),
        responsible_party=_party(party) if party and party.type else None,
    )


def _sponsor(sponsor: Sponsor) -> Sponsor:
    return Sponsor(name=_line(sponsor.name), class_=sponsor.class_)


def _party(party: ResponsibleParty) -> ResponsibleParty:
    if party.type is ResponsiblePartyType.SPONSOR:
        return ResponsibleParty(type=party.type)
    return ResponsibleParty(
        type=party.type,
        investigator_full_name=_line(party.investigator_full_name),
        investigator_title=_line(party.investigator_title),
        investigator_affiliation=_line(party.investigator_affiliation),
    )


def _description(module: DescriptionModule | None) -> DescriptionModule:
    if module is None:
        return DescriptionModule()
    return DescriptionModule(
        brief_summary=_text(module.brief_summary),
        detailed_description=_text(module.detailed_description),
    )


def _conditions(module: ConditionsModule | None) -> ConditionsModule:
    if module is None:
        return ConditionsModule()
    return ConditionsModule(
        conditions=_joined(module.conditions), keywords=_joined(module.keywords)
    )


def _joined(terms: Iterable[str]) -> tuple[str, ...]:
    line = _line(" ".join(terms))
    return (line,) if line else ()


def _design(module: DesignModule | None) -> DesignModule:
    if module is None:
        return DesignModule()
    info, enrolled = module.design_info, module.enrollment_info
    # A study without participants shows no enrollment.
    count = enrolled.count or None if enrolled else None
    return DesignModule(
        study_type=module.study_type,
        phases=module.phases,
        enrollment_info=EnrollmentInfo(count=count) if count else None,
        design_info=_design_info(info) if info else None,
    )


def _design_info(info: DesignInfo) -> DesignInfo | None:
    masking = info.masking_info
    told = DesignInfo(
        allocation=info.allocation,
        intervention_model=info.intervention_model,
        intervention_model_description=(
            _text(info.intervention_model_description) if info.intervention_model else None
        ),
        primary_purpose=info.primary_purpose,
        observational_model=info.observational_model,
        time_perspective=info.time_perspective,
        masking_info=(
            MaskingBlock(masking=masking.masking, who_masked=masking.who_masked)
            if masking and masking.masking
            else None
        ),
    )
    return told if told != DesignInfo() else None


def _arms(module: ArmsInterventionsModule | None) -> ArmsInterventionsModule:
    if module is None:
        return ArmsInterventionsModule()
    arms = tuple(
        ArmGroup(
            label=_line(arm.label),
            type=arm.type,
            description=_text(arm.description),
            intervention_names=tuple(_line(name) or "" for name in arm.intervention_names),
        )
        for arm in module.arm_groups
    )
    interventions = tuple(
        Intervention(
            type=each.type,
            name=_line(each.name),
            description=_text(each.description),
            arm_group_labels=tuple(_line(label) or "" for label in each.arm_group_labels),
        )
        for each in module.interventions
    )
    return ArmsInterventionsModule(
        arm_groups=arms,
        interventions=tuple(
            Intervention(
                type=each.type,
                name=each.name,
                description=each.description,
                arm_group_labels=tuple(
                    arm.label or "" for arm in arms if each in _of_arm(arm, interventions)
                ),
            )
            for each in interventions
        ),
    )


def _of_arm(arm: ArmGroup, interventions: Iterable[Intervention]) -> list[Intervention]:
    """The interventions that an arm names; of several so named, those that name the arm."""
    chosen: list[Intervention] = []
    for name in dict.fromkeys(arm.intervention_names):
        named = [
            each
            for each in interventions
            if intervention_name(each.type or "", each.name or "") == name
        ]
        chosen += [each for each in named if arm.label in each.arm_group_labels] or named
    return chosen


def _eligibility(module: EligibilityModule | None) -> EligibilityModule:
    if module is None:
        return EligibilityModule()
    derivable = module.sex or module.healthy_volunteers is not None
    return EligibilityModule(
        eligibility_criteria=_with_colons(_text(module.eligibility_criteria)),
        healthy_volunteers=module.healthy_volunteers,
        sex=module.sex,
        minimum_age=module.minimum_age,
        maximum_age=module.maximum_age,
        std_ages=(
            tuple(standard_ages(module.minimum_age, module.maximum_age)) if derivable else ()
        ),
    )


def _with_colons(criteria: str | None) -> str | None:
    """The page prints the two usual headings alike, whether the registry has their colon or not."""
    if criteria is None:
        return None
    text = f"\n{criteria}\n"
    for heading in CRITERIA_HEADINGS:
        text = text.replace(f"\n{heading}\n", f"\n{heading}:\n")
    return text.strip()


def _contacts(module: ContactsLocationsModule | None) -> ContactsLocationsModule:
    if module is None:
        return ContactsLocationsModule()
    # The page does not say of which site a contact is: with one site, it needs not.
    alone = len(module.locations) == 1
    return ContactsLocationsModule(
        central_contacts=tuple(map(_contact, module.central_contacts)),
        overall_officials=tuple(
            Official(
                name=_line(official.name),
                affiliation=_line(official.affiliation),
                role=official.role,
            )
            for official in module.overall_officials
        ),
        locations=tuple(
            Location(
                facility=_line(site.facility),
                status=site.status,
                city=_line(site.city),
                state=_line(site.state),
                country=_line(site.country),
                contacts=tuple(map(_contact, site.contacts)) if alone else (),
            )
            for site in module.locations
        ),
    )


def _contact(contact: Contact) -> Contact:
    return Contact(
        name=_line(contact.name),
        role=contact.role,
        phone=_line(contact.phone),
        email=_line(contact.email),
    )


def _references(module: ReferencesModule | None) -> ReferencesModule:
    if module is None:
        return ReferencesModule()
    return ReferencesModule(
        see_also_links=tuple(
            SeeAlsoLink(label=_line(link.label), url=_line(link.url))
            for link in module.see_also_links
        )
    )


# ---- How it tells it -----------------------------------------------------------------------------


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
        interventions = _of_arm(arm, module.interventions)
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
        for contact in map(_contact, site.contacts):
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
    others = [(other.id, other.type, "secondary_id") for other in module.secondary_id_infos]
    if own := module.org_study_id_info:
        others.append((own.id, own.type, "org_study_id"))  # type: ignore[arg-type]
    for number, kind, source in others:
        yield from _some(number)
        yield f"Identifier Type: {kind or '-'}"
        yield f"Identifier Source: {source}"
