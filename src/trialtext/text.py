"""Source text: decoded, tidied for the grammar, and every position traceable to the input."""

import codecs
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

import attrs

Span = tuple[int, int]
"""Two positions: of the first character, and of the one after the last."""

_CARRIAGE_RETURN = re.compile(r"\r\n?")
_NEWLINE = re.compile(r"\r\n?|\n")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EDGE_SPACE = re.compile(r"[^\S\n]+(?=\n|\Z)|(?<![^\n])[^\S\n]+")
_BOM = "\ufeff"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class NotTextError(ValueError):
    """The input is binary data."""


class Edit(NamedTuple):
    """A stretch of text, and what takes its place."""

    start: int
    end: int
    replacement: str


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
    """What was changed in the original, in order: newlines and byte order mark to begin with."""
    encoding: str = "utf-8"
    """How the input was decoded."""
    undecodable: tuple[int, ...] = ()
    """Positions in the original of bytes that were no UTF-8 and were read as Latin-1."""
    replaced: tuple[int, ...] = ()
    """Positions in the original of lone surrogates, which no file can hold: U+FFFD is there now."""

    @classmethod
    def read(cls, source: str | bytes, path: str = "<text>") -> "SourceText":
        """Decode an input: UTF-8, with or without byte order mark, or UTF-16 with one.

        Raises `NotTextError` for binary data.
        """
        if isinstance(source, str):
            replaced = tuple(match.start() for match in _SURROGATE.finditer(source))
            original = _SURROGATE.sub("\ufffd", source) if replaced else source
            return cls._tidied(original, path, replaced=replaced)
        encoding = next((name for mark, name in _BOMS if source.startswith(mark)), "utf-8")
        if encoding == "utf-8" and b"\0" in source:
            raise NotTextError(f"a NUL byte at offset {source.index(0)}")
        try:
            original = str(source, encoding)
            if "\0" in original:
                raise NotTextError(f"a NUL character at position {original.index(chr(0))}")
            return cls._tidied(original, path, encoding)
        except UnicodeDecodeError as error:
            if encoding != "utf-8":
                raise NotTextError(f"not {encoding}: {error.reason}") from error
        original, undecodable = _decode_what_can_be(source)
        return cls._tidied(original, path, encoding, undecodable)

    @classmethod
    def _tidied(
        cls,
        original: str,
        path: str,
        encoding: str = "utf-8",
        undecodable: tuple[int, ...] = (),
        replaced: tuple[int, ...] = (),
    ) -> "SourceText":
        edits = [Edit(0, 1, "")] if original.startswith(_BOM) else []
        if "\r" in original:
            edits += [Edit(*match.span(), "\n") for match in _CARRIAGE_RETURN.finditer(original)]
        text = _apply(edits, original)
        plain = cls(original, text, path, tuple(edits), encoding, undecodable, replaced)
        if all(line == line.strip() for line in text.split("\n")):  # as nearly always
            return plain
        return plain.edited([Edit(*match.span(), "") for match in _EDGE_SPACE.finditer(text)])

    @property
    def trimmed(self) -> list[Span]:
        """Places in the original of white space that was taken off the edges of lines."""
        return [
            (edit.start, edit.end)
            for edit in self.edits
            if not edit.replacement and self.original[edit.start : edit.end].isspace()
        ]

    def untouched(self, edit: Edit) -> bool:
        """Whether the place of an edit, given by positions in `text`, has not been edited yet."""
        starts, ends, _ = self._moves
        before = bisect_right(ends, edit.start - 1)
        return before >= len(starts) or starts[before] > edit.end

    def edited(self, edits: Sequence[Edit]) -> "SourceText":
        """Make further edits, given by positions in `text`. They must not touch earlier ones."""
        moved = [Edit(*self.span((edit.start, edit.end)), edit.replacement) for edit in edits]
        merged = tuple(sorted((*self.edits, *moved)))
        return attrs.evolve(self, edits=merged, text=_apply(merged, self.original))

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
        line = bisect_right(self._line_starts, at)
        start = self._line_starts[line - 1]
        if line == 1 and self.original.startswith(_BOM):
            start += 1  # a byte order mark is no column
        return line, max(at - start, 0) + 1

    def byte_offset(self, at: int) -> int:
        """Find the byte of the input at which a position in the original begins."""
        block = at // _BLOCK
        rest = len(self.original[block * _BLOCK : at].encode(self.encoding))
        # A byte read as Latin-1 is one byte, but would be two when written as UTF-8.
        return self._block_offsets[block] + rest - bisect_right(self.undecodable, at - 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        if "\r" in self.original:
            return [0, *(match.end() for match in _NEWLINE.finditer(self.original))]
        lengths = (len(line) + 1 for line in self.original.split("\n"))
        return list(accumulate(lengths, initial=0))[:-1]

    @cached_property
    def _block_offsets(self) -> list[int]:
        """Bytes before each block of characters, as if all of them had been decoded."""
        blocks = range(0, len(self.original), _BLOCK)
        sizes = (len(self.original[at : at + _BLOCK].encode(self.encoding)) for at in blocks)
        return list(accumulate(sizes, initial=0))

    @cached_property
    def _moves(self) -> tuple[list[int], list[int], list[int]]:
        """For each edit, where its replacement starts and ends in `text`, and the shift before."""
        starts, ends, shifts = [], [], [0]
        for edit in self.edits:
            starts.append(edit.start - shifts[-1])
            ends.append(starts[-1] + len(edit.replacement))
            shifts.append(shifts[-1] + edit.end - edit.start - len(edit.replacement))
        return starts, ends, shifts


_BLOCK = 256


def _apply(edits: Sequence[Edit], text: str) -> str:
    if not edits:
        return text
    parts, at = [], 0
    for edit in edits:
        parts += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, text[at:]])


def _decode_what_can_be(data: bytes) -> tuple[str, tuple[int, ...]]:
    """Decode UTF-8, and each byte that is none as the Latin-1 character of its value."""
    # Python marks such a byte as a lone surrogate, which no valid UTF-8 decodes to.
    marked = data.decode("utf-8", "surrogateescape")
    found = tuple(match.start() for match in _SURROGATE.finditer(marked))
    return _SURROGATE.sub(lambda match: chr(ord(match[0]) - 0xDC00), marked), found
