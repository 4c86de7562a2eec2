"""Items of outcomes, taken to pieces at every `, `.

An item has a joint wherever `, ` stands in it. Of a piece between two joints, the words and the
characters at its ends matter, and signs of time.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

JOINT = ", "
LONGEST_VALUE = 256
"""Characters of a measure or a time frame: the registry takes no more."""
MOST_JOINTS = 32
"""Joints that are looked at from either end."""
_ENDS = 60
_LONG_PIECE = 2 * _ENDS
"""Characters of a piece that is looked at as a whole; of a longer one, both ends are."""
_SHORT_PIECE = 40
"""Characters of a piece that may be an element of a list."""

KINDS = 8
"""Kinds of characters at the ends of pieces."""
FULL_STOP = 1
_CLOSINGS = {".": FULL_STOP, **dict.fromkeys(")]", 2), **dict.fromkeys(":;,", 3), "%": 4}
_DIGIT, _CAPITAL, _SMALL = 5, 6, 7
_OPENINGS = dict.fromkeys("([", 1)
_ONE_LETTER, _CAPITALS = 2, 3
_AND, _ELEMENT, _LAST_ELEMENTS = 1, 2, 3
"""Kinds of pieces in a list: `and c`, `b`, `b and c`."""
_CONJUNCTIONS = frozenset(("and", "or", "&", "and/or"))
_WORD = re.compile(r"[\w-]+")
_TIME_WORDS = frozenset(
    _WORD.findall(
        # units
        "sec second seconds min mins minute minutes h hr hrs hour hours day days week weeks wk wks"
        " month months mo year years yr yrs hourly daily weekly monthly yearly annually"
        # occasions
        " baseline visit visits discharge cycle cycles dose period study follow follow-up followup"
        " time screening treatment surgery operation randomization enrollment death"
        " preoperative preoperatively postoperative postoperatively intraoperative perioperative"
        " post-operative pre-operative hospitalization hospital intervention session sessions"
        # and what leads to them
        " up through throughout during after before until post pre end from every immediately"
    )
)
"""Words of time."""

_DIGITS = re.compile(r"\d+")


def fold(text: str) -> str:
    """Leave out case and numbers."""
    return _DIGITS.sub("0", text.lower())


class Piece(NamedTuple):
    """What is seen of the text between two joints."""

    first: str
    pair: str
    """The first two words."""
    others: tuple[str, ...]
    """All words but the first."""
    last: str
    opening: int
    closing: int
    """Kinds of the first and the last characters."""
    signs: int
    """Whether it has a number (1), and a word of time (2)."""
    listing: int
    """Whether it begins with `and`, or is short, without an `and` or with one."""


_BLANK = Piece("", "", (), "", 0, 0, 0, 0)


@lru_cache(8192)
def _look_at(text: str) -> Piece:
    """Look at a piece; times and beginnings of descriptions occur again and again."""
    folded = fold(text)
    words = folded.split()
    if not words:
        return _BLANK
    first, *others = words
    listing = 0
    if first in _CONJUNCTIONS:
        listing = _AND
    elif len(text) < _SHORT_PIECE:
        listing = _ELEMENT if _CONJUNCTIONS.isdisjoint(others) else _LAST_ELEMENTS
    return Piece(
        first,
        f"{first} {others[0]}" if others else first,
        tuple(others),
        words[-1].strip(".()"),
        _opening(text[:2]),
        _closing(text[-1]),
        ("0" in folded) + 2 * (not _TIME_WORDS.isdisjoint(words)),
        listing,
    )


@lru_cache(4096)
def _opening(beginning: str) -> int:
    """Return the kind of the first two characters of a text."""
    first, second = beginning[:1], beginning[1:]
    if first.isupper():
        if second.islower():
            return _CAPITAL
        return _CAPITALS if second.isalnum() else _ONE_LETTER
    if first.isalpha():
        return _SMALL
    return _DIGIT if first.isdigit() else _OPENINGS.get(first, 0)


@lru_cache(4096)
def _closing(last: str) -> int:
    """Return the kind of the last character of a text."""
    if last.isalpha():
        return _CAPITAL if last.isupper() else _SMALL
    return _DIGIT if last.isdigit() else _CLOSINGS.get(last, 0)


# ---- Items --------------------------------------------------------------------------------------


class Item:
    """An outcome as it stands in its cell, and its joints."""

    __slots__ = (
        "depths", "folded_frames", "frame_joints", "frames", "joints", "lists", "measure_joints",
        "measures", "pieces", "size", "text",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        texts = text.split(JOINT)
        self.size = size = len(texts) - 1
        """The number of joints."""
        self.joints = joints = _positions(texts)
        last_measure, first_frame = _bounds(text, joints)
        self.pieces = _pieces(texts, last_measure, first_frame)
        self.depths = _depths(texts) if "(" in text else [0] * size
        self.lists = _lists(self.pieces)
        # `and` begins no value.
        self.measure_joints = [at for at in range(last_measure) if self.lists[at] != _AND]
        """The joints that the measure may end at."""
        self.frame_joints = [at for at in range(first_frame, size) if self.lists[at] != _AND]
        """The joints that the time frame may begin at."""
        self.measures = [text[: joints[at]] for at in self.measure_joints]
        self.frames = [text[joints[at] + 2 :] for at in self.frame_joints]
        self.folded_frames = self._folded_frames()

    def _folded_frames(self) -> list[str]:
        if not self.frames:
            return []
        pieces, first = fold(self.frames[0]).split(JOINT), self.frame_joints[0]
        return [JOINT.join(pieces[at - first :]) for at in self.frame_joints]


def _positions(texts: Sequence[str]) -> list[int]:
    """Return the positions of joints."""
    joints, at = [], 0
    for text in texts[:-1]:
        at += len(text)
        joints.append(at)
        at += 2
    return joints


def _bounds(text: str, joints: Sequence[int]) -> tuple[int, int]:
    """Return how many joints may end the measure, and the first that may begin a time frame.

    A line break is always inside the description.
    """
    first_break, last_break = text.find("\n"), text.rfind("\n")
    most = LONGEST_VALUE if first_break < 0 else min(first_break, LONGEST_VALUE)
    least = max(last_break, len(text) - LONGEST_VALUE - 2)
    last = min(bisect_right(joints, most), MOST_JOINTS)
    return last, max(bisect_left(joints, least), len(joints) - MOST_JOINTS)


def _pieces(texts: Sequence[str], last_measure: int, first_frame: int) -> list[Piece]:
    """Look at pieces but those in the middle, far from all joints that matter."""
    head = min(last_measure + 1, first_frame)
    return [
        _look_at(text if len(text) <= _LONG_PIECE else f"{text[:_ENDS]} {text[-_ENDS:]}")
        if at < head or at >= first_frame
        else _BLANK
        for at, text in enumerate(texts)
    ]


def _depths(texts: Sequence[str]) -> list[int]:
    """Tell for each joint whether brackets are open (1), or one too many is closed (-1)."""
    depth, depths = 0, []
    for text in texts[:-1]:
        depth += text.count("(") - text.count(")")
        depths.append((depth > 0) - (depth < 0))
    return depths


def _lists(pieces: Sequence[Piece]) -> list[int]:
    """Tell for each joint which kind of piece in a list follows it, if any."""
    lists = [0] * len(pieces)
    for at in range(len(pieces) - 2, -1, -1):
        listing = pieces[at + 1].listing
        lists[at] = 0 if listing == _ELEMENT and not lists[at + 1] else listing
    return lists
