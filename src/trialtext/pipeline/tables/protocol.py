"""The tables of the protocol, and of the sections that belong to no results."""

from typing import Final

from trialtext.pipeline.tables import computed
from trialtext.pipeline.tables.model import (
    STUDIES,
    Column,
    Computed,
    Constant,
    Match,
    Parent,
    Path,
    Source,
    Table,
)
from trialtext.pipeline.tables.values import (
    DATE,
    FLAG,
    FLAG_AS_TEXT,
    INTEGER,
    LAST_DAY,
    LIST,
)

_PROTOCOL: Final = "protocolSection"
_IDENTIFICATION: Final = f"{_PROTOCOL}.identificationModule"
_STATUS: Final = f"{_PROTOCOL}.statusModule"
_SPONSORS: Final = f"{_PROTOCOL}.sponsorCollaboratorsModule"
_OVERSIGHT: Final = f"{_PROTOCOL}.oversightModule"
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
_BASELINE: Final = "resultsSection.baselineCharacteristicsModule"
_EVENTS: Final = "resultsSection.adverseEventsModule"
_DOCUMENT: Final = "documentSection.largeDocumentModule.largeDocs[]"
_UNPOSTED: Final = "annotationSection.annotationModule.unpostedAnnotation.unpostedEvents[]"
_REMOVED: Final = "derivedSection.miscInfoModule.removedCountries[]"


def _partial_date(name: str, field: str) -> dict[str, Column]:
    """Declare a date that may be a month: its text, itself, and its type."""
    path = f"{_STATUS}.{field}DateStruct"
    return {
        f"{name}_month_year": Path(f"{path}.date"),
        f"{name}_date": Path(f"{path}.date", LAST_DAY),
        f"{name}_date_type": Path(f"{path}.type"),
    }


def _posted_date(name: str, field: str) -> dict[str, Column]:
    """Declare the dates of a submission: when it came in, passed, and was posted."""
    return {
        f"{name}_submitted_date": Path(f"{_STATUS}.{field}SubmitDate", DATE),
        f"{name}_submitted_qc_date": Path(f"{_STATUS}.{field}SubmitQcDate", DATE),
        f"{name}_posted_date": Path(f"{_STATUS}.{field}PostDateStruct.date", DATE),
        f"{name}_posted_date_type": Path(f"{_STATUS}.{field}PostDateStruct.type"),
    }


_STUDIES: Final = Table(
    STUDIES,
    Source(
        "",
        {
            "source": f"{_IDENTIFICATION}.organization.fullName",
            "source_class": f"{_IDENTIFICATION}.organization.class",
            "brief_title": f"{_IDENTIFICATION}.briefTitle",
            "official_title": f"{_IDENTIFICATION}.officialTitle",
            "acronym": f"{_IDENTIFICATION}.acronym",
            "verification_month_year": f"{_STATUS}.statusVerifiedDate",
            "verification_date": Path(f"{_STATUS}.statusVerifiedDate", LAST_DAY),
            "overall_status": f"{_STATUS}.overallStatus",
            "last_known_status": f"{_STATUS}.lastKnownStatus",
            "delayed_posting": Path(f"{_STATUS}.delayedPosting", FLAG_AS_TEXT),
            "why_stopped": f"{_STATUS}.whyStopped",
            "has_expanded_access": Path(f"{_STATUS}.expandedAccessInfo.hasExpandedAccess", FLAG),
            "expanded_access_nctid": f"{_STATUS}.expandedAccessInfo.nctId",
            "expanded_access_status_for_nctid": f"{_STATUS}.expandedAccessInfo.statusForNctId",
            **_partial_date("start", "start"),
            **_partial_date("primary_completion", "primaryCompletion"),
            **_partial_date("completion", "completion"),
            **_posted_date("study_first", "studyFirst"),
            **_posted_date("results_first", "resultsFirst"),
            **_posted_date("disposition_first", "dispFirst"),
            "last_update_submitted_date": Path(f"{_STATUS}.lastUpdateSubmitDate", DATE),
            "last_update_submitted_qc_date": Path(f"{_STATUS}.lastUpdateSubmitDate", DATE),
            "last_update_posted_date": Path(f"{_STATUS}.lastUpdatePostDateStruct.date", DATE),
            "last_update_posted_date_type": f"{_STATUS}.lastUpdatePostDateStruct.type",
            "has_dmc": Path(f"{_OVERSIGHT}.oversightHasDmc", FLAG),
            "is_fda_regulated_drug": Path(f"{_OVERSIGHT}.isFdaRegulatedDrug", FLAG),
            "is_fda_regulated_device": Path(f"{_OVERSIGHT}.isFdaRegulatedDevice", FLAG),
            "is_unapproved_device": Path(f"{_OVERSIGHT}.isUnapprovedDevice", FLAG),
            "is_ppsd": Path(f"{_OVERSIGHT}.isPpsd", FLAG),
            "is_us_export": Path(f"{_OVERSIGHT}.isUsExport", FLAG),
            "fdaaa801_violation": Path(f"{_OVERSIGHT}.fdaaa801Violation", FLAG),
            "study_type": f"{_DESIGN}.studyType",
            **{
                f"expanded_access_type_{kind}": Path(f"{_DESIGN}.expandedAccessTypes.{kind}", FLAG)
                for kind in ("individual", "intermediate", "treatment")
            },
            "target_duration": f"{_DESIGN}.targetDuration",
            "phase": Path(f"{_DESIGN}.phases[]", computed=computed.joined),
            "biospec_retention": f"{_DESIGN}.bioSpec.retention",
            "biospec_description": f"{_DESIGN}.bioSpec.description",
            "enrollment": Path(f"{_DESIGN}.enrollmentInfo.count", INTEGER),
            "enrollment_type": f"{_DESIGN}.enrollmentInfo.type",
            "number_of_arms": Computed(
                computed.number_of_arms, (f"{_DESIGN}.studyType", _ARM), INTEGER
            ),
            "number_of_groups": Computed(
                computed.number_of_groups, (f"{_DESIGN}.studyType", _ARM), INTEGER
            ),
            "plan_to_share_ipd": f"{_IPD}.ipdSharing",
            "plan_to_share_ipd_description": f"{_IPD}.description",
            "ipd_time_frame": f"{_IPD}.timeFrame",
            "ipd_access_criteria": f"{_IPD}.accessCriteria",
            "ipd_url": f"{_IPD}.url",
            "baseline_population": f"{_BASELINE}.populationDescription",
            "baseline_type_units_analyzed": f"{_BASELINE}.typeUnitsAnalyzed",
            "limitations_and_caveats": (
                "resultsSection.moreInfoModule.limitationsAndCaveats.description"
            ),
            "nlm_download_date_description": Constant(None),
        },
    ),
)

_CALCULATED_VALUES: Final = Table(
    "calculated_values",
    Source(
        "",
        {
            "registered_in_calendar_year": Path(
                f"{_STATUS}.studyFirstSubmitDate", INTEGER, computed.year
            ),
            "actual_duration": Computed(
                computed.actual_duration,
                (f"{_STATUS}.startDateStruct", f"{_STATUS}.primaryCompletionDateStruct"),
                INTEGER,
            ),
            "months_to_report_results": Computed(
                computed.months_to_report_results,
                (
                    f"{_STATUS}.primaryCompletionDateStruct.date",
                    f"{_STATUS}.resultsFirstSubmitDate",
                ),
                INTEGER,
            ),
            **{
                f"number_of_{kind}_outcomes_to_measure": Computed(
                    computed.outcomes_to_measure(kind), (f"{_OUTCOMES}.{kind}Outcomes[]",), INTEGER
                )
                for kind in ("primary", "secondary", "other")
            },
            "minimum_age_num": Path(f"{_ELIGIBILITY}.minimumAge", INTEGER, computed.age_number),
            "minimum_age_unit": Path(f"{_ELIGIBILITY}.minimumAge", computed=computed.age_unit),
            "maximum_age_num": Path(f"{_ELIGIBILITY}.maximumAge", INTEGER, computed.age_number),
            "maximum_age_unit": Path(f"{_ELIGIBILITY}.maximumAge", computed=computed.age_unit),
            "number_of_facilities": Computed(computed.number_of_facilities, (_LOCATION,), INTEGER),
            "has_single_facility": Computed(computed.has_single_facility, (_LOCATION,), FLAG),
            "has_us_facility": Computed(computed.has_us_facility, (f"{_LOCATION}.country",), FLAG),
            **{
                f"number_of_{name}_subjects": Computed(
                    computed.affected_subjects(kind),
                    (f"{_EVENTS}.{kind}Events[].stats[].numAffected",),
                    INTEGER,
                )
                for name, kind in (("sae", "serious"), ("nsae", "other"))
            },
            "were_results_reported": Path("hasResults", FLAG),
            "nlm_download_date": Constant(None, DATE),
        },
    ),
)

PROTOCOL_TABLES: Final = (
    _STUDIES,
    _CALCULATED_VALUES,
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

OTHER_TABLES: Final = (
    Table(
        "pending_results",
        Source(
            _UNPOSTED,
            {
                "event": f"{_UNPOSTED}.type",
                "event_date_description": f"{_UNPOSTED}.date",
                "event_date": Path(f"{_UNPOSTED}.date", LAST_DAY),
            },
        ),
    ),
    Table(
        "provided_documents",
        Source(
            _DOCUMENT,
            {
                "has_protocol": Path(f"{_DOCUMENT}.hasProtocol", FLAG),
                "has_sap": Path(f"{_DOCUMENT}.hasSap", FLAG),
                "has_icf": Path(f"{_DOCUMENT}.hasIcf", FLAG),
                "document_type": f"{_DOCUMENT}.label",
                "document_date": Path(f"{_DOCUMENT}.date", DATE),
                "url": Computed(
                    computed.document_url, (f"{_IDENTIFICATION}.nctId", f"{_DOCUMENT}.filename")
                ),
            },
        ),
    ),
    *(
        Table(
            f"browse_{name}s",
            *(
                Source(
                    f"derivedSection.{name}BrowseModule.{terms}[]",
                    {
                        "mesh_term": f"derivedSection.{name}BrowseModule.{terms}[].term",
                        "mesh_type": Constant(kind),
                    },
                )
                for terms, kind in (("meshes", "mesh-list"), ("ancestors", "mesh-ancestor"))
            ),
        )
        for name in ("condition", "intervention")
    ),
    Table(
        "criteria",
        Source(
            "criteria[]",
            {
                "side": "criteria[].side",
                "path": "criteria[].path",
                "headings": Path("criteria[].headings[]", LIST),
                "text": "criteria[].text",
                "start": Path("criteria[].start", INTEGER),
                "end": Path("criteria[].end", INTEGER),
                "level": Path("criteria[].level", INTEGER),
                "marker": "criteria[].marker",
                "doubts": Path("criteria[].doubts[]", LIST),
                "line": Path("criteria[].line", INTEGER),
            },
        ),
    ),
)
"""The tables of the other sections, and of single criteria, which the engine puts beside them."""
