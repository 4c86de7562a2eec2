"""Accuracy on real rows of the registry's download, and on real records written as rows."""

import csv
import gzip
import json
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from typing import Any, NamedTuple

import pytest
from tests.conftest import REGISTRY
from tests.json_values import values
from tests.pages import record

import trialtext
from trialtext import Result, Study
from trialtext.formats.ctgov_csv.columns import MODERN

ROWS = REGISTRY / "data" / "ctg-studies-sample.csv.gz"
CLASSIC_ROWS = REGISTRY / "data" / "SearchResults-sample.tsv.gz"
DIVIDED = ("outcomesModule", "locations")
PARTS = ("measure", "description", "timeFrame", "facility", "city", "state", "zip", "country")
"""What commas join, in their order."""


@pytest.fixture(scope="module")
def studies(records: list[bytes]) -> dict[str, Study]:
    """Return the real records by their numbers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", trialtext.UnknownFieldWarning)
        return {
            json.loads(each)["protocolSection"]["identificationModule"]["nctId"]: (
                trialtext.from_json(each)
            )
            for each in records
        }


@pytest.fixture(scope="module")
def text() -> str:
    """Return real rows of the download."""
    if not ROWS.exists():
        pytest.skip(f"no rows in {ROWS}")
    return gzip.decompress(ROWS.read_bytes()).decode()


class Pair(NamedTuple):
    """What was read of a row, and what it tells."""

    result: Result
    told: dict[str, Any]

    @property
    def read(self) -> dict[str, Any]:
        """What was read, as JSON."""
        return record(self.result)


def pairs(text: str, studies: dict[str, Study]) -> Iterator[Pair]:
    for result in trialtext.parse_all(text):
        number = record(result)["protocolSection"]["identificationModule"]["nctId"]
        view = trialtext.view(studies[number], format="ctgov-csv")
        yield Pair(result, trialtext.to_dict(view))


def divided(record: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """List the outcomes, or the locations, of a record."""
    protocol = record["protocolSection"]
    if kind == "locations":
        found: list[dict[str, Any]] = protocol.get("contactsLocationsModule", {}).get(kind, [])
        return found
    module = protocol.get("outcomesModule", {})
    kinds = ("primaryOutcomes", "secondaryOutcomes", "otherOutcomes")
    return [outcome for kind in kinds for outcome in module.get(kind, [])]


def shares(found: Sequence[Pair], kind: str, code: str) -> tuple[float, float]:
    """Return which share of items is exact, and which is wrong without a report."""
    counts: Counter[str] = Counter()
    for pair in found:
        result = pair.result
        reported = {result.text[d.start : d.end] for d in result.diagnostics if d.code == code}
        told, read = divided(pair.told, kind), divided(pair.read, kind)
        for one, other in zip(told, read, strict=True):
            item = ", ".join(one[key] for key in PARTS if key in one)
            is_reported = item.replace('"', '""') in reported or item in reported
            counts["all"] += 1
            counts["exact"] += one == other
            counts["wrong"] += one != other and not is_reported
    print(kind, dict(counts))
    return counts["exact"] / counts["all"], counts["wrong"] / counts["all"]


def test_rows_are_written_as_the_registry_writes_them(text: str, studies: dict[str, Study]) -> None:
    csv.field_size_limit(10**8)
    for row in csv.DictReader(StringIO(text, newline="")):
        for name, cell in row.items():
            write = MODERN[name].write
            assert write is not None
            assert write(studies[row["NCT Number"]]) == cell, (row["NCT Number"], name)


@pytest.fixture(scope="module", params=["rows", pytest.param("records", marks=pytest.mark.corpus)])
def found(request: pytest.FixtureRequest, text: str, studies: dict[str, Study]) -> list[Pair]:
    """Read the real rows, or rows made of all records."""
    if request.param == "records":
        text = trialtext.render_csv(studies.values())
    found = list(pairs(text, studies))
    assert len(found) >= 200
    return found


def test_nothing_is_wrong_or_missing_but_what_commas_join(found: list[Pair]) -> None:
    for pair in found:
        read, told = dict(values(pair.read)), dict(values(pair.told))
        for pointer in read.keys() | told.keys():
            has_column = "briefSummary" not in pointer or pointer in read
            if has_column and not any(part in pointer for part in DIVIDED):
                assert read.get(pointer) == told.get(pointer), (pair.result.path, pointer)


def test_outcomes_are_mostly_divided_and_rarely_wrong(found: list[Pair]) -> None:
    exact, wrong = shares(found, "outcomes", "undivided-outcome")
    assert exact >= 0.86
    assert wrong <= 0.015


def test_locations_are_mostly_divided_and_rarely_wrong(found: list[Pair]) -> None:
    exact, wrong = shares(found, "locations", "undivided-site")
    assert exact >= 0.95
    assert wrong <= 0.006


def test_every_character_is_accounted_for(found: list[Pair]) -> None:
    for pair in found:
        result = pair.result
        assert sum(result.coverage) == len(result.text)
        assert not [d for d in result.diagnostics if d.code == "unclaimed-text"]


def test_the_older_download_is_read() -> None:
    if not CLASSIC_ROWS.exists():
        pytest.skip(f"no rows in {CLASSIC_ROWS}")
    results = list(trialtext.parse_all(gzip.decompress(CLASSIC_ROWS.read_bytes())))
    assert len(results) == 280
    reported = Counter(d.code for result in results for d in result.diagnostics)
    assert reported.keys() <= {"untold-outcomes", "untold-class", "undivided-site"}
