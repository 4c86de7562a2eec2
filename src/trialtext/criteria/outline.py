"""The outline: what lies in what, by headings, by what notes are about, and by lists."""

import re
from collections.abc import Sequence
from typing import Final

from trialtext.criteria.headings import Heading, Rank, admits, has_logic_of_its_own
from trialtext.criteria.items import Item
from trialtext.criteria.lists import DEEPER, Lists, is_deeper
from trialtext.criteria.model import Kind, Side
from trialtext.criteria.notes import FOOTNOTE_SIGN

_BOTH_SIDES: Final = re.compile(r"inclusion.*exclusion|exclusion.*inclusion", re.IGNORECASE)


def set_parents(text: str, items: Sequence[Item]) -> None:
    """Set in which item each one lies, `None` for the outermost."""
    outline = _Outline(text, items)
    for item in items:
        outline.add(item)


class _Outline:
    """The items that are open: the last one added, what that lies in, and so on."""

    def __init__(self, text: str, items: Sequence[Item]) -> None:
        self.text = text
        self.open: list[Item] = []
        self.lists = Lists(text, items)

    def add(self, item: Item) -> None:
        """Find what an item lies in, and close all else."""
        if item.heading and item.heading.rank is Rank.OPENING:
            self._settle_opening(item, item.heading)
        if item.kind is Kind.NOTE and self._is_about_both_sides(item):
            return
        if item.lead is not None:
            self._close_to(item.lead)
            item.evidence = "in the line"
        elif item.is_general:
            self._close_to(next((above for above in reversed(self.open) if above.heading), None))
        elif item.is_footnote:
            self._close_to(self._with_footnote_sign())
        elif item.explains and item.mark is None and item.starts_line:
            self._close_notes()
            if not (self.open and self.open[-1].kind is Kind.CRITERION):
                self._close(item)
        else:
            self._close(item)
        item.parent = self.open[-1] if self.open else None
        self.open.append(item)

    def _close_to(self, above: Item | None) -> None:
        while self.open and self.open[-1] is not above:
            self.open.pop()

    def _close(self, item: Item) -> None:
        if self.open and self.lists.stands_beside(self.open[-1], item):
            self.open.pop()
            return
        is_listed = item.mark is not None and not (_names_side(item) or item.is_group)
        if is_listed and (sibling := self.lists.followed(item, self.open)):
            self._close_to(sibling.parent)
            return
        while self.open and not self._holds(self.open[-1], item):
            self.open.pop()

    def _text_of(self, item: Item) -> str:
        return self.text[item.start : item.end]

    # ---- Openings and notes

    def _settle_opening(self, item: Item, heading: Heading) -> None:
        """Take an opening line with a logic of its own for a criterion."""
        said = self._text_of(item)
        side = heading.side or self._side_of_open()
        if side is None and admits(said):
            side = Side.INCLUSION
            item.heading = heading._replace(side=side)
        if has_logic_of_its_own(said, side or Side.INCLUSION):
            item.heading, item.kind = None, Kind.CRITERION

    def _side_of_open(self) -> Side | None:
        sides = (above.heading.side for above in reversed(self.open) if above.heading)
        return next((side for side in sides if side), None)

    def _is_about_both_sides(self, item: Item) -> bool:
        """Tell whether a note, or the one that introduces it, is about inclusion and exclusion."""
        said = self._text_of(item.lead or item)
        return bool(_BOTH_SIDES.search(said))

    def _close_notes(self) -> None:
        """Close notes, so that a further one is about the criterion before them, too."""
        while self.open and self.open[-1].kind is Kind.NOTE:
            self.open.pop()

    def _with_footnote_sign(self) -> Item | None:
        """Find the nearest item that is open and has the sign of a footnote, or else a heading."""
        for above in reversed(self.open):
            if above.heading or FOOTNOTE_SIGN.search(self._text_of(above)):
                return above
        return None

    # ---- What may lie in what

    def _holds(self, above: Item, item: Item) -> bool:
        """Tell whether an item may lie in one that is open."""
        if above.kind is Kind.NOTE:
            return item.mark is not None and is_deeper(item, above) and self.lists.opens(above)
        if item.is_group or _names_side(item) or (item.heading and item.mark is None):
            return self._holds_heading(above, item)
        if above.is_group or (_is_opening(above) and _is_cohort(item)):
            return False
        if above.heading and (above.mark is None or (item.mark is None and _names_side(above))):
            is_paragraph_after_numbers = above.leads and item.starts_line and item.mark is None
            return not is_paragraph_after_numbers and item.indent > above.indent - DEEPER
        return self.lists.holds(above, item, self.open)

    def _holds_heading(self, above: Item, item: Item) -> bool:
        upper, lower = above.heading, item.heading
        if upper is None or lower is None:
            return is_deeper(item, above) and not (_names_side(item) or item.is_group)
        if item.is_group or above.is_group:
            is_within = upper.is_numbered and not lower.is_numbered
            return above.is_group and (is_within or not item.is_group)
        match lower.rank:
            case Rank.SIDE:
                is_of_same = upper.rank is Rank.SIDE and upper.side is lower.side
                return is_of_same and upper.is_plain and not lower.is_plain
            case Rank.OPENING:
                is_of_side = lower.side is None or self._side_of_open() in (lower.side, None)
                return upper.rank is not Rank.OPENING and is_of_side
            case Rank.COHORT if upper.is_numbered and not lower.is_numbered:
                return True
        return upper.rank < lower.rank


def _is_opening(item: Item) -> bool:
    return item.heading is not None and item.heading.rank is Rank.OPENING


def _is_cohort(item: Item) -> bool:
    return item.heading is not None and item.heading.rank is Rank.COHORT


def _names_side(item: Item) -> bool:
    return item.heading is not None and item.heading.rank is Rank.SIDE
