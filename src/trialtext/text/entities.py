r"""Entities of a text that was escaped on its way, told from those that the registry itself has.

In markdown, the registry writes its own as `\&lt;`; but where it has `\<`, a text that was escaped
has `\&lt;`, too. Quotes tell them apart: escaping leaves none, and puts no backslash before one.
"""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from operator import ge
from typing import Final

from trialtext.text.edits import Edit, apply_edits

_ENTITY: Final = re.compile(
    r"""
    &(?:amp;){0,3}                  # escaped again, up to three times
    (?:
        [A-Za-z][A-Za-z0-9]{1,30}   # &lt;
        | \#\d{1,7}                 # &#60;
        | \#[xX][0-9a-fA-F]{1,6}    # &#x3C;
    );
    """,
    re.VERBOSE,
)
_MARKUP: Final = "<>&"
_QUOTES: Final = "\"'"
_CHARSETS: Final = ("ascii", "latin-1", "cp1252")
"""Encodings of pages in which other characters were written as references by their number."""

# The registry itself has entities in 25 of 1,636 records, and in half of them none of the
# characters that they stand for. In such number and variety, though, they are there in none.
_ENOUGH: Final = ((6, 1, 0, 0), (3, 3, 0, 0), (4, 1, 4, 0), (3, 2, 2, 1))
"""How many entities, different ones, quotes and marks of markup tell that a text was escaped."""


def find_entities(text: str) -> Sequence[Edit]:
    """Find entities, if the text has none of the characters that would have been escaped too.

    A text that was escaped several times, at each ampersand, is read as often.
    """
    if "&" not in text:
        return []
    found = [(match, _readings(match[0])) for match in _ENTITY.finditer(text)]
    found = [(match, readings) for match, readings in found if readings]
    times = min((len(readings) for _, readings in found), default=0)
    edits = [Edit(*match.span(), readings[times - 1]) for match, readings in found]
    read = {edit.replacement for edit in edits}
    raw = apply_edits([edit._replace(replacement="") for edit in edits], text)
    absent = _MARKUP + (_QUOTES if read & set(_QUOTES) else "")
    if any(character in raw for character in absent):
        return []
    own = any(edit.replacement in _QUOTES and _has_backslash(text, edit) for edit in edits)
    return [] if own else edits


def find_references(text: str) -> Sequence[Edit]:
    """Find numbers in place of characters, if the text has none that its encoding lacks."""
    if "&#" not in text:
        return []
    edits = [
        Edit(*match.span(), meant)
        for match in _ENTITY.finditer(text)
        if match[0][1] == "#" and not (meant := unescape(match[0])).isascii()
    ]
    edits = [edit for edit in edits if not _has_backslash(text, edit)]
    if not edits:
        return []
    raw, referred = "".join(set(text)), {edit.replacement for edit in edits}
    for charset in _CHARSETS:
        if _has(charset, raw) and not any(_has(charset, character) for character in referred):
            return edits
    return []


def are_enough(text: str, edits: Sequence[Edit]) -> bool:
    """Tell whether entities are so many, and so different, that they prove a text was escaped."""
    read = [edit.replacement[0] for edit in _telling(text, edits)]
    kinds = (_QUOTES, _MARKUP)
    have = (len(read), len(set(read)), *(sum(c in kind for c in read) for kind in kinds))
    return any(all(map(ge, have, need)) for need in _ENOUGH)


def find_doubtful(text: str) -> Sequence[Edit]:
    """Find entities of which nothing tells whether they are the registry's own."""
    edits = find_entities(text)
    return edits if _telling(text, edits) else find_references(text)


def _telling(text: str, edits: Sequence[Edit]) -> Sequence[Edit]:
    """Take the entities that are not the registry's own: all, if no quote is left on the page."""
    if not any(quote in text for quote in _QUOTES):
        return edits
    return [edit for edit in edits if not _has_backslash(text, edit)]


def _has_backslash(text: str, edit: Edit) -> bool:
    return text.endswith("\\", 0, edit.start)


def _readings(entity: str) -> Sequence[str]:
    """Read an entity once, what it gives once more, and so on, as long as it is one."""
    return list(_unescaped(entity))


def _unescaped(entity: str) -> Iterator[str]:
    while (meant := unescape(entity)) != entity:
        yield meant
        entity = meant


def _has(charset: str, text: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
