"""Cells: what each column tells, in both downloads, and what a row cannot tell."""

from collections.abc import Mapping
from typing import Any

import pytest
from tests.downloads import CLASSIC_ROW, ROW, classic, download, read, read_classic
from tests.pages import codes, record

import trialtext
from trialtext import Result

SITE = "https://cdn.clinicaltrials.gov/large-docs/01/NCT99900001"


def field(result: Result, path: str) -> Any:
    """Return a field by its path in the JSON; `None` if it is absent."""
    found: Any = record(result)
    for key in path.split("."):
        found = (found or {}).get(key)
    return found


# ---- Text, codes and lists


@pytest.mark.parametrize(
    ("column", "cell", "path", "value"),
    [
        ("Acronym", "MILK|2", "identificationModule.acronym", "MILK|2"),
        ("Study Status", "UNKNOWN", "statusModule.overallStatus", "UNKNOWN"),
        ("Brief Summary", "Milk.\n\nTea.", "descriptionModule.briefSummary", "Milk.\n\nTea."),
        (
            "Conditions",
            "Sleep|Night, Late",
            "conditionsModule.conditions",
            ["Sleep", "Night, Late"],
        ),
        ("Sponsor", "Oat, Inc.", "sponsorCollaboratorsModule.leadSponsor.name", "Oat, Inc."),
        ("Funder Type", "OTHER_GOV", "sponsorCollaboratorsModule.leadSponsor.class", "OTHER_GOV"),
        ("Sex", "ALL", "eligibilityModule.sex", "ALL"),
        ("Age", "CHILD, OLDER_ADULT", "eligibilityModule.stdAges", ["CHILD", "OLDER_ADULT"]),
        ("Phases", "PHASE1|PHASE2", "designModule.phases", ["PHASE1", "PHASE2"]),
        ("Enrollment", "0", "designModule.enrollmentInfo.count", 0),
        ("Study Type", "EXPANDED_ACCESS", "designModule.studyType", "EXPANDED_ACCESS"),
        ("Start Date", "2024-03", "statusModule.startDateStruct.date", "2024-03"),
        ("First Posted", "2024-03-07", "statusModule.studyFirstPostDateStruct.date", "2024-03-07"),
    ],
)
def test_a_cell_becomes_the_field_of_its_column(
    column: str, cell: str, path: str, value: Any
) -> None:
    (result,) = trialtext.parse_all(download({**ROW, column: cell}))
    assert field(result, f"protocolSection.{path}") == value
    assert codes(result) == []


@pytest.mark.parametrize(("cell", "value"), [("YES", True), ("NO", False)])
def test_whether_there_are_results_is_told(cell: str, value: bool) -> None:
    assert record(read(Study_Results=cell))["hasResults"] is value


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("Study Status", "DREAMING", "unknown-code"),
        ("Phases", "PHASE2|PHASE9", "unknown-code"),
        ("Enrollment", "1.23E+15", "unreadable-value"),
        ("Start Date", "2024-02-30", "unreadable-value"),
        ("Start Date", "45000", "unreadable-value"),
        ("Start Date", "2021/03/07", "unreadable-value"),
        ("Age", "from 3 on", "unreadable-value"),
        ("Study URL", "https://clinicaltrials.gov/study/NCT99900002", "different-nct-id"),
        ("Study URL", "milk", "unreadable-value"),
        ("Interventions", "DRUG: Milk|Tea", "unknown-line"),
        ("Study Documents", "Study Protocol", "unknown-line"),
        ("Study Design", "Allocation: NA|Flavour: SWEET", "unknown-line"),
    ],
)
def test_what_cannot_be_read_is_reported_at_its_place(column: str, cell: str, code: str) -> None:
    (result,) = trialtext.parse_all(download({**ROW, column: cell}))
    (found,) = result.diagnostics
    assert (found.code, found.line) == (code, 2)
    assert [each.section for each in result.unparsed] == [column]
    assert field(result, "protocolSection.identificationModule.nctId") == "NCT99900001"


@pytest.mark.parametrize("number", ["", "NCT123", "rest of a cell"])
def test_a_row_without_a_number_is_no_study(number: str) -> None:
    text = f"NCT Number,Study Title\n{number},Milk\n"
    (result,) = trialtext.parse_all(text)
    assert (result.study, codes(result)) == (None, ["row-without-number"])


def test_the_number_of_an_only_row_may_be_given() -> None:
    text = "NCT Number,Study Title\n,Milk\n"
    (result,) = trialtext.parse_all(text, nct_id="NCT99900001")
    assert field(result, "protocolSection.identificationModule.nctId") == "NCT99900001"


def test_a_cell_of_the_length_that_spreadsheets_keep_may_have_been_cut() -> None:
    assert codes(read(Brief_Summary="x" * 32_767)) == ["cut-cell"]
    assert codes(read(Brief_Summary="x" * 32_766)) == []


# ---- Cells with an inner form


def test_interventions_are_divided_at_their_first_colon() -> None:
    result = read(Interventions="DRUG: Milk: warm|BIOLOGICAL: Biological: x|DEVICE: Cup")
    assert field(result, "protocolSection.armsInterventionsModule.interventions") == [
        {"type": "DRUG", "name": "Milk: warm"},
        {"type": "BIOLOGICAL", "name": "Biological: x"},
        {"type": "DEVICE", "name": "Cup"},
    ]


def test_an_odd_item_costs_no_other() -> None:
    for cell in ("DRUG: a||DRUG: b", "DRUG: a|DRUG: b|", "|DRUG: a|DRUG: b"):
        result = read(Interventions=cell)
        names = field(result, "protocolSection.armsInterventionsModule.interventions")
        assert [each["name"] for each in names] == ["a", "b"]
        assert codes(result) == []


def test_bars_with_blanks_beside_them_divide_terms() -> None:
    result = read(Conditions="Sleep | Night")
    assert field(result, "protocolSection.conditionsModule.conditions") == ["Sleep", "Night"]


def test_without_an_organization_s_identifier_all_are_secondary() -> None:
    module = field(read(Other_IDs="|S1|S2"), "protocolSection.identificationModule")
    assert "orgStudyIdInfo" not in module
    assert module["secondaryIdInfos"] == [{"id": "S1"}, {"id": "S2"}]


def test_the_first_identifier_is_the_organization_s() -> None:
    module = field(read(Other_IDs="OAT-1|OAT-1|2024-5"), "protocolSection.identificationModule")
    assert module["orgStudyIdInfo"] == {"id": "OAT-1"}
    assert module["secondaryIdInfos"] == [{"id": "OAT-1"}, {"id": "2024-5"}]


@pytest.mark.parametrize(
    ("cell", "design"),
    [
        (
            "Allocation: RANDOMIZED|Masking: DOUBLE (PARTICIPANT, INVESTIGATOR)",
            {
                "allocation": "RANDOMIZED",
                "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "INVESTIGATOR"]},
            },
        ),
        (
            "Allocation: |Intervention Model: SINGLE_GROUP|Masking: NONE|Primary Purpose: ",
            {"interventionModel": "SINGLE_GROUP", "maskingInfo": {"masking": "NONE"}},
        ),
        (
            "Observational Model: COHORT | Time Perspective: PROSPECTIVE",
            {"observationalModel": "COHORT", "timePerspective": "PROSPECTIVE"},
        ),
        (
            "Intervention Model: Single Group Assignment|Masking: None (Open Label)",
            {"interventionModel": "SINGLE_GROUP", "maskingInfo": {"masking": "NONE"}},
        ),
        (
            "Allocation: N/A|Primary Purpose: Educational/Counseling/Training",
            {"allocation": "NA", "primaryPurpose": "ECT"},
        ),
    ],
)
def test_a_design_is_read_in_every_form(cell: str, design: Mapping[str, Any]) -> None:
    result = read(Study_Design=cell)
    assert field(result, "protocolSection.designModule.designInfo") == design
    assert codes(result) == []


def test_the_constant_of_observations_tells_nothing() -> None:
    result = read(Study_Design="Observational Model: |Time Perspective: p")
    assert field(result, "protocolSection.designModule") is None
    assert codes(result) == ["untold-design"]
    assert result.status is trialtext.Status.COMPLETE


def test_documents_are_told_by_the_names_of_their_files() -> None:
    label = "Study Protocol, Statistical Analysis Plan, and Informed Consent Form: German"
    result = read(Study_Documents=f"{label}, {SITE}/Prot_SAP_ICF_000.pdf|Plan, {SITE}/SAP_001.pdf")
    first, second = field(result, "documentSection.largeDocumentModule.largeDocs")
    assert first == {
        "typeAbbrev": "Prot_SAP_ICF",
        "hasProtocol": True,
        "hasSap": True,
        "hasIcf": True,
        "label": label,
        "filename": "Prot_SAP_ICF_000.pdf",
    }
    assert (second["typeAbbrev"], second["hasProtocol"], second["hasSap"]) == ("SAP", False, True)
    assert codes(result) == []


def test_outcomes_are_divided_into_their_parts() -> None:
    result = read(Primary_Outcome_Measures="Sleep|Nights, 6 weeks|Naps, Counted twice., 6 weeks")
    assert field(result, "protocolSection.outcomesModule.primaryOutcomes") == [
        {"measure": "Sleep"},
        {"measure": "Nights", "timeFrame": "6 weeks"},
        {"measure": "Naps", "description": "Counted twice.", "timeFrame": "6 weeks"},
    ]


def test_an_outcome_that_nothing_divides_stays_whole() -> None:
    item = "Milk, Tea, Cocoa, Day 3, Day 5, at bedtime"
    result = read(Primary_Outcome_Measures="Sleep", Secondary_Outcome_Measures=f"Nap|{item}")
    (found,) = result.diagnostics
    assert (found.code, found.message[-26:]) == (
        "undivided-outcome",
        "[Secondary Outcome Measures]"[-26:],
    )
    assert result.text[found.start : found.end] == item
    outcomes = field(result, "protocolSection.outcomesModule.secondaryOutcomes")
    assert outcomes[1] == {"measure": item}


def test_locations_are_divided_into_their_parts() -> None:
    cell = (
        "Oat Hospital, Boston, Massachusetts, 02115, United States|Leeds, LS1 4AP, United Kingdom"
    )
    result = read(Locations=cell)
    assert field(result, "protocolSection.contactsLocationsModule.locations") == [
        {
            "facility": "Oat Hospital",
            "city": "Boston",
            "state": "Massachusetts",
            "zip": "02115",
            "country": "United States",
        },
        {"city": "Leeds", "zip": "LS1 4AP", "country": "United Kingdom"},
    ]
    assert codes(result) == []


def test_a_location_that_was_cut_off_is_reported() -> None:
    result = read(Locations="Boston, Massachusetts, 02115, United States|Oat Hosp")
    assert codes(result) == ["undivided-site"]
    assert [each.text for each in result.unparsed] == ["Oat Hosp"]
    assert len(field(result, "protocolSection.contactsLocationsModule.locations")) == 1


# ---- Dates as spreadsheets write them


def dates(*cells: str) -> list[Any]:
    text = download(*({**ROW, "Start Date": cell} for cell in cells))
    path = "protocolSection.statusModule.startDateStruct.date"
    return [field(result, path) for result in trialtext.parse_all(text)]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (["September 20, 2018", "September 2022"], ["2018-09-20", "2022-09"]),
        (["9/15/2021", "3/7/2024"], ["2021-09-15", "2024-03-07"]),
        (["3/7/2024", "15/9/2021"], ["2024-07-03", "2021-09-15"]),
        (["5/5/2021"], ["2021-05-05"]),
        (["2020"], ["2020"]),
        (["Sep-21", "Mar-99"], ["2021-09", "1999-03"]),
    ],
)
def test_dates_are_read_as_spreadsheets_write_them(cells: list[str], expected: list[str]) -> None:
    assert dates(*cells) == expected


@pytest.mark.parametrize("others", [[], ["2024-01-31"], ["9/15/2021", "15/9/2021"]])
def test_a_date_that_may_be_two_days_is_none(others: list[str]) -> None:
    assert dates("3/7/2024", *others)[0] is None
    text = download(*({**ROW, "Start Date": cell} for cell in ("3/7/2024", *others)))
    assert codes(next(trialtext.parse_all(text))) == ["ambiguous-date"]


# ---- The older download


def test_ages_tell_limits_and_groups() -> None:
    ages = {
        "18 Years to 75 Years \u00a0 (Adult, Older Adult)": ("18 Years", "75 Years"),
        "6 Months and older \u00a0 (Child, Adult, Older Adult)": ("6 Months", None),
        "up to 1 Year \u00a0 (Child)": (None, "1 Year"),
        "Child, Adult, Older Adult": (None, None),
    }
    for cell, limits in ages.items():
        module = field(read_classic({"Age": cell}), "protocolSection.eligibilityModule")
        assert (module.get("minimumAge"), module.get("maximumAge")) == limits
        assert len(module["stdAges"]) == cell.count(",") + 1


def test_measures_of_unknown_kind_are_no_outcomes() -> None:
    result = read_classic({"Outcome Measures": "Sleep|Naps"})
    assert field(result, "protocolSection.outcomesModule") is None
    assert codes(result) == ["untold-outcomes"]
    assert [each.text for each in result.unparsed] == ["Sleep", "Naps"]


@pytest.mark.parametrize(
    ("names", "classes", "expected"),
    [
        ("A|B|C", "Industry", ["INDUSTRY", "INDUSTRY", "INDUSTRY"]),
        ("A|B|C", "NIH|Industry|U.S. Fed", ["NIH", "INDUSTRY", "FED"]),
        ("A|B|C", "NIH|Industry", ["NIH", None, None]),
        ("A|B", "Other|NIH", [None, "NIH"]),
        ("A|B", "Other", [None, None]),
    ],
)
def test_classes_are_those_that_the_row_tells(
    names: str, classes: str, expected: list[str | None]
) -> None:
    result = read_classic({"Sponsor/Collaborators": names, "Funded Bys": classes})
    module = field(result, "protocolSection.sponsorCollaboratorsModule")
    sponsors = [module["leadSponsor"], *module["collaborators"]]
    assert [each["name"] for each in sponsors] == names.split("|")
    assert [each.get("class") for each in sponsors] == expected
    assert ("untold-class" in codes(result)) is (None in expected)


def test_kinds_of_expanded_access_are_told() -> None:
    result = read_classic(
        {"Study Type": "Expanded Access:Individual Patients|Treatment IND/Protocol"}
    )
    assert field(result, "protocolSection.designModule") == {
        "studyType": "EXPANDED_ACCESS",
        "expandedAccessTypes": {"individual": True, "treatment": True},
    }


def test_a_perspective_without_a_code_is_reported() -> None:
    cell = "Observational Model: Case Control|Time Perspective: Longitudinal"
    result = read_classic({"Study Designs": cell})
    assert codes(result) == ["unknown-code"]
    assert field(result, "protocolSection.designModule.designInfo") == {
        "observationalModel": "CASE_CONTROL"
    }


def test_what_is_null_is_absent() -> None:
    row = {
        **CLASSIC_ROW,
        "Enrollment": "null",
        "Start Date": "null",
        "Study Type": 'Observational"',
    }
    (result,) = trialtext.parse_all(download(row).replace('"Observational"""', '"Observational"""'))
    assert field(result, "protocolSection.statusModule") is None
    assert field(result, "protocolSection.designModule") == {"studyType": "OBSERVATIONAL"}
    assert codes(result) == []


def test_labels_of_documents_wear_quotes() -> None:
    cell = '"Study Protocol", https://ClinicalTrials.gov/ProvidedDocs/01/NCT99900001/Prot_000.pdf'
    (result,) = trialtext.parse_all(classic({**CLASSIC_ROW, "Study Documents": cell}))
    (document,) = field(result, "documentSection.largeDocumentModule.largeDocs")
    assert document["label"] == "Study Protocol"
    assert codes(result) == []


def test_a_rank_is_noise() -> None:
    assert [each.text for each in read_classic({}).noise] == ["1"]


def test_locations_have_no_zip() -> None:
    result = read_classic({"Locations": "Oat Hospital, Seoul, Korea, Republic of"})
    assert field(result, "protocolSection.contactsLocationsModule.locations") == [
        {"facility": "Oat Hospital", "city": "Seoul", "country": "Korea, Republic of"}
    ]
