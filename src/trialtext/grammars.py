"""Where the grammars are, and what Lark has made of them, once a process and when first needed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import orjson

_IN_WHEEL = Path(__file__).parent / "grammar"
_IN_CHECKOUT = Path(__file__).parents[2] / "grammar"

GRAMMARS: Final = _IN_WHEEL if _IN_WHEEL.is_dir() else _IN_CHECKOUT

HEADING: Final = "_HEADING"
"""How the names of those terminals end that begin a section."""
HEADER: Final = "header"
"""The rule of what stands before the first section."""


class Terminal(NamedTuple):
    """A terminal of a grammar."""

    name: str
    pattern: str
    """Its regular expression."""
    priority: int


class Rule(NamedTuple):
    """One of the forms of a rule, its repetitions resolved into rules that begin with `_`."""

    name: str
    expansion: Sequence[str]
    """Names of terminals, in capitals, and of rules."""


Reduction = tuple[int, str]
"""Values that become one: how many, the last that were read, and the rule that they are; it is
empty for a repetition, of which the values become parts of the rule around it."""

Step = tuple[int, Sequence[Reduction]]
"""What a terminal does: the number of the next state, and reductions before it is read."""


class State(NamedTuple):
    """A state in which a section may be while it is read."""

    steps: Mapping[str, Step]
    """By the names of the terminals that may come next."""
    end: Sequence[Reduction] | None
    """The reductions where the section ends; `None` if it may not end there."""


class Grammar(NamedTuple):
    """A grammar: its terminals and rules, and the automata that read its sections."""

    terminals: Sequence[Terminal]
    rules: Sequence[Rule]
    ignored: Sequence[str]
    """Names of the terminals that mean nothing wherever they stand."""
    starts: Mapping[str, int]
    """The first state of every section, by its heading; that of the header by the empty string."""
    states: Sequence[State]


@cache
def grammar(name: str) -> Grammar:
    """Return a grammar, by the name of its file.

    A wheel brings along what Lark makes of it, so that Lark need not be imported to read a page; in
    a checkout Lark makes it out of the grammar.
    """
    tables = GRAMMARS / _tables_name(name)
    if tables.is_file():
        return loaded(tables.read_bytes())
    from trialtext.compiling import compiled

    return compiled((GRAMMARS / name).read_text("utf-8"))


def in_order(terminals: Iterable[Terminal]) -> list[Terminal]:
    """Order terminals as they are tried."""
    return sorted(terminals, key=lambda terminal: (-terminal.priority, terminal.name))


def alternatives(terminals: Iterable[Terminal]) -> str:
    """Make one pattern of terminals, a group each, of which the first that fits is taken."""
    return "|".join(f"(?P<{t.name}>{t.pattern})" for t in in_order(terminals)) or "(?!)"


def write_tables(folder: Path) -> Iterator[Path]:
    """Write what Lark makes of all grammars, for a wheel."""
    for path in sorted(GRAMMARS.glob("*.lark")):
        tables = folder / _tables_name(path.name)
        tables.write_bytes(dumped(grammar(path.name)))
        yield tables


def _tables_name(grammar: str) -> str:
    return f"{grammar}.tables.json"


def dumped(grammar: Grammar) -> bytes:
    """Write a grammar as JSON."""
    return orjson.dumps(grammar, default=tuple)


def loaded(tables: bytes) -> Grammar:
    """Read a grammar that was written."""
    terminals, rules, ignored, starts, states = orjson.loads(tables)
    return Grammar(
        [Terminal(*each) for each in terminals],
        [Rule(*each) for each in rules],
        ignored,
        starts,
        [State(*each) for each in states],
    )
