"""Where the grammars are, and the parsers made from them, once a process and when first needed."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lark import Lark

_IN_WHEEL = Path(__file__).parent / "grammar"
_IN_CHECKOUT = Path(__file__).parents[2] / "grammar"

GRAMMARS: Final = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT


@cache
def parser(grammar: str) -> "Lark":
    """Make the parser of a grammar.

    A wheel brings the parse tables along, good for the version of Lark that made them; without
    such tables they are made from the grammar.
    """
    from lark import Lark  # importing the library must not import Lark

    try:
        with (GRAMMARS / _tables_name(grammar)).open("rb") as tables:
            return Lark.load(tables)
    except FileNotFoundError:
        return _make(grammar)


@cache
def headings(grammar: str) -> re.Pattern[str]:
    """Make the pattern of a grammar's headings."""
    from trialtext.page_lexer import heading_pattern

    return heading_pattern(parser(grammar))


def write_tables(folder: Path) -> Iterator[Path]:
    """Write the parse tables of all grammars, for a wheel."""
    for grammar in sorted(GRAMMARS.glob("*.lark")):
        tables = folder / _tables_name(grammar.name)
        with tables.open("wb") as file:
            _make(grammar.name).save(file)
        yield tables


def _tables_name(grammar: str) -> str:
    import lark

    return f"{grammar}.{lark.__version__}.tables"


def _make(grammar: str) -> "Lark":
    from lark import Lark

    from trialtext.page_lexer import PageLexer

    text = (GRAMMARS / grammar).read_text("utf-8")
    return Lark(text, start="page", parser="lalr", lexer=PageLexer, maybe_placeholders=False)
