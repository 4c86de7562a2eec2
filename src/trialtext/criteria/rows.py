"""Criteria as rows of a table, one a criterion."""

from collections.abc import Iterable, Iterator
from typing import Final, TypedDict

from trialtext.criteria.model import Criteria, Kind, Side
from trialtext.criteria.studies import criteria
from trialtext.model.study import Study
from trialtext.reading.result import Result


class CriterionRow(TypedDict):
    """A criterion as a row."""

    nctId: str | None
    """The study, if it is known."""
    side: Side
    path: str
    """Its place in the outline of all items: `1.2.1`."""
    headings: list[str]
    """The headings that it lies in, the outermost first."""
    text: str
    start: int
    end: int
    level: int
    """How many criteria and notes it lies in."""
    marker: str
    doubts: list[str]
    """What is uncertain about it: keys of `DOUBTS`."""
    line: int | None
    """Its line in the page that it was read from, if it was."""


COLUMNS: Final = tuple(CriterionRow.__annotations__)
"""The columns of a table of criteria."""


def criteria_rows(studies: Iterable[Study | Result | Criteria]) -> Iterator[CriterionRow]:
    """Give the criteria of studies as rows, one after the other; headings and notes are left out.

    It takes studies, results of reading, or criteria that were read before. Raises `TypeError` for
    what is none of these.
    """
    for each in studies:
        read = each if isinstance(each, Criteria) else criteria(each)
        for path, item in zip(read.paths, read.items, strict=True):
            if item.kind is Kind.CRITERION:
                yield CriterionRow(
                    nctId=read.nct_id,
                    side=item.side,
                    path=path,
                    headings=list(item.headings),
                    text=item.text,
                    start=item.start,
                    end=item.end,
                    level=item.level,
                    marker=item.marker,
                    doubts=list(item.doubts),
                    line=item.location.line if item.location else None,
                )
