"""Archives of the web: the texts of WET, and those in the HTML of WARC."""

import zlib
from collections.abc import Iterator
from typing import Any, Final

from trialtext.extras import require
from trialtext.pipeline.inputs.files import File
from trialtext.pipeline.inputs.items import Item, Text

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
    """Read the texts of an archive: of pages that were fetched, what they show.

    Requests, redirects, images and the like hold none, and are passed over.
    """
    warc = require("fastwarc.warc", extra="archives")
    types = warc.WarcRecordType
    wanted = types.response | types.resource | types.conversion
    records = warc.ArchiveIterator(file.stream, record_types=wanted)
    for record in records:
        text = _text(record, is_text=record.record_type == types.conversion)
        if text is not None:
            yield Text(
                source=f"{file.name}#{record.stream_pos}",
                data=text,
                id=record.headers.get("WARC-Target-URI"),
            )


def _text(record: Any, *, is_text: bool) -> str | bytes | None:
    """Take the text of a record; `None` if it holds none."""
    if is_text:
        return _content(record)
    http = record.http_headers
    if http is not None and http.status_code not in {None, _OK}:
        return None
    content_type = (record.http_content_type or record.headers.get("Content-Type") or "").lower()
    kind = content_type.partition(";")[0].strip()
    if kind in _HTML:
        return _shown(_content(record), record.http_charset)
    return _content(record) if kind == "text/plain" else None


def _content(record: Any) -> bytes:
    content = bytes(record.reader.read())
    # Without a length, its header is cut off.
    if "Content-Length" not in record.headers or len(content) < record.content_length:
        raise EOFError(f"the record at {record.stream_pos} is cut off")
    return content


def _shown(html: bytes, charset: str | None) -> str:
    """Extract what a page shows, without what stands around it."""
    encoding = require("resiliparse.parse.encoding", extra="archives")
    extract = require("resiliparse.extract.html2text", extra="archives")
    text = encoding.bytes_to_str(html, charset or encoding.detect_encoding(html))
    shown: str = extract.extract_plain_text(text, main_content=True)
    return shown
