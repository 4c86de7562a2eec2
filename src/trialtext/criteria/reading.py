"""From the text of criteria to objects."""

from collections.abc import Callable, Sequence

from trialtext.criteria.items import Item, read_items
from trialtext.criteria.model import Criteria, Criterion, Kind
from trialtext.criteria.outline import set_parents
from trialtext.criteria.sides import set_sides
from trialtext.text.edits import Span
from trialtext.text.source import Location


def read_criteria(
    text: str,
    nct_id: str | None = None,
    locate: Callable[[Sequence[Span]], Sequence[Location | None]] | None = None,
) -> Criteria:
    """Read criteria one by one; `locate` finds the places of items in a page."""
    items = read_items(text)
    set_parents(text, items)
    set_sides(text, items)
    locations = locate([(item.start, item.end) for item in items]) if locate else ()
    return _criteria(text, items, locations or [None] * len(items), nct_id)


def _criteria(
    text: str, items: Sequence[Item], locations: Sequence[Location | None], nct_id: str | None
) -> Criteria:
    made: list[Criterion] = []
    above: list[tuple[int, tuple[str, ...]]] = []
    separators: list[str] = []
    reached = 0
    for item, location in zip(items, locations, strict=True):
        start, end, parent = item.start, item.end, item.parent
        separator, said = text[reached:start], text[start:end]
        separators.append(separator)
        reached = end
        # How many criteria and notes it lies in, and which headings.
        depth, headings = (0, ()) if parent is None else above[parent.index]
        is_heading = item.kind is Kind.HEADING
        level = len(headings) if is_heading else depth
        above.append((depth, (*headings, said)) if is_heading else (depth + 1, headings))
        made.append(
            Criterion(
                item.kind,
                item.side,
                said,
                start,
                end,
                level,
                None if parent is None else parent.index,
                separator.rpartition("\n")[2].strip(),
                headings,
                item.evidence,
                tuple(item.doubts),
                location,
            )
        )
    separators.append(text[reached:])
    return Criteria(tuple(made), tuple(separators), nct_id)
