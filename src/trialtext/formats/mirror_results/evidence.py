"""Evidence that one section of the page gives for reading another."""

from typing import TypeAlias

import attrs

from trialtext.reading.builder import StudyBuilder


@attrs.define
class Evidence:
    """What is known from tables that were read before."""

    flow_header: tuple[str, ...] = ()
    """Lines of the header of the milestones, which the table of reasons may repeat."""
    units: set[str] = attrs.field(factory=set)
    """Units of the sizes in headers: `Participants`."""
    descriptions: dict[str, set[tuple[str, ...]]] = attrs.field(factory=dict)
    """Descriptions of groups in any table, as lines, by the title of the group."""


Builder: TypeAlias = StudyBuilder[Evidence]
