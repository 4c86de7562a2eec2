"""What an expert of the field would look at twice in any study: reported, never changed."""

from typing import Any

from trialtext.model.enums import StudyType
from trialtext.model.protocol import DesignModule, EligibilityModule, StatusModule
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.draft import Draft, Value
from trialtext.reading.scalars import years


def study_dates(builder: StudyBuilder[Any]) -> tuple[Value | None, Value | None]:
    """Return the start of the study and its completion, as far as they are known."""
    status = builder.module(StatusModule)
    structs = map(status.fields.get, ("start_date_struct", "completion_date_struct"))
    start, end = (struct.value("date") if isinstance(struct, Draft) else None for struct in structs)
    return start, end


def dates(builder: StudyBuilder[Any]) -> None:
    """Report a start after the completion."""
    start, completion = study_dates(builder)
    if not (start and completion):
        return
    # A date may be a month or a year: what one of them lacks is not compared.
    first, last = str(start.value), str(completion.value)
    if first[: len(last)] > last[: len(first)]:
        message = f"the study starts on {start.value}, after its completion on {completion.value}"
        builder.report("dates-reversed", start.spans[0], message)


def phases(builder: StudyBuilder[Any]) -> None:
    """Report the phase of an observational study: only trials have one."""
    design = builder.module(DesignModule)
    kind, found = design.value("study_type"), design.values("phases")
    if found and kind and kind.value == StudyType.OBSERVATIONAL:
        message = "an observational study has no phase"
        builder.report("phase-of-observation", found[0].spans[0], message)


def ages(builder: StudyBuilder[Any]) -> None:
    """Report a minimum age above the maximum."""
    eligibility = builder.module(EligibilityModule)
    low, high = eligibility.value("minimum_age"), eligibility.value("maximum_age")
    if low and high and years(str(low.value)) > years(str(high.value)):
        message = f"the minimum, {low.value}, is above {high.value}"
        builder.report("ages-reversed", low.spans[0], message)
