"""The parser that reads each section of a page within its bounds."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

from trialtext.cutting import Cut
from trialtext.grammars import Grammar, Reduction, Terminal, alternatives, grammar, in_order
from trialtext.text import Span

# The pattern of fixed words on a line of their own.
_LABEL = re.compile(r"((?:[A-Za-z]|\\ )+)" + re.escape("[ \t]*(?:\n+|\\Z)"))


class Piece:
    """A stretch of the text without the white space around it: a token of a page, or a part of one.

    A page of 100,000 sites has half a million.
    """

    __slots__ = ("end", "start", "text", "type")

    def __init__(self, text: str, start: int, end: int, terminal: str = "") -> None:
        self.text = text
        self.start = start
        self.end = end
        self.type = terminal
        """Name of the terminal that it is; empty for a part."""

    @property
    def span(self) -> Span:
        """Its place."""
        return self.start, self.end


class Tree:
    """A rule of the grammar, and what stands there for its parts."""

    __slots__ = ("children", "data")

    def __init__(self, rule: str, children: "list[Piece | Tree]") -> None:
        self.data = rule
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


_NOTHING: Reduction = (1, "")
"""A reduction of one value to itself."""
_Reductions = tuple[Reduction, ...]


class _Move:
    """What a terminal does in a state."""

    __slots__ = ("reductions", "state", "terminal", "words")

    def __init__(self, terminal: str, words: str, state: int, reductions: _Reductions) -> None:
        self.terminal = terminal
        self.words = words
        """What it always is; empty if that is not the same everywhere."""
        self.state = state
        """The next one."""
        self.reductions = reductions
        """What is done before it is read."""


class _Ready:
    """A state, ready to read in it."""

    __slots__ = ("end", "match", "moves")

    def __init__(
        self, match: Callable[..., Any], moves: list[_Move], end: _Reductions | None
    ) -> None:
        self.match = match
        """Matches its terminals."""
        self.moves = moves
        """What each of them does."""
        self.end = end
        """What is done where the section ends; `None` if it may not end there."""


class PageParser:
    """Reads sections, each by those terminals that the grammar allows from state to state."""

    def __init__(self, grammar: Grammar) -> None:
        self._starts = grammar.starts
        self._states = grammar.states
        self._terminals = {terminal.name: terminal for terminal in grammar.terminals}
        ignored = "|".join(self._terminals[name].pattern for name in grammar.ignored)
        self._skip = f"(?:{ignored})*+"
        self._ready: list[_Ready | None] = [None] * len(grammar.states)
        self._reductions: dict[Reduction, Reduction] = {}
        self._matchers: dict[tuple[str, ...], Callable[..., Any]] = {}
        self._sequences: dict[_Reductions, _Reductions] = {}

    def parse(self, text: str, part: Cut) -> Tree | None:
        """Parse a section; `None` if there is nothing. Raises `UnfitError`."""
        ready, end = self._ready, part.end
        state = self._starts[part.terminal]
        at = part.body
        values: list[Any] = []
        begins: list[int] = []  # where the values of each symbol begin that is not reduced yet
        if part.terminal:
            begins.append(0)
            values.append(Piece(text[part.start : at], part.start, at, part.terminal))
        # This loop runs once a token: calling functions for its parts takes a fifth longer.
        while True:
            here = ready[state] or self._prepared(state)
            match = here.match(text, at, end)
            index = match.lastindex or 0
            if index:
                move = here.moves[index - 1]
                state, reductions = move.state, move.reductions
                start, at = match.span(index)
            else:
                reductions = self._closed(here.end, match, part)
            for size, rule in reductions:
                for _ in range(1, size):
                    begins.pop()
                if rule:
                    begin = begins[-1]
                    values[begin:] = [Tree(rule, values[begin:])]
            if not index:
                return values[0] if values else None
            begins.append(len(values))
            words = move.words
            if not words:
                found = text[start:at]
                words = found.strip()
                if len(words) < len(found):
                    start += len(found) - len(found.lstrip())
            values.append(Piece(words, start, start + len(words), move.terminal))

    def _closed(self, closing: _Reductions | None, match: re.Match[str], part: Cut) -> _Reductions:
        """Come to the end of a section, where only blank lines may be left."""
        if match.end() < part.end or closing is None:
            raise UnfitError(f"{part.terminal}: nothing fits at {match.end()}")
        return closing

    def _prepared(self, state: int) -> _Ready:
        """Make what matches the terminals of a state, and what each of them does."""
        steps, end = self._states[state]
        terminals = in_order(self._terminals[name] for name in steps)
        moves = []
        for terminal in terminals:
            following, reductions = steps[terminal.name]
            done = self._shared(reductions)
            moves.append(_Move(terminal.name, _fixed_words(terminal), following, done))
        closing = None if end is None else self._shared(end)
        self._ready[state] = ready = _Ready(self._matcher(terminals), moves, closing)
        return ready

    def _matcher(self, terminals: Sequence[Terminal]) -> Callable[..., Any]:
        names = tuple(terminal.name for terminal in terminals)
        if names not in self._matchers:  # many states accept the same
            pattern = f"{self._skip}(?:{alternatives(terminals)})?+"
            self._matchers[names] = re.compile(pattern).match
        return self._matchers[names]

    def _shared(self, reductions: Sequence[Reduction]) -> _Reductions:
        """Leave out reductions that do nothing, and keep one of those that are alike.

        What is looked at on every page is to be near at hand for the processor.
        """
        telling = (each for size, rule in reductions if (each := (size, rule)) != _NOTHING)
        found = tuple(self._reductions.setdefault(each, each) for each in telling)
        return self._sequences.setdefault(found, found)


def _fixed_words(terminal: Terminal) -> str:
    label = _LABEL.fullmatch(terminal.pattern)
    return label[1].replace("\\", "") if label else ""


@cache
def page_parser(name: str) -> PageParser:
    """Return the parser of a grammar, by the name of its file."""
    return PageParser(grammar(name))
