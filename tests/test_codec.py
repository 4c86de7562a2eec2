"""Study records to the registry's JSON and back, without loss."""

import json
import warnings
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from tests.conftest import sampled

from trialtext import (
    InvalidRecordError,
    Study,
    UnknownFieldWarning,
    from_json,
    from_json_many,
    to_json,
)
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


def with_nulls(value: Any) -> Any:
    """Fill in nulls as a table does that has a column for each field of each record."""
    if isinstance(value, dict):
        return {"mood": None, **{key: with_nulls(item) for key, item in value.items()}}
    if isinstance(value, list):
        return [None, *map(with_nulls, value), {"mood": None, "weather": {"mood": None}}]
    return value


@pytest.mark.parametrize(
    "record",
    [
        {"hasResults": None, "protocolSection": None},
        {"protocolSection": {"designModule": None, "statusModule": {"overallStatus": None}}},
        design({"phases": None, "enrollmentInfo": {"count": None}}),
        design({"phases": [None]}),
        {"mood": None},
        {"protocolSection": {"mood": {"deep": [None, {"er": None}]}}},
    ],
    ids=str,
)
def test_a_null_is_an_absent_value_and_so_is_what_holds_nothing_else(record: object) -> None:
    assert read(record) == Study()


@pytest.mark.parametrize("record", RECORDS.values(), ids=RECORDS)
def test_nulls_change_no_record(record: dict[str, Any]) -> None:
    assert read(with_nulls(record)) == read(record)


def test_an_object_without_fields_is_an_object() -> None:
    assert written(read({"protocolSection": {"designModule": {}}})) == {
        "protocolSection": {"designModule": {}}
    }


@pytest.mark.parametrize("count", [0, 40, -7])
def test_a_float_without_a_fraction_is_an_integer(count: int) -> None:
    study = read(design({"enrollmentInfo": {"count": float(count)}}))
    assert to_json(design_module(study)) == b'{"enrollmentInfo":{"count":%d}}' % count


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
        study = read(design({"study_type": "OBSERVATIONAL"}))
    assert design_module(study) == DesignModule(extra={"study_type": "OBSERVATIONAL"})


def test_a_field_named_extra_is_kept_like_any_other() -> None:
    with pytest.warns(UnknownFieldWarning):
        study = read(design({"extra": {"a": 1}}))
    assert written(study) == design({"extra": {"a": 1}})


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


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"studyType": "ASTROLOGICAL"}, "DesignModule.studyType: 'ASTROLOGICAL' is not in"),
        ({"phases": ["NA", "PHASE9"]}, "DesignModule.phases: ['NA', 'PHASE9'] is not in"),
        ({"mood": "fine"}, "DesignModule.mood: not in"),
    ],
    ids=str,
)
def test_a_warning_tells_what_a_code_is(fields: dict[str, Any], told: str) -> None:
    with pytest.warns(UnknownFieldWarning) as caught:
        read(design(fields))
    assert [str(warning.message) for warning in caught] == [
        f"{told} the API's specification, kept as it is"
    ]


def test_an_unknown_code_is_not_kept_as_if_it_were_known() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        study = read(design({"studyType": "ASTROLOGICAL"}))
    assert design_module(study).study_type is None


@pytest.mark.parametrize(
    "record",
    [
        {"hasResults": False, "mood": "fine"},
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


def nested(depth: int) -> str:
    return '{"protocolSection": {"x": ' + "[" * depth + "1" + "]" * depth + "}}"


@pytest.mark.filterwarnings("ignore::trialtext.UnknownFieldWarning")
def test_what_is_as_deep_as_can_be_written_is_read() -> None:
    assert written(from_json(nested(252))) == json.loads(nested(252))


@pytest.mark.parametrize("depth", [253, 600, 1_000])
def test_what_is_too_deep_to_be_written_is_an_invalid_record(depth: int) -> None:
    with pytest.raises(InvalidRecordError, match="nested deeper than 254 levels"):
        from_json(nested(depth))


@pytest.mark.parametrize(
    "data",
    [
        '{"hasResults": true, "hasResults": false}',
        '{"protocolSection": {"designModule": {"a": 1, "b": 2, "a": 1}}}',
        '{"protocolSection": {"mood": [{"a": 1, "\\u0061": 1}]}}',
    ],
)
def test_a_key_that_an_object_has_twice_is_an_invalid_record(data: str) -> None:
    with pytest.raises(InvalidRecordError, match=r"has the key '(hasResults|a)' more than once"):
        from_json(data)


@pytest.mark.parametrize(
    ("record", "what"),
    [
        ([{"hasResults": True}], "a list: from_json_many reads"),
        ({"studies": [], "nextPageToken": "t"}, "a page of .* list of studies: from_json_many"),
        ({"FullStudy": {"Rank": 1}}, "the envelope of the API's old version 1"),
        ({"FullStudiesResponse": {"APIVrs": "1.01"}}, "the envelope of the API's old version 1"),
        ({"StudyFieldsResponse": {}, "x": None}, "the envelope of the API's old version 1"),
        ({"Study": {"ProtocolSection": {}}}, "the envelope of the API's old version 1"),
        ({"identificationModule": {}}, "without a protocol section, .* 'identificationModule'"),
        ({"hello": "world", "hasResults": None}, "without a protocol section, .* 'hello'"),
    ],
    ids=str,
)
def test_what_is_no_study_is_refused_by_what_it_is(record: object, what: str) -> None:
    with pytest.raises(InvalidRecordError, match=rf"^expected a study, not .*{what}"):
        read(record)


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
            design({"enrollmentInfo": {"count": 40.5}}),
            "$.protocolSection.designModule.enrollmentInfo.count",
        ),
        (
            design({"enrollmentInfo": {"count": 1e300}}),
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


def test_of_many_values_of_the_wrong_type_the_first_are_named() -> None:
    with pytest.raises(InvalidRecordError) as error:
        read(design({"phases": list(range(1_000))}))
    path = "$.protocolSection.designModule.phases"
    assert str(error.value) == (
        f"expected a code, not 0 @ {path}[0]; expected a code, not 1 @ {path}[1];"
        f" expected a code, not 2 @ {path}[2]; and 997 more"
    )


@pytest.mark.parametrize(
    "record",
    [
        {"x" * 9_000: 1},
        design({"x" * 9_000: 1, "phases": 1}),
        design({"studyType": "x" * 9_000, "phases": 1}),
        design({"enrollmentInfo": "x" * 9_000}),
    ],
    ids=["key", "unknown", "code", "value"],
)
def test_messages_are_short_however_long_a_record_is(record: object) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(InvalidRecordError) as error:
            read(record)
    assert all(len(str(message)) < 400 for message in (error.value, *(w.message for w in caught)))


def test_an_invalid_record_is_a_value_error() -> None:
    assert issubclass(InvalidRecordError, ValueError)


# ---- Many records

MANY = [{"hasResults": True}, {}, {"hasResults": False}]
STUDIES = [Study(has_results=True), Study(), Study(has_results=False)]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(MANY),
        json.dumps(MANY, indent=2),
        json.dumps({"studies": MANY, "nextPageToken": "t"}),
        json.dumps({"totalCount": 3, "studies": MANY}, indent=2),
        "".join(f"{json.dumps(record)}\n" for record in MANY),
        "\r\n\r\n".join(map(json.dumps, MANY)),
        "\n".join(json.dumps(part) for part in ({"studies": MANY[:2]}, MANY[2:])),
    ],
    ids=["array", "indented array", "page", "indented page", "lines", "blank lines", "pages"],
)
def test_many_records_are_read_one_after_the_other(data: str) -> None:
    assert list(from_json_many(data)) == STUDIES
    assert list(from_json_many(data.encode())) == STUDIES


@pytest.mark.parametrize("indent", [None, 2])
def test_a_single_record_is_many_records_of_one(indent: int | None) -> None:
    data = json.dumps({"hasResults": True, "protocolSection": {}}, indent=indent)
    assert list(from_json_many(data)) == [from_json(data)]


@pytest.mark.parametrize("data", ["", "\n\n", "[]", '{"studies": []}'])
def test_no_records_are_no_studies(data: str) -> None:
    assert list(from_json_many(data)) == []


def test_an_unusual_line_separator_in_a_text_ends_no_line() -> None:
    lines = [design({"mood": f"a{separator}b"}) for separator in "\u2028\x85"]
    data = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    with pytest.warns(UnknownFieldWarning):
        assert [written(study) for study in from_json_many(data)] == lines


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ('[{}, {"hasResults": 1}]', "record 2: expected bool, not 1 @ $.hasResults"),
        ('{}\n{"hasResults": 1}', "record 2: expected bool, not 1 @ $.hasResults"),
        ('{"studies": [{}, {}, null]}', "record 3: expected an object, not None @ $"),
        ('{}\n{"a": 1, "a": 1}', "record 2: an object has the key 'a' more than once"),
        ("{}\n{oops", "record 2: not JSON: "),
        ("{oops", "record 1: not JSON: "),
        ('"\ud800"', "record 1: not JSON: "),
        ('[{"FullStudy": {}}]', "record 1: expected a study, not 'FullStudy', the envelope of "),
    ],
)
def test_of_many_records_the_one_that_is_invalid_is_named(data: str, told: str) -> None:
    with pytest.raises(InvalidRecordError) as error:
        list(from_json_many(data))
    assert str(error.value).startswith(told)


def test_records_before_an_invalid_one_are_read() -> None:
    studies = from_json_many('{"hasResults": true}\n{oops')
    assert next(studies) == Study(has_results=True)


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
