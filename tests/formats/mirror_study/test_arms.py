"""Groups of participants and what is done with them: Study Groups beside Interventions."""

from typing import Any

import pytest
from tests.pages import module as any_module
from tests.pages import page, problem_lines, problems

import trialtext
from trialtext import Result
from trialtext.model.enums import ArmGroupType

ACTIVE = "Group Type EXPERIMENTAL"
CONTROL = "Group Type PLACEBO_COMPARATOR"
NO_INTERVENTIONS = "No interventions assigned to this group"
DRUG = "Intervention Type DRUG"
DEVICE = "Intervention Type DEVICE"
BEHAVIORAL = "Intervention Type BEHAVIORAL"


def read(groups: tuple[str, ...] = (), listed: tuple[str, ...] = ()) -> Result:
    """Read a page of groups, and of interventions if any are given."""
    sections = [("Study Groups", *groups), *([("Interventions", *listed)] if listed else [])]
    return trialtext.parse(page(*sections))


def module(result: Result) -> dict[str, Any]:
    return any_module(result, "armsInterventionsModule")


def arms(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = module(result).get("armGroups", [])
    return found


def interventions(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = module(result).get("interventions", [])
    return found


# ---- One arm


def test_an_arm_may_have_no_description() -> None:
    result = read(("Active", ACTIVE, "Melatonin", DRUG), ("Melatonin", DRUG))
    assert arms(result) == [
        {"label": "Active", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Melatonin"]}
    ]
    assert problems(result) == []


def test_a_description_of_an_arm_may_have_paragraphs() -> None:
    result = read(("Active", "At home.", "Then:\n\n* a\n* b", ACTIVE, NO_INTERVENTIONS))
    assert arms(result)[0]["description"] == "At home.\n\nThen:\n\n* a\n* b"


def test_types_of_arms() -> None:
    for kind in ArmGroupType:
        result = read(("Sleepers", f"Group Type {kind}", NO_INTERVENTIONS))
        assert arms(result) == [{"label": "Sleepers", "type": kind}]


def test_an_arm_may_be_labelled_by_a_number() -> None:
    result = read(("1", ACTIVE, "Melatonin", DRUG), ("Melatonin", DRUG))
    assert arms(result)[0]["label"] == "1"
    assert interventions(result)[0]["armGroupLabels"] == ["1"]


@pytest.mark.parametrize("description", [(), ("Sleeps at home.",)])
@pytest.mark.parametrize("kind", [(), ("Group Type NO_INTERVENTION",)])
def test_an_arm_may_have_no_interventions(
    description: tuple[str, ...], kind: tuple[str, ...]
) -> None:
    result = read(("Waiting list", *description, *kind, NO_INTERVENTIONS))
    assert len(arms(result)) == 1
    assert arms(result)[0]["label"] == "Waiting list"
    assert arms(result)[0].get("description") == (description[0] if description else None)
    assert "interventionNames" not in arms(result)[0]
    assert problems(result) == []


def test_an_arm_may_have_several_interventions() -> None:
    result = read(
        (
            *("Active", "Sleeps at home.", ACTIVE),
            *("Melatonin", DRUG, "5 mg."),
            *("Pillow", DEVICE),
            *("Lullaby", BEHAVIORAL, "Sung.", "Twice."),
        ),
        ("Lullaby", "Sung.", "Twice.", BEHAVIORAL, "Melatonin", "5 mg.", DRUG, "Pillow", DEVICE),
    )
    assert [arm["label"] for arm in arms(result)] == ["Active"]
    assert arms(result)[0]["interventionNames"] == [
        "Drug: Melatonin",
        "Device: Pillow",
        "Behavioral: Lullaby",
    ]
    assert problems(result) == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("COMBINATION_PRODUCT", "Combination Product: Kit"),
        ("DIAGNOSTIC_TEST", "Diagnostic Test: Kit"),
        ("DIETARY_SUPPLEMENT", "Dietary Supplement: Kit"),
        ("OTHER", "Other: Kit"),
    ],
)
def test_an_arm_names_its_interventions_with_their_types(kind: str, name: str) -> None:
    typed = f"Intervention Type {kind}"
    result = read(("Active", ACTIVE, "Kit", typed), ("Kit", typed))
    assert arms(result)[0]["interventionNames"] == [name]


def test_an_intervention_may_bear_the_name_of_its_arm() -> None:
    result = read(
        ("Placebo", CONTROL, "Placebo", DRUG, "Sugar.", "Pillow", ACTIVE, "Pillow", DEVICE),
        ("Placebo", "Sugar.", DRUG, "Pillow", DEVICE),
    )
    assert [(arm["label"], arm["interventionNames"]) for arm in arms(result)] == [
        ("Placebo", ["Drug: Placebo"]),
        ("Pillow", ["Device: Pillow"]),
    ]
    assert [listed["armGroupLabels"] for listed in interventions(result)] == [
        ["Placebo"],
        ["Pillow"],
    ]
    assert problems(result) == []


# ---- Several arms


def test_a_description_ends_where_the_next_arm_begins() -> None:
    result = read(
        (
            *("Active", ACTIVE, "Melatonin", DRUG, "5 mg."),
            *("Control", "Sleeps as ever.", CONTROL, "Placebo", DRUG, "Sugar."),
        ),
        ("Placebo", "Sugar.", DRUG, "Melatonin", "5 mg.", DRUG),
    )
    assert arms(result) == [
        {"label": "Active", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Melatonin"]},
        {
            "label": "Control",
            "type": "PLACEBO_COMPARATOR",
            "description": "Sleeps as ever.",
            "interventionNames": ["Drug: Placebo"],
        },
    ]
    assert problems(result) == []


def test_two_labels_may_stand_side_by_side() -> None:
    result = read(
        ("Active", ACTIVE, "Melatonin", DRUG, "Control", CONTROL, "Placebo", DRUG),
        ("Melatonin", DRUG, "Placebo", DRUG),
    )
    assert [arm["label"] for arm in arms(result)] == ["Active", "Control"]
    assert all("description" not in arm for arm in arms(result))
    assert problems(result) == []


def test_intervention_and_next_arm_may_both_have_paragraphs() -> None:
    result = read(
        (
            *("Active", ACTIVE, "Melatonin", DRUG, "5 mg.", "At bedtime."),
            *("Control", "Sleeps as ever.", "At home.", CONTROL, NO_INTERVENTIONS),
        ),
        ("Melatonin", "5 mg.", "At bedtime.", DRUG),
    )
    assert arms(result)[1]["label"] == "Control"
    assert arms(result)[1]["description"] == "Sleeps as ever.\n\nAt home."
    assert problems(result) == []


def test_an_arm_after_one_without_interventions() -> None:
    result = read(
        ("Waiting", NO_INTERVENTIONS, "Watching", "From afar.", NO_INTERVENTIONS, "Other", ACTIVE)
    )
    assert arms(result) == [
        {"label": "Waiting"},
        {"label": "Watching", "description": "From afar."},
        {"label": "Other", "type": "EXPERIMENTAL"},
    ]


def test_an_intervention_of_several_arms_names_them_in_their_order() -> None:
    result = read(
        ("B", ACTIVE, "Pillow", DEVICE, "A", ACTIVE, "Pillow", DEVICE, "C", ACTIVE),
        ("Pillow", DEVICE),
    )
    assert interventions(result)[0]["armGroupLabels"] == ["B", "A"]


def test_interventions_of_one_name_and_two_types_are_two() -> None:
    result = read(
        (
            *("Screen", ACTIVE, "Training", DEVICE, "With a headset."),
            *("Paper", ACTIVE, "Training", BEHAVIORAL, "With cards."),
        ),
        ("Training", "With cards.", BEHAVIORAL, "Training", "With a headset.", DEVICE),
    )
    assert [arm["interventionNames"] for arm in arms(result)] == [
        ["Device: Training"],
        ["Behavioral: Training"],
    ]
    assert [listed["armGroupLabels"] for listed in interventions(result)] == [["Paper"], ["Screen"]]
    assert problems(result) == []


def test_interventions_of_one_name_and_type_have_descriptions() -> None:
    result = read(
        (
            *("Low", ACTIVE, "Melatonin", DRUG, "2 mg."),
            *("High", ACTIVE, "Melatonin", DRUG, "8 mg."),
        ),
        ("Melatonin", "8 mg.", DRUG, "Melatonin", "2 mg.", DRUG),
    )
    assert [arm["label"] for arm in arms(result)] == ["Low", "High"]
    assert [listed["armGroupLabels"] for listed in interventions(result)] == [["High"], ["Low"]]
    assert problems(result) == []


def test_a_description_may_equal_the_label_after_it() -> None:
    result = read(
        ("Active", ACTIVE, "Tablet", DRUG, "Placebo", "Placebo", CONTROL, "Tablet", DRUG),
        ("Tablet", "Placebo", DRUG),
    )
    assert [arm["label"] for arm in arms(result)] == ["Active", "Placebo"]
    assert "description" not in arms(result)[1]


def test_a_section_without_groups_is_reported_as_empty() -> None:
    result = read()
    assert module(result) == {}
    assert problems(result) == [("empty-section", 5, 1)]


# ---- What cannot be decided


def test_without_the_list_the_end_of_a_description_is_uncertain() -> None:
    groups = ("Active", ACTIVE, "Melatonin", DRUG, "5 mg.", "Control", "As ever.", CONTROL)
    assert ("ambiguous-arms", 17, 1) in problems(read(groups))


def test_where_arms_have_types_none_begins_between_interventions() -> None:
    result = read(("Active", ACTIVE, "Melatonin", DRUG, "5 mg.", "Pillow", DEVICE))
    assert [arm["label"] for arm in arms(result)] == ["Active"]
    assert arms(result)[0]["interventionNames"] == ["Drug: Melatonin", "Device: Pillow"]


def test_two_ways_to_divide_a_text_are_not_certain() -> None:
    result = read(
        ("Active", ACTIVE, "Melatonin", DRUG, "2 mg.", "8 mg.", CONTROL, NO_INTERVENTIONS),
        ("Melatonin", "2 mg.", DRUG, "Melatonin", DRUG),
    )
    assert ("ambiguous-arms", 17, 1) in problems(result)


def test_interventions_that_only_their_arms_name_do_not_vanish() -> None:
    result = read(("Active", ACTIVE, "Melatonin", DRUG))
    assert arms(result)[0]["interventionNames"] == ["Drug: Melatonin"]


def test_a_group_type_without_a_label_is_reported() -> None:
    assert problems(read((ACTIVE, NO_INTERVENTIONS))) == [("ambiguous-arms", 9, 1)]


def test_a_second_type_does_not_replace_the_first() -> None:
    result = read(("Active", ACTIVE, "Control", CONTROL, NO_INTERVENTIONS))
    assert arms(result)[0] == {"label": "Active", "type": "EXPERIMENTAL"}
    assert problems(result) != []


def test_text_between_an_arm_s_type_and_interventions_is_unparsed() -> None:
    result = read(("Active", ACTIVE, "Stray words.", "Melatonin", DRUG), ("Melatonin", DRUG))
    assert arms(result) == [
        {"label": "Active", "type": "EXPERIMENTAL", "interventionNames": ["Drug: Melatonin"]}
    ]
    assert ("unknown-line", 13, 1) in problems(result)


def test_an_unknown_type_of_an_arm_is_reported_and_the_arm_kept() -> None:
    result = read(("Active", "At home.", "Group Type HEROIC", NO_INTERVENTIONS))
    assert arms(result) == [{"label": "Active", "description": "At home."}]
    assert problems(result) == [("unknown-code", 13, 12)]


def test_an_unknown_type_of_an_arm_s_intervention_is_reported() -> None:
    result = read(("Active", ACTIVE, "Melatonin", "Intervention Type POTION"))
    assert ("unknown-code", 13, 1) in problems(result)


def test_an_intervention_type_without_a_name_is_unparsed() -> None:
    result = read((DRUG, "Active", ACTIVE, NO_INTERVENTIONS))
    assert arms(result) == [{"label": "Active", "type": "EXPERIMENTAL"}]
    assert problems(result) == [("unknown-line", 9, 1)]


def test_text_at_the_end_that_is_no_arm_is_reported() -> None:
    result = read(
        ("Active", ACTIVE, "Melatonin", DRUG, "5 mg.", "Stray words."), ("Melatonin", "5 mg.", DRUG)
    )
    assert [arm["label"] for arm in arms(result)] == ["Active"]
    assert problem_lines(result) == [17]


def test_two_interventions_of_one_name_are_named_once_by_their_arm() -> None:
    listed = ("App", "2 weeks.", DRUG, "App", "8 weeks.", DRUG)
    groups = ("Active", ACTIVE, "App", DRUG, "2 weeks.", "App", DRUG, "8 weeks.")
    assert arms(read(groups, listed))[0]["interventionNames"] == ["Drug: App"]


def test_a_misspelt_type_in_a_description_is_left_as_it_is() -> None:
    groups = ("Active", "group type experimental", ACTIVE, NO_INTERVENTIONS)
    assert arms(read(groups))[0]["description"] == "group type experimental"


# ---- Where the page was cut off


def cut_off(*groups: str) -> list[dict[str, Any]]:
    return arms(trialtext.parse(page(("Study Groups", *groups), end=()).rstrip()))


def test_the_last_line_of_a_page_is_no_description() -> None:
    assert cut_off("Patients", "Imaging") == [{"label": "Patients"}]
    assert cut_off("Patients", "Imaging", "Intervention Ty") == [{"label": "Patients"}]


def test_a_line_before_a_label_that_was_cut_off_is_no_description() -> None:
    assert cut_off("Patients", "Imaging", "Intervention Type") == [{"label": "Patients"}]
