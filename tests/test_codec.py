"""Study records to the registry's JSON and back, without loss."""

import json
import warnings
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from tests.conftest import sampled

from trialtext import InvalidRecordError, Study, UnknownFieldWarning, from_json, to_json
from trialtext.model.base import ApiObject
from trialtext.model.derived import SubmissionInfo
from trialtext.model.enums import AgencyClass, Phase, StandardAge, StudyType
from trialtext.model.protocol import (
    Contact,
    ContactsLocationsModule,
    DesignModule,
    EligibilityModule,
    GeoPoint,
    IdentificationModule,
    Location,
    OversightModule,
    ProtocolSection,
    ReferencesModule,
    SeeAlsoLink,
    Sponsor,
)
from trialtext.model.results import MeasureAnalysis

# Fields that leaked into the API's records in 2023 and 2024: no specification knows them.
LEAKED = {"modelPredictions", "locations_nested", "interventionMappedName"}

RECORDS: dict[str, dict[str, Any]] = {
    "empty": {},
    "protocol": {
        "protocolSection": {
            "identificationModule": {
                "nctId": "NCT99900000",
                "orgStudyIdInfo": {"id": "OLC-1"},
                "secondaryIdInfos": [{"id": "2024-500000-10-00", "type": "CTIS"}],
                "organization": {"fullName": "Orchard Lane Clinic", "class": "OTHER"},
                "briefTitle": "Chamomile “Tea” at Night",
            },
            "statusModule": {
                "overallStatus": "RECRUITING",
                "startDateStruct": {"date": "2024-02", "type": "ACTUAL"},
            },
            "designModule": {
                "studyType": "INTERVENTIONAL",
                "phases": ["PHASE1", "PHASE2"],
                "designInfo": {"maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT"]}},
                "enrollmentInfo": {"count": 0, "type": "ACTUAL"},
            },
            "contactsLocationsModule": {
                "centralContacts": [
                    {"name": "Ada Quill", "role": "CONTACT", "phone": "555-0100"},
                    {"name": "Ben Reed", "role": "CONTACT", "email": "ben.reed@example.org"},
                ],
                "locations": [{"city": "Graz", "geoPoint": {"lat": 47.06667, "lon": 15}}],
            },
        },
        "hasResults": False,
    },
    "results": {
        "resultsSection": {
            "participantFlowModule": {
                "groups": [{"id": "FG000", "title": "Tea"}],
                "periods": [
                    {
                        "title": "Overall Study",
                        "milestones": [
                            {
                                "type": "STARTED",
                                "achievements": [{"groupId": "FG000", "numSubjects": "12"}],
                            }
                        ],
                    }
                ],
            },
            "outcomeMeasuresModule": {
                "outcomeMeasures": [
                    {
                        "type": "PRIMARY",
                        "paramType": "MEAN",
                        "analyses": [{"pValue": "<0.001", "ciPctValue": "95"}],
                    }
                ]
            },
            "adverseEventsModule": {
                "seriousEvents": [
                    {"term": "Fall", "stats": [{"groupId": "EG000", "numAffected": 0}]}
                ]
            },
        },
        "hasResults": True,
    },
    "annotation": {
        "annotationSection": {
            "annotationModule": {
                "unpostedAnnotation": {
                    "unpostedEvents": [
                        {"type": "RELEASE", "date": "2024-05-17"},
                        {"type": "UNRELEASE", "dateUnknown": True},
                    ]
                }
            }
        }
    },
    "document": {
        "documentSection": {
            "largeDocumentModule": {
                "noSap": False,
                "largeDocs": [{"typeAbbrev": "Prot", "hasIcf": False, "size": 123456}],
            }
        }
    },
    "derived": {
        "derivedSection": {
            "miscInfoModule": {"versionHolder": "2025-10-01", "removedCountries": ["Austria"]},
            "conditionBrowseModule": {
                "meshes": [{"id": "D007319", "term": "Sleep Initiation and Maintenance Disorders"}],
                "browseLeaves": [{"id": "M1", "relevance": "LOW"}],
            },
        }
    },
}


def read(record: object) -> Study:
    return from_json(json.dumps(record))


def written(study: ApiObject) -> Any:
    return json.loads(to_json(study))


def design(fields: dict[str, Any]) -> dict[str, Any]:
    return {"protocolSection": {"designModule": fields}}


def design_module(study: Study) -> DesignModule:
    assert study.protocol_section is not None
    assert study.protocol_section.design_module is not None
    return study.protocol_section.design_module


def keys(value: Any, path: str = "$") -> Iterator[tuple[str, list[str]]]:
    """Give every object's keys in their order, but for those that no specification knows."""
    if isinstance(value, dict):
        yield path, [key for key in value if key not in LEAKED]
        for key, item in value.items():
            yield from keys(item, f"{path}.{key}")
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from keys(item, f"{path}[{index}]")


# ---- Writing


def test_an_empty_study_is_an_empty_object() -> None:
    assert to_json(Study()) == b"{}"


def test_absent_values_leave_no_trace() -> None:
    assert written(DesignModule(study_type=StudyType.OBSERVATIONAL)) == {
        "studyType": "OBSERVATIONAL"
    }


def test_an_empty_list_leaves_no_trace() -> None:
    assert to_json(DesignModule(phases=())) == b"{}"


@pytest.mark.parametrize("value", [False, True])
def test_a_truth_value_is_written_even_if_false(value: bool) -> None:
    assert written(Study(has_results=value)) == {"hasResults": value}


def test_a_zero_is_written() -> None:
    assert written(SubmissionInfo(mcp_release_n=0)) == {"mcpReleaseN": 0}


def test_keys_stand_in_the_order_of_the_api() -> None:
    contact = Contact(email="ada.quill@example.org", phone="555-0100", name="Ada Quill")
    assert to_json(contact) == (
        b'{"name":"Ada Quill","phone":"555-0100","email":"ada.quill@example.org"}'
    )


def test_sections_stand_in_the_order_of_the_api() -> None:
    study = from_json(
        b'{"hasResults":true,"derivedSection":{},"annotationSection":{},"documentSection":{},'
        b'"resultsSection":{},"protocolSection":{}}'
    )
    assert list(written(study)) == [
        "protocolSection",
        "resultsSection",
        "documentSection",
        "annotationSection",
        "derivedSection",
        "hasResults",
    ]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (DesignModule(n_ptrs_to_this_exp_acc_nct_id=2), {"nPtrsToThisExpAccNctId": 2}),
        (OversightModule(fdaaa801_violation=True), {"fdaaa801Violation": True}),
        (OversightModule(oversight_has_dmc=True), {"oversightHasDmc": True}),
        (Sponsor(class_=AgencyClass.NIH), {"class": "NIH"}),
        (MeasureAnalysis(p_value="0.05"), {"pValue": "0.05"}),
        (MeasureAnalysis(ci_pct_value="95"), {"ciPctValue": "95"}),
        (IdentificationModule(nct_id="NCT99900000"), {"nctId": "NCT99900000"}),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_names_are_spelt_as_the_api_spells_them(
    part: ApiObject, expected: dict[str, object]
) -> None:
    assert written(part) == expected


def test_codes_are_written_as_text() -> None:
    assert to_json(DesignModule(phases=(Phase.NA,))) == b'{"phases":["NA"]}'


def test_characters_are_written_as_utf_8() -> None:
    assert to_json(Sponsor(name="Universität Graz")) == '{"name":"Universität Graz"}'.encode()


def test_without_indent_json_is_one_line_without_spaces() -> None:
    assert to_json(Contact(name="Ada", phone="555-0100")) == b'{"name":"Ada","phone":"555-0100"}'


def test_indent_puts_two_spaces_a_level() -> None:
    links = ReferencesModule(see_also_links=(SeeAlsoLink(url="https://example.org"),))
    assert to_json(links, indent=True).decode().splitlines() == [
        "{",
        '  "seeAlsoLinks": [',
        "    {",
        '      "url": "https://example.org"',
        "    }",
        "  ]",
        "}",
    ]


def test_what_is_extra_is_written_after_what_is_known() -> None:
    contact = Contact(extra={"pager": ["7", None]}, name="Ada Quill")
    assert to_json(contact) == b'{"name":"Ada Quill","pager":["7",null]}'


def test_what_is_extra_is_written_inside_nested_objects() -> None:
    module = ContactsLocationsModule(central_contacts=(Contact(extra={"pager": 7}),))
    assert written(module) == {"centralContacts": [{"pager": 7}]}


# ---- Reading


def test_an_empty_object_is_an_empty_study() -> None:
    assert from_json(b"{}") == Study()


@pytest.mark.parametrize("data", ['{"hasResults": true}', b'{"hasResults": true}'])
def test_a_record_is_read_from_text_or_bytes(data: str | bytes) -> None:
    assert from_json(data) == Study(has_results=True)


def test_lists_become_tuples() -> None:
    study = read({"protocolSection": {"eligibilityModule": {"stdAges": ["ADULT"]}}})
    assert study == Study(
        protocol_section=ProtocolSection(
            eligibility_module=EligibilityModule(std_ages=(StandardAge.ADULT,))
        )
    )


def test_codes_become_members_of_their_enum() -> None:
    module = design_module(read(design({"phases": ["PHASE2"], "studyType": "INTERVENTIONAL"})))
    assert [type(code) for code in (*module.phases, module.study_type)] == [Phase, StudyType]


@pytest.mark.parametrize("number", [15, 15.25])
def test_an_integer_may_stand_for_a_number(number: float) -> None:
    geo = {"geoPoint": {"lat": number, "lon": 0}}
    study = read({"protocolSection": {"contactsLocationsModule": {"locations": [geo]}}})
    location = Location(geo_point=GeoPoint(lat=number, lon=0))
    assert study.protocol_section == ProtocolSection(
        contacts_locations_module=ContactsLocationsModule(locations=(location,))
    )


def test_a_null_is_an_absent_value() -> None:
    assert from_json('{"hasResults": null, "protocolSection": null}') == Study()


# ---- What the specification does not know


def test_an_unknown_field_is_kept_as_extra() -> None:
    with pytest.warns(UnknownFieldWarning):
        study = read({"hasResults": True, "mood": {"today": "fine"}})
    assert study == Study(has_results=True, extra={"mood": {"today": "fine"}})


def test_an_unknown_field_is_warned_of_by_its_name() -> None:
    with pytest.warns(UnknownFieldWarning, match=r"DesignModule\.mood"):
        read(design({"mood": "fine"}))


def test_an_unknown_field_deep_inside_is_warned_of_once() -> None:
    with pytest.warns(UnknownFieldWarning) as caught:
        read({**design({"mood": "fine"}), "weather": "dry"})
    assert sorted(str(warning.message).split(":")[0] for warning in caught) == [
        "DesignModule.mood",
        "Study.weather",
    ]


def test_a_python_name_is_an_unknown_field() -> None:
    with pytest.warns(UnknownFieldWarning):
        study = read({"has_results": True})
    assert study == Study(extra={"has_results": True})


def test_a_field_named_extra_is_kept_like_any_other() -> None:
    with pytest.warns(UnknownFieldWarning):
        study = read({"extra": {"a": 1}})
    assert written(study) == {"extra": {"a": 1}}


def test_an_unknown_code_is_kept_as_extra() -> None:
    with pytest.warns(UnknownFieldWarning, match=r"DesignModule\.studyType"):
        study = read(design({"studyType": "ASTROLOGICAL", "patientRegistry": True}))
    assert design_module(study) == DesignModule(
        patient_registry=True, extra={"studyType": "ASTROLOGICAL"}
    )


def test_a_list_with_an_unknown_code_is_kept_whole() -> None:
    with pytest.warns(UnknownFieldWarning, match=r"DesignModule\.phases"):
        study = read(design({"phases": ["PHASE2", "PHASE9"]}))
    assert design_module(study) == DesignModule(extra={"phases": ["PHASE2", "PHASE9"]})


def test_an_unknown_code_is_not_kept_as_if_it_were_known() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        study = read(design({"studyType": "ASTROLOGICAL"}))
    assert design_module(study).study_type is None


@pytest.mark.parametrize(
    "record",
    [
        {"mood": "fine"},
        {"mood": None},
        {"protocolSection": {"mood": {"deep": [1, {"er": []}]}}},
        design({"studyType": "ASTROLOGICAL"}),
        design({"studyType": "OBSERVATIONAL", "phases": ["PHASE9"], "mood": 1.5}),
        {**design({"mood": "fine"}), "resultsSection": {"mood": "fine"}},
    ],
    ids=str,
)
def test_what_is_unknown_is_written_again(record: dict[str, Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownFieldWarning)
        study = read(record)
    assert written(study) == record


# ---- What is no record


@pytest.mark.parametrize("data", ["", "{", "NCT99900000", "{'a': 1}", b"\xff{}", "NaN", "{} {}"])
def test_what_is_not_json_is_an_invalid_record(data: str | bytes) -> None:
    with pytest.raises(InvalidRecordError, match="not JSON"):
        from_json(data)


def test_of_broken_json_line_and_column_are_named() -> None:
    with pytest.raises(InvalidRecordError, match="line 2, column 3"):
        from_json('{"hasResults": true,\n  oops}')


@pytest.mark.parametrize("depth", [2_000, 100_000])
def test_json_nested_too_deep_is_an_invalid_record(depth: int) -> None:
    with pytest.raises(InvalidRecordError):
        from_json("[" * depth + "]" * depth)


@pytest.mark.parametrize("record", [[], None, 1, "NCT99900000", True])
def test_json_of_no_object_is_an_invalid_record(record: object) -> None:
    with pytest.raises(InvalidRecordError, match=r"\$$"):
        read(record)


@pytest.mark.parametrize(
    ("record", "path"),
    [
        ({"hasResults": 1}, "$.hasResults"),
        ({"hasResults": "true"}, "$.hasResults"),
        ({"protocolSection": []}, "$.protocolSection"),
        (
            {"protocolSection": {"identificationModule": {"nctId": 99900000}}},
            "$.protocolSection.identificationModule.nctId",
        ),
        (design({"phases": "PHASE2"}), "$.protocolSection.designModule.phases"),
        (design({"phases": {}}), "$.protocolSection.designModule.phases"),
        (design({"phases": ["NA", 1]}), "$.protocolSection.designModule.phases[1]"),
        (design({"studyType": {}}), "$.protocolSection.designModule.studyType"),
        (
            design({"enrollmentInfo": {"count": True}}),
            "$.protocolSection.designModule.enrollmentInfo.count",
        ),
        (
            design({"enrollmentInfo": {"count": 1.5}}),
            "$.protocolSection.designModule.enrollmentInfo.count",
        ),
        (
            design({"nPtrsToThisExpAccNctId": "2"}),
            "$.protocolSection.designModule.nPtrsToThisExpAccNctId",
        ),
        (
            {"protocolSection": {"sponsorCollaboratorsModule": {"leadSponsor": {"class": 5}}}},
            "$.protocolSection.sponsorCollaboratorsModule.leadSponsor.class",
        ),
        (
            {"protocolSection": {"oversightModule": {"fdaaa801Violation": "no"}}},
            "$.protocolSection.oversightModule.fdaaa801Violation",
        ),
        (
            {"protocolSection": {"conditionsModule": {"conditions": ["Gout", ["Gout"]]}}},
            "$.protocolSection.conditionsModule.conditions[1]",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_value_of_the_wrong_type_is_named_by_its_path(record: object, path: str) -> None:
    with pytest.raises(InvalidRecordError) as error:
        read(record)
    assert str(error.value).endswith(f" @ {path}")


@pytest.mark.filterwarnings("ignore::trialtext.UnknownFieldWarning")
def test_the_path_is_whole_beside_an_unknown_field() -> None:
    with pytest.raises(InvalidRecordError) as error:
        read({"protocolSection": {"mood": "fine", "designModule": {"phases": 7}}})
    assert str(error.value).endswith(" @ $.protocolSection.designModule.phases")


def test_all_values_of_the_wrong_type_are_named() -> None:
    with pytest.raises(InvalidRecordError) as error:
        read({"hasResults": 1, "protocolSection": 2})
    assert str(error.value) == (
        "expected an object, not 2 @ $.protocolSection; expected bool, not 1 @ $.hasResults"
    )


def test_an_invalid_record_is_a_value_error() -> None:
    assert issubclass(InvalidRecordError, ValueError)


# ---- There and back


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_an_invented_record_survives_reading_and_writing(record: dict[str, Any]) -> None:
    assert written(read(record)) == record


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_a_study_survives_writing_and_reading(record: dict[str, Any]) -> None:
    study = read(record)
    assert from_json(to_json(study)) == study


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_indent_changes_nothing_but_white_space(record: dict[str, Any]) -> None:
    assert orjson.dumps(orjson.loads(to_json(read(record), indent=True))) == to_json(read(record))


@sampled(10)
@pytest.mark.filterwarnings("ignore::trialtext.UnknownFieldWarning")
def test_real_records_survive_reading_and_writing(records: list[bytes], step: int) -> None:
    for record in records[::step]:
        original = orjson.loads(record)
        again = orjson.loads(to_json(from_json(record)))
        number = original["protocolSection"]["identificationModule"]["nctId"]
        assert again == original, number
        order = dict(keys(again))
        assert [path for path, names in keys(original) if order[path] != names] == [], number


@sampled(10)
def test_of_real_records_only_the_leaked_fields_are_unknown(
    records: list[bytes], step: int
) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        for record in records[::step]:
            from_json(record)
    assert {str(warning.message).split(":")[0].split(".")[1] for warning in caught} <= LEAKED
