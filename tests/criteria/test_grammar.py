"""The grammar of criteria: what is looked for line by line is what Lark's parser gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtext.criteria.lines import read_lines
from trialtext.criteria.terminals import GRAMMAR, RULES, terminal
from trialtext.parsing.grammar import load_grammar
from trialtext.parsing.tree import Tree

PIECES = [
    *("* ", "1. ", "2) ", "(a) ", "ii. ", "- ", "• ", "5.2.1 ", "\\* ", "o ", "① ", "   ", "  "),
    *("\n", "\n\n", "Inclusion Criteria:", "Exclusion criteria ", "Note: see", "OR", "Adults", "a"),
    *("\\> 18", "E. coli", "1.5 mg", "type 1", ":", " - ", "<!-- -->", "\t", "年龄"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def tree(text: str, rule: str = "criteria") -> Tree:
    return load_grammar(GRAMMAR, RULES).parse(text, 0, len(text), rule)


def by_parser(text: str) -> list[tuple[str, str]]:
    """Return markers and text of each line that has more than markers."""
    lines = []
    for line in tree(text).rules():
        tokens = line.all_tokens()
        marked = [token for token in tokens if token.type == "MARKERS"]
        others = [token for token in line.all_tokens() if token.type != "MARKERS"]
        if others:
            rest = text[others[0].start : others[-1].end]
            lines.append((marked[0].text if marked else "", rest))
    return lines


def by_line(text: str) -> list[tuple[str, str]]:
    """Return the same as it is looked for."""
    lines = []
    for line in text.split("\n"):
        body = line.lstrip()
        match = terminal("MARKERS").match(body)
        at = match.end() if match else 0
        if body[at:].strip():
            lines.append((body[:at].strip(), body[at:].strip()))
    return lines


@given(texts)
def test_lines_are_those_of_the_parser(text: str) -> None:
    assert by_line(text) == by_parser(text)


@given(texts)
def test_a_line_begins_behind_its_markers(text: str) -> None:
    starts = {text[line.start :].split("\n", maxsplit=1)[0].strip() for line in read_lines(text)}
    assert starts <= {rest for _, rest in by_parser(text)}


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("One of: 1) asthma 2) eczema", ["1)", "2)"]),
        ("(a) asthma, (b) eczema", ["(a)", "(b)"]),
        ("i. asthma ii. eczema", ["i.", "ii."]),
        ("① asthma ② eczema", ["①", "②"]),
        ("asthma (score 1), eczema", []),
        ("a dose of 0.5 mg", []),
    ],
)
def test_numbers_in_a_line_are_those_of_the_parser(line: str, numbers: list[str]) -> None:
    tokens = tree(line, "numbered").tokens("NUMBER")
    assert [token.text for token in tokens] == numbers
    assert [match[0].strip() for match in terminal("NUMBER").finditer(line)] == numbers


@pytest.mark.parametrize(
    ("line", "type_"),
    [
        ("Note: see the site", "NOTE"),
        ("NB - see the site", "NOTE"),
        ("Noted in the past", "TEXT"),
        ("and/or", "CONNECTOR"),
        ("OR:", "CONNECTOR"),
        ("Or asthma", "TEXT"),
        ("Key Inclusion Criteria:", "SIDE_HEADING"),
        ("Non-inclusion criteria", "SIDE_HEADING"),
        ("Inclusion at week 2", "TEXT"),
    ],
)
def test_a_line_is_known_by_its_first_words(line: str, type_: str) -> None:
    assert next(tree(line).all_tokens()).type == type_
