"""What a page of the web shows, as a text of blocks with blank lines between them."""

import re
from typing import Final

from trialtext.extras import require

_ELSEWHERE: Final = ["nav", "footer"]
"""Elements around what a page is about."""
_BULLET: Final = re.compile(r"^ *• ", re.MULTILINE)
_NUMBER: Final = re.compile(r"^ +(?=\d+\. )", re.MULTILINE)


def shown(html: bytes, charset: str | None) -> str:
    """Extract what a page shows, with lists as in Markdown. Raises `MissingExtraError`."""
    encoding = require("resiliparse.parse.encoding", extra="archives")
    extract = require("resiliparse.extract.html2text", extra="archives")
    if charset is None or not _is_known(charset):
        charset = "utf-8" if _is_utf8(html) else encoding.detect_encoding(html)
    page = encoding.bytes_to_str(html, charset)
    # What it takes for the main content would be without lists.
    text = extract.extract_plain_text(page, main_content=False, skip_elements=_ELSEWHERE)
    return _NUMBER.sub("", _BULLET.sub("* ", text))


def _is_utf8(html: bytes) -> bool:
    try:
        html.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_known(charset: str) -> bool:
    try:
        b" ".decode(charset)
    except LookupError:  # some are no encodings of text
        return False
    return True
