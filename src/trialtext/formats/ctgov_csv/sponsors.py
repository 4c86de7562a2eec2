"""The cells of sponsors and their classes."""

from typing import Final

from trialtext.formats.ctgov_csv.cells import BAR, listed
from trialtext.formats.ctgov_csv.displays import written_codes
from trialtext.formats.ctgov_csv.evidence import RowBuilder
from trialtext.formats.ctgov_csv.fields import get, put
from trialtext.model.enums import AgencyClass
from trialtext.model.protocol import Sponsor, SponsorCollaboratorsModule
from trialtext.model.study import Study
from trialtext.parsing.tree import Token
from trialtext.reading.draft import Draft, Value

_COLLABORATORS: Final = "sponsor_collaborators_module.collaborators"
_LEAD: Final = "sponsor_collaborators_module.lead_sponsor"
_OF_MANY_CODES: Final = "Other"
"""What the older download writes for five codes of the API."""


def read_collaborators(cell: Token, builder: RowBuilder) -> None:
    """Read the names of collaborators, whose classes no cell tells."""
    put(builder, _COLLABORATORS, [Draft(Sponsor, name=name) for name in _names(cell, builder)])


def write_collaborators(study: Study) -> str:
    """Write the names of collaborators."""
    return BAR.join(each.name for each in get(study, _COLLABORATORS) or () if each.name)


def read_sponsors(cell: Token, builder: RowBuilder) -> None:
    """Read the older download's list: the lead sponsor, then collaborators."""
    names = _names(cell, builder)
    for lead in names[:1]:
        put(builder, f"{_LEAD}.name", lead)
    put(builder, _COLLABORATORS, [Draft(Sponsor, name=name) for name in names[1:]])


def _names(cell: Token, builder: RowBuilder) -> list[Value]:
    return [name for item in listed(cell, builder) if (name := builder.verbatim(item))]


def read_classes(cell: Token, builder: RowBuilder) -> None:
    """Read the older download's list of distinct classes, in the order in which they appear.

    The first is that of the lead sponsor. Those of collaborators are certain if there is one class
    only, or one for each sponsor. The word for several codes tells none of them.
    """
    classes = [_agency_class(token, builder) for token in listed(cell, builder)]
    collaborators = builder.module(SponsorCollaboratorsModule).drafts("collaborators")
    for lead in classes[:1]:
        put(builder, f"{_LEAD}.class_", lead)
    if len(classes) == 1:
        classes *= 1 + len(collaborators)
    if len(classes) == 1 + len(collaborators):
        for collaborator, value in zip(collaborators, classes[1:], strict=True):
            collaborator.set("class_", value)
    elif len(classes) > 1:
        message = "the cell does not tell which collaborator has which class"
        builder.report("untold-class", cell.span, message)
        _claim_unused(classes[1:], builder)


def _agency_class(token: Token, builder: RowBuilder) -> Value | None:
    if token.text != _OF_MANY_CODES:
        return builder.code(token, written_codes(AgencyClass))
    message = f"{token.text!r} stands for OTHER, OTHER_GOV, NETWORK, INDIV and UNKNOWN"
    builder.mark_unparsed("untold-class", token, message)
    return None


def _claim_unused(classes: list[Value | None], builder: RowBuilder) -> None:
    builder.unparsed += [span for value in classes if value for span in value.spans]
