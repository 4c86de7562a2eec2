"""What syrupy stores of a study, and what it says when the study has changed."""

import gc
from pathlib import Path
from typing import Any

import attrs
import pytest
from syrupy.filters import props
from tests.conftest import SEEDS
from tests.pages import read, replaced, seed_text

import trialtext
from trialtext import Result, from_json, parse, to_dict, to_json
from trialtext.pytest_plugin.extension import StudySnapshotExtension

EXTENSION = StudySnapshotExtension()
PAGE = seed_text("minimal")
RESULT = parse(PAGE, path="page.txt")
assert RESULT.study
STUDY = RESULT.study


@pytest.fixture(autouse=True)
def _without_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def report(old: Any, new: Any) -> list[str]:
    """Return the lines that tell how a value differs from one that was stored."""
    stored = str(EXTENSION.serialize(old))
    return list(EXTENSION.diff_lines(EXTENSION.serialize(new), stored))


def changed(old: str, new: str) -> Result:
    """Read the page with another line."""
    return parse(replaced(PAGE, old, new), path="page.txt")


# ---- What is stored


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_a_study_is_stored_as_the_json_of_the_api_indented(seed: Path) -> None:
    result = trialtext.parse_file(seed)
    assert result.study
    expected = to_json(result.study, indent=True).decode() + "\n"
    assert EXTENSION.serialize(result.study) == expected
    assert EXTENSION.serialize(result) == expected


def test_a_record_as_a_dict_is_stored_in_the_order_of_the_api() -> None:
    record = to_dict(STUDY)
    shuffled = dict(reversed(record.items()))
    shuffled["protocolSection"] = dict(reversed(record["protocolSection"].items()))
    assert list(shuffled) != list(record)
    assert EXTENSION.serialize(shuffled) == EXTENSION.serialize(STUDY)


def test_a_part_of_a_study_is_stored_by_itself() -> None:
    section = STUDY.protocol_section
    assert section
    assert section.conditions_module
    assert EXTENSION.serialize(section.conditions_module) == (
        '{\n  "conditions": [\n    "Erdheim-Chester Disease"\n  ]\n}\n'
    )


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "study_snapshot takes a study, a part of one, or a result, not None"),
        ([STUDY], "study_snapshot takes a study, a part of one, or a result, not a list"),
        (parse("x", path="x.txt"), "the result has no study: x.txt:1:1: error not-a-registry-page"),
        ({"protocolSection": {1, 2}}, "Type is not JSON serializable: set"),
    ],
    ids=["None", "list", "failed result", "set"],
)
def test_what_has_no_study_is_an_error(value: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        EXTENSION.serialize(value)


def test_a_dict_that_is_no_record_is_an_error() -> None:
    with pytest.raises(trialtext.InvalidRecordError, match="without a protocol section"):
        EXTENSION.serialize({"number": "NCT99900001"})


def test_filters_of_fields_are_not_ignored_in_silence() -> None:
    with pytest.raises(TypeError, match="takes no exclude or include"):
        EXTENSION.serialize(STUDY, exclude=props("count"))
    with pytest.raises(TypeError, match="takes no exclude or include"):
        EXTENSION.serialize(STUDY, include=props("count"))


def test_what_syrupy_keeps_does_not_keep_the_result() -> None:
    result = parse(PAGE)
    kept = EXTENSION.serialize(result)
    alive = kept.result  # type: ignore[union-attr]  # of the text's own class
    assert alive() is result
    del result
    gc.collect()
    assert alive() is None


# ---- What is reported


def test_a_changed_value_is_shown_with_its_field_and_its_line() -> None:
    assert report(RESULT, changed("\n1 participants\n", "\n2 participants\n")) == [
        "/protocolSection/designModule/enrollmentInfo/count",
        "  - 1",
        '  + 2  page.txt:23:1  "2 participants"',
    ]


def test_a_study_by_itself_has_no_lines_to_show() -> None:
    other = changed("\n1 participants\n", "\n2 participants\n").study
    assert report(RESULT, other)[1:] == ["  - 1", "  + 2"]


def test_a_value_that_is_gone_is_absent_now() -> None:
    assert report(RESULT, changed("\nTotal Enrollment\n\n1 participants\n", "")) == [
        "/protocolSection/designModule/enrollmentInfo",
        '  - {"count":1}  (absent now)',
    ]


def test_a_new_object_is_shown_with_the_line_of_its_first_value() -> None:
    before = changed("\nTotal Enrollment\n\n1 participants\n", "")
    assert report(before, RESULT) == [
        "/protocolSection/designModule/enrollmentInfo",
        '  + {"count":1}  page.txt:23:1  "1 participants"',
    ]


def test_elements_are_added_to_lists_and_removed_from_them() -> None:
    old = from_json('{"protocolSection": {"conditionsModule": {"conditions": ["Tea", "Gout"]}}}')
    new = from_json('{"protocolSection": {"conditionsModule": {"conditions": ["Gout", "Jam"]}}}')
    assert report(old, new) == [
        "/protocolSection/conditionsModule/conditions/0",
        '  - "Tea"  (removed from the list)',
        "/protocolSection/conditionsModule/conditions/1",
        '  + "Jam"  (added to the list)',
    ]


def test_a_long_text_is_cut_to_where_it_differs_and_so_is_its_line() -> None:
    pointer, old, new = report(RESULT, changed("yearly visits", "monthly visits"))
    assert pointer == "/protocolSection/descriptionModule/briefSummary"
    assert old == '  - …"ient is recorded at yearly visits."'
    shown = '…"ient is recorded at monthly visits."'
    assert new == f"  + {shown}  page.txt:33:62  {shown}"


def criteria(*lines: str) -> Result:
    return read(("Eligibility Criteria", "\n".join(lines)))


def test_of_a_text_of_many_lines_the_line_that_changed_is_shown() -> None:
    before = criteria("Inclusion Criteria", "", "* Drinks tea", "* Has a cup")
    after = criteria("Inclusion Criteria", "", "* Drinks tea", "* Has a mug")
    line = after.text.split("\n").index("* Has a mug") + 1
    pointer, _, new = report(before, after)
    assert pointer == "/protocolSection/eligibilityModule/eligibilityCriteria"
    assert new.endswith(f'  <text>:{line}:9  "* Has a mug"')


def test_characters_that_a_terminal_would_act_on_are_escaped() -> None:
    lines = report(RESULT, changed("Erdheim-Chester Disease\n\nStudy", "\x1b[31m\u202e\n\nStudy"))
    assert [char for line in lines for char in line if not char.isprintable()] == []
    assert any(r"\u202e" in line for line in lines)


def test_a_path_in_the_working_directory_is_shown_from_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "page.txt"
    path.write_text(replaced(PAGE, "\n1 participants\n", "\n2 participants\n"), "utf-8")
    result = trialtext.parse_file(path)
    assert str(path) in report(RESULT, result)[2]
    monkeypatch.chdir(tmp_path)
    assert report(RESULT, result)[2] == '  + 2  page.txt:23:1  "2 participants"'


def test_a_result_with_another_study_does_not_show_lines_that_may_be_wrong() -> None:
    other = changed("\n1 participants\n", "\n2 participants\n")
    lines = report(STUDY, attrs.evolve(RESULT, study=other.study))
    assert lines[0].startswith("(the study of this result was replaced")
    assert lines[1:] == ["/protocolSection/designModule/enrollmentInfo/count", "  - 1", "  + 2"]


def test_what_is_not_stored_yet_is_not_shown_as_new_line_by_line() -> None:
    text = EXTENSION.serialize(RESULT)
    assert list(EXTENSION.diff_lines(text, "")) == ["pytest --snapshot-update stores this study."]


def test_a_stored_file_in_another_order_is_said_to_have_the_same_values() -> None:
    text = EXTENSION.serialize({"protocolSection": {}, "hasResults": False})
    stored = '{"hasResults": false, "protocolSection": {}}'
    assert ["same" in line for line in EXTENSION.diff_lines(text, stored)] == [True]


def test_a_stored_file_that_is_no_json_is_shown_as_text() -> None:
    text = str(EXTENSION.serialize(RESULT))
    lines = list(EXTENSION.diff_lines(text, "<<<<<<< HEAD\n" + text))
    assert lines[0] == "- <<<<<<< HEAD"
