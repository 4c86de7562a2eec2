"""Checks of what is doubtful on this page: it is reported, never changed."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from trialtext.formats.layout import Check
from trialtext.formats.mirror import report_other_numbers
from trialtext.formats.mirror_study.arm_text import LONGEST_LABEL
from trialtext.formats.mirror_study.evidence import Builder
from trialtext.formats.mirror_study.headings import UNKNOWN_HEADING
from trialtext.model.enums import StudyType
from trialtext.model.protocol import (
    ArmsInterventionsModule,
    ContactsLocationsModule,
    DesignModule,
)
from trialtext.reading import checks
from trialtext.reading.scalars import day
from trialtext.resolve.gazetteer import is_country

_LONGEST_MONTH = 31
_DAY = timedelta(days=1)
_NARRATIVE: Final = ("brief_summary", "detailed_description", "eligibility_criteria")


def month_ends(builder: Builder) -> None:
    """Report the last day of a month, which may stand for the whole month."""
    for value in filter(None, checks.study_dates(builder)):
        if day(str(value.value)) and _ends_month(date.fromisoformat(str(value.value))):
            message = f"{value.value} may stand for {value.value:.7}"
            builder.report("month-end-date", value.spans[0], message)


def _ends_month(at: date) -> bool:
    # No day can be added to the last date that there is.
    return at.day == _LONGEST_MONTH or (at + _DAY).day == 1


def sections(builder: Builder) -> None:
    """Report lines of running text that look like the beginning of another section."""
    document = builder.document
    for span in document.sections:
        if span.name in _NARRATIVE:
            for match in _UNKNOWN_HEADING.finditer(document.text, span.body, span.end):
                message = f"{match[1]!r:.60} may begin a section that is not known"
                builder.report("uncertain-section", match.span(1), message)


def repeated_lines(builder: Builder) -> None:
    """Report lines of running text that stand there twice, one right below the other."""
    document = builder.document
    for span in document.sections:
        if span.name in _NARRATIVE:
            for match in _REPEATED_LINE.finditer(document.text, span.body, span.end):
                message = f"{match[1]!r:.60} stands here twice"
                builder.report("repeated-line", match.span(1), message)


_REPEATED_LINE = re.compile(r"\n([^\n]{10,}+)\n+\1(?=\n)")

_UNKNOWN_HEADING = re.compile(rf"\n(?={UNKNOWN_HEADING})([^\n]*)")


def numbers(builder: Builder) -> None:
    """Report another NCT number in a header further down, but not of related trials."""
    report_other_numbers(builder, exempt=("related_clinical_trials",))


def countries(builder: Builder) -> None:
    """Report countries without a site, and sites in a country that is not listed."""
    listed = builder.evidence.countries
    sites = builder.module(ContactsLocationsModule).drafts("locations")
    values = [value for site in sites if (value := site.value("country"))]
    with_sites = {value.value for value in values}
    for name, token in listed.items():
        if name in with_sites:
            continue
        if is_country(name):
            builder.mark_unparsed("country-without-site", token, f"no site is in {name!r}")
        else:
            builder.mark_unparsed("unknown-line", token, f"{name!r:.60} is no known country")
    for name in sorted(str(name) for name in with_sites - listed.keys()) if listed else ():
        value = next(value for value in values if value.value == name)
        message = f"{name!r} is not among the countries"
        builder.report("unlisted-country", value.spans[0], message)


def interventions(builder: Builder) -> None:
    """Report interventions that no arm has, or that an arm has but the list has not."""
    assigned, listed = builder.evidence.assigned, builder.evidence.interventions
    keys = {(each.name, each.kind) for each in listed}
    # Of a page that was cut off, the list may be short, or not there.
    cut_off = any(map(builder.document.ends_in, ("study_groups", "interventions")))
    for key, span in assigned.items() if not cut_off else ():
        if key not in keys:
            message = f"{key[0]!r:.60} is not among the interventions"
            builder.report("unlisted-intervention", span, message)
    for each in listed if assigned else ():
        name = each.draft.value("name")
        if name and (each.name, each.kind) not in assigned:
            message = f"no arm has {each.name!r:.60}"
            builder.report("unassigned-intervention", name.spans[0], message)


def arms(builder: Builder) -> None:
    """Report labels longer than the registry allows, and arms of a trial without a type."""
    kind = builder.module(DesignModule).value("study_type")
    groups = builder.module(ArmsInterventionsModule).drafts("arm_groups")
    for arm in groups:
        label = arm.value("label")
        if not label:
            continue
        if len(str(label.value)) > LONGEST_LABEL:
            builder.report("long-label", label.spans[0], "longer than a label may be")
        cut_off = builder.document.ends_in("study_groups") and arm is groups[-1]
        if "type" in arm.fields or cut_off:
            continue
        if kind and kind.value == StudyType.INTERVENTIONAL:
            builder.report("missing-value", label.spans[0], "an arm of a trial without its type")


CHECKS: Final[Sequence[Check]] = (
    month_ends,
    checks.dates,
    sections,
    repeated_lines,
    numbers,
    checks.phases,
    checks.ages,
    countries,
    interventions,
    arms,
)
