"""The lexer of the page level: headings as the grammar has them, and the text between them."""

import re
from collections.abc import Iterator

from lark import Token
from lark.common import LexerConf
from lark.lexer import Lexer

HEADER = "HEADER"
BODY = "BODY"


class PageLexer(Lexer):
    """Cut a page at its headings.

    Lark's own lexers match token after token; here the tokens of interest are few and far between,
    so one regex made of all heading terminals looks for the next one, wherever it is.
    """

    def __init__(self, lexer_conf: LexerConf) -> None:
        headings = "|".join(
            f"(?P<{terminal.name}>{terminal.pattern.to_regexp()})"
            for terminal in lexer_conf.terminals
            if terminal.name not in lexer_conf.ignore
        )
        # The leading newline lets the regex engine jump from line to line.
        self._next_heading = re.compile(rf"\n(?:{headings})")
        self._first_heading = re.compile(headings)

    def lex(self, data: str) -> Iterator[Token]:  # type: ignore[override]
        """Yield HEADER, then heading and BODY for each section; empty ones are left out."""
        between, start = HEADER, 0
        first = self._first_heading.match(data)
        matches = self._next_heading.finditer(data, first.end() if first else 0)
        for match in (first, *matches) if first else matches:
            heading = match.lastgroup or ""
            at = match.start(heading)
            yield from _text(between, data, start, at)
            yield Token(heading, match[heading], at, end_pos=match.end())
            between, start = BODY, match.end()
        yield from _text(between, data, start, len(data))


def _text(kind: str, data: str, start: int, end: int) -> Iterator[Token]:
    value = data[start:end]
    if value and not value.isspace():
        yield Token(kind, value, start, end_pos=end)
