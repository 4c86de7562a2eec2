"""Mojibake: UTF-8 that was read in another encoding, `â‰¥` for `≥`.

`ftfy` knows the ways in which that happens. A page is put right only if all of it was misread, and
proves it: the registry itself has records into which somebody has pasted mojibake.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from trialtext.text.edits import Edit, Span, apply_edits

# Nearly no clean page has such a pair: for most pages, ftfy need not be loaded.
_MARK: Final = re.compile(
    r"""
    [^\x00-\x7f][^\x00-\x7f\w]       # anything beyond ASCII, and then what is no letter
    | [Â-ô][\x80-\xbfƒŠŒŽšœžŸ]       # what begins a character, and what continues one
    """,
    re.VERBOSE,
)
_CONTINUATION: Final = bytes(range(0x80, 0xC0))
_KINDS: Final = b"a" * 0xC0 + b"b" * 0x40
"""In UTF-8, what a byte begins: a character of ASCII, or one beyond it."""
_STRETCH: Final = re.compile(r"[^\x00-\x7f]+[ ]?")
"""What may be mojibake, with the space that a no-break space at its end may have become."""
_LOST: Final = "\ufffd"
_LEAST_DIFFERENT: Final = 2
"""Different characters that prove a page to be misread; one of a kind may be the registry's."""


def find_mojibake(text: str, intact: Sequence[str]) -> Sequence[Edit]:
    """Find the mojibake of a text that was misread as a whole.

    What proves it is variety, or that texts are found which the format has.
    """
    edits = _undo(text) if _is_marked(text) else []
    read = {c for edit in edits for c in edit.replacement if not c.isascii() and c != _LOST}
    if len(read) >= _LEAST_DIFFERENT:
        return edits
    repaired = apply_edits(edits, text)
    return edits if any(repaired.count(part) > text.count(part) for part in intact) else []


def find_suspects(text: str) -> Iterator[Span]:
    """Find what looks like mojibake by one sign or another, whether a text proves it or not."""
    if not _is_marked(text):
        return
    from ftfy.badness import BADNESS_RE
    from ftfy.chardata import UTF8_DETECTOR_RE

    for pattern in (BADNESS_RE, UTF8_DETECTOR_RE):
        for match in pattern.finditer(text):
            if " " not in match[0]:  # as in `2 × 2`
                yield match.span()


def _is_marked(text: str) -> bool:
    if text.isascii():
        return False
    # Most pages have no two characters beyond ASCII together: this way, that is seen soonest.
    kinds = text.encode().translate(_KINDS, _CONTINUATION)
    return b"bb" in kinds and bool(_MARK.search(text))


def _undo(text: str) -> Sequence[Edit]:
    """Have ftfy repair a text as a whole, and make edits of what it does to each stretch."""
    import ftfy

    fixed, plan = ftfy.fix_encoding_and_explain(text)
    steps: list[tuple[str, str]] = list(plan or ())
    if any(
        action == "apply" or (action == "decode" and not parameter.startswith("utf-8"))
        for action, parameter in steps
    ):
        return []  # only parts of it were misread
    edits = []
    for match in _STRETCH.finditer(text):
        try:
            meant = ftfy.apply_plan(match[0], steps)
        except UnicodeDecodeError:
            return []
        end = match.end()
        if match[0].endswith(" ") and meant.endswith(" "):
            end, meant = end - 1, meant[:-1]
        if meant != text[match.start() : end]:
            edits.append(Edit(match.start(), end, meant))
    return edits if apply_edits(edits, text) == fixed else []
