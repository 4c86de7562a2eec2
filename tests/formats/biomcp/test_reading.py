"""What a printed record is read as, line by line."""

from typing import Any

import pytest
from tests.formats.biomcp.printer import printed, printed_search
from tests.pages import codes, module, record, reported, seed_text, unparsed

import trialtext
from trialtext import Result, Status
from trialtext.reading.draft import Derivation

HEAD = "Url: https://clinicaltrials.gov/study/NCT99900076\n\n# Protocol Section\n"
WHOLE = seed_text("whole-record", "biomcp")
RESULTS = seed_text("outcomes-with-results", "biomcp")
LIKE_KEYS = seed_text("texts-like-keys", "biomcp")


def read(lines: str) -> Result:
    """Read the lines of a protocol, the first of which is line 4."""
    return trialtext.parse(f"{HEAD}{lines}")


def protocol(lines: str) -> dict[str, Any]:
    """Read the lines of a protocol: what they tell, without the number in the address."""
    section: dict[str, Any] = record(read(lines))["protocolSection"]
    del section["identificationModule"]["nctId"]
    return {name: fields for name, fields in section.items() if fields}


# ---- Objects


def test_headings_nest_objects() -> None:
    assert protocol(
        "\n## Design Module\nStudy Type: INTERVENTIONAL\n\n### Design Info\nAllocation: NA\n"
        "\n#### Masking Info\nMasking: NONE\n\n### Enrollment Info\nCount: 40\n"
    ) == {
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "designInfo": {"allocation": "NA", "maskingInfo": {"masking": "NONE"}},
            "enrollmentInfo": {"count": 40},
        }
    }


def test_a_list_of_objects_repeats_its_heading() -> None:
    assert protocol(
        "\n## Outcomes Module\n\n### Primary Outcomes\nMeasure: Sleep\n"
        "\n### Primary Outcomes\nMeasure: Tea\n"
    ) == {"outcomesModule": {"primaryOutcomes": [{"measure": "Sleep"}, {"measure": "Tea"}]}}


def test_lists_follow_the_objects_inside_their_object() -> None:
    assert protocol(
        "\n## Design Module\n\n### Enrollment Info\nCount: 40\nPhases: PHASE1, PHASE2\n"
    ) == {"designModule": {"enrollmentInfo": {"count": 40}, "phases": ["PHASE1", "PHASE2"]}}


def test_an_object_without_values_is_there() -> None:
    result = read("\n## Outcomes Module\n\n### Primary Outcomes\n")
    assert module(result, "outcomesModule") == {"primaryOutcomes": [{}]}
    assert codes(result) == []


def test_what_is_deeper_than_five_levels_is_nested_by_the_specification() -> None:
    outcome = record(trialtext.parse(RESULTS))["resultsSection"]["outcomeMeasuresModule"]
    (measure,) = outcome["outcomeMeasures"]
    first, second = measure["classes"]
    assert measure["denoms"][0]["counts"][1] == {"groupId": "OG001", "value": "21"}
    assert first["denoms"][0]["counts"][1] == {"groupId": "OG001", "value": "20"}
    assert [each["spread"] for each in first["categories"][0]["measurements"]] == ["1.2", "1.4"]
    assert second["categories"][0]["measurements"][1] == {"groupId": "OG001", "value": "5.2"}
    assert measure["analyses"][0]["groupIds"] == ["OG000", "OG001"]


def test_modules_of_one_class_are_told_apart() -> None:
    derived = record(trialtext.parse(WHOLE))["derivedSection"]
    assert derived["conditionBrowseModule"]["meshes"][0]["id"] == "D007319"
    assert derived["interventionBrowseModule"]["ancestors"][0]["term"] == "Beverages"


# ---- Scalars


def test_scalars_are_those_of_the_api() -> None:
    location = module(trialtext.parse(WHOLE), "contactsLocationsModule")["locations"][0]
    assert location["geoPoint"] == {"lat": 43.64, "lon": -72.3}
    assert location["contacts"][0]["phone"] == "555-0142"
    assert module(trialtext.parse(WHOLE), "oversightModule")["oversightHasDmc"] is True
    assert record(trialtext.parse(WHOLE))["hasResults"] is False


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("Sex: ALL", "Sex: ANY", "unknown-code", "ANY"),
        ("Count: 84", "Count: many", "unreadable-value", "many"),
        ("Lat: 43.64", "Lat: north", "unreadable-value", "north"),
        ("Has Dmc: True", "Has Dmc: yes", "unknown-code", "yes"),
        ("Acronym: LULLABY", "Acronym:", "missing-value", "Acronym:"),
        ("Acronym: LULLABY", "Acronym: A\nAcronym: B", "repeated-value", "B"),
        ("Acronym: LULLABY", "Nickname: Lully", "unknown-key", "Nickname: Lully"),
        ("Acronym: LULLABY", "lullaby!", "unknown-line", "lullaby!"),
        ("Sex: ALL", "Sex:\n  ALL", "unreadable-value", "ALL"),
        ("Sex: ALL", "Sex:\n- ALL", "unreadable-value", "- ALL"),
        ("Phases: PHASE1", "Phases: PHASE0", "unknown-code", "PHASE0"),
    ],
)
def test_what_does_not_fit_is_reported_and_nothing_made_of_it(
    old: str, new: str, code: str, place: str
) -> None:
    whole, changed = trialtext.parse(WHOLE), trialtext.parse(WHOLE.replace(old, new, 1))
    assert reported(changed, code) == [place]
    assert changed.status is Status.PARTIAL
    assert len(changed.values) in (len(whole.values), len(whole.values) - 1)
    assert changed.coverage.unparsed == (0 if code == "missing-value" else len(place))


def test_a_report_has_its_line_and_column() -> None:
    (found,) = read("\n## Eligibility Module\nSex: ANY\n").diagnostics
    assert (found.code, found.line, found.column) == ("unknown-code", 6, 6)


# ---- Strings


def test_a_long_string_is_put_together_again() -> None:
    result = trialtext.parse(WHOLE)
    description = module(result, "descriptionModule")["detailedDescription"]
    assert [(line[:9], line[-9:]) for line in description.split("\n")] == [
        ("Participa", "t random."),
        ("", ""),
        ("Visits:", "Visits:"),
        ("", ""),
        ("* Week 0:", " minutes."),
        ("* Week 6:", "the same."),
        ("", ""),
        ("All drink", "wo it is."),
    ]
    assert "a self-administered questionnaire that takes about twenty minutes" in description
    assert "by well-trained night nurses who do not know which of the two" in description
    traced = result.provenance["/protocolSection/descriptionModule/detailedDescription"]
    assert traced.derivation is Derivation.NORMALIZED


def test_values_may_look_like_keys_and_headings() -> None:
    result = trialtext.parse(LIKE_KEYS)
    title = "Not a Heading: a Title That Looks Like One"
    assert module(result, "identificationModule")["briefTitle"] == f"# {title}"
    assert module(result, "identificationModule")["officialTitle"].startswith("Overall Status: a")
    assert module(result, "statusModule")["whyStopped"].endswith("Nct Id: none. # Status Module")
    assert module(result, "conditionsModule")["keywords"][:3] == [
        "Key: value",
        "# heading",
        "- item",
    ]


def test_words_that_are_longer_than_a_line_are_put_together() -> None:
    text = module(trialtext.parse(LIKE_KEYS), "descriptionModule")["detailedDescription"]
    assert "/bedtime/with/a/path/that/is/longer/than/a/line and" in text
    assert "(2R,3S)-2-methoxy-3-(4-methoxyphenyl)-5-hydroxy-tetrahydro-2H-pyran-4-one" in text
    assert text.endswith(
        "low-, middle- and high-risk participants of this single-center, open-label study."
    )


def test_a_short_string_may_have_lines_of_its_own() -> None:
    result = trialtext.parse(LIKE_KEYS)
    arm = module(result, "armsInterventionsModule")["armGroups"][0]
    assert arm["description"] == "First line\nSecond line\n\nLast line"
    criteria = module(result, "eligibilityModule")["eligibilityCriteria"]
    assert criteria == "Inclusion:\n- readers\n- writers"


def test_a_blank_line_stands_before_no_key() -> None:
    criteria = "Inclusion: Tea\n\nExclusion: Milk"
    result = read(f"\n## Eligibility Module\nEligibility Criteria: {criteria}\nSex: ALL\n")
    assert module(result, "eligibilityModule") == {"eligibilityCriteria": criteria, "sex": "ALL"}
    assert codes(result) == ["continued-string"]
    assert codes(trialtext.parse(result.text.replace("\n\nEx", "\nEx"))) == ["unknown-key"]


@pytest.mark.parametrize(
    "around",
    [
        "Organi",
        "---\n",
        "```\n",
        "2025-05-01 INFO done\n",
        "$ biomcp trial get NCT99900001\n",
        "###\n",
    ],
)
def test_what_stands_below_a_title_is_no_part_of_it(around: str) -> None:
    result = read(f"\n## Identification Module\nBrief Title: Tea\n{around}")
    assert module(result, "identificationModule")["briefTitle"] == "Tea"
    assert "unknown-line" in codes(result) or "truncated" in codes(result)


@pytest.mark.parametrize(
    "text",
    [
        "# Thesis\n\n## Protocol Section\n\nSome words.\n\n## Results Section\n\nMore.\n",
        '{"content": "# Protocol Section\\n\\n## Identification Module\\nNct Id: NCT99900001"}',
        "It prints `# Protocol Section`, then `## Identification Module`, on lines of their own.",
    ],
)
def test_headings_within_other_texts_are_no_signs(text: str) -> None:
    assert trialtext.detect(text).format is None


def test_what_is_too_long_is_no_line_of_a_short_string() -> None:
    result = read(f"\n## Description Module\nBrief Summary: tea\nand {'milk ' * 14}\n")
    assert module(result, "descriptionModule") == {"briefSummary": "tea"}
    assert codes(result) == ["unknown-line"]


# ---- Lists of strings on one line


def test_what_stands_elsewhere_tells_where_items_end() -> None:
    arms = module(trialtext.parse(WHOLE), "armsInterventionsModule")
    assert arms["armGroups"][0]["interventionNames"] == ["Dietary Supplement: Milk, warm"]
    assert arms["interventions"][0]["armGroupLabels"] == ["Milk, warm"]
    countries = record(trialtext.parse(WHOLE))["derivedSection"]["miscInfoModule"]
    assert countries["removedCountries"] == ["Norway", "Korea, Republic of"]


def test_known_terms_tell_where_items_end() -> None:
    conditions = module(trialtext.parse(LIKE_KEYS), "conditionsModule")["conditions"]
    assert conditions == ["Diabetes Mellitus, Type 2"]


def test_what_nothing_tells_apart_is_kept_and_reported() -> None:
    result = trialtext.parse(WHOLE)
    arms = module(result, "armsInterventionsModule")
    assert arms["interventions"][1]["otherNames"] == ["Oat, almond and soy"]
    assert reported(result, "uncertain-list") == ["Oat, almond and soy"]


# ---- The number


def test_the_number_is_that_of_the_address_if_there_is_no_other() -> None:
    result = trialtext.parse(seed_text("locations", "biomcp"))
    assert module(result, "identificationModule") == {"nctId": "NCT99900075"}
    assert codes(result) == []


def test_another_number_in_the_address_is_reported() -> None:
    result = read("\n## Identification Module\nNct Id: NCT99900077\n")
    assert module(result, "identificationModule") == {"nctId": "NCT99900077"}
    assert reported(result, "different-nct-id") == ["NCT99900076"]


def test_a_number_that_is_none_stays_unparsed() -> None:
    result = read("\n## Identification Module\nNct Id: NCT12\n")
    assert module(result, "identificationModule") == {"nctId": "NCT99900076"}
    assert reported(result, "malformed-nct-id") == ["NCT12"]


# ---- Damage


def test_an_object_that_is_not_known_stays_unparsed_with_all_that_is_in_it() -> None:
    extended = "\n### Milk Info\nFat: 3.5\n\n#### Cows\nName: Ermintrude\n"
    result = trialtext.parse(
        WHOLE.replace("\n### Enrollment Info", f"{extended}\n### Enrollment Info")
    )
    assert unparsed(result) == [" ".join(extended.split())]
    assert codes(result) == ["unknown-key", "uncertain-list"]
    assert result.study == trialtext.parse(WHOLE).study


def test_a_second_object_where_there_can_be_one_stays_unparsed() -> None:
    result = read(
        "\n## Design Module\n\n### Enrollment Info\nCount: 4\n\n### Enrollment Info\nCount: 5\n"
    )
    assert module(result, "designModule") == {"enrollmentInfo": {"count": 4}}
    assert unparsed(result) == ["### Enrollment Info Count: 5"]


def test_a_text_that_was_cut_off_is_reported() -> None:
    cut = WHOLE[: WHOLE.index("Inclusion Criteria") + 40]
    result = trialtext.parse(cut)
    assert codes(result)[-1] == "truncated"
    assert result.status is Status.PARTIAL


def test_carriage_returns_change_nothing_else() -> None:
    result = trialtext.parse(WHOLE.replace("\n", "\r\n"))
    assert result.study == trialtext.parse(WHOLE).study
    assert codes(result) == ["newlines", "uncertain-list"]


def test_strings_wrapped_to_another_width_are_read_alike() -> None:
    summary = {"briefSummary": " ".join(f"word{n}" for n in range(40))}
    text = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT99900077"},
            "descriptionModule": summary,
        }
    }
    for width in (70, 72):
        result = trialtext.parse(printed(text, width=width))
        assert module(result, "descriptionModule") == summary


# ---- Which texts are of the format


@pytest.mark.parametrize("name", ["locations", "outcomes-with-results", "search", "whole-record"])
def test_a_record_or_a_part_of_one_is_detected(name: str) -> None:
    text = seed_text(name, "biomcp")
    assert trialtext.detect(text).format == "biomcp"
    assert trialtext.detect(text.replace("\n", "\r\n")).format == "biomcp"


def test_a_heading_alone_is_no_sign() -> None:
    assert trialtext.detect("# Protocol Section\n\nOn tea.\n").format is None


def test_each_study_of_a_search_is_a_document() -> None:
    results = list(trialtext.parse_all(seed_text("search", "biomcp")))
    titles = [module(each, "identificationModule")["nctId"] for each in results]
    assert titles == ["NCT99900072", "NCT99900073"]
    assert [codes(each) for each in results] == [["noise"], ["uncertain-list"]]


def test_records_one_after_the_other_are_documents() -> None:
    results = list(trialtext.parse_all(f"{WHOLE}{RESULTS}"))
    assert [each.study for each in results] == [
        trialtext.parse(text).study for text in (WHOLE, RESULTS)
    ]


def test_a_search_without_studies_in_it_is_no_study() -> None:
    assert printed_search([]) == "Next Page Token: XYZ\nStudies:\n"
    assert trialtext.parse(printed_search([])).status is Status.FAILED
