"""What is observed of every way to cut a line of terms.

From the counts of words and phrases, from the words' looks, and from the rest of the page, each
possible cut and each possible term is described by a few *cells* of the `OBSERVATIONS`. The same
code gives the cells, which weights are learned for, and, once they are, the sum of their weights.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import accumulate
from typing import Generic, Literal, NamedTuple, TypeVar
from zlib import crc32

from trialtext.resolve.term_counts import (
    BAG,
    PHRASE,
    WORD,
    Lookup,
    bare_of,
    encoded,
    known_counts,
    stem_of,
    suffix_key,
)

Kind = Literal["conditions", "keywords"]
Cells = tuple[int, ...]
W = TypeVar("W", float, Cells)
"""What adds up: weights, or tuples of cells."""

MAX_TERM = 10
"""Words in a term; only the whole line may have more."""


class PageEvidence:
    """What the page says elsewhere, once and for all. It is read only if a line has to be split."""

    __slots__ = ("_counts", "_lower", "conditions", "keywords", "text")

    def __init__(self, text: str, conditions: str = "", keywords: str = "") -> None:
        self.text = text
        """All running text of the page, its title included."""
        self.conditions = conditions
        self.keywords = keywords
        self._lower = ""
        self._counts: dict[str, int] = {}

    def lower_text(self) -> str:
        """Return the text in small letters, for looking words up."""
        if not self._lower:
            self._lower = _lower(self.text)
        return self._lower

    def count(self, stem: str) -> int:
        """Count how often the text has the stem of a word."""
        if stem not in self._counts:  # which both lines of terms may have
            self._counts[stem] = self.lower_text().count(stem)
        return self._counts[stem]

    def other_line(self, kind: Kind) -> str:
        """Return the other of the two lines of terms, for looking words up."""
        return (self.keywords if kind == "conditions" else self.conditions).lower()


_ASCII = bytes(range(128))


def _lower(text: str) -> str:
    """A text in small letters: what `str.lower` gives, which takes its time if not all is ASCII."""
    if text.isascii():
        return text.lower()
    code = text.encode(errors="surrogatepass")
    rest = code.translate(None, _ASCII).decode(errors="surrogatepass")
    if rest != rest.lower():
        return text.lower()
    return code.lower().decode(errors="surrogatepass")


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
_LONG = 4
"""Characters of a word that is not short."""
_SHAPES = {"numeral": 4, "digit": 5, "acronym": 6, "short": 7, None: 0}
_OPENING = {"(": 8, "[": 8, "-": 9, "–": 9, "/": 9, "&": 9, "+": 9}
_CLOSING = {
    ",": 10, ";": 10, ":": 10, ")": 8, "]": 8, "-": 9, "–": 9, "/": 9, "&": 9, "+": 9,
}  # fmt: skip


class Tables(NamedTuple, Generic[W]):
    """Weights, or cells, by what is observed: added up where observations go together."""

    end: Sequence[W]
    start: Sequence[W]
    ending: Sequence[W]
    beginning: Sequence[W]
    left: Sequence[W]
    right: Sequence[W]
    capitals: Sequence[W]
    binding: Sequence[W]
    text: Sequence[W]
    other: Sequence[W]
    repeat: Sequence[W]
    known: Sequence[Sequence[W]]
    """By the length of a term: how well it is known, and its words in any order."""
    unknown: Sequence[W]
    """By the length of a term of which neither is known, nor any part of it."""
    edges: Sequence[W]
    parts: Sequence[W]
    flaws: Sequence[W]
    alone: Sequence[W]
    whole: Sequence[W]


def tables_of(weights: Sequence[W]) -> Tables[W]:
    """Tables from the weights, or whatever, of all cells."""
    of = {name: weights[OFFSETS[name] : OFFSETS[name] + OBSERVATIONS[name]] for name in OFFSETS}
    known = [
        [
            of["known"][5 * length + known]
            + of["bag"][8 * (known > 0) + 16 * (length == 1) + by_bag]
            for known in range(5)
            for by_bag in range(8)
        ]
        for length in range(MAX_TERM + 1)
    ]
    nothing = of["edges"][0] + of["parts"][0]
    plain = {name: of[name] for name in OBSERVATIONS if name not in ("known", "bag")}
    return Tables(**plain, known=known, unknown=[cells[0] + nothing for cells in known])


class Model(NamedTuple):
    """What was learned for one kind of line."""

    lookup: Lookup
    weights: Sequence[float]
    threshold: float
    tables: Tables[float]


@cache
def model(kind: Kind) -> Model:
    """What was learned for one kind of line."""
    head, lookup = known_counts()
    weights = head[kind]["weights"]
    return Model(lookup, weights, head[kind]["threshold"], tables_of(weights))


@cache
def _cells() -> Tables[Cells]:
    return tables_of([(cell,) for cell in range(CELLS)])


class Observed(NamedTuple, Generic[W]):
    """All that is observed of a line, as cells or as weights."""

    size: int
    cuts: list[W]
    """Before each word but the first."""
    terms: Callable[[Sequence[int]], Iterable[list[tuple[int, W]]]]
    """All possible terms, those with the same first word together, from the last word back.

    Takes how far a term may reach from each word. Of a term it gives the word after its last one,
    and what is observed of it.
    """


def observe(
    texts: Sequence[str], kind: Kind, page: PageEvidence, lookup: Lookup
) -> Observed[Cells]:
    """Observe a line of at least two words."""
    return weigh(texts, kind, page, lookup, _cells())


def weigh(
    texts: Sequence[str], kind: Kind, page: PageEvidence, lookup: Lookup, tables: Tables[W]
) -> Observed[W]:
    """Observe a line of at least two words, and look up in tables what that weighs."""
    words = Words(texts, lookup)
    cuts = _cuts(words, page, page.other_line(kind), tables)

    def terms(reach: Sequence[int]) -> list[list[tuple[int, W]]]:
        return _terms(words, reach, lookup, tables)

    return Observed(len(texts), cuts, terms)


class Words:
    """The words of a line, and what is known of each."""

    __slots__ = (
        "alike", "bares", "cases", "codes", "keys", "packed", "pairs", "shapes", "stems", "texts",
    )  # fmt: skip

    def __init__(self, texts: Sequence[str], lookup: Lookup) -> None:
        self.texts = list(texts)
        self.bares = [bare_of(text) for text in texts]
        """In small letters, without punctuation."""
        self.stems = stems = [stem_of(bare) for bare in self.bares]
        """And without a plural's `s`."""
        self.codes = codes = [encoded(stem) for stem in stems]
        """The stem as it goes into the key of a phrase."""
        self.keys = keys = [crc32(code, PHRASE) for code in codes]
        """Of the word as a phrase of its own."""
        self.cases = [0 if t[0].islower() else 1 if t[0].isupper() else 2 for t in texts]
        """Of its first character: small, capital, or neither."""
        self.shapes = list(map(_shape, self.bares, texts))
        self.packed = [lookup.of(crc32(code, WORD)) for code in codes]
        """How often it ends a term (1 to 15, or 0 for a word that no term is known to have), starts
        one, and is one by itself, and in how many texts it is: four bits each."""
        self.alike = [lookup.of(suffix_key(stem)) for stem in stems]
        """The same of all words with its suffix."""
        self.pairs = [0]
        """What is known of it and the word before as a phrase."""
        for at in range(1, len(codes)):
            self.pairs.append(lookup.of(crc32(codes[at], keys[at - 1])))


def _shape(bare: str, text: str) -> int:
    if bare in _LISTED:
        return _LISTED[bare]
    # Most words need not be matched: letters, small after the first, and no numeral.
    if len(text) >= _LONG and text[1:].islower() and text.isalpha() and text[-1] not in "ivx":
        return 0
    found = _SHAPE.match(text)
    return _SHAPES[found.lastgroup] if found else 0


def _cuts(words: Words, page: PageEvidence, other: str, tables: Tables[W]) -> list[W]:
    texts, bares, stems, cases, packed, alike, pairs = (
        words.texts, words.bares, words.stems, words.cases, words.packed, words.alike, words.pairs,
    )  # fmt: skip
    lefts = [_CLOSING.get(t[-1], shape) for t, shape in zip(texts, words.shapes, strict=True)]
    rights = [_OPENING.get(t[0], shape) for t, shape in zip(texts, words.shapes, strict=True)]
    proper = {case for case, left in zip(cases, lefts, strict=True) if left != _LISTED["of"]}
    mixed = 9 * (0 in proper and 1 in proper)
    text, in_text = page.lower_text(), [page.count(stem) for stem in stems]
    in_other = [stem in other for stem in stems]
    again = [stems.count(stem) > 1 for stem in stems]
    end, start, ending, beginning, left, right, capitals, binding, in_prose, in_line, again_in = (
        tables[:11]
    )
    found = []
    for at in range(1, len(texts)):
        last = at - 1
        before, after = packed[last], packed[at]
        pair = f"{bares[last]} {stems[at]}"
        repeat = (
            again[last] + 2 * again[at]
            + 4 * (stems[last] == stems[-1]) + 8 * (stems[at] == stems[0])
        )  # fmt: skip
        found.append(
            end[before & 15]
            + start[after >> 4 & 15]
            + ending[alike[last] & 15]
            + beginning[alike[at] >> 4 & 15]
            + left[lefts[last]]
            + right[rights[at]]
            + capitals[mixed + 3 * cases[last] + cases[at]]
            + binding[16 * (pairs[at] >> 3 & 15) + min(before >> 12, after >> 12)]
            + in_prose[_in_text(pair, text, in_text[last], in_text[at])]
            + in_line[_where(pair, other, in_other[last], in_other[at])]
            + again_in[repeat]
        )
    return found


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


def _depths(texts: Sequence[str]) -> list[int]:
    """How many brackets are open before each word, and at the end."""
    opened = (
        0 if text.isalnum() else sum(map(text.count, "([")) - sum(map(text.count, ")]"))
        for text in texts
    )
    return list(accumulate(opened, initial=0))


def _terms(
    words: Words, reach: Sequence[int], lookup: Lookup, tables: Tables[W]
) -> list[list[tuple[int, W]]]:
    size = len(words.texts)
    every = []
    depths, wrong = _depths(words.texts), _wrong(words)
    by_row, unknown, edges = tables.known, tables.unknown, tables.edges
    parts, flaws, alone = tables.parts, tables.flaws, tables.alone
    hashes = [crc32(code) for code in words.codes]
    tails = [0] * (size + 1)  # words of the longest known term that ends there, and begins later
    for start in range(size - 1, -1, -1):
        stop, depth = reach[start], depths[start]
        phrases = _phrases(words, start, stop, lookup)
        bags = _bags(words, hashes, start, stop, lookup)
        flaw = head = 0
        found: list[tuple[int, W]] = []
        for end in range(start + 1, stop + 1):
            length, tail = end - start, tails[end]
            phrase = phrases[length - 1] if length <= len(phrases) else 0
            by_bag = bags[length - 1] if length <= len(bags) else 0
            known, row = phrase & 7, min(length, MAX_TERM)
            if phrase or by_bag or head or tail:
                part = _parts(head, tail, length) if head or tail else 0
                score = (
                    by_row[row][8 * known + by_bag]
                    + edges[phrase >> 7 & 63]
                    + parts[part + 18 if known else part]
                )
            else:
                score = unknown[row]
            if known:
                head = tails[end] = length
            score = score + flaws[flaw + (depths[end] != depth)]
            if length == 1:
                score = (
                    score + alone[16 * (words.cases[start] == 0) + (words.packed[start] >> 8 & 15)]
                )
            if length == size:
                score = score + tables.whole[2 * row + (known > 0)]
            if length == row or end == size:
                found.append((end, score))
            flaw |= wrong[end]
        every.append(found)
    return every


def _wrong(words: Words) -> list[int]:
    """What may be wrong with a term that goes on across the cut before a word."""
    texts, cases, shapes = words.texts, words.cases, words.shapes
    found = [0] * (len(texts) + 1)
    for at, (text, case, shape) in enumerate(zip(texts, cases, shapes, strict=True), start=1):
        if text[-1] in ",;:":
            found[at] = 4
        if (
            case == 0
            and (shape != _LISTED["of"] or text[-1] in _CLOSING)
            and 1 in cases[at : at + 1]
        ):
            found[at] |= 2
    return found


def _phrases(words: Words, start: int, stop: int, lookup: Lookup) -> list[int]:
    """What is known of the phrases from a word on, by their number of words, as far as it goes."""
    pairs, codes = words.pairs, words.codes
    key = words.keys[start]
    found = [lookup.of(key)]
    for at in range(start + 1, stop):
        # No phrase is known unless all its neighbours are known as such.
        if not pairs[at]:
            break
        key = crc32(codes[at], key)
        found.append(lookup.of(key))
    return found


def _bags(words: Words, hashes: Sequence[int], start: int, stop: int, lookup: Lookup) -> list[int]:
    """How often the words from a word on, by their number, are a term in any order."""
    packed, bag = words.packed, BAG
    found: list[int] = []
    for at in range(start, stop):
        if not packed[at] & 15:  # no term is known to have the word
            break
        more = hashes[at]
        bag = bag + more & 0xFFFFFFFF
        found.append(lookup.of(bag) & 7)
    return found


def _parts(head: int, tail: int, length: int) -> int:
    """Of a term, how long the known terms are that it begins and ends with."""
    return min(head, 2) + 3 * min(tail, 2) + 9 * (head > 0 < tail and head + tail >= length)
