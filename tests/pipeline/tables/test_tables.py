"""What stands in tables: an invented study in all of them, and each rule by a small one."""

import csv
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.conftest import REGISTRY
from tests.pipeline.tables.invented import NUMBER, RICH, measurement, results, study
from tests.pipeline.tables.rebuilding import model_paths

import trialtext
from trialtext.extras import MissingExtraError
from trialtext.model.study import Study
from trialtext.pipeline.tables import TABLES, TableBuilder, schema, tables
from trialtext.pipeline.tables.model import Match, Parent, Path

MODEL = list(model_paths())


def rows(name: str, *studies: Study) -> list[dict[str, Any]]:
    table: list[dict[str, Any]] = tables(studies)[name].to_pylist()
    return table


def column(name: str, *studies: Study) -> list[Any]:
    """Return a column, named with its table: `studies.phase`."""
    table, _, column_name = name.partition(".")
    return [row[column_name] for row in rows(table, *studies)]


def shown(name: str, table: Any) -> str:
    """Show a table row by row, without what is null."""
    known = ([pair for pair in row.items() if pair[1] is not None] for row in table.to_pylist())
    lines = (" ".join(f"{key}={value!r}" for key, value in row) for row in known)
    return "\n".join([f"# {name}", *lines])


def test_a_study_becomes_exactly_these_rows(snapshot: SnapshotAssertion) -> None:
    assert "\n\n".join(shown(*each) for each in tables([RICH]).items()) == snapshot


def test_each_table_is_there_in_order_with_its_schema_even_without_rows() -> None:
    made = tables([])
    assert list(made) == [table.name for table in TABLES]
    assert all(made[table.name].schema == schema(table) for table in TABLES)
    assert {table.num_rows for table in made.values()} == {0}


def test_something_of_the_rich_study_is_in_every_table() -> None:
    assert [name for name, table in tables([RICH]).items() if not table.num_rows] == []


def test_columns_are_those_of_aact() -> None:
    path = REGISTRY / "schema" / "aact-tables.tsv"
    if not path.exists():
        pytest.skip(f"no specification in {path.parent}")
    types = {
        "text": "string",
        "integer": "int64",
        "numeric": "double",
        "double precision": "double",
        "boolean": "bool",
        "date": "date32[day]",
    }
    wanted: dict[str, dict[str, str]] = {}
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            wanted.setdefault(row["table"], {})[row["column"]] = types[row["type"]]
    made = {t.name: {field.name: str(field.type) for field in schema(t)} for t in TABLES}
    assert made.pop("criteria")
    assert made == wanted


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_keys_come_first(table: Any) -> None:
    names = [*table.schema]
    assert names[:1] == (["nct_id"] if table.name == "studies" else ["id"])
    keys = [isinstance(each, Parent | Match) for each in table.sources[0].columns.values()]
    assert keys == sorted(keys, reverse=True)


@pytest.mark.parametrize("table", TABLES[:-1], ids=lambda table: table.name)
def test_columns_are_in_the_order_of_the_record(table: Any) -> None:
    for source in table.sources:
        paths = [each.path for each in source.columns.values() if isinstance(each, Path)]
        places = [MODEL.index(path) for path in paths]
        assert places == sorted(places)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_sources_agree_on_the_kinds_of_columns(table: Any) -> None:
    for source in table.sources:
        kinds = {name: each.kind.name for name, each in source.columns.items()}
        assert kinds == {name: str(schema(table).field(name).type) for name in kinds}


def test_without_pyarrow_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'trialtext\[tables\]'"):
        tables([RICH])


def test_the_import_of_tables_imports_no_extra() -> None:
    code = "import sys, trialtext.pipeline.tables; sys.exit('pyarrow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# ---- Texts, numbers and dates


def test_codes_are_those_of_the_api_and_several_are_joined() -> None:
    design = {"studyType": "INTERVENTIONAL", "phases": ["PHASE2", "PHASE3"]}
    assert rows("studies", study(design=design))[0]["phase"] == "PHASE2/PHASE3"
    assert column("studies.study_type", study(design=design)) == ["INTERVENTIONAL"]


@pytest.mark.filterwarnings("ignore::trialtext.UnknownFieldWarning")
def test_codes_that_the_specification_does_not_know_are_kept() -> None:
    assert column("studies.phase", study(design={"phases": ["PHASE9"]})) == ["PHASE9"]


def test_text_keeps_its_line_breaks_and_what_is_absent_is_null() -> None:
    (row,) = rows("studies", study(status={"whyStopped": "No tea.\n\nNone."}))
    assert row.pop("why_stopped") == "No tea.\n\nNone."
    assert row.pop("nct_id") == NUMBER
    assert set(row.values()) == {None}


def test_truth_values_in_columns_of_text_are_spelt_as_in_json() -> None:
    assert column("studies.delayed_posting", study(status={"delayedPosting": False})) == ["false"]


@pytest.mark.parametrize(
    ("text", "whole", "last_day"),
    [
        ("2031-05-17", date(2031, 5, 17), date(2031, 5, 17)),
        ("2032-02", None, date(2032, 2, 29)),
        ("2031-12", None, date(2031, 12, 31)),
        ("2031", None, date(2031, 12, 31)),
        ("2031-02-30", None, None),
        ("2031-13", None, None),
        ("0000-01", None, None),
        ("9999-12", None, date(9999, 12, 31)),
        ("May 2031", None, None),
    ],
)
def test_a_month_is_its_last_day_only_where_a_column_beside_it_has_the_text(
    text: str, whole: date | None, last_day: date | None
) -> None:
    status = {"startDateStruct": {"date": text}, "studyFirstSubmitDate": text}
    (row,) = rows("studies", study(status=status))
    assert (row["start_month_year"], row["start_date"]) == (text, last_day)
    assert row["study_first_submitted_date"] == whole


def test_the_month_when_an_outcome_is_posted_is_its_first_day() -> None:
    one = results(outcomeMeasures={"outcomeMeasures": [{"anticipatedPostingDate": "2032-06"}]})
    assert column("outcomes.anticipated_posting_date", one) == [date(2032, 6, 1)]
    assert column("outcomes.anticipated_posting_month_year", one) == ["2032-06"]


def cells(*values: str) -> Study:
    classes = [{"categories": [{"measurements": [measurement("OG000", v) for v in values]}]}]
    return results(outcomeMeasures={"outcomeMeasures": [{"classes": classes}]})


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12.0),
        ("-.5", -0.5),
        ("1.50", 1.5),
        ("2.", 2.0),
        ("1e-7", 1e-7),
        ("0.1234567890123456", 0.1234567890123456),
        ("0.12345678901234567890", None),
        ("1e999", None),
        ("1e-400", None),
        ("NA", None),
        ("nan", None),
        ("<0.001", None),
        ("1,790", None),
        ("1_000", None),
        ("٣", None),
        (" 1", None),
        ("", None),
    ],
)
def test_a_number_has_the_digits_that_are_written_or_is_null(
    text: str, number: float | None
) -> None:
    assert column("outcome_measurements.param_value_num", cells(text)) == [number]
    assert column("outcome_measurements.param_value", cells(text)) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("20", 20),
        ("20.0", 20),
        ("20.5", None),
        ("1,790", None),
        ("-1", -1),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        ("9" * 5000, None),
        ("many", None),
    ],
)
def test_a_count_is_an_integer_or_null(text: str, count: int | None) -> None:
    denoms = [{"counts": [{"groupId": "BG000", "value": text}]}]
    one = results(baselineCharacteristics={"denoms": denoms})
    assert column("baseline_counts.count", one) == [count]


@pytest.mark.parametrize(
    ("text", "modifier", "number"),
    [("<0.001", "<", None), ("= 0.05", "=", 0.05), ("0.05", None, 0.05), ("P < .05", None, None)],
)
def test_a_p_value_has_its_sign_beside_it(
    text: str, modifier: str | None, number: float | None
) -> None:
    analyses = [{"pValue": text}]
    one = results(outcomeMeasures={"outcomeMeasures": [{"analyses": analyses}]})
    (row,) = rows("outcome_analyses", one)
    assert (row["p_value_raw"], row["p_value_modifier"], row["p_value"]) == (text, modifier, number)


# ---- Keys


def test_ids_are_made_of_the_number_and_the_place() -> None:
    module = {"conditions": ["Thirst", "Yawning"]}
    made = column(
        "conditions.id", study("NCT00000012", conditions=module), study(conditions=module)
    )
    assert made == [12_000_001, 12_000_002, 99900001_000_001, 99900001_000_002]


def test_ids_do_not_depend_on_other_studies() -> None:
    alone = tables([RICH])
    among = tables([study("NCT99900002", conditions={"conditions": ["Tea"]}), RICH])
    for name, table in alone.items():
        assert [row for row in among[name].to_pylist() if row["nct_id"] == NUMBER] == (
            table.to_pylist()
        )


def test_each_key_is_the_id_of_a_row() -> None:
    made = {name: table.to_pylist() for name, table in tables([RICH]).items()}
    keys = 0
    for table in TABLES:
        for name, each in table.sources[0].columns.items():
            if isinstance(each, Parent | Match):
                ids = [row["id"] for row in made[each.table]]
                found = [row[name] for row in made[table.name] if row[name] is not None]
                assert set(found) <= set(ids), (table.name, name)
                keys += bool(found)
    assert keys == 17


def test_tables_that_keys_refer_to_have_a_row_for_each_element() -> None:
    columns = (c for table in TABLES for s in table.sources for c in s.columns.values())
    referred = {each.table for each in columns if isinstance(each, Parent | Match)}
    sources = [source for table in TABLES if table.name in referred for source in table.sources]
    assert len(referred) == 6
    assert not any(source.where or source.distinct for source in sources)


def test_interventions_are_linked_with_their_arms() -> None:
    made = {name: table.to_pylist() for name, table in tables([RICH]).items()}
    arms = {row["id"]: row["title"] for row in made["design_groups"]}
    interventions = {row["id"]: row["name"] for row in made["interventions"]}
    links = [
        (interventions[row["intervention_id"]], arms[row["design_group_id"]])
        for row in made["design_group_interventions"]
    ]
    assert links == [("Tea", "Tea"), ("Cup", "Tea"), ("Cup", "Juice")]


@pytest.mark.parametrize("labels", [["Tea", "Tea"], ["Juice"], []])
def test_a_label_of_no_arm_or_of_several_is_no_key(labels: list[str]) -> None:
    module = {
        "armGroups": [{"label": label} for label in labels],
        "interventions": [{"name": "Cup", "armGroupLabels": ["Tea"]}],
    }
    one = study(armsInterventions=module)
    assert column("design_group_interventions.design_group_id", one) == [None]


def test_a_group_is_that_of_its_own_outcome() -> None:
    groups = [{"id": "OG000", "title": "Tea"}]
    classes = [{"categories": [{"measurements": [measurement("OG000", "1")]}]}]
    outcomes = [{"groups": groups, "classes": classes}, {"groups": groups, "classes": classes}]
    one = results(
        participantFlow={"groups": [{"id": "FG000"}]},
        outcomeMeasures={"outcomeMeasures": outcomes},
    )
    groups_of = column("outcome_measurements.result_group_id", one)
    assert groups_of == [99900001_000_002, 99900001_000_003]
    assert column("result_groups.result_type", one) == ["Participant Flow", "Outcome", "Outcome"]


def test_a_study_without_a_number_has_no_keys() -> None:
    nameless = study(None, identification={"briefTitle": "Tea Before Noon"})
    with pytest.raises(ValueError, match=r"study 2 \(Tea Before Noon\): it has no NCT number"):
        tables([study(), nameless])
    with pytest.raises(ValueError, match="'NCT1' is no NCT number"):
        tables([study("NCT1")])


def test_two_studies_with_one_number_are_refused_unless_they_are_equal() -> None:
    assert tables([RICH, RICH, RICH])["studies"].num_rows == 1
    with pytest.raises(ValueError, match="study 3: another one has the number NCT99900001"):
        tables([study("NCT99900002"), RICH, study()])


def test_a_study_that_is_refused_leaves_no_rows() -> None:
    batches: list[Any] = []
    builder = TableBuilder(lambda _, batch: batches.append(batch))
    with pytest.raises(ValueError, match="no NCT number"):
        builder.add(study(None))
    with pytest.raises(TypeError, match="not a str"):
        builder.add("study")  # type: ignore[arg-type]  # what a user may do
    builder.finish()
    assert batches == []


def test_results_of_reading_are_taken_as_studies() -> None:
    result = trialtext.parse_file("seeds/mirror-study/NCT07192237.txt")
    made = tables([result])
    assert made["studies"]["nct_id"].to_pylist() == ["NCT07192237"]
    assert made["criteria"]["line"].to_pylist()[0] is not None
    with pytest.raises(ValueError, match="study 1: nothing was read"):
        tables([trialtext.parse("")])


# ---- Computed columns


@pytest.mark.parametrize(
    ("age", "number", "unit"),
    [
        ("18 Years", 18, "year"),
        ("1 Month", 1, "month"),
        ("6 Hours", 6, "hour"),
        ("N/A", None, None),
        ("old", None, None),
    ],
)
def test_ages_are_numbers_with_units(age: str, number: int | None, unit: str | None) -> None:
    one = study(eligibility={"minimumAge": age})
    (row,) = rows("calculated_values", one)
    assert (row["minimum_age_num"], row["minimum_age_unit"]) == (number, unit)
    assert column("eligibilities.minimum_age", one) == [age]
    assert (row["maximum_age_num"], row["maximum_age_unit"]) == (None, None)


@pytest.mark.parametrize(
    ("countries", "number", "single", "in_us"),
    [
        ([], 0, None, None),
        (["Guam"], 1, True, True),
        (["France"], 1, True, False),
        (["France", "United States"], 2, False, True),
        (["France", None], 2, False, None),
    ],
)
def test_sites_are_counted(
    countries: list[str | None], number: int, single: bool | None, in_us: bool | None
) -> None:
    sites = [{"facility": f"Tea House {n}", "country": c} for n, c in enumerate(countries)]
    (row,) = rows("calculated_values", study(contactsLocations={"locations": sites}))
    found = (row["number_of_facilities"], row["has_single_facility"], row["has_us_facility"])
    assert found == (number, single, in_us)


@pytest.mark.parametrize(
    ("start", "completion", "kind", "duration", "until_results"),
    [
        ("2031-01", "2031-03-02", "ACTUAL", 1, 0),
        ("2031-01-01", "2031-12", "ACTUAL", 12, -10),
        ("2031-01-01", "2031-12", "ESTIMATED", None, -10),
        ("2031-01-01", None, "ACTUAL", None, None),
    ],
)
def test_months_are_thirty_days_and_no_estimates(
    start: str, completion: str | None, kind: str, duration: int | None, until_results: int | None
) -> None:
    status = {
        "startDateStruct": {"date": start, "type": "ACTUAL"},
        "primaryCompletionDateStruct": {"date": completion, "type": kind},
        "resultsFirstSubmitDate": "2031-03-01",
    }
    (row,) = rows("calculated_values", study(status=status))
    assert (row["actual_duration"], row["months_to_report_results"]) == (duration, until_results)


def test_affected_subjects_are_added_up_over_events_and_groups() -> None:
    events = [{"stats": [{"numAffected": 2}, {"numAffected": 3}]}, {"stats": [{"numAtRisk": 9}]}]
    (row,) = rows("calculated_values", results(adverseEvents={"seriousEvents": events}))
    assert (row["number_of_sae_subjects"], row["number_of_nsae_subjects"]) == (5, None)


@pytest.mark.parametrize(
    ("kind", "arms", "groups"), [("INTERVENTIONAL", 2, None), ("OBSERVATIONAL", None, 2)]
)
def test_arms_are_groups_of_other_studies(kind: str, arms: int | None, groups: int | None) -> None:
    module = {"armGroups": [{"label": "Tea"}, {"label": "Juice"}]}
    (row,) = rows("studies", study(design={"studyType": kind}, armsInterventions=module))
    assert (row["number_of_arms"], row["number_of_groups"]) == (arms, groups)


def test_the_number_analyzed_is_that_of_the_class_the_measure_or_all() -> None:
    def denoms(value: str, units: str = "Participants") -> list[dict[str, Any]]:
        return [{"units": units, "counts": [{"groupId": "BG000", "value": value}]}]

    categories = [{"measurements": [measurement("BG000", "1")]}]
    measures = [
        {"classes": [{"categories": categories}]},
        {"denoms": denoms("19"), "classes": [{"categories": categories}]},
        {"denoms": denoms("19"), "classes": [{"denoms": denoms("18"), "categories": categories}]},
        {"denomUnitsSelected": "Eyes", "classes": [{"categories": categories}]},
    ]
    one = results(baselineCharacteristics={"denoms": denoms("20"), "measures": measures})
    assert column("baseline_measurements.number_analyzed", one) == [20, 19, 18, None]
    units = column("baseline_measurements.number_analyzed_units", one)
    assert units == ["Participants", "Participants", "Participants", "Eyes"]


def test_contacts_of_sites_are_apart_from_investigators_and_the_first_one_is_primary() -> None:
    contacts = [
        {"name": "Ida Moss", "role": "PRINCIPAL_INVESTIGATOR"},
        {"name": "Bo Fern", "role": "CONTACT"},
        {"name": "Cy Reed", "role": "CONTACT"},
    ]
    one = study(contactsLocations={"locations": [{"contacts": contacts}, {"contacts": contacts}]})
    assert column("facility_contacts.contact_type", one) == ["primary", "backup"] * 2
    assert column("facility_investigators.name", one) == ["Ida Moss"] * 2


def test_a_country_has_one_row() -> None:
    sites = [{"country": "France"}, {"city": "Lyon"}, {"country": "France"}, {"country": "Guam"}]
    one = study(contactsLocations={"locations": sites})
    assert column("countries.name", one) == ["France", "Guam"]


def test_there_is_no_row_for_a_description_that_is_absent() -> None:
    assert rows("detailed_descriptions", study(description={"briefSummary": "Tea."})) == []


def test_criteria_have_a_row_each() -> None:
    (thirst, pregnancy) = rows("criteria", RICH)
    assert (thirst["side"], thirst["text"]) == ("inclusion", "Thirst")
    assert pregnancy["headings"] == ["Exclusion Criteria:"]
