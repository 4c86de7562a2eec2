"""What is known of a row while its cells are read, beside the cells themselves."""

from typing import Protocol, TypeAlias

import attrs

from trialtext.formats.ctgov_csv.dates import DayOrder
from trialtext.parsing.tree import Token
from trialtext.reading.builder import StudyBuilder


class File(Protocol):
    """What the other rows of the file tell."""

    @property
    def day_order(self) -> DayOrder | None:
        """Whether `3/7/2024` is a day of March or of July; `None` if nothing in the file tells."""


@attrs.define(eq=False)
class Evidence:
    """What one cell leaves for others to decide by."""

    file: File
    outcomes: dict[str, tuple[str, list[Token]]] = attrs.field(factory=dict)
    """The column and the items of each field: all outcomes of a study are divided together."""


RowBuilder: TypeAlias = StudyBuilder[Evidence]
