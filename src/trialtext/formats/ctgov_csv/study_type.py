"""The older download's cell of the study's type, with the kinds of expanded access."""

from typing import Final

from trialtext.formats.ctgov_csv.cells import parsed
from trialtext.formats.ctgov_csv.displays import written_codes
from trialtext.formats.ctgov_csv.evidence import RowBuilder
from trialtext.formats.ctgov_csv.fields import put
from trialtext.model.enums import StudyType
from trialtext.parsing.tree import Token

_ACCESS: Final = {
    "Individual Patients": "individual",
    "Intermediate-size Population": "intermediate",
    "Treatment IND/Protocol": "treatment",
}
"""The fields of the API by the words for them."""


def read_study_type(cell: Token, builder: RowBuilder) -> None:
    """Read the type, and for whom there is access."""
    tree = parsed(cell, "study_type", "a type of study", builder)
    for token in tree.tokens("STUDY_TYPE") if tree else ():
        put(builder, "design_module.study_type", builder.code(token, written_codes(StudyType)))
    for token in tree.tokens("ACCESS") if tree else ():
        value = builder.code(token, {token.text: True} if token.text in _ACCESS else {})
        if value:
            put(builder, f"design_module.expanded_access_types.{_ACCESS[token.text]}", value)
