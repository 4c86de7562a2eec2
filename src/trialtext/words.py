"""The page's own words, read off its grammar: headings with their blurbs, and labels."""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from lark import Lark

from trialtext.grammars import parser
from trialtext.page_lexer import HEADING

LABEL_PRIORITY = 3
"""Terminals of this priority and above are the page's own words; those below are what it says."""

HEADING_PRIORITY = 9
"""The priority of the headings of known sections."""

_LITERAL = re.compile(r"(?:[\w:,'-]|\\? )+")


class Label(NamedTuple):
    """A label as the page spells it."""

    text: str
    alone: bool
    """Whether it has a line of its own; otherwise its value follows on the line."""
    line: re.Pattern[str]
    """What a line of it looks like."""


class Section(NamedTuple):
    """The words of one section."""

    heading: str
    blurb: str
    """How the blurb begins; empty if there is none."""
    labels: tuple[Label, ...]


@cache
def sections(grammar: str) -> Mapping[str, Section]:
    """Read the words of every section off a grammar, in the order of the page."""
    lark = parser(grammar)
    headings = {
        rule.origin.name: rule.expansion[0].name
        for rule in lark.rules
        if rule.expansion
        and rule.expansion[0].name.endswith(HEADING)
        and lark.get_terminal(rule.expansion[0].name).priority == HEADING_PRIORITY
    }
    return {
        name: Section(*_heading(lark, terminal), _labels(lark, name))
        for name, terminal in headings.items()
    }


@cache
def header_labels(grammar: str) -> tuple[Label, ...]:
    """Read the labels of what stands before the first section off a grammar."""
    return _labels(parser(grammar), "header")


@cache
def own_words(grammar: str) -> frozenset[str]:
    """Read off a grammar which terminals are the page's own words."""
    return frozenset(t.name for t in parser(grammar).terminals if t.priority >= LABEL_PRIORITY)


def _heading(lark: Lark, terminal: str) -> tuple[str, str]:
    heading, _, blurb = lark.get_terminal(terminal).pattern.value.partition("\n+")
    return _literal(heading), _literal(blurb)


def _labels(lark: Lark, section: str) -> tuple[Label, ...]:
    reached, found = [section], []
    for name in reached:
        for rule in lark.rules:
            if rule.origin.name == name:
                symbols = [s.name for s in rule.expansion]
                reached += [s for s in symbols if not s.isupper() and s not in reached]
                found += [s for s in symbols if s.isupper() and s not in found]
    patterns = {t.name: t.pattern.value for t in lark.terminals if t.priority == LABEL_PRIORITY}
    return tuple(
        Label(
            _literal(patterns[name]),
            alone="[ \t]*(?:\n+" in patterns[name],
            line=re.compile(patterns[name]),
        )
        for name in found
        if name in patterns
    )


def _literal(pattern: str) -> str:
    match = _LITERAL.match(pattern)
    return match[0].replace("\\", "") if match else ""
