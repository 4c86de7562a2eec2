"""The tables of the protocol."""

from typing import Final

from trialtext.pipeline.tables import computed
from trialtext.pipeline.tables.model import (
    Computed,
    Constant,
    Match,
    Parent,
    Path,
    Source,
    Table,
)
from trialtext.pipeline.tables.studies import CALCULATED_VALUES_TABLE, STUDIES_TABLE
from trialtext.pipeline.tables.values import (
    FLAG,
    FLAG_AS_TEXT,
)

_PROTOCOL: Final = "protocolSection"
_IDENTIFICATION: Final = f"{_PROTOCOL}.identificationModule"
_SPONSORS: Final = f"{_PROTOCOL}.sponsorCollaboratorsModule"
_DESCRIPTION: Final = f"{_PROTOCOL}.descriptionModule"
_CONDITIONS: Final = f"{_PROTOCOL}.conditionsModule"
_DESIGN: Final = f"{_PROTOCOL}.designModule"
_INFO: Final = f"{_DESIGN}.designInfo"
_ARM: Final = f"{_PROTOCOL}.armsInterventionsModule.armGroups[]"
_INTERVENTION: Final = f"{_PROTOCOL}.armsInterventionsModule.interventions[]"
_OUTCOMES: Final = f"{_PROTOCOL}.outcomesModule"
_ELIGIBILITY: Final = f"{_PROTOCOL}.eligibilityModule"
_CONTACTS: Final = f"{_PROTOCOL}.contactsLocationsModule"
_LOCATION: Final = f"{_CONTACTS}.locations[]"
_REFERENCES: Final = f"{_PROTOCOL}.referencesModule"
_IPD: Final = f"{_PROTOCOL}.ipdSharingStatementModule"
_REMOVED: Final = "derivedSection.miscInfoModule.removedCountries[]"

PROTOCOL_TABLES: Final = (
    STUDIES_TABLE,
    CALCULATED_VALUES_TABLE,
    Table(
        "id_information",
        Source(
            f"{_IDENTIFICATION}.nctIdAliases[]",
            {
                "id_source": Constant("nct_alias"),
                "id_value": f"{_IDENTIFICATION}.nctIdAliases[]",
            },
        ),
        Source(
            f"{_IDENTIFICATION}.orgStudyIdInfo",
            {
                "id_source": Constant("org_study_id"),
                "id_value": f"{_IDENTIFICATION}.orgStudyIdInfo.id",
                "id_type": f"{_IDENTIFICATION}.orgStudyIdInfo.type",
                "id_type_description": Constant(None),
                "id_link": f"{_IDENTIFICATION}.orgStudyIdInfo.link",
            },
        ),
        Source(
            f"{_IDENTIFICATION}.secondaryIdInfos[]",
            {
                "id_source": Constant("secondary_id"),
                "id_value": f"{_IDENTIFICATION}.secondaryIdInfos[].id",
                "id_type": f"{_IDENTIFICATION}.secondaryIdInfos[].type",
                "id_type_description": f"{_IDENTIFICATION}.secondaryIdInfos[].domain",
                "id_link": f"{_IDENTIFICATION}.secondaryIdInfos[].link",
            },
        ),
    ),
    Table(
        "responsible_parties",
        Source(
            f"{_SPONSORS}.responsibleParty",
            {
                "responsible_party_type": f"{_SPONSORS}.responsibleParty.type",
                "name": f"{_SPONSORS}.responsibleParty.investigatorFullName",
                "title": f"{_SPONSORS}.responsibleParty.investigatorTitle",
                "affiliation": f"{_SPONSORS}.responsibleParty.investigatorAffiliation",
                "old_name_title": f"{_SPONSORS}.responsibleParty.oldNameTitle",
                "organization": f"{_SPONSORS}.responsibleParty.oldOrganization",
            },
        ),
    ),
    Table(
        "sponsors",
        *(
            Source(
                root,
                {
                    "lead_or_collaborator": Constant(part),
                    "name": f"{root}.name",
                    "agency_class": f"{root}.class",
                },
            )
            for part, root in (
                ("lead", f"{_SPONSORS}.leadSponsor"),
                ("collaborator", f"{_SPONSORS}.collaborators[]"),
            )
        ),
    ),
    Table(
        "brief_summaries",
        Source(f"{_DESCRIPTION}.briefSummary", {"description": f"{_DESCRIPTION}.briefSummary"}),
    ),
    Table(
        "detailed_descriptions",
        Source(
            f"{_DESCRIPTION}.detailedDescription",
            {"description": f"{_DESCRIPTION}.detailedDescription"},
        ),
    ),
    Table(
        "conditions",
        Source(f"{_CONDITIONS}.conditions[]", {"name": f"{_CONDITIONS}.conditions[]"}),
    ),
    Table("keywords", Source(f"{_CONDITIONS}.keywords[]", {"name": f"{_CONDITIONS}.keywords[]"})),
    Table(
        "designs",
        Source(
            _INFO,
            {
                "allocation": f"{_INFO}.allocation",
                "intervention_model": f"{_INFO}.interventionModel",
                "intervention_model_description": f"{_INFO}.interventionModelDescription",
                "primary_purpose": f"{_INFO}.primaryPurpose",
                "observational_model": f"{_INFO}.observationalModel",
                "time_perspective": f"{_INFO}.timePerspective",
                "masking": f"{_INFO}.maskingInfo.masking",
                "masking_description": f"{_INFO}.maskingInfo.maskingDescription",
                **{
                    f"{name}_masked": Path(
                        f"{_INFO}.maskingInfo.whoMasked[]", FLAG, computed.includes(code)
                    )
                    for name, code in (
                        ("subject", "PARTICIPANT"),
                        ("caregiver", "CARE_PROVIDER"),
                        ("investigator", "INVESTIGATOR"),
                        ("outcomes_assessor", "OUTCOMES_ASSESSOR"),
                    )
                },
            },
        ),
    ),
    Table(
        "design_groups",
        Source(
            _ARM,
            {
                "title": f"{_ARM}.label",
                "group_type": f"{_ARM}.type",
                "description": f"{_ARM}.description",
            },
        ),
    ),
    Table(
        "interventions",
        Source(
            _INTERVENTION,
            {
                "intervention_type": f"{_INTERVENTION}.type",
                "name": f"{_INTERVENTION}.name",
                "description": f"{_INTERVENTION}.description",
            },
        ),
    ),
    Table(
        "design_group_interventions",
        Source(
            f"{_INTERVENTION}.armGroupLabels[]",
            {
                "design_group_id": Match(
                    "design_groups", f"{_ARM}.label", f"{_INTERVENTION}.armGroupLabels[]"
                ),
                "intervention_id": Parent("interventions", _INTERVENTION),
            },
        ),
    ),
    Table(
        "intervention_other_names",
        Source(
            f"{_INTERVENTION}.otherNames[]",
            {
                "intervention_id": Parent("interventions", _INTERVENTION),
                "name": f"{_INTERVENTION}.otherNames[]",
            },
        ),
    ),
    Table(
        "design_outcomes",
        *(
            Source(
                f"{_OUTCOMES}.{kind}Outcomes[]",
                {
                    "outcome_type": Constant(kind),
                    "measure": f"{_OUTCOMES}.{kind}Outcomes[].measure",
                    "description": f"{_OUTCOMES}.{kind}Outcomes[].description",
                    "time_frame": f"{_OUTCOMES}.{kind}Outcomes[].timeFrame",
                    "population": Constant(None),
                },
            )
            for kind in ("primary", "secondary", "other")
        ),
    ),
    Table(
        "eligibilities",
        Source(
            _ELIGIBILITY,
            {
                "criteria": f"{_ELIGIBILITY}.eligibilityCriteria",
                "healthy_volunteers": Path(f"{_ELIGIBILITY}.healthyVolunteers", FLAG_AS_TEXT),
                "gender": f"{_ELIGIBILITY}.sex",
                "gender_based": Path(f"{_ELIGIBILITY}.genderBased", FLAG),
                "gender_description": f"{_ELIGIBILITY}.genderDescription",
                "minimum_age": f"{_ELIGIBILITY}.minimumAge",
                "maximum_age": f"{_ELIGIBILITY}.maximumAge",
                **{
                    code.lower(): Path(f"{_ELIGIBILITY}.stdAges[]", FLAG, computed.includes(code))
                    for code in ("CHILD", "ADULT", "OLDER_ADULT")
                },
                "population": f"{_ELIGIBILITY}.studyPopulation",
                "sampling_method": f"{_ELIGIBILITY}.samplingMethod",
            },
        ),
    ),
    Table(
        "central_contacts",
        Source(
            f"{_CONTACTS}.centralContacts[]",
            {
                "contact_type": Computed(
                    computed.contact_type, (f"{_CONTACTS}.centralContacts[]",)
                ),
                "name": f"{_CONTACTS}.centralContacts[].name",
                "role": f"{_CONTACTS}.centralContacts[].role",
                "phone": f"{_CONTACTS}.centralContacts[].phone",
                "phone_extension": f"{_CONTACTS}.centralContacts[].phoneExt",
                "email": f"{_CONTACTS}.centralContacts[].email",
            },
        ),
    ),
    Table(
        "overall_officials",
        Source(
            f"{_CONTACTS}.overallOfficials[]",
            {
                "name": f"{_CONTACTS}.overallOfficials[].name",
                "affiliation": f"{_CONTACTS}.overallOfficials[].affiliation",
                "role": f"{_CONTACTS}.overallOfficials[].role",
            },
        ),
    ),
    Table(
        "facilities",
        Source(
            _LOCATION,
            {
                "name": f"{_LOCATION}.facility",
                "status": f"{_LOCATION}.status",
                "city": f"{_LOCATION}.city",
                "state": f"{_LOCATION}.state",
                "zip": f"{_LOCATION}.zip",
                "country": f"{_LOCATION}.country",
            },
        ),
    ),
    Table(
        "facility_contacts",
        Source(
            f"{_LOCATION}.contacts[]",
            {
                "facility_id": Parent("facilities", _LOCATION),
                "contact_type": Computed(computed.contact_type, (f"{_LOCATION}.contacts[]",)),
                "name": f"{_LOCATION}.contacts[].name",
                "phone": f"{_LOCATION}.contacts[].phone",
                "phone_extension": f"{_LOCATION}.contacts[].phoneExt",
                "email": f"{_LOCATION}.contacts[].email",
            },
            where=computed.is_contact,
        ),
    ),
    Table(
        "facility_investigators",
        Source(
            f"{_LOCATION}.contacts[]",
            {
                "facility_id": Parent("facilities", _LOCATION),
                "name": f"{_LOCATION}.contacts[].name",
                "role": f"{_LOCATION}.contacts[].role",
            },
            where=computed.is_investigator,
        ),
    ),
    Table(
        "countries",
        Source(
            f"{_LOCATION}.country",
            {"name": f"{_LOCATION}.country", "removed": Constant(False, FLAG)},
            distinct=True,
        ),
        Source(_REMOVED, {"name": _REMOVED, "removed": Constant(True, FLAG)}, distinct=True),
    ),
    Table(
        "study_references",
        Source(
            f"{_REFERENCES}.references[]",
            {
                "pmid": f"{_REFERENCES}.references[].pmid",
                "reference_type": f"{_REFERENCES}.references[].type",
                "citation": f"{_REFERENCES}.references[].citation",
            },
        ),
    ),
    Table(
        "links",
        Source(
            f"{_REFERENCES}.seeAlsoLinks[]",
            {
                "description": f"{_REFERENCES}.seeAlsoLinks[].label",
                "url": f"{_REFERENCES}.seeAlsoLinks[].url",
            },
        ),
    ),
    Table(
        "documents",
        Source(
            f"{_REFERENCES}.availIpds[]",
            {
                "document_id": f"{_REFERENCES}.availIpds[].id",
                "document_type": f"{_REFERENCES}.availIpds[].type",
                "url": f"{_REFERENCES}.availIpds[].url",
                "comment": f"{_REFERENCES}.availIpds[].comment",
            },
        ),
    ),
    Table("ipd_information_types", Source(f"{_IPD}.infoTypes[]", {"name": f"{_IPD}.infoTypes[]"})),
)
"""The tables of the protocol."""
