"""One document while it is read: its text, its sections, and what came with it."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import attrs

from trialtext.parsing.headings import SectionSpan
from trialtext.parsing.tree import Token, Tree
from trialtext.text.source import SourceText

_BLANK = re.compile(r"\s*+")


class ExternalId(NamedTuple):
    """A study's number that is not in the text but came with it."""

    nct_id: str
    source: str
    """Where it came from: an option, the name of a file."""


@attrs.define
class Document:
    """A text that tells of one study."""

    source: SourceText
    repaired: frozenset[str] = frozenset()
    """Names of the repairs that were made."""
    external_id: ExternalId | None = None
    sections: Sequence[SectionSpan] = ()
    """All sections, in the order of the text."""
    trees: Mapping[str, Tree] = attrs.field(factory=dict)
    """The sections that are known, by name."""
    unlabelled: bool = False
    """Whether the extractor that made the text has dropped labels."""
    truncated: bool = False
    """Whether the last section that every whole document has is not there."""
    certain_end: int | None = None
    """Where the text ends that is read, if the rest may have been cut off."""
    text: str = attrs.field(init=False)
    """The text that is parsed."""

    def __attrs_post_init__(self) -> None:
        self.text = self.source.text

    def token(self, start: int, end: int) -> Token:
        """Take the text between two positions."""
        return Token(self.text[start:end], start)

    def block(self, first: Token, last: Token) -> Token:
        """Take the text from one token to another, with what is between them."""
        return self.token(first.start, last.end)

    @property
    def last_line(self) -> Token:
        """The last line, if it may have been cut off; empty if it is read."""
        at = len(self.text) if self.certain_end is None else self.certain_end
        return self.token(at, len(self.text))

    def is_cut_at(self, position: int) -> bool:
        """Tell whether the text that is read ends at a position, and the page perhaps does not."""
        if self.certain_end is None:
            return self.truncated and self.is_read_to(position)
        if self.text.endswith("\n"):
            return False
        return self.is_read_to(position)

    def is_read_to(self, position: int) -> bool:
        """Tell whether nothing that is read follows a position."""
        end = len(self.text) if self.certain_end is None else self.certain_end
        blank = _BLANK.match(self.text, position, end)
        return blank is not None and blank.end() >= end

    def ends_in(self, section: str) -> bool:
        """Tell whether the text ends within a section, of which a part may have been cut off."""
        return self.sections[-1].name == section
