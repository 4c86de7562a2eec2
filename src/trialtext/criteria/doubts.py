"""What may be uncertain about an item of criteria: a catalogue of stable codes."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Doubt(NamedTuple):
    """A code of the catalogue: what it means, and what to do about it."""

    meaning: str
    remedy: str


SIDE_BY_WORDING: Final = "side-by-wording"
HEADING_OR_CRITERION: Final = "heading-or-criterion"
NOTE_OR_CRITERION: Final = "note-or-criterion"
ITEMS_OR_PROSE: Final = "items-or-prose"
LOST_BREAK: Final = "lost-break"
LOST_INDENTATION: Final = "lost-indentation"

DOUBTS: Final[Mapping[str, Doubt]] = {
    SIDE_BY_WORDING: Doubt(
        "No heading above it names a side; its own words decide, or else it is inclusion.",
        "Read it before it is used to keep people out or to let them in.",
    ),
    HEADING_OR_CRITERION: Doubt(
        "A short line without a condition stands above others like a label, but nothing marks it"
        " as one.",
        "Read it if labels matter: it may be a criterion by itself.",
    ),
    NOTE_OR_CRITERION: Doubt(
        "A paragraph seems only to explain or to permit.",
        "Read it if every condition counts: it may state one.",
    ),
    ITEMS_OR_PROSE: Doubt(
        "Numbers or dashes inside of a line were taken for those of items.",
        "Read it with the items beside it: they may be one sentence.",
    ),
    LOST_BREAK: Doubt(
        "It begins in the middle of a line, where a line break seems to be lost.",
        "Read it with the item before it: they may be one.",
    ),
    LOST_INDENTATION: Doubt(
        "It stands behind the first item of a sub-list whose end nothing tells. Its parent is the"
        " one that it has in any case.",
        "Look at the original page if the nesting matters.",
    ),
}
"""What each code of `Criterion.doubts` means."""
