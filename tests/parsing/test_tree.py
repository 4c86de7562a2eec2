"""Tokens and trees: stretches of the text that know their places."""

from hypothesis import given
from hypothesis import strategies as st

from trialtext.parsing.tree import Token, Tree

LABEL, VALUE, LINE = Token("Size:", 0, "LABEL"), Token("40", 6, "VALUE"), Token("Tea", 9, "LINE")
TREE = Tree("page", [Tree("size", [LABEL, VALUE]), LINE])


def test_a_token_has_no_white_space_around_it() -> None:
    token = Token(" \nTea\t", 10)
    assert (token.text, token.start, token.end, token.span) == ("Tea", 12, 15, (12, 15))


def test_a_token_of_white_space_is_empty() -> None:
    token = Token(" \n ", 10)
    assert (token.text, token.start == token.end) == ("", True)


def test_a_part_knows_its_place() -> None:
    part = Token("Role: lead", 20, "ROLE").part(5)
    assert (part.text, part.span, part.type) == ("lead", (26, 30), "")


def test_what_follows_a_mark_is_a_part() -> None:
    assert repr(Token("Role: lead", 20).after(":")) == "Token('lead', 26, '')"


def test_the_first_line_is_split_off() -> None:
    first, rest = Token("Tea\n\nHot\nSweet", 5).split_first_line()
    assert [(first.text, first.start), (rest.text, rest.start)] == [("Tea", 5), ("Hot\nSweet", 10)]


def test_a_single_line_has_nothing_below_it() -> None:
    first, rest = Token("Tea", 5).split_first_line()
    assert (first.text, rest.text) == ("Tea", "")


def test_lines_are_those_that_are_not_blank() -> None:
    lines = Token("Tea\n \n  Hot", 5).lines()
    assert [(line.text, line.start) for line in lines] == [("Tea", 5), ("Hot", 13)]


@given(st.text("ab \n", max_size=30), st.integers(0, 9))
def test_a_token_is_the_text_at_its_place(text: str, start: int) -> None:
    whole = "x" * start + text
    token = Token(text, start)
    for part in (token, token.part(1), token.part(1, 3), *token.lines()):
        assert whole[part.start : part.end] == part.text


def test_a_tree_has_tokens_and_rules() -> None:
    assert TREE.tokens() == [LINE]
    assert [rule.data for rule in TREE.rules()] == ["size"]


def test_tokens_may_be_asked_for_by_type() -> None:
    (size,) = TREE.rules()
    assert size.tokens("VALUE", "LINE") == [VALUE]


def test_all_tokens_are_those_of_rules_inside_too() -> None:
    assert list(TREE.all_tokens()) == [LABEL, VALUE, LINE]


def test_a_tree_prints_what_it_holds() -> None:
    assert repr(Tree("page", [LINE])) == "Tree('page', [Token('Tea', 9, 'LINE')])"
