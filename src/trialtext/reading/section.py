"""What a format says of one of its sections."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias

import attrs

from trialtext.parsing.headings import Heading
from trialtext.parsing.tree import Tree
from trialtext.parsing.vocabulary import Label
from trialtext.reading.builder import StudyBuilder

Reader: TypeAlias = Callable[[Tree, StudyBuilder[Any]], None]
"""Takes a section, and puts what it tells into the study."""


class Blurb(NamedTuple):
    """The sentence below a heading."""

    beginning: str
    """What is fixed of it, by which the heading is known."""
    rest: str = ""
    """How it goes on, as the format writes it today."""

    def __str__(self) -> str:
        return self.beginning + self.rest


NO_BLURB: Final = Blurb("")


class Body(Enum):
    """What stands below a heading."""

    ITEMS = "entries of any number, parsed by the grammar"
    FIXED = "labels with their values, parsed by the grammar: a few lines"
    TEXT = "text as it is, not parsed"
    LINE = "a single line of text, not parsed"


@attrs.frozen(eq=False)
class Section:
    """A section: how it begins, what it holds, and who reads it."""

    name: str
    """Its name, which is that of its rule in the grammar."""
    heading: str = ""
    """The line that it begins with; empty for headings of a kind."""
    blurb: Blurb = NO_BLURB
    """The sentence below the heading."""
    read: Reader = attrs.field(kw_only=True)
    """Its reader, which is to leave nothing unclaimed."""
    body: Body = Body.ITEMS
    labels: Sequence[Label] = ()
    """Its labels, as the grammar has them."""
    pattern: str = ""
    """The regular expression of the heading, for headings of a kind: `SECONDARY outcome`."""
    followed_by: str = ""
    """The regular expression of what must stand below a heading that has no blurb."""
    running_text: bool = False
    """Whether lines of any kind may stand among its labels, as in a section that is text."""
    required: bool = False
    """Whether every whole document has it."""
    repeatable: bool = False
    """Whether there may be any number of it."""
    may_be_empty: bool = False
    """Whether its heading may stand alone, without a report."""
    tells_variant: bool = False
    """Whether its labels, or their absence, tell if the extractor has dropped all labels."""
    read_unlabelled: Reader | None = None
    """Its reader where the extractor has dropped all labels, if that is another."""
    extractor_loss: str = ""
    """What such an extractor drops here."""

    @property
    def is_text(self) -> bool:
        """Whether its lines, or some of them, are running text."""
        return self.running_text or self.body is Body.TEXT

    @property
    def as_heading(self) -> Heading:
        """How the section is found in a text."""
        return Heading(
            self.name,
            self.heading,
            self.blurb.beginning,
            self.blurb.rest,
            self.followed_by,
            self.pattern,
        )
