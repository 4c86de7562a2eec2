"""What holds of the tables of any record at all."""

from decimal import Decimal

import orjson
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.biomcp.test_round_trip import records
from tests.pipeline.tables.rebuilding import (
    INVERSE,
    Leaf,
    by_study,
    expected,
    held,
    holders,
    leaves,
    model_paths,
)

from trialtext.codec import from_json, to_dict
from trialtext.model.study import Study
from trialtext.pipeline.tables import TABLES, UNHELD, tables
from trialtext.pipeline.tables.engine import IDS_OF_A_STUDY
from trialtext.pipeline.tables.model import Match, Parent, Path

OWN = [p for p in model_paths() if p not in {*UNHELD, *INVERSE} and holders(p)[0].is_own]
"""The paths of values that have a row for each element."""

strings = (
    st.text(max_size=9)
    | st.from_regex(r"\A[<=]?-?[0-9]{1,20}([.,][0-9]{1,20})?(e-?[0-9]{1,3})?\Z")
    | st.from_regex(r"\A[0-9]{4}(-[01][0-9](-[0-3][0-9])?)?\Z")
    | st.sampled_from(["Participants", "OG000", "18 Years", "NA", "Tea"])
)
studies = records(strings).map(lambda record: from_json(orjson.dumps(record)))


@given(studies)
def test_values_come_out_of_the_tables_as_they_are(study: Study) -> None:
    (rows,) = by_study(tables([study])).values()
    found: dict[str, list[Leaf]] = {path: [] for path in OWN}
    for leaf in leaves(to_dict(study)):
        found.setdefault(leaf.path, []).append(leaf)
    for path in OWN:
        if holders(path)[0].kind in {"string", "bool"}:
            assert held(path, rows) == expected(path, found[path]), path


@given(studies)
def test_a_number_is_never_another_one_than_the_text_beside_it(study: Study) -> None:
    made = {name: table.to_pylist() for name, table in tables([study]).items()}
    for table in TABLES:
        columns = table.sources[0].columns
        for name, column in columns.items():
            if isinstance(column, Path) and column.kind.name == "double" and not column.computed:
                beside = [
                    other
                    for other, each in columns.items()
                    if isinstance(each, Path) and each.path == column.path and other != name
                    if each.kind.name == "string" and each.computed is None
                ]
                for row in made[table.name]:
                    if beside and row[name] is not None:
                        assert Decimal(repr(row[name])) == Decimal(row[beside[0]])


@given(studies)
def test_ids_are_unique_and_keys_are_ids_of_the_same_study(study: Study) -> None:
    made = {name: table.to_pylist() for name, table in tables([study]).items()}
    ids = {name: [row["id"] for row in rows] for name, rows in made.items() if name != "studies"}
    for numbers in ids.values():
        first = 99900078 * IDS_OF_A_STUDY + 1
        assert numbers == list(range(first, first + len(numbers)))
    for table in TABLES:
        for name, column in table.sources[0].columns.items():
            if isinstance(column, Parent | Match):
                keys = {row[name] for row in made[table.name]} - {None}
                assert keys <= {*ids[column.table]}
            if isinstance(column, Parent):
                assert None not in {row[name] for row in made[table.name]}
