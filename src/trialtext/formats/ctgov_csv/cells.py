"""What cells of each kind tell, and how they are written."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, NamedTuple

from trialtext.formats.ctgov_csv.dates import (
    DayOrder,
    is_same_in_both,
    is_slashed,
    order_of,
    written,
)
from trialtext.formats.ctgov_csv.displays import written_codes
from trialtext.formats.ctgov_csv.evidence import RowBuilder
from trialtext.formats.ctgov_csv.fields import put
from trialtext.formats.ctgov_csv.fields import written as written_text
from trialtext.formats.ctgov_csv.grammar import items, parse_cell, parse_text
from trialtext.model.enums import InterventionType, StandardAge
from trialtext.model.protocol import Intervention
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Node, Value
from trialtext.reading.scalars import age
from trialtext.text.edits import Span

BAR: Final = "|"
COMMA: Final = ", "
_COLON: Final = ": "


class Cell(NamedTuple):
    """A kind of cells."""

    read: Callable[[Token, RowBuilder], Node | None]
    """Makes of a cell what its field holds."""
    write: Callable[[Any], str] = str
    """Writes what the field holds, if it is not absent."""


# ---- Text, codes and lists of them


def verbatim(cell: Token, builder: RowBuilder) -> Value | None:
    """Read text as it is."""
    return builder.verbatim(cell)


TEXT: Final = Cell(verbatim)


def code(enum: type[StrEnum]) -> Cell:
    """Make the kind of cells that hold a code."""

    def read(cell: Token, builder: RowBuilder) -> Value | None:
        return builder.code(cell, written_codes(enum))

    return Cell(read)


def codes(enum: type[StrEnum]) -> Cell:
    """Make the kind of cells that hold a list of codes."""

    def read(cell: Token, builder: RowBuilder) -> list[Value]:
        meanings = written_codes(enum)
        return [value for each in listed(cell, builder) if (value := builder.code(each, meanings))]

    return Cell(read, BAR.join)


def _read_texts(cell: Token, builder: RowBuilder) -> list[Value]:
    return [value for item in listed(cell, builder) if (value := builder.verbatim(item))]


TEXTS: Final = Cell(_read_texts, BAR.join)


def listed(cell: Token, builder: RowBuilder, terminal: str = "TERM") -> list[Token]:
    """Take the items of a list, and claim the bars between them."""
    found = items(cell, terminal)
    claim_between(cell, found, builder)
    return found


def claim_between(cell: Token, found: Iterable[Token], builder: RowBuilder) -> None:
    """Claim what stands in a cell beside some tokens, in their order, as words of the format."""
    at = cell.start
    for token in found:
        if at < token.start:
            builder.mark_boilerplate((at, token.start))
        at = token.end
    if at < cell.end:
        builder.mark_boilerplate((at, cell.end))


def parsed(cell: Token, rule: str, kind: str, builder: RowBuilder) -> Tree | None:
    """Parse a cell by a rule, and claim the words of the format; report what does not fit."""
    tree = parse_cell(cell, rule)
    if tree is None:
        builder.mark_unparsed("unreadable-value", cell, f"{cell.text!r:.60} is not {kind}")
        return None
    claim_between(cell, tree.all_tokens(), builder)
    return tree


# ---- Numbers


def _read_count(cell: Token, builder: RowBuilder) -> Value | None:
    if _is_null(cell, "enrollment", builder):
        return None
    return builder.parse(cell, _count, "a number")


def _count(text: str) -> int | None:
    return int(text) if parse_text(text, "enrollment") else None


def _is_null(cell: Token, rule: str, builder: RowBuilder) -> bool:
    """Tell whether a cell is the word of the older download for an absent value, and claim it."""
    tree = parse_text(cell.text, rule)
    if tree and tree.tokens("NULL"):
        builder.mark_boilerplate(cell.span)
        return True
    return False


COUNT: Final = Cell(_read_count)


# ---- Dates and ages


def _read_date(cell: Token, builder: RowBuilder) -> Value | None:
    if _is_null(cell, "date", builder):
        return None
    if not is_slashed(cell.text):
        return builder.parse(cell, _date, "a date")
    order = order_of(cell.text) or builder.evidence.file.day_order
    if is_same_in_both(cell.text):
        order = DayOrder.DAY_FIRST
    if order is None:
        message = f"{cell.text!r:.60} is one of two days: no date of the file tells which"
        builder.mark_unparsed("ambiguous-date", cell, message)
        return None
    return builder.parse(cell, lambda text: _date(text, order), "a date")


def _date(text: str, order: DayOrder | None = None) -> str | None:
    tree = parse_text(text, "date")
    return written(tree, order) if tree else None


DATE: Final = Cell(_read_date)


def _read_ages(cell: Token, builder: RowBuilder) -> list[Value]:
    tree = parsed(cell, "age", "an age", builder)
    if tree is None:
        return []
    for limit in tree.rules():
        (token,) = limit.tokens()
        put(builder, f"eligibility_module.{limit.data}_age", builder.parse(token, age, "an age"))
    groups = written_codes(StandardAge)
    found = (builder.code(token, groups) for token in tree.tokens("GROUP"))
    return [value for value in found if value]


AGES: Final = Cell(_read_ages, COMMA.join)


# ---- Interventions


def _read_interventions(cell: Token, builder: RowBuilder) -> list[Draft]:
    tree = parsed(cell, "interventions", "a list of interventions", builder)
    if tree is None:
        return []
    for token in tree.tokens("UNKNOWN_ITEM"):
        builder.mark_unparsed("unknown-line", token, f"{token.text!r:.60} has no type")
    drafts = [_intervention(builder, *rule.tokens()) for rule in tree.rules()]
    return [draft for draft in drafts if draft]


def _intervention(builder: RowBuilder, kind: Token, *names: Token) -> Draft:
    draft = Draft(Intervention, type=builder.code(kind, written_codes(InterventionType)))
    for name in names:
        draft.set("name", builder.verbatim(name))
    return draft


def _write_interventions(interventions: Sequence[Intervention]) -> str:
    return BAR.join(
        _COLON.join(filter(None, [written_text(each, "type"), each.name])) for each in interventions
    )


INTERVENTIONS: Final = Cell(_read_interventions, _write_interventions)


# ---- Items whose parts were told apart by evidence


def claim_joints(item: Token, spans: Iterable[Span | None], builder: RowBuilder) -> None:
    """Claim the commas between the parts of an item, and nothing else."""
    at = item.start
    found = [span for span in spans if span]
    builder.mark_boilerplate(
        *(
            (at + one[1], at + other[0])
            for one, other in pairwise(found)
            if other[0] - one[1] == len(COMMA)
        )
    )


def parts_of(
    item: Token, spans: Iterable[tuple[str, Span | None]], evidence: str
) -> dict[str, Value]:
    """Make values of the parts of an item that are there, by field."""
    text, at = item.text, item.start
    derivation = Derivation.INFERRED if evidence else Derivation.VERBATIM
    return {
        field: Value(text[span[0] : span[1]], ((at + span[0], at + span[1]),), derivation, evidence)
        for field, span in spans
        if span
    }
