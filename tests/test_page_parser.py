"""The parser of sections: it reads what Lark's own parser reads, and makes the same tree."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark, Token
from lark.lexer import Lexer, TerminalDef

from trialtext.compiling import compiled
from trialtext.cutting import Cut, cut, headings
from trialtext.grammars import GRAMMARS, HEADING
from trialtext.page_parser import PageParser, Piece, UnfitError, page_parser

CHECKOUT = Path(__file__).parents[1]
SEEDS = sorted((CHECKOUT / "seeds").rglob("*.txt"))
LINES = sorted({line for seed in SEEDS for line in seed.read_text("utf-8").split("\n")})
NAMES = sorted(path.name for path in GRAMMARS.glob("*.lark"))

each_grammar = pytest.mark.parametrize("name", NAMES)

# ---- The same by Lark alone


class Page(NamedTuple):
    """What the lexer is given."""

    text: str
    cuts: list[Cut]


class ContextualLexer(Lexer):
    """Reads each section by what Lark's parser can take, the terminal of highest priority first."""

    __future_interface__ = 2

    def __init__(self, conf: Any) -> None:
        self.terminals: dict[str, TerminalDef] = conf.terminals_by_name

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[Any]:
        """Yield headings and what their sections hold."""
        text, cuts = lexer_state.text
        for part in cuts:
            if part.terminal:
                yield Token(part.terminal, text[part.start : part.body], part.start)
            at = part.body
            while at < part.end:
                if text[at] == "\n":
                    at += 1
                    continue
                name, at, start = *self.next(text, at, part.end, parser_state), at
                yield Token(name, text[start:at], start)

    def next(self, text: str, at: int, end: int, parser_state: Any) -> tuple[str, int]:
        """Find a terminal and its end."""
        accepted = parser_state.parse_conf.parse_table.states[parser_state.position]
        named = [self.terminals[name] for name in accepted if name in self.terminals]
        for terminal in sorted(named, key=lambda t: (-t.priority, t.name)):
            pattern = re.compile(terminal.pattern.to_regexp())
            if not terminal.name.endswith(HEADING) and (match := pattern.match(text, at, end)):
                return terminal.name, match.end()
        raise AssertionError(f"nothing fits at {at}")


def by_lark(text: str, name: str) -> list[Any]:
    page: Any = Page(text, cut(text, headings(name)))
    return [told(section) for section in lark(name).parse(page).children]


@cache
def lark(name: str) -> Lark:
    grammar = (GRAMMARS / name).read_text("utf-8")
    return Lark(grammar, start="page", parser="lalr", lexer=ContextualLexer)


def by_parser(text: str, name: str) -> list[Any]:
    sections = (page_parser(name).parse(text, part) for part in cut(text, headings(name)))
    return [told(section) for section in sections if section]


def told(tree: Any) -> Any:
    """A tree as its rules, and the terminals and texts of its tokens."""
    if isinstance(tree, Piece):
        return tree.type, tree.text.strip()
    if isinstance(tree, Token):
        return tree.type, tree.strip()
    return str(tree.data), [told(child) for child in tree.children]


@each_grammar
@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_a_page_is_read_as_lark_reads_it(path: Path, name: str) -> None:
    text = path.read_text("utf-8")
    assert by_parser(text, name) == by_lark(text, name)


@each_grammar
@given(lines=st.lists(st.sampled_from(LINES), max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_lines_are_read_as_lark_reads_them(name: str, lines: list[str]) -> None:
    text = "\n".join(lines)
    assert by_parser(text, name) == by_lark(text, name)


# ---- Small grammars


def parse(grammar: str, text: str) -> Any:
    parser = PageParser(compiled(grammar))
    tree = parser.parse(text, Cut("LIST_HEADING", 0, len("List"), len(text)))
    return told(tree)


LIST = r"""
    page: list*
    list: LIST_HEADING (pair | LINE)*
    pair: KEY VALUE?
    LIST_HEADING: "List"
    KEY.2: /\w+:(?=\n)/
    VALUE.1: /=[^\n]+/
    LINE: /[^\n]+/
    _BLANK: /\n+/
    %ignore _BLANK
"""


def test_a_repetition_becomes_parts_of_the_rule_around_it() -> None:
    assert parse(LIST, "List\na\nb") == (
        "list",
        [("LIST_HEADING", "List"), ("LINE", "a"), ("LINE", "b")],
    )


def test_a_rule_takes_its_own_parts_only() -> None:
    assert parse(LIST, "List\na\nk:\n=v\nb")[1][1:] == [
        ("LINE", "a"),
        ("pair", [("KEY", "k:"), ("VALUE", "=v")]),
        ("LINE", "b"),
    ]


def test_a_part_that_may_be_missing_is_missing() -> None:
    assert parse(LIST, "List\nk:\nk:\n=v")[1][1:] == [
        ("pair", [("KEY", "k:")]),
        ("pair", [("KEY", "k:"), ("VALUE", "=v")]),
    ]


def test_a_token_has_no_white_space_around_it() -> None:
    section = PageParser(compiled(LIST)).parse("List\n  a \n", Cut("LIST_HEADING", 0, 4, 10))
    assert section is not None
    (_, line) = section.tokens()
    assert (line.text, line.span) == ("a", (7, 8))


def test_a_section_may_be_empty() -> None:
    assert parse(LIST, "List\n\n\n") == ("list", [("LIST_HEADING", "List")])


def test_there_may_be_nothing_before_the_first_section() -> None:
    assert PageParser(compiled(LIST)).parse("\n\n", Cut("", 0, 0, 2)) is None


def test_what_does_not_fit_is_told() -> None:
    with pytest.raises(UnfitError, match="LIST_HEADING: nothing fits at 5"):
        parse(LIST.replace("LINE: /[^\\n]+/", "LINE: /[a-z]+/"), "List\n5")


def test_what_is_not_told_to_the_end_does_not_fit() -> None:
    with pytest.raises(UnfitError):
        parse(LIST.replace("VALUE?", "VALUE"), "List\nk:\n")


def test_a_grammar_whose_sections_nest_is_refused() -> None:
    nested = LIST.replace("pair: KEY VALUE?", "pair: KEY pair? VALUE?")
    with pytest.raises(ValueError, match="nest"):
        compiled(nested)
