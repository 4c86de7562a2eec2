"""The sections of the page, in its order: headings, labels, and the functions that read them.

There are no blurbs: a heading is a line of its own, and so is the caption of a table, which occurs
twice where tables are flattened.
"""

from typing import Final

from trialtext.formats.mirror_results import baseline, outcomes, overview, participant_flow
from trialtext.parsing.vocabulary import Label
from trialtext.reading.section import Section

_ANY = r"[^\n]*"
_CODE = r"[A-Z]+(?:_?[A-Z0-9]+)*(?:/[A-Z0-9]+)*"

SECTIONS: Final = (
    Section(
        "results_overview",
        "Results Overview",
        read=overview.results_overview,
        labels=(
            Label("Recruitment status", usual=_CODE),
            Label("Study phase", usual=_CODE),
            Label("Target enrollment", usual=r"\d+ participants?"),
            Label("Primary outcome timeframe"),
            Label("Results posted on", usual=r"\d{4}-\d\d-\d\d"),
        ),
        required=True,
        tells_variant=True,
    ),
    Section(
        "participant_flow",
        "Participant Flow",
        read=participant_flow.participant_flow,
        labels=(Label("Unit of analysis:", _ANY), Label("Withdrawal data not reported")),
        required=True,
        may_be_empty=True,
    ),
    # Captions of tables are not required: some extractors drop them.
    Section(
        "participant_milestones",
        "Participant milestones",
        read=participant_flow.participant_milestones,
    ),
    Section(
        "reasons_for_withdrawal",
        "Reasons for withdrawal",
        read=participant_flow.reasons_for_withdrawal,
        labels=(Label("Withdrawal data not reported"),),
    ),
    Section(
        "baseline_characteristics",
        "Baseline Characteristics",
        read=baseline.baseline_characteristics,
        required=True,
        may_be_empty=True,
    ),
    Section(
        "baseline_by_cohort",
        "Baseline characteristics by cohort",
        read=baseline.baseline_by_cohort,
    ),
    Section(
        "outcome",
        pattern=r"[A-Z][A-Z_ -]+ outcome",
        read=outcomes.outcomes,
        labels=(
            Label("Timeframe:", _ANY),
            Label("Population:", _ANY),
            Label("Outcome measures"),
        ),
        required=True,
        repeatable=True,
    ),
)
