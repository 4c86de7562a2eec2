"""Evidence that one section of the page gives for reading another."""

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
    """What is known from sections that were read before."""

    interventions: list[ListedIntervention] = attrs.field(factory=list)
    """From Interventions, for Study Groups."""
    repeats: dict[tuple[str, str], list[Span]] = attrs.field(factory=dict)
    """Where Study Groups repeats the description of an intervention, by its name and type."""
    assigned: dict[tuple[str, str], Span] = attrs.field(factory=dict)
    """The interventions that arms have, by name and type, for the checks."""
    countries: dict[str, Token] = attrs.field(factory=dict)
    """From Countries, for Locations and the checks."""
    terms: PageEvidence | None = None
    """Running text and lines of terms, for Conditions and Keywords."""


Builder: TypeAlias = StudyBuilder[Evidence]
