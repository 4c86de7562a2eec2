"""What Lark makes of a grammar, turned into automata that read a section without Lark.

Lark checks a grammar, resolves its repetitions, and computes the LALR table of a whole page. Within
a section nothing nests without bound, so the parser's stack can take a few forms only. Each of them
is a state here, and what Lark's parser would do in many small steps is looked up in one.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from lark import Lark
from lark.common import LexerConf
from lark.grammar import Rule as LarkRule
from lark.lexer import Lexer, LexerState
from lark.parsers.lalr_analysis import Shift

from trialtext.grammars import HEADER, HEADING, Grammar, Reduction, Rule, State, Step, Terminal

_MOST_STATES = 2_000
"""A grammar with more of them is one whose sections nest."""
_END = "$END"
_PAGE = "page"

Stack = tuple[int, ...]


def compiled(text: str) -> Grammar:
    """Turn a grammar's text into what reads its sections. Raises `ValueError` if sections nest."""
    lark = Lark(text, start=_PAGE, parser="lalr", lexer=_NoLexer, maybe_placeholders=False)
    ignored = list(lark.ignore_tokens)
    terminals = [Terminal(t.name, t.pattern.to_regexp(), t.priority) for t in lark.terminals]
    rules = [Rule(str(r.origin.name), [str(s.name) for s in r.expansion]) for r in lark.rules]
    starts, states = _Automata(lark).states_of(rules)
    return Grammar(terminals, rules, ignored, starts, states)


class _NoLexer(Lexer):
    """Stands where Lark wants a lexer: none is needed to compute a table."""

    def __init__(self, _: LexerConf) -> None:
        super().__init__()

    def lex(self, lexer_state: LexerState, parser_state: Any) -> Iterator[Any]:
        """Read nothing."""
        del lexer_state, parser_state
        return iter(())


_TABLE = attrgetter("parser.parser._parse_table")
"""Lark has no public way to its table."""


class _Automata:
    """Lark's LALR table, walked in all ways in which it can be."""

    def __init__(self, lark: Lark) -> None:
        self._table: Any = _TABLE(lark)
        self._numbers: dict[Stack, int] = {}
        self._stacks: list[Stack] = []

    def states_of(self, rules: Sequence[Rule]) -> tuple[Mapping[str, int], Sequence[State]]:
        """Give the first state of every section, and all states."""
        begin: Stack = (self._table.start_states[_PAGE],)
        starts = {"": self._number(begin)}
        sections = {"": HEADER}
        for rule in rules:
            if (heading := rule.expansion[0] if rule.expansion else "").endswith(HEADING):
                stack, _ = self._stepped(begin, heading) or ((), ())
                starts[heading] = self._number(stack)
                sections[heading] = rule.name
        states = []
        of_section = {starts[heading]: section for heading, section in sections.items()}
        for number, stack in enumerate(self._stacks):  # which grows on the way
            section = of_section[number]
            steps = self._steps(stack)
            for after, _ in steps.values():
                of_section.setdefault(after, section)
            if number > _MOST_STATES:
                raise ValueError("sections that nest cannot be read")
            states.append(State(steps, self._end(stack, section)))
        return starts, states

    def _number(self, stack: Stack) -> int:
        if stack not in self._numbers:
            self._numbers[stack] = len(self._stacks)
            self._stacks.append(stack)
        return self._numbers[stack]

    def _steps(self, stack: Stack) -> Mapping[str, Step]:
        steps = {}
        for name in sorted(self._table.states[stack[-1]]):
            is_terminal = name.isupper() and name != _END and not name.endswith(HEADING)
            if is_terminal and (found := self._stepped(stack, name)):
                after, reductions = found
                steps[name] = (self._number(after), reductions)
        return steps

    def _stepped(self, stack: Stack, terminal: str) -> tuple[Stack, Sequence[Reduction]] | None:
        """Read a terminal; `None` if it does not fit."""
        reductions: list[Reduction] = []
        while True:
            action, argument = self._table.states[stack[-1]].get(terminal, (None, None))
            if action is None:
                return None
            if action is Shift:
                return (*stack, argument), tuple(reductions)
            reductions.append(_reduction(argument))
            stack = self._reduced(stack, argument)

    def _reduced(self, stack: Stack, rule: LarkRule) -> Stack:
        below = stack[: len(stack) - len(rule.expansion)]
        return (*below, self._table.states[below[-1]][rule.origin.name][1])

    def _end(self, stack: Stack, section: str) -> Sequence[Reduction] | None:
        """Come to the end of a section; `None` if something is still to come."""
        reductions: list[Reduction] = []
        while not reductions or reductions[-1][1] != section:
            action, argument = self._table.states[stack[-1]].get(_END, (None, None))
            if action is None or action is Shift:
                return None
            if argument.origin.name == _PAGE:
                return ()  # a page may have no header
            reductions.append(_reduction(argument))
            stack = self._reduced(stack, argument)
        return tuple(reductions)


def _reduction(rule: LarkRule) -> Reduction:
    name = str(rule.origin.name)
    return len(rule.expansion), "" if name.startswith("_") else name
