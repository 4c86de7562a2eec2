"""How a study is built and where it stands: Basic Information and Study Design."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import NamedTuple

from trialtext.model.base import ApiObject
from trialtext.model.enums import (
    DesignAllocation,
    DesignMasking,
    DesignTimePerspective,
    InterventionalAssignment,
    ObservationalModel,
    Phase,
    PrimaryPurpose,
    Status,
    StudyType,
)
from trialtext.model.protocol import (
    DesignInfo,
    DesignModule,
    EnrollmentInfo,
    MaskingBlock,
    PartialDateStruct,
    StatusModule,
)
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading, rules, tokens
from trialtext.trace import Draft, How, Leaf, Node
from trialtext.values import codes, count, day, masked_roles


class Field(NamedTuple):
    """A labelled value: its place in the study, and how to read it."""

    module: type[ApiObject]
    name: str
    read: Callable[[Piece, Reading], Node | None]


def _code(enum: type[StrEnum]) -> Callable[[Piece, Reading], Leaf | None]:
    return lambda piece, page: page.coded(piece, codes(enum))


def _date(piece: Piece, page: Reading) -> Draft | None:
    return Draft(PartialDateStruct, date=page.parsed(piece, day, "a date")) or None


def _enrollment(piece: Piece, page: Reading) -> Draft | None:
    return (
        Draft(EnrollmentInfo, count=page.parsed(piece, count, "a number of participants")) or None
    )


def _phases(piece: Piece, page: Reading) -> list[Leaf]:
    """`PHASE1/PHASE2` are two."""
    phases, start = [], piece.start
    page.boilerplate.append(piece.span)  # the slash
    for part in piece.text.split("/"):
        phases.append(page.coded(page.piece(start, start + len(part)), codes(Phase)))
        start += len(part) + 1
    return [phase for phase in phases if phase]


BASIC_INFORMATION: Mapping[str, Field] = {
    "recruitment_status": Field(StatusModule, "overall_status", _code(Status)),
    "clinical_phase": Field(DesignModule, "phases", _phases),
    "total_enrollment": Field(DesignModule, "enrollment_info", _enrollment),
    "study_classification": Field(DesignModule, "study_type", _code(StudyType)),
    "study_start_date": Field(StatusModule, "start_date_struct", _date),
    "study_completion_date": Field(StatusModule, "completion_date_struct", _date),
}

STUDY_DESIGN: Mapping[str, tuple[str, type[StrEnum]]] = {
    "allocation_method": ("allocation", DesignAllocation),
    "intervention_model": ("intervention_model", InterventionalAssignment),
    "primary_study_purpose": ("primary_purpose", PrimaryPurpose),
    "observational_model_type": ("observational_model", ObservationalModel),
    "study_time_perspective": ("time_perspective", DesignTimePerspective),
}


def basic_information(body: Body, page: Reading) -> None:
    """Labels, each with its value: status, phases, size, type, dates."""
    page.leave_lines(tokens(body, "LINE"))
    for rule in rules(body):
        field = BASIC_INFORMATION[rule.data]
        if value := page.value(rule):
            page.put(field.module, **{field.name: field.read(value, page)})


def study_design(body: Body, page: Reading) -> None:
    """Labels, each with its value; a free text on the model and the masked roles have no label."""
    page.leave_lines(tokens(body, "LINE"))
    info = Draft(DesignInfo)
    for rule in rules(body):
        if not (value := page.value(rule)):
            continue
        unlabelled = tokens(rule)[2:]
        if rule.data == "blinding_strategy":
            roles = [role for piece in unlabelled for role in _roles(piece)]
            masking = Draft(MaskingBlock, masking=page.coded(value, codes(DesignMasking)))
            masking.set("who_masked", roles)
            if not roles and value.text not in ("NONE", ""):
                page.report("absent-part", value.span, "who is masked is not told")
            page.set_once(info, "masking_info", masking or None)
            continue
        name, enum = STUDY_DESIGN[rule.data]
        page.set_once(info, name, page.coded(value, codes(enum)))
        if unlabelled:
            description = unlabelled[0]
            if description.text.partition("\n")[0] == value.text:
                repeated = page.piece(description.start, description.start + len(value.text))
                page.leave("repeated-value", repeated, "the model stands here twice")
                description = page.piece(repeated.end, description.end)
            page.set_once(info, "intervention_model_description", page.copied(description))
    page.put(DesignModule, design_info=info or None)


def _roles(piece: Piece) -> list[Leaf]:
    return [
        Leaf(role, ((piece.start + start, piece.start + end),), How.NORMALISED)
        for role, start, end in masked_roles(piece.text)
    ]
