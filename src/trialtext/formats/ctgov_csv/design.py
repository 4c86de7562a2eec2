"""The cell of the study's design, in the three forms that the registry has written it in."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from trialtext.formats.ctgov_csv.cells import BAR, COMMA, parsed
from trialtext.formats.ctgov_csv.displays import written_codes
from trialtext.formats.ctgov_csv.evidence import RowBuilder
from trialtext.formats.ctgov_csv.fields import get, put, value_of, written
from trialtext.model.enums import (
    DesignAllocation,
    DesignMasking,
    DesignTimePerspective,
    InterventionalAssignment,
    ObservationalModel,
    PrimaryPurpose,
    StudyType,
    WhoMasked,
)
from trialtext.model.protocol import DesignInfo, MaskingBlock
from trialtext.model.study import Study
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Draft

_CODES: Final[Mapping[str, type[StrEnum]]] = {
    "allocation": DesignAllocation,
    "intervention_model": InterventionalAssignment,
    "primary_purpose": PrimaryPurpose,
    "observational_model": ObservationalModel,
    "time_perspective": DesignTimePerspective,
}
_CONSTANT: Final = "p"
"""What the form of 2023 has as the time perspective of all observations."""


def read_design(cell: Token, builder: RowBuilder) -> None:
    """Read what any of the forms tells."""
    tree = parsed(cell, "study_design", "a study design", builder)
    design = Draft(DesignInfo)
    for part in tree.rules() if tree else ():
        if part.data == "masking":
            design.set("masking_info", _masking(part, builder) or None)
        elif _is_constant(part):
            builder.mark_boilerplate(part.tokens()[0].span)
            message = (
                "this form of the file tells neither model nor time perspective of observations"
            )
            builder.report("untold-design", cell.span, message)
        else:
            for token in part.tokens():
                design.set(part.data, builder.code(token, written_codes(_CODES[part.data])))
    for token in tree.tokens("UNKNOWN_DESIGN") if tree else ():
        builder.mark_unparsed("unknown-line", token, f"{token.text!r:.60} is no part of a design")
    put(builder, "design_module.design_info", design or None)


def _is_constant(part: Tree) -> bool:
    return part.data == "time_perspective" and [t.text for t in part.tokens()] == [_CONSTANT]


def _masking(part: Tree, builder: RowBuilder) -> Draft:
    masking = Draft(MaskingBlock)
    for token in part.tokens("CODE"):
        masking.set("masking", builder.code(token, written_codes(DesignMasking)))
    roles = written_codes(WhoMasked)
    found = [builder.code(token, roles) for token in part.tokens("ROLE")]
    masking.set("who_masked", [role for role in found if role])
    return masking


def write_design(study: Study) -> str:
    """Write a design in the form of 2023."""
    match get(study, "design_module.study_type"):
        case StudyType.OBSERVATIONAL:
            return f"Observational Model: {BAR}Time Perspective: {_CONSTANT}"
        case StudyType.INTERVENTIONAL:
            return _written(get(study, "design_module.design_info") or DesignInfo())
    return ""


def _written(design: DesignInfo) -> str:
    block = design.masking_info
    masked = value_of(block, "who_masked")
    roles = f" ({COMMA.join(masked)})" if masked else ""
    return BAR.join(
        [
            f"Allocation: {written(design, 'allocation')}",
            f"Intervention Model: {written(design, 'intervention_model')}",
            f"Masking: {written(block, 'masking')}{roles}",
            f"Primary Purpose: {written(design, 'primary_purpose')}",
        ]
    )
