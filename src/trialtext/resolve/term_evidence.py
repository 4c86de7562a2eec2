"""What is known of the words of a line of terms, and what is observed of every way to cut it.

Counts of words and phrases, learned from records of the registry, come packed in a data file. From
them, from the words' looks, and from the rest of the page, each possible cut and each possible term
is described by a few *cells* of the `OBSERVATIONS`.
"""

import re
import sys
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, Literal, NamedTuple
from zlib import crc32

import attrs
import orjson

Kind = Literal["conditions", "keywords"]
Lookup = Callable[[int], int]
"""From the key of a word, phrase, suffix or bag to what is known of it, packed; 0 for nothing."""
Cells = tuple[int, ...]

MAX_TERM = 10
"""Words in a term; only the whole line may have more."""

DATA = Path(__file__).parent / "data" / "terms.bin"


@attrs.frozen(slots=False)
class PageEvidence:
    """What the page says elsewhere. It is read only if a line has to be split."""

    text: str
    """All running text of the page, its title included."""
    conditions: str = ""
    keywords: str = ""

    @cached_property
    def lower_text(self) -> str:
        """The text, for looking words up."""
        return self.text.lower()

    def other_line(self, kind: Kind) -> str:
        """The other of the two lines of terms, for looking words up."""
        return (self.keywords if kind == "conditions" else self.conditions).lower()


# ---- What is known: learned counts, packed ------------------------------------------------------

WORD, PHRASE, SUFFIX, BAG = (crc32(name) for name in (b"word", b"phrase", b"suffix", b"bag"))
"""Where the hashes of the four sorts of keys start from, to tell them apart."""
SUFFIX_LENGTH = 4
MIN_PHRASE = 2


class Model(NamedTuple):
    """What was learned for one kind of line."""

    lookup: Lookup
    weights: Sequence[float]
    threshold: float


_STRAY = 2048
"""How far from where it would be expected a key may stand: seven standard deviations."""


@cache
def model(kind: Kind) -> Model:
    """What was learned for one kind of line."""
    head, lookup = _data()
    return Model(lookup, head[kind]["weights"], head[kind]["threshold"])


@cache
def _data() -> tuple[dict[str, Any], Lookup]:
    """The data file: a line of JSON, then the sorted keys (32 bits), then their values (16)."""
    keys, values = array("I"), array("H")
    with DATA.open("rb") as file:
        head = orjson.loads(file.readline())
        keys.fromfile(file, head["size"])
        values.fromfile(file, head["size"])
    if sys.byteorder == "big":
        keys.byteswap()
        values.byteswap()

    size = len(keys) - 1

    def lookup(key: int) -> int:
        # Keys are spread evenly, which tells where to search.
        near = key * size >> 32
        at = bisect_left(keys, key, near - _STRAY if near > _STRAY else 0, min(near + _STRAY, size))
        return values[at] if keys[at] == key else 0

    return head, lookup


# ---- What is observed ---------------------------------------------------------------------------

OBSERVATIONS = {
    # of a cut
    "end": 16,  # how often the word before it ends a term
    "start": 16,  # how often the word after it starts one
    "ending": 16,  # how often words with the suffix of the word before end a term
    "beginning": 16,  # how often words with the suffix of the word after start one
    "left": 11,  # shape of the word before
    "right": 11,  # shape of the word after
    "capitals": 18,  # of the two words, in a line of one or both cases
    "binding": 256,  # in how many other texts the words are neighbours, and are at all
    "text": 8,  # where the page has the two words
    "other": 5,  # where the other line of terms has them
    "repeat": 16,  # whether the line has them again
    # of a term
    "known": 55,  # how well it is known, by its length
    "edges": 64,  # how often phrases of prose end in it, and start with it
    "bag": 32,  # how often its words are a term in any order
    "parts": 36,  # whether it begins and ends with known terms
    "flaws": 8,  # an unmatched bracket, a capital after a small letter, a comma within
    # of some terms only
    "alone": 33,  # how often the only word of a term is one
    "whole": 22,  # of the whole line: whether it is known, by its length
}
"""What is observed, and the number of cells of each."""
OFFSETS = dict(zip(OBSERVATIONS, accumulate(OBSERVATIONS.values(), initial=0), strict=False))
CELLS = sum(OBSERVATIONS.values())
(
    _END, _START, _ENDING, _BEGINNING, _LEFT, _RIGHT, _CAPITALS, _BINDING, _TEXT, _OTHER, _REPEAT,
    _KNOWN, _EDGES, _BAG, _PARTS, _FLAWS, _ALONE, _WHOLE,
) = OFFSETS.values()  # fmt: skip

_OFTEN = 3
"""A word that the page has so often, and never beside its neighbour, is no part of its term."""
_FUNCTION = "of and in with the to for or on by from due at a an after during as without who"
_MODIFIER = (
    "acute chronic severe moderate mild primary secondary recurrent refractory relapsed metastatic"
    " advanced adult childhood pediatric congenital idiopathic persistent paroxysmal early late"
    " unspecified nos systemic pulmonary cardiac renal left right lower upper male female human"
)
_NUMBERED = "type stage grade phase class level group"
_LISTED = {
    word: shape
    for shape, words in enumerate((_FUNCTION, _MODIFIER, _NUMBERED), start=1)
    for word in words.split()
}
"""Words that say by themselves what may stand next to them."""
_SHAPE = re.compile(
    r"(?P<numeral>[IVXivx]+\W*$|\d+[A-Za-z]?\W*$|[A-Da-d]\W*$)|(?P<digit>\d)"
    r"|(?P<acronym>\W*[A-Z0-9-]{2,}\W*$)|(?P<short>.{1,3}$)"
)
_SHAPES = {"numeral": 4, "digit": 5, "acronym": 6, "short": 7, None: 0}
_OPENING = {"(": 8, "[": 8, "-": 9, "–": 9, "/": 9, "&": 9, "+": 9}
_CLOSING = {
    ",": 10, ";": 10, ":": 10, ")": 8, "]": 8, "-": 9, "–": 9, "/": 9, "&": 9, "+": 9,
}  # fmt: skip


class Word(NamedTuple):
    """A word of the line, and what is known of it."""

    text: str
    bare: str
    """In small letters, without punctuation."""
    stem: str
    """And without a plural's `s`."""
    encoded: bytes
    """The stem as it goes into the key of a phrase."""
    case: int
    """Of its first character: small, capital, or neither."""
    left: int
    """Its shape, for a cut after it."""
    right: int
    """Its shape, for a cut before it."""
    end: int
    """How often it ends a term: 1 to 15, or 0 for a word that no term is known to have."""
    start: int
    """How often it starts one."""
    ending: int
    """How often words with its suffix end a term."""
    beginning: int
    """How often they start one."""
    alone: int
    """How often it is a term by itself, where it starts or ends one."""
    spread: int
    """In how many texts it is."""


def stem_of(bare: str) -> str:
    """A word without a plural's `s`."""
    return (
        bare[:-1]
        if len(bare) > SUFFIX_LENGTH and bare[-1] == "s" and bare[-2] not in "sui"
        else bare
    )


def bare_of(text: str) -> str:
    """A word in small letters, without punctuation around it."""
    return text.lower().strip(".,;:()[]{}\"'*")


def encoded(stem: str) -> bytes:
    """A stem as it goes into a key."""
    return stem.encode(errors="replace") + b" "


def suffix_key(stem: str) -> int:
    """Key of the end of a word."""
    return crc32(stem[-SUFFIX_LENGTH:].encode(errors="replace"), SUFFIX)


def word_of(text: str, lookup: Lookup) -> Word:
    """See what is known of a word, or at least of its ending."""
    bare = bare_of(text)
    stem = stem_of(bare)
    code = encoded(stem)
    packed = lookup(crc32(code, WORD))
    alike = lookup(suffix_key(stem))
    shape = _LISTED.get(bare, 0)
    if not shape:
        found = _SHAPE.match(text)
        shape = _SHAPES[found.lastgroup] if found else 0
    first = text[0]
    return Word(
        text,
        bare,
        stem,
        code,
        0 if first.islower() else 1 if first.isupper() else 2,
        _CLOSING.get(text[-1], shape),
        _OPENING.get(first, shape),
        packed & 15,
        packed >> 4 & 15,
        alike & 15,
        alike >> 4 & 15,
        packed >> 8 & 15,
        packed >> 12,
    )


Term = tuple[int, Cells]
"""A possible term: the word after its last one, and what is observed of it."""


class Observed(NamedTuple):
    """All that is observed of a line."""

    size: int
    cuts: list[Cells]
    """Before each word but the first."""
    terms: Callable[[Sequence[int]], Iterator[list[Term]]]
    """All possible terms, those with the same first word together, from the last word back.

    Takes how far a term may reach from each word.
    """


def observe(texts: Sequence[str], kind: Kind, page: PageEvidence, lookup: Lookup) -> Observed:
    """Observe a line of at least two words."""
    words = [word_of(text, lookup) for text in texts]
    pairs = [
        lookup(crc32(after.encoded, crc32(before.encoded, PHRASE)))
        for before, after in pairwise(words)
    ]
    cuts = _cuts(words, pairs, page.lower_text, page.other_line(kind))

    def terms(reach: Sequence[int]) -> Iterator[list[Term]]:
        return _terms(words, pairs, reach, lookup)

    return Observed(len(words), cuts, terms)


def _cuts(words: Sequence[Word], pairs: Sequence[int], text: str, other: str) -> list[Cells]:
    stems = [word.stem for word in words]
    cases = {word.case for word in words if word.left != _LISTED["of"]}
    mixed = 9 * (0 in cases and 1 in cases)
    again = [stems.count(stem) > 1 for stem in stems]
    in_text = [text.count(stem) for stem in stems]
    in_other = [stem in other for stem in stems]
    cells: list[Cells] = []
    for at, (before, after) in enumerate(pairwise(words)):
        pair = f"{before.bare} {after.stem}"
        repeat = (
            again[at] + 2 * again[at + 1]
            + 4 * (before.stem == stems[-1]) + 8 * (after.stem == stems[0])
        )  # fmt: skip
        cells.append(
            (
                _END + before.end,
                _START + after.start,
                _ENDING + before.ending,
                _BEGINNING + after.beginning,
                _LEFT + before.left,
                _RIGHT + after.right,
                _CAPITALS + mixed + 3 * before.case + after.case,
                _BINDING + 16 * (pairs[at] >> 3 & 15) + min(before.spread, after.spread),
                _TEXT + _in_text(pair, text, in_text[at], in_text[at + 1]),
                _OTHER + _where(pair, other, in_other[at], in_other[at + 1]),
                _REPEAT + repeat,
            )
        )
    return cells


def _where(pair: str, text: str, before: bool, after: bool) -> int:
    """Whether a text has none of two words, one of them, both apart, or both as neighbours."""
    return 3 + (pair in text) if before and after else before + 2 * after


def _in_text(pair: str, text: str, before: int, after: int) -> int:
    """The same of the page's text, and how often, given the counts of the two words."""
    few = min(before, after)
    if not few:
        return _where(pair, text, before > 0, after > 0)
    together = text.count(pair)
    if not together:
        return 3 if few < _OFTEN else 4
    return 5 + (together < 0.6 * few) + (together < 0.25 * few)


def _depths(words: Sequence[Word]) -> list[int]:
    """How many brackets are open before each word, and at the end."""
    opened = (
        0 if word.text.isalnum()
        else sum(map(word.text.count, "([")) - sum(map(word.text.count, ")]"))
        for word in words
    )  # fmt: skip
    return list(accumulate(opened, initial=0))


def _terms(
    words: Sequence[Word], pairs: Sequence[int], reach: Sequence[int], lookup: Lookup
) -> Iterator[list[Term]]:
    size = len(words)
    depths = _depths(words)
    codes = [word.encoded for word in words]
    hashes = [crc32(code) for code in codes]
    # What may be wrong with a term that goes on across a cut.
    flaws = [
        2 * (before.case == 0 and after.case == 1 and before.left != _LISTED["of"])
        | 4 * (before.left == _CLOSING[","])
        for before, after in pairwise(words)
    ]
    tails = [0] * (size + 1)  # words of the longest known term that ends there, and begins later
    for start in range(size - 1, -1, -1):
        first = words[start]
        key, bag, flaw, head = crc32(codes[start], PHRASE), BAG + hashes[start], 0, 0
        packed, familiar = lookup(key), first.end > 0
        depth, strangers = depths[start], 0
        found: list[Term] = []
        for end in range(start + 1, reach[start] + 1):
            length = end - start
            if length > 1:
                at = end - 1
                key = crc32(codes[at], key)
                bag += hashes[at]
                flaw |= flaws[at - 1]
                familiar = familiar and words[at].end > 0
                strangers += not pairs[at - 1]
                if MAX_TERM < length < size:
                    continue
                # No phrase is known unless all its neighbours are known as such.
                packed = 0 if strangers else lookup(key) if length > MIN_PHRASE else pairs[at - 1]
            by_bag = lookup(bag & 0xFFFFFFFF) & 7 if familiar else 0
            known = packed & 7
            parts = _parts(head, tails[end], length) if head or tails[end] else 0
            cells: Cells = (
                _KNOWN + 5 * min(length, 10) + known,
                _EDGES + (packed >> 7 & 63),
                _BAG + (8 if known else 0) + (16 if length == 1 else 0) + by_bag,
                _PARTS + (18 if known else 0) + parts,
                _FLAWS + flaw + (depths[end] != depth),
            )
            if length == 1:
                cells += (_ALONE + (16 if first.case == 0 else 0) + first.alone,)
            if length == size:
                cells += (_WHOLE + 2 * min(length, 10) + (known > 0),)
            found.append((end, cells))
            if known:
                head = tails[end] = length
        yield found


def _parts(head: int, tail: int, length: int) -> int:
    """Of a term, how long the known terms are that it begins and ends with."""
    return min(head, 2) + 3 * min(tail, 2) + 9 * (head > 0 < tail and head + tail >= length)
