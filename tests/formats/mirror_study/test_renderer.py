"""Page text from records: the inverse of reading."""

import json
import re
import warnings
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SEEDS
from tests.json_values import values
from tests.pages import codes, module

import trialtext
from trialtext import Study, render, view
from trialtext.model import IdentificationModule, ProtocolSection


def study_of(path: Path) -> Study:
    study = trialtext.parse_file(path).study
    assert study is not None
    return study


STUDIES = {seed.stem: study_of(seed) for seed in SEEDS}


def record(study: Study | None) -> Any:
    assert study is not None
    return trialtext.to_dict(study)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def without(text: str, heading: str, after: str) -> str:
    """Take one section out of a text."""
    start = text.index(f"\n{heading}\n")
    return text[:start] + text[text.index(f"\n{after}\n", start) :]


def test_a_read_page_is_rendered_as_it_was(seed: Path) -> None:
    text = seed.read_text("utf-8")
    result = trialtext.parse(text)
    assert result.study is not None
    if "unassigned-contact" in codes(result):
        after = "Related Links" if "\nRelated Links\n" in text else "Other Identifiers"
        text = without(text, "Facility Contacts", after)
    assert squeezed(render(result.study)) == squeezed(text)


def run_together(study: Study | None) -> Any:
    """Return the record with its terms as the page prints them: on one line."""
    found = record(study)
    conditions = found["protocolSection"]["conditionsModule"]
    found["protocolSection"]["conditionsModule"] = {
        field: [" ".join(terms)] for field, terms in conditions.items()
    }
    return found


def test_a_rendered_page_is_read_as_what_it_can_tell() -> None:
    for seed, study in STUDIES.items():
        assert run_together(trialtext.parse(render(study)).study) == record(view(study)), seed


def test_terms_of_a_rendered_page_are_parted_as_they_were() -> None:
    for seed, study in STUDIES.items():
        again = trialtext.parse(render(study))
        terms = record(study)["protocolSection"]["conditionsModule"]
        assert terms["conditions"], seed
        assert module(again, "conditionsModule") == terms, seed


def test_what_a_page_can_tell_is_no_more_the_second_time() -> None:
    for seed, study in STUDIES.items():
        assert view(view(study)) == view(study), seed


@pytest.mark.parametrize("study", [Study(), Study(protocol_section=ProtocolSection())])
def test_a_study_of_nothing_has_nothing_to_tell(study: Study) -> None:
    assert view(study) == Study()


def test_what_no_page_shows_is_left_out() -> None:
    identification = IdentificationModule(nct_id="NCT99900001", acronym="ORCHID")
    study = Study(protocol_section=ProtocolSection(identification_module=identification))
    assert "ORCHID" not in render(study)


# ---- Records as no seed is

CODES: list[tuple[str, str]] = [
    ("statusModule/overallStatus", "Recruitment Status\n\nPAUSED"),
    ("designModule/phases/1", "Clinical Phase\n\nPHASE2/PAUSED"),
    ("designModule/studyType", "Study Classification\n\nPAUSED"),
    ("designModule/designInfo/allocation", "Allocation Method\n\nPAUSED"),
    ("designModule/designInfo/interventionModel", "Intervention Model\n\nPAUSED"),
    ("designModule/designInfo/primaryPurpose", "Primary Study Purpose\n\nPAUSED"),
    ("designModule/designInfo/observationalModel", "Observational Model Type\n\nPAUSED"),
    ("designModule/designInfo/timePerspective", "Study Time Perspective\n\nPAUSED"),
    ("designModule/designInfo/maskingInfo/masking", "Blinding Strategy\n\nPAUSED"),
    ("designModule/designInfo/maskingInfo/whoMasked/1", "\n\nParticipants PAUSED"),
    ("armsInterventionsModule/armGroups/0/type", "Group Type PAUSED"),
    ("armsInterventionsModule/interventions/0/type", "Intervention Type PAUSED"),
    ("eligibilityModule/sex", "Eligible Sex\n\nPAUSED"),
    ("sponsorCollaboratorsModule/leadSponsor/class", "PAUSED\n\nSponsor Role lead"),
    ("sponsorCollaboratorsModule/responsibleParty/type", "Responsibility Role PAUSED"),
    ("contactsLocationsModule/overallOfficials/0/role", "Ida Ash\n\nRole: PAUSED"),
    ("contactsLocationsModule/centralContacts/0/role", "Ada Quill\n\nRole: PAUSED"),
    ("contactsLocationsModule/locations/0/status", "Site Status\n\nPAUSED"),
    ("contactsLocationsModule/locations/0/contacts/0/role", "Ben Reed\n\nRole: PAUSED"),
    ("identificationModule/orgStudyIdInfo/type", "Identifier Type: PAUSED"),
    ("identificationModule/secondaryIdInfos/0/type", "Identifier Type: PAUSED"),
]
"""Where records have codes that pages show, and how one that nobody knows is shown."""


def invented() -> dict[str, Any]:
    return {
        "protocolSection": {
            "identificationModule": {
                "nctId": "NCT99900001",
                "orgStudyIdInfo": {"id": "OLC-1", "type": "NIH"},
                "secondaryIdInfos": [{"id": "OLC-2", "type": "REGISTRY"}],
                "briefTitle": "Chamomile at Night",
            },
            "statusModule": {
                "overallStatus": "RECRUITING",
                "lastUpdatePostDateStruct": {"date": "2024-05-06"},
            },
            "sponsorCollaboratorsModule": {
                "responsibleParty": {"type": "SPONSOR"},
                "leadSponsor": {"name": "Orchard Lane Clinic", "class": "OTHER"},
            },
            "descriptionModule": {"briefSummary": "On tea."},
            "conditionsModule": {"conditions": ["Insomnia"]},
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "phases": ["PHASE2", "PHASE3"],
                "designInfo": {
                    "allocation": "RANDOMIZED",
                    "interventionModel": "PARALLEL",
                    "primaryPurpose": "TREATMENT",
                    "observationalModel": "COHORT",
                    "timePerspective": "PROSPECTIVE",
                    "maskingInfo": {
                        "masking": "DOUBLE",
                        "whoMasked": ["PARTICIPANT", "INVESTIGATOR"],
                    },
                },
            },
            "armsInterventionsModule": {
                "armGroups": [
                    {"label": "Tea", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Tea"]}
                ],
                "interventions": [{"type": "DRUG", "name": "Tea", "armGroupLabels": ["Tea"]}],
            },
            "eligibilityModule": {
                "eligibilityCriteria": "* Sleepless",
                "sex": "ALL",
                "minimumAge": "18 Years",
                "stdAges": ["ADULT", "OLDER_ADULT"],
            },
            "contactsLocationsModule": {
                "centralContacts": [{"name": "Ada Quill", "role": "CONTACT"}],
                "overallOfficials": [
                    {"name": "Ida Ash", "role": "STUDY_CHAIR", "affiliation": "Orchard Lane"}
                ],
                "locations": [
                    {
                        "facility": "Orchard Lane Clinic",
                        "status": "RECRUITING",
                        "city": "Graz",
                        "country": "Austria",
                        "contacts": [{"name": "Ben Reed", "role": "CONTACT"}],
                    }
                ],
            },
        },
        "hasResults": False,
    }


def changed(path: str, new: object) -> Study:
    """Make a study of the invented record with another value; without it, for `None`."""
    study = invented()
    *steps, last = path.split("/")
    place: Any = study["protocolSection"]
    for step in steps:
        place = place[int(step)] if isinstance(place, list) else place[step]
    place[int(last) if isinstance(place, list) else last] = new
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", trialtext.UnknownFieldWarning)
        return trialtext.from_json(json.dumps(study))


def read_back(study: Study) -> dict[str, Any]:
    found: dict[str, Any] = record(trialtext.parse(render(study)).study)["protocolSection"]
    return found


@pytest.mark.parametrize(("path", "shown"), CODES, ids=[path for path, _ in CODES])
def test_a_code_that_nobody_knows_is_rendered_as_it_is(path: str, shown: str) -> None:
    study = changed(path, "PAUSED")
    assert shown in render(study)
    assert f"/protocolSection/{path}" in dict(values(record(view(study))))


DECISIVE = {
    # The line of roles is one value; contacts belong to the only site that is not closed.
    "designModule/designInfo/maskingInfo/whoMasked/1",
    "contactsLocationsModule/locations/0/status",
}


@pytest.mark.parametrize("path", [path for path, _ in CODES if path not in DECISIVE])
def test_a_code_that_nobody_knows_costs_no_other_value(path: str) -> None:
    study = changed(path, "PAUSED")
    shown = {pointer: v for pointer, v in values(record(view(study))) if v != "PAUSED"}
    read = dict(values(record(trialtext.parse(render(study)).study)))
    # An arm names its intervention by the type, too.
    if path.startswith("armsInterventionsModule/interventions"):
        del shown["/protocolSection/armsInterventionsModule/armGroups/0/interventionNames/0"]
    assert {pointer for pointer in shown if read.get(pointer) != shown[pointer]} == set()


@pytest.mark.parametrize(("path", "_"), CODES, ids=[path for path, _ in CODES])
def test_a_code_that_is_absent_is_not_rendered_as_a_word(path: str, _: str) -> None:
    assert "None" not in render(changed(path, None))


def test_other_numbers_of_the_registry_are_rendered_and_read() -> None:
    aliases = ["NCT99900077", "NCT99900078"]
    study = changed("identificationModule/nctIdAliases", aliases)
    result = trialtext.parse(render(study))
    assert module(result, "identificationModule")["nctIdAliases"] == aliases
    assert record(view(study))["protocolSection"]["identificationModule"]["nctIdAliases"] == aliases
    assert result.status == "complete"


@pytest.mark.parametrize(
    ("date", "read"), [("1989", "1989"), ("2024-02", "2024-02-29"), ("2024-03-05", "2024-03-05")]
)
@pytest.mark.parametrize("field", ["startDateStruct", "completionDateStruct"])
def test_a_year_is_rendered_and_read_as_one_and_a_month_as_its_last_day(
    field: str, date: str, read: str
) -> None:
    study = changed(f"statusModule/{field}", {"date": date, "type": "ACTUAL"})
    assert read_back(study)["statusModule"][field] == {"date": read}
    assert record(view(study))["protocolSection"]["statusModule"][field] == {"date": read}


@pytest.mark.parametrize("country", ["United States", "Korea, Republic of"])
def test_a_site_without_a_city_keeps_its_country(country: str) -> None:
    site = {"facility": "Site 12", "status": "RECRUITING", "country": country}
    study = changed("contactsLocationsModule/locations", [site, {"city": "Graz", **site}])
    sites = read_back(study)["contactsLocationsModule"]["locations"]
    assert sites == [site, {"city": "Graz", **site}]


@pytest.mark.parametrize(
    ("ages", "groups"),
    [
        ({"minimumAge": "18 Years", "maximumAge": "64 Years"}, ["ADULT"]),
        ({"minimumAge": "65 Years"}, ["OLDER_ADULT"]),
        ({"maximumAge": "17 Years"}, ["CHILD"]),
        ({"minimumAge": "N/A"}, None),
        ({}, None),
    ],
    ids=str,
)
def test_age_groups_follow_from_ages_without_a_sex(
    ages: dict[str, str], groups: list[str] | None
) -> None:
    study = changed("eligibilityModule", {"eligibilityCriteria": "* Sleepless", **ages})
    assert read_back(study)["eligibilityModule"].get("stdAges") == groups
    shown = record(view(study))["protocolSection"]["eligibilityModule"]
    assert shown.get("stdAges") == groups


def test_a_withheld_record_is_whole() -> None:
    study = invented()
    kept = ("identificationModule", "statusModule", "sponsorCollaboratorsModule")
    protocol = {name: study["protocolSection"][name] for name in kept}
    protocol["statusModule"]["overallStatus"] = "WITHHELD"
    page = render(trialtext.from_json(json.dumps({"protocolSection": protocol})))
    assert trialtext.parse(page).status == "complete"
