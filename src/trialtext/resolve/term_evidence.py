"""Features of all ways to split a line into terms.

Each possible boundary between terms, and each possible term, has a few features: they come from the
counts of words and phrases, from how the words look, and from the rest of the page. A feature is a
number below `FEATURE_COUNT`. The same code gives the features, which weights are learned for, and,
once they are learned, the sum of their weights.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import accumulate, pairwise
from typing import Generic, Literal, NamedTuple, TypeVar
from zlib import crc32

from trialtext.resolve.term_counts import (
    BAG,
    FOUR_BITS,
    NEIGHBOURS_SHIFT,
    PHRASE,
    SINGLE_SHIFT,
    SPREAD_SHIFT,
    START_SHIFT,
    TAIL_SHIFT,
    THREE_BITS,
    WORD,
    Lookup,
    encode_stem,
    load_counts,
    normalize,
    stem_of,
    suffix_key,
)

Kind = Literal["conditions", "keywords"]
Features = tuple[int, ...]
V = TypeVar("V", float, Features)
"""What is added up: weights of features, or the features themselves."""

MAX_TERM = 10
"""Words of a term; only the whole line may have more."""


class PageEvidence:
    """Running text and lines of terms of one page; normalized only if a line has to be split."""

    __slots__ = ("_counts", "_lower", "conditions", "keywords", "text")

    def __init__(self, text: str, conditions: str = "", keywords: str = "") -> None:
        self.text = text
        """All running text of the page, its title included."""
        self.conditions = conditions
        self.keywords = keywords
        self._lower = ""
        self._counts: dict[str, int] = {}

    def lower_text(self) -> str:
        """Return the running text in lower case."""
        if not self._lower:
            self._lower = self.text.lower()
        return self._lower

    def count(self, stem: str) -> int:
        """Count how often the running text has the stem of a word."""
        if stem not in self._counts:  # both lines of terms may have it
            self._counts[stem] = self.lower_text().count(stem)
        return self._counts[stem]

    def other_line(self, kind: Kind) -> str:
        """Return the other of the two lines of terms, in lower case."""
        return (self.keywords if kind == "conditions" else self.conditions).lower()


# ---- Features -----------------------------------------------------------------------------------

FEATURE_GROUPS = {
    # of a boundary
    "end": 16,  # how often the word before it ends a term
    "start": 16,  # how often the word after it starts one
    "end_suffix": 16,  # how often words with the suffix of the word before end a term
    "start_suffix": 16,  # how often words with the suffix of the word after start one
    "shape_before": 11,
    "shape_after": 11,
    "capitals": 18,  # of the two words, in a line of one or both cases
    "neighbours": 256,  # in how many other texts the words are neighbours, and occur at all
    "page_text": 8,  # where the running text has the two words
    "other_line": 5,  # where the other line of terms has them
    "repeated": 16,  # whether the line has them again
    # of a term
    "known": 55,  # how well it is known, by its length
    "edges": 64,  # how often phrases of prose end in it, and start with it
    "bag": 32,  # how often its words are a term in any order
    "parts": 36,  # whether it begins and ends with known terms
    "flaws": 8,  # an unmatched bracket, a capital after a small letter, a comma inside
    # of some terms only
    "single": 33,  # of a term of one word: how often that word is one
    "whole_line": 22,  # of a term that is the whole line: whether it is known, by its length
}
"""The groups of features, and how many each has."""
OFFSETS = dict(zip(FEATURE_GROUPS, accumulate(FEATURE_GROUPS.values(), initial=0), strict=False))
"""The first feature of each group."""
FEATURE_COUNT = sum(FEATURE_GROUPS.values())
KNOWN_LEVELS = 5
"""How well a term is known: from 0, not at all, to 4, in many records."""
BAG_LEVELS = 8
"""How often words are a term in any order."""

_FREQUENT = 3
"""A word that the page has so often, and never beside its neighbour, is no part of its term."""
_MOST, _SOME = 0.6, 0.25
"""Shares of a word's occurrences in the running text."""
_FUNCTION = "of and in with the to for or on by from due at a an after during as without who"
_MODIFIER = (
    "acute chronic severe moderate mild primary secondary recurrent refractory relapsed metastatic"
    " advanced adult childhood pediatric congenital idiopathic persistent paroxysmal early late"
    " unspecified nos systemic pulmonary cardiac renal left right lower upper male female human"
)
_NUMBERED = "type stage grade phase class level group"
_LISTED_SHAPES = {
    word: shape
    for shape, words in enumerate((_FUNCTION, _MODIFIER, _NUMBERED), start=1)
    for word in words.split()
}
"""Shapes of words that show by themselves what may stand next to them."""
_FUNCTION_SHAPE = _LISTED_SHAPES["of"]
_SHAPE = re.compile(
    r"""
    # a number, Roman or Arabic, perhaps with a letter (3b), or a letter as in `Hepatitis B`
    (?P<numeral>[IVXivx]+\W*$|\d+[A-Za-z]?\W*$|[A-Da-d]\W*$)
    |(?P<digit>\d)
    |(?P<acronym>\W*[A-Z0-9-]{2,}\W*$)
    |(?P<short>.{1,3}$)
    """,
    re.VERBOSE,
)
_LONG = 4
"""Characters of a word that is not short."""
_SHAPES = {"numeral": 4, "digit": 5, "acronym": 6, "short": 7, None: 0}
_OPENING = {"(": 8, "[": 8, "-": 9, "–": 9, "/": 9, "&": 9, "+": 9}
_CLOSING = {
    ",": 10, ";": 10, ":": 10, ")": 8, "]": 8, "-": 9, "–": 9, "/": 9, "&": 9, "+": 9,
}  # fmt: skip
_SMALL, _CAPITAL, _CASELESS = range(3)
_CAPITAL_INSIDE, _COMMA_INSIDE = 2, 4
"""Flaws of a term, beside 1 for an unmatched bracket."""


class Tables(NamedTuple, Generic[V]):
    """Weights of features, or features, by group; those that are always added are added here."""

    end: Sequence[V]
    start: Sequence[V]
    end_suffix: Sequence[V]
    start_suffix: Sequence[V]
    shape_before: Sequence[V]
    shape_after: Sequence[V]
    capitals: Sequence[V]
    neighbours: Sequence[V]
    page_text: Sequence[V]
    other_line: Sequence[V]
    repeated: Sequence[V]
    known: Sequence[Sequence[V]]
    """By the length of a term: how well it is known, and its words in any order."""
    unknown: Sequence[V]
    """By the length of a term that is not known, in no order, and no part of it."""
    edges: Sequence[V]
    parts: Sequence[V]
    flaws: Sequence[V]
    single: Sequence[V]
    whole_line: Sequence[V]


def tables_of(weights: Sequence[V]) -> Tables[V]:
    """Group the weights of all features."""
    groups = {
        name: weights[OFFSETS[name] : OFFSETS[name] + size] for name, size in FEATURE_GROUPS.items()
    }
    known = [
        [
            groups["known"][KNOWN_LEVELS * length + level]
            + groups["bag"][BAG_LEVELS * (level > 0) + 2 * BAG_LEVELS * (length == 1) + bag_level]
            for level in range(KNOWN_LEVELS)
            for bag_level in range(BAG_LEVELS)
        ]
        for length in range(MAX_TERM + 1)
    ]
    absent = groups["edges"][0] + groups["parts"][0]
    single_groups = {name: groups[name] for name in FEATURE_GROUPS if name not in ("known", "bag")}
    return Tables(**single_groups, known=known, unknown=[row[0] + absent for row in known])


class Model(NamedTuple):
    """What was learned for one kind of line."""

    lookup: Lookup
    weights: Sequence[float]
    threshold: float
    """The lowest confidence to be trusted."""
    tables: Tables[float]


@cache
def model(kind: Kind) -> Model:
    """Return what was learned for one kind of line."""
    header, lookup = load_counts()
    weights = header[kind]["weights"]
    return Model(lookup, weights, header[kind]["threshold"], tables_of(weights))


@cache
def _feature_tables() -> Tables[Features]:
    return tables_of([(feature,) for feature in range(FEATURE_COUNT)])


class Candidates(NamedTuple, Generic[V]):
    """All possible boundaries and terms of a line, each with its features or their weight."""

    size: int
    """Words of the line."""
    boundaries: list[V]
    """Before each word but the first."""
    terms: Callable[[Sequence[int]], Iterable[list[tuple[int, V]]]]
    """All possible terms, those with the same first word together, from the last word back.

    Takes for each word where a term that begins with it may end at most. Gives for a term the word
    after its last one, and its features or their weight.
    """


def candidate_features(
    texts: Sequence[str], kind: Kind, page: PageEvidence, lookup: Lookup
) -> Candidates[Features]:
    """Find the features of all boundaries and terms of a line of at least two words."""
    return score_candidates(texts, kind, page, lookup, _feature_tables())


def score_candidates(
    texts: Sequence[str], kind: Kind, page: PageEvidence, lookup: Lookup, tables: Tables[V]
) -> Candidates[V]:
    """Add up, from tables, what all boundaries and terms of a line weigh."""
    words = Words(texts, lookup)
    boundaries = _boundaries(words, page, page.other_line(kind), tables)

    def terms(reach: Sequence[int]) -> list[list[tuple[int, V]]]:
        return _terms(words, reach, lookup, tables)

    return Candidates(len(texts), boundaries, terms)


class Words:
    """The words of a line, and what is known of each."""

    __slots__ = (
        "cases", "counts", "encoded", "keys", "normalized", "pair_counts", "shapes", "stems",
        "suffix_counts", "texts",
    )  # fmt: skip

    def __init__(self, texts: Sequence[str], lookup: Lookup) -> None:
        self.texts = list(texts)
        self.normalized = [normalize(text) for text in texts]
        self.stems = stems = [stem_of(word) for word in self.normalized]
        self.encoded = encoded = [encode_stem(stem) for stem in stems]
        """The stem as it goes into the key of a phrase."""
        self.keys = keys = [crc32(code, PHRASE) for code in encoded]
        """Keys of the words as phrases."""
        self.cases = [_case(text[0]) for text in texts]
        """Case of the first character."""
        self.shapes = list(map(_shape, self.normalized, texts))
        self.counts = [lookup.get(crc32(code, WORD)) for code in encoded]
        """Packed counts of the words."""
        self.suffix_counts = [lookup.get(suffix_key(stem)) for stem in stems]
        """Packed counts of all words with the same suffix."""
        self.pair_counts = [0]
        """Packed counts of the phrases of the word before and the word."""
        for at in range(1, len(encoded)):
            self.pair_counts.append(lookup.get(crc32(encoded[at], keys[at - 1])))


def _case(character: str) -> int:
    if character.islower():
        return _SMALL
    return _CAPITAL if character.isupper() else _CASELESS


def _shape(normalized: str, text: str) -> int:
    if normalized in _LISTED_SHAPES:
        return _LISTED_SHAPES[normalized]
    # Most words need not be matched: letters, small after the first, and no numeral.
    if len(text) >= _LONG and text[1:].islower() and text.isalpha() and text[-1] not in "ivx":
        return 0
    match = _SHAPE.match(text)
    return _SHAPES[match.lastgroup] if match else 0


# ---- Boundaries ---------------------------------------------------------------------------------


def _boundaries(words: Words, page: PageEvidence, other_line: str, tables: Tables[V]) -> list[V]:
    normalized, stems, counts, suffix_counts = (
        words.normalized, words.stems, words.counts, words.suffix_counts,
    )  # fmt: skip
    shapes_before = [
        _CLOSING.get(text[-1], shape) for text, shape in zip(words.texts, words.shapes, strict=True)
    ]
    shapes_after = [
        _OPENING.get(text[0], shape) for text, shape in zip(words.texts, words.shapes, strict=True)
    ]
    capitals = _capitals(words.cases, shapes_before)
    neighbours = _neighbours(words)
    repeated = _repeated(stems)
    text, in_text = page.lower_text(), [page.count(stem) for stem in stems]
    in_other = [stem in other_line for stem in stems]
    weights = []
    for at in range(1, len(stems)):
        last = at - 1
        pair = f"{normalized[last]} {stems[at]}"
        weights.append(
            tables.end[counts[last] & FOUR_BITS]
            + tables.start[counts[at] >> START_SHIFT & FOUR_BITS]
            + tables.end_suffix[suffix_counts[last] & FOUR_BITS]
            + tables.start_suffix[suffix_counts[at] >> START_SHIFT & FOUR_BITS]
            + tables.shape_before[shapes_before[last]]
            + tables.shape_after[shapes_after[at]]
            + tables.capitals[capitals[last]]
            + tables.neighbours[neighbours[last]]
            + tables.page_text[_in_text(pair, text, in_text[last], in_text[at])]
            + tables.other_line[_in_line(pair, other_line, in_other[last], in_other[at])]
            + tables.repeated[repeated[last]]
        )
    return weights


def _capitals(cases: Sequence[int], shapes: Sequence[int]) -> list[int]:
    """Combine the cases of each word and the next, and whether the line has both cases."""
    content = {case for case, shape in zip(cases, shapes, strict=True) if shape != _FUNCTION_SHAPE}
    mixed = 9 * (_SMALL in content and _CAPITAL in content)
    return [mixed + 3 * before + after for before, after in pairwise(cases)]


def _neighbours(words: Words) -> list[int]:
    """Combine in how many texts each word and the next are neighbours, and occur at all."""
    return [
        16 * (pair >> NEIGHBOURS_SHIFT & FOUR_BITS)
        + min(before >> SPREAD_SHIFT, after >> SPREAD_SHIFT)
        for pair, (before, after) in zip(words.pair_counts[1:], pairwise(words.counts), strict=True)
    ]


def _repeated(stems: Sequence[str]) -> list[int]:
    """Combine whether each word and the next stand in the line twice, or at its other end."""
    twice = [stems.count(stem) > 1 for stem in stems]
    return [
        twice[at] + 2 * twice[at + 1]
        + 4 * (stems[at] == stems[-1]) + 8 * (stems[at + 1] == stems[0])
        for at in range(len(stems) - 1)
    ]  # fmt: skip


def _in_line(pair: str, text: str, before: bool, after: bool) -> int:
    """Tell whether a text has none of two words, one of them, both apart, or both together."""
    return 3 + (pair in text) if before and after else before + 2 * after


def _in_text(pair: str, text: str, before: int, after: int) -> int:
    """Tell the same of the running text, and how often, given the counts of the two words."""
    fewer = min(before, after)
    if not fewer:
        return _in_line(pair, text, before > 0, after > 0)
    together = text.count(pair)
    if not together:
        return 3 if fewer < _FREQUENT else 4
    return 5 + (together < _MOST * fewer) + (together < _SOME * fewer)


# ---- Terms --------------------------------------------------------------------------------------


def _terms(
    words: Words, reach: Sequence[int], lookup: Lookup, tables: Tables[V]
) -> list[list[tuple[int, V]]]:
    size = len(words.texts)
    depths, flaws = _bracket_depths(words.texts), _flaws(words)
    hashes = [crc32(code) for code in words.encoded]
    tails = [0] * (size + 1)  # words of the longest known term that ends there, and begins later
    by_start = []
    for start in reversed(range(size)):
        stop = reach[start]
        phrases = _phrases(words, start, stop, lookup)
        bags = _bags(words, hashes, start, stop, lookup)
        flaw = head = 0
        terms: list[tuple[int, V]] = []
        for end, phrase, bag in zip(range(start + 1, stop + 1), phrases, bags, strict=True):
            length = end - start
            row, known = min(length, MAX_TERM), phrase & THREE_BITS
            weight = _known_weight(phrase, bag, (head, tails[end]), length, tables)
            if known:
                head = tails[end] = length
            weight = weight + tables.flaws[flaw + (depths[end] != depths[start])]
            if length == 1:
                single = words.counts[start] >> SINGLE_SHIFT & FOUR_BITS
                weight = weight + tables.single[16 * (words.cases[start] == _SMALL) + single]
            if length == size:
                weight = weight + tables.whole_line[2 * row + (known > 0)]
            if length == row or end == size:
                terms.append((end, weight))
            flaw |= flaws[end]
        by_start.append(terms)
    return by_start


def _known_weight(
    phrase: int, bag: int, parts: tuple[int, int], length: int, tables: Tables[V]
) -> V:
    """Add up how well a term is known: itself, its words in any order, its parts.

    `parts` are the lengths of the longest known terms that it begins and ends with.
    """
    row, known = min(length, MAX_TERM), phrase & THREE_BITS
    if not (phrase or bag or any(parts)):
        return tables.unknown[row]
    head, tail = parts
    part = min(head, 2) + 3 * min(tail, 2) + 9 * (head > 0 < tail and head + tail >= length)
    return (
        tables.known[row][BAG_LEVELS * known + bag]
        + tables.edges[phrase >> TAIL_SHIFT & 63]
        + tables.parts[part + 18 if known else part]
    )


def _bracket_depths(texts: Sequence[str]) -> list[int]:
    """Count the open brackets before each word, and at the end."""
    opened = (
        0 if text.isalnum() else sum(map(text.count, "([")) - sum(map(text.count, ")]"))
        for text in texts
    )
    return list(accumulate(opened, initial=0))


def _flaws(words: Words) -> list[int]:
    """Find, before each word, what is wrong with a term that goes on there."""
    flaws = [0] * (len(words.texts) + 1)
    for at, (text, case, shape) in enumerate(
        zip(words.texts, words.cases, words.shapes, strict=True), start=1
    ):
        if text[-1] in ",;:":
            flaws[at] = _COMMA_INSIDE
        may_be_last = shape != _FUNCTION_SHAPE or text[-1] in _CLOSING
        if case == _SMALL and may_be_last and _CAPITAL in words.cases[at : at + 1]:
            flaws[at] |= _CAPITAL_INSIDE
    return flaws


def _phrases(words: Words, start: int, stop: int, lookup: Lookup) -> list[int]:
    """Look up the phrases that begin with a word, one for each word they may end with."""
    phrases = [0] * (stop - start)
    key = words.keys[start]
    phrases[0] = lookup.get(key)
    for at in range(start + 1, stop):
        # No phrase is known unless all its neighbours are known as such.
        if not words.pair_counts[at]:
            break
        key = crc32(words.encoded[at], key)
        phrases[at - start] = lookup.get(key)
    return phrases


def _bags(words: Words, hashes: Sequence[int], start: int, stop: int, lookup: Lookup) -> list[int]:
    """Look up the bags of words that begin with a word, one for each word they may end with."""
    bags = [0] * (stop - start)
    key = BAG
    for at in range(start, stop):
        if not words.counts[at] & FOUR_BITS:  # no known term has the word
            break
        key = key + hashes[at] & 0xFFFFFFFF
        bags[at - start] = lookup.get(key) & THREE_BITS
    return bags
