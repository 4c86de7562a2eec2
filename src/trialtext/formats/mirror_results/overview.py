"""Header and Results Overview: what the study is called, where it stands, its first outcome."""

import re
from collections.abc import Mapping
from typing import Final

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
from trialtext.reading.page_header import labelled_lines, last_updated, nct_number
from trialtext.reading.scalars import codes, count, day, one_line

TITLE: Final = "Trial Outcomes & Findings for"
"""How the title of the page begins."""
_NUMBER = re.compile(r" ?\(NCT (NCT\d{8})\)$")


def _enrolled(text: str) -> int | None:
    """Read `40 participants`, or the number alone: it stands below its label."""
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
"""Labelled values by their rules in the grammar."""


def header(section: Tree, builder: Builder) -> None:
    """Read title and number, `NCT ID:`, `Last Updated:`."""
    found = labelled_lines(section, builder, "RESULTS_TITLE", "NCT_ID", "LAST_UPDATED")
    title = found.get("RESULTS_TITLE")
    lines = section.tokens("LINE")
    # What stands before the title is navigation.
    builder.mark_noise([line for line in lines if title and line.start < title.start])
    builder.unparsed_lines([line for line in lines if not title or line.start > title.start])
    if title is None:
        builder.report("missing-title", (0, 0), "no title stands before the number")
    in_title = _title(title, builder) if title else None
    nct_number(found.get("NCT_ID"), builder, in_title)
    number = builder.module(IdentificationModule).value("nct_id")
    if in_title and number and number.value != in_title.text:
        message = f"{in_title.text} here, {number.value} in its own line"
        builder.report("different-nct-id", in_title.span, message)
    last_updated(found.get("LAST_UPDATED"), builder)
    sign = (title.start, title.start + len(TITLE)) if title else builder.document.sections[-1][1:3]
    evidence = "the page has posted results"
    builder.has_results = Value(True, (sign,), Derivation.COMPUTED, evidence)


def _title(line: Token, builder: Builder) -> Token | None:
    """Take the brief title, and return the number that stands behind it."""
    number = _NUMBER.search(line.text)
    title = line.part(len(TITLE), number.start() if number else None)
    builder.put(IdentificationModule, brief_title=builder.verbatim(title))
    if number is None:
        return None
    builder.mark_boilerplate(line.part(number.start()).span)  # `NCT ID:` is believed
    return line.part(*number.span(1))


def results_overview(section: Tree, builder: Builder) -> None:
    """Labels, each with its value; a paragraph and a time frame of the first primary outcome."""
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
        unlabelled, timeframe = _values_alone(unlabelled, builder)
        first = _first_value(builder)
    # What looks like a value is none of a paragraph's lines: its label was lost.
    paragraph = [line for line in unlabelled if line.start < first and not _form(line.text)]
    for line in unlabelled:
        if line in paragraph:
            continue
        builder.mark_unparsed("unknown-line", line, f"{line.text!r:.60} fits nothing here")
    _first_outcome(joined(paragraph, builder), timeframe, builder)


def _values_alone(lines: list[Token], builder: Builder) -> tuple[list[Token], Token | None]:
    """Values without their labels are known by their form; a time frame by its place."""
    rest: list[Token] = []
    timeframe: Token | None = None
    for line in lines:
        field = FIELDS.get(_form(line.text))
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


def _form(text: str) -> str:
    if text in codes(Status) and text not in codes(Phase):
        return "recruitment_status"
    if all(part in codes(Phase) for part in text.split("/")):
        return "study_phase"
    if count(text) is not None:
        return "target_enrollment"
    return "results_posted_on" if day(text) else ""


def _after_values(line: Token, builder: Builder) -> bool:
    """Whether a line stands below the values of status, phase or enrollment."""
    return line.start > _first_value(builder)


def _first_value(builder: Builder) -> int:
    drafts = (builder.module(StatusModule), builder.module(DesignModule))
    places = [
        value.spans[0][0]
        for draft, name in zip(drafts, ("overall_status", "phases"), strict=True)
        for value in [draft.value(name), *draft.values(name)]
        if value
    ]
    return min(places, default=len(builder.document.text))


def _first_outcome(paragraph: Token | None, timeframe: Token | None, builder: Builder) -> None:
    """Give the first primary outcome what the overview tells of it."""
    if paragraph is None and timeframe is None:
        return
    module = builder.module(OutcomeMeasuresModule)
    for outcome in module.drafts("outcome_measures"):
        kind = outcome.value("type")
        if kind and kind.value == OutcomeMeasureType.PRIMARY:
            break
    else:
        place = (paragraph or timeframe or builder.document.token(0, 0)).span
        evidence = "the overview tells of the first primary outcome"
        kind = Value(OutcomeMeasureType.PRIMARY, (place,), Derivation.COMPUTED, evidence)
        outcome = Draft(OutcomeMeasure, type=kind)
        module.set("outcome_measures", [outcome, *module.drafts("outcome_measures")])
    for name, token in (("description", paragraph), ("time_frame", timeframe)):
        if token:
            _confirm(outcome, name, token, builder)


def _confirm(outcome: Draft, name: str, token: Token, builder: Builder) -> None:
    """Set a field of an outcome; if it is known, it has to say the same."""
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
