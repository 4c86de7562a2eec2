"""Features of all ways to divide an outcome into measure, description and time frame.

An item has a joint wherever `, ` stands in it. A way to divide it, a division, is a pair of joints:
the one that the measure ends at, and the one that the time frame begins at; they are the same where
there is no description. Each division has features: from the words around its joints, from the
three values, and from the other outcomes of the study. Each feature has a weight. The same code
gives the features, which weights are learned for, and, once they are learned, their sum.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, Protocol, TypeVar

Features = tuple[int, ...]
V = TypeVar("V", int, Features)
V_co = TypeVar("V_co", int, Features, covariant=True)

JOINT = ", "
LONGEST_VALUE = 256
"""Characters of a measure or a time frame: the registry takes no more."""
LONGEST_DESCRIPTION = 1100
"""Characters of a description: the registry takes 999, to which escapes are added."""
MOST_JOINTS = 32
"""Joints that are looked at from either end."""
_WORD_ENDS = 60
"""Characters in which the first or last words of a piece are looked for."""
_SHORT_PIECE = 40
"""Characters of a piece that may be an element of a list."""

# ---- Features -----------------------------------------------------------------------------------

LENGTHS = (8, 16, 32, 48, 64, 96, 128, 192)
DESCRIPTION_LENGTHS = (12, 25, 50, 100, 200, 400, 700)
COUNTS = (1, 2, 3, 6, 16)
"""Where classes of lengths and of counts begin."""
_CLOSINGS = {**dict.fromkeys(".", 1), **dict.fromkeys(")]", 2), **dict.fromkeys(":;,", 3), "%": 4}
_CLOSING_DIGIT, _CLOSING_CAPITAL, _CLOSING_SMALL = 5, 6, 7
_OPENING_DIGIT, _OPENING_SMALL, _OPENING_LETTER, _OPENING_WORD, _OPENING_ACRONYM = 1, 2, 3, 4, 5
_OPENING_BRACKET = 6
_KINDS = 8
"""Kinds of ends of pieces, and of beginnings."""
_CONJUNCTIONS = frozenset(("and", "or", "&", "and/or"))

WORD_GROUPS = (
    "alone_last",  # last word of an item that is a measure only
    "description_first",  # first word of a description
    "description_pair",  # its first two words
    "measure_last",  # last word of the measure before a description
    "measure_inside",  # first words of the further pieces of a measure
    "frame_first",  # first word of a time frame
    "frame_pair",  # its first two words
    "frame_word",  # every other word of a time frame
    "frame_inside",  # first words of its further pieces
    "undescribed_last",  # last word of the measure before a time frame
    "described_last",  # last word of the description before a time frame
    "before_frame",  # first word of the piece before a time frame
)
"""Groups of features that are words."""
SHAPES = 3
ALONE, UNDESCRIBED, DESCRIBED = range(SHAPES)
"""A measure only; with a time frame; with a description and a time frame."""
NUMBER_GROUPS = {
    "shape": 9 * SHAPES,  # by the number of joints
    "alone_length": 9,
    "alone_time": 16,  # digits and words of time in its last piece, its last character
    "undescribed": _KINDS * _KINDS,  # characters on either side of a joint
    "undescribed_length": 9,
    "undescribed_pieces": 5,
    "described": _KINDS * _KINDS,
    "opening": _KINDS * _KINDS,
    "measure_length": 9,
    "measure_pieces": 5,
    "measure_words": 6,  # whether the description begins with words of the measure
    "measure_shared": 12,  # whether other outcomes begin with it
    "measure_list": 4,  # whether a list goes on after the measure
    "measure_depth": 3,
    "description_shared": 4,  # whether other outcomes have a piece with the same first words
    "description_length": 8,
    "description_pieces": 5,
    "description_style": _KINDS * _KINDS,  # its first and its last character
    "description_shorter": 2 * _KINDS,  # whether it is shorter than the measure
    "frame_known": 6,  # how many studies are known to have it
    "frame_longer": 7,  # how many are known to have the one that begins a joint before
    "frame_length": 9,
    "frame_pieces": 7,
    "frame_shared": 15,  # how many other outcomes have it
    "frame_shared_folded": 15,  # how many have it with other numbers
    "frame_time": 4 * _KINDS,  # digits and words of time in it
    "frame_sentence": 4,  # sentences in it, or before it
    "frame_list": 4,
    "frame_depth": 3,
    "before_frame_time": 4 * 5,  # digits and words of time in the piece before it
}
"""Groups of features that are numbers, and how many each has."""

_DIGITS = re.compile(r"\d+")
_TIME = re.compile(
    r"""
    \b(?:
        second|minute|min\b|hour|hr|day|week|wk|month|year  # units
        |baseline|visit|discharge|cycle|dose|period|study|follow|time  # occasions
        |up\ to|through|during|after|before|until|post|pre|end\b|from  # and what leads to them
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


@lru_cache(4096)
def fold(text: str) -> str:
    """Leave out case and numbers."""
    return _DIGITS.sub("0", text.lower())


def level(number: int, bounds: Sequence[int]) -> int:
    """Return the class of a number, from 0."""
    for at, bound in enumerate(bounds):
        if number < bound:
            return at
    return len(bounds)


def _closing(text: str) -> int:
    """Return the kind of the last character of a text."""
    last = text[-1:]
    if last.isalpha():
        return _CLOSING_CAPITAL if last.isupper() else _CLOSING_SMALL
    return _CLOSING_DIGIT if last.isdigit() else _CLOSINGS.get(last, 0)


@lru_cache(4096)
def _opening(word: str) -> int:
    """Return the kind of the first word of a text."""
    first = word[:1]
    if first.isdigit():
        return _OPENING_DIGIT
    if first.isupper():
        rest = word[1:]
        if not rest:
            return _OPENING_LETTER
        return _OPENING_WORD if rest.islower() else _OPENING_ACRONYM
    if first.isalpha():
        return _OPENING_SMALL
    return _OPENING_BRACKET if first in ("(", "[") else 0


def _time_signs(text: str) -> int:
    """Tell whether a text has a digit (1), and a word of time (2)."""
    return (_DIGITS.search(text) is not None) + 2 * (_TIME.search(text) is not None)


# ---- Items --------------------------------------------------------------------------------------


class Item:
    """An outcome as it stands in its cell, and its joints."""

    __slots__ = (
        "closings", "depths", "first", "first_frame", "folded_frames", "frames", "joints", "last",
        "last_measure", "lists", "measures", "openings", "pairs", "pieces", "size", "text",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces = pieces = text.split(JOINT)
        self.size = len(pieces) - 1
        """The number of joints."""
        self.joints = _joints(pieces)
        self.last_measure, self.first_frame = self._bounds()
        self._look_at_pieces()
        self.lists = self._lists()
        # By the joint: what would be the measure; what would be the time frame, from the first on.
        self.measures = [text[:at] for at in self.joints[: self.last_measure]]
        self.frames = [text[at + 2 :] for at in self.joints[self.first_frame :]]
        self.folded_frames = list(map(fold, self.frames))

    def _bounds(self) -> tuple[int, int]:
        """Return how many joints may end the measure, and the first that may begin a time frame.

        A line break is always inside the description.
        """
        joints, text = self.joints, self.text
        first_break, last_break = text.find("\n"), text.rfind("\n")
        most = LONGEST_VALUE if first_break < 0 else min(first_break, LONGEST_VALUE)
        least = max(last_break, len(text) - LONGEST_VALUE - 2)
        last, first = 0, self.size
        while last < min(self.size, MOST_JOINTS) and joints[last] <= most:
            last += 1
        while first > max(0, self.size - MOST_JOINTS) and joints[first - 1] >= least:
            first -= 1
        return last, first

    def _look_at_pieces(self) -> None:
        """Find the words and characters at the ends of pieces, and which brackets are open."""
        self.first: list[str] = []
        self.pairs: list[str] = []
        self.last: list[str] = []
        self.openings: list[int] = []
        self.depths: list[int] = []
        depth = 0
        for piece in self.pieces:
            words = piece[:_WORD_ENDS].split(None, 2)
            first = fold(words[0]) if words else ""
            self.first.append(first)
            self.pairs.append(f"{first} {fold(words[1])}" if len(words) > 1 else first)
            self.openings.append(_opening(words[0]) if words else 0)
            self.last.append(fold(piece[-_WORD_ENDS:].rpartition(" ")[2]).strip(".()"))
            depth += piece.count("(") + piece.count("[") - piece.count(")") - piece.count("]")
            self.depths.append((depth > 0) - (depth < 0))
        self.closings = list(map(_closing, self.pieces))

    def _lists(self) -> list[int]:
        """Tell for each joint whether `b and c`, `and c`, or `b` before these, follows it."""
        lists = [0] * (self.size + 1)
        for at in range(self.size - 1, -1, -1):
            piece = self.pieces[at + 1]
            if self.first[at + 1] in _CONJUNCTIONS:
                lists[at] = 1
            elif len(piece) < _SHORT_PIECE:
                lists[at] = 3 if " and " in piece or " or " in piece else 2 * (lists[at + 1] > 0)
        return lists


def _joints(pieces: Sequence[str]) -> list[int]:
    """Return the positions of joints."""
    joints, at = [], 0
    for piece in pieces[:-1]:
        at += len(piece)
        joints.append(at)
        at += 2
    return joints


class StudyEvidence:
    """What the outcomes of a study have in common, however they are divided."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.measures = Counter[str]()
        self.frames = Counter[str]()
        self.folded_frames = Counter[str]()
        self.beginnings = Counter[str]()
        for item in items:
            self.measures.update(item.measures)
            self.frames.update(item.frames)
            self.folded_frames.update(item.folded_frames)
            self.beginnings.update(set(item.pairs[1:]))


# ---- Divisions ----------------------------------------------------------------------------------


class WordTable(Protocol[V_co]):
    """Weights of features that are words."""

    def get(self, key: str, default: V_co, /) -> V_co:  # type: ignore[misc]
        """Return the weight of a word."""


class Tables(NamedTuple, Generic[V]):
    """Weights of features, or features, by group."""

    words: Mapping[str, WordTable[V]]
    numbers: Mapping[str, Sequence[V]]
    none: V
    """The weight of a word that is in no table."""
    known_frames: Mapping[str, int]
    """In how many studies a folded time frame is known to occur."""


class Division(NamedTuple, Generic[V]):
    """A way to divide an item."""

    measure_end: int
    """The joint after the measure; the number of joints if there is none."""
    frame_start: int
    """The joint before the time frame; the number of joints if there is none."""
    weight: V


def divisions(item: Item, study: StudyEvidence, tables: Tables[V]) -> list[Division[V]]:
    """Weigh all ways to divide an item."""
    size, numbers = item.size, tables.numbers
    shapes = [numbers["shape"][SHAPES * min(size, 8) + shape] for shape in range(SHAPES)]
    found = []
    if len(item.text) <= LONGEST_VALUE and "\n" not in item.text:
        found.append(Division(size, size, shapes[ALONE] + _alone(item, tables)))
    frames = _frames(item, study, tables)
    starts = [shapes[DESCRIBED] + start for start in _starts(item, study, tables)]
    ends = list(_before_frames(item, tables))
    for joint in range(item.first_frame, item.last_measure):
        weight = shapes[UNDESCRIBED] + frames[joint - item.first_frame]
        found.append(Division(joint, joint, weight + _undescribed(item, joint, tables)))
    lengths, pieces = numbers["description_length"], numbers["description_pieces"]
    styles, shorter = numbers["description_style"], numbers["description_shorter"]
    joints = item.joints
    for joint in range(item.first_frame, size):
        closing = item.closings[joint]
        frame = frames[joint - item.first_frame] + ends[joint - item.first_frame]
        for start in range(min(joint, item.last_measure)):
            length = joints[joint] - joints[start] - 2
            if length > LONGEST_DESCRIPTION:
                continue
            weight = (
                starts[start]
                + frame
                + lengths[level(length, DESCRIPTION_LENGTHS)]
                + pieces[min(joint - start, 4)]
                + styles[_KINDS * item.openings[start + 1] + closing]
                + shorter[_KINDS * (length < joints[start]) + closing]
            )
            found.append(Division(start, joint, weight))
    return found


def _alone(item: Item, tables: Tables[V]) -> V:
    """Weigh an item as a measure only."""
    numbers, piece = tables.numbers, item.pieces[-1]
    return (
        tables.words["alone_last"].get(item.last[-1], tables.none)
        + numbers["alone_length"][level(len(item.text), LENGTHS)]
        + numbers["alone_time"][4 * min(item.closings[-1], 3) + _time_signs(piece)]
    )


def _undescribed(item: Item, joint: int, tables: Tables[V]) -> V:
    """Weigh the end of a measure that a time frame follows."""
    numbers = tables.numbers
    return (
        tables.words["undescribed_last"].get(item.last[joint], tables.none)
        + numbers["undescribed"][_KINDS * item.closings[joint] + item.openings[joint + 1]]
        + numbers["undescribed_length"][level(item.joints[joint], LENGTHS)]
        + numbers["undescribed_pieces"][min(joint, 4)]
    )


def _starts(item: Item, study: StudyEvidence, tables: Tables[V]) -> list[V]:
    """Weigh the joints that may end the measure before a description."""
    words, numbers, none = tables.words, tables.numbers, tables.none
    first, pairs, last = item.first, item.pairs, item.last
    inside, weights = none, []
    counts = [study.measures[measure] for measure in item.measures]
    for joint, measure in enumerate(item.measures):
        word = first[joint + 1]
        count = counts[joint]
        extended = counts[joint + 1] if joint + 1 < len(counts) else -1
        is_repeated = word == first[0]
        kind = 2 * is_repeated or int(len(word) > 2 and word in measure.lower())
        weights.append(
            inside
            + words["description_first"].get(word, none)
            + words["description_pair"].get(pairs[joint + 1], none)
            + words["measure_last"].get(last[joint], none)
            + numbers["opening"][_KINDS * item.closings[joint] + item.openings[joint + 1]]
            + numbers["measure_length"][level(len(measure), LENGTHS)]
            + numbers["measure_pieces"][min(joint, 4)]
            + numbers["measure_words"][2 * kind + (pairs[joint + 1] == pairs[0])]
            + numbers["measure_shared"][
                3 * min(count - 1, 3) + (0 if extended < 0 else 1 + (extended == count))
            ]
            + numbers["measure_list"][item.lists[joint]]
            + numbers["measure_depth"][item.depths[joint] + 1]
            + numbers["description_shared"][min(study.beginnings[pairs[joint + 1]] - 1, 3)]
        )
        inside += words["measure_inside"].get(word, none)
    return weights


def _frames(item: Item, study: StudyEvidence, tables: Tables[V]) -> list[V]:
    """Weigh the joints that may begin a time frame, from the first one on."""
    words, numbers, none = tables.words, tables.numbers, tables.none
    offset, known = item.first_frame, tables.known_frames
    counts = [study.frames[frame] for frame in item.frames]
    folded_counts = [study.folded_frames[frame] for frame in item.folded_frames]
    known_counts = [known.get(frame, 0) for frame in item.folded_frames]
    inside, weights = none, []
    for at in range(len(item.frames) - 1, -1, -1):
        frame, joint = item.frames[at], offset + at
        word = item.first[joint + 1]
        for other in item.folded_frames[at][: len(item.pieces[joint + 1])].split()[1:]:
            inside += words["frame_word"].get(other.strip(".,;:()"), none)
        weights.append(
            inside
            + words["frame_first"].get(word, none)
            + words["frame_pair"].get(item.pairs[joint + 1], none)
            + numbers["frame_known"][level(known_counts[at], COUNTS)]
            + numbers["frame_longer"][1 + level(known_counts[at - 1], COUNTS) if at else 0]
            + numbers["frame_length"][level(len(frame), LENGTHS)]
            + numbers["frame_pieces"][min(item.size - joint, 6)]
            + numbers["frame_shared"][_sharing(counts, at)]
            + numbers["frame_shared_folded"][_sharing(folded_counts, at)]
            + numbers["frame_time"][4 * item.openings[joint + 1] + _time_signs(frame)]
            + numbers["frame_sentence"][2 * (". " in frame) + (item.closings[joint] == 1)]
            + numbers["frame_list"][item.lists[joint]]
            + numbers["frame_depth"][item.depths[joint] + 1]
        )
        inside += words["frame_inside"].get(word, none)
    weights.reverse()
    return weights


def _sharing(counts: Sequence[int], at: int) -> int:
    """Return a class of how many others have an ending, and whether so many have a longer one."""
    longer = 1 + (counts[at - 1] == counts[at]) if at else 0
    return 3 * min(counts[at] - 1, 4) + longer


def _before_frames(item: Item, tables: Tables[V]) -> list[V]:
    """Weigh what stands before the joints that may begin a time frame, as a description's end."""
    words, numbers, none = tables.words, tables.numbers, tables.none
    weights = []
    for joint in range(item.first_frame, item.size):
        piece = item.pieces[joint]
        length = min(level(len(piece), LENGTHS), 4)
        weights.append(
            words["described_last"].get(item.last[joint], none)
            + words["before_frame"].get(item.first[joint], none)
            + numbers["described"][_KINDS * item.closings[joint] + item.openings[joint + 1]]
            + numbers["before_frame_time"][4 * length + _time_signs(piece[-LONGEST_VALUE:])]
        )
    return weights
