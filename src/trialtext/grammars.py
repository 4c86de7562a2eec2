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

LEVELS: Final = ("page", "body")


@cache
def parser(grammar: str, level: str) -> "Lark":
    """Make one of a grammar's two parsers.

    `page` cuts a page into its sections; `body` has a start rule for each section's body. A wheel
    brings their tables along, good for the version of Lark that made them; otherwise they are made
    from the grammar.
    """
    from lark import Lark  # noqa: PLC0415 - importing the library must not import Lark

    try:
        with (GRAMMARS / _tables_name(grammar, level)).open("rb") as tables:
            return Lark.load(tables)
    except FileNotFoundError:
        return _make(grammar, level)


def write_tables(folder: Path) -> Iterator[Path]:
    """Write the tables of all parsers of all grammars, for a wheel."""
    folder.mkdir(parents=True, exist_ok=True)
    for grammar in sorted(GRAMMARS.glob("*.lark")):
        for level in LEVELS:
            tables = folder / _tables_name(grammar.name, level)
            with tables.open("wb") as file:
                _make(grammar.name, level).save(file)
            yield tables


def _tables_name(grammar: str, level: str) -> str:
    import lark  # noqa: PLC0415

    return f"{grammar}.{level}.{lark.__version__}.tables"


def _make(grammar: str, level: str) -> "Lark":
    from lark import Lark  # noqa: PLC0415

    from trialtext.page_lexer import PageLexer  # noqa: PLC0415

    text = (GRAMMARS / grammar).read_text("utf-8")
    if level == "page":
        return Lark(text, start="page", parser="lalr", lexer=PageLexer, maybe_placeholders=False)
    starts = re.findall(r"^(header|\w+_body):", text, re.MULTILINE)
    return Lark(text, start=starts, parser="lalr", maybe_placeholders=False)
