"""The JSON of every seed is what the API's own specification allows."""

import warnings
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
import yaml
from tests.conftest import ALL_SEEDS, REGISTRY

import trialtext

SPECIFICATION = REGISTRY / "schema" / "ctgov-api-v2.0.5.openapi.yaml"


@pytest.fixture(scope="session")
def schema() -> Any:
    """Read what the specification says of a study; that it knows no other fields is added."""
    if not SPECIFICATION.exists():
        pytest.skip(f"no specification at {SPECIFICATION}")
    components = yaml.safe_load(SPECIFICATION.read_text("utf-8"))["components"]
    for part in components["schemas"].values():
        if part.get("type") == "object":
            part["additionalProperties"] = False
    study = {"$ref": "#/components/schemas/Study", "components": components}
    return jsonschema_rs.validator_for(study, validate_formats=True)


def written(path: Path) -> Any:
    study = trialtext.parse_file(path).study
    assert study is not None
    return orjson.loads(trialtext.to_json(study))


def values(node: Any) -> list[Any]:
    """List everything inside, at all depths."""
    children = list(node.values()) if isinstance(node, dict) else node
    if not isinstance(children, list):
        return [node]
    return [node, *(value for child in children for value in values(child))]


def test_seeds_become_valid_records(schema: Any) -> None:
    for path in ALL_SEEDS:
        assert [error.message for error in schema.iter_errors(written(path))] == [], path.stem


def test_records_have_nothing_null_empty_or_unknown() -> None:
    for path in ALL_SEEDS:
        record = written(path)
        assert [x for x in values(record) if x in (None, "", [], {})] == [], path.stem
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            trialtext.from_json(orjson.dumps(record))


@pytest.mark.parametrize(
    "record",
    [
        {"mood": "fine"},
        {"hasResults": "true"},
        {"protocolSection": {"designModule": {"phases": ["PHASE9"]}}},
        {"protocolSection": {"identificationModule": {"nctId": "NCT999"}}},
        {"derivedSection": {"miscInfoModule": {"versionHolder": "yesterday"}}},
    ],
    ids=str,
)
def test_the_specification_tells_what_is_no_record(record: object, schema: Any) -> None:
    assert not schema.is_valid(record)
