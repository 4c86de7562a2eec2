"""Two JSON values, and what is said to be different in them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtext.pytest_plugin.differences import ABSENT, Difference, differences


def found(old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    return [(each.pointer, each.old, each.new) for each in differences(old, new)]


@pytest.mark.parametrize(
    "value", [{"count": 40}, {"phases": ["PHASE2"]}, [{"a": [1, 2]}, {"a": []}], "text", {}]
)
def test_equal_values_have_no_difference(value: Any) -> None:
    assert found(value, value) == []


def test_a_changed_value_has_the_pointer_of_its_field() -> None:
    old = {"designModule": {"enrollmentInfo": {"count": 40}}, "hasResults": False}
    new = {"designModule": {"enrollmentInfo": {"count": 42}}, "hasResults": False}
    assert found(old, new) == [("/designModule/enrollmentInfo/count", 40, 42)]


def test_the_order_of_keys_is_no_difference() -> None:
    assert found({"a": 1, "b": 2}, {"b": 2, "a": 1}) == []


def test_a_number_is_no_truth_value_and_no_other_kind_of_number() -> None:
    assert found({"a": 1}, {"a": True}) == [("/a", 1, True)]
    assert found({"a": 1}, {"a": 1.0}) == [("/a", 1, 1.0)]


def test_a_field_that_is_gone_or_new_is_one_difference_with_all_that_is_in_it() -> None:
    module = {"centralContacts": [{"name": "Hazel Thornbury"}]}
    assert found({"a": 1, "module": module}, {"a": 1}) == [("/module", module, ABSENT)]
    assert found({"a": 1}, {"a": 1, "module": module}) == [("/module", ABSENT, module)]


def test_pointers_escape_keys_as_json_pointer_has_it() -> None:
    assert found({"a/b~c": 1}, {"a/b~c": 2}) == [("/a~1b~0c", 1, 2)]


def test_an_added_element_leaves_those_behind_it_alone() -> None:
    assert found(["tea", "milk", "jam"], ["rum", "tea", "milk", "jam"]) == [("/0", ABSENT, "rum")]


def test_a_removed_element_has_the_index_that_it_had() -> None:
    assert found(["tea", "milk", "jam"], ["tea", "jam"]) == [("/1", "milk", ABSENT)]


def test_only_elements_of_lists_are_called_elements() -> None:
    assert [each.is_element for each in differences(["tea"], [])] == [True]
    assert [each.is_element for each in differences({"a": "tea"}, {})] == [False]


def test_as_many_elements_as_before_changed_in_their_places() -> None:
    assert found(["tea", "milk"], ["rum", "milk"]) == [("/0", "tea", "rum")]


def test_elements_of_other_lengths_are_not_paired_by_chance() -> None:
    assert found(["tea"], ["rum", "gin"]) == [
        ("/0", "tea", ABSENT),
        ("/0", ABSENT, "rum"),
        ("/1", ABSENT, "gin"),
    ]


def test_a_changed_object_is_found_behind_an_added_one_by_its_first_value() -> None:
    old = [{"label": "Drink", "type": "EXPERIMENTAL"}, {"label": "Water", "type": "OTHER"}]
    new = [
        {"label": "Milk", "type": "OTHER"},
        {"label": "Drink", "type": "ACTIVE_COMPARATOR"},
        {"label": "Water", "type": "OTHER"},
    ]
    assert found(old, new) == [
        ("/0", ABSENT, {"label": "Milk", "type": "OTHER"}),
        ("/1/type", "EXPERIMENTAL", "ACTIVE_COMPARATOR"),
    ]


def test_an_object_with_another_name_in_the_same_place_is_told_field_by_field() -> None:
    old = [{"label": "Drink", "type": "OTHER"}]
    new = [{"label": "Drinks", "type": "OTHER"}]
    assert found(old, new) == [("/0/label", "Drink", "Drinks")]


@pytest.mark.parametrize(
    ("old", "new", "offset"),
    [("roses", "rosehips", 4), ("tea", "tea time", 3), ("tea time", "tea", 3), (40, 42, 0)],
)
def test_the_offset_is_where_texts_begin_to_differ(old: Any, new: Any, offset: int) -> None:
    assert Difference("", old, new).offset == offset


def value_at(record: Any, pointer: str) -> Any:
    """Follow a JSON Pointer."""
    for part in pointer.split("/")[1:]:
        record = record[int(part) if isinstance(record, list) else part]
    return record


SCALARS = st.integers(0, 2) | st.booleans() | st.sampled_from(["tea", "milk", ""])
RECORDS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=12,
)


@given(RECORDS, RECORDS)
def test_values_are_different_if_and_only_if_a_difference_is_found(old: Any, new: Any) -> None:
    equal = json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)
    assert (found(old, new) == []) is equal


@given(RECORDS, RECORDS)
def test_a_new_value_is_where_its_pointer_says(old: Any, new: Any) -> None:
    for pointer, _, value in found(old, new):
        assert value is ABSENT or value_at(new, pointer) == value
