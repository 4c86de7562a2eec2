"""Header and Results Overview: title and number, status, first primary outcome."""

import re
from collections.abc import Mapping
from typing import Final

from trialtext.formats.mirror import labelled_lines, last_updated, nct_number, own_header
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.formats.mirror_results.tables import joined
from trialtext.model.enums import OutcomeMeasureType, Phase, Status
from trialtext.model.protocol import (
    DateStruct,
    DesignModule,
    EnrollmentInfo,
    IdentificationModule,
    StatusModule,
)
from trialtext.model.results import OutcomeMeasure, OutcomeMeasuresModule
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.fields import Field, code_of, date_of, phases
from trialtext.reading.scalars import codes, count, day, one_line

TITLE: Final = "Trial Outcomes & Findings for"
"""The beginning of the page's title."""
_NUMBER = re.compile(r" ?\(NCT (NCT\d{8})\)$")


def _enrolled(text: str) -> int | None:
    """Read `40 participants`, or the number alone."""
    return count(f"{text} participants" if text.isdecimal() else text)


def _enrollment(token: Token, builder: Builder) -> Draft | None:
    enrolled = builder.parse(token, _enrolled, "a number of participants")
    return Draft(EnrollmentInfo, count=enrolled) or None


FIELDS: Final[Mapping[str, Field]] = {
    "recruitment_status": Field(StatusModule, "overall_status", code_of(Status)),
    "study_phase": Field(DesignModule, "phases", phases),
    "target_enrollment": Field(DesignModule, "enrollment_info", _enrollment),
    "results_posted_on": Field(StatusModule, "results_first_post_date_struct", date_of(DateStruct)),
}
"""Labelled values, by their rules in the grammar."""


def header(section: Tree, builder: Builder) -> None:
    """Read title and number, `NCT ID:`, `Last Updated:`."""
    section = own_header(section, builder)
    labelled = labelled_lines(section, builder, "RESULTS_TITLE", "NCT_ID", "LAST_UPDATED")
    title = labelled.get("RESULTS_TITLE")
    lines = section.tokens("LINE")
    # Lines before the title are navigation.
    builder.mark_noise([line for line in lines if title and line.start < title.start])
    builder.unparsed_lines([line for line in lines if not title or line.start > title.start])
    if title is None:
        builder.report("missing-title", (0, 0), "no title stands before the number")
    in_title = _title(title, builder) if title else None
    nct_number(labelled.get("NCT_ID"), builder, in_title)
    number = builder.module(IdentificationModule).value("nct_id")
    if in_title and number and number.value != in_title.text:
        message = f"{in_title.text} here, {number.value} in its own line"
        builder.report("different-nct-id", in_title.span, message)
    last_updated(labelled.get("LAST_UPDATED"), builder)
    sign = (title.start, title.start + len(TITLE)) if title else builder.document.sections[-1][1:3]
    evidence = "the page has posted results"
    builder.has_results = Value(True, (sign,), Derivation.COMPUTED, evidence)


def _title(line: Token, builder: Builder) -> Token | None:
    """Set the brief title, and return the number behind it."""
    number = _NUMBER.search(line.text)
    title = line.part(len(TITLE), number.start() if number else None)
    builder.put(IdentificationModule, brief_title=builder.verbatim(title))
    if number is None:
        return None
    builder.mark_boilerplate(line.part(number.start()).span)  # the number is taken from `NCT ID:`
    return line.part(*number.span(1))


def results_overview(section: Tree, builder: Builder) -> None:
    """Read labelled values, and a paragraph and time frame of the first primary outcome."""
    unlabelled: list[Token] = section.tokens("LINE")
    timeframe: Token | None = None
    labelled = [rule for rule in section.rules() if rule.tokens()]
    first = min((rule.tokens()[0].start for rule in labelled), default=len(builder.document.text))
    for rule in labelled:
        value = builder.labelled_value(rule)
        if value is None:
            continue
        if rule.data == "primary_outcome_timeframe" and timeframe:
            builder.mark_unparsed("repeated-value", value, "a second time frame")
        elif rule.data == "primary_outcome_timeframe":
            timeframe = value
        else:
            FIELDS[rule.data].put(value, builder)
    if not labelled:
        unlabelled, timeframe = _unlabelled_values(unlabelled, builder)
        first = _first_value(builder)
    # A line that looks like a value is not part of the paragraph: its label was lost.
    paragraph = [line for line in unlabelled if line.start < first and not _field_of(line.text)]
    for line in unlabelled:
        if line in paragraph:
            continue
        builder.mark_unparsed("unknown-line", line, f"{line.text!r:.60} fits nothing here")
    _first_outcome(joined(paragraph, builder), timeframe, builder)


def _unlabelled_values(lines: list[Token], builder: Builder) -> tuple[list[Token], Token | None]:
    """Set values without labels by their form; return other lines, and the time frame.

    The time frame is the line between the other values and the date of posting.
    """
    rest: list[Token] = []
    timeframe: Token | None = None
    for line in lines:
        field = FIELDS.get(_field_of(line.text))
        known = field and field.name in builder.module(field.module).fields
        if field is None or known:
            rest.append(line)
            continue
        if (
            field.name == "results_first_post_date_struct"
            and rest
            and _after_values(rest[-1], builder)
        ):
            timeframe = rest.pop()
        field.put(line, builder)
    return rest, timeframe


def _field_of(text: str) -> str:
    """Return the field whose values look like a text, empty if there is none."""
    if text in codes(Status) and text not in codes(Phase):
        return "recruitment_status"
    if all(part in codes(Phase) for part in text.split("/")):
        return "study_phase"
    if count(text) is not None:
        return "target_enrollment"
    return "results_posted_on" if day(text) else ""


def _after_values(line: Token, builder: Builder) -> bool:
    """Tell whether a line stands below the status or the phases."""
    return line.start > _first_value(builder)


def _first_value(builder: Builder) -> int:
    """Return where the status or the phases stand; the end of the text if there is neither."""
    drafts = (builder.module(StatusModule), builder.module(DesignModule))
    starts = [
        value.spans[0][0]
        for draft, name in zip(drafts, ("overall_status", "phases"), strict=True)
        for value in [draft.value(name), *draft.values(name)]
        if value
    ]
    return min(starts, default=len(builder.document.text))


def _first_outcome(paragraph: Token | None, timeframe: Token | None, builder: Builder) -> None:
    """Add to the first primary outcome what the overview has of it."""
    if paragraph is None and timeframe is None:
        return
    module = builder.module(OutcomeMeasuresModule)
    for outcome in module.drafts("outcome_measures"):
        kind = outcome.value("type")
        if kind and kind.value == OutcomeMeasureType.PRIMARY:
            break
    else:
        span = (paragraph or timeframe or builder.document.token(0, 0)).span
        evidence = "the overview tells of the first primary outcome"
        kind = Value(OutcomeMeasureType.PRIMARY, (span,), Derivation.COMPUTED, evidence)
        outcome = Draft(OutcomeMeasure, type=kind)
        module.set("outcome_measures", [outcome, *module.drafts("outcome_measures")])
    for name, token in (("description", paragraph), ("time_frame", timeframe)):
        if token:
            _set_or_compare(outcome, name, token, builder)


def _set_or_compare(outcome: Draft, name: str, token: Token, builder: Builder) -> None:
    """Set a field of an outcome; if the outcome itself has another value, report it."""
    for known in (name, "title"):
        value = outcome.value(known)
        if value and one_line(str(value.value)) == one_line(token.text):
            outcome.set(known, value.moved((*value.spans, token.span)))
            return
    if outcome.value(name):
        message = f"the outcome itself has another {name.replace('_', ' ')}"
        builder.mark_unparsed("different-value", token, message)
    else:
        outcome.set(name, builder.verbatim(token))
