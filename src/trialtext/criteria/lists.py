"""Lists of criteria: which item lies in which by indentation, numbering, and what opens a list."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from trialtext.criteria.doubts import LOST_INDENTATION
from trialtext.criteria.items import Item
from trialtext.criteria.marks import Mark
from trialtext.criteria.model import Kind

DEEPER: Final = 2
"""Blanks by which an item is deeper than another, at least."""
_LOOKED_AT: Final = 120
"""Characters at the end of an item that say whether it opens a list."""
_FAR: Final = 50
"""Items among which the last but one of a list is looked for."""
_OPENS: Final = re.compile(
    r"\bfollowing (?:\s\w+){0,3} \Z"
    r"| \b(?: and | or | by | of | either | including | as\ follows | are | includes? ) \Z",
    re.VERBOSE | re.IGNORECASE,
)
_OPENS_FLAT: Final = re.compile(
    r"\b(?: following | one | two | three | any | either | all | both | listed | below | showing"
    r"| defined | such\ as | including | as\ follows | based | criteria ) \b [^.;]* [:：]\Z",
    re.VERBOSE | re.IGNORECASE,
)
"""Ends of what introduces a list that is no deeper."""
_JOINED: Final = re.compile(r"[;,\s](?:and|or|and/or)\W?\Z", re.IGNORECASE)
"""The end of the last item but one of a list."""
_GOING_ON: Final = (";", ",")
"""The ends of those before."""


class Lists:
    """The rules of lists, for the items of one text."""

    def __init__(self, text: str, items: Sequence[Item]) -> None:
        self._text = text
        self._items = items
        self._is_flat = not any(item.indent for item in items)

    @cached_property
    def _marks(self) -> "_Marks":
        return _Marks(self._items)

    def followed(self, item: Item, open_: Sequence[Item]) -> Item | None:
        """Find the item of an open list whose number is the one before."""
        if item.mark is None or not item.mark.is_number:
            return None
        followed = []
        for above in reversed(open_):
            if above.heading and above.mark is None:
                break
            if above.mark and above.lead is None and item.mark.follows(above.mark):
                followed.append(above)
        as_deep = [above for above in followed if abs(above.indent - item.indent) < DEEPER]
        if len(as_deep) > 1 and not self._marks.comes_again(item):
            # It goes on with both lists: which of them, nothing tells.
            _doubt(item)
            return as_deep[-1]
        return next(iter(as_deep or followed), None)

    def stands_beside(self, before: Item, item: Item) -> bool:
        """Tell, quickly, whether an item surely is the next bullet of a list: most items are."""
        mark, parent = item.mark, before.parent
        return (
            mark is not None
            and mark is before.mark
            and item.indent == before.indent
            and before.heading is item.heading is None
            and before.child_mark is None
            and before.lead is None
            and (parent is None or parent.child_mark is None)
            and not (before.doubts or mark.is_number or self._ends_with_colon(before))
        )

    def holds(self, above: Item, item: Item, open_: Sequence[Item]) -> bool:
        """Tell whether an item lies in one of the open ones that has a marker, or is no heading."""
        is_alike = _are_alike(above, item)
        is_below_two_markers = is_alike and item.indent == above.inner_indent != above.indent
        if abs(item.indent - above.indent) >= DEEPER:
            return is_deeper(item, above) and not is_below_two_markers
        if item.mark is None:
            return self._holds_paragraph(above, item)
        if above.mark is None:
            return self.opens(above) and not above.leads
        if is_alike:
            return self._holds_alike(above, item, item.mark)
        if above.child_mark is not None:
            return self._holds_further(above, item, above.child_mark, open_)
        if self._begins_list(above, item, above.mark, item.mark) or self._restarts(item, open_):
            above.child_mark = item.mark
            item.evidence = "numbering"
        return above.child_mark is not None

    def opens(self, item: Item) -> bool:
        """Tell whether an item ends as one does that introduces a list."""
        start = max(item.start, item.end - _LOOKED_AT)
        return self._ends_with_colon(item) or bool(_OPENS.search(self._text, start, item.end))

    def _text_of(self, item: Item) -> str:
        return self._text[item.start : item.end]

    def _ends_with_colon(self, item: Item) -> bool:
        return self._text[item.end - 1] in ":："

    # ---- Lists with markers of another kind

    def _begins_list(self, above: Item, item: Item, outer: Mark, inner: Mark) -> bool:
        """Tell whether an item with another marker begins a list in the one above it."""
        if len(inner.prefix) > len(outer.prefix):
            return True
        if not inner.may_be_first:
            return False
        if self.opens(above) or self._goes_on(outer, item):
            return True
        if outer.is_number and inner.is_number:
            return outer.is_decimal or not inner.is_decimal
        says_so = outer.is_number and "following" in self._text_of(above).lower()
        return says_so and item.after_blank

    def _restarts(self, item: Item, open_: Sequence[Item]) -> bool:
        """Tell whether numbers begin anew inside of a list that is numbered alike."""
        is_first = item.mark is not None and item.mark.is_number and item.mark.may_be_first
        return is_first and any(_are_alike(outer, item) for outer in open_[:-1])

    def _goes_on(self, mark: Mark, item: Item) -> bool:
        """Tell whether the numbering of a list goes on behind an item."""
        later = self._marks.next_like(mark, item) if mark.is_number else None
        return later is not None and later.follows(mark)

    def _holds_further(
        self, above: Item, item: Item, child_mark: Mark, open_: Sequence[Item]
    ) -> bool:
        """Tell whether an item goes on with the list of another kind in the one above it."""
        if item.mark is None or not child_mark.is_like(item.mark):
            return False
        outer = open_[: open_.index(above)]
        is_only_one = not any(_are_alike(o, item) and not is_deeper(item, o) for o in outer)
        is_inside = above.mark is not None and self._goes_on(above.mark, item)
        if is_only_one or is_inside or self._continues(self._items[item.index - 1], item):
            return True
        _doubt(item)
        return False

    def _holds_paragraph(self, above: Item, item: Item) -> bool:
        """Tell whether a paragraph without a marker lies in what opens a list above it."""
        if not self._opens_flat(above) or self._ends_with_colon(item):
            return False
        before = self._items[item.index - 1]
        if before is above:
            above.has_paragraphs = True
        elif not (above.has_paragraphs and self._is_joined(before, item)):
            return False
        item.evidence = "opening line"
        return True

    def _is_joined(self, before: Item, item: Item) -> bool:
        """Tell whether a lone `OR` stands between two paragraphs, or is one of them."""
        return Kind.NOTE in (before.kind, item.kind) and before.parent is not None

    # ---- Lists that are no deeper than what introduces them, and marked alike

    def _holds_alike(self, above: Item, item: Item, mark: Mark) -> bool:
        """Tell whether an item lies in one that is marked alike and is as deep.

        The first item behind `One of the following:` surely does, and so does the second. Which is
        the last, only endings such as `, or` and beginnings in lower case tell.
        """
        if above.child_mark is not None and not above.child_mark.is_like(mark):
            return False
        if above.child_mark is None:
            if LOST_INDENTATION in above.doubts and not (item.after_blank or mark.is_number):
                _doubt(item)
            if item.index == above.index + 1:
                item.evidence = self._flat_list_told_by(above, item, mark)
            if item.evidence:
                above.child_mark = mark
            return bool(item.evidence)
        before = self._items[item.index - 1]
        if above.heading or self._is_second(above, item, mark) or self._continues(before, item):
            item.evidence = before.evidence
            return True
        if not mark.is_number:
            _doubt(item)
        return False

    def _flat_list_told_by(self, above: Item, item: Item, mark: Mark) -> str:
        """Say what tells that an item begins a list in the one above; empty for nothing."""
        if mark.is_number and above.mark:
            is_first = mark.may_be_first and (self.opens(above) or self._goes_on(above.mark, item))
            return "numbering" if is_first else ""
        if above.evidence and self._ends_with_colon(item):
            return ""  # not each of many openings lies in the one before
        if self._ends_with_colon(above) and item.after_blank and self._is_flat:
            return "blank line"
        return "opening line" if self._opens_flat(above) else ""

    def _opens_flat(self, item: Item) -> bool:
        if not self._ends_with_colon(item):
            return False
        start = max(item.start, item.end - _LOOKED_AT)
        return bool(_OPENS_FLAT.search(self._text, start, item.end))

    def _is_second(self, above: Item, item: Item, mark: Mark) -> bool:
        """Tell whether an item is the second of a list that must have two at least."""
        is_next = item.index == above.index + 2 and not item.after_blank
        is_plain = not mark.is_number and not self._ends_with_colon(item)
        return is_next and is_plain and self._opens_flat(above)

    def _continues(self, before: Item, item: Item) -> bool:
        """Tell whether an item goes on with the list that the one before it is of."""
        if item.after_blank or self._ends_with_colon(item):
            return False
        for part in self._items[before.index : before.index + _FAR]:
            if _JOINED.search(self._text_of(part)):
                return True
            if self._text[part.end - 1] not in _GOING_ON:
                break
        return self._text[before.start].islower() and self._text[item.start].islower()


def is_deeper(one: Item, other: Item) -> bool:
    """Tell whether an item is deeper than another."""
    return one.indent >= other.indent + DEEPER


def _are_alike(one: Item, other: Item) -> bool:
    """Tell whether two items may stand in one list."""
    return one.mark is not None and other.mark is not None and other.mark.is_like(one.mark)


def _doubt(item: Item) -> None:
    if LOST_INDENTATION not in item.doubts:
        item.doubts.append(LOST_INDENTATION)


class _Marks:
    """Where marks stand, found once: there may be many items."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._items = items
        self._by_style: dict[str, list[int]] = {}
        self._by_number: dict[tuple[str, int, tuple[str, ...]], list[int]] = {}
        self._headings = [item.index for item in items if item.heading and item.mark is None]
        for item in items:
            if item.mark is None or item.lead is not None:
                continue
            for style, place in item.mark.places.items():
                self._by_style.setdefault(style, []).append(item.index)
                key = (style, place, item.mark.prefix)
                self._by_number.setdefault(key, []).append(item.index)

    def next_like(self, mark: Mark, after: Item) -> Mark | None:
        """Return the next mark behind an item, and before a heading, that is like another."""
        found = [_next(self._by_style.get(style, []), after.index) for style in mark.places]
        index = min((index for index in found if index is not None), default=None)
        return self._items[index].mark if index is not None and index < self._end(after) else None

    def comes_again(self, item: Item) -> bool:
        """Tell whether the same number stands once more before the next heading."""
        if item.mark is None:
            return False
        keys = ((style, place, item.mark.prefix) for style, place in item.mark.places.items())
        found = (_next(self._by_number.get(key, []), item.index) for key in keys)
        return any(index is not None and index < self._end(item) for index in found)

    def _end(self, item: Item) -> int:
        following = _next(self._headings, item.index)
        return len(self._items) if following is None else following


def _next(indexes: Sequence[int], after: int) -> int | None:
    """Return the first of some numbers, in order, that is greater than another."""
    at = bisect_right(indexes, after)
    return indexes[at] if at < len(indexes) else None
