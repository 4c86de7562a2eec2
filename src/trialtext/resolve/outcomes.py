"""temporary"""

from collections.abc import Sequence
from typing import NamedTuple

from trialtext.text.edits import Span


class OutcomeParts(NamedTuple):
    measure: Span
    description: Span | None
    time_frame: Span | None
    evidence: str


def split_outcomes(items: Sequence[str]) -> list[OutcomeParts | None]:
    return [None] * len(items)
