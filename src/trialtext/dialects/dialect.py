"""A kind of page: its grammar, its readers, and how the one's sections come to the others."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import attrs
from lark import TextSlice, Token, Tree
from lark.exceptions import UnexpectedInput

from trialtext.grammars import parser
from trialtext.readers.reading import Body, Piece, Reading, span, tokens


class Section(NamedTuple):
    """A section of a page: its heading, and its body, if it has one."""

    heading: Token | None
    body: Token | None


@attrs.frozen
class Dialect:
    """A kind of page."""

    kind: str
    """Its name."""
    grammar: str
    """File name of its grammar."""
    trees: Mapping[str, Callable[[Body, Reading], None]]
    """Readers of sections with a grammar, in the order in which they are to be read."""
    texts: Mapping[str, Callable[[Piece, Reading], None]]
    """Readers of sections that are text as they are."""
    last_section: str
    """The section that every whole page ends with."""

    def read(self, page: Reading) -> bool:
        """Draft the study that a page tells of; `False` if the text is no such page."""
        sections = self._cut(page)
        if not sections.keys() - {"header"} and "NCT ID:" not in page.text:
            return False
        for name, read in self.trees.items():
            if body := self._open(name, sections, page):
                self._parse(name, body, page, read)
        for name, read_text in self.texts.items():
            if body := self._open(name, sections, page):
                read_text(page.token(body), page)
        page.section = ""
        if self.last_section not in sections:
            end = len(page.text)
            page.report("truncated", (end, end), "the page ends before its last section")
        return True

    def _cut(self, page: Reading) -> dict[str, Section]:
        sections: dict[str, Section] = {}
        for child in parser(self.grammar, "page").parse(page.text).children:
            if not isinstance(child, Tree):
                sections["header"] = Section(None, child)
                continue
            heading, *body = tokens(child)
            if child.data in sections:
                page.section = child.data
                whole = page.block(heading, (body or [heading])[0])
                page.leave("repeated-section", whole, "the section stands on the page before")
            else:
                sections[child.data] = Section(heading, body[0] if body else None)
        return sections

    def _open(self, name: str, sections: dict[str, Section], page: Reading) -> Token | None:
        page.section = name
        return sections[name].body if name in sections else None

    def _parse(
        self, name: str, body: Token, page: Reading, read: Callable[[Body, Reading], None]
    ) -> None:
        start = name if name == "header" else f"{name}_body"
        stretch = TextSlice(page.text, *span(body))
        try:
            tree = parser(self.grammar, "body").parse(stretch, start=start)
        except UnexpectedInput as error:
            page.leave("unreadable-section", page.token(body), f"line {error.line} does not fit")
            return
        read(tree, page)
