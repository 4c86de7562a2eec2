"""Lines of criteria: their markers, how deep they lie, and which go on with the one before."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from trialtext.criteria.headings import Rank, heading_of
from trialtext.criteria.marks import Mark, read_mark
from trialtext.criteria.notes import FOOTNOTE
from trialtext.criteria.terminals import terminal

_LAST_MARKER: Final = re.compile(r"\S+\s*\Z")
_BULLETS: Final = "*•●○◦▪■·∙⁃–—-"
_HEADING: Final = re.compile(r"(?:\\?#+\s*|<!--\s*-->\s*)+")
"""Markers that are none of a list."""
_BOLD: Final = "**"
_SENTENCE_ENDS: Final = ".;:,?!"


class Depth(NamedTuple):
    """How deep a line lies."""

    indent: int
    """Column of its first marker, or of its text."""
    inner: int
    """Column of its last marker: `* 1.` may stand above `  2.`."""


class Line:
    """A line that is not blank, with all that go on with it."""

    __slots__ = ("after_blank", "depth", "end", "mark", "start")

    def __init__(
        self, start: int, end: int, depth: Depth, mark: Mark | None, *, after_blank: bool
    ) -> None:
        self.start = start
        """Where its text begins."""
        self.end = end
        self.depth = depth
        self.mark = mark
        """What its markers number; `None` if it has none."""
        self.after_blank = after_blank
        """Whether a blank line stands before it."""


def read_lines(text: str) -> list[Line]:
    """Take the lines of a text that have more than markers; one may go on over several."""
    lines: list[Line] = []
    waiting: Line | None = None
    for line in _lines(text):
        if waiting is not None:
            # Whether a line goes on depends on what stands below it.
            _add(lines, waiting, line, text)
        waiting = line
    if waiting is not None:
        _add(lines, waiting, None, text)
    return lines


def _lines(text: str) -> Iterator[Line]:
    markers = terminal("MARKERS")
    at, after_blank = 0, False
    for raw in text.split("\n"):
        stripped = raw.strip()
        line_start, line_end = at, at + len(raw)
        begin = line_end - len(raw.lstrip())
        at = line_end + 1
        if not stripped:
            after_blank = True
            continue
        end = begin + len(stripped)
        marked = markers.match(text, begin, line_end)
        start = marked.end() if marked else begin
        if start >= end:
            continue  # markers without text
        if text[end - 1] in _BULLETS:
            end = _without_trailing_markers(text, start, end)
        indent = inner = begin - line_start
        mark, last = _read_markers(marked[0]) if marked else (None, 0)
        inner += last
        if marked and text.startswith(_BOLD, begin) and text.endswith(_BOLD, start, end):
            mark, end = None, end - len(_BOLD)
        yield Line(start, end, Depth(indent, inner), mark, after_blank=after_blank)
        after_blank = False


@lru_cache(1024)
def _read_markers(markers: str) -> tuple[Mark | None, int]:
    """Read the markers of a line, and find the last one; those of headings mark no item."""
    last = _LAST_MARKER.search(markers.rstrip())
    mark = None if _HEADING.fullmatch(markers) else read_mark(markers)
    return mark, last.start() if last else 0


def trimmed(text: str, start: int, end: int) -> int:
    """Return where a stretch ends without the white space behind it."""
    return start + len(text[start:end].rstrip())


def _without_trailing_markers(text: str, start: int, end: int) -> int:
    """Return where a line ends without the bullets of items that are not there."""
    last = start + len(text[start:end].rstrip(f"{_BULLETS}\\ \t"))
    return last if start < last < end and text[last].isspace() else end


def _add(lines: list[Line], line: Line, below: Line | None, text: str) -> None:
    if lines and line.mark is None and _goes_on(lines[-1], line, below, text):
        lines[-1].end = line.end
    else:
        lines.append(line)


def _goes_on(above: Line, line: Line, below: Line | None, text: str) -> bool:
    """Tell whether a line without markers goes on with the one above it."""
    words = text[line.start : line.end]
    is_wrapped = (
        not line.after_blank and words[0].islower() and text[above.end - 1] not in _SENTENCE_ENDS
    )
    if above.mark is None:
        return is_wrapped and line.depth.indent >= above.depth.indent > 0
    if line.depth.indent <= above.depth.indent:
        return is_wrapped
    if terminal("NOTE").match(words) or terminal("CONNECTOR").match(words) or FOOTNOTE.match(words):
        return False
    heading = heading_of(words, marked=False)
    ends_open = words.endswith(":")
    if heading and (heading.rank is Rank.SIDE or ends_open):
        return False
    if (
        heading
        and line.after_blank
        and words[0].isupper()
        and below
        and below.depth.indent < line.depth.indent
    ):
        return False  # the title of what stands below
    introduces = (
        below is not None and below.mark is not None and below.depth.indent >= line.depth.indent
    )
    return not (introduces and (heading or ends_open))
