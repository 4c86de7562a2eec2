"""A kind of page: its grammar, its readers, and how the one's sections come to the others."""

from collections.abc import Callable, Mapping

import attrs
from lark.exceptions import UnexpectedInput

from trialtext.grammars import headings, parser
from trialtext.page_lexer import Cut, Page, cut
from trialtext.readers.reading import Body, Piece, Reading, rules, tokens


@attrs.frozen
class Dialect:
    """A kind of page."""

    kind: str
    """Its name."""
    grammar: str
    """File name of its grammar."""
    trees: Mapping[str, Callable[[Body, Reading], None]]
    """Readers of sections with a structure, in the order in which they are to be read."""
    texts: Mapping[str, Callable[[Piece, Reading], None]]
    """Readers of sections that are text as they are."""
    last_section: str
    """The section that every whole page ends with."""

    def read(self, page: Reading) -> bool:
        """Draft the study that a page tells of; `False` if the text is no such page."""
        cuts = cut(page.text, headings(self.grammar))
        if len(cuts) == 1 and "NCT ID:" not in page.text:
            return False
        sections = self._sections(self._parse(cuts, page), page)
        for name, read in self.trees.items():
            if name in sections:
                page.section = name
                read(sections[name], page)
        for name, read_text in self.texts.items():
            if name in sections and (body := tokens(sections[name])):
                page.section = name
                read_text(page.token(body[0]), page)
        page.section = ""
        if self.last_section not in sections:
            end = len(page.text)
            page.report("truncated", (end, end), "the page ends before its last section")
        return True

    def _parse(self, cuts: list[Cut], page: Reading) -> Body:
        """Parse the page; a section that does not fit its grammar is left over, without its kin."""
        while True:
            try:
                return parser(self.grammar).parse(Page(page.text, cuts))
            except UnexpectedInput as error:
                at = error.pos_in_stream or 0
                broken = next(i for i, c in enumerate(cuts) if c.start <= at <= c.end)
                body = page.piece(cuts[broken].body, cuts[broken].end)
                page.leave("unreadable-section", body, "the section does not fit its grammar")
                cuts[broken] = cuts[broken]._replace(end=cuts[broken].body)

    def _sections(self, tree: Body, page: Reading) -> dict[str, Body]:
        """Sections by name, without their headings; a repeated one is left over."""
        sections: dict[str, Body] = {}
        for section in rules(tree):
            if section.data == "header":
                sections["header"] = section
            elif section.data in sections:
                page.section = section.data
                every = list(section.scan_values(lambda _: True))
                whole = page.block(every[0], every[-1])
                page.leave("repeated-section", whole, "the section stands on the page before")
            else:
                sections[section.data] = section
                section.children.pop(0)
        return sections
