"""Cutting a page at its headings."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from trialtext.grammars import HEADING, Terminal, alternatives, grammar
from trialtext.text import made


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
        self._signs = re.compile(f"\n(?=[A-Z])(?={'|'.join(signs)})")
        self._fixed = {
            words: re.compile(alternatives([terminal])) for words, terminal in fixed.items()
        }
        self._others = re.compile(f"{_WORDS_ALONE}(?:{alternatives(others)})")

    def find(self, text: str) -> Iterator[tuple[str, int, int]]:
        """Yield the terminal, the start and the end of each, repeated blurbs included."""
        reached = 0
        # All lines but the first are found by the newline before them; that one is always tried.
        for start in [0, *[sign.end() for sign in self._signs.finditer(text)]]:
            if start < reached:
                continue  # the blurb of a heading
            fixed = self._fixed.get(text[start : text.find("\n", start)])
            match = fixed.match(text, start) if fixed else None
            match = match or self._other(text, start, reached)
            if match:
                begin, end = match.span()
                reached = _after_repeats(text, begin, end)
                yield match.lastgroup or "", begin, reached

    def _other(self, text: str, start: int, reached: int) -> re.Match[str] | None:
        """Match a heading that is not fixed, on the line above or on a line itself."""
        above = _line_above(text, start)
        match = self._others.match(text, above) if above >= reached else None
        return match or self._others.match(text, start)


def cut(text: str, headings: Headings) -> list[Cut]:
    """Find the sections of a page."""
    cuts = []
    terminal, start, body = "", 0, 0
    for following, begin, end in headings.find(text):
        cuts.append(made(Cut, (terminal, start, body, begin)))
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
    at = end
    while text.startswith("\n", at):
        at += 1
        if text.startswith(blurb, at) and text.startswith("\n", at + len(blurb)):
            at = end = at + len(blurb)
    return end
