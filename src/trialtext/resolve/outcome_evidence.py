"""Features of all ways to divide an outcome into measure, description and time frame.

A way to divide an item, a division, is a pair of joints: the one that the measure ends at, and the
one that the time frame begins at; they are the same where there is no description. Each division
has features: from the words around its joints, from the three values, and from the other outcomes
of the study. Each feature has a weight. The same code gives the features, which weights are learned
for, and, once they are learned, their sum.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Generic, NamedTuple, Protocol, TypeVar

from trialtext.resolve.outcome_items import FULL_STOP, KINDS, LONGEST_VALUE, Item

Features = tuple[int, ...]
V = TypeVar("V", int, Features)

LONGEST_DESCRIPTION = 1100
"""Characters of a description: the registry takes 999, to which escapes are added."""
_TELLING = 3
"""Characters of a word that does not occur in a text by chance."""

# ---- Features -----------------------------------------------------------------------------------

LENGTHS = (8, 16, 32, 48, 64, 96, 128, 192)
DESCRIPTION_LENGTHS = (12, 25, 50, 100, 200, 400, 700)
COUNTS = (1, 2, 3, 6, 16)
STUDY_SIZES = (2, 4, 9)
"""Where classes of lengths, of counts, and of numbers of outcomes begin."""

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
    "study": 4 * SHAPES,  # by the number of outcomes
    "alone_length": 9,
    "alone_time": 16,  # digits and words of time in its last piece, its last character
    "undescribed": KINDS * KINDS,  # characters on either side of a joint
    "undescribed_length": 9,
    "undescribed_pieces": 5,
    "described": KINDS * KINDS,
    "opening": KINDS * KINDS,
    "measure_length": 9,
    "measure_pieces": 5,
    "measure_words": 6,  # whether the description begins with words of the measure
    "measure_shared": 12,  # whether other outcomes begin with it
    "measure_sentence": 2,  # whether pieces in it end as sentences
    "measure_list": 4,  # whether a list goes on after the measure
    "measure_depth": 3,
    "description_shared": 4,  # whether other outcomes have a piece with the same first words
    "description_length": 8,
    "description_form": 16 * KINDS,  # its first character, and whether it is short and whole
    "description_pieces": 5,
    "description_style": KINDS * KINDS,  # its first and its last character
    "description_shorter": 2 * KINDS,  # whether it is shorter than the measure
    "frame_known": 6,  # how many studies are known to have it
    "frame_longer": 7,  # how many are known to have the one that begins a joint before
    "frame_length": 9,
    "frame_pieces": 7,
    "frame_shared": 15,  # how many other outcomes have it
    "frame_shared_folded": 15,  # how many have it with other numbers
    "frame_time": 4 * KINDS,  # digits and words of time in it
    "frame_sentence": 4,  # whether sentences, or pieces, end in it
    "frame_after_sentence": 2,
    "frame_list": 4,
    "frame_depth": 3,
    "before_frame_time": 4 * 5,  # digits and words of time in the piece before it
}
"""Groups of features that are numbers, and how many each has."""

# ---- Divisions ----------------------------------------------------------------------------------


class WordTable(Protocol[V]):
    """Weights of features that are words."""

    def get(self, key: str, default: V, /) -> V:
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


class Weigher(Generic[V]):
    """Weighs the ways to divide the items of a study."""

    def __init__(self, items: Sequence[Item], tables: Tables[V]) -> None:
        self._words: Mapping[str, WordTable[V]] = tables.words
        self._numbers: Mapping[str, Sequence[V]] = tables.numbers
        self._none: V = tables.none
        self._known = tables.known_frames
        # What items have in common, however they are divided.
        self._measures = Counter(chain.from_iterable([item.measures for item in items]))
        self._frames = Counter(chain.from_iterable([item.frames for item in items]))
        self._folded = Counter(chain.from_iterable([item.folded_frames for item in items]))
        self._pairs = Counter(
            chain.from_iterable([{piece.pair for piece in item.pieces[1:]} for item in items])
        )
        row = SHAPES * bisect_right(STUDY_SIZES, len(items))
        self._study_shapes: list[V] = [
            self._numbers["study"][row + shape] for shape in range(SHAPES)
        ]
        self._frame_weights: dict[str, V] = {}
        self._bags: dict[tuple[str, ...], V] = {}

    def divisions(self, item: Item) -> list[Division[V]]:
        """Weigh all ways to divide an item."""
        size, numbers = item.size, self._numbers["shape"]
        row = SHAPES * min(size, 8)
        shapes = [numbers[row + shape] + self._study_shapes[shape] for shape in range(SHAPES)]
        found = []
        if not size or (len(item.text) <= LONGEST_VALUE and "\n" not in item.text):
            found.append(Division(size, size, shapes[ALONE] + self._alone(item)))
        if not size:
            return found
        frames = self._weigh_frames(item)
        self._undescribed(item, frames, shapes[UNDESCRIBED], found)
        if size > 1:
            starts = self._weigh_starts(item, shapes[DESCRIBED])
            self._described(item, starts, frames, found)
        return found

    def _alone(self, item: Item) -> V:
        """Weigh an item as a measure only."""
        numbers, piece = self._numbers, item.pieces[-1]
        return (
            self._words["alone_last"].get(piece.last, self._none)
            + numbers["alone_length"][bisect_right(LENGTHS, len(item.text))]
            + numbers["alone_time"][4 * min(piece.closing, 3) + piece.signs]
        )

    def _undescribed(
        self, item: Item, frames: Sequence[V], shape: V, found: list[Division[V]]
    ) -> None:
        """Weigh the divisions into a measure and a time frame."""
        numbers, none, pieces = self._numbers, self._none, item.pieces
        last, around = self._words["undescribed_last"], numbers["undescribed"]
        lengths, counts = numbers["undescribed_length"], numbers["undescribed_pieces"]
        ends = item.measure_joints
        for joint, frame in zip(item.frame_joints, frames, strict=True):
            if joint not in ends:
                continue
            before = pieces[joint]
            weight = (
                shape
                + frame
                + last.get(before.last, none)
                + around[KINDS * before.closing + pieces[joint + 1].opening]
                + lengths[bisect_right(LENGTHS, item.joints[joint])]
                + counts[min(joint, 4)]
            )
            found.append(Division(joint, joint, weight))

    def _described(
        self, item: Item, starts: Sequence[V], frames: Sequence[V], found: list[Division[V]]
    ) -> None:
        """Weigh the divisions into a measure, a description and a time frame."""
        numbers, none, pieces, joints = self._numbers, self._none, item.pieces, item.joints
        last, first = self._words["described_last"], self._words["before_frame"]
        around, time = numbers["described"], numbers["before_frame_time"]
        lengths, counts = numbers["description_length"], numbers["description_pieces"]
        forms = numbers["description_form"]
        styles, shorter = numbers["description_style"], numbers["description_shorter"]
        for joint, by_itself in zip(item.frame_joints, frames, strict=True):
            if not joint:
                continue
            before, at = pieces[joint], joints[joint]
            length_before = at - joints[joint - 1] - 2
            frame = (
                by_itself
                + last.get(before.last, none)
                + first.get(before.first, none)
                + around[KINDS * before.closing + pieces[joint + 1].opening]
                + time[4 * min(bisect_right(LENGTHS, length_before), 4) + before.signs]
            )
            closing = before.closing
            # No description begins at the last joint.
            for end, start in zip(item.measure_joints, starts, strict=False):
                length = at - joints[end] - 2
                if end >= joint:
                    break
                if length > LONGEST_DESCRIPTION:
                    continue
                opening = pieces[end + 1].opening
                length_class = bisect_right(DESCRIPTION_LENGTHS, length)
                weight = (
                    start
                    + frame
                    + lengths[length_class]
                    + forms[16 * opening + 2 * length_class + (joint - end == 1)]
                    + counts[min(joint - end, 4)]
                    + styles[KINDS * opening + closing]
                    + shorter[KINDS * (length < joints[end]) + closing]
                )
                found.append(Division(end, joint, weight))

    def _weigh_starts(self, item: Item, shape: V) -> list[V]:
        """Weigh the joints that may end the measure before a description."""
        words, numbers, none = self._words, self._numbers, self._none
        firsts, pairs = words["description_first"], words["description_pair"]
        lasts, insides = words["measure_last"], words["measure_inside"]
        around, lengths = numbers["opening"], numbers["measure_length"]
        counts, repeated = numbers["measure_pieces"], numbers["measure_words"]
        shared, lists = numbers["measure_shared"], numbers["measure_list"]
        depths, pairs_shared = numbers["measure_depth"], numbers["description_shared"]
        sentences = numbers["measure_sentence"]
        pieces = item.pieces
        sharing: list[int] = [self._measures[measure] for measure in item.measures]
        begin, extended = pieces[0], [*sharing[1:], -1]
        lower = item.measures[-1].lower() if sharing else ""
        inside, stops, done, weights = shape, 0, 0, []
        last = item.frame_joints[-1] if item.frame_joints else 0
        for at, joint in enumerate(item.measure_joints):
            if joint >= last:
                break
            while done < joint:
                stops |= pieces[done].closing == FULL_STOP
                done += 1
                inside += insides.get(pieces[done].first, none)
            before, after = pieces[joint], pieces[joint + 1]
            end, count = item.joints[joint], sharing[at]
            word, pair = after.first, after.pair
            kind = 2 if word == begin.first else int(len(word) >= _TELLING and word in lower[:end])
            more = 0 if extended[at] < 0 else 1 + (extended[at] == count)
            weights.append(
                inside
                + firsts.get(word, none)
                + pairs.get(pair, none)
                + lasts.get(before.last, none)
                + around[KINDS * before.closing + after.opening]
                + lengths[bisect_right(LENGTHS, end)]
                + counts[min(joint, 4)]
                + repeated[2 * kind + (pair == begin.pair)]
                + shared[3 * min(count - 1, 3) + more]
                + lists[item.lists[joint]]
                + depths[item.depths[joint] + 1]
                + sentences[stops]
                + pairs_shared[min(self._pairs[pair] - 1, 3)]
            )
        return weights

    def _weigh_frames(self, item: Item) -> list[V]:
        """Weigh the joints that may begin a time frame."""
        numbers = self._numbers
        longer_known, depths = numbers["frame_longer"], numbers["frame_depth"]
        shared, shared_folded = numbers["frame_shared"], numbers["frame_shared_folded"]
        after_sentence = numbers["frame_after_sentence"]
        counts = list(map(self._frames.__getitem__, item.frames))
        folded_counts = list(map(self._folded.__getitem__, item.folded_frames))
        known = [bisect_right(COUNTS, self._known.get(frame, 0)) for frame in item.folded_frames]
        weights = self._weigh_frames_alone(item, known)
        for at, joint in enumerate(item.frame_joints):
            weights[at] += (
                longer_known[1 + known[at - 1] if at else 0]
                + shared[_sharing(counts, at)]
                + shared_folded[_sharing(folded_counts, at)]
                + after_sentence[item.pieces[joint].closing == FULL_STOP]
                + depths[item.depths[joint] + 1]
            )
        return weights

    def _weigh_frames_alone(self, item: Item, known: Sequence[int]) -> list[V]:
        """Weigh the time frames by themselves; many items of a study have the same."""
        words, numbers, none = self._words, self._numbers, self._none
        rest, signs, stops, done, weights = none, 0, 0, item.size, []
        for at in range(len(item.frames) - 1, -1, -1):
            frame, joint = item.frames[at], item.frame_joints[at]
            while done > joint:
                piece = item.pieces[done]
                if done < item.size:
                    rest += words["frame_inside"].get(item.pieces[done + 1].first, none)
                    stops |= piece.closing == FULL_STOP
                rest += self._bag(piece.others)
                signs |= piece.signs
                done -= 1
            weight = self._frame_weights.get(frame)
            if weight is None:
                weight = self._frame_weights[frame] = (
                    rest
                    + words["frame_first"].get(piece.first, none)
                    + words["frame_pair"].get(piece.pair, none)
                    + numbers["frame_known"][known[at]]
                    + numbers["frame_length"][bisect_right(LENGTHS, len(frame))]
                    + numbers["frame_pieces"][min(item.size - joint, 6)]
                    + numbers["frame_time"][4 * piece.opening + signs]
                    + numbers["frame_sentence"][2 * (". " in frame) + stops]
                    + numbers["frame_list"][item.lists[joint]]
                )
            weights.append(weight)
        weights.reverse()
        return weights

    def _bag(self, words: tuple[str, ...]) -> V:
        """Weigh the words of a piece of a time frame but the first, in any order."""
        weight = self._bags.get(words)
        if weight is None:
            table, weight = self._words["frame_word"], self._none
            for word in words:
                weight += table.get(word.strip(".;:()"), self._none)
            self._bags[words] = weight
        return weight


def _sharing(counts: Sequence[int], at: int) -> int:
    """Return a class of how many others have an ending, and whether so many have a longer one."""
    longer = 1 + (counts[at - 1] == counts[at]) if at else 0
    return 3 * min(counts[at] - 1, 4) + longer
