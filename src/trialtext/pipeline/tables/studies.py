"""The tables with one row a study."""

from typing import Final

from trialtext.pipeline.tables import computed
from trialtext.pipeline.tables.model import (
    STUDIES,
    Column,
    Computed,
    Constant,
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
)

_PROTOCOL: Final = "protocolSection"
_IDENTIFICATION: Final = f"{_PROTOCOL}.identificationModule"
_STATUS: Final = f"{_PROTOCOL}.statusModule"
_OVERSIGHT: Final = f"{_PROTOCOL}.oversightModule"
_DESIGN: Final = f"{_PROTOCOL}.designModule"
_ARM: Final = f"{_PROTOCOL}.armsInterventionsModule.armGroups[]"
_OUTCOMES: Final = f"{_PROTOCOL}.outcomesModule"
_ELIGIBILITY: Final = f"{_PROTOCOL}.eligibilityModule"
_CONTACTS: Final = f"{_PROTOCOL}.contactsLocationsModule"
_LOCATION: Final = f"{_CONTACTS}.locations[]"
_IPD: Final = f"{_PROTOCOL}.ipdSharingStatementModule"
_BASELINE: Final = "resultsSection.baselineCharacteristicsModule"
_EVENTS: Final = "resultsSection.adverseEventsModule"


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


STUDIES_TABLE: Final = Table(
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

CALCULATED_VALUES_TABLE: Final = Table(
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
