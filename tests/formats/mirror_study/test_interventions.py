"""What is done in a study: Interventions."""

from typing import Any

from tests.pages import module, problems
from tests.pages import read as read_page

from trialtext import Result
from trialtext.model.enums import InterventionType

DRUG = "Intervention Type DRUG"
DEVICE = "Intervention Type DEVICE"


def read(*blocks: str) -> Result:
    return read_page(("Interventions", *blocks))


def interventions(result: Result) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = module(result, "armsInterventionsModule").get("interventions", [])
    return found


def test_the_type_of_an_intervention_comes_last() -> None:
    result = read("Melatonin", "5 mg at bedtime.", DRUG)
    assert interventions(result) == [
        {"type": "DRUG", "name": "Melatonin", "description": "5 mg at bedtime."}
    ]
    assert problems(result) == []


def test_an_intervention_may_have_no_description() -> None:
    assert interventions(read("Melatonin", DRUG, "Pillow", DEVICE)) == [
        {"type": "DRUG", "name": "Melatonin"},
        {"type": "DEVICE", "name": "Pillow"},
    ]


def test_a_description_may_have_paragraphs() -> None:
    result = read("Melatonin", "5 mg.", "At bedtime:", "* dark\n* quiet", DRUG)
    assert interventions(result)[0]["description"] == "5 mg.\n\nAt bedtime:\n\n* dark\n* quiet"


def test_types_of_interventions() -> None:
    for kind in InterventionType:
        result = read("Melatonin", f"Intervention Type {kind}")
        assert interventions(result) == [{"type": kind, "name": "Melatonin"}]


def test_interventions_keep_their_order() -> None:
    result = read("Pillow", DEVICE, "Melatonin", DRUG)
    assert [listed["name"] for listed in interventions(result)] == ["Pillow", "Melatonin"]


def test_an_intervention_of_an_unknown_type_is_kept() -> None:
    result = read("Melatonin", "5 mg.", "Intervention Type POTION")
    assert interventions(result) == [{"name": "Melatonin", "description": "5 mg."}]
    assert problems(result) == [("unknown-code", 13, 19)]


def test_a_type_of_nothing_is_unparsed() -> None:
    result = read(DRUG, "Pillow", DEVICE)
    assert interventions(result) == [{"type": "DEVICE", "name": "Pillow"}]
    assert problems(result) == [("unknown-line", 9, 1)]


def test_an_intervention_without_a_type_is_unparsed() -> None:
    result = read("Pillow", DEVICE, "Melatonin", "5 mg.")
    assert interventions(result) == [{"type": "DEVICE", "name": "Pillow"}]
    assert problems(result) == [("unknown-line", 13, 1)]


def test_without_the_section_there_are_no_interventions() -> None:
    assert interventions(read_page()) == []


def test_without_groups_no_intervention_belongs_to_one() -> None:
    assert "armGroupLabels" not in interventions(read("Melatonin", DRUG))[0]
