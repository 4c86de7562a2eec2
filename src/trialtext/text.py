"""Source text: bytes decoded, newlines of all kinds made one, and every position traceable back."""

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

import attrs

Span = tuple[int, int]
"""Two positions in the normalised text: first character, and the one after the last."""

_NEWLINE = re.compile(r"\r\n?|\n")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class NotTextError(ValueError):
    """The input is binary data."""


@attrs.frozen(slots=False)
class SourceText:
    """A text as it is parsed, and the way back to the file that it came from.

    Lines end at line feeds, carriage returns, or both: a vertical tab, U+0085 or U+2028 is a
    character like any other.
    """

    text: str
    """What is parsed: without byte order mark, every newline a line feed."""
    decoded: str
    """The characters of the input, newlines as they were."""
    path: str
    """Name of the input, for messages."""
    encoding: str = "utf-8"
    """How the input was decoded."""
    bom: int = 0
    """Length of the byte order mark, in bytes."""
    undecodable: tuple[int, ...] = ()
    """Positions in `decoded` of bytes that were no UTF-8 and were read as Latin-1."""
    replaced: tuple[int, ...] = ()
    """Positions in `decoded` of lone surrogates, which no file can hold: U+FFFD stands for them."""

    @classmethod
    def read(cls, source: str | bytes, path: str = "<text>") -> "SourceText":
        """Decode an input: UTF-8, with or without byte order mark, or UTF-16 with one.

        Raises `NotTextError` for binary data.
        """
        if isinstance(source, str):
            bom = source.startswith("\ufeff")
            decoded = source[bom:]
            replaced = tuple(match.start() for match in _SURROGATE.finditer(decoded))
            decoded = _SURROGATE.sub("\ufffd", decoded) if replaced else decoded
            return cls(_unify(decoded), decoded, path, bom=3 * bom, replaced=replaced)
        mark, encoding = next((b for b in _BOMS if source.startswith(b[0])), (b"", "utf-8"))
        if encoding == "utf-8" and b"\0" in source:
            raise NotTextError(f"a NUL byte at offset {source.index(0)}")
        undecodable: tuple[int, ...] = ()
        try:
            decoded = str(source[len(mark) :], encoding)
        except UnicodeDecodeError as error:
            if encoding != "utf-8":
                raise NotTextError(f"not {encoding}: {error.reason}") from error
            decoded, undecodable = _decode_what_can_be(source[len(mark) :])
        return cls(_unify(decoded), decoded, path, encoding, len(mark), undecodable)

    def position(self, at: int) -> int:
        """Find the position in `decoded` of a position in `text`."""
        ends = self._shortened
        return at + bisect_right(ends, at - 1) if ends else at

    def byte_offset(self, at: int) -> int:
        """Find the byte of the input at which a position in `text` begins."""
        at = self.position(at)
        # A byte read as Latin-1 is one byte, but would be two when written as UTF-8.
        surplus = bisect_right(self.undecodable, at - 1)
        return self.bom + len(self.decoded[:at].encode(self.encoding)) - surplus

    def line_column(self, at: int) -> tuple[int, int]:
        """Find line and column, both from 1, of a position in `text`."""
        line = bisect_right(self._line_starts, at)
        return line, at - self._line_starts[line - 1] + 1

    @cached_property
    def _line_starts(self) -> list[int]:
        lengths = (len(line) + 1 for line in self.text.split("\n"))
        return list(accumulate(lengths, initial=0))[:-1]

    @cached_property
    def _shortened(self) -> list[int]:
        """Positions in `text` of the newlines that were two characters in the input."""
        if len(self.text) == len(self.decoded):
            return []
        pairs = (match.start() for match in re.finditer("\r\n", self.decoded))
        return [start - before for before, start in enumerate(pairs)]


def _unify(decoded: str) -> str:
    return _NEWLINE.sub("\n", decoded) if "\r" in decoded else decoded


def _decode_what_can_be(data: bytes) -> tuple[str, tuple[int, ...]]:
    """Decode UTF-8, and each byte that is none as the Latin-1 character of its value."""
    # Python marks such a byte as a lone surrogate, which no valid UTF-8 decodes to.
    marked = data.decode("utf-8", "surrogateescape")
    found = tuple(match.start() for match in _SURROGATE.finditer(marked))
    return _SURROGATE.sub(lambda match: chr(ord(match[0]) - 0xDC00), marked), found
