"""The part of a record that the study page has: the one definition of what is lost on it."""

from calendar import monthrange
from collections.abc import Iterable
from typing import Any, Final, TypeVar

from trialtext.formats.mirror_study.codes import CLOSED, EXTENSION, WITH_EXTENSION
from trialtext.model.base import ApiObject, json_name
from trialtext.model.enums import ResponsiblePartyType
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
    PartialDateStruct,
    ProtocolSection,
    ReferencesModule,
    ResponsibleParty,
    SeeAlsoLink,
    Sponsor,
    SponsorCollaboratorsModule,
    StatusModule,
)
from trialtext.model.study import Study
from trialtext.reading.scalars import age, intervention_name, one_line, standard_ages

_Object = TypeVar("_Object", bound=ApiObject)

CRITERIA_HEADINGS: Final = ("Inclusion Criteria", "Exclusion Criteria")
"""Headings that the page prints without their colon."""


def view(study: Study, _: str) -> Study:
    """Reduce a study to what its page has, in any of its variants.

    It is what parsing the rendered page gives, but for lists of terms: the page joins conditions,
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
    known = {name: module for name, module in modules.items() if module != type(module)()}
    return Study(
        protocol_section=ProtocolSection(**known) if known else None, has_results=study.has_results
    )


def code(part: ApiObject, field: str) -> str:
    """Return a code as it is written, also one that is not in the specification; "" if absent."""
    return "".join(codes(part, field)[:1])


def codes(part: ApiObject, field: str) -> tuple[str, ...]:
    """Return the codes of a field as they are written, also if one is not in the specification."""
    value = getattr(part, field) or (part.extra or {}).get(json_name(field), ())
    return (value,) if isinstance(value, str) else tuple(map(str, value))


def _reduced(part: _Object, *code_fields: str, **fields: Any) -> _Object:
    """Reduce an object to the codes in some of its fields, and to other values."""
    extra = part.extra or {}
    unknown = {key: extra[key] for key in map(json_name, code_fields) if key in extra}
    known = {field: getattr(part, field) for field in code_fields}
    return type(part)(**known, **fields, extra=unknown or None)


def _text(text: str | None) -> str | None:
    """Strip the white space around the lines of a text."""
    return "\n".join(line.strip() for line in (text or "").split("\n")).strip() or None


def _identification(module: IdentificationModule | None) -> IdentificationModule:
    if module is None:
        return IdentificationModule()
    org = module.org_study_id_info
    return IdentificationModule(
        nct_id=module.nct_id,
        brief_title=one_line(module.brief_title),
        nct_id_aliases=module.nct_id_aliases,
        org_study_id_info=_reduced(org, "type", id=one_line(org.id)) if org else None,
        secondary_id_infos=tuple(
            _reduced(other, "type", id=one_line(other.id)) for other in module.secondary_id_infos
        ),
    )


def _status(module: StatusModule | None) -> StatusModule:
    if module is None:
        return StatusModule()
    posted = module.last_update_post_date_struct
    return _reduced(
        module,
        "overall_status",
        start_date_struct=_full_date(module.start_date_struct),
        completion_date_struct=_full_date(module.completion_date_struct),
        last_update_post_date_struct=DateStruct(date=posted.date) if posted else None,
    )


def _full_date(date: PartialDateStruct | None) -> PartialDateStruct | None:
    """Return a date as it is printed: a month without a day as its last day."""
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
        responsible_party=_party(party) if party and code(party, "type") else None,
    )


def _sponsor(sponsor: Sponsor) -> Sponsor:
    return _reduced(sponsor, "class_", name=one_line(sponsor.name))


def _party(party: ResponsibleParty) -> ResponsibleParty:
    if party.type is ResponsiblePartyType.SPONSOR:
        return ResponsibleParty(type=party.type)
    return _reduced(
        party,
        "type",
        investigator_full_name=one_line(party.investigator_full_name),
        investigator_title=one_line(party.investigator_title),
        investigator_affiliation=one_line(party.investigator_affiliation),
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
    line = one_line(" ".join(terms))
    return (line,) if line else ()


def _design(module: DesignModule | None) -> DesignModule:
    if module is None:
        return DesignModule()
    info, enrolled = module.design_info, module.enrollment_info
    # No enrollment is printed for a study without participants.
    count = enrolled.count or None if enrolled else None
    return _reduced(
        module,
        "study_type",
        "phases",
        enrollment_info=EnrollmentInfo(count=count) if count else None,
        design_info=_design_info(info) if info else None,
    )


def _design_info(info: DesignInfo) -> DesignInfo | None:
    masking = info.masking_info
    model = code(info, "intervention_model")
    info_view = _reduced(
        info,
        "allocation",
        "intervention_model",
        "primary_purpose",
        "observational_model",
        "time_perspective",
        intervention_model_description=(
            _text(info.intervention_model_description) if model else None
        ),
        masking_info=(
            _reduced(
                masking,
                "masking",
                "who_masked",
                masking_description=_text(masking.masking_description),
            )
            if masking and code(masking, "masking")
            else None
        ),
    )
    return info_view if info_view != DesignInfo() else None


def _arms(module: ArmsInterventionsModule | None) -> ArmsInterventionsModule:
    if module is None:
        return ArmsInterventionsModule()
    arms = tuple(
        _reduced(
            arm,
            "type",
            label=one_line(arm.label),
            description=_text(arm.description),
            intervention_names=tuple(one_line(name) or "" for name in arm.intervention_names),
        )
        for arm in module.arm_groups
    )
    interventions = tuple(
        _reduced(
            each,
            "type",
            name=one_line(each.name),
            description=_text(each.description),
            arm_group_labels=tuple(one_line(label) or "" for label in each.arm_group_labels),
        )
        for each in module.interventions
    )
    return ArmsInterventionsModule(
        arm_groups=arms,
        interventions=tuple(
            _reduced(
                each,
                "type",
                name=each.name,
                description=each.description,
                arm_group_labels=tuple(
                    arm.label or "" for arm in arms if each in interventions_of(arm, interventions)
                ),
            )
            for each in interventions
        ),
    )


def interventions_of(arm: ArmGroup, interventions: Iterable[Intervention]) -> list[Intervention]:
    """Select the interventions that an arm names; of the same name, those that name the arm."""
    chosen: list[Intervention] = []
    for name in dict.fromkeys(arm.intervention_names):
        named = [
            each
            for each in interventions
            if intervention_name(code(each, "type"), each.name or "") == name
            # The type that arms name is not known to be how this one is spelt.
            or (each.type is None and each.name == name.partition(": ")[2])
        ]
        chosen += [each for each in named if arm.label in each.arm_group_labels] or named
    return chosen


def _eligibility(module: EligibilityModule | None) -> EligibilityModule:
    if module is None:
        return EligibilityModule()
    ages = module.minimum_age, module.maximum_age
    shown = any(ages) or code(module, "sex") or module.healthy_volunteers is not None
    readable = all(age(text) for text in ages if text)
    return _reduced(
        module,
        "sex",
        eligibility_criteria=_with_colons(_text(module.eligibility_criteria)),
        healthy_volunteers=module.healthy_volunteers,
        minimum_age=module.minimum_age,
        maximum_age=module.maximum_age,
        std_ages=tuple(standard_ages(*ages)) if shown and readable else (),
    )


def _with_colons(criteria: str | None) -> str | None:
    """Add a colon to the two headings: the page prints them alike with and without one."""
    if criteria is None:
        return None
    text = f"\n{criteria}\n"
    for heading in CRITERIA_HEADINGS:
        text = text.replace(f"\n{heading}\n", f"\n{heading}:\n")
    return text.strip()


def _contacts(module: ContactsLocationsModule | None) -> ContactsLocationsModule:
    if module is None:
        return ContactsLocationsModule()
    # The page does not name the site of a contact: it is known if there is only one site, or if all
    # others are closed.
    open_sites = [site for site in module.locations if site.status not in CLOSED]
    candidates = module.locations if len(module.locations) == 1 else open_sites
    known = candidates if len(candidates) == 1 else []
    return ContactsLocationsModule(
        central_contacts=tuple(map(contact_view, module.central_contacts)),
        overall_officials=tuple(
            _reduced(
                official,
                "role",
                name=one_line(official.name),
                affiliation=one_line(official.affiliation),
            )
            for official in module.overall_officials
        ),
        locations=tuple(
            _reduced(
                site,
                "status",
                facility=one_line(site.facility),
                city=one_line(site.city),
                state=one_line(site.state),
                country=one_line(site.country),
                contacts=tuple(map(contact_view, site.contacts)) if site in known else (),
            )
            for site in module.locations
        ),
    )


def contact_view(contact: Contact) -> Contact:
    """Reduce a contact to what the page has."""
    phone = one_line(phone_with_extension(contact))
    divided = WITH_EXTENSION.fullmatch(phone or "")
    return _reduced(
        contact,
        "role",
        name=one_line(contact.name),
        phone=divided["phone"] if divided else phone,
        phone_ext=divided["ext"] if divided else None,
        email=one_line(contact.email),
    )


def phone_with_extension(contact: Contact) -> str | None:
    """Join a phone number and its extension, if that is a number."""
    extension = contact.phone_ext or ""
    if contact.phone and extension.isascii() and extension.isdigit():
        return f"{contact.phone}{EXTENSION}{extension}"
    return contact.phone


def _references(module: ReferencesModule | None) -> ReferencesModule:
    if module is None:
        return ReferencesModule()
    return ReferencesModule(
        see_also_links=tuple(
            SeeAlsoLink(label=one_line(link.label), url=one_line(link.url))
            for link in module.see_also_links
        )
    )
