"""The part of a record that the results page has, in each of its variants."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from trialtext.formats.mirror import FLATTENED, UNLABELLED
from trialtext.model.protocol import (
    DateStruct,
    DesignModule,
    EnrollmentInfo,
    IdentificationModule,
    ProtocolSection,
    StatusModule,
)
from trialtext.model.results import (
    BaselineCharacteristicsModule,
    BaselineMeasure,
    Denom,
    DenomCount,
    DropWithdraw,
    FlowGroup,
    FlowMilestone,
    FlowPeriod,
    FlowStats,
    MeasureCategory,
    MeasureClass,
    MeasureGroup,
    Measurement,
    OutcomeMeasure,
    OutcomeMeasuresModule,
    ParticipantFlowModule,
    ResultsSection,
)
from trialtext.model.study import Study
from trialtext.reading.scalars import one_line

CATEGORIES: Final = (
    "Age, Categorical",
    "Ethnicity (NIH/OMB)",
    "Gender",
    "Race (NIH/OMB)",
    "Sex/Gender, Customized",
    "Sex: Female, Male",
)
"""Measures whose rows have, below the title of the measure, that of a category if only one."""


class Row(NamedTuple):
    """A row of a table: the titles of class and category, and its measurements."""

    class_: str | None
    category: str | None
    measurements: tuple[Measurement, ...]

    @property
    def titles(self) -> tuple[str, ...]:
        """Titles that are printed before the cells."""
        return tuple(filter(None, (self.class_, self.category)))


def view(study: Study, variant: str) -> Study:
    """Reduce a study to what its results page has in one of its variants.

    It is what parsing the rendered page gives, but for rows of flattened tables that have lost
    cells: they stay unparsed.
    """
    results = study.results_section or ResultsSection()
    modules: dict[str, Any] = {
        "participant_flow_module": _flow(results.participant_flow_module, variant),
        "baseline_characteristics_module": _baseline(
            results.baseline_characteristics_module, variant
        ),
        "outcome_measures_module": _outcomes(results.outcome_measures_module, variant),
    }
    known = {name: module for name, module in modules.items() if module != type(module)()}
    return Study(
        protocol_section=_protocol(study.protocol_section or ProtocolSection()),
        results_section=ResultsSection(**known) if known else None,
        has_results=True,
    )


def _protocol(protocol: ProtocolSection) -> ProtocolSection | None:
    identification = protocol.identification_module or IdentificationModule()
    status = protocol.status_module or StatusModule()
    design = protocol.design_module or DesignModule()
    count = (design.enrollment_info and design.enrollment_info.count) or None
    modules: dict[str, Any] = {
        "identification_module": IdentificationModule(
            nct_id=identification.nct_id, brief_title=one_line(identification.brief_title)
        ),
        "status_module": StatusModule(
            overall_status=status.overall_status,
            results_first_post_date_struct=_date(status.results_first_post_date_struct),
            last_update_post_date_struct=_date(status.last_update_post_date_struct),
        ),
        "design_module": DesignModule(
            phases=design.phases, enrollment_info=EnrollmentInfo(count=count) if count else None
        ),
    }
    known = {name: module for name, module in modules.items() if module != type(module)()}
    return ProtocolSection(**known) if known else None


def _date(struct: DateStruct | None) -> DateStruct | None:
    return DateStruct(date=struct.date) if struct and struct.date else None


def _text(text: str | None, variant: str) -> str | None:
    """Strip the lines of a text, and keep blank lines if the variant has them."""
    lines = [line.strip() for line in (text or "").strip().split("\n")]
    return re.sub(r"\n+", _break(variant), "\n".join(lines)) or None


def _break(variant: str) -> Callable[[re.Match[str]], str]:
    return lambda match: match[0] if variant == FLATTENED else "\n"


def _prose(text: str | None, variant: str) -> str | None:
    """Reduce a text outside tables, in one of the variants without its first paragraph."""
    paragraphs = (text or "").strip().split("\n\n")
    return _text("\n\n".join(paragraphs[1:] if variant == UNLABELLED else paragraphs), variant)


# ---- Participant flow


def _flow(module: ParticipantFlowModule | None, variant: str) -> ParticipantFlowModule:
    if module is None:
        return ParticipantFlowModule()
    recruitment, assignment = _paragraphs(module, variant)
    return ParticipantFlowModule(
        pre_assignment_details=assignment,
        recruitment_details=recruitment,
        type_units_analyzed=one_line(module.type_units_analyzed),
        groups=tuple(
            FlowGroup(id=g.id, title=one_line(g.title), description=_text(g.description, variant))
            for g in module.groups
        ),
        periods=tuple(
            FlowPeriod(
                title=one_line(period.title),
                milestones=tuple(
                    FlowMilestone(
                        type=one_line(m.type),
                        achievements=_stats(m.achievements, units=bool(module.type_units_analyzed)),
                    )
                    for m in period.milestones
                    if m.achievements
                ),
                drop_withdraws=tuple(
                    DropWithdraw(
                        type=one_line(reason.type), reasons=_stats(reason.reasons, units=False)
                    )
                    for reason in period.drop_withdraws
                    if reason.reasons
                ),
            )
            for period in module.periods
        ),
    )


def _paragraphs(module: ParticipantFlowModule, variant: str) -> tuple[str | None, str | None]:
    """Return recruitment and pre-assignment details, if both are one line: see the parser."""
    if variant == UNLABELLED:
        return None, None
    texts = (
        _prose(module.recruitment_details, variant),
        _prose(module.pre_assignment_details, variant),
    )
    return texts if all(text and "\n" not in text for text in texts) else (None, None)


def _stats(stats: Iterable[FlowStats], *, units: bool) -> tuple[FlowStats, ...]:
    """Reduce counts to participants, and units if they are counted beside them."""
    return tuple(
        FlowStats(
            group_id=s.group_id,
            num_subjects=s.num_subjects,
            num_units=s.num_units if units and s.num_subjects else None,
        )
        for s in stats
    )


# ---- Baseline and outcomes


def _baseline(
    module: BaselineCharacteristicsModule | None, variant: str
) -> BaselineCharacteristicsModule:
    if module is None:
        return BaselineCharacteristicsModule()
    return BaselineCharacteristicsModule(
        population_description=_prose(module.population_description, variant),
        groups=_groups(module.groups, variant),
        denoms=_denoms(module.denoms),
        measures=tuple(
            measure for block in _by_measure(module.measures) for measure in _measures(block)
        ),
    )


def _by_measure(measures: Sequence[BaselineMeasure]) -> Iterator[list[BaselineMeasure]]:
    """Group measures that look like one: neighbours of the same title, unit and dispersion."""
    block: list[BaselineMeasure] = []
    for measure in measures:
        if not any(_rows(measure)):
            continue
        if block and _key(measure) != _key(block[0]):
            yield block
            block = []
        block.append(measure)
    if block:
        yield block


def _key(measure: BaselineMeasure) -> tuple[object, ...]:
    spread = any(_is_spread(m) for row in _rows(measure) for m in row.measurements)
    return (
        one_line(measure.title),
        one_line(measure.unit_of_measure),
        measure.dispersion_type if spread else None,
    )


def _is_spread(measurement: Measurement) -> bool:
    limits = measurement.lower_limit and measurement.upper_limit
    return bool(measurement.spread or limits)


def _rows(measure: BaselineMeasure | OutcomeMeasure) -> Iterator[Row]:
    for class_ in measure.classes:
        for category in class_.categories:
            if category.measurements:
                # A dispersion is printed with its kind only.
                kind = measure.dispersion_type
                measurements = tuple(
                    _measurement(each, dispersed=kind is not None) for each in category.measurements
                )
                yield Row(one_line(class_.title), one_line(category.title), measurements)


def _measurement(measurement: Measurement, *, dispersed: bool) -> Measurement:
    both = dispersed and measurement.lower_limit and measurement.upper_limit
    return Measurement(
        group_id=measurement.group_id,
        value=measurement.value,
        spread=measurement.spread if dispersed and not both else None,
        lower_limit=measurement.lower_limit if both else None,
        upper_limit=measurement.upper_limit if both else None,
    )


def _measures(block: Sequence[BaselineMeasure]) -> Iterator[BaselineMeasure]:
    """Combine measures that look like one; where rows are repeated, another begins."""
    first = block[0]
    title = one_line(first.title)
    _, unit, dispersion = _key(first)
    for rows in _without_repeats([row for measure in block for row in _rows(measure)]):
        known: Any = (
            dispersion if any(_is_spread(m) for r in rows for m in r.measurements) else None
        )
        yield BaselineMeasure(
            title=title,
            unit_of_measure=one_line(first.unit_of_measure) if unit else None,
            dispersion_type=known,
            classes=_classes(rows, categories=title in CATEGORIES),
        )


def _without_repeats(rows: Sequence[Row]) -> Iterator[list[Row]]:
    block: list[Row] = []
    for row in rows:
        if row.titles in [other.titles for other in block]:
            yield block
            block = []
        block.append(row)
    yield block


def _classes(rows: Sequence[Row], *, categories: bool) -> tuple[MeasureClass, ...]:
    """Combine rows to classes; a single title is that of a class, or of a category."""
    categories = categories and not any(row.titles[1:] for row in rows)
    classes: list[MeasureClass] = []
    for row in rows:
        title, category = _class_and_category(row, categories=categories)
        categorized = MeasureCategory(title=category, measurements=row.measurements)
        before = classes[-1] if classes else None
        if (
            before
            and before.title == title
            and category not in [c.title for c in before.categories]
        ):
            earlier = before.categories
            classes[-1] = MeasureClass(title=title, categories=(*earlier, categorized))
        else:
            classes.append(MeasureClass(title=title, categories=(categorized,)))
    return tuple(classes)


def _class_and_category(row: Row, *, categories: bool) -> tuple[str | None, str | None]:
    if len(row.titles) == 1:
        return (None, row.titles[0]) if categories else (row.titles[0], None)
    return row.class_, row.category


def _groups(groups: Iterable[MeasureGroup], variant: str) -> tuple[MeasureGroup, ...]:
    return tuple(
        MeasureGroup(id=g.id, title=one_line(g.title), description=_text(g.description, variant))
        for g in groups
    )


def _denoms(denoms: Iterable[Denom]) -> tuple[Denom, ...]:
    return tuple(
        Denom(
            units=denom.units,
            counts=tuple(DenomCount(group_id=c.group_id, value=c.value) for c in denom.counts),
        )
        for denom in denoms
    )


def _outcomes(module: OutcomeMeasuresModule | None, variant: str) -> OutcomeMeasuresModule:
    outcomes = module.outcome_measures if module else ()
    return OutcomeMeasuresModule(
        outcome_measures=tuple(_outcome(outcome, variant) for outcome in outcomes)
    )


def _outcome(outcome: OutcomeMeasure, variant: str) -> OutcomeMeasure:
    rows = list(_rows(outcome))
    spread = any(_is_spread(m) for row in rows for m in row.measurements)
    return OutcomeMeasure(
        type=outcome.type,
        title=one_line(outcome.title) if rows else None,
        description=_prose(outcome.description, variant),
        population_description=one_line(outcome.population_description),
        dispersion_type=outcome.dispersion_type if spread else None,
        unit_of_measure=one_line(outcome.unit_of_measure) if rows else None,
        time_frame=one_line(outcome.time_frame),
        groups=_groups(outcome.groups, variant),
        denoms=_denoms(outcome.denoms),
        classes=_classes(rows, categories=False),
    )
