"""What sections of the page leave for others to decide by."""

from typing import NamedTuple, TypeAlias

import attrs

from trialtext.parsing.tree import Token
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.draft import Draft
from trialtext.resolve.term_evidence import PageEvidence
from trialtext.text.edits import Span


class ListedIntervention(NamedTuple):
    """An intervention as the Interventions section lists it."""

    name: str
    kind: str
    description: str
    draft: Draft


@attrs.define
class Evidence:
    """What sections leave for others."""

    interventions: list[ListedIntervention] = attrs.field(factory=list)
    """Of Interventions, for Study Groups."""
    repeats: dict[tuple[str, str], list[Span]] = attrs.field(factory=dict)
    """Where Study Groups repeats the description of an intervention, by its name and type."""
    assigned: dict[tuple[str, str], Span] = attrs.field(factory=dict)
    """The interventions that arms have, by name and type, for the checks."""
    countries: dict[str, Token] = attrs.field(factory=dict)
    """Of Countries, for Locations and the checks."""
    terms: PageEvidence | None = None
    """What the page says at length, for Conditions and Keywords."""


Builder: TypeAlias = StudyBuilder[Evidence]
