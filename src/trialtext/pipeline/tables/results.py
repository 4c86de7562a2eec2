"""The tables of posted results."""

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
from trialtext.pipeline.tables.values import FIRST_DAY, FLAG_AS_TEXT, INTEGER, NUMBER

_FLOW: Final = "resultsSection.participantFlowModule"
_PERIOD: Final = f"{_FLOW}.periods[]"
_MILESTONE: Final = f"{_PERIOD}.milestones[]"
_ACHIEVEMENT: Final = f"{_MILESTONE}.achievements[]"
_DROP: Final = f"{_PERIOD}.dropWithdraws[]"
_REASON: Final = f"{_DROP}.reasons[]"
_BASELINE: Final = "resultsSection.baselineCharacteristicsModule"
_MEASURE: Final = f"{_BASELINE}.measures[]"
_BASELINE_CELL: Final = f"{_MEASURE}.classes[].categories[].measurements[]"
_OUTCOME: Final = "resultsSection.outcomeMeasuresModule.outcomeMeasures[]"
_OUTCOME_CELL: Final = f"{_OUTCOME}.classes[].categories[].measurements[]"
_ANALYSIS: Final = f"{_OUTCOME}.analyses[]"
_EVENTS: Final = "resultsSection.adverseEventsModule"
_MORE: Final = "resultsSection.moreInfoModule"
_AGREEMENT: Final = f"{_MORE}.certainAgreement"

_GROUPS: Final = {
    "Participant Flow": f"{_FLOW}.groups[]",
    "Baseline": f"{_BASELINE}.groups[]",
    "Outcome": f"{_OUTCOME}.groups[]",
    "Reported Event": f"{_EVENTS}.eventGroups[]",
}


def _group(kind: str, path: str) -> Match:
    """Declare the key of the group of a row, of which the path tells the code."""
    return Match("result_groups", f"{_GROUPS[kind]}.id", path)


def _events(kind: str) -> Source:
    """Declare the rows of a kind of adverse event: one a group."""
    event = f"{_EVENTS}.{kind}Events[]"
    return Source(
        f"{event}.stats[]",
        {
            "result_group_id": _group("Reported Event", f"{event}.stats[].groupId"),
            "event_type": Constant(kind),
            "frequency_threshold": Path(f"{_EVENTS}.frequencyThreshold", INTEGER),
            "time_frame": f"{_EVENTS}.timeFrame",
            "description": f"{_EVENTS}.description",
            "adverse_event_term": f"{event}.term",
            "organ_system": f"{event}.organSystem",
            "vocab": f"{event}.sourceVocabulary",
            "assessment": f"{event}.assessmentType",
            "ctgov_group_code": f"{event}.stats[].groupId",
            "event_count": Path(f"{event}.stats[].numEvents", INTEGER),
            "subjects_affected": Path(f"{event}.stats[].numAffected", INTEGER),
            "subjects_at_risk": Path(f"{event}.stats[].numAtRisk", INTEGER),
            "default_vocab": Constant(None),
            "default_assessment": Constant(None),
        },
    )


RESULT_TABLES: Final = (
    Table(
        "result_groups",
        *(
            Source(
                root,
                {
                    "result_type": Constant(kind),
                    "ctgov_group_code": f"{root}.id",
                    "title": f"{root}.title",
                    "description": f"{root}.description",
                },
            )
            for kind, root in _GROUPS.items()
        ),
    ),
    Table(
        "participant_flows",
        Source(
            _FLOW,
            {
                "pre_assignment_details": f"{_FLOW}.preAssignmentDetails",
                "recruitment_details": f"{_FLOW}.recruitmentDetails",
                "units_analyzed": f"{_FLOW}.typeUnitsAnalyzed",
            },
        ),
    ),
    Table(
        "milestones",
        Source(
            _ACHIEVEMENT,
            {
                "result_group_id": _group("Participant Flow", f"{_ACHIEVEMENT}.groupId"),
                "period": f"{_PERIOD}.title",
                "title": f"{_MILESTONE}.type",
                "milestone_description": f"{_MILESTONE}.comment",
                "ctgov_group_code": f"{_ACHIEVEMENT}.groupId",
                "description": f"{_ACHIEVEMENT}.comment",
                "count": Path(f"{_ACHIEVEMENT}.numSubjects", INTEGER),
                "count_units": f"{_ACHIEVEMENT}.numUnits",
            },
        ),
    ),
    Table(
        "drop_withdrawals",
        Source(
            _REASON,
            {
                "result_group_id": _group("Participant Flow", f"{_REASON}.groupId"),
                "period": f"{_PERIOD}.title",
                "reason": f"{_DROP}.type",
                "drop_withdraw_comment": f"{_DROP}.comment",
                "ctgov_group_code": f"{_REASON}.groupId",
                "reason_comment": f"{_REASON}.comment",
                "count": Path(f"{_REASON}.numSubjects", INTEGER),
                "count_units": Path(f"{_REASON}.numUnits", INTEGER),
            },
        ),
    ),
    Table(
        "baseline_counts",
        Source(
            f"{_BASELINE}.denoms[].counts[]",
            {
                "result_group_id": _group("Baseline", f"{_BASELINE}.denoms[].counts[].groupId"),
                "scope": Constant("overall"),
                "units": f"{_BASELINE}.denoms[].units",
                "ctgov_group_code": f"{_BASELINE}.denoms[].counts[].groupId",
                "count": Path(f"{_BASELINE}.denoms[].counts[].value", INTEGER),
            },
        ),
    ),
    Table(
        "baseline_measurements",
        Source(
            _BASELINE_CELL,
            {
                "result_group_id": _group("Baseline", f"{_BASELINE_CELL}.groupId"),
                "title": f"{_MEASURE}.title",
                "description": f"{_MEASURE}.description",
                "population_description": f"{_MEASURE}.populationDescription",
                "param_type": f"{_MEASURE}.paramType",
                "dispersion_type": f"{_MEASURE}.dispersionType",
                "units": f"{_MEASURE}.unitOfMeasure",
                "calculate_percentage": Path(f"{_MEASURE}.calculatePct", FLAG_AS_TEXT),
                "number_analyzed_units": Computed(
                    computed.number_analyzed_units, (f"{_MEASURE}.denomUnitsSelected",)
                ),
                "number_analyzed": Computed(
                    computed.number_analyzed,
                    (
                        f"{_MEASURE}.classes[].denoms[]",
                        f"{_MEASURE}.denoms[]",
                        f"{_BASELINE}.denoms[]",
                    ),
                    INTEGER,
                ),
                "classification": f"{_MEASURE}.classes[].title",
                "category": f"{_MEASURE}.classes[].categories[].title",
                "ctgov_group_code": f"{_BASELINE_CELL}.groupId",
                "param_value": f"{_BASELINE_CELL}.value",
                "param_value_num": Path(f"{_BASELINE_CELL}.value", NUMBER),
                "dispersion_value": f"{_BASELINE_CELL}.spread",
                "dispersion_value_num": Path(f"{_BASELINE_CELL}.spread", NUMBER),
                "dispersion_lower_limit": Path(f"{_BASELINE_CELL}.lowerLimit", NUMBER),
                "dispersion_upper_limit": Path(f"{_BASELINE_CELL}.upperLimit", NUMBER),
                "explanation_of_na": f"{_BASELINE_CELL}.comment",
            },
        ),
    ),
    Table(
        "outcomes",
        Source(
            _OUTCOME,
            {
                "outcome_type": f"{_OUTCOME}.type",
                "title": f"{_OUTCOME}.title",
                "description": f"{_OUTCOME}.description",
                "population": f"{_OUTCOME}.populationDescription",
                "anticipated_posting_month_year": f"{_OUTCOME}.anticipatedPostingDate",
                "anticipated_posting_date": Path(f"{_OUTCOME}.anticipatedPostingDate", FIRST_DAY),
                "param_type": f"{_OUTCOME}.paramType",
                "dispersion_type": f"{_OUTCOME}.dispersionType",
                "units": f"{_OUTCOME}.unitOfMeasure",
                "time_frame": f"{_OUTCOME}.timeFrame",
                "units_analyzed": f"{_OUTCOME}.typeUnitsAnalyzed",
            },
        ),
    ),
    Table(
        "outcome_counts",
        Source(
            f"{_OUTCOME}.denoms[].counts[]",
            {
                "outcome_id": Parent("outcomes", _OUTCOME),
                "result_group_id": _group("Outcome", f"{_OUTCOME}.denoms[].counts[].groupId"),
                "scope": Constant("Measure"),
                "units": f"{_OUTCOME}.denoms[].units",
                "ctgov_group_code": f"{_OUTCOME}.denoms[].counts[].groupId",
                "count": Path(f"{_OUTCOME}.denoms[].counts[].value", INTEGER),
            },
        ),
    ),
    Table(
        "outcome_measurements",
        Source(
            _OUTCOME_CELL,
            {
                "outcome_id": Parent("outcomes", _OUTCOME),
                "result_group_id": _group("Outcome", f"{_OUTCOME_CELL}.groupId"),
                "title": f"{_OUTCOME}.title",
                "description": f"{_OUTCOME}.description",
                "param_type": f"{_OUTCOME}.paramType",
                "dispersion_type": f"{_OUTCOME}.dispersionType",
                "units": f"{_OUTCOME}.unitOfMeasure",
                "classification": f"{_OUTCOME}.classes[].title",
                "category": f"{_OUTCOME}.classes[].categories[].title",
                "ctgov_group_code": f"{_OUTCOME_CELL}.groupId",
                "param_value": f"{_OUTCOME_CELL}.value",
                "param_value_num": Path(f"{_OUTCOME_CELL}.value", NUMBER),
                "dispersion_value": f"{_OUTCOME_CELL}.spread",
                "dispersion_value_num": Path(f"{_OUTCOME_CELL}.spread", NUMBER),
                "dispersion_lower_limit_raw": f"{_OUTCOME_CELL}.lowerLimit",
                "dispersion_lower_limit": Path(f"{_OUTCOME_CELL}.lowerLimit", NUMBER),
                "dispersion_upper_limit_raw": f"{_OUTCOME_CELL}.upperLimit",
                "dispersion_upper_limit": Path(f"{_OUTCOME_CELL}.upperLimit", NUMBER),
                "explanation_of_na": f"{_OUTCOME_CELL}.comment",
            },
        ),
    ),
    Table(
        "outcome_analyses",
        Source(
            _ANALYSIS,
            {
                "outcome_id": Parent("outcomes", _OUTCOME),
                "groups_description": f"{_ANALYSIS}.groupDescription",
                "non_inferiority_type": f"{_ANALYSIS}.nonInferiorityType",
                "non_inferiority_description": f"{_ANALYSIS}.nonInferiorityComment",
                "p_value_raw": f"{_ANALYSIS}.pValue",
                "p_value_modifier": Path(f"{_ANALYSIS}.pValue", computed=computed.p_value_modifier),
                "p_value": Path(f"{_ANALYSIS}.pValue", NUMBER, computed.p_value),
                "p_value_description": f"{_ANALYSIS}.pValueComment",
                "method": f"{_ANALYSIS}.statisticalMethod",
                "method_description": f"{_ANALYSIS}.statisticalComment",
                "param_type": f"{_ANALYSIS}.paramType",
                "param_value": Path(f"{_ANALYSIS}.paramValue", NUMBER),
                "ci_percent": Path(f"{_ANALYSIS}.ciPctValue", NUMBER),
                "ci_n_sides": f"{_ANALYSIS}.ciNumSides",
                "ci_lower_limit_raw": f"{_ANALYSIS}.ciLowerLimit",
                "ci_lower_limit": Path(f"{_ANALYSIS}.ciLowerLimit", NUMBER),
                "ci_upper_limit_raw": f"{_ANALYSIS}.ciUpperLimit",
                "ci_upper_limit": Path(f"{_ANALYSIS}.ciUpperLimit", NUMBER),
                "ci_upper_limit_na_comment": f"{_ANALYSIS}.ciUpperLimitComment",
                "dispersion_type": f"{_ANALYSIS}.dispersionType",
                "dispersion_value": Path(f"{_ANALYSIS}.dispersionValue", NUMBER),
                "estimate_description": f"{_ANALYSIS}.estimateComment",
                "other_analysis_description": f"{_ANALYSIS}.otherAnalysisDescription",
            },
        ),
    ),
    Table(
        "outcome_analysis_groups",
        Source(
            f"{_ANALYSIS}.groupIds[]",
            {
                "outcome_analysis_id": Parent("outcome_analyses", _ANALYSIS),
                "result_group_id": _group("Outcome", f"{_ANALYSIS}.groupIds[]"),
                "ctgov_group_code": f"{_ANALYSIS}.groupIds[]",
            },
        ),
    ),
    Table(
        "reported_event_totals",
        *(
            Source(
                _GROUPS["Reported Event"],
                {
                    "event_type": Constant(kind),
                    "classification": Constant(classification),
                    "ctgov_group_code": f"{_GROUPS['Reported Event']}.id",
                    "subjects_affected": Path(
                        f"{_GROUPS['Reported Event']}.{kind}NumAffected", INTEGER
                    ),
                    "subjects_at_risk": Path(
                        f"{_GROUPS['Reported Event']}.{kind}NumAtRisk", INTEGER
                    ),
                },
            )
            for kind, classification in (
                ("deaths", "Total, all-cause mortality"),
                ("serious", "Total, serious adverse events"),
                ("other", "Total, other adverse events"),
            )
        ),
    ),
    Table("reported_events", _events("serious"), _events("other")),
    Table(
        "result_agreements",
        Source(
            _AGREEMENT,
            {
                "pi_employee": Path(f"{_AGREEMENT}.piSponsorEmployee", FLAG_AS_TEXT),
                "restriction_type": f"{_AGREEMENT}.restrictionType",
                "restrictive_agreement": Path(f"{_AGREEMENT}.restrictiveAgreement", FLAG_AS_TEXT),
                "other_details": f"{_AGREEMENT}.otherDetails",
                "agreement": Constant(None),
            },
        ),
    ),
    Table(
        "result_contacts",
        Source(
            f"{_MORE}.pointOfContact",
            {
                "name": f"{_MORE}.pointOfContact.title",
                "organization": f"{_MORE}.pointOfContact.organization",
                "email": f"{_MORE}.pointOfContact.email",
                "phone": f"{_MORE}.pointOfContact.phone",
                "extension": f"{_MORE}.pointOfContact.phoneExt",
            },
        ),
    ),
)
"""The tables of results: groups first, to which the others refer."""
