"""What is worked on at a time: one text, row of a table, or record of the API."""

from collections.abc import Callable
from typing import TypeAlias

import attrs

from trialtext.formats.format import Excerpt


@attrs.frozen(kw_only=True)
class Text:
    """A text that tells of one study or of several."""

    source: str
    """Where it is from: a file; behind `!`, the member of an archive; behind `#`, its record.

    That is the line of NDJSON, the row of a table or the element of an array, each from 1, or the
    offset of a record in WARC.
    """
    data: str | bytes = attrs.field(repr=False)
    id: str | None = None
    """What the input calls it."""
    nct_id: str | None = None
    """The study's number, if the name of the text tells it."""

    @property
    def content(self) -> bytes:
        """What it is known by."""
        return _encoded(self.data)


@attrs.frozen(kw_only=True)
class Html:
    """A page of the web, of which the text is what it shows."""

    source: str
    data: bytes = attrs.field(repr=False)
    charset: str | None = None
    """Its encoding, if it came with the page."""
    id: str | None = None

    @property
    def content(self) -> bytes:
        """What it is known by."""
        return self.data


@attrs.frozen(kw_only=True)
class Row:
    """A row of a table that is a format of its own."""

    source: str
    """The table: the place of the row is in the positions of its values."""
    excerpt: Excerpt = attrs.field(repr=False)
    format: str
    number: int
    """Which row of its table it is, from 1."""
    id: None = None

    @property
    def content(self) -> bytes:
        """What it is known by."""
        return _encoded(self.excerpt.source.original)


@attrs.frozen(kw_only=True)
class Record:
    """A study as the API returns it."""

    source: str
    data: bytes = attrs.field(repr=False)
    id: str | None = None

    @property
    def content(self) -> bytes:
        """What it is known by."""
        return self.data


@attrs.frozen(kw_only=True)
class Unreadable:
    """An input, or a part of one, that cannot be read."""

    source: str
    code: str
    message: str
    id: None = None

    @property
    def content(self) -> bytes:
        """What it is known by: there is nothing else."""
        return self.message.encode(errors="surrogatepass")


Item: TypeAlias = Text | Html | Row | Record | Unreadable
OnItem: TypeAlias = Callable[[Item], object]


def _encoded(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode(errors="surrogatepass")
