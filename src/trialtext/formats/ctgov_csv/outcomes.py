"""The cells of outcomes: measure, description and time frame of each are joined by commas."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from trialtext.formats.ctgov_csv.cells import BAR, COMMA, claim_joints, listed, parts_of
from trialtext.formats.ctgov_csv.evidence import RowBuilder
from trialtext.formats.ctgov_csv.fields import get, put
from trialtext.model.protocol import Outcome
from trialtext.model.study import Study
from trialtext.parsing.tree import Token
from trialtext.reading.draft import Draft

if TYPE_CHECKING:
    from trialtext.resolve.outcomes import OutcomeParts

_MODULE: Final = "outcomes_module"
_PARTS: Final = ("measure", "description", "time_frame")


def outcomes_of(field: str) -> Callable[[Token, RowBuilder], None]:
    """Make a reader that keeps the outcomes of a field until all of the study are there."""

    def read(cell: Token, builder: RowBuilder) -> None:
        builder.evidence.outcomes[field] = builder.section, listed(cell, builder, "ITEM")

    return read


def put_outcomes(builder: RowBuilder) -> None:
    """Divide the outcomes of a study, and put them where they belong."""
    kept = builder.evidence.outcomes
    if not kept:
        return
    # What other formats do not need costs no start.
    from trialtext.resolve.outcomes import split_outcomes

    every = [item.text for _, items in kept.values() for item in items]
    divided = iter(split_outcomes(every))
    for field, (builder.section, items) in kept.items():
        drafts = [_outcome(item, next(divided), builder) for item in items]
        put(builder, f"{_MODULE}.{field}", drafts)


def _outcome(item: Token, parts: "OutcomeParts | None", builder: RowBuilder) -> Draft:
    if parts is None:
        message = f"{item.text!r:.60} may hold a description and a time frame"
        builder.report("undivided-outcome", item.span, message)
        return Draft(Outcome, measure=builder.verbatim(item))
    claim_joints(item, parts[:3], builder)
    draft = Draft(Outcome)
    draft.fields |= parts_of(item, zip(_PARTS, parts[:3], strict=True), parts.evidence)
    return draft


def reject_outcomes(cell: Token, builder: RowBuilder) -> None:
    """Make nothing of the older download's measures: no row tells which are primary."""
    measures = listed(cell, builder, "ITEM")
    message = "the cell does not tell which measures are primary, secondary or other"
    builder.report("untold-outcomes", cell.span, message)
    builder.unparsed += [measure.span for measure in measures]


def write_outcomes(field: str) -> Callable[[Study], str]:
    """Make a writer of the outcomes of a field."""

    def write(study: Study) -> str:
        outcomes = get(study, f"{_MODULE}.{field}") or ()
        return BAR.join(
            COMMA.join(filter(None, [each.measure, each.description, each.time_frame]))
            for each in outcomes
        )

    return write
