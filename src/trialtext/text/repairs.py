"""What crawlers do to the characters of a text, undone as edits of it, offsets true.

The boilerplate of a format (headings, blurbs, labels) is known, and so it proves the damage: what
may stand on a clean page too is repaired only if, without the repair, less boilerplate would be
found. A no-break space or a `&lt;` that the registry itself holds stays.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise, repeat
from typing import Final, NamedTuple, Protocol

from trialtext.text.edits import Edit, Span, apply_edits
from trialtext.text.entities import are_enough, find_entities, find_references
from trialtext.text.line_prefixes import LINE_PREFIX, find_prefixes
from trialtext.text.mojibake import find_mojibake
from trialtext.text.source import BOM, SourceText


class Boilerplate(Protocol):
    """What repairs must know of the boilerplate of a format."""

    @property
    def intact(self) -> Sequence[str]:
        """Texts that hold odd spaces of their own."""

    @property
    def lines(self) -> re.Pattern[str]:
        """The start of a line that is boilerplate."""

    @property
    def broken(self) -> re.Pattern[str]:
        """A line of boilerplate that was longer before it was wrapped."""

    def count(self, text: str) -> int:
        """Count the lines of a text that are boilerplate, and once more if a blank one follows."""

    def begins(self, line: str) -> bool:
        """Tell whether a line is the beginning of boilerplate that goes on."""

    def begins_heading(self, line: str) -> bool:
        """Tell whether a line is the beginning of a heading, or all of it."""

    def begins_blurb(self, line: str, heading: str) -> bool:
        """Tell whether a line is the beginning of the blurb below a heading."""

    def is_label(self, line: str) -> bool:
        """Tell whether a line is a label that stands alone."""

    def is_heading(self, line: str) -> bool:
        """Tell whether a line is a heading."""


Find = Callable[[str, frozenset[str], Boilerplate], Sequence[Edit]]
"""From a text, the unusual characters that it has, and the boilerplate of its format."""


class Repair(NamedTuple):
    """A kind of damage, and how it is undone."""

    name: str
    """Its name, which is also the code of its diagnostic."""
    description: str
    """What was done, to follow the number of places."""
    find: Find
    """Finds what would have to be edited in a text."""
    needs_proof: bool = False
    """Whether what it finds may stand on a clean page: the boilerplate must prove it."""


class AppliedRepair(NamedTuple):
    """A repair that was made."""

    repair: Repair
    times: int
    """At how many places."""
    first: Span
    """The first of these, in the original."""


def repair_text(
    source: SourceText, repairs: Sequence[Repair], boilerplate: Boilerplate
) -> tuple[SourceText, list[AppliedRepair]]:
    """Undo the damage to a text by some repairs, in their order."""
    repaired, applied = _apply(source, repairs, boilerplate)
    if unproven := [each.repair for each in applied if each.repair.needs_proof]:
        proven = _proven(source.text, repairs, unproven, boilerplate)
        return _apply(source, proven, boilerplate)
    return repaired, applied


def _apply(
    source: SourceText, repairs: Sequence[Repair], boilerplate: Boilerplate
) -> tuple[SourceText, list[AppliedRepair]]:
    applied = []
    unusual = unusual_characters(source.text)
    for repair in repairs:
        if edits := repair.find(source.text, unusual, boilerplate):
            first = source.span((edits[0].start, edits[0].end))
            applied.append(AppliedRepair(repair, len(edits), first))
            source = source.edited(edits)
            unusual = unusual_characters(source.text)
    return source, applied


def _proven(
    text: str, repairs: Sequence[Repair], unproven: Sequence[Repair], boilerplate: Boilerplate
) -> Sequence[Repair]:
    """Leave out the repairs without which no less boilerplate is found."""
    # What edge-space takes off may be what proves another repair.
    proving = [repair for repair in repairs if repair.name != "edge-space"]
    found = boilerplate.count(_repaired(text, proving, boilerplate))
    for repair in unproven:
        others = [other for other in proving if other is not repair]
        if boilerplate.count(_repaired(text, others, boilerplate)) >= found:
            proving = others
            repairs = [other for other in repairs if other is not repair]
    return repairs


def _repaired(text: str, repairs: Sequence[Repair], boilerplate: Boilerplate) -> str:
    for repair in repairs:
        text = apply_edits(repair.find(text, unusual_characters(text), boilerplate), text)
    return text


# ---- Characters

_USUAL: Final = bytes(set(range(ord(" "), 0x7F)) - set(b"&")) + b"\n"


def unusual_characters(text: str) -> frozenset[str]:
    """Return the characters that may be damage: neither printable ASCII nor newlines.

    Most kinds of damage need one that clean pages have not. To look for each would take longer.
    """
    return frozenset(text.encode().translate(None, _USUAL).decode())


_WIDTHS: Final = "".join(map(chr, range(0x2000, 0x200B)))
"""Spaces of given widths."""
_ODD_SPACES: Final = f"\t\xa0\u1680{_WIDTHS}\u202f\u205f\u3000"
_SEPARATORS: Final = "\u2028\u2029\x85\v\f"
_DIRECTIONS: Final = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Marks of the direction in which a text runs."""
_ZERO_WIDTH: Final = f"\u200b\u200c\u200d\u2060\ufeff\xad{_DIRECTIONS}"
_SPACES: Final = f" {_ODD_SPACES}{_SEPARATORS}\r\x1c\x1d\x1e\x1f"

_CARRIAGE_RETURN = re.compile(r"\r\n?")
_EDGE_SPACE = re.compile(r"[^\S\r\n]+(?=\r?\n|\Z)|(?<![^\n])[^\S\r\n]+")
_BOM_AT_LINE_START = re.compile(rf"(?<![^\n]){BOM}+")
_DOUBLED_SPACES = re.compile(r"(?<=\S) {2,}+(?=\S)")


def _byte_order_mark(text: str, unusual: frozenset[str], _: Boilerplate) -> Sequence[Edit]:
    # Files that were put together have several, each at the start of what was a file.
    if BOM not in unusual:
        return []
    return [Edit(*match.span(), "") for match in _BOM_AT_LINE_START.finditer(text)]


def _replace_with(replacement: str, characters: str) -> Find:
    """Make a search for runs of some characters, but for those that belong to intact texts."""

    def find(text: str, unusual: frozenset[str], boilerplate: Boilerplate) -> Sequence[Edit]:
        present = "".join(c for c in sorted(unusual) if c in characters)
        intact = [part for part in boilerplate.intact if any(c in present for c in part)]
        if not present or all(
            text.count(c) == sum(text.count(part) * part.count(c) for part in intact)
            for c in present
        ):
            return []
        pattern = "|".join([*map(re.escape, intact), f"([{re.escape(present)}]+)"])
        return [
            Edit(*match.span(), replacement * len(match[1]))
            for match in re.finditer(pattern, text)
            if match[1]
        ]

    return find


def _newlines(text: str, unusual: frozenset[str], _: Boilerplate) -> Sequence[Edit]:
    if "\r" not in unusual:
        return []
    return [Edit(*match.span(), "\n") for match in _CARRIAGE_RETURN.finditer(text)]


def _line_prefixes(text: str, _: frozenset[str], boilerplate: Boilerplate) -> Sequence[Edit]:
    return find_prefixes(text, boilerplate.lines)


def _doubled_spaces(text: str, _: frozenset[str], boilerplate: Boilerplate) -> Sequence[Edit]:
    """Find several spaces, if boilerplate has one in their place; in one line, it is a slip."""
    if "  " not in text:
        return []
    doubled = "\n".join(line for line in text.split("\n") if "  " in line)
    if boilerplate.count(_DOUBLED_SPACES.sub(" ", doubled)) - boilerplate.count(doubled) <= 1:
        return []
    return [Edit(*match.span(), " ") for match in _DOUBLED_SPACES.finditer(text)]


def _has_edge_space(text: str, unusual: frozenset[str]) -> bool:
    text = text.strip("\n")
    if text != text.strip():
        return True
    # Looking backwards is much quicker for what begins with a common character.
    if text.rfind(" \n") >= 0 or "\n " in text:
        return True
    spaces = (c for c in unusual if c in _SPACES)
    return any(f"{c}\n" in text or f"\n{c}" in text for c in spaces)


def _edge_space(text: str, unusual: frozenset[str], _: Boilerplate) -> Sequence[Edit]:
    if not _has_edge_space(text, unusual):  # as nearly all pages
        return []
    return [Edit(*match.span(), "") for match in _EDGE_SPACE.finditer(text)]


# ---- Texts that were misread, or escaped


def _mojibake(text: str, _: frozenset[str], boilerplate: Boilerplate) -> Sequence[Edit]:
    return find_mojibake(text, boilerplate.intact)


def _entities(text: str, unusual: frozenset[str], boilerplate: Boilerplate) -> Sequence[Edit]:
    """Find entities of a text that was escaped as a whole, without what they stand for."""
    if "&" not in unusual:
        return []
    edits = find_entities(text) or find_references(text)
    # The boilerplate of some formats has an ampersand.
    proven = edits and boilerplate.count(apply_edits(edits, text)) > boilerplate.count(text)
    return edits if proven or are_enough(text, edits) else []


# ---- Wrapped lines

_NARROWEST, _WIDEST = 60, 100
"""Widths, in characters, to which texts are wrapped."""
_TOO_LONG = re.compile(rf"(?m)^(?=[^\n]{{{_WIDEST + 1}}})[^\n ]*+ ")
_LIST_ITEM = re.compile(r"(?:[*•-]|\d{1,3}[.)]) ")
_COMPOUND = re.compile(r"[^\W\d_]{2,}-(?=[^\W\d_]{2})")
_PARTED = re.compile(r"[^\W\d_]-$")
_SUSPENDED = re.compile(r"(?:and|or|to|und|vs)[ ,]")


def _wrapped_lines(text: str, _: frozenset[str], boilerplate: Boilerplate) -> Sequence[Edit]:
    """Find line breaks that stand where the next word would have been too much for the line.

    Blurbs, and titles of results pages, are longer than widths that texts are wrapped to.
    """
    if _TOO_LONG.search(text):  # as on every clean page
        return []
    lines = text.split("\n")
    # A word that is too long for a line, an address most often, has one of its own.
    width = max((len(line) for line in lines if " " in line), default=0)
    if width < _NARROWEST or not boilerplate.broken.search(text):
        return []
    return list(_joints(lines, width, boilerplate))


def _joints(lines: Sequence[str], width: int, boilerplate: Boilerplate) -> Iterator[Edit]:
    parts_words = not any(map(_kept_whole, lines, lines[1:], repeat(width)))
    at = -1
    for line, following in pairwise(lines):
        at += len(line) + 1
        word = following.partition(" ")[0]
        full = line and word and len(line) + 1 + len(word) > width
        if full and not _LIST_ITEM.match(following) and not boilerplate.lines.match(following):
            parted = parts_words and _PARTED.search(line) and not _SUSPENDED.match(following)
            yield Edit(at, at + 1, "" if parted else " ")


def _kept_whole(line: str, following: str, width: int) -> bool:
    """Whether a compound was not parted at its hyphen, though its first part had fitted."""
    compound = _COMPOUND.match(following)
    return bool(line and compound and len(line) + 1 + compound.end() <= width)


# ---- The end


def _truncated_boilerplate(
    text: str, _: frozenset[str], boilerplate: Boilerplate
) -> Sequence[Edit]:
    """Find the beginning of boilerplate at the end of a text that was cut off there.

    Left standing, it would be taken for the end of what is said before it.
    """
    last = text.rstrip()
    line = last[last.rfind("\n") + 1 :]
    if len(line) > _LONGEST_BLURB or not boilerplate.begins(line):
        return []
    before = last[: len(last) - len(line)].rstrip("\n")
    heading = before[before.rfind("\n") + 1 :]
    if boilerplate.is_label(heading) and not boilerplate.begins_heading(line):
        return []  # the line is its value
    start = len(before) - len(heading) if boilerplate.begins_blurb(line, heading) else len(before)
    return [Edit(start, len(last), "")]


_LONGEST_BLURB: Final = 80
"""Characters of the fixed beginnings of blurbs."""

_ADVERTISEMENT: Final = re.compile(
    r"""
    (?: ^ | \n+ )
    (?: advertisements? | article\ continues\ below\ this\ advertisement | skip\ advertisement
      | advertisement\ -\ continue\ reading\ below | continue\ reading\ below | sponsored\ content )
    (?= \n | \Z )
    """,
    re.IGNORECASE | re.VERBOSE,
)


_ANNOUNCED: Final = ("dvertis", "DVERTIS", "eading below", "EADING BELOW", "ponsored", "PONSORED")
"""Parts of words in such lines, by which most pages are known to have none."""


def _advertisements(text: str, _: frozenset[str], __: Boilerplate) -> Sequence[Edit]:
    """Find the lines in which sites announce advertisements."""
    if not any(word in text for word in _ANNOUNCED):
        return []  # as on nearly all pages
    return [Edit(*match.span(), "") for match in _ADVERTISEMENT.finditer(text)]


# In the order in which they are made: one may uncover what the next one undoes.
CHARACTER_REPAIRS: Final[Sequence[Repair]] = (
    Repair("nul-characters", "stretches of NUL characters taken out", _replace_with("", "\0")),
    Repair("mojibake", "misread sequences of characters read as UTF-8", _mojibake),
    Repair("newlines", "carriage returns read as newlines", _newlines),
    Repair("byte-order-mark", "byte order marks taken off", _byte_order_mark),
    Repair(
        "line-separators",
        "stretches of line separators read as newlines",
        _replace_with("\n", _SEPARATORS),
        needs_proof=True,
    ),
    Repair(
        "zero-width",
        "stretches of characters without width taken out",
        _replace_with("", _ZERO_WIDTH),
        needs_proof=True,
    ),
    Repair(
        "odd-spaces",
        "stretches of tabs and no-break spaces read as spaces",
        _replace_with(" ", _ODD_SPACES),
        needs_proof=True,
    ),
    Repair("line-prefixes", "marks of quotes or lists taken off lines", _line_prefixes),
    Repair("doubled-spaces", "stretches of spaces read as one", _doubled_spaces),
    Repair("edge-space", "stretches of white space taken off the edges of lines", _edge_space),
)
LINE_REPAIRS: Final[Sequence[Repair]] = (
    Repair("advertisements", "lines that announce advertisements left out", _advertisements),
    Repair("wrapped-lines", "line breaks inside sentences read as spaces", _wrapped_lines),
    Repair("html-entities", "entities read as the characters that they stand for", _entities),
    Repair(
        "truncated-boilerplate",
        "beginning of a heading or a label left out, cut off",
        _truncated_boilerplate,
    ),
)


def usual_spaces(text: str) -> str:
    """Read odd spaces and newlines of a text as usual ones, each as one: all places stay."""
    for character in unusual_characters(text):
        if character in _ODD_SPACES:
            text = text.replace(character, " ")
        elif character in f"{_SEPARATORS}\r":
            text = text.replace(character, "\n")
    return text


def plain_characters(text: str) -> str:
    """Read all odd characters of a text as usual ones, for a first look at it."""
    text = usual_spaces(text)
    for character in unusual_characters(text).intersection(f"{_ZERO_WIDTH}\0"):
        text = text.replace(character, "")
    text = _DOUBLED_SPACES.sub(" ", LINE_PREFIX.sub("", text))
    return _EDGE_SPACE.sub("", text)
