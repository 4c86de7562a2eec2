"""Source text: edited before it is parsed, every position traceable to the input."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

import attrs

from trialtext.text.edits import Edit, Span, apply_edits

BOM: Final = "\ufeff"
"""The byte order mark, as a character."""


class Location(NamedTuple):
    """A stretch of the input."""

    start: int
    """Position of its first character."""
    end: int
    """Position after its last."""
    line: int
    """Line of the first character, from 1."""
    column: int
    """Its column in characters, from 1."""
    byte: int
    """The byte of the file at which it begins."""


@attrs.frozen(slots=False)
class SourceText:
    """A text as it is parsed, and the way back to the input that it came from.

    Lines end at line feeds, carriage returns, or both: a vertical tab, U+0085 or U+2028 is a
    character like any other.
    """

    original: str
    """The characters of the input. Users meet positions in this text only."""
    text: str
    """What is parsed: the original with all edits made."""
    path: str
    """Name of the input, for messages."""
    edits: tuple[Edit, ...] = ()
    """What was changed in the original, in order."""
    encoding: str = "utf-8"
    """How the input was decoded."""
    undecodable: tuple[int, ...] = ()
    """Positions in the original of bytes that were no UTF-8, each read as one character."""
    replaced: tuple[int, ...] = ()
    """Positions in the original of lone surrogates, which no file can hold: U+FFFD is there now."""
    first_line: int = 1
    """Line of the input on which the text begins: several documents may stand in one input."""
    first_byte: int = 0
    """Byte of the input at which the text begins."""

    def edited(self, edits: Sequence[Edit]) -> "SourceText":
        """Make further edits, in order and apart, given by positions in `text`.

        Where one overlaps what was edited before, both become one edit of the original.
        """
        if not edits:
            return self
        text = apply_edits(edits, self.text)
        if not self.edits:
            return attrs.evolve(self, edits=tuple(edits), text=text)
        starts, ends, _ = self._moves
        made = list(map(_Range, starts, ends, self.edits))
        wanted = [_Range(edit.start, edit.end, None, edit) for edit in edits]
        merged = [self._joined(cluster) for cluster in _clusters(sorted(made + wanted, key=_order))]
        return attrs.evolve(self, edits=tuple(merged), text=text)

    def _joined(self, cluster: "Sequence[_Range]") -> Edit:
        """Make one edit of the original out of overlapping ones."""
        start, end = cluster[0].start, max(place.end for place in cluster)
        made = [place for place in cluster if place.made]
        if len(cluster) == 1 and cluster[0].made:
            return cluster[0].made
        wanted = [
            Edit(edit.start - start, edit.end - start, edit.replacement)
            for place in cluster
            if (edit := place.wanted)
        ]
        first, last = self.span((start, end))
        if made and made[-1].end == end and made[-1].made:
            last = made[-1].made.end
        return Edit(first, last, apply_edits(wanted, self.text[start:end]))

    def span(self, span: Span) -> Span:
        """Find the place in the original of a stretch of `text`; inserted text has no length."""
        if not self.edits:
            return span
        start, end = span
        first = self.position(start)
        if end <= start:
            return first, first
        # The end is that of the last character: what was removed behind it does not belong to it.
        starts, ends, _ = self._moves
        edit = bisect_right(ends, end - 1)
        if edit < len(starts) and end - 1 >= starts[edit]:
            return first, max(first, self.edits[edit].end)
        return first, self.position(end - 1) + 1

    def position(self, at: int) -> int:
        """Find the position in the original of a position in `text`."""
        if not self.edits:
            return at
        starts, ends, shifts = self._moves
        done = bisect_right(ends, at)
        if done < len(starts) and at > starts[done]:
            edit = self.edits[done]
            return min(edit.start + at - starts[done], edit.end)
        return at + shifts[done]

    def line_column(self, at: int) -> tuple[int, int]:
        """Find line and column, both from 1 and in characters, of a position in the original."""
        return self.line_columns([at])[at]

    def line_columns(self, positions: Iterable[int]) -> dict[int, tuple[int, int]]:
        """Find line and column, both from 1 and in characters, of positions in the original.

        All are found on one way through it: between two of them there is little to count.
        """
        text = self._with_line_feeds
        line = self.first_line
        line_start = 1 if text.startswith(BOM) else 0  # the mark is no column
        reached, found = 0, {}
        for at in sorted(positions):
            if newlines := text.count("\n", reached, at):
                line += newlines
                line_start = text.rfind("\n", reached, at) + 1
            reached = at
            found[at] = line, at - line_start + 1 or 1  # of the mark itself, too, it is 1
        return found

    def byte_offset(self, at: int) -> int:
        """Find the byte of the input at which a position in the original begins."""
        return self.locations({(at, at)})[at, at].byte

    def locations(self, spans: Collection[Span]) -> dict[Span, Location]:
        """Find line, column and byte of many stretches of the original."""
        text, encoding, undecodable = self.original, self.encoding, self.undecodable
        lines = self.line_columns({start for start, _ in spans})
        reached, byte = 0, 0
        locations = {}
        bytewise = text.isascii() and encoding == "utf-8"
        for span in sorted(spans):
            start, end = span
            byte = start if bytewise else byte + len(text[reached:start].encode(encoding))
            reached = start
            surplus = self._surplus[bisect_left(undecodable, start)] if undecodable else 0
            line, column = lines[start]
            locations[span] = Location(start, end, line, column, self.first_byte + byte - surplus)
        return locations

    def slice(self, start: int, end: int) -> "SourceText":
        """Take a part of the original as a text of its own, in the same input."""
        if (start, end) == (0, len(self.original)):
            return self
        location = self.locations([(start, end)])[start, end]
        original = self.original[start:end]
        edits = tuple(
            Edit(edit.start - start, edit.end - start, edit.replacement)
            for edit in self.edits
            if start <= edit.start and edit.end <= end
        )
        return attrs.evolve(
            self,
            original=original,
            text=apply_edits(edits, original),
            edits=edits,
            undecodable=tuple(at - start for at in self.undecodable if start <= at < end),
            replaced=tuple(at - start for at in self.replaced if start <= at < end),
            first_line=location.line,
            first_byte=location.byte,
        )

    @cached_property
    def _with_line_feeds(self) -> str:
        """The original, but the last character of each newline, and no other, is a line feed."""
        if "\r" not in self.original:
            return self.original
        return self.original.replace("\r\n", " \n").replace("\r", "\n")

    @cached_property
    def _surplus(self) -> list[int]:
        """How many bytes more than they are undecodable ones would be if they were UTF-8."""
        lengths = (len(self.original[at].encode()) - 1 for at in self.undecodable)
        return list(accumulate(lengths, initial=0))

    @cached_property
    def _moves(self) -> tuple[list[int], list[int], list[int]]:
        """For each edit, where its replacement starts and ends in `text`, and the shift before."""
        starts, ends, shifts = [], [], [0]
        for edit in self.edits:
            starts.append(edit.start - shifts[-1])
            ends.append(starts[-1] + len(edit.replacement))
            shifts.append(shifts[-1] + edit.end - edit.start - len(edit.replacement))
        return starts, ends, shifts


class _Range(NamedTuple):
    """A stretch of the text: an edit that made it, or one that is wanted."""

    start: int
    end: int
    made: Edit | None = None
    wanted: Edit | None = None


def _order(place: _Range) -> tuple[int, int, bool]:
    return place.start, place.end, place.made is None


def _clusters(places: Sequence[_Range]) -> Iterator[list[_Range]]:
    """Group stretches, given in order, that overlap; those that only touch are apart."""
    cluster: list[_Range] = []
    end = 0
    for place in places:
        if cluster and place.start >= end:
            yield cluster
            cluster = []
        end = max(end, place.end) if cluster else place.end
        cluster.append(place)
    yield cluster
