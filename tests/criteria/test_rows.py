"""Rows of criteria: one a criterion, from studies, results, and what was read before."""

from typing import Any, cast

import pytest

import trialtext
from trialtext.criteria import COLUMNS

TEXT = (
    "Inclusion Criteria:\n\n* Adults\n* One of:\n\n  1. Asthma\n  2. Eczema\n\nNote: see the site."
)


def test_a_row_tells_the_side_the_place_and_the_characters() -> None:
    (_, _, row, _) = trialtext.criteria_rows([trialtext.criteria(TEXT)])
    assert row == {
        "nctId": None,
        "side": "inclusion",
        "path": "1.2.1",
        "headings": ["Inclusion Criteria:"],
        "text": "Asthma",
        "start": TEXT.index("Asthma"),
        "end": TEXT.index("Asthma") + 6,
        "level": 1,
        "marker": "1.",
        "doubts": [],
        "line": None,
    }
    assert tuple(row) == COLUMNS


def test_headings_and_notes_have_no_rows() -> None:
    rows = trialtext.criteria_rows([trialtext.criteria(TEXT)])
    assert [row["text"] for row in rows] == ["Adults", "One of:", "Asthma", "Eczema"]


def test_rows_come_as_they_are_asked_for() -> None:
    studies = iter([trialtext.criteria("* Adults"), cast("Any", 5)])
    rows = trialtext.criteria_rows(studies)
    assert next(rows)["text"] == "Adults"
    with pytest.raises(TypeError, match="criteria takes a text, a study or a result, not an int"):
        next(rows)
