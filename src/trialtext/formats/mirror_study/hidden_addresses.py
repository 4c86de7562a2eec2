"""The placeholder of addresses that were hidden from the crawler, however extractors write it."""

import html
import re
from typing import Final

HIDDEN_ADDRESS: Final = "[email\N{NO-BREAK SPACE}protected]"
"""Stands for an address that was hidden from the crawler."""

_WORDS: Final = "emailprotected"
_LINK = re.compile(
    r"""
    \] \( [^()\n]* \)                 # where a Markdown link leads
    | \S* /email-protection \S*       # where the link of the placeholder leads
    """,
    re.VERBOSE,
)
_BETWEEN = re.compile(r"[\W_]+")


def is_hidden(text: str) -> bool:
    """Tell whether a text is the placeholder; at the end of a text, its beginning is."""
    plain = html.unescape(html.unescape(text))
    without_links = _LINK.sub("]", plain)
    letters = _BETWEEN.sub("", without_links).casefold()
    if letters == _WORDS or (not letters and plain != without_links):
        return True
    return plain.startswith("[") and _WORDS.startswith(letters)
