"""Invented studies: one with something in every table, and small ones."""

from typing import Any, Final

import orjson

from trialtext.codec import from_json
from trialtext.model.study import Study

NUMBER: Final = "NCT99900001"


def study(number: str | None = NUMBER, **sections: Any) -> Study:
    """Make a study of modules of its protocol, named without `Module`, and of other sections."""
    identification = {"nctId": number} if number else {}
    identification |= sections.pop("identification", {})
    apart = [name for name in sections if name.endswith("Section") or name == "hasResults"]
    whole = {name: sections.pop(name) for name in apart}
    protocol = {f"{name}Module": module for name, module in sections.items()}
    record = {"protocolSection": {"identificationModule": identification, **protocol}, **whole}
    return from_json(orjson.dumps(record))


def results(number: str = NUMBER, **modules: Any) -> Study:
    """Make a study with modules of results."""
    return study(number, resultsSection={f"{name}Module": each for name, each in modules.items()})


def measurement(group: str, value: str, **others: str) -> dict[str, str]:
    """Make a cell of a table of measures."""
    return {"groupId": group, "value": value, **others}


PROTOCOL: Final[dict[str, Any]] = {
    "identification": {
        "nctIdAliases": ["NCT99900009"],
        "orgStudyIdInfo": {"id": "TEA-1", "link": "https://tea.example.org/1"},
        "secondaryIdInfos": [{"id": "2031-1", "type": "REGISTRY", "domain": "Tea Board"}],
        "organization": {"fullName": "Institute of Tea", "class": "OTHER"},
        "briefTitle": "Tea Before Noon",
        "officialTitle": "A Trial of Tea Before Noon",
        "acronym": "TEA",
    },
    "status": {
        "statusVerifiedDate": "2032-02",
        "overallStatus": "COMPLETED",
        "delayedPosting": True,
        "expandedAccessInfo": {"hasExpandedAccess": False},
        "startDateStruct": {"date": "2031-02", "type": "ACTUAL"},
        "primaryCompletionDateStruct": {"date": "2031-12-31", "type": "ACTUAL"},
        "completionDateStruct": {"date": "2032-01", "type": "ESTIMATED"},
        "studyFirstSubmitDate": "2030-11-30",
        "studyFirstPostDateStruct": {"date": "2030-12-04", "type": "ACTUAL"},
        "resultsFirstSubmitDate": "2032-03-01",
        "lastUpdateSubmitDate": "2032-03-02",
    },
    "sponsorCollaborators": {
        "responsibleParty": {"type": "SPONSOR_INVESTIGATOR", "investigatorFullName": "Ida Moss"},
        "leadSponsor": {"name": "Institute of Tea", "class": "OTHER"},
        "collaborators": [{"name": "Juice Works", "class": "INDUSTRY"}],
    },
    "oversight": {"oversightHasDmc": False, "isFdaRegulatedDrug": True},
    "description": {"briefSummary": "Tea,\n\nor juice.", "detailedDescription": "* Tea\n* Juice"},
    "conditions": {"conditions": ["Thirst", "Yawning"], "keywords": ["tea"]},
    "design": {
        "studyType": "INTERVENTIONAL",
        "phases": ["PHASE1", "PHASE2"],
        "designInfo": {
            "allocation": "RANDOMIZED",
            "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "INVESTIGATOR"]},
        },
        "enrollmentInfo": {"count": 40, "type": "ACTUAL"},
    },
    "armsInterventions": {
        "armGroups": [
            {"label": "Tea", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Tea"]},
            {"label": "Juice", "type": "PLACEBO_COMPARATOR", "description": "Pressed."},
        ],
        "interventions": [
            {"type": "DRUG", "name": "Tea", "armGroupLabels": ["Tea"], "otherNames": ["Chai"]},
            {"type": "OTHER", "name": "Cup", "armGroupLabels": ["Tea", "Juice"]},
        ],
    },
    "outcomes": {
        "primaryOutcomes": [{"measure": "Thirst", "timeFrame": "1 day"}],
        "secondaryOutcomes": [{"measure": "Yawns"}, {"measure": "Sighs", "description": "All."}],
    },
    "eligibility": {
        "eligibilityCriteria": (
            "Inclusion Criteria:\n\n* Thirst\n\nExclusion Criteria:\n\n* Pregnancy"
        ),
        "healthyVolunteers": True,
        "sex": "ALL",
        "minimumAge": "6 Months",
        "maximumAge": "65 Years",
        "stdAges": ["ADULT", "OLDER_ADULT"],
    },
    "contactsLocations": {
        "centralContacts": [
            {"name": "Ida Moss", "role": "CONTACT", "phone": "555-0100", "phoneExt": "7"},
            {"name": "Bo Fern", "role": "CONTACT", "email": "bo@tea.example.org"},
        ],
        "overallOfficials": [{"name": "Ida Moss", "role": "STUDY_CHAIR"}],
        "locations": [
            {
                "facility": "Tea House",
                "status": "RECRUITING",
                "city": "Springfield",
                "country": "Guam",
                "contacts": [
                    {"name": "Bo Fern", "role": "CONTACT", "phone": "555-0101"},
                    {"name": "Cy Reed", "role": "PRINCIPAL_INVESTIGATOR"},
                ],
            },
            {"facility": "Juice Bar", "city": "Lyon", "zip": "69001", "country": "France"},
            {"facility": "Tea Room", "city": "Nice", "country": "France"},
        ],
    },
    "references": {
        "references": [{"pmid": "1", "type": "RESULT", "citation": "Moss I. On tea. 2032."}],
        "seeAlsoLinks": [{"label": "Tea", "url": "https://tea.example.org"}],
        "availIpds": [{"id": "D-1", "type": "Dataset", "url": "https://tea.example.org/data"}],
    },
    "ipdSharingStatement": {"ipdSharing": "YES", "infoTypes": ["SAP", "CSR"]},
}

_GROUPS: Final = [{"id": f"{{}}00{n}", "title": title} for n, title in enumerate(["Tea", "Juice"])]


def _groups(letters: str) -> list[dict[str, str]]:
    return [{"id": each["id"].format(letters), "title": each["title"]} for each in _GROUPS]


RESULTS: Final[dict[str, Any]] = {
    "participantFlowModule": {
        "recruitmentDetails": "In tea houses.",
        "groups": _groups("FG"),
        "periods": [
            {
                "title": "First Week",
                "milestones": [
                    {
                        "type": "STARTED",
                        "comment": "First cup",
                        "achievements": [
                            {"groupId": "FG000", "numSubjects": "20", "comment": "One late"},
                            {"groupId": "FG001", "numSubjects": "20"},
                        ],
                    }
                ],
                "dropWithdraws": [
                    {"type": "Death", "reasons": [{"groupId": "FG001", "numSubjects": "1"}]}
                ],
            }
        ],
    },
    "baselineCharacteristicsModule": {
        "populationDescription": "All.",
        "groups": _groups("BG"),
        "denoms": [
            {
                "units": "Participants",
                "counts": [
                    {"groupId": "BG000", "value": "20"},
                    {"groupId": "BG001", "value": "19"},
                ],
            }
        ],
        "measures": [
            {
                "title": "Cups a Day",
                "paramType": "MEAN",
                "dispersionType": "STANDARD_DEVIATION",
                "unitOfMeasure": "cups",
                "calculatePct": False,
                "classes": [
                    {
                        "title": "Mornings",
                        "categories": [
                            {
                                "measurements": [
                                    measurement("BG000", "2.50", spread="0.5"),
                                    measurement("BG001", "NA", comment="Cups were lost"),
                                ]
                            }
                        ],
                    }
                ],
            }
        ],
    },
    "outcomeMeasuresModule": {
        "outcomeMeasures": [
            {
                "type": "PRIMARY",
                "title": "Thirst",
                "anticipatedPostingDate": "2032-06",
                "paramType": "MEAN",
                "groups": _groups("OG"),
                "denoms": [
                    {"units": "Participants", "counts": [{"groupId": "OG001", "value": "1,790"}]}
                ],
                "classes": [
                    {
                        "categories": [
                            {
                                "measurements": [
                                    measurement("OG000", "1", lowerLimit="0.9", upperLimit="NA"),
                                    measurement("OG001", "1,5"),
                                ]
                            }
                        ]
                    }
                ],
                "analyses": [
                    {
                        "groupIds": ["OG000", "OG001"],
                        "pValue": "<0.001",
                        "ciPctValue": "95",
                        "ciLowerLimit": "0.1",
                    }
                ],
            },
            {"type": "SECONDARY", "title": "Yawns", "groups": _groups("OG")},
        ]
    },
    "adverseEventsModule": {
        "frequencyThreshold": "5",
        "timeFrame": "1 week",
        "eventGroups": [
            {"id": "EG000", "title": "Tea", "seriousNumAffected": 1, "seriousNumAtRisk": 20}
        ],
        "seriousEvents": [
            {
                "term": "Scald",
                "organSystem": "Skin",
                "stats": [
                    {"groupId": "EG000", "numEvents": 2, "numAffected": 1, "numAtRisk": 20},
                    {"groupId": "EG001", "numAffected": 0, "numAtRisk": 20},
                ],
            }
        ],
    },
    "moreInfoModule": {
        "limitationsAndCaveats": {"description": "Cups differed."},
        "certainAgreement": {"piSponsorEmployee": False},
        "pointOfContact": {"title": "Ida Moss", "phone": "555-0102"},
    },
}

RICH: Final = study(
    **PROTOCOL,
    resultsSection=RESULTS,
    hasResults=True,
    annotationSection={
        "annotationModule": {
            "unpostedAnnotation": {"unpostedEvents": [{"type": "RELEASE", "date": "2032-04-01"}]}
        }
    },
    documentSection={
        "largeDocumentModule": {
            "largeDocs": [
                {
                    "hasProtocol": True,
                    "label": "Study Protocol",
                    "date": "2031-01-05",
                    "filename": "Prot_000.pdf",
                }
            ]
        }
    },
    derivedSection={
        "miscInfoModule": {"removedCountries": ["Norway"]},
        "conditionBrowseModule": {
            "meshes": [{"id": "D1", "term": "Thirst"}],
            "ancestors": [{"id": "D2", "term": "Drinking Behavior"}],
        },
        "interventionBrowseModule": {"meshes": [{"id": "D3", "term": "Tea"}]},
    },
)
"""A study with something in every table."""
