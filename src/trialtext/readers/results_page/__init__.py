"""The results page: from its sections to the modules of posted results."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading
from trialtext.readers.results_page import baseline, flow, outcomes, overview

ReadTree: TypeAlias = Callable[[Body, Reading], None]
ReadText: TypeAlias = Callable[[Piece, Reading], None]

# In the order in which they are read: a section comes after those whose evidence it needs.
TREES: Mapping[str, ReadTree] = {
    "header": overview.header,
    "baseline_characteristics": baseline.baseline_characteristics,
    "baseline_by_cohort": baseline.baseline_by_cohort,
    "participant_flow": flow.participant_flow,
    "participant_milestones": flow.participant_milestones,
    "reasons_for_withdrawal": flow.reasons_for_withdrawal,
    "outcome": outcomes.outcomes,
    "results_overview": overview.results_overview,
}

TEXTS: Mapping[str, ReadText] = {}

LABELLED = ("results_overview",)

# What an extractor drops with the labels was not seen.
DROPPED: Mapping[str, str] = {}

# Labels with their values, and little besides.
FIXED = ("",)

REPEATED = ("outcome",)

# Captions of tables are not among them: there are extractors that drop them.
REQUIRED = ("results_overview", "participant_flow", "baseline_characteristics", "outcome")

MAY_BE_EMPTY = ("participant_flow", "baseline_characteristics")


def without_labels() -> Mapping[str, ReadTree]:
    """The readers look for labels and do without them."""
    return {}
