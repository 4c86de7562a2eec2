"""What one part of the text leaves for another to decide by."""

from typing import TypeAlias

import attrs

from trialtext.reading.builder import StudyBuilder


@attrs.define
class Evidence:
    """What is known of a document before its sections are read."""

    is_found: bool = False
    """Whether the study was found by a search: then every heading is one level deeper."""


Builder: TypeAlias = StudyBuilder[Evidence]
