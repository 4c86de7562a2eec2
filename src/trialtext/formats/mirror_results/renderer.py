"""Rendering of any record of the API as the results page, in each of its variants.

It is written from the format, not from the parser: the round trip tests both.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from trialtext.formats.mirror import FLATTENED, UNLABELLED
from trialtext.model.protocol import (
    DesignModule,
    IdentificationModule,
    ProtocolSection,
    StatusModule,
)
from trialtext.model.results import (
    BaselineCharacteristicsModule,
    BaselineMeasure,
    Denom,
    FlowStats,
    Measurement,
    OutcomeMeasure,
    ParticipantFlowModule,
    ResultsSection,
)
from trialtext.model.study import Study

MEASURE: Final = "Measure"
EMPTY: Final = "-"
NOT_REPORTED: Final = "Withdrawal data not reported"


class Column(NamedTuple):
    """A column of a printed table: the texts in its header."""

    id: str
    header: tuple[str, ...]


class Row(NamedTuple):
    """A row of a printed table: its titles, and cells by the id of their column."""

    titles: tuple[str, ...]
    cells: dict[str, str]


def render(study: Study, variant: str) -> str:
    """Write the results page of a study, without a last newline.

    It takes any record of the API and prints what the page prints: see `view`.
    """
    blocks = [block for block in _blocks(study, variant) if block]
    if variant == FLATTENED:
        return "\n\n".join(blocks)
    return re.sub(r"\n+", "\n", "\n".join(blocks))


def _blocks(study: Study, variant: str) -> Iterator[str]:
    results = study.results_section or ResultsSection()
    yield from _header(study.protocol_section or ProtocolSection())
    yield from _overview(study, variant)
    yield from _flow(results.participant_flow_module or ParticipantFlowModule(), variant)
    yield from _baseline(
        results.baseline_characteristics_module or BaselineCharacteristicsModule(), variant
    )
    for outcome in _outcomes(study):
        yield from _outcome(outcome, variant)


def _line(text: object) -> str:
    return " ".join(str(text or "").split())


def _prose(text: str | None, variant: str) -> Iterator[str]:
    """Yield the paragraphs of a text, in one of the variants without the first."""
    paragraphs = (text or "").strip().split("\n\n")
    yield from paragraphs[1:] if variant == UNLABELLED else paragraphs


def _label(label: str, variant: str) -> Iterator[str]:
    if variant != UNLABELLED:
        yield label


def _header(protocol: ProtocolSection) -> Iterator[str]:
    identification = protocol.identification_module or IdentificationModule()
    posted = protocol.status_module and protocol.status_module.last_update_post_date_struct
    number = identification.nct_id
    yield (
        f"Trial Outcomes & Findings for {_line(identification.brief_title)}"
        + (f" (NCT {number})" if number else "")
    )
    if number:
        yield f"NCT ID: {number}"
    if posted and posted.date:
        yield f"Last Updated: {posted.date}"


def _overview(study: Study, variant: str) -> Iterator[str]:
    protocol = study.protocol_section or ProtocolSection()
    status, design = protocol.status_module or StatusModule(), protocol.design_module
    design = design or DesignModule()
    first = next((o for o in _outcomes(study) if o.type == "PRIMARY"), OutcomeMeasure())
    count = design.enrollment_info and design.enrollment_info.count
    posted = status.results_first_post_date_struct
    yield "Results Overview"
    yield from _prose(first.description, variant)
    for label, value in (
        ("Recruitment status", status.overall_status),
        ("Study phase", "/".join(design.phases)),
        ("Target enrollment", f"{count} participants" if count else ""),
        ("Primary outcome timeframe", _line(first.time_frame)),
        ("Results posted on", posted and posted.date),
    ):
        if value:
            yield from _label(label, variant)
            yield value


# ---- Participant flow


def _flow(module: ParticipantFlowModule, variant: str) -> Iterator[str]:
    columns = [
        Column(group.id or "", _header_of(group.title, [], group.description))
        for group in module.groups
    ]
    milestones = [
        Row(
            (period.title or "", milestone.type or ""),
            _numbers(milestone.achievements, units=bool(module.type_units_analyzed)),
        )
        for period in module.periods
        for milestone in period.milestones
    ]
    reasons = [
        Row((period.title or "", reason.type or ""), _numbers(reason.reasons, units=False))
        for period in module.periods
        for reason in period.drop_withdraws
    ]
    yield "Participant Flow"
    for text in (module.recruitment_details, module.pre_assignment_details):
        yield from _prose(text, variant)
    if module.type_units_analyzed:
        yield f"Unit of analysis: {_line(module.type_units_analyzed)}"
    yield from _table("Participant milestones", columns, milestones, variant)
    if reasons:
        yield from _table("Reasons for withdrawal", columns, reasons, variant)
    else:
        yield from _label("Reasons for withdrawal", variant)
        yield NOT_REPORTED


def _numbers(stats: Iterable[FlowStats], *, units: bool) -> dict[str, str]:
    """Print participants and, where they are counted, units: withdrawals have participants only."""
    return {
        each.group_id or "": " ".join(
            filter(None, (each.num_subjects, each.num_units if units else None))
        )
        for each in stats
    }


# ---- Baseline and outcomes


def _baseline(module: BaselineCharacteristicsModule, variant: str) -> Iterator[str]:
    columns = [
        Column(
            group.id or "",
            _header_of(group.title, _sizes(group.id, module.denoms), group.description),
        )
        for group in module.groups
    ]
    sizes = {column.id: _sizes(column.id, module.denoms)[:1] for column in columns}
    rows = [
        Row((measure.title or "", *titles), cells)
        for measure in module.measures
        for titles, cells in _measured(measure, sizes)
    ]
    yield "Baseline Characteristics"
    yield from _prose(module.population_description, variant)
    yield from _table("Baseline characteristics by cohort", columns, rows, variant)


def _outcomes(study: Study) -> Sequence[OutcomeMeasure]:
    results = study.results_section or ResultsSection()
    module = results.outcome_measures_module
    return module.outcome_measures if module else ()


def _outcome(outcome: OutcomeMeasure, variant: str) -> Iterator[str]:
    columns = [
        Column(
            group.id or "",
            _header_of(group.title, _sizes(group.id, outcome.denoms), group.description),
        )
        for group in outcome.groups
    ]
    rows = [Row((outcome.title or "", *titles), cells) for titles, cells in _measured(outcome, {})]
    yield f"{outcome.type} outcome"
    yield f"Timeframe: {_line(outcome.time_frame)}"
    if outcome.population_description:
        yield f"Population: {_line(outcome.population_description)}"
    yield from _prose(outcome.description, variant)
    yield from _table("Outcome measures", columns, rows, variant)


def _sizes(group: str | None, denoms: Iterable[Denom]) -> list[str]:
    return [
        f"n={count.value} {denom.units}"
        for denom in denoms
        for count in denom.counts
        if count.group_id == group
    ]


def _measured(
    measure: BaselineMeasure | OutcomeMeasure, sizes: dict[str, list[str]]
) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    for class_ in measure.classes:
        for category in class_.categories:
            titles = tuple(filter(None, (class_.title, category.title)))
            cells = {
                each.group_id or "": _cell(each, measure, sizes.get(each.group_id or "", []))
                for each in category.measurements
            }
            yield titles, cells


def _cell(
    measurement: Measurement, measure: BaselineMeasure | OutcomeMeasure, sizes: Sequence[str]
) -> str:
    spread = measurement.spread
    if measurement.lower_limit and measurement.upper_limit:
        spread = f"{measurement.lower_limit} to {measurement.upper_limit}"
    kind = measure.dispersion_type
    dispersion = f"{kind} {spread}" if spread and kind else ""
    details = " \N{BULLET} ".join(filter(None, [dispersion, *sizes]))
    number = _line(f"{measurement.value} {measure.unit_of_measure or ''}")
    return "\n".join(filter(None, (number, details)))


# ---- Tables


def _header_of(title: str | None, sizes: Sequence[str], text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (_line(title), *sizes, (text or "").strip())))


def _table(
    caption: str, columns: Sequence[Column], rows: Iterable[Row], variant: str
) -> Iterator[str]:
    known = [row for row in rows if row.cells]
    if not columns:
        return
    if variant == FLATTENED:
        yield from (caption, caption, MEASURE)
        yield from (line for column in columns for line in column.header)
        for row in known:
            yield from map(_line, row.titles)
            yield from (line for c in columns for line in row.cells.get(c.id, "").split("\n"))
        return
    yield from _label(caption, variant)
    headers = "".join("\n" + "\n".join(column.header) + "\n|" for column in columns)
    ruler = "---|" * (len(columns) + 1)
    body = (
        "| " + "\n".join(map(_line, row.titles)) + " | "
        + " | ".join(row.cells.get(column.id) or EMPTY for column in columns) + " |"
        for row in known
    )  # fmt: skip
    yield "\n".join([f"| {MEASURE} |{headers}", f"|{ruler}", *body])
