"""Eligibility criteria one by one: their sides, their outline, and the characters they came from.

What is made of a study: it imports the record, results of reading, and the loader of grammars.
"""

import sys
from types import ModuleType

from trialtext.criteria.doubts import DOUBTS, Doubt
from trialtext.criteria.model import Characters, Criteria, Criterion, Kind, Node, Side
from trialtext.criteria.rows import COLUMNS, CriterionRow, criteria_rows
from trialtext.criteria.studies import criteria
from trialtext.model.study import Study
from trialtext.reading.result import Result

__all__ = [
    "COLUMNS",
    "DOUBTS",
    "Characters",
    "Criteria",
    "Criterion",
    "CriterionRow",
    "Doubt",
    "Kind",
    "Node",
    "Side",
    "criteria",
    "criteria_rows",
]


class _CallablePackage(ModuleType):
    """Answers `trialtext.criteria(…)`: Python puts this package under the name of the function."""

    def __call__(self, source: str | Study | Result) -> Criteria:
        return criteria(source)


sys.modules[__name__].__class__ = _CallablePackage
