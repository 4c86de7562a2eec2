"""What sections of the page leave for others to decide by."""

from typing import TypeAlias

import attrs

from trialtext.reading.builder import StudyBuilder


@attrs.define
class Evidence:
    """What tables leave for others."""

    flow_header: tuple[str, ...] = ()
    """The lines of the header of the milestones, which that of the reasons may repeat."""
    descriptions: dict[str, set[tuple[str, ...]]] = attrs.field(factory=dict)
    """The lines that describe a group wherever it stands, by its title."""


Builder: TypeAlias = StudyBuilder[Evidence]
