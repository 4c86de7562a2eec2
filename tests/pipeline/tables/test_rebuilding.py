"""What is in a record is in its tables, as far as AACT has columns for it."""

import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable

import orjson
from tests.conftest import sampled
from tests.pipeline.tables.rebuilding import (
    INVERSE,
    Leaf,
    by_study,
    expected,
    held,
    holders,
    is_partly_held,
    leaves,
    model_paths,
)

from trialtext.codec import UnknownFieldWarning, from_json
from trialtext.pipeline.tables import PARTLY_HELD, UNHELD, tables

MODEL = list(model_paths())
MEASURES = "resultsSection.baselineCharacteristicsModule.measures[]"
RUN_TOGETHER = {f"{MEASURES}.{name}" for name in ("title", "paramType", "unitOfMeasure")}
"""Where measures that follow each other are alike in all columns, their rows are those of one."""


def is_part_of(values: list[object], others: Iterable[object]) -> bool:
    """Tell whether values are among others in the same order."""
    rest = iter(others)
    return all(value in rest for value in values)


def test_each_value_of_the_record_is_held_or_said_not_to_be() -> None:
    unheld = {path for path in MODEL if path not in INVERSE and not holders(path)}
    assert unheld == UNHELD.keys()
    assert PARTLY_HELD.keys() <= {*MODEL} - unheld


@sampled(40)
def test_what_is_in_a_record_comes_out_of_its_tables(records: list[bytes], step: int) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownFieldWarning)
        studies = by_study(tables(map(from_json, records[::step])))
    different: dict[str, object] = {}
    counts: Counter[str] = Counter()
    for record in records[::step]:
        found: dict[str, list[Leaf]] = defaultdict(list)
        for leaf in leaves(orjson.loads(record)):
            found[leaf.path].append(leaf)
        (number,) = found["protocolSection.identificationModule.nctId"]
        for path in MODEL:
            if path in UNHELD:
                counts["without a column"] += len(found[path])
                continue
            values = held(path, studies[number.value])
            wanted = expected(path, [leaf for leaf in found[path] if not is_partly_held(leaf)])
            counts["held"] += len(values)
            counts["without a row, or inexact"] += len(found[path]) - len(wanted)
            if path in RUN_TOGETHER and is_part_of(values, wanted):
                counts["run together"] += len(wanted) - len(values)
            elif values != wanted:
                different.setdefault(path, (number.value, values, wanted))
    assert different == {}
    assert counts["run together"] <= 6
    assert counts["held"] / counts.total() > 0.75, counts
    assert counts["without a row, or inexact"] / counts.total() < 0.006, counts
