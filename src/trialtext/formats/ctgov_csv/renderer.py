"""Studies written as rows of the newer download."""

import re
from collections.abc import Iterable
from typing import Final

from trialtext.formats.ctgov_csv.columns import MODERN
from trialtext.formats.format import TableWriter
from trialtext.model.study import Study

_LINE_END: Final = "\r\n"
_NEEDS_QUOTES: Final = re.compile(r'^\#|[,"\r\n]')


def _written(cells: Iterable[str]) -> str:
    return ",".join(map(_cell, cells)) + _LINE_END


def _cell(text: str) -> str:
    """Quote a cell as the site does: also one that begins like a comment."""
    if _NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _row(study: Study) -> str:
    return _written(column.write(study) if column.write else "" for column in MODERN.values())


WRITER: Final = TableWriter(_written(MODERN), _row)


def render(study: Study, _: str) -> str:
    """Write the header and the row of a study, without the last line end."""
    return "".join(WRITER.write([study])).removesuffix(_LINE_END)
