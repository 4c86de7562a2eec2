"""Header and Results Overview: what the study is called, where it stands, its first outcome."""

import re
from collections.abc import Mapping
from typing import Final

from trialtext.model.enums import OutcomeMeasureType, Phase, Status
from trialtext.model.protocol import (
    DateStruct,
    DesignModule,
    EnrollmentInfo,
    IdentificationModule,
    StatusModule,
)
from trialtext.model.results import OutcomeMeasure, OutcomeMeasuresModule
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading, rules, tokens
from trialtext.readers.results_page.tables import joined
from trialtext.readers.study_page.design import BASIC_INFORMATION, Field
from trialtext.readers.study_page.identity import last_updated, nct_number
from trialtext.trace import Draft, How, Leaf
from trialtext.values import codes, count, day

TITLE: Final = "Trial Outcomes & Findings for "
_NUMBER = re.compile(r" ?\(NCT (NCT\d{8})\)$")


def _posted(piece: Piece, page: Reading) -> Draft | None:
    return Draft(DateStruct, date=page.parsed(piece, day, "a date")) or None


def _enrolled(text: str) -> int | None:
    """`40 participants`, or the number alone: it stands below its label."""
    return count(f"{text} participants" if text.isdecimal() else text)


def _enrollment(piece: Piece, page: Reading) -> Draft | None:
    enrolled = page.parsed(piece, _enrolled, "a number of participants")
    return Draft(EnrollmentInfo, count=enrolled) or None


FIELDS: Mapping[str, Field] = {
    "recruitment_status": BASIC_INFORMATION["recruitment_status"],
    "study_phase": BASIC_INFORMATION["clinical_phase"],
    "target_enrollment": Field(DesignModule, "enrollment_info", _enrollment),
    "results_posted_on": Field(StatusModule, "results_first_post_date_struct", _posted),
}


def header(body: Body, page: Reading) -> None:
    """`Trial Outcomes & Findings for`, title and number; `NCT ID:`, `Last Updated:`."""
    found: dict[str, Piece] = {}
    for token in tokens(body, "RESULTS_TITLE", "NCT_ID", "LAST_UPDATED"):
        if found.setdefault(token.type, token) is not token:
            page.leave("repeated-value", token, "the header has this line before")
    title = found.get("RESULTS_TITLE")
    lines = tokens(body, "LINE")
    # What stands before the title came with the site's frame.
    page.surround([line for line in lines if title and line.start < title.start])
    page.leave_lines([line for line in lines if not title or line.start > title.start])
    if title is None:
        page.report("missing-title", (0, 0), "no title stands before the number")
    in_title = _title(title, page) if title else None
    nct_number(found.get("NCT_ID"), page, in_title)
    told = page.module(IdentificationModule).leaf("nct_id")
    if in_title and told and told.value != in_title.text:
        message = f"{in_title.text} here, {told.value} in its own line"
        page.report("different-nct-id", in_title.span, message)
    last_updated(found.get("LAST_UPDATED"), page)
    start = title.start if title is not None else 0
    sign = (start, start + len(TITLE)) if title is not None else page.cuts[-1][1:3]
    page.has_results = Leaf(
        value=True, spans=(sign,), how=How.DERIVED, evidence="the page has posted results"
    )


def _title(token: Piece, page: Reading) -> Piece | None:
    """Take the brief title, and give the number that stands behind it."""
    line = token
    number = _NUMBER.search(line.text)
    end = line.start + number.start() if number else line.end
    page.put(
        IdentificationModule, brief_title=page.copied(page.piece(line.start + len(TITLE), end))
    )
    return page.piece(line.start + number.start(1), line.start + number.end(1)) if number else None


def results_overview(body: Body, page: Reading) -> None:
    """Labels, each with its value; a paragraph and a time frame of the first primary outcome."""
    unlabelled: list[Piece] = tokens(body, "LINE")
    timeframe: Piece | None = None
    labelled = [rule for rule in rules(body) if tokens(rule)]
    first = min((tokens(rule)[0].start for rule in labelled), default=len(page.text))
    for rule in labelled:
        value = page.value(rule)
        if value is None:
            continue
        if rule.data == "primary_outcome_timeframe" and timeframe:
            page.leave("repeated-value", value, "a second time frame")
        elif rule.data == "primary_outcome_timeframe":
            timeframe = value
        else:
            field = FIELDS[rule.data]
            page.put(field.module, **{field.name: field.read(value, page)})
    if not labelled:
        unlabelled, timeframe = _values_alone(unlabelled, page)
        first = _first_value(page)
    # What looks like a value is none of a paragraph's lines: its label was lost.
    paragraph = [line for line in unlabelled if line.start < first and not _form(line.text)]
    for line in unlabelled:
        if line in paragraph:
            continue
        page.leave("unknown-line", line, f"{line.text!r:.60} fits nothing here")
    _first_outcome(joined(paragraph, page), timeframe, page)


def _values_alone(lines: list[Piece], page: Reading) -> tuple[list[Piece], Piece | None]:
    """Values without their labels are known by their form; a time frame by its place."""
    rest: list[Piece] = []
    timeframe: Piece | None = None
    for line in lines:
        field = FIELDS.get(_form(line.text))
        known = field and field.name in page.module(field.module).fields
        if field is None or known:
            rest.append(line)
            continue
        if (
            field.name == "results_first_post_date_struct"
            and rest
            and _after_values(rest[-1], page)
        ):
            timeframe = rest.pop()
        page.put(field.module, **{field.name: field.read(line, page)})
    return rest, timeframe


def _form(text: str) -> str:
    if text in codes(Status) and text not in codes(Phase):
        return "recruitment_status"
    if all(part in codes(Phase) for part in text.split("/")):
        return "study_phase"
    if count(text) is not None:
        return "target_enrollment"
    return "results_posted_on" if day(text) else ""


def _after_values(line: Piece, page: Reading) -> bool:
    """Whether a line stands below the values of status, phase or enrollment."""
    return line.start > _first_value(page)


def _first_value(page: Reading) -> int:
    drafts = (page.module(StatusModule), page.module(DesignModule))
    places = [
        leaf.spans[0][0]
        for draft, name in zip(drafts, ("overall_status", "phases"), strict=True)
        for leaf in [draft.leaf(name), *draft.leaves(name)]
        if leaf
    ]
    return min(places, default=len(page.text))


def _first_outcome(paragraph: Piece | None, timeframe: Piece | None, page: Reading) -> None:
    """Give the first primary outcome what the overview tells of it."""
    if paragraph is None and timeframe is None:
        return
    module = page.results.setdefault(
        "outcome_measures_module", Draft(OutcomeMeasuresModule, outcome_measures=[])
    )
    for outcome in module.drafts("outcome_measures"):
        kind = outcome.leaf("type")
        if kind and kind.value == OutcomeMeasureType.PRIMARY:
            break
    else:
        place = (paragraph or timeframe or page.piece(0, 0)).span
        evidence = "the overview tells of the first primary outcome"
        kind = Leaf(OutcomeMeasureType.PRIMARY, (place,), How.DERIVED, evidence)
        outcome = Draft(OutcomeMeasure, type=kind)
        module.set("outcome_measures", [outcome, *module.drafts("outcome_measures")])
    for name, piece in (("description", paragraph), ("time_frame", timeframe)):
        if piece:
            _confirm(outcome, name, piece, page)


def _confirm(outcome: Draft, name: str, piece: Piece, page: Reading) -> None:
    """Set a field of an outcome; if it is known, it has to say the same."""
    for known in (name, "title"):
        leaf = outcome.leaf(known)
        if leaf and _squeezed(str(leaf.value)) == _squeezed(piece.text):
            outcome.set(known, leaf.moved((*leaf.spans, piece.span)))
            return
    if outcome.leaf(name):
        message = f"the outcome itself has another {name.replace('_', ' ')}"
        page.leave("different-value", piece, message)
    else:
        outcome.set(name, page.copied(piece))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
