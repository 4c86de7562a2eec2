"""Parsers made from grammars, and the tables that wheels bring along."""

from pathlib import Path
from typing import Any

import lark
from lark import Lark, Tree

from trialtext.grammars import headings, parser, write_tables
from trialtext.page_lexer import Page, cut

CHECKOUT = Path(__file__).parents[1]
STUDY_PAGE = "study_page.lark"
RESULTS_PAGE = "results_page.lark"


Told = tuple[str, list[Any]]


def tokens_of(tree: Tree[Any]) -> Told:
    """A tree as its rules and the types and places of its tokens, which can be compared."""
    children = [
        tokens_of(child)
        if isinstance(child, Tree)
        else (child.type, child.start_pos, child.end_pos)
        for child in tree.children
    ]
    return str(tree.data), children


def test_a_parser_is_made_once() -> None:
    assert parser(STUDY_PAGE) is parser(STUDY_PAGE)


def test_there_are_tables_of_every_grammar_for_this_version_of_lark(tmp_path: Path) -> None:
    names = {path.name for path in write_tables(tmp_path)}
    grammars = {path.name for path in (CHECKOUT / "grammar").glob("*.lark")}
    assert names == {f"{grammar}.{lark.__version__}.tables" for grammar in grammars}


def test_tables_parse_like_the_grammar(tmp_path: Path, seed: Path) -> None:
    assert_same_tree(tmp_path, STUDY_PAGE, seed.read_text("utf-8"))


def test_tables_parse_results_like_the_grammar(tmp_path: Path, results_seed: Path) -> None:
    assert_same_tree(tmp_path, RESULTS_PAGE, results_seed.read_text("utf-8"))


def assert_same_tree(folder: Path, grammar: str, text: str) -> None:
    tables = next(path for path in write_tables(folder) if path.name.startswith(grammar))
    with tables.open("rb") as file:
        loaded = Lark.load(file)
    page = Page(text, cut(text, headings(grammar)))
    assert tokens_of(loaded.parse(page)) == tokens_of(parser(grammar).parse(page))
