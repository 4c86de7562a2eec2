"""The whole registry sample as BioMCP prints it: read back, and compared leaf by leaf.

Skipped where the records are not at hand: `tests/formats/biomcp/test_round_trip.py` stands in.
"""

import json
from collections import Counter
from typing import Any, NamedTuple

import pytest
from tests.formats.biomcp.printer import printed
from tests.json_values import squeezed, values
from tests.pages import record

import trialtext
from trialtext import Result

NOT_IN_SPECIFICATION = ("locations_nested", "modelPredictions")
"""Keys that records have and the API's specification has not."""

pytestmark = pytest.mark.corpus


class Leaf(NamedTuple):
    """A value of a record, and what it was read as."""

    pointer: str
    printed: Any
    read: Any
    is_reported: bool

    @property
    def is_right(self) -> bool:
        """Whether it was read as it was printed; the printer folds white space."""
        return bool(squeezed(self.printed) == squeezed(self.read))


def compared(source: dict[str, Any], result: Result) -> list[Leaf]:
    """Compare all leaves of a record; one that is wrong is reported where it or its line is."""
    read = dict(values(record(result)))
    places = [(each.start, each.end) for each in result.diagnostics]
    leaves = []
    for pointer, value in values(source):
        if not any(key in pointer for key in NOT_IN_SPECIFICATION):
            at = [(each.start, each.end) for each in _traced(result, pointer)]
            is_reported = any(s < end and start < e for s, e in places for start, end in at)
            leaves.append(Leaf(pointer, value, read.get(pointer), is_reported))
    return leaves


def _traced(result: Result, pointer: str) -> tuple[trialtext.Location, ...]:
    """Locate a value, or the list that it was to be in."""
    traced = result.provenance.get(pointer)
    parent = pointer.rpartition("/")[0]
    traced = traced or result.provenance.get(f"{parent}/0")
    return traced.locations if traced else ()


@pytest.fixture(scope="module")
def leaves(records: list[bytes]) -> list[Leaf]:
    found = []
    for line in records:
        source = json.loads(line)
        found += compared(source, trialtext.parse(printed(source)))
    return found


def test_nearly_every_leaf_is_read_back(leaves: list[Leaf]) -> None:
    wrong = Counter(each.pointer.split("/")[-2 if each.pointer[-1].isdigit() else -1]
                    for each in leaves if not each.is_right)  # fmt: skip
    share = 1 - wrong.total() / len(leaves)
    print(f"\n{len(leaves)} leaves, {share:.4%} right; not right: {dict(wrong.most_common(12))}")
    assert share >= 0.999


def test_records_are_rendered_as_they_are_printed(records: list[bytes]) -> None:
    """What is not in the specification may stand in another order."""
    for line in records:
        if not any(key in line.decode() for key in (*NOT_IN_SPECIFICATION, "MappedName")):
            text = trialtext.render(trialtext.from_json(line), format="biomcp")
            assert f"{text}\n" == printed(json.loads(line))


def test_hardly_any_leaf_is_wrong_without_a_report(leaves: list[Leaf]) -> None:
    """A break of the string itself may stand just where the wrapper would have made one."""
    silent = [each for each in leaves if not each.is_right and not each.is_reported]
    wrong = [each for each in silent if each.read is not None]
    print(f"\nwrong and not reported: {len(wrong)}; missing and not reported at their place: "
          f"{len(silent) - len(wrong)}")  # fmt: skip
    assert len(wrong) / len(leaves) < 0.0001
