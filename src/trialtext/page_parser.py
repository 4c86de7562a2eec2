"""The parser that reads each section of a page within its bounds."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, cast

from trialtext.cutting import Cut
from trialtext.grammars import Grammar, Reduction, alternatives, grammar
from trialtext.text import Span

# The pattern of fixed words on a line of their own.
_LABEL = re.compile(r"((?:[A-Za-z]|\\ )+)" + re.escape("[ \t]*(?:\n+|\\Z)"))


class Piece:
    """A stretch of the text without the white space around it: a token of a page, or a part of one.

    A page of 100,000 sites has half a million.
    """

    __slots__ = ("end", "start", "text", "type")

    def __init__(self, text: str, start: int, end: int, type_: str = "") -> None:
        self.text = text
        self.start = start
        self.end = end
        self.type = type_
        """Name of the terminal that it is; empty for a part."""

    @property
    def span(self) -> Span:
        """Its place."""
        return self.start, self.end


class Tree:
    """A rule of the grammar, and what stands there for its parts."""

    __slots__ = ("children", "data")

    def __init__(self, data: str, children: "list[Piece | Tree]") -> None:
        self.data = data
        """Name of the rule."""
        self.children = children

    def tokens(self) -> Iterator[Piece]:
        """All tokens of the rule and of the rules inside."""
        for child in self.children:
            if isinstance(child, Piece):
                yield child
            else:
                yield from child.tokens()


class UnfitError(ValueError):
    """A section does not fit its grammar."""


class PageParser:
    """Reads sections, each by those terminals that the grammar allows from state to state."""

    def __init__(self, grammar: Grammar) -> None:
        self._starts = grammar.starts
        self._steps = [state.steps for state in grammar.states]
        self._ends = [state.end for state in grammar.states]
        self._terminals = {terminal.name: terminal for terminal in grammar.terminals}
        found = {name: _LABEL.fullmatch(t.pattern) for name, t in self._terminals.items()}
        self._labels = {name: match[1].replace("\\", "") for name, match in found.items() if match}
        ignored = "|".join(self._terminals[name].pattern for name in grammar.ignored)
        self._skip = f"(?:{ignored})*+"
        self._matchers: list[Callable[..., Any] | None] = [None] * len(grammar.states)
        self._patterns: dict[frozenset[str], Callable[..., Any]] = {}

    def parse(self, text: str, part: Cut) -> Tree | None:
        """Parse a section; `None` if there is nothing. Raises `UnfitError`."""
        matchers, steps, labels = self._matchers, self._steps, self._labels
        state = self._starts[part.terminal]
        start, at, terminal = part.start, part.body, part.terminal
        values: list[Piece | Tree] = []
        begins: list[int] = []  # where the values of each symbol begin that is not reduced yet
        if terminal:
            begins.append(0)
            values.append(Piece(text[start:at], start, at, terminal))
        # This loop runs once a token: calling functions for its parts takes a fifth longer.
        while True:
            match = (matchers[state] or self._matcher(state))(text, at, part.end)
            if terminal := match.lastgroup:
                start, at = match.span(terminal)
                state, reductions = steps[state][terminal]
            else:
                reductions = self._end(state, match, part)
            for size, rule in reductions:
                if size > 1:
                    del begins[1 - size :]
                if rule:
                    begin = begins[-1]
                    values[begin:] = [Tree(rule, values[begin:])]
            if not terminal:
                return cast("Tree", values[0]) if values else None
            begins.append(len(values))
            if words := labels.get(terminal):
                values.append(Piece(words, start, start + len(words), terminal))
                continue
            found = text[start:at]
            stripped = found.strip()
            if len(stripped) < len(found):
                start += len(found) - len(found.lstrip())
            values.append(Piece(stripped, start, start + len(stripped), terminal))

    def _end(self, state: int, match: re.Match[str], part: Cut) -> Sequence[Reduction]:
        """Come to the end of a section, where only blank lines may be left."""
        reductions = self._ends[state]
        if match.end() < part.end or reductions is None:
            raise UnfitError(f"{part.terminal}: nothing fits at {match.end()}")
        return reductions

    def _matcher(self, state: int) -> Callable[..., Any]:
        """Make what matches the terminals that may come next in a state."""
        names = frozenset(self._steps[state])
        if names not in self._patterns:  # many states accept the same
            pattern = alternatives(self._terminals[name] for name in names)
            self._patterns[names] = re.compile(f"{self._skip}(?:{pattern})?+").match
        self._matchers[state] = self._patterns[names]
        return self._patterns[names]


@cache
def page_parser(name: str) -> PageParser:
    """Return the parser of a grammar, by the name of its file."""
    return PageParser(grammar(name))
