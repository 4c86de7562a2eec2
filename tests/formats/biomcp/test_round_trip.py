"""Any record that is printed is read as it was: what may be read in two ways is reported."""

import json
from enum import StrEnum
from typing import Any, get_args

from hypothesis import given
from hypothesis import strategies as st
from tests.formats.biomcp.printer import NARROW, WIDE, printed
from tests.json_values import squeezed, values
from tests.pages import codes, record

import trialtext
from trialtext.model.base import ApiObject, json_name
from trialtext.reading.builder import SECTIONS

UNUSUAL = ["-", "--", ",", ":", "#", "##### Title", "* tea", "- tea", "Title: tea", "well-known"]
# Known terms tell where conditions and keywords end, but not those made up here.
LEFT_OUT = ("extra", "nct_id", "conditions", "keywords")

widths = st.sampled_from([NARROW, WIDE])
words = st.text("abcdefgh", min_size=1, max_size=9)
plain_texts = st.lists(words, min_size=1, max_size=40).map(" ".join)
texts = st.lists(
    words
    | st.sampled_from([*UNUSUAL, "\n", "\n\n", " "])
    | st.text("ab-", min_size=60, max_size=90),
    min_size=1,
    max_size=40,
).map(lambda parts: " ".join(parts).replace(" \n ", "\n").strip() or "tea")


def objects(cls: type[ApiObject], strings: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Make JSON objects of a class of the model, with a few of its fields."""
    fields = {
        json_name(field.name): member(field.type, strings)
        for field in cls.__attrs_attrs__
        if field.name not in LEFT_OUT
    }
    some = (
        st.lists(st.sampled_from(sorted(fields)), max_size=3, unique=True)
        if fields
        else st.just([])
    )
    return some.flatmap(lambda names: st.fixed_dictionaries({name: fields[name] for name in names}))


def member(annotation: Any, strings: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    """Make values of a field: `X | None`, or `tuple[X, ...]`."""
    cls: Any = get_args(annotation)[0]
    scalars: dict[type, st.SearchStrategy[Any]] = {
        str: strings,
        bool: st.booleans(),
        int: st.integers(-(10**9), 10**9),
        float: st.floats(-180, 180),
    }
    if issubclass(cls, ApiObject):
        value: st.SearchStrategy[Any] = st.deferred(lambda: objects(cls, strings))
    elif issubclass(cls, StrEnum):
        value = st.sampled_from([each.value for each in cls])
    else:
        value = scalars[cls]
    is_list = get_args(annotation)[1] is ...
    return st.lists(value, min_size=1, max_size=3, unique_by=json.dumps) if is_list else value


def records(strings: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Make records, each of which has a number."""
    identification = {"identificationModule": {"nctId": "NCT99900078"}}
    sections = {json_name(name): objects(cls, strings) for name, cls in SECTIONS.items()}
    protocol = sections.pop("protocolSection").map(lambda section: section | identification)
    return st.fixed_dictionaries({"protocolSection": protocol}, optional=sections)


@given(records(plain_texts), widths)
def test_what_is_printed_is_read_as_it_was(printed_record: dict[str, Any], width: int) -> None:
    result = trialtext.parse(printed(printed_record, width=width))
    uncertain = set(codes(result))
    assert uncertain <= {"uncertain-blank", "uncertain-list"}
    if not uncertain:
        assert dict(values(record(result))) == dict(values(printed_record))


@given(records(texts), widths)
def test_what_is_not_read_as_it_was_is_reported(printed_record: dict[str, Any], width: int) -> None:
    result = trialtext.parse(printed(printed_record, width=width))
    found = dict(values(squeezed(record(result))))
    if found != dict(values(squeezed(printed_record))):
        assert result.diagnostics
    assert sum(result.coverage) == len(result.text)
    assert "unclaimed-text" not in codes(result)
