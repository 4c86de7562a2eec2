"""What tests know of the registry's downloads: how a file is built of its cells."""

import csv
from collections.abc import Mapping
from io import StringIO

import trialtext
from trialtext import Result

ROW: Mapping[str, str] = {"NCT Number": "NCT99900001", "Study Title": "Warm Milk at Bedtime"}
CLASSIC_ROW: Mapping[str, str] = {"Rank": "1", "NCT Number": "NCT99900001", "Title": "Warm Milk"}


def download(*rows: Mapping[str, str], delimiter: str = ",", line_end: str = "\n") -> str:
    """Write a file with the columns of the first row."""
    file = StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(rows[0])
    writer.writerows(list(row.values()) for row in rows)
    return file.getvalue()


def classic(*rows: Mapping[str, str]) -> str:
    """Write the older file with tabs, in which nothing is quoted."""
    lines = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "".join("\t".join(line) + "\r\n" for line in lines)


def read(**cells: str) -> Result:
    """Read the row of a study with some further cells, `_` in the name of a column for a space."""
    further = {name.replace("_", " "): cell for name, cell in cells.items()}
    (result,) = trialtext.parse_all(download({**ROW, **further}))
    return result


def read_classic(cells: Mapping[str, str]) -> Result:
    """Read the row of a study in the older file."""
    (result,) = trialtext.parse_all(classic({**CLASSIC_ROW, **cells}))
    return result
