"""Write docs/tables.md from the declarations. Usage: python scripts/write_tables.py."""

from collections.abc import Iterator
from pathlib import Path

from trialtext.pipeline.tables import PARTLY_HELD, TABLES, UNHELD
from trialtext.pipeline.tables.model import (
    Column,
    Computed,
    Constant,
    Match,
    Parent,
    Source,
    Table,
    is_within,
)
from trialtext.pipeline.tables.values import to_text

HEAD = """# Tables

Studies become relational tables under the names and columns that analysts know from
[AACT](https://aact.ctti-clinicaltrials.org/), as of October 2024, and single criteria a table of
their own. It takes `pip install 'trialtext[tables]'`.

```python
from pathlib import Path

import trialtext
from trialtext.pipeline.tables import open_tables, tables

paths = sorted(Path("seeds/mirror-study").glob("*.txt"))
studies = [result.study for path in paths if (result := trialtext.parse_file(path)).study]
numbered = [
    study for study in studies if study.protocol_section.identification_module.nct_id is not None
]

made = tables(numbered)  # a pyarrow.Table each, by name
print(made["conditions"].slice(0, 3).to_pylist())

with open_tables("tables") as writer:  # a folder of Parquet; "tables.duckdb" is a file of DuckDB
    for study in numbered:
        writer.add(study)
```

`open_tables` keeps at most 8,192 rows of each table, and of each study its number and 16 bytes:
tables may be larger than memory. Nothing stands in its place before all of it is whole. The same
studies in the same order give the same bytes of Parquet; a file of DuckDB has the same rows, but
not the same bytes.
[`questions.md`](questions.md) asks such tables some questions.

## Keys

`nct_id` is the study's number. `id` is `digits of the number * 1,000,000 + n`, where n counts the
rows of the study in the table from 1, in the order of the record: ids are unique, and do not
depend on which other studies are there. Columns such as `outcome_id` hold the `id` of a row of
the other table. Such a key is null where the record names no row, or where several have the name.
`studies` has no `id`, as in AACT.

A study without a number, or with the number of another one, raises `ValueError`; a study that
comes again as it was is left out.

## Values

- **Texts** are as they are in the record, line breaks included. Codes are those of the API:
  `PHASE2`, `RECRUITING`; several phases are joined: `PHASE1/PHASE2`.
- **Numbers** are exactly those that are written, or null: `<0.001`, `NA`, `1,790` (a comma may
  divide thousands, or mark decimals), and numbers with more digits than the type holds. Columns
  of text beside them have what is written: `param_value`, `p_value_raw`,
  `dispersion_lower_limit_raw`.
- **Dates** that are always full are exact, or null. Of dates that may be a month, the column
  `…_month_year` has the text; the date is the last day of the month, or of the year, and for
  `anticipated_posting_date` the first of the month, as in AACT.
- **What is absent** is null, never `N/A` or an empty text.

## How they differ from AACT

- Truth values in columns of text are `true` and `false`; AACT spells some of them `Yes` and `No`.
- AACT takes 0.001 for a p-value of `<0.001`; here `p_value` is null, `p_value_modifier` is `<`.
- AACT has `N/A` for an age without a limit, and computes an age of 0 from it; here both are null.
- AACT counts ids as rows come; here they are made of the study's number.
- AACT has a row with a null for a study without a detailed description; here it has none.
- AACT has no source for `milestones.description` in the API's present records; here it is the
  comment of the number, as it was in AACT before.
- `has_us_facility` is null if no site is known to be there, but one has no country.
- `were_results_reported` is what the record says (`hasResults`), and null if it does not.
- `last_update_submitted_qc_date` is the date of submission, as in AACT: the API has no other.
- There is no table `criteria` in AACT. [`criteria.md`](criteria.md) tells what its columns mean;
  in SQL, `"end"` has to be quoted.
"""

EMPTY_HEAD = """
These columns are AACT's, but nothing in a record fills them: they are null.

"""

UNHELD_HEAD = """
## What they cannot hold

A table of cells has no row for a measure, class, period, event or denominator without any: what
it is called is not in the tables then; nor are the threshold, time frame and description of
adverse events where there were none. Two measures alike in all columns that follow each other
look like one. A label of no arm, or of several, is lost. And AACT has no columns for these values
of the record:

"""

TABLES_HEAD = """
## The tables

Every table begins with `id` and `nct_id`, `studies` with `nct_id`. A source that begins with a
dot stands in the element of the row.
"""


def main() -> None:
    """Write the page."""
    (Path(__file__).parents[1] / "docs" / "tables.md").write_text(page(), "utf-8")


def page() -> str:
    """Write what tables hold, and what they do not."""
    lines = [HEAD, EMPTY_HEAD, *empty(), UNHELD_HEAD, *unheld(), TABLES_HEAD]
    for table in TABLES:
        lines += described(table)
    return "".join(lines)


def empty() -> Iterator[str]:
    """List the columns that nothing fills."""
    for table in TABLES:
        for name in table.columns:
            columns = [source.columns.get(name) for source in table.sources]
            if all(isinstance(each, Constant) and each.value is None for each in columns if each):
                yield f"- `{table.name}.{name}`\n"


def unheld() -> Iterator[str]:
    """List the paths that no table holds, or not all rows, by the reason."""
    reasons: dict[str, list[str]] = {}
    for path, reason in (UNHELD | PARTLY_HELD).items():
        reasons.setdefault(reason, []).append(path)
    for reason, paths in reasons.items():
        yield f"- {reason}\n" + "".join(f"  - `{path}`\n" for path in paths)


def described(table: Table) -> Iterator[str]:
    """Describe a table: where its rows come from, and its columns."""
    yield f"\n### {table.name}\n\n"
    roots = dict.fromkeys(source.root for source in table.sources)
    rows = ", ".join(f"`{root}`" for root in roots) if roots != {"": None} else "the study"
    yield f"One row for each of: {rows}.\n\n| column | type | source |\n|---|---|---|\n"
    for name, kind in table.columns.items():
        columns = [(source, source.columns.get(name)) for source in table.sources]
        sources = dict.fromkeys(origin(each, source) for source, each in columns if each)
        yield f"| `{name}` | {kind.name} | {' or '.join(sources)} |\n"


def origin(column: Column, source: Source) -> str:
    """Describe where a column comes from."""
    match column:
        case Constant(value=None):
            return "nothing"
        case Constant():
            return f"*{to_text(column.value)}*"
        case Computed():
            return "computed of " + ", ".join(f"`{relative(p, source)}`" for p in column.paths)
        case Parent():
            return f"key of `{column.table}`"
        case Match():
            return f"key of `{column.table}`, by `{relative(column.path, source)}`"
    computed = "computed of " if column.computed else ""
    return f"{computed}`{relative(column.path, source)}`"


def relative(path: str, source: Source) -> str:
    """Return a path as seen from the element of a row."""
    if not source.root or not is_within(path, source.root):
        return path
    return path.removeprefix(source.root) or "."


if __name__ == "__main__":
    main()
