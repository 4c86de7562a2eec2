"""What a format of pages declares: sections below headings, parsed one by one."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from graphlib import TopologicalSorter
from typing import Any, TypeAlias

import attrs

from trialtext.formats.format import Format
from trialtext.parsing.headings import HEADER, Headings
from trialtext.parsing.vocabulary import Label, Vocabulary
from trialtext.reading.boilerplate_repairs import BOILERPLATE_REPAIRS
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.document import Document
from trialtext.reading.section import Body, Reader, Section
from trialtext.text.edits import Span
from trialtext.text.repairs import CHARACTER_REPAIRS, LINE_REPAIRS, Repair

Check: TypeAlias = Callable[[StudyBuilder[Any]], None]
"""Looks at what was read for what an expert would look at twice, and reports it."""


def without_variants(_: Document) -> str | None:
    """Tell no variant, for there is one only."""
    return None


def undivided(text: str) -> list[Span]:
    """Take a text as one document."""
    return [(0, len(text))]


@attrs.frozen(slots=False, eq=False, kw_only=True)
class Layout(Format):
    """A format of pages, as far as it is declared."""

    sections: Sequence[Section]
    """In the order of a document."""
    read_header: Reader
    """The reader of what stands before the first section."""
    header_labels: Sequence[Label] = ()
    header_sign: re.Pattern[str] = re.compile("(?!)")
    """What stands before the first section tells, if it has this, that a document begins there."""
    evidence: Callable[[], Any] = dict
    """Makes what one section leaves for another to decide by."""
    after: Mapping[str, Sequence[str]] = attrs.field(factory=dict)
    """Of a section, those that are read before it, for it needs their evidence."""
    checks: Sequence[Check] = ()
    unknown_heading: str = ""
    """The regular expression of what looks like the heading of a section that is not known."""
    expected_headings: Sequence[str] = ()
    """Headings that were never seen, but tell a section, though not known, in running text, too."""
    intact: Sequence[str] = ()
    """Texts of the format that hold odd spaces of their own."""
    repairs: Sequence[Repair] = ()
    """Repairs that only this format needs."""
    harmful_repairs: Collection[str] = ()
    """Names of repairs that would take for damage what the format itself writes."""
    variant_of: Callable[[Document], str | None] = without_variants
    """Tells what the extractor that made a document did to it."""
    certain_end: Callable[[str], int] | None = None
    """Tells where a text is cut off that has no last newline: what stands there is not read.

    Without it, a last line is taken to be whole.
    """
    divide_text: Callable[[str], list[Span]] = undivided
    """Divides a text into documents, which make it up."""

    @cached_property
    def headings(self) -> Headings:
        """What finds its sections."""
        known = [section.as_heading for section in self.sections]
        running_text = {section.name for section in self.sections if section.is_text}
        return Headings(known, self.unknown_heading, self.expected_headings, running_text)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Its boilerplate."""
        labels = {section.name: section.labels for section in self.sections}
        return Vocabulary(
            [section.as_heading for section in self.sections],
            {HEADER: self.header_labels, **labels},
            self.intact,
        )

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of the grammar that are those of sections."""
        parsed = (Body.ITEMS, Body.FIXED)
        return (HEADER, *(s.name for s in self.sections if s.body in parsed))

    @cached_property
    def section(self) -> Mapping[str, Section]:
        """Its sections by name."""
        return {section.name: section for section in self.sections}

    @cached_property
    def reading_order(self) -> Sequence[Section]:
        """Its sections, each after those whose evidence it needs."""
        known = self.section
        graph = {
            name: [other for other in self.after.get(name, ()) if other in known] for name in known
        }
        return [self.section[name] for name in TopologicalSorter(graph).static_order()]

    @property
    def all_repairs(self) -> Sequence[Repair]:
        """The repairs of characters and lines, in the order in which they are made."""
        every = (*CHARACTER_REPAIRS, *self.repairs, *LINE_REPAIRS)
        return [repair for repair in every if repair.name not in self.harmful_repairs]

    @property
    def repair_names(self) -> frozenset[str]:
        """The names of everything that may be repaired."""
        return frozenset([*BOILERPLATE_REPAIRS, *(repair.name for repair in self.all_repairs)])
