"""Cutting a page at its headings."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from trialtext.grammars import HEADING, Terminal, alternatives, grammar


class Cut(NamedTuple):
    """A section of the text: its heading's terminal and place, and the end of its body.

    The text before the first heading has no terminal, and an empty place.
    """

    terminal: str
    start: int
    body: int
    end: int


# A heading is a line of words and nothing else.
_WORDS_ALONE = "(?=[A-Za-z &_-]{3,60}+\n)"
_FIXED_WORDS = re.compile("[A-Za-z ]+(?=(?:\\(\\?[=:])?\n)")


class Headings:
    """Finds the headings of a grammar in a text.

    Most are fixed words. Of the others, some are known by the sentence below, which begins in one
    of a few ways. Lines that begin like this are quickly found without trying all patterns at each.
    """

    def __init__(self, terminals: Iterable[Terminal]) -> None:
        headings = [terminal for terminal in terminals if terminal.name.endswith(HEADING)]
        fixed = {words[0]: t for t in headings if (words := _FIXED_WORDS.match(t.pattern))}
        others = [t for t in headings if t not in fixed.values()]
        signs = [f"{words}\n" for words in fixed]
        signs += [_sentence(terminal.pattern) or terminal.pattern for terminal in others]
        self._next_sign = re.compile(f"\n(?=[A-Z])(?={'|'.join(signs)})").search
        self._fixed = {
            words: re.compile(alternatives([terminal])).match for words, terminal in fixed.items()
        }
        self._others = re.compile(f"{_WORDS_ALONE}(?:{alternatives(others)})").match

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """Return the terminal, the start and the end of each, repeated blurbs included."""
        found = []
        # All lines but the first are found by the newline before them; that one is always tried.
        start = reached = 0
        while True:
            match = self._heading(text, start, reached)
            if match:
                begin, end = match.span()
                reached = _after_repeats(text, begin, end)
                found.append((match.lastgroup or "", begin, reached))
                start = reached - 1  # of some headings, the newline after them is a part
            sign = self._next_sign(text, start)
            if not sign:
                return found
            start = sign.end()

    def _heading(self, text: str, start: int, reached: int) -> re.Match[str] | None:
        """Match a heading on a line, or one that is not fixed on the line above."""
        fixed = self._fixed.get(text[start : text.find("\n", start)])
        if fixed and (match := fixed(text, start)):
            return match
        above = _line_above(text, start)
        match = self._others(text, above) if above >= reached else None
        return match or self._others(text, start)


def cut(text: str, headings: Headings) -> list[Cut]:
    """Find the sections of a page."""
    cuts = []
    terminal, start, body = "", 0, 0
    for following, begin, end in headings.find(text):
        cuts.append(Cut(terminal, start, body, begin))
        terminal, start, body = following, begin, end
    cuts.append(Cut(terminal, start, body, len(text)))
    return cuts


@cache
def headings(name: str) -> Headings:
    """Return what finds the headings of a grammar, by the name of its file."""
    return Headings(grammar(name).terminals)


def _sentence(heading: str) -> str:
    """The pattern of the sentence below a heading; empty if none is required."""
    _, _, below = heading.partition("\n+")
    return "" if not below or re.match(below, "") else below


def _line_above(text: str, start: int) -> int:
    """Find the start of the line above one, whatever blank lines are between."""
    end = start - 1
    while end > 0 and text[end - 1] == "\n":
        end -= 1
    return text.rfind("\n", 0, max(end, 0)) + 1


def _after_repeats(text: str, start: int, end: int) -> int:
    """Where a heading ends, and with it a blurb that stands there twice."""
    above = text.rfind("\n", start, end)
    if above < 0:
        return end
    blurb = text[above + 1 : end]
    while True:
        at = end
        while at < len(text) and text[at] == "\n":
            at += 1
        again = at > end and text.startswith(blurb, at)
        if not again or not text.startswith("\n", at + len(blurb)):
            return end
        end = at + len(blurb)
