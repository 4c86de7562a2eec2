"""Studies written as rows of the newer download."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import Final

from trialtext.formats.ctgov_csv.columns import MODERN
from trialtext.formats.format import TableWriter
from trialtext.model.study import Study

_LINE_END: Final = "\r\n"


def _written(cells: Iterable[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator=_LINE_END).writerow(cells)
    return line.getvalue()


def _row(study: Study) -> str:
    return _written(column.write(study) if column.write else "" for column in MODERN.values())


WRITER: Final = TableWriter(_written(MODERN), _row)


def render(study: Study, _: str) -> str:
    """Write the header and the row of a study, without the last line end."""
    return "".join(WRITER.write([study])).removesuffix(_LINE_END)
