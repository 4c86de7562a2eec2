"""A kind of page: its grammar, its readers, and how the one's sections come to the others."""

import re
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Protocol

import attrs
from lark.exceptions import UnexpectedInput

from trialtext import words
from trialtext.checks import CHECKS
from trialtext.grammars import headings, parser
from trialtext.page_lexer import HEADING, Page, cut
from trialtext.readers.reading import Body, Piece, Reading, rules, tokens
from trialtext.text import SourceText

_NUMBER = re.compile(r"^NCT ID:", re.MULTILINE)
_ROUNDS = 3
"""How often a page is mended: one round may uncover what the next one can put right."""


class Readers(Protocol):
    """What the package of a page's readers tells."""

    TREES: Mapping[str, Callable[[Body, Reading], None]]
    """Readers of sections with a structure, in the order in which they are to be read."""
    TEXTS: Mapping[str, Callable[[Piece, Reading], None]]
    """Readers of sections that are text as they are."""
    REPEATED: Sequence[str]
    """The sections that a page may have any number of."""
    REQUIRED: Sequence[str]
    """The sections that every whole page has, in order."""
    MAY_BE_EMPTY: Sequence[str]
    """Sections whose heading may stand without a body."""


@attrs.frozen
class Dialect:
    """A kind of page."""

    grammar: str
    """File name of its grammar."""
    readers: str
    """Name of the package of its readers, which is imported when a page of the kind is met."""
    signs: re.Pattern[str] | None = None
    """How a text begins that is such a page; without signs, any text may be one."""

    def read(self, source: SourceText) -> Reading | None:
        """Draft the study that a page tells of; `None` if the text is no such page."""
        if self.signs and not self.signs.match(source.text):
            return None
        page = self._read(source)
        if page is None or not page.doubtful:
            return page
        from trialtext.mending import mend  # a whole page has no need of it

        told: list[tuple[str, tuple[int, int], str]] = []
        vocabulary = words.sections(self.grammar), words.header_labels(self.grammar)
        for _ in range(_ROUNDS):
            mends = [
                m for m in mend(page.text, page.cuts, *vocabulary) if page.source.untouched(m.edit)
            ]
            if not mends:
                break
            told += [(m.code, page.source.span(m.edit[:2]), m.message) for m in mends]
            page = self._read(page.source.edited([m.edit for m in mends])) or page
        for code, place, message in told:
            page.report_original(code, place, message)
        return page

    def _read(self, source: SourceText) -> Reading | None:
        page = Reading(source, self.grammar.removesuffix(".lark"))
        page.cuts = cut(page.text, headings(self.grammar))
        if len(page.cuts) == 1 and not self.signs and not _NUMBER.search(page.text):
            return None
        readers: Readers = import_module(self.readers)
        page.tree = self._parse(page)
        page.sections = sections = self._sections(page, readers.REPEATED)
        sections.setdefault("header", Body("header", []))
        for name, read in readers.TREES.items():
            if name in sections and (sections[name].children or name == "header"):
                page.section = name
                read(sections[name], page)
        for name, read_text in readers.TEXTS.items():
            if name in sections and (body := tokens(sections[name])):
                page.section = name
                read_text(page.token(body[0]), page)
        page.section = ""
        self._miss(sections, page, readers)
        for check in CHECKS:
            check(page)
        return page

    def _parse(self, page: Reading) -> Body:
        """Parse the page; a section that does not fit its grammar is left over, without its kin."""
        cuts = list(page.cuts)
        while True:
            try:
                return parser(self.grammar).parse(Page(page.text, cuts))
            except UnexpectedInput as error:
                at = error.pos_in_stream or 0
                broken = next(i for i, c in enumerate(cuts) if c.start <= at <= c.end)
                body = page.piece(cuts[broken].body, cuts[broken].end)
                page.leave("unreadable-section", body, "the section does not fit its grammar")
                cuts[broken] = cuts[broken]._replace(end=cuts[broken].body)

    def _sections(self, page: Reading, repeated: Sequence[str]) -> dict[str, Body]:
        """Sections by name, without their headings; a repeated or unknown one is left over.

        Those that a page has any number of are kept as they are, together.
        """
        sections: dict[str, Body] = {}
        for section in rules(page.tree):
            page.section = name = str(section.data)
            if name == "header":
                sections[name] = section
            elif name in repeated:
                sections.setdefault(name, Body(name, [])).children.append(section)
            elif name in sections or name == "unknown_section":
                every = list(section.scan_values(lambda _: True))
                whole = page.block(every[0], every[-1])
                heading = whole.text.partition("\n")[0]
                if name in sections:
                    page.leave("repeated-section", whole, f"{heading!r} stands on the page before")
                else:
                    page.leave("unknown-section", whole, f"{heading!r} is no known section")
            else:
                sections[name] = Body(name, section.children[1:])
        return sections

    def _miss(self, sections: Mapping[str, Body], page: Reading, readers: Readers) -> None:
        """Report required sections that are not there, and sections without a body."""
        end = len(page.text)
        missing = [name for name in readers.REQUIRED if name not in sections]
        last = sections.get(readers.REQUIRED[-1])
        if not last or not last.children:
            page.report("truncated", (end, end), "the page ends before the end of its last section")
        else:
            for name in missing:
                title = words.sections(self.grammar)[name].heading
                page.report("missing-section", (end, end), f"there is no section {title!r}")
        for name, section in sections.items():
            empty = not section.children and section is not last
            if empty and name not in (*readers.MAY_BE_EMPTY, "header"):
                title = words.sections(self.grammar)[name].heading
                heading = next(c for c in page.cuts if c.terminal == name.upper() + HEADING)
                place = (heading.start, heading.body)
                page.report("empty-section", place, f"there is nothing below {title!r}")
