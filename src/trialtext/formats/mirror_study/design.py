"""Design and status of a study: Basic Information and Study Design."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from trialtext.formats.mirror_study.codes import MASKED_ROLES, masked_roles, without_roles
from trialtext.formats.mirror_study.evidence import Builder
from trialtext.model.enums import (
    DesignAllocation,
    DesignMasking,
    DesignTimePerspective,
    InterventionalAssignment,
    ObservationalModel,
    PrimaryPurpose,
    Status,
    StudyType,
)
from trialtext.model.protocol import (
    DesignInfo,
    DesignModule,
    MaskingBlock,
    PartialDateStruct,
    StatusModule,
)
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.fields import Field, code_of, date_of, enrollment, phases
from trialtext.reading.scalars import codes

BASIC_INFORMATION: Final[Mapping[str, Field]] = {
    "recruitment_status": Field(StatusModule, "overall_status", code_of(Status)),
    "clinical_phase": Field(DesignModule, "phases", phases),
    "total_enrollment": Field(DesignModule, "enrollment_info", enrollment),
    "study_classification": Field(DesignModule, "study_type", code_of(StudyType)),
    "study_start_date": Field(StatusModule, "start_date_struct", date_of(PartialDateStruct)),
    "study_completion_date": Field(
        StatusModule, "completion_date_struct", date_of(PartialDateStruct)
    ),
}
"""Labelled values, by their rules in the grammar."""

STUDY_DESIGN: Final[Mapping[str, tuple[str, type[StrEnum]]]] = {
    "allocation_method": ("allocation", DesignAllocation),
    "intervention_model": ("intervention_model", InterventionalAssignment),
    "primary_study_purpose": ("primary_purpose", PrimaryPurpose),
    "observational_model_type": ("observational_model", ObservationalModel),
    "study_time_perspective": ("time_perspective", DesignTimePerspective),
}
"""Field of the design and its enum, by rules in the grammar."""


def basic_information(section: Tree, builder: Builder) -> None:
    """Read labelled values: status, phases, enrollment, type, dates."""
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))
    for rule in section.rules():
        if value := builder.labelled_value(rule):
            BASIC_INFORMATION[rule.data].put(value, builder)


def study_design(section: Tree, builder: Builder) -> None:
    """Read labelled values; descriptions of model and masking, and masked roles have no labels."""
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))
    info = Draft(DesignInfo)
    for rule in section.rules():
        if not (value := builder.labelled_value(rule)):
            continue
        unlabelled = rule.tokens()[2:]
        if rule.data == "blinding_strategy":
            _masking(value, unlabelled, info, builder)
            continue
        name, enum = STUDY_DESIGN[rule.data]
        builder.set_once(info, name, builder.code(value, codes(enum)))
        for description in unlabelled[:1]:
            _describe_model(value, description, info, builder)
    builder.put(DesignModule, design_info=info or None)


def _masking(value: Token, unlabelled: list[Token], info: Draft, builder: Builder) -> None:
    texts = {token.type: token for token in unlabelled}
    who_masked = roles(texts["MASKED_ROLES"]) if "MASKED_ROLES" in texts else []
    masking = Draft(MaskingBlock, masking=builder.code(value, codes(DesignMasking)))
    masking.set("who_masked", who_masked)
    if description := texts.get("MASKING_DESCRIPTION"):
        masking.set("masking_description", describe_masking(description, builder))
    if not who_masked and value.text not in ("NONE", ""):
        builder.report("missing-optional", value.span, "who is masked is not told")
    builder.set_once(info, "masking_info", masking or None)


def describe_masking(text: Token, builder: Builder) -> Value | None:
    """Read what describes the masking, unless it is a line of roles that are not known."""
    first, rest = text.split_first_line()
    others = without_roles(first.text)
    if _OF_ARMS.search(text.text):
        builder.mark_unparsed("unknown-line", text, "arms without the heading of their section")
        return None
    at_end = builder.document.ends_in("study_design") and not rest.text
    if at_end and any(role.startswith(others) for role in MASKED_ROLES):
        builder.mark_unparsed("truncated", text, "the text ends within a role, or a description")
        return None
    like_roles = _NAMES if len(others) < len(first.text) else _CODES
    if not re.fullmatch(like_roles, others):
        return builder.verbatim(text)
    builder.mark_unparsed("unknown-line", text, f"{text.text!r:.60} are no known roles")
    return None


_OF_ARMS: Final = re.compile(r"^(?:Group|Intervention) Type [A-Z_]+$", re.MULTILINE)
_NAMES: Final = r"(?:[A-Z]\w*(?: [A-Z]\w*)*)?"
_CODES: Final = r"[A-Z_]+(?: [A-Z_]+)*"


def _describe_model(value: Token, description: Token, info: Draft, builder: Builder) -> None:
    first, rest = description.split_first_line()
    if first.text == value.text:
        builder.mark_unparsed("repeated-value", first, "the model stands here twice")
        description = rest
    builder.set_once(info, "intervention_model_description", builder.verbatim(description))


def roles(token: Token) -> list[Value]:
    """Find the masked roles in a line."""
    return [
        Value(role, ((token.start + start, token.start + end),), Derivation.NORMALIZED)
        for role, start, end in masked_roles(token.text)
    ]
