"""A kind of page: its grammar, its readers, and how the one's sections come to the others."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

import attrs

from trialtext import words
from trialtext.checks import CHECKS
from trialtext.cutting import cut, headings
from trialtext.dialects.detection import Detection, Kind, Shape, found, is_markup
from trialtext.grammars import HEADER, HEADING
from trialtext.model.protocol import IdentificationModule
from trialtext.page_parser import Piece, UnfitError, page_parser
from trialtext.readers.reading import Body, Reading, Supplied, rules, tokens
from trialtext.repairs import ALL_REPAIRS, escaped, repaired
from trialtext.text import SourceText, Span
from trialtext.words import vocabulary

# The lines that begin a page; what is read may end within them.
_HEADER = re.compile(
    r"^NCT ID:[^\S\n]*(?:NCT\d{8})?[^\S\n]*"
    r"(?:\n+Last Updated:[^\S\n]*(?P<day>[\d-]*)[^\S\n]*)?(?:\n+|\Z)"
    r"|^NCT ID:[^\n]*\Z",
    re.MULTILINE,
)
_MOST_LINES = 2_000
"""Lines that a section of a fixed form may have, however it is dented."""
_ROUNDS = 3
"""How often a page is mended: one round may uncover what the next one can put right."""


class Readers(Protocol):
    """What the package of a page's readers tells."""

    TREES: Mapping[str, Callable[[Body, Reading], None]]
    """Readers of sections with a structure, in the order in which they are to be read."""
    TEXTS: Mapping[str, Callable[[Piece, Reading], None]]
    """Readers of sections that are text as they are."""
    LABELLED: Sequence[str]
    """The first sections that have labels, by which it is known whether these were dropped."""
    DROPPED: Mapping[str, str]
    """What an extractor that drops labels drops besides, by section."""
    FIXED: Collection[str]
    """Sections of a fixed form, which have a few lines; `""` is what stands before the first."""
    REPEATED: Sequence[str]
    """The sections that a page may have any number of."""
    REQUIRED: Sequence[str]
    """The sections that every whole page has, in order."""
    MAY_BE_EMPTY: Sequence[str]
    """Sections whose heading may stand without a body."""

    def without_labels(self) -> Mapping[str, Callable[[Body, Reading], None]]:
        """Give the readers of sections whose labels an extractor has dropped."""


@cache
def _imported(readers: str) -> Readers:
    return cast("Readers", import_module(readers))


@attrs.frozen
class Dialect:
    """A kind of page."""

    kind: Kind
    grammar: str
    """File name of its grammar."""
    readers: str
    """Name of the package of its readers, which is imported when a page of the kind is met."""
    hints: Sequence[str] = ()
    """Words of which every such page has at least one: without any, it is not looked at further."""
    unless: str = ""
    """What no such page has before the first of these words."""
    signs: re.Pattern[str] | None = None
    """How a text begins that is such a page; without signs, its headings tell."""

    def read(
        self,
        source: SourceText,
        repairs: frozenset[str] = ALL_REPAIRS,
        supplied: Supplied | None = None,
    ) -> Reading | None:
        """Draft the study that a page tells of; `None` if the text is no such page."""
        if self.hints and not self._may_be(source.text):
            return None
        source, done = repaired(source, vocabulary(self.grammar), repairs)
        if self.signs and not self.signs.match(source.text):
            return None
        made = frozenset(each.repair.name for each in done)
        page = self._read(source, made, supplied)
        if page is None:
            return None
        if page.doubtful:
            page = self._mended(page, repairs)
        for repair, count, place in done:
            page.report_original(repair.name, place, f"{count} {repair.says}")
        if "html-entities" in repairs - made and (left := escaped(page.text)):
            at, end = page.source.span((left[0].start, left[0].end))
            message = f"{len(left)} entities may stand for characters; too few to tell"
            page.report_original("entities-left", (at, end), message)
        page.tell_the_rest()
        return page

    def _may_be(self, text: str) -> bool:
        """Whether it is worth while to look at a text."""
        end = text.find(self.unless) if self.unless else -1
        begins = text[:end] if end >= 0 else text
        return any(hint in begins for hint in self.hints)

    def _mended(self, page: Reading, names: Collection[str]) -> Reading:
        """Put dented headings and labels right, and read the page again."""
        from trialtext.mending import mend  # a whole page has no need of it

        told: dict[Span, tuple[str, str]] = {}
        known = words.sections(self.grammar), words.header_labels(self.grammar)
        for _ in range(_ROUNDS):
            found = [m for m in mend(page.text, page.cuts, *known) if m.code in names]
            places = [page.source.span(m.edit[:2]) for m in found]
            mends = {p: m for p, m in zip(places, found, strict=True) if p not in told}
            if not mends:
                break
            told |= {place: (m.code, m.message) for place, m in mends.items()}
            source = page.source.edited([m.edit for m in mends.values()])
            page = self._read(source, page.repaired, page.supplied) or page
        for place, (code, message) in told.items():
            page.report_original(code, place, message)
        return page

    def _read(
        self, source: SourceText, made: frozenset[str], supplied: Supplied | None
    ) -> Reading | None:
        page = Reading(source, self.grammar.removesuffix(".lark"), made, supplied)
        page.cuts = cut(page.text, headings(self.grammar))
        readers = _imported(self.readers)
        if not self.signs and not self.recognises(page, readers):
            return None
        self._bound(page, readers)
        page.tree = self._parsed(page)
        page.sections = sections = self._sections(page, readers.REPEATED)
        sections.setdefault(HEADER, Body(HEADER, []))
        page.bare = self._is_bare(sections, readers)
        trees = {**readers.TREES, **readers.without_labels()} if page.bare else readers.TREES
        for name, read in trees.items():
            if name in sections and (sections[name].children or name == "header"):
                page.section = name
                read(sections[name], page)
        for name, read_text in readers.TEXTS.items():
            if name in sections and (body := tokens(sections[name])):
                page.section = name
                read_text(body[0], page)
        page.section = ""
        self._miss(sections, page, readers)
        for check in CHECKS:
            check(page)
        return page

    def recognises(self, page: Reading, readers: Readers) -> bool:
        """Whether a text is a page of this kind.

        A heading with its blurb tells so, or a blurb alone. So does a header, but only if the page
        ends with it, or its first heading follows: other sites, too, print NCT numbers.
        """
        names = (cut.terminal.removesuffix(HEADING).lower() for cut in page.cuts[1:])
        if any(name in readers.TREES or name in readers.TEXTS for name in names):
            return True
        if is_markup(page.text):
            return False
        own = vocabulary(self.grammar)
        if not (header := _HEADER.search(page.text)):
            return own.has_blurb(page.text)
        before, rest = page.text[: header.start()], page.text[header.end() :]
        alone = not rest and "\n" not in before.strip()
        return alone or bool(header["day"] and own.begins_page(rest)) or own.has_blurb(rest)

    def detection(self, page: Reading) -> Detection:
        """Say in which shape a page is, and what tells that it is one."""
        known = len(page.sections.keys() - {"header"})
        shape = Shape.B if page.bare else Shape.A if "\n\n" in page.text else Shape.C
        header = page.module(IdentificationModule).leaf("nct_id")
        return found(self.kind, shape, known, header=bool(header and header.spans))

    def _bound(self, page: Reading, readers: Readers) -> None:
        """Leave sections of a fixed form over that have more lines than any such section."""
        for at, part in enumerate(page.cuts):
            if part.end - part.body <= _MOST_LINES:
                continue  # no need to count
            if part.terminal.removesuffix(HEADING).lower() not in readers.FIXED:
                continue
            if page.text.count("\n", part.body, part.end) <= _MOST_LINES:
                continue
            whole = page.piece(part.body, part.end)
            page.leave("unreadable-section", whole, f"more than {_MOST_LINES} lines")
            page.cuts[at] = part._replace(end=part.body)

    def _is_bare(self, sections: Mapping[str, Body], readers: Readers) -> bool:
        """Whether values stand without their labels, in all of the first sections to have any."""
        found = [sections[name] for name in readers.LABELLED if name in sections]
        return any(tokens(body) for body in found) and not any(rules(body) for body in found)

    def _parsed(self, page: Reading) -> Body:
        """Parse every section; of one that does not fit its grammar, the body is left over."""
        parse, sections = page_parser(self.grammar).parse, list[Body | Piece]()
        for part in page.cuts:
            try:
                section = parse(page.text, part)
            except UnfitError:
                body = page.piece(part.body, part.end)
                page.leave("unreadable-section", body, "the section does not fit its grammar")
                section = parse(page.text, part._replace(end=part.body))
            if section:
                sections.append(section)
        return Body("page", sections)

    def _sections(self, page: Reading, repeated: Sequence[str]) -> dict[str, Body]:
        """Sections by name, without their headings; a repeated or unknown one is left over.

        Those that a page has any number of are kept as they are, together.
        """
        sections: dict[str, Body] = {}
        for section in rules(page.tree):
            page.section = name = section.data
            if name == HEADER:
                sections[name] = section
            elif name in repeated:
                sections.setdefault(name, Body(name, [])).children.append(section)
            elif name in sections or name == "unknown_section":
                every = list(section.tokens())
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
            dropped = readers.DROPPED.get(name) if page.bare else None
            empty = not section.children and section is not last
            if dropped or (empty and name not in (*readers.MAY_BE_EMPTY, "header")):
                title = words.sections(self.grammar)[name].heading
                heading = next(c for c in page.cuts if c.terminal == name.upper() + HEADING)
                place = (heading.start, heading.body)
                if dropped:
                    message = f"below {title!r}, the extractor drops {dropped}"
                    page.report("dropped-by-extraction", place, message)
                else:
                    page.report("empty-section", place, f"there is nothing below {title!r}")
