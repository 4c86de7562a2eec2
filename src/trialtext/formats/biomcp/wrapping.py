"""Long strings: their lines put together again where the wrapper has parted them.

The wrapper is Python's own, `textwrap`. A break is the wrapper's exactly if wrapping both lines as
one breaks them there; other breaks are those of the string.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from textwrap import wrap
from typing import Final, NamedTuple

LONGEST: Final = 72
"""Characters of a string that is not wrapped, at most, and of a list that is on one line."""

_INDENT: Final = "  "
"""What stands before each line of a long string."""
_NARROW: Final = LONGEST - len(_INDENT)
"""To how many characters strings are wrapped, or to `LONGEST`: releases differ in that."""
_WHITE_SPACE: Final = re.compile(r"\s+")
_WIDE_LINE: Final = re.compile(rf"\n{_INDENT}[^\n]{{{_NARROW + 1}}}")
_NUMBER: Final = re.compile(r"(\d{1,3})([.)])")
"""The mark of an item of a numbered list."""
_LONG_WORD: Final = 20
"""Characters that addresses and names of substances have, which fill lines, and words have not."""
_WITHIN_WORD: Final = re.compile(
    r"""
    (?! (?: and | or | to | und | vs | versus ) \b (?!-) )    # `pre- and postoperative`
    \w
    """,
    re.VERBOSE,
)
"""What follows a hyphen that does not end a word."""


def folded_lines(text: str) -> list[str]:
    """List the lines of a long string, with one blank for all white space."""
    return [_WHITE_SPACE.sub(" ", line).rstrip() for line in text.splitlines()]


def wrapped(text: str) -> Iterator[str]:
    """Wrap a long string, and indent its lines."""
    for line in folded_lines(text):
        yield from (f"{_INDENT}{part}" for part in wrap(line, _NARROW) or [""])


class Unwrapped(NamedTuple):
    """A long string, put together."""

    text: str
    is_certain: bool
    """Whether every break is the wrapper's or the string's, and no blank is in doubt."""


def width_of(text: str) -> int:
    """Tell to how many characters the strings of a text are wrapped: its longest lines show it."""
    return LONGEST if _WIDE_LINE.search(text) else _NARROW


def unwrap(text: str, width: int) -> Unwrapped:
    """Put the lines of a long string together, the first of which has lost its indent."""
    first, *others = text.split("\n")
    marks = _list_marks([first, *(line.removeprefix(_INDENT) for line in others)])
    parts, above, is_certain = [first], first, True
    for indented in others:
        line = indented.removeprefix(_INDENT)
        possible = _separators(above, line, width, marks)
        is_certain = is_certain and len(possible) == 1
        parts += (possible[0], line)
        above = line
    return Unwrapped("".join(parts), is_certain)


def _list_marks(lines: Sequence[str]) -> Collection[str]:
    """List the words with which lines begin that are items of a list: numbers count on."""
    words = {line.partition(" ")[0] for line in lines}
    numbers = [match for word in words if (match := _NUMBER.fullmatch(word))]
    return {"*"} | {
        match[0]
        for match in numbers
        if any(f"{int(match[1]) + step}{match[2]}" in words for step in (-1, 1))
    }


def _separators(above: str, line: str, width: int, marks: Collection[str]) -> list[str]:
    """List what the string may have had between two lines, the likeliest first."""
    word = line.partition(" ")[0]
    # The wrapper leaves no blank at the start of a line.
    if not above or not word or len(above) + 1 + len(word) <= width:
        return ["\n"]
    if word in marks:
        return ["\n", " "]
    if len(above) < width and not above.endswith("-") and "-" not in word:
        return [" "]
    likeliest = ("", " ") if _is_one_word(above, word) else (" ", "")
    possible = [part for part in likeliest if wrap(f"{above}{part}{word}", width)[0] == above]
    return possible or ["\n"]


def _is_one_word(above: str, word: str) -> bool:
    """Tell whether the end of a line and the start of the next one look like one word."""
    if len(above.rpartition(" ")[2]) > _LONG_WORD:
        return True
    return above.endswith("-") and bool(_WITHIN_WORD.match(word))
