"""What of the record no table holds: AACT has no column for it."""

from collections.abc import Iterator
from typing import Final

_STATUS: Final = "protocolSection.statusModule"
_DESIGN: Final = "protocolSection.designModule"
_SITE: Final = "protocolSection.contactsLocationsModule.locations[]"
_RETRACTION: Final = "protocolSection.referencesModule.references[].retractions[]"
_MEASURE: Final = "resultsSection.baselineCharacteristicsModule.measures[]"
_OUTCOME: Final = "resultsSection.outcomeMeasuresModule.outcomeMeasures[]"
_EVENTS: Final = "resultsSection.adverseEventsModule"
_LARGE: Final = "documentSection.largeDocumentModule"
_ANNOTATION: Final = "annotationSection.annotationModule"
_MISC: Final = "derivedSection.miscInfoModule"
_BROWSE: Final = ("derivedSection.conditionBrowseModule", "derivedSection.interventionBrowseModule")


def _denoms(path: str) -> Iterator[str]:
    yield f"{path}.denoms[].units"
    yield f"{path}.denoms[].counts[].groupId"
    yield f"{path}.denoms[].counts[].value"


_REASONS: Final = {
    "No column.": (
        f"{_STATUS}.resultsWaived",
        f"{_DESIGN}.nPtrsToThisExpAccNctId",
        f"{_DESIGN}.patientRegistry",
        f"{_SITE}.geoPoint.lat",
        f"{_SITE}.geoPoint.lon",
        f"{_OUTCOME}.reportingStatus",
        f"{_OUTCOME}.calculatePct",
        f"{_OUTCOME}.denomUnitsSelected",
        f"{_OUTCOME}.analyses[].testedNonInferiority",
        f"{_OUTCOME}.analyses[].ciLowerLimitComment",
        f"{_EVENTS}.allCauseMortalityComment",
        f"{_EVENTS}.seriousEvents[].notes",
        f"{_EVENTS}.otherEvents[].notes",
        f"{_LARGE}.noSap",
        f"{_LARGE}.largeDocs[].typeAbbrev",
        f"{_LARGE}.largeDocs[].uploadDate",
        f"{_LARGE}.largeDocs[].size",
        f"{_ANNOTATION}.unpostedAnnotation.unpostedResponsibleParty",
        f"{_ANNOTATION}.unpostedAnnotation.unpostedEvents[].dateUnknown",
    ),
    "Arms and interventions are linked by `design_group_interventions`, from the other side.": (
        "protocolSection.armsInterventionsModule.armGroups[].interventionNames[]",
    ),
    "No table of retractions.": (f"{_RETRACTION}.pmid", f"{_RETRACTION}.source"),
    "`number_analyzed_units` does not tell what was selected from what goes without saying.": (
        f"{_MEASURE}.denomUnitsSelected",
    ),
    "Only the number of the row's group, in the units of its measure: `number_analyzed`.": (
        *_denoms(_MEASURE),
        *_denoms(f"{_MEASURE}.classes[]"),
    ),
    "Counts of whole outcomes only.": tuple(_denoms(f"{_OUTCOME}.classes[]")),
    "No table of violations.": tuple(
        f"{_ANNOTATION}.violationAnnotation.violationEvents[].{field}"
        for field in (
            "type",
            "description",
            "creationDate",
            "issuedDate",
            "releaseDate",
            "postedDate",
        )
    ),
    "About the registry's own work.": (
        f"{_MISC}.versionHolder",
        f"{_MISC}.submissionTracking.estimatedResultsFirstSubmitDate",
        f"{_MISC}.submissionTracking.firstMcpInfo.postDateStruct.date",
        f"{_MISC}.submissionTracking.firstMcpInfo.postDateStruct.type",
        *(
            f"{_MISC}.submissionTracking.submissionInfos[].{field}"
            for field in (
                "releaseDate",
                "unreleaseDate",
                "unreleaseDateUnknown",
                "resetDate",
                "mcpReleaseN",
            )
        ),
    ),
    "MeSH terms only, without their identifiers and the tree around them.": tuple(
        f"{module}.{field}"
        for module in _BROWSE
        for field in (
            "meshes[].id",
            "ancestors[].id",
            "browseLeaves[].id",
            "browseLeaves[].name",
            "browseLeaves[].asFound",
            "browseLeaves[].relevance",
            "browseBranches[].abbrev",
            "browseBranches[].name",
        )
    ),
}

UNHELD: Final = {path: reason for reason, paths in _REASONS.items() for path in paths}
"""The paths of values that no table holds, and why."""

PARTLY_HELD: Final = {
    f"{_SITE}.contacts[].role": "`facility_contacts` has no role.",
    f"{_SITE}.contacts[].phone": "`facility_investigators` has no phone.",
    f"{_SITE}.contacts[].phoneExt": "`facility_investigators` has no phone.",
    f"{_SITE}.contacts[].email": "`facility_investigators` has no address.",
}
"""The paths of values that not all rows hold, and why."""
