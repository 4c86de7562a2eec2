"""Cutting a page at its headings, and the lexer that reads each section within its bounds."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from lark import Lark
from lark.common import LexerConf
from lark.exceptions import UnexpectedCharacters
from lark.lexer import Lexer, LexerState, TerminalDef

HEADING = "_HEADING"


# A heading is a line of words and nothing else: most lines are told apart by this alone.
_WORDS_ALONE = "(?=[A-Za-z &_-]{3,60}+\n)"


class Cut(NamedTuple):
    """A section of the text: its heading's terminal and place, and the end of its body.

    The text before the first heading has no terminal, and an empty place.
    """

    terminal: str
    start: int
    body: int
    end: int


class PageToken:
    """A token of a page: the name that the grammar has for a stretch of it.

    Lark's own tokens hold two copies of their text. A page of 100,000 sites has half a million.
    """

    __slots__ = ("end_pos", "start_pos", "type")
    # Lark asks the last token of a page for these when it adds a token for the end.
    line = column = end_line = end_column = None

    def __init__(self, kind: str, start: int, end: int) -> None:
        self.type = kind
        self.start_pos = start
        self.end_pos = end


class Page(NamedTuple):
    """A text and where to cut it: what the parser of a page is given."""

    text: str
    cuts: list[Cut]


def heading_pattern(parser: Lark) -> re.Pattern[str]:
    """Make one pattern, for the start of a line, of all headings that a grammar has."""
    headings = [t for t in parser.terminals if t.name.endswith(HEADING)]
    return re.compile(f"\n{_WORDS_ALONE}(?:{_alternatives(headings)})")


def cut(text: str, headings: re.Pattern[str]) -> list[Cut]:
    """Find the sections of a page."""
    # Lines are found by the newline before them; one is lent to the first.
    found = [
        (match.lastgroup or "", match.start() + 1, _after_repeats(match))
        for match in headings.finditer("\n" + text)
    ]
    starts = [*(start - 1 for _, start, _ in found), len(text)]
    sections = [
        Cut(terminal, start, body - 1, end)
        for (terminal, _, body), start, end in zip(found, starts, starts[1:], strict=False)
    ]
    return [Cut("", 0, 0, starts[0]), *sections]


def _after_repeats(match: re.Match[str]) -> int:
    """Where a heading ends, and with it a blurb that stands there twice."""
    end, text = match.end(), match.string
    _, _, below = match[0].lstrip("\n").partition("\n")
    blurb = below.rpartition("\n")[2]
    while blurb and text.startswith(blurb + "\n", at := end + _newlines(text, end)):
        end = at + len(blurb)
    return end


def _newlines(text: str, at: int) -> int:
    count = 0
    while text.startswith("\n", at + count):
        count += 1
    return count


class PageLexer(Lexer):
    """Read one section after the other, each by those terminals that its grammar allows.

    It is Lark's contextual lexer, but for two things: headings come from the cuts and bound what
    may be read, and blank lines are skipped together with the token that follows.
    """

    __future_interface__ = 2

    def __init__(self, lexer_conf: LexerConf) -> None:
        self._terminals = lexer_conf.terminals_by_name
        ignored = "|".join(self._terminals[n].pattern.to_regexp() for n in lexer_conf.ignore)
        self._skip = f"(?:{ignored})*+"
        self._ignored = frozenset(lexer_conf.ignore)
        self._matchers: dict[int, Callable[..., Any]] = {}
        self._patterns: dict[frozenset[str], re.Pattern[str]] = {}

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Any]:
        """Yield headings and what their sections hold."""
        page: Any = lexer_state.text
        text: str = page.text
        matchers = self._matchers
        for terminal, start, at, end in page.cuts:
            if terminal:
                yield PageToken(terminal, start, at)
            position = at
            while position < end:
                state = parser_state.position
                match = (matchers.get(state) or self._matcher(state, parser_state))(
                    text, position, end
                )
                kind = match.lastgroup
                if kind is None:
                    if match.end() == end:
                        break
                    raise UnexpectedCharacters(text, match.end(), 0, 0)  # type: ignore[no-untyped-call]
                position = match.end()
                yield PageToken(kind, match.start(kind), position)

    def _matcher(self, state: int, parser_state: Any) -> Callable[..., Any]:
        """Make the pattern of what may come next in a state of the parser."""
        accepted = parser_state.parse_conf.parse_table.states[state]
        terminals = frozenset(
            name
            for name in accepted
            if name in self._terminals and not name.endswith(HEADING) and name not in self._ignored
        )
        if terminals not in self._patterns:  # many states accept the same
            alternatives = _alternatives(self._terminals[name] for name in terminals)
            self._patterns[terminals] = re.compile(f"{self._skip}(?:{alternatives})?+")
        self._matchers[state] = self._patterns[terminals].match
        return self._matchers[state]


def _alternatives(terminals: Iterable[TerminalDef]) -> str:
    ordered = sorted(terminals, key=lambda terminal: (-terminal.priority, terminal.name))
    return "|".join(f"(?P<{t.name}>{t.pattern.to_regexp()})" for t in ordered) or "(?!)"
