"""Pages that lost their labels: what a line is by itself is read, what it may be is unparsed.

`unlabelled` makes such a page; its first section is Basic Information, which shows that labels were
dropped. The section with which it ends may have been cut off: `END` makes the others whole ones.
"""

from collections.abc import Iterator
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from tests.extraction import labels_dropped
from tests.pages import (
    BLURBS,
    HEADER,
    codes,
    messages,
    module,
    page,
    record,
    reported,
    unparsed,
    values_of,
)

import trialtext
from trialtext import Result
from trialtext.model.enums import (
    DesignAllocation,
    DesignMasking,
    InterventionalAssignment,
    Phase,
    PrimaryPurpose,
    Status,
    StudyType,
)

END = ("Other Identifiers",)
NOT_PUBLISHED = "The study team has not published outcome measurements for this trial yet."
BASICS = ("COMPLETED", "PHASE2", "40 participants", "INTERVENTIONAL", "2026-02-27", "2032-10-12")
NO_INTERVENTIONS = "No interventions assigned to this group"


def unlabelled(
    *sections: tuple[str, ...],
    basics: tuple[str, ...] = BASICS,
    header: tuple[str, ...] = (*HEADER, "Last Updated: 2030-01-02"),
    results: tuple[str, ...] = (NOT_PUBLISHED,),
) -> str:
    """Make a page without labels and blank lines of sections: heading, then lines."""
    first = (("Study Results", *results), ("Basic Information", *basics))
    return page(*first, *sections, header=header, end=(), between="\n")


def read(*sections: tuple[str, ...], **parts: tuple[str, ...]) -> Result:
    text = unlabelled(*sections, **parts)
    result = trialtext.parse(text)
    assert result.detection.variant == "unlabelled"
    assert sum(result.coverage) == len(text)
    return result


# ---- Basic Information


def test_values_are_known_by_what_they_are() -> None:
    result = read()
    assert module(result, "statusModule") == {
        "overallStatus": "COMPLETED",
        "startDateStruct": {"date": "2026-02-27"},
        "completionDateStruct": {"date": "2032-10-12"},
        "lastUpdatePostDateStruct": {"date": "2030-01-02"},
    }
    assert module(result, "designModule") == {
        "studyType": "INTERVENTIONAL",
        "phases": ["PHASE2"],
        "enrollmentInfo": {"count": 40},
    }
    assert unparsed(result) == []


def test_their_order_does_not_matter_but_that_of_dates() -> None:
    straight, turned = read(), read(basics=(*BASICS[3::-1], *BASICS[4:]))
    assert straight.study == turned.study


def test_a_code_of_the_basics_is_of_no_other_field() -> None:
    for status in Status:
        found = module(read(basics=(status, *BASICS[1:])), "statusModule")
        assert found["overallStatus"] == status
    for phase in Phase:
        found = module(read(basics=(BASICS[0], phase, *BASICS[2:])), "designModule")
        assert found["phases"] == [phase]
    for kind in StudyType:
        assert module(read(basics=("COMPLETED", kind)), "designModule")["studyType"] == kind


def test_two_phases_stand_on_one_line() -> None:
    found = module(read(basics=("COMPLETED", "PHASE1/PHASE2")), "designModule")
    assert found["phases"] == ["PHASE1", "PHASE2"]


@pytest.mark.parametrize("line", ["2026-02-27", "2026-02-28"])
def test_one_date_may_be_the_start_or_the_end_and_is_unparsed(line: str) -> None:
    result = read(basics=(*BASICS[:4], line))
    assert module(result, "statusModule").keys() == {"overallStatus", "lastUpdatePostDateStruct"}
    assert unparsed(result) == reported(result, "unlabelled-value") == [line]


def test_three_dates_are_unparsed() -> None:
    dates = ["2026-02-27", "2027-02-27", "2028-02-27"]
    result = read(basics=(*BASICS[:4], *dates))
    assert "startDateStruct" not in module(result, "statusModule")
    assert unparsed(result) == reported(result, "unlabelled-value") == dates


def test_dates_in_the_wrong_order_are_kept_in_theirs() -> None:
    result = read(basics=(*BASICS[:4], "2032-10-12", "2026-02-27"))
    assert module(result, "statusModule")["startDateStruct"] == {"date": "2032-10-12"}
    assert reported(result, "dates-reversed")


@pytest.mark.parametrize("line", ["40", "2026-02-30", "Completed", "PHASE9", "PHASE1/", "some day"])
def test_a_line_that_is_nothing_known_is_unparsed(line: str) -> None:
    result = read(basics=("COMPLETED", line))
    assert unparsed(result) == reported(result, "unlabelled-value") == [line]


def test_a_second_value_of_a_kind_is_unparsed() -> None:
    result = read(basics=(*BASICS, "TERMINATED", "50 participants"))
    assert module(result, "statusModule")["overallStatus"] == "COMPLETED"
    assert unparsed(result) == ["TERMINATED", "50 participants"]


def test_one_participant_is_no_plural() -> None:
    found = module(read(basics=("COMPLETED", "1 participants")), "designModule")
    assert found["enrollmentInfo"] == {"count": 1}


# ---- Study Results


@pytest.mark.parametrize(
    ("lines", "has_results"),
    [
        ((NOT_PUBLISHED,), False),
        (("The study team has published outcome measures.", "View full results"), True),
        (("View full results",), True),
    ],
)
def test_a_sentence_or_a_link_says_if_there_are_results(
    lines: tuple[str, ...], has_results: bool
) -> None:
    result = read(results=lines)
    assert result.study is not None
    assert result.study.has_results is has_results
    assert unparsed(result) == []


def test_the_link_may_be_glued_to_the_next_heading() -> None:
    text = unlabelled(results=("View full results",)).replace("results\nBasic", "resultsBasic")
    result = trialtext.parse(text)
    assert result.study is not None
    assert result.study.has_results is True
    assert module(result, "statusModule")["overallStatus"] == "COMPLETED"
    assert reported(result, "glued-heading")


def test_without_either_nothing_is_said_of_results() -> None:
    result = read(results=())
    assert result.study is not None
    assert result.study.has_results is None


# ---- Narratives and terms


def test_the_first_paragraph_of_a_narrative_is_missing() -> None:
    result = read(("Brief Summary", "A second paragraph.", "A third."), ("Detailed Description",))
    assert module(result, "descriptionModule") == {"briefSummary": "A second paragraph.\nA third."}
    assert len(reported(result, "extractor-loss")) == 4


@pytest.mark.parametrize("heading", ["Conditions", "Keywords"])
def test_terms_are_missing_and_that_is_reported(heading: str) -> None:
    result = read((heading,))
    assert module(result, "conditionsModule") == {}
    (place,) = [x for x in reported(result, "extractor-loss") if x.startswith(heading)]
    assert place.strip() == f"{heading}\n{BLURBS[heading]}"
    messages = [d.message for d in result.diagnostics if d.code == "extractor-loss"]
    assert f"below {heading!r}, the extractor drops all {heading.lower()}" in messages
    assert "empty-section" not in codes(result)


def test_what_was_dropped_is_reported_once_a_section() -> None:
    result = read(("Brief Summary",), ("Conditions",), ("Study Design", "RANDOMIZED"))
    messages = [d.message for d in result.diagnostics if d.code == "extractor-loss"]
    assert [message.split("'")[1] for message in messages] == [
        "Study Results",
        "Basic Information",
        "Brief Summary",
        "Conditions",
        "Study Design",
    ]


def test_related_trials_are_other_studies() -> None:
    pairs = ("Oat Bran", "NCT99900048", "Warm Milk at Bedtime", "NCT99900059")
    result = read(("Related Clinical Trials", *pairs), ("Conditions",))
    without = read(("Conditions",))
    assert result.study == without.study
    assert unparsed(result) == []
    assert "different-nct-id" not in codes(result)
    assert not any("NCT99900048" in str(value) for value in values(result))


def test_a_number_of_a_related_trial_is_not_reported() -> None:
    result = read(("Related Clinical Trials", "Oat Bran", "NCT ID: NCT99900048"), ("Conditions",))
    assert unparsed(result) == []
    assert "different-nct-id" not in codes(result)


def values(result: Result) -> Iterator[object]:
    for origin in result.provenance.values():
        for place in origin.locations:
            yield result.text[place.start : place.end]


# ---- Study Design


def design(*lines: str, kind: str = "INTERVENTIONAL") -> tuple[dict[str, Any], list[str]]:
    result = read(("Study Design", *lines), basics=("COMPLETED", kind))
    info: dict[str, Any] = module(result, "designModule").get("designInfo", {})
    return info, unparsed(result)


def test_codes_are_known_by_the_enum_they_are_of() -> None:
    assert design("RANDOMIZED", "PARALLEL", "TREATMENT", "QUADRUPLE") == (
        {
            "allocation": "RANDOMIZED",
            "interventionModel": "PARALLEL",
            "primaryPurpose": "TREATMENT",
            "maskingInfo": {"masking": "QUADRUPLE"},
        },
        [],
    )


@pytest.mark.parametrize(
    ("enum", "field"),
    [
        (DesignAllocation, "allocation"),
        (InterventionalAssignment, "interventionModel"),
        (PrimaryPurpose, "primaryPurpose"),
    ],
)
def test_any_code_of_a_trial_is_of_one_field(enum: type[StrEnum], field: str) -> None:
    assert [code for code in enum if design(code) != ({field: code}, [])] == []


def test_a_masking_is_of_one_field() -> None:
    for code in DesignMasking:
        assert design(code) == ({"maskingInfo": {"masking": code}}, [])


def test_other_is_a_code_of_two_enums_of_observations() -> None:
    assert design("OTHER", kind="OBSERVATIONAL") == ({}, ["OTHER"])


def test_two_of_them_are_one_of_each_but_which_is_all_the_same() -> None:
    info, rest = design("OTHER", "OTHER", kind="OBSERVATIONAL")
    assert (info, rest) == ({}, ["OTHER", "OTHER"])


@pytest.mark.parametrize(
    ("lines", "info"),
    [
        (("COHORT", "OTHER"), {"observationalModel": "COHORT", "timePerspective": "OTHER"}),
        (
            ("OTHER", "PROSPECTIVE"),
            {"observationalModel": "OTHER", "timePerspective": "PROSPECTIVE"},
        ),
        (
            ("COHORT", "RETROSPECTIVE"),
            {"observationalModel": "COHORT", "timePerspective": "RETROSPECTIVE"},
        ),
    ],
)
def test_a_code_that_is_known_leaves_the_other_field_to_other(
    lines: tuple[str, ...], info: dict[str, str]
) -> None:
    assert design(*lines, kind="OBSERVATIONAL") == (info, [])
    assert design(*lines[::-1], kind="OBSERVATIONAL") == (info, [])


def test_a_code_of_an_observation_is_none_of_a_trial() -> None:
    assert design("COHORT", "RANDOMIZED") == ({"allocation": "RANDOMIZED"}, ["COHORT"])


def test_without_a_type_of_study_other_may_be_of_three_fields() -> None:
    result = read(("Study Design", "OTHER", "RANDOMIZED"), basics=("COMPLETED", "12 participants"))
    assert module(result, "designModule")["designInfo"] == {"allocation": "RANDOMIZED"}
    assert unparsed(result) == ["OTHER"]


def test_what_is_left_of_the_text_on_the_model_follows_the_model() -> None:
    info, rest = design("RANDOMIZED", "PARALLEL", "In two groups.", "Of ten.", "TREATMENT", "NONE")
    assert info["interventionModelDescription"] == "In two groups.\nOf ten."
    assert rest == []


def test_a_text_that_follows_anything_else_is_unparsed() -> None:
    info, rest = design("RANDOMIZED", "In two groups.", "PARALLEL", "TREATMENT")
    assert "interventionModelDescription" not in info
    assert rest == ["In two groups."]


def test_masked_roles_are_known_by_their_words() -> None:
    info, rest = design("PARALLEL", "DOUBLE", "Participants Outcome Assessors")
    assert info["maskingInfo"] == {
        "masking": "DOUBLE",
        "whoMasked": ["PARTICIPANT", "OUTCOMES_ASSESSOR"],
    }
    assert rest == []


def test_a_second_code_of_one_field_is_unparsed() -> None:
    info, rest = design("PARALLEL", "TREATMENT", "PREVENTION")
    assert info == {"interventionModel": "PARALLEL", "primaryPurpose": "TREATMENT"}
    assert rest == ["PREVENTION"]


# ---- Study Groups and Interventions


def arms(groups: tuple[str, ...], *listed: str) -> tuple[dict[str, Any], list[str]]:
    sections = [("Study Groups", *groups), ("Interventions", *listed)]
    result = read(*sections[: 2 if listed else 1], END)
    return module(result, "armsInterventionsModule"), unparsed(result)


def test_the_list_tells_arms_and_interventions_apart() -> None:
    assert arms(("Bright", "Lamp", "Watch", "Dim", "Watch"), "Lamp", "Watch") == (
        {
            "armGroups": [{"label": "Bright"}, {"label": "Dim"}],
            "interventions": [
                {"name": "Lamp", "armGroupLabels": ["Bright"]},
                {"name": "Watch", "armGroupLabels": ["Bright", "Dim"]},
            ],
        },
        [],
    )


def test_what_is_left_of_descriptions_is_kept() -> None:
    groups = ("Bright", "Before each shift.", "Lamp", "White light.", "Dim", "Lamp", "White light.")
    found, rest = arms(groups, "Lamp", "White light.")
    assert found["armGroups"] == [
        {"label": "Bright", "description": "Before each shift."},
        {"label": "Dim"},
    ]
    assert found["interventions"] == [
        {"name": "Lamp", "description": "White light.", "armGroupLabels": ["Bright", "Dim"]}
    ]
    assert rest == []


def test_an_arm_may_have_no_interventions() -> None:
    found, rest = arms(("Bright", "Lamp", "Waiting", NO_INTERVENTIONS), "Lamp")
    assert [arm["label"] for arm in found["armGroups"]] == ["Bright", "Waiting"]
    assert found["interventions"] == [{"name": "Lamp", "armGroupLabels": ["Bright"]}]
    assert rest == []


def test_neither_types_nor_names_with_types_are_made_up() -> None:
    found, _ = arms(("Bright", "Lamp"), "Lamp")
    assert found == {
        "armGroups": [{"label": "Bright"}],
        "interventions": [{"name": "Lamp", "armGroupLabels": ["Bright"]}],
    }


def test_labels_of_arms_say_what_settled_them() -> None:
    result = read(("Study Groups", "Bright", "Lamp"), ("Interventions", "Lamp"), END)
    origins = {p.rpartition("/protocolSection/")[2]: o for p, o in result.provenance.items()}
    label = origins["armsInterventionsModule/armGroups/0/label"]
    assert (label.derivation, label.evidence) == ("inferred", "Interventions")
    name = origins["armsInterventionsModule/interventions/0/name"]
    assert (name.derivation, name.evidence) == ("verbatim", "")
    assigned = origins["armsInterventionsModule/interventions/0/armGroupLabels/0"]
    assert [result.text[x.start : x.end] for x in assigned.locations] == ["Bright", "Lamp"]


def test_what_can_be_read_in_two_ways_is_unparsed_as_a_whole() -> None:
    groups = ("Lamp", "Watch", "Lamp", "Watch")
    found, rest = arms(groups, "Lamp", "Watch")
    assert found == {}
    assert rest == [*groups, "Lamp", "Watch"]


def test_without_a_list_nothing_tells_what_a_line_is() -> None:
    found, rest = arms(("Bright", "Lamp"))
    assert found == {}
    assert rest == ["Bright", "Lamp"]


# ---- Eligibility Criteria


def eligibility(*lines: str) -> tuple[dict[str, Any], list[str]]:
    result = read(("Eligibility Criteria", *lines), ("Sponsors", "Juniper Trust", "OTHER"), END)
    return module(result, "eligibilityModule"), unparsed(result)


CRITERIA = ("Inclusion Criteria", "* Night duty", "Exclusion Criteria", "* Disease of the retina")


def test_criteria_end_where_ages_sex_and_volunteers_begin() -> None:
    found, rest = eligibility(*CRITERIA, "18 Years", "60 Years", "ALL", "No")
    assert found == {
        "eligibilityCriteria": (
            "Inclusion Criteria:\n* Night duty\nExclusion Criteria:\n* Disease of the retina"
        ),
        "healthyVolunteers": False,
        "sex": "ALL",
        "minimumAge": "18 Years",
        "maximumAge": "60 Years",
    }
    assert rest == []


@pytest.mark.parametrize(
    ("one", "other"), [("18 Years", "60 Years"), ("6 Months", "5 Years"), ("1 Day", "4 Weeks")]
)
def test_the_lower_of_two_ages_is_the_minimum(one: str, other: str) -> None:
    for ages in ((one, other), (other, one)):
        found, rest = eligibility(*CRITERIA, *ages, "FEMALE", "Yes")
        assert (found["minimumAge"], found["maximumAge"]) == (one, other)
        assert rest == []


@pytest.mark.parametrize("line", ["18 Years", "65 Years", "1 Day"])
def test_one_age_may_be_either_and_is_unparsed(line: str) -> None:
    result = read(("Eligibility Criteria", *CRITERIA, line, "MALE", "Yes"))
    found = module(result, "eligibilityModule")
    assert found.keys() == {"eligibilityCriteria", "sex", "healthyVolunteers"}
    assert unparsed(result) == reported(result, "unlabelled-value") == [line]


def test_ages_without_a_sex_behind_them_are_part_of_the_criteria() -> None:
    found, rest = eligibility("* Night duty", "18 Years")
    assert found == {"eligibilityCriteria": "* Night duty\n18 Years"}
    assert rest == []


def test_only_two_ages_are_taken() -> None:
    found, rest = eligibility("* At home since", "9 Years", "18 Years", "60 Years", "ALL", "No")
    assert found["eligibilityCriteria"] == "* At home since\n9 Years"
    assert (found["minimumAge"], found["maximumAge"]) == ("18 Years", "60 Years")
    assert rest == []


def test_no_age_groups_follow_from_ages_that_may_be_dropped() -> None:
    found, _ = eligibility(*CRITERIA, "ALL", "No")
    assert "stdAges" not in found


def test_labels_that_were_kept_are_read_as_such() -> None:
    found, rest = eligibility("* Night duty", "Minimum Eligible Age", "18 Years")
    assert (found["minimumAge"], rest) == ("18 Years", [])


# ---- Sponsors


def sponsors(*lines: str) -> tuple[dict[str, Any], list[str]]:
    result = read(("Sponsors", *lines), ("Countries", "Norway"))
    return module(result, "sponsorCollaboratorsModule"), [
        x for x in unparsed(result) if x != "Norway"
    ]


def test_the_only_sponsor_is_the_lead() -> None:
    assert sponsors("Willowbrook University", "OTHER") == (
        {"leadSponsor": {"name": "Willowbrook University", "class": "OTHER"}},
        [],
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("Willowbrook University", "OTHER", "Juniper Trust", "OTHER"),
        ("Willowbrook University", "Juniper Trust"),
        ("Willowbrook University",),
        ("OTHER", "Willowbrook University"),
    ],
)
def test_of_several_sponsors_none_is_known_to_be_the_lead(lines: tuple[str, ...]) -> None:
    assert sponsors(*lines) == ({}, list(lines))


def test_roles_that_were_kept_are_read_as_such() -> None:
    lines = ("Juniper Trust", "OTHER", "Sponsor Role collaborator")
    assert sponsors(*lines) == (
        {"collaborators": [{"name": "Juniper Trust", "class": "OTHER"}]},
        [],
    )


# ---- Locations


def sites(*lines: str, countries: tuple[str, ...] = ("Norway",)) -> tuple[list[Any], list[str]]:
    sections = [("Locations", *lines), *([("Countries", *countries)] if countries else [])]
    result = read(*sections)
    found: list[Any] = module(result, "contactsLocationsModule").get("locations", [])
    # A country that no site is in is unparsed, too.
    return found, [line for line in unparsed(result) if line not in countries]


OSLO = {"city": "Oslo", "country": "Norway"}
BERGEN = {"city": "Bergen", "country": "Norway"}


def test_a_site_is_a_facility_and_a_place() -> None:
    assert sites("Fjord Clinic", "Oslo, Norway") == ([{"facility": "Fjord Clinic", **OSLO}], [])


def test_a_status_may_follow() -> None:
    found, rest = sites("Fjord Clinic", "Oslo, Norway", "RECRUITING", "Bryggen", "Bergen, Norway")
    assert found == [
        {"facility": "Fjord Clinic", "status": "RECRUITING", **OSLO},
        {"facility": "Bryggen", **BERGEN},
    ]
    assert rest == []


def test_a_facility_may_be_missing() -> None:
    assert sites("Oslo, Norway") == ([OSLO], [])
    found, rest = sites("Oslo, Norway", "WITHDRAWN", "Bergen, Norway", "COMPLETED")
    assert found == [{"status": "WITHDRAWN", **OSLO}, {"status": "COMPLETED", **BERGEN}]
    assert rest == []


def test_two_lines_that_look_like_places_may_be_one_site_or_two() -> None:
    lines = ["Hospital of Oslo, Norway", "Oslo, Norway"]
    assert sites(*lines) == ([], lines)


def test_such_lines_do_not_cost_the_next_site() -> None:
    lines = ["Hospital of Oslo, Norway", "Oslo, Norway"]
    assert sites(*lines, "Bryggen", "Bergen, Norway") == (
        [{"facility": "Bryggen", **BERGEN}],
        lines,
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("Fjord Clinic",),
        ("Fjord Clinic", "RECRUITING"),
        ("RECRUITING",),
        ("Ward 3", "Fjord Clinic", "Oslo, Norway"),
        ("Fjord Clinic", "Paris, Atlantis"),
    ],
)
def test_lines_that_make_no_site_are_unparsed(lines: tuple[str, ...]) -> None:
    assert sites(*lines) == ([], list(lines))


def test_a_place_ends_with_a_country_of_the_list() -> None:
    assert sites("Fjord Clinic", "Oslo, Norway", countries=("Sweden",))[0] == []


def test_without_a_list_it_ends_with_a_country() -> None:
    assert sites("Fjord Clinic", "Oslo, Norway", countries=()) == (
        [{"facility": "Fjord Clinic", **OSLO}],
        [],
    )


def test_statuses_below_their_label_are_read_as_such() -> None:
    found, rest = sites("Fjord Clinic", "Oslo, Norway", "Site Status", "RECRUITING")
    assert found == [{"facility": "Fjord Clinic", "status": "RECRUITING", **OSLO}]
    assert rest == []


# ---- Whole pages


def test_nothing_is_lost_and_nothing_made_up(seed: Path) -> None:
    whole_text = seed.read_text("utf-8")
    known, lines = values_of(trialtext.parse(whole_text)), set(whole_text.split("\n"))
    # What is left of a narrative is part of it, and lists may have another order.
    squeezed = [" ".join(str(each).split()) for each in known.values()]
    for header, all_labels in product((True, False), (True, False)):
        text = labels_dropped(whole_text, header=header, all_labels=all_labels)
        result = trialtext.parse(text)
        assert sum(result.coverage) == len(text)
        for pointer, value in values_of(result).items():
            if pointer in known and isinstance(value, bool):
                assert value is known[pointer]
            elif isinstance(value, str):
                assert any(" ".join(value.split()) in each for each in squeezed), pointer
        for stretch in result.unparsed:
            assert all(line in lines for line in stretch.text.split("\n"))


# ---- Pages that were cut off


def test_arms_are_not_divided_by_a_list_that_was_cut_off() -> None:
    groups = ("Bright", "Watch", "Lamp", "Dim", "Watch", "Lamp")
    result = trialtext.parse(unlabelled(("Study Groups", *groups), ("Interventions", "Lamp")))
    assert module(result, "armsInterventionsModule") == {}
    assert unparsed(result) == [*groups, "Lamp"]


def test_arms_are_not_divided_where_the_list_was_cut_off() -> None:
    groups = ("Bright", "Lamp", "Dim", "Watch", "Waiting", NO_INTERVENTIONS)
    result = trialtext.parse(unlabelled(("Study Groups", *groups)))
    assert module(result, "armsInterventionsModule") == {}
    assert unparsed(result) == list(groups)


@pytest.mark.parametrize("end", [1, 2, 3, 4, 5])
def test_arms_are_not_divided_where_the_page_ends_in_them(end: int) -> None:
    groups = ("Bright", "Before each shift.", "Lamp", "White light.", "Dim")
    result = trialtext.parse(unlabelled(("Study Groups", *groups[:end])))
    assert module(result, "armsInterventionsModule") == {}
    assert unparsed(result) == list(groups[:end])


def test_where_a_page_was_cut_off_more_sponsors_may_follow() -> None:
    result = trialtext.parse(unlabelled(("Sponsors", "Juniper Trust", "OTHER")))
    assert module(result, "sponsorCollaboratorsModule") == {}
    assert unparsed(result) == ["Juniper Trust", "OTHER"]


@pytest.mark.parametrize("ages", [("18 Years",), ("18 Years", "60 Years")])
def test_where_a_page_was_cut_off_ages_are_no_criteria(ages: tuple[str, ...]) -> None:
    result = trialtext.parse(unlabelled(("Eligibility Criteria", "* Night duty", *ages)))
    assert module(result, "eligibilityModule") == {"eligibilityCriteria": "* Night duty"}
    assert unparsed(result) == reported(result, "unlabelled-value") == list(ages)


@pytest.mark.parametrize("line", ["1", "18 Ye", "FEM", "* Night duty", "120 Months a"])
@pytest.mark.parametrize("ages", [(), ("18 Years",), ("18 Years", "60 Years")])
def test_where_a_page_was_cut_off_a_short_line_may_be_an_age(
    line: str, ages: tuple[str, ...]
) -> None:
    result = trialtext.parse(unlabelled(("Eligibility Criteria", "* At home by day", *ages, line)))
    assert module(result, "eligibilityModule") == {"eligibilityCriteria": "* At home by day"}
    assert unparsed(result) == reported(result, "unlabelled-value") == [*ages, line]


@pytest.mark.parametrize("line", ["* Night duties", "120 Months at home"])
def test_a_longer_line_is_a_criterion_and_so_are_ages_before(line: str) -> None:
    result = trialtext.parse(
        unlabelled(("Eligibility Criteria", "* At home by day", "18 Years", line))
    )
    criteria = f"* At home by day\n18 Years\n{line}"
    assert module(result, "eligibilityModule") == {"eligibilityCriteria": criteria}
    assert unparsed(result) == []


@pytest.mark.parametrize(
    ("end", "found"),
    [
        (("ALL",), {"sex": "ALL"}),
        (("FEMALE", "Yes"), {"sex": "FEMALE", "healthyVolunteers": True}),
    ],
)
def test_where_a_page_was_cut_off_behind_the_sex_ages_are_read(
    end: tuple[str, ...], found: dict[str, Any]
) -> None:
    result = trialtext.parse(
        unlabelled(("Eligibility Criteria", "* Duty", "60 Years", "9 Years", *end))
    )
    expected = {"eligibilityCriteria": "* Duty", "minimumAge": "9 Years", "maximumAge": "60 Years"}
    assert module(result, "eligibilityModule") == {**expected, **found}
    assert unparsed(result) == []


def test_a_sponsor_that_another_section_follows_was_not_cut_off() -> None:
    result = trialtext.parse(unlabelled(("Sponsors", "Juniper Trust", "OTHER"), END))
    assert module(result, "sponsorCollaboratorsModule") == {
        "leadSponsor": {"name": "Juniper Trust", "class": "OTHER"}
    }
    assert unparsed(result) == []


def test_a_cut_page_says_nothing_that_the_whole_does_not(seed: Path) -> None:
    whole_text = seed.read_text("utf-8")
    text = labels_dropped(whole_text)
    known = values_by_field(trialtext.parse(whole_text))
    ends = [at for at, character in enumerate(text) if character == "\n"]
    for result in (trialtext.parse(text[:end]) for end in ends):
        assert sum(result.coverage) == len(result.text)
        for field, found in values_by_field(result).items() if result.study else ():
            for value in found:
                assert any(value in each for each in known[field]), (field, value)


def values_by_field(result: Result) -> dict[str, set[str]]:
    """Return all values of every field, as text with single spaces."""
    found: dict[str, set[str]] = {}
    for pointer, value in values_of(result).items():
        field = "/".join(part for part in pointer.split("/") if not part.isdigit())
        found.setdefault(field, set()).add(" ".join(str(value).split()))
    return found


# ---- What is told of the extractor's losses


def test_a_code_that_was_cut_off_describes_no_model() -> None:
    lines = ("RANDOMIZED", "PARALLEL", "Side by side.", "SUPPO")
    result = trialtext.parse(page(("Study Design", *lines), end=(), between="\n"))
    info = module(result, "designModule")["designInfo"]
    assert info["interventionModelDescription"] == "Side by side."
    assert [text.strip() for text in reported(result, "truncated")] == ["SUPPO"]


def test_published_results_are_known_by_their_sentence() -> None:
    sentence = (
        "Outcome measurements, participant flow, baseline characteristics, and adverse events have"
        " been published for this study."
    )
    for blocks in ((sentence,), (sentence, "View full results")):
        result = trialtext.parse(page(("Study Results", *blocks), between="\n"))
        assert record(result)["hasResults"] is True
        assert "unknown-section" not in codes(result)


def test_what_stands_there_is_not_said_to_be_dropped() -> None:
    basic = ("Basic Information", "COMPLETED", "30 participants")
    sections = (("Study Results", "Results pending"), basic, ("Conditions", "Insomnia"))
    result = trialtext.parse(page(*sections, between="\n"))
    assert len(messages(result, "extractor-loss")) == 1
    result = trialtext.parse(page(basic, ("Conditions",), between="\n"))
    assert len(messages(result, "extractor-loss")) == 2
