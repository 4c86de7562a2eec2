"""What the registry's older download writes for the codes of the API."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Final

from trialtext.model.enums import (
    AgencyClass,
    DesignAllocation,
    DesignMasking,
    DesignTimePerspective,
    InterventionalAssignment,
    InterventionType,
    ObservationalModel,
    Phase,
    PrimaryPurpose,
    Sex,
    StandardAge,
    Status,
    StudyType,
    WhoMasked,
)

_DISPLAYED: Final[Mapping[type[StrEnum], Mapping[str, StrEnum]]] = {
    Status: {
        "Active, not recruiting": Status.ACTIVE_NOT_RECRUITING,
        "Completed": Status.COMPLETED,
        "Enrolling by invitation": Status.ENROLLING_BY_INVITATION,
        "Not yet recruiting": Status.NOT_YET_RECRUITING,
        "Recruiting": Status.RECRUITING,
        "Suspended": Status.SUSPENDED,
        "Terminated": Status.TERMINATED,
        "Withdrawn": Status.WITHDRAWN,
        "Available": Status.AVAILABLE,
        "No longer available": Status.NO_LONGER_AVAILABLE,
        "Temporarily not available": Status.TEMPORARILY_NOT_AVAILABLE,
        "Approved for marketing": Status.APPROVED_FOR_MARKETING,
        "Withheld": Status.WITHHELD,
        "Unknown status": Status.UNKNOWN,
    },
    StudyType: {
        "Expanded Access": StudyType.EXPANDED_ACCESS,
        "Interventional": StudyType.INTERVENTIONAL,
        "Observational": StudyType.OBSERVATIONAL,
    },
    Phase: {
        "Not Applicable": Phase.NA,
        "Early Phase 1": Phase.EARLY_PHASE1,
        "Phase 1": Phase.PHASE1,
        "Phase 2": Phase.PHASE2,
        "Phase 3": Phase.PHASE3,
        "Phase 4": Phase.PHASE4,
    },
    Sex: {"Female": Sex.FEMALE, "Male": Sex.MALE, "All": Sex.ALL},
    StandardAge: {
        "Child": StandardAge.CHILD,
        "Adult": StandardAge.ADULT,
        "Older Adult": StandardAge.OLDER_ADULT,
    },
    InterventionType: {
        "Behavioral": InterventionType.BEHAVIORAL,
        "Biological": InterventionType.BIOLOGICAL,
        "Combination Product": InterventionType.COMBINATION_PRODUCT,
        "Device": InterventionType.DEVICE,
        "Diagnostic Test": InterventionType.DIAGNOSTIC_TEST,
        "Dietary Supplement": InterventionType.DIETARY_SUPPLEMENT,
        "Drug": InterventionType.DRUG,
        "Genetic": InterventionType.GENETIC,
        "Procedure": InterventionType.PROCEDURE,
        "Radiation": InterventionType.RADIATION,
        "Other": InterventionType.OTHER,
    },
    DesignAllocation: {
        "Randomized": DesignAllocation.RANDOMIZED,
        "Non-Randomized": DesignAllocation.NON_RANDOMIZED,
        "N/A": DesignAllocation.NA,
    },
    InterventionalAssignment: {
        "Single Group Assignment": InterventionalAssignment.SINGLE_GROUP,
        "Parallel Assignment": InterventionalAssignment.PARALLEL,
        "Crossover Assignment": InterventionalAssignment.CROSSOVER,
        "Factorial Assignment": InterventionalAssignment.FACTORIAL,
        "Sequential Assignment": InterventionalAssignment.SEQUENTIAL,
    },
    PrimaryPurpose: {
        "Treatment": PrimaryPurpose.TREATMENT,
        "Prevention": PrimaryPurpose.PREVENTION,
        "Diagnostic": PrimaryPurpose.DIAGNOSTIC,
        "Educational/Counseling/Training": PrimaryPurpose.ECT,
        "Supportive Care": PrimaryPurpose.SUPPORTIVE_CARE,
        "Screening": PrimaryPurpose.SCREENING,
        "Health Services Research": PrimaryPurpose.HEALTH_SERVICES_RESEARCH,
        "Basic Science": PrimaryPurpose.BASIC_SCIENCE,
        "Device Feasibility": PrimaryPurpose.DEVICE_FEASIBILITY,
        "Other": PrimaryPurpose.OTHER,
    },
    DesignMasking: {
        "None (Open Label)": DesignMasking.NONE,
        "Single": DesignMasking.SINGLE,
        "Double": DesignMasking.DOUBLE,
        "Triple": DesignMasking.TRIPLE,
        "Quadruple": DesignMasking.QUADRUPLE,
    },
    WhoMasked: {
        "Participant": WhoMasked.PARTICIPANT,
        "Care Provider": WhoMasked.CARE_PROVIDER,
        "Investigator": WhoMasked.INVESTIGATOR,
        "Outcomes Assessor": WhoMasked.OUTCOMES_ASSESSOR,
    },
    ObservationalModel: {
        "Cohort": ObservationalModel.COHORT,
        "Case-Control": ObservationalModel.CASE_CONTROL,
        "Case Control": ObservationalModel.CASE_CONTROL,
        "Case-Only": ObservationalModel.CASE_ONLY,
        "Case-Crossover": ObservationalModel.CASE_CROSSOVER,
        "Ecologic or Community": ObservationalModel.ECOLOGIC_OR_COMMUNITY,
        "Family-Based": ObservationalModel.FAMILY_BASED,
        "Defined Population": ObservationalModel.DEFINED_POPULATION,
        "Natural History": ObservationalModel.NATURAL_HISTORY,
        "Other": ObservationalModel.OTHER,
    },
    DesignTimePerspective: {
        "Retrospective": DesignTimePerspective.RETROSPECTIVE,
        "Prospective": DesignTimePerspective.PROSPECTIVE,
        "Cross-Sectional": DesignTimePerspective.CROSS_SECTIONAL,
        "Other": DesignTimePerspective.OTHER,
    },
    # What it writes as `Other` stands for several codes.
    AgencyClass: {
        "Industry": AgencyClass.INDUSTRY,
        "NIH": AgencyClass.NIH,
        "U.S. Fed": AgencyClass.FED,
    },
}

HAS_RESULTS: Final = {
    "YES": True,
    "NO": False,
    "Has Results": True,
    "No Results Available": False,
}


@cache
def written_codes(enum: type[StrEnum]) -> Mapping[str, StrEnum]:
    """Return the members of an enum by what either download writes for them."""
    return {**{member.value: member for member in enum}, **_DISPLAYED.get(enum, {})}
