"""What Lark makes of the grammars, and the tables of it that wheels bring along."""

from pathlib import Path

import pytest

from trialtext.grammars import GRAMMARS, dumped, grammar, loaded, write_tables

CHECKOUT = Path(__file__).parents[1]
NAMES = sorted(path.name for path in (CHECKOUT / "grammar").glob("*.lark"))

each_grammar = pytest.mark.parametrize("name", NAMES)


@each_grammar
def test_a_grammar_is_read_once(name: str) -> None:
    assert grammar(name) is grammar(name)


def test_there_are_tables_of_every_grammar(tmp_path: Path) -> None:
    names = [path.name for path in write_tables(tmp_path)]
    assert names == [f"{name}.tables.json" for name in NAMES]


@each_grammar
def test_tables_hold_all_of_a_grammar(name: str, tmp_path: Path) -> None:
    (tables,) = (path for path in write_tables(tmp_path) if path.name.startswith(name))
    assert dumped(loaded(tables.read_bytes())) == dumped(grammar(name)) == tables.read_bytes()


def test_grammars_are_found() -> None:
    assert sorted(path.name for path in GRAMMARS.glob("*.lark")) == NAMES
