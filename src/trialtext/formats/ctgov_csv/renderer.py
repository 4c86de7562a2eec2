"""Studies written as rows of the newer download."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from trialtext.formats.ctgov_csv.columns import MODERN
from trialtext.model.study import Study


def render_rows(studies: Iterable[Study]) -> Iterator[str]:
    """Write the header, and a row for each study, with their line ends."""
    yield _written(list(MODERN))
    for study in studies:
        yield _written([column.write(study) if column.write else "" for column in MODERN.values()])


def render(study: Study, _: str) -> str:
    """Write the header and the row of a study, without a last line end."""
    return "".join(render_rows([study])).rstrip("\r\n")


def _written(cells: list[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()
