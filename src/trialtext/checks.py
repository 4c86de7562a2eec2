"""What an expert of the field would look at twice: said as diagnostics, never changed."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from trialtext.model.enums import StudyType
from trialtext.model.protocol import (
    ArmsInterventionsModule,
    ContactsLocationsModule,
    DesignModule,
    EligibilityModule,
    IdentificationModule,
    StatusModule,
)
from trialtext.readers.reading import Reading
from trialtext.resolve.arms import LONGEST_LABEL
from trialtext.resolve.places import is_country
from trialtext.text import Span
from trialtext.trace import Draft, Leaf
from trialtext.values import years

_NCT_ID_LINE = re.compile(r"^NCT ID:[^\S\n]*(NCT\d{8})[^\S\n]*$", re.MULTILINE)


def dates(page: Reading) -> None:
    """A start after the completion; a last day of a month, which may be a whole month."""
    status = page.module(StatusModule)
    start, completion = (
        struct.leaf("date") if isinstance(struct, Draft) else None
        for struct in map(status.fields.get, ("start_date_struct", "completion_date_struct"))
    )
    for leaf in filter(None, (start, completion)):
        if _ends_month(date.fromisoformat(str(leaf.value))):
            page.report(
                "month-end-date", _place(leaf), f"{leaf.value} may stand for {leaf.value:.7}"
            )
    if start and completion and str(start.value) > str(completion.value):
        page.report(
            "dates-reversed",
            _place(start),
            f"the study starts on {start.value}, after its completion on {completion.value}",
        )


_LONGEST_MONTH = 31
_DAY = timedelta(days=1)


def _ends_month(day: date) -> bool:
    # After the last day that there can be, a date cannot be counted on.
    return day.day == _LONGEST_MONTH or (day + _DAY).day == 1


def numbers(page: Reading) -> None:
    """Another NCT number in a header further down: two pages in one text."""
    number = page.module(IdentificationModule).leaf("nct_id")
    first = page.text.find("NCT ID:")
    if number is None or page.text.find("NCT ID:", first + 1) < 0:
        return
    others = [(c.start, c.end) for c in page.cuts if c.terminal.startswith("RELATED")]
    for match in _NCT_ID_LINE.finditer(page.text):
        of_others = any(start <= match.start() < end for start, end in others)
        if match[1] != number.value and not of_others:
            page.report(
                "different-nct-id", match.span(1), f"{match[1]} here, {number.value} in the header"
            )


def phases(page: Reading) -> None:
    """A phase belongs to trials only."""
    design = page.module(DesignModule)
    kind, found = design.leaf("study_type"), design.leaves("phases")
    if found and kind and kind.value == StudyType.OBSERVATIONAL:
        message = "an observational study has no phase"
        page.report("phase-of-observation", _place(found[0]), message)


def ages(page: Reading) -> None:
    """A minimum above the maximum."""
    eligibility = page.module(EligibilityModule)
    low, high = eligibility.leaf("minimum_age"), eligibility.leaf("maximum_age")
    if low and high and years(str(low.value)) > years(str(high.value)):
        page.report(
            "ages-reversed", _place(low), f"the minimum, {low.value}, is above {high.value}"
        )


def countries(page: Reading) -> None:
    """Countries that no site is in, and sites in a country that is not listed."""
    sites = page.module(ContactsLocationsModule).drafts("locations")
    leaves = [site.leaf("country") for site in sites]
    reached = {leaf.value for leaf in leaves if leaf}
    for name, piece in page.countries.items():
        if name not in reached:
            page.left.append(piece.span)
            if is_country(name):
                page.report("country-without-site", piece.span, f"no site is in {name!r}")
            else:
                page.report("unknown-line", piece.span, f"{name!r:.60} is no known country")
    for name in sorted(str(value) for value in reached - page.countries.keys()):
        if page.countries:
            leaf = next(leaf for leaf in leaves if leaf and leaf.value == name)
            page.report("unlisted-country", _place(leaf), f"{name!r} is not among the countries")


def arms(page: Reading) -> None:
    """Interventions that no arm has, or that an arm has but the list has not."""
    listed = {(i.name, i.kind) for i in page.interventions}
    for (name, kind), place in page.assigned.items():
        if (name, kind) not in listed:
            page.report(
                "unlisted-intervention", place, f"{name!r:.60} is not among the interventions"
            )
    if page.assigned:
        for name, kind, _, draft in page.interventions:
            leaf = draft.leaf("name")
            if (name, kind) not in page.assigned and leaf:
                page.report("unassigned-intervention", _place(leaf), f"no arm has {name!r:.60}")


def labels(page: Reading) -> None:
    """Labels longer than the registry takes, and arms of a trial without a type."""
    kind = page.module(DesignModule).leaf("study_type")
    for group in page.module(ArmsInterventionsModule).drafts("arm_groups"):
        label = group.leaf("label")
        if not label:
            continue
        if len(str(label.value)) > LONGEST_LABEL:
            page.report("long-label", _place(label), "longer than a label may be")
        if "type" not in group.fields and kind and kind.value == StudyType.INTERVENTIONAL:
            page.report("missing-value", _place(label), "an arm of a trial without its type")


def _place(leaf: Leaf) -> Span:
    return leaf.spans[0]


CHECKS: Sequence[Callable[[Reading], None]] = (
    dates,
    numbers,
    phases,
    ages,
    countries,
    arms,
    labels,
)
