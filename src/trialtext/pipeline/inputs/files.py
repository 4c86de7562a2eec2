"""An open file while it is found out what it holds."""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Final

import attrs

from trialtext.api import MAX_BYTES
from trialtext.pipeline.inputs.items import Item
from trialtext.reading.scalars import nct_id

_COMPRESSED: Final = re.compile(r"\.(?:gz|zst|bz2|xz)$", re.IGNORECASE)
_SUFFIX: Final = re.compile(r"(?<=.)\.[a-z]{2,6}$", re.IGNORECASE)


@attrs.frozen(kw_only=True)
class InputOptions:
    """How inputs are read."""

    format: str | None = None
    """The format of texts, if it is known; by default, each tells its own."""
    text_field: str | None = None
    """The column, or field of JSON objects, that holds the text; by default, it is guessed."""
    id_field: str | None = None
    """The one that names it."""
    max_bytes: int = MAX_BYTES
    """How large a text may be; what holds many of them may be of any size."""


@attrs.frozen(kw_only=True)
class File:
    """An open file, or the member of an archive."""

    name: str
    """Where it is from: see `Text.source`."""
    head: bytes = attrs.field(repr=False)
    """Its beginning."""
    stream: BinaryIO = attrs.field(repr=False)
    """All of it, the beginning too."""
    options: InputOptions
    items_inside: Callable[[str, BinaryIO], Iterator[Item]] = attrs.field(repr=False)
    """Reads a file that this one holds, which is named."""

    @property
    def own_name(self) -> str:
        """Its name without folders, and without the suffix of what is compressed."""
        return _COMPRESSED.sub("", re.split(r"[/\\!]", self.name)[-1])


def number_in(name: str | None) -> str | None:
    """Return the study's number if it is the name of a text, with a suffix or without."""
    stem = _SUFFIX.sub("", name or "")
    return stem if nct_id(stem) else None


Reader = Callable[[File], Iterator[Item]]
"""Reads what a file holds. Raises `UnreadableError`, what `DAMAGED` lists, and `OSError`."""
