"""Items of criteria while they are read: what they are, before it is known what lies in what."""

from collections.abc import Sequence
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from trialtext.criteria import doubts
from trialtext.criteria.divisions import (
    BULLET,
    DASH,
    HEADING,
    LINE,
    LOST_BREAK,
    NUMBER,
    Part,
    divide,
)
from trialtext.criteria.headings import (
    Heading,
    Rank,
    heading_of,
    is_doubtful,
    may_be_title,
    names_cohort,
)
from trialtext.criteria.lines import Line, read_lines
from trialtext.criteria.model import Kind, Side
from trialtext.criteria.notes import FOOTNOTE_SIGN, only_explains, says_nothing, tells_of_the_study
from trialtext.criteria.terminals import terminal

if TYPE_CHECKING:
    from trialtext.criteria.marks import Mark


class Item:
    """A criterion, a heading or a note."""

    __slots__ = (
        "after_blank",
        "beginning",
        "child_mark",
        "doubts",
        "end",
        "evidence",
        "explains",
        "has_paragraphs",
        "heading",
        "indent",
        "index",
        "inner_indent",
        "is_footnote",
        "is_general",
        "is_group",
        "kind",
        "lead",
        "leads",
        "mark",
        "parent",
        "side",
        "start",
    )

    def __init__(self, part: Part, line: Line, index: int) -> None:
        self.index = index
        self.start = part.start
        self.end = part.end
        self.beginning = part.beginning
        """What divides it from the item before: one of the beginnings of `divisions`."""
        self.indent = line.depth.indent
        self.inner_indent = line.depth.inner
        self.mark: Mark | None = None if part.beginning == HEADING else part.mark or line.mark
        self.after_blank = line.after_blank and part.beginning == LINE
        self.lead: Item | None = None
        """The item of the same line that introduces it."""
        self.leads = False
        self.kind = Kind.CRITERION
        self.heading: Heading | None = None
        self.is_group = False
        """Whether it is a heading above sides of its own."""
        self.explains = False
        """Whether it is a note on the item before it."""
        self.is_footnote = False
        self.is_general = False
        """Whether it is a note on nothing but the list that it stands in."""
        self.parent: Item | None = None
        self.child_mark: Mark | None = None
        """What marks the items that lie in it at its own depth."""
        self.has_paragraphs = False
        """Whether paragraphs without markers lie in it."""
        self.side = Side.NEITHER
        self.evidence = ""
        self.doubts: list[str] = []

    @property
    def starts_line(self) -> bool:
        """Whether it begins its line."""
        return self.beginning == LINE


def read_items(text: str) -> list[Item]:
    """Read the items of a text, in order, each with its kind."""
    items: list[Item] = []
    lines = read_lines(text)
    for line, below in zip_longest(lines, lines[1:]):
        first = len(items)
        for part in divide(text, line, below):
            item = Item(part, line, len(items))
            if part.lead is not None:
                item.lead = items[first + part.lead]
                item.lead.leads = True
            items.append(item)
    _set_kinds(text, items)
    _find_groups(text, items)
    for item, below_it in pairwise(items):
        # A heading that is deeper than what stands below it is as deep as that.
        if item.heading and item.mark is None and item.indent > below_it.indent:
            item.indent = below_it.indent
    return items


def _set_lead_of_line(item: Item, before: Item) -> None:
    """Take a label, or an opening, with text behind it in its line for the lead of that line."""
    if before.beginning == HEADING and before.heading and before.heading.rank is not Rank.SIDE:
        before.leads = True
        if before.heading.rank is Rank.OPENING:
            item.lead = before
    elif item.beginning in (NUMBER, BULLET, DASH) and before.lead and before.lead.heading:
        item.lead = before.lead


_CERTAIN: Final = (".", ":", "：", ";", ",", "(")
"""Ends of what surely introduces numbered items."""
_LEADING: Final = frozenset(
    ("following", "either", "of", "by", "and", "or", "with", "as", "if", "are", "they", "who")
)
"""Last words of what does, too."""


def _set_kinds(text: str, items: Sequence[Item]) -> None:
    footnotes = [item for item in items if item.starts_line and _may_be_footnote(text, item)]
    first_sign = FOOTNOTE_SIGN.search(text) if footnotes else None
    for item in items:
        _set_kind(text[item.start : item.end], item, items)
    for item in footnotes:
        if first_sign and first_sign.end() < item.start:
            item.kind, item.explains, item.is_footnote = Kind.NOTE, True, True
            item.heading = None
    for item in items:
        if not item.starts_line and item.lead is None:
            _set_lead_of_line(item, items[item.index - 1])
        if item.beginning == LOST_BREAK:
            item.doubts.append(doubts.LOST_BREAK)
        elif item.beginning == DASH or (item.beginning == NUMBER and _may_be_prose(text, item)):
            item.doubts.append(doubts.ITEMS_OR_PROSE)


def _may_be_prose(text: str, item: Item) -> bool:
    """Tell whether what stands before numbered items does not surely introduce them."""
    if item.lead is None:
        return False
    introduction = text[item.lead.start : item.lead.end]
    return not introduction.endswith(_CERTAIN) and introduction.split()[-1].lower() not in _LEADING


def _set_kind(said: str, item: Item, items: Sequence[Item]) -> None:
    if item.lead and item.lead.kind is Kind.NOTE:
        item.kind = Kind.NOTE
    elif says_nothing(said):
        item.kind, item.is_general = Kind.NOTE, True
    elif terminal("CONNECTOR").fullmatch(said):
        item.kind = Kind.NOTE
    elif terminal("NOTE").match(said):
        item.kind, item.explains = Kind.NOTE, True
    elif heading := _heading(said, item, items):
        item.kind, item.heading = Kind.HEADING, heading
        if is_doubtful(said, heading):
            item.doubts.append(doubts.HEADING_OR_CRITERION)
    elif item.mark is None and item.starts_line and only_explains(said):
        item.kind, item.explains = Kind.NOTE, True
        item.is_general = tells_of_the_study(said)
        item.doubts.append(doubts.NOTE_OR_CRITERION)


def _may_be_footnote(text: str, item: Item) -> bool:
    r"""Tell whether an item begins with the sign of a footnote, `\*`, and heads nothing."""
    has_sign = text.startswith("\\*", max(0, item.start - 2)) or text[item.start] in "†‡"
    return has_sign and text[item.end - 1] != ":"


def _heading(said: str, item: Item, items: Sequence[Item]) -> Heading | None:
    if item.beginning == HEADING:
        return heading_of(said, marked=False) or Heading(Rank.TOPIC)
    if not item.starts_line and not item.leads and item.beginning != NUMBER:
        return None
    heading = heading_of(said, marked=item.mark is not None)
    if heading is None or heading.rank in (Rank.SIDE, Rank.OPENING):
        return heading
    return heading if _is_above_something(said, item, items) else None


def _is_above_something(said: str, item: Item, items: Sequence[Item]) -> bool:
    """Tell whether a label stands above what it can be the label of."""
    if item.leads or item.index + 1 == len(items):
        return False
    below = items[item.index + 1]
    if item.mark is None:
        if said.endswith((":", "：")):
            return True
        if below.mark is not None:
            return True
        is_title = below.after_blank and (item.after_blank or not item.index)
        return is_title and "," not in said and (said.isupper() or names_cohort(said))
    if below.mark is None:
        return False
    return below.indent > item.indent or said.endswith(":") or not below.mark.is_like(item.mark)


def _find_groups(text: str, items: Sequence[Item]) -> None:
    """Find the headings that have sides of their own below them: those of cohorts, of parts."""
    are_titled = _are_titled(text, items)
    for item in reversed(items[:-1]):
        below = items[item.index + 1]
        if below.heading is None or not (item.starts_line and below.starts_line):
            continue
        is_above_side = below.is_group or _names(below, None)
        if _is_group(text, item, below, are_titled=are_titled):
            item.is_group, item.kind, item.mark = True, Kind.HEADING, None
            if item.heading is None:
                item.heading = Heading(Rank.COHORT)
                item.doubts.append(doubts.HEADING_OR_CRITERION)
        elif is_above_side and _is_label(item) and text[item.end - 1] != ":":
            # The last of an unmarked list, above the heading of the next one.
            item.kind, item.heading = Kind.CRITERION, None
            item.doubts.clear()


def _is_group(text: str, item: Item, below: Item, *, are_titled: bool) -> bool:
    if below.is_group:
        return item.heading is not None and item.heading.is_numbered
    if _names(below, Side.INCLUSION):
        return _is_label(item) or (are_titled and may_be_title(text[item.start : item.end]))
    return _names(below, Side.EXCLUSION) and _is_label(item) and not item.index


def _is_label(item: Item) -> bool:
    """Tell whether an item is the label of a cohort or a topic on a line of its own."""
    heading = item.heading
    return item.mark is None and heading is not None and heading.rank in (Rank.COHORT, Rank.TOPIC)


def _are_titled(text: str, items: Sequence[Item]) -> bool:
    """Tell whether several headings of inclusion stand below titles, the first among them."""
    inclusions = [item.index for item in items if _names(item, Side.INCLUSION)]
    if len(inclusions) == 1 or not inclusions or not inclusions[0]:
        return False
    first = items[inclusions[0] - 1]
    return may_be_title(text[first.start : first.end])


def _names(item: Item, side: Side | None) -> bool:
    """Tell whether an item is the heading of a side, or of any."""
    heading = item.heading
    return heading is not None and heading.rank is Rank.SIDE and side in (heading.side, None)
