"""What crawlers do to the characters of a page, undone as edits of its text, offsets true.

The page's own words (headings, blurbs, labels) are known, and so they prove the damage: what may
stand on a clean page too is repaired only if, without the repair, fewer of these words would be
found. A no-break space or a `&lt;` that the registry itself holds stays.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise, repeat
from operator import ge
from typing import Final, NamedTuple

from trialtext.text import BOM, Edit, SourceText, Span, applied
from trialtext.words import OwnWords

Find = Callable[[str, frozenset[str], OwnWords], Sequence[Edit]]
"""From a text, the unusual characters that it has, and the page's own words."""


class Repair(NamedTuple):
    """A kind of damage, and how it is undone."""

    name: str
    """Its name, which is also the code of its diagnostic."""
    says: str
    """What was done, to follow the number of places."""
    find: Find
    """Finds what would have to be edited in a text."""
    doubtful: bool = False
    """Whether what it finds may stand on a clean page: the page's own words must prove it."""


class Repaired(NamedTuple):
    """A repair that was made."""

    repair: Repair
    times: int
    first: Span
    """The first of its places, in the original."""


def repaired(
    source: SourceText, words: OwnWords, names: Collection[str]
) -> tuple[SourceText, list[Repaired]]:
    """Undo the damage to a text by those repairs that are named."""
    repairs = [repair for repair in REPAIRS if repair.name in names]
    clean, done = _run(source, repairs, words)
    if doubtful := [each.repair for each in done if each.repair.doubtful]:
        return _run(source, _proven(source.text, repairs, doubtful, words), words)
    return clean, done


def _run(
    source: SourceText, repairs: Sequence[Repair], words: OwnWords
) -> tuple[SourceText, list[Repaired]]:
    done = []
    unusual = unusual_in(source.utf8)
    for repair in repairs:
        if edits := repair.find(source.text, unusual, words):
            first = source.span((edits[0].start, edits[0].end))
            done.append(Repaired(repair, len(edits), first))
            source = source.edited(edits)
            unusual = unusual_in(source.utf8)
    return source, done


def _proven(
    text: str, repairs: Sequence[Repair], doubtful: Sequence[Repair], words: OwnWords
) -> Sequence[Repair]:
    """Leave out the doubtful repairs without which no fewer of the page's own words are found."""
    # What edge-space takes off may be what proves another repair.
    proving = [repair for repair in repairs if repair.name != "edge-space"]
    found = words.count(_applied(text, proving, words))
    for repair in doubtful:
        others = [other for other in proving if other is not repair]
        if words.count(_applied(text, others, words)) >= found:
            proving = others
            repairs = [other for other in repairs if other is not repair]
    return repairs


def _applied(text: str, repairs: Sequence[Repair], words: OwnWords) -> str:
    for repair in repairs:
        text = applied(repair.find(text, unusual_in(text.encode()), words), text)
    return text


# ---- Characters

_USUAL: Final = bytes(set(range(ord(" "), 0x7F)) - set(b"&")) + b"\n"


def unusual_in(text: bytes) -> frozenset[str]:
    """Characters of UTF-8 that may be damage: those that are neither printable ASCII nor newlines.

    Most kinds of damage need one that clean pages have not. To look for each would take longer.
    """
    return frozenset(text.translate(None, _USUAL).decode())


_WIDTHS: Final = "".join(map(chr, range(0x2000, 0x200B)))
"""Spaces of given widths."""
_ODD_SPACES: Final = f"\t\xa0\u1680{_WIDTHS}\u202f\u205f\u3000"
_SEPARATORS: Final = "\u2028\u2029\x85\v\f"
_SPACES: Final = f" {_ODD_SPACES}{_SEPARATORS}\r\x1c\x1d\x1e\x1f"

_CARRIAGE_RETURN = re.compile(r"\r\n?")
_EDGE_SPACE = re.compile(r"[^\S\r\n]+(?=\r?\n|\Z)|(?<![^\n])[^\S\r\n]+")
_BOM_AT_LINE_START = re.compile(rf"(?<![^\n]){BOM}+")
_GLUED: Final = "View full results"


def _byte_order_mark(text: str, unusual: frozenset[str], _: OwnWords) -> Sequence[Edit]:
    # Files that were put together have several, each at the start of what was a file.
    if BOM not in unusual:
        return []
    return [Edit(*match.span(), "") for match in _BOM_AT_LINE_START.finditer(text)]


def _replacing(characters: str, replacement: str, unless_after: str = "") -> Find:
    """Make a search for certain characters."""
    unless = f"(?<!{re.escape(unless_after)})" if unless_after else ""
    pattern = f"{unless}[{re.escape(characters)}]"

    def find(text: str, unusual: frozenset[str], _: OwnWords) -> Sequence[Edit]:
        present = [c for c in unusual if c in characters]
        if unless_after:
            present = [c for c in present if text.count(c) > text.count(unless_after + c)]
        if not present:
            return []
        return [Edit(*match.span(), replacement) for match in re.finditer(pattern, text)]

    return find


def _newlines(text: str, unusual: frozenset[str], _: OwnWords) -> Sequence[Edit]:
    if "\r" not in unusual:
        return []
    return [Edit(*match.span(), "\n") for match in _CARRIAGE_RETURN.finditer(text)]


def _has_edge_space(text: str, unusual: frozenset[str]) -> bool:
    text = text.strip("\n")
    if text != text.strip():
        return True
    # Looking backwards is quicker for what begins with a common character.
    if text.rfind(" \n") >= 0 or text.rfind("\n ") >= 0:
        return True
    spaces = (c for c in unusual if c in _SPACES)
    return any(f"{c}\n" in text or f"\n{c}" in text for c in spaces)


def _edge_space(text: str, unusual: frozenset[str], _: OwnWords) -> Sequence[Edit]:
    if not _has_edge_space(text, unusual):  # as nearly all pages
        return []
    return [Edit(*match.span(), "") for match in _EDGE_SPACE.finditer(text)]


def _glued_heading(text: str, _: frozenset[str], words: OwnWords) -> Sequence[Edit]:
    start = text.find(_GLUED)
    end = start + len(_GLUED)
    glued = start >= 0 and words.is_heading(text[end:].partition("\n")[0].strip())
    return [Edit(end, end, "\n")] if glued else []


# ---- Entities

_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_MARKUP: Final = "<>&"
_QUOTES: Final = "\"'"


# The registry itself has entities in 25 of 1,636 records, and in half of them none of the
# characters that they stand for. In such number and variety, though, they are there in none.
_ENOUGH: Final = ((6, 1, 0, 0), (3, 3, 0, 0), (4, 1, 4, 0), (3, 2, 2, 1))
"""How many entities, different ones, quotes and marks of markup tell that a text was escaped."""


def _entities(text: str, unusual: frozenset[str], words: OwnWords) -> Sequence[Edit]:
    """Entities of a text that was escaped as a whole: what they stand for does not occur in it."""
    if "&" not in unusual:
        return []
    edits = escaped(text)
    read = [edit.replacement for edit in edits]
    kinds = (_QUOTES, _MARKUP)
    have = (len(read), len(set(read)), *(sum(c in kind for c in read) for kind in kinds))
    enough = any(all(map(ge, have, need)) for need in _ENOUGH)
    # Own words have an ampersand on one kind of page.
    proven = edits and words.count(applied(edits, text)) > words.count(text)
    return edits if enough or proven else []


def escaped(text: str) -> Sequence[Edit]:
    """Find entities, if the text has none of the characters that would have been escaped too."""
    matches = list(_ENTITY.finditer(text)) if "&" in text else []
    if not matches:
        return []
    from html import unescape  # most pages have no need of it

    found = [(match, unescape(match[0])) for match in matches]
    edits = [Edit(*match.span(), meant) for match, meant in found if meant != match[0]]
    read = {edit.replacement for edit in edits}
    raw = applied([edit._replace(replacement="") for edit in edits], text)
    absent = _MARKUP + (_QUOTES if read & set(_QUOTES) else "")
    return [] if any(character in raw for character in absent) else edits


# ---- Wrapped lines

_NARROWEST, _WIDEST = 60, 100
"""Widths, in characters, to which texts are wrapped."""
_TOO_LONG = re.compile(rf"(?m)^(?=[^\n]{{{_WIDEST + 1}}})[^\n ]*+ ")
_LIST_ITEM = re.compile(r"(?:[*•-]|\d{1,3}[.)]) ")
_COMPOUND = re.compile(r"[^\W\d_]{2,}-(?=[^\W\d_]{2})")
_PARTED = re.compile(r"[^\W\d_]-$")
_SUSPENDED = re.compile(r"(?:and|or|to|und|vs)[ ,]")


def _wrapped_lines(text: str, _: frozenset[str], words: OwnWords) -> Sequence[Edit]:
    """Line breaks that stand where the next word would have been too much for the line.

    Blurbs, and titles of results pages, are longer than widths that texts are wrapped to.
    """
    if _TOO_LONG.search(text):  # as on every clean page
        return []
    lines = text.split("\n")
    # A word that is too long for a line, an address most often, has one of its own.
    width = max((len(line) for line in lines if " " in line), default=0)
    if width < _NARROWEST or not words.broken.search(text):
        return []
    return list(_joints(lines, width, words))


def _joints(lines: Sequence[str], width: int, words: OwnWords) -> Iterator[Edit]:
    parts_words = not any(map(_kept_whole, lines, lines[1:], repeat(width)))
    at = -1
    for line, following in pairwise(lines):
        at += len(line) + 1
        word = following.partition(" ")[0]
        full = line and word and len(line) + 1 + len(word) > width
        if full and not _LIST_ITEM.match(following) and not words.lines.match(following):
            parted = parts_words and _PARTED.search(line) and not _SUSPENDED.match(following)
            yield Edit(at, at + 1, "" if parted else " ")


def _kept_whole(line: str, following: str, width: int) -> bool:
    """Whether a compound was not parted at its hyphen, though its first part had fitted."""
    compound = _COMPOUND.match(following)
    return bool(line and compound and len(line) + 1 + compound.end() <= width)


# ---- The end


def _cut_words(text: str, _: frozenset[str], words: OwnWords) -> Sequence[Edit]:
    """The beginning of own words at the end of a text that was cut off there.

    Left standing, it would be taken for the end of what is said before it.
    """
    last = text.rstrip()
    line = last[last.rfind("\n") + 1 :]
    if len(line) > _LONGEST_BLURB or not words.begins(line):
        return []
    before = last[: len(last) - len(line)].rstrip("\n")
    heading = before[before.rfind("\n") + 1 :]
    if words.is_label(heading) and not words.begins_heading(line):
        return []  # the line is its value
    start = len(before) - len(heading) if words.begins_blurb(line, heading) else len(before)
    return [Edit(start, len(last), "")]


_LONGEST_BLURB: Final = 80
"""Characters of the fixed beginnings of blurbs."""

REPAIRS: Final[Sequence[Repair]] = (
    Repair("newlines", "carriage returns read as newlines", _newlines),
    Repair("byte-order-mark", "byte order marks taken off", _byte_order_mark),
    Repair(
        "line-separators",
        "line separators read as newlines",
        _replacing(_SEPARATORS, "\n"),
        doubtful=True,
    ),
    Repair(
        "zero-width",
        "characters without width taken out",
        _replacing("\u200b\u200c\u200d\u2060\ufeff\xad", ""),
        doubtful=True,
    ),
    Repair(
        "odd-spaces",
        "tabs and no-break spaces read as spaces",
        # A hidden address has one of its own: `[email protected]`.
        _replacing(_ODD_SPACES, " ", unless_after="[email"),
        doubtful=True,
    ),
    Repair("edge-space", "stretches of white space taken off the edges of lines", _edge_space),
    Repair("glued-heading", "heading put on a line of its own", _glued_heading),
    Repair("wrapped-lines", "line breaks inside sentences read as spaces", _wrapped_lines),
    Repair("html-entities", "entities read as the characters that they stand for", _entities),
    Repair("cut-words", "beginning of a heading or a label left out, cut off", _cut_words),
)
"""In the order in which they are made: one may uncover what the next one undoes."""

MENDS: Final = (
    "own-words",
    "near-miss-heading",
    "missing-heading",
    "missing-blurb",
    "near-miss-label",
)
"""Repairs of the page's own words, each of which is told with its place: see `mending`."""

ALL_REPAIRS: Final = frozenset([*MENDS, *(repair.name for repair in REPAIRS)])
"""The names of everything that can be repaired, and be left alone."""
