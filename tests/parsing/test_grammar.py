"""Grammars: without collisions, taking any text, linear, and the same when loaded from a file."""

import re
import time
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark
from tests.conftest import CHECKOUT
from tests.formats.toy import TOY
from tests.pages import PAGE_FORMATS

from trialtext.criteria import terminals
from trialtext.formats import FORMATS
from trialtext.formats.page import PageFormat
from trialtext.parsing.grammar import (
    GRAMMARS,
    Grammar,
    UnparsableError,
    load_grammar,
    make_grammar,
    saved_path,
)
from trialtext.parsing.tree import Token, Tree

# Real lines in the wrong place are what a grammar is most likely to stumble over.
REAL_LINES = sorted(
    {
        line
        for seed in (CHECKOUT / "seeds").rglob("*.txt")
        for line in seed.read_text("utf-8").split("\n")
        if len(line) < 100
    }
)
CRITERIA = (terminals.GRAMMAR, terminals.RULES)
GREETING = 'header: GREETING*\nsize: NUMBER\nGREETING: "Hello"\nNUMBER: /[0-9]+/\n%ignore /\\n/\n'

lines = st.sampled_from(REAL_LINES) | st.text(st.characters(exclude_categories=["Cs"]))
bodies = st.lists(lines, max_size=12).map("\n".join)
GRAMMARS_AND_RULES = [*((each.grammar, each.rules) for each in (*FORMATS, TOY)), CRITERIA]
each_grammar = pytest.mark.parametrize(
    ("path", "rules"), [pytest.param(*each, id=each[0].stem) for each in GRAMMARS_AND_RULES]
)
each_page_format = pytest.mark.parametrize(
    "format_", [*PAGE_FORMATS, TOY], ids=lambda each: each.name
)


def grammar_file(folder: Path, text: str = GREETING) -> Path:
    path = folder / "greeting.lark"
    path.write_text(text, "utf-8")
    return path


def nested(node: Tree | Token) -> tuple[object, ...]:
    """Return a tree as tuples and lists that can be compared."""
    if isinstance(node, Token):
        return node.text, node.start, node.type
    return node.data, [nested(child) for child in node.children]


# ---- The grammars of the formats, and that of criteria


def test_every_grammar_is_that_of_a_format_or_of_criteria() -> None:
    known = [*(each.grammar for each in FORMATS), CRITERIA[0]]
    assert sorted(GRAMMARS.glob("*.lark")) == sorted(known)


@each_grammar
def test_a_grammar_has_no_collisions_and_no_conflicts(path: Path, rules: Sequence[str]) -> None:
    text = path.read_text("utf-8")
    strict = Lark(text, start=list(rules), parser="lalr", lexer="contextual", strict=True)
    assert strict.options.start == list(rules)


@each_page_format
def test_the_labels_of_a_format_are_literals_of_its_grammar(format_: PageFormat) -> None:
    text = format_.grammar.read_text("utf-8")
    sections = [section for section in format_.sections if section.name in format_.rules]
    labels = {label.text for section in sections for label in section.labels}
    assert {label for label in labels if label not in text} == set()


@each_page_format
@given(data=st.data())
@settings(max_examples=150)
def test_a_section_takes_any_lines(format_: PageFormat, data: st.DataObject) -> None:
    rule, text = data.draw(st.sampled_from(format_.rules)), data.draw(bodies)
    between = list(text)
    for token in format_.parser.parse(text, 0, len(text), rule).all_tokens():
        assert text[token.start : token.end] == token.text
        between[token.start : token.end] = [""] * (token.end - token.start)
    assert "".join(between).strip() == "", "what is in no token is blank"


@pytest.mark.parametrize(
    ("format_", "rule"),
    [
        pytest.param(each, rule, id=f"{each.name}-{rule}")
        for each in (*PAGE_FORMATS, TOY)
        for rule in each.rules
    ],
)
def test_labels_may_stand_anywhere_in_a_section(format_: PageFormat, rule: str) -> None:
    section = format_.section.get(rule)
    labels = [label.text for label in (section.labels if section else format_.header_labels)]
    lines = [
        "a",
        "A_B",
        "a, B",
        "|",
        *labels,
        *(f"{x} " for x in labels),
        *(f"{x} A" for x in labels),
    ]
    unfit = []
    for pair in product(lines, repeat=2):
        text = "\n".join(pair)
        try:
            format_.parser.parse(text, 0, len(text), rule)
        except UnparsableError:
            unfit.append(text)
    assert unfit == []


# ---- Time

HOSTILE = [
    "a",
    " ",
    "\n",
    "a\n",
    "a \n\n\n",
    "|",
    "| a ",
    "| Measure ",
    "1 A\n",
    "A_B\n",
    "Role:\n",
    "Measure\n",
    "Site Status\n",
    "Intervention Type DRUG\n",
    "a\nIntervention Type \n",
    "18 Years\nALL\n",
    "Participants ",
    "Sponsor Role \n",
    "* ",
    "1. ",
    "(a) ",
    "Exclusion Criteria: ",
    "-",
]
LENGTH = 10_000
SECONDS = 0.1
"""Far more than what linear time takes, far less than what quadratic time would."""


def scan(pattern: re.Pattern[str], text: str) -> float:
    """Look for a terminal on every line, but for those inside of one, and return the seconds."""
    start, at = time.perf_counter(), 0
    while at < len(text):
        match = pattern.match(text, at)
        at = match.end() if match and match[0] else (text.find("\n", at) + 1 or len(text))
    return time.perf_counter() - start


@each_grammar
def test_every_terminal_takes_linear_time(path: Path, rules: Sequence[str]) -> None:
    grammar: Any = Lark(path.read_text("utf-8"), start=list(rules), parser="lalr")
    slow = [
        (terminal.name, unit)
        for terminal in grammar.terminals
        for pattern in [re.compile(terminal.pattern.to_regexp())]
        for unit in HOSTILE
        for text in [unit * (LENGTH // len(unit))]
        if all(scan(pattern, text) > SECONDS for _ in range(3))  # machines are noisy
    ]
    assert slow == []


# ---- Parsing


def test_a_part_of_a_text_is_parsed_by_a_rule(tmp_path: Path) -> None:
    grammar = make_grammar(grammar_file(tmp_path), ("header", "size"))
    tree = grammar.parse("Hello\n42\n", 6, 9, "size")
    assert nested(tree) == ("size", [("42", 6, "NUMBER")])


@pytest.mark.parametrize(("text", "place"), [("Hello\nyou", 6), ("Hello\n7", 6)])
def test_what_does_not_fit_is_an_error(tmp_path: Path, text: str, place: int) -> None:
    grammar = make_grammar(grammar_file(tmp_path), ("header", "size"))
    with pytest.raises(UnparsableError, match=f"nothing of header fits at {place}"):
        grammar.parse(text, 0, len(text), "header")


# ---- What Lark makes of a grammar, saved

OTHER = "header: OTHER\nOTHER: /other/"


def test_a_saved_parser_is_loaded_in_place_of_the_grammar(tmp_path: Path) -> None:
    path = grammar_file(tmp_path, OTHER)
    other = make_grammar(path, ("header",))
    grammar_file(tmp_path)
    other.save(saved_path(path, ("header",)))
    tree = load_grammar(path, ("header",)).parse("other", 0, 5, "header")
    assert [token.type for token in tree.tokens()] == ["OTHER"]


def test_what_was_saved_of_another_grammar_is_not_taken(tmp_path: Path) -> None:
    path = grammar_file(tmp_path)
    make_grammar(path, ("header",)).save(saved_path(path, ("header",)))
    grammar_file(tmp_path, OTHER)
    tree = load_grammar(path, ("header",)).parse("other", 0, 5, "header")
    assert [token.type for token in tree.tokens()] == ["OTHER"]


def test_without_one_the_grammar_is_read(tmp_path: Path) -> None:
    grammar = load_grammar(grammar_file(tmp_path), ("size",))
    assert [token.text for token in grammar.parse("42", 0, 2, "size").tokens()] == ["42"]


@each_page_format
def test_a_loaded_parser_gives_the_same_trees(format_: PageFormat, tmp_path: Path) -> None:
    made = make_grammar(format_.grammar, format_.rules)
    made.save(tmp_path / "saved")
    with (tmp_path / "saved").open("rb") as file:
        loaded = Grammar(Lark.load(file))
    for seed in (CHECKOUT / "seeds" / format_.name).glob("*.txt"):
        text = seed.read_text("utf-8")
        for section in format_.headings.find_sections(text):
            if section.name in format_.rules:
                where = (section.body, section.end, section.name)
                assert nested(loaded.parse(text, *where)) == nested(made.parse(text, *where))
