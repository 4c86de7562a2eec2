"""Brackets in a line: whether a position is inside of some."""

import re
from bisect import bisect_left
from typing import Final

_BRACKET: Final = re.compile(r"[()]")


class Brackets:
    """The round brackets in a stretch of text, found once: a line may be long."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._places: list[int] = []
        self._open: list[tuple[int, ...]] = []
        open_: tuple[int, ...] = ()
        for match in _BRACKET.finditer(text, start, end):
            open_ = (*open_[-_DEEPEST:], match.start()) if match[0] == "(" else open_[:-1]
            self._places.append(match.start())
            self._open.append(open_)

    def opened(self, at: int, since: int) -> int | None:
        """Return the last bracket before a position that is open there, and not before another."""
        index = bisect_left(self._places, at)
        open_ = self._open[index - 1] if index else ()
        return open_[-1] if open_ and open_[-1] >= since else None


_DEEPEST: Final = 20
"""Brackets inside of each other that are told apart."""
