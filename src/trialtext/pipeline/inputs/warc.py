"""Archives of the web: the texts of WET, and the pages of WARC."""

import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Final

from trialtext.extras import require
from trialtext.pipeline.inputs.files import File
from trialtext.pipeline.inputs.items import Html, Item, Text

_MAGIC: Final = b"WARC/"
_HTML: Final = ("text/html", "application/xhtml+xml")
_GZIP: Final = 31
"""The window of zlib that means gzip."""
_OK: Final = 200


def is_warc(file: File) -> bool:
    """Tell whether a file is WARC or WET, compressed record by record or not at all."""
    head = file.head
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(_GZIP).decompress(head, len(_MAGIC))
        except zlib.error:
            return False
    return head.startswith(_MAGIC)


def read_warc(file: File) -> Iterator[Item]:
    """Read the texts of an archive, and the pages that were fetched with success.

    Requests, redirects, images and the like hold none, and are passed over.
    """
    warc = require("fastwarc.warc", extra="archives")
    types = warc.WarcRecordType
    wanted = types.response | types.resource | types.conversion
    stream = _Stream(file.stream)
    for record in warc.ArchiveIterator(stream, record_types=wanted, auto_decode="all"):
        kind = _kind(record, is_text=record.record_type == types.conversion)
        if kind is None:
            continue
        source = f"{file.name}#{record.stream_pos}"
        address = record.headers.get("WARC-Target-URI")
        if kind in _HTML:
            charset = record.http_charset
            yield Html(source=source, data=_content(record), charset=charset, id=address)
        else:
            yield Text(source=source, data=_content(record), id=address)


class _Stream:
    """A stream that can only be read: what seems to seek, and does not, is not tried."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._position = 0

    def read(self, size: int = -1) -> bytes:
        """Read some bytes."""
        data = self._file.read(size)
        self._position += len(data)
        return data

    def tell(self) -> int:
        """Return how many bytes were read."""
        return self._position


def _kind(record: Any, *, is_text: bool) -> str | None:
    """Return the type of what a record holds, if that is a page or a text."""
    if is_text:
        return "text/plain"
    http = record.http_headers
    if http is not None and http.status_code not in {None, _OK}:
        return None
    content_type = record.http_content_type or record.headers.get("Content-Type") or ""
    kind: str = content_type.partition(";")[0].strip().lower()
    return kind if kind in {*_HTML, "text/plain"} else None


def _content(record: Any) -> bytes:
    """Read a record. Raises `EOFError` if it is cut off."""
    content = bytes(record.reader.read())
    http = record.http_headers or {}
    is_encoded = "Content-Encoding" in http or "Transfer-Encoding" in http
    # Without a length, its header is cut off.
    if "Content-Length" not in record.headers or (
        len(content) < record.content_length and not is_encoded
    ):
        raise EOFError(f"the record at {record.stream_pos} is cut off")
    return content
