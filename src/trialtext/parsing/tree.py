"""Tokens and trees: what a grammar makes of a section, with every position in the text."""

import re
from collections.abc import Iterator

from trialtext.text.edits import Span

_LINE = re.compile(r"[^\n]*\S[^\n]*")


class Token:
    """A stretch of the text without the white space around it: a terminal, or a part of one."""

    __slots__ = ("end", "start", "text", "type")

    def __init__(self, text: str, start: int, type_: str = "") -> None:
        stripped = text.strip()
        if len(stripped) != len(text):
            start += len(text) - len(text.lstrip())
        self.text = stripped
        self.start = start
        self.end = start + len(stripped)
        self.type = type_
        """Name of the terminal; empty for a part of one."""

    def __repr__(self) -> str:
        return f"Token({self.text!r}, {self.start}, {self.type!r})"

    @property
    def span(self) -> Span:
        """Its place in the text."""
        return self.start, self.end

    def part(self, start: int, end: int | None = None) -> "Token":
        """Take what stands between two positions, counted from the beginning of the token."""
        return Token(self.text[start:end], self.start + start)

    def after(self, mark: str) -> "Token":
        """Take what follows a mark: `Role: primary` after `:`."""
        return self.part(self.text.index(mark) + len(mark))

    def split_first_line(self) -> "tuple[Token, Token]":
        """Take the first line, and what follows it."""
        end = len(self.text.partition("\n")[0])
        return self.part(0, end), self.part(end)

    def lines(self) -> "list[Token]":
        """Take the lines that are not blank."""
        return [self.part(*match.span()) for match in _LINE.finditer(self.text)]


class Tree:
    """A rule of the grammar, and what stands there for its parts."""

    __slots__ = ("children", "data")

    def __init__(self, data: str, children: "list[Token | Tree]") -> None:
        self.data = data
        """Name of the rule."""
        self.children = children

    def __repr__(self) -> str:
        return f"Tree({self.data!r}, {self.children!r})"

    def tokens(self, *types: str) -> list[Token]:
        """Return the tokens of the rule itself, of these types or all."""
        tokens = [child for child in self.children if isinstance(child, Token)]
        return [token for token in tokens if token.type in types] if types else tokens

    def rules(self) -> "list[Tree]":
        """Return the rules inside the rule."""
        return [child for child in self.children if isinstance(child, Tree)]

    def all_tokens(self) -> Iterator[Token]:
        """Walk through the tokens of the rule and of the rules inside."""
        for child in self.children:
            if isinstance(child, Token):
                yield child
            else:
                yield from child.all_tokens()
