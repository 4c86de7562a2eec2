"""The grammar of cells: items of lists are found by their terminal, all else is parsed."""

from functools import lru_cache
from typing import Final

from trialtext.parsing.grammar import GRAMMARS, Grammar, UnparsableError, load_grammar
from trialtext.parsing.tree import Token, Tree

GRAMMAR: Final = GRAMMARS / "ctgov-csv.lark"
RULES: Final = (
    "list",
    "items",
    "interventions",
    "study_documents",
    "study_design",
    "age",
    "study_type",
    "enrollment",
    "date",
)
_REMEMBERED: Final = 4_096
"""Cells whose trees are kept: designs, ages and dates are the same in many rows."""
_SHORT: Final = 200
"""Characters of cells that are worth it."""


def grammar() -> Grammar:
    """Return the grammar, loaded."""
    return load_grammar(GRAMMAR, RULES)


def parse_cell(cell: Token, rule: str) -> Tree | None:
    """Parse a cell by a rule; `None` if it does not fit."""
    tree = parse_text(cell.text, rule)
    return _moved(tree, cell.start) if tree else None


def parse_text(text: str, rule: str) -> Tree | None:
    """Parse what a cell holds by a rule, with positions in it; `None` if it does not fit."""
    return _remembered(text, rule) if len(text) <= _SHORT else _parsed(text, rule)


def _parsed(text: str, rule: str) -> Tree | None:
    try:
        return grammar().parse(text, 0, len(text), rule)
    except UnparsableError:
        return None


_remembered = lru_cache(_REMEMBERED)(_parsed)


def items(cell: Token, terminal: str) -> list[Token]:
    """Take the items of a list: what its one terminal matches."""
    start, found = cell.start, grammar().pattern(terminal).finditer(cell.text)
    tokens = [Token(match[0], start + match.start()) for match in found]
    return [token for token in tokens if token.text]


def _moved(tree: Tree, by: int) -> Tree:
    """Take the same tree at another place."""
    return Tree(
        tree.data,
        [
            _moved(child, by)
            if isinstance(child, Tree)
            else Token(child.text, child.start + by, child.type)
            for child in tree.children
        ],
    )
