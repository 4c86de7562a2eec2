"""Grammars: files that Lark reads, and the parser that it makes of each, loaded once."""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final
from zlib import crc32

import lark
from lark import Lark, TextSlice, UnexpectedInput

from trialtext.parsing.tree import Token, Tree

_INSTALLED = Path(__file__).parents[1] / "grammar"
_IN_CHECKOUT = Path(__file__).parents[3] / "grammar"

GRAMMARS: Final = _INSTALLED if _INSTALLED.is_dir() else _IN_CHECKOUT
"""The folder of the grammars of trialtext."""


class UnparsableError(ValueError):
    """A section does not fit its grammar."""


class Grammar:
    """The parser of a format's sections, each of which has a rule of its name."""

    def __init__(self, parser: Lark) -> None:
        self._parser = parser

    def parse(self, text: str, start: int, end: int, rule: str) -> Tree:
        """Parse the text between two positions by a rule. Raises `UnparsableError`."""
        try:
            return _tree(self._parser.parse(TextSlice(text, start, end), start=rule))
        except UnexpectedInput as error:
            raise UnparsableError(f"nothing of {rule} fits at {error.pos_in_stream}") from error

    @cache  # noqa: B019 - there are as many grammars as files
    def pattern(self, terminal: str) -> re.Pattern[str]:
        """Return what a terminal matches: a list of one kind of items needs no parser."""
        return re.compile(self._parser.get_terminal(terminal).pattern.to_regexp())

    def save(self, path: Path) -> None:
        """Save what Lark has made of the grammar."""
        with path.open("wb") as file:
            self._parser.save(file)


def _tree(tree: lark.Tree[lark.Token]) -> Tree:
    return Tree(
        str(tree.data),
        [
            _tree(child)
            if isinstance(child, lark.Tree)
            else Token(child, child.start_pos or 0, child.type)
            for child in tree.children
        ],
    )


@cache
def load_grammar(path: Path, rules: Sequence[str]) -> Grammar:
    """Load the grammar in a file, of which some rules are those of sections.

    A wheel brings along what one version of Lark makes of it. Another version, or another grammar,
    is made anew.
    """
    saved = saved_path(path, rules)
    if saved.is_file():
        with saved.open("rb") as file:
            return Grammar(Lark.load(file))
    return make_grammar(path, rules)


def make_grammar(path: Path, rules: Sequence[str]) -> Grammar:
    """Have Lark make a parser of the grammar in a file."""
    text = path.read_text("utf-8")
    options = {"maybe_placeholders": False, "propagate_positions": False}
    return Grammar(Lark(text, start=list(rules), parser="lalr", lexer="contextual", **options))


def saved_path(path: Path, rules: Sequence[str]) -> Path:
    """Say where what this version of Lark makes of a grammar is saved.

    The name tells of the grammar and of its rules: what was made of others is not taken.
    """
    made_of = f"{path.read_text('utf-8')}\n{' '.join(rules)}"
    return path.with_suffix(f".lark-{lark.__version__}-{crc32(made_of.encode()):08x}")
