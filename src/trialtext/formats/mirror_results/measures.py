"""From rows of a table of measures to classes, categories and measurements."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from trialtext.formats.mirror_results.cells import (
    DISPERSIONS,
    LONGEST_UNIT,
    Cell,
    cell,
    is_size,
    size,
)
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.formats.mirror_results.tables import (
    Column,
    Row,
    Table,
    mark_block,
    remember_description,
)
from trialtext.model.results import (
    Denom,
    DenomCount,
    MeasureCategory,
    MeasureClass,
    MeasureGroup,
    Measurement,
)
from trialtext.parsing.tree import Token
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.text.edits import Span

CATEGORICAL: Final = frozenset(
    {
        "Age, Categorical",
        "Ethnicity (NIH/OMB)",
        "Gender",
        "Race (NIH/OMB)",
        "Sex/Gender, Customized",
        "Sex: Female, Male",
    }
)
"""Measures of the registry whose rows have the titles of categories; others have classes."""

OWN_MEASURES: Final = CATEGORICAL | {
    "Age Continuous",
    "Age, Continuous",
    "Age, Customized",
    "Race/Ethnicity, Customized",
    "Region of Enrollment",
}
"""Measures that the registry defines: one of those on age is in the first row."""

MOST_TITLES: Final = 3
"""Titles of a row: measure, class, category."""


class MeasuredRow(NamedTuple):
    """A row with its cells parsed."""

    titles: tuple[Token, ...]
    cells: tuple[Cell | None, ...]
    row: Row

    @property
    def path(self) -> tuple[str, ...]:
        """The titles as texts."""
        return tuple(title.text for title in self.titles)

    @property
    def unit(self) -> str:
        """The unit of the cells."""
        return next((c.unit.text for c in self.cells if c and c.unit), "")

    @property
    def dispersion(self) -> str:
        """The kind of dispersion of the cells."""
        return next((c.spread.kind.text for c in self.cells if c and c.spread), "")


class PlacedRow(NamedTuple):
    """A row whose class and category are known."""

    class_: Token | None
    category: Token | None
    cells: tuple[Cell | None, ...]

    @property
    def class_text(self) -> str:
        """The title of the class, empty if there is none."""
        return self.class_.text if self.class_ else ""


def mark_row(row: Row, message: str, builder: Builder) -> None:
    """Mark a row as unparsed."""
    mark_block([*row.titles, *filter(None, row.cells)], "row-width", message, builder)


def mark_columns(columns: Iterable[Column], builder: Builder) -> None:
    """Mark the header of a table as unparsed."""
    tokens = [part for c in columns for part in (c.title, *c.sizes, c.description) if part]
    mark_block(tokens, "unknown-columns", "the header of a table that stays unparsed", builder)


def mark_second(table: Table, draft: Draft, what: str, builder: Builder) -> bool:
    """Mark a table as unparsed if one like it was read before, and tell whether it was."""
    if "groups" not in draft.fields:
        return False
    for row in table.rows:
        mark_row(row, f"a second table of {what}", builder)
    mark_columns(table.columns, builder)
    return True


def parse_row(row: Row, builder: Builder) -> MeasuredRow | None:
    """Parse the cells of a row; `None`, and the row unparsed, if they are of different kinds."""
    if len(row.titles) > MOST_TITLES:
        mark_row(row, "more titles than measure, class and category", builder)
        return None
    if any(is_size(title.text) or title.text in OWN_MEASURES for title in row.titles[1:]):
        mark_row(row, "a class or category with the words of something else", builder)
        return None
    cells = [cell(token, builder) if token else None for token in row.cells]
    parsed = [each for each in cells if each]
    units = {each.unit.text if each.unit else "" for each in parsed}
    dispersions = {each.spread.kind.text for each in parsed if each.spread}
    params = {each.param.text if each.param else "" for each in parsed}
    if len(units) != 1 or len(dispersions) > 1 or len(params) > 1:
        mark_row(row, "no numbers, or numbers of different kinds", builder)
        return None
    for token, parsed_cell in zip(row.cells, cells, strict=True):
        if token and parsed_cell is None:
            builder.mark_unparsed("unreadable-value", token, f"{token.text!r:.60} is not a number")
        for rest in parsed_cell.rest if parsed_cell else ():
            builder.mark_unparsed("unknown-line", rest, f"{rest.text!r:.60} fits nothing in a cell")
    return MeasuredRow(row.titles, tuple(cells), row)


def of_one_depth(rows: Sequence[MeasuredRow], builder: Builder) -> list[MeasuredRow]:
    """Select the rows with as many titles as most have; mark others as unparsed.

    Within a measure of the registry, rows never differ in that: the odd one has lost a title.
    """
    depths = Counter(len(row.titles) for row in rows).most_common(2)
    usual = depths[0][0] if depths and (len(depths) == 1 or depths[0][1] > depths[1][1]) else -1
    for row in rows:
        if len(row.titles) != usual:
            mark_row(row.row, "not as many titles as other rows of the measure have", builder)
    return [row for row in rows if len(row.titles) == usual]


def without_repeats(rows: Iterable[MeasuredRow], builder: Builder) -> list[MeasuredRow]:
    """Leave out rows that are the same as the one above; mark them as unparsed."""
    selected = []
    above: tuple[str, ...] = ()
    for row in rows:
        texts = (*row.path, *(cell.text if cell else "" for cell in row.row.cells))
        if texts == above:
            mark_row(row.row, "the same row stands above", builder)
        else:
            selected.append(row)
        above = texts
    return selected


def groups(columns: Iterable[Column], prefix: str, builder: Builder) -> list[Draft]:
    """Draft a group for each column of a table."""
    drafts = []
    for number, column in enumerate(columns):
        remember_description(column, builder)
        tokens = (column.title, *column.sizes, column.description)
        spans = [token.span for token in tokens if token]
        group = Draft(MeasureGroup, id=_group_id(prefix, number, *spans[:1]))
        for name, token in (("title", column.title), ("description", column.description)):
            group.set(name, builder.verbatim(token) if token else None)
        drafts.append(group)
    return drafts


def _group_id(prefix: str, number: int, *spans: Span) -> Value:
    return Value(f"{prefix}{number:03}", spans, Derivation.COMPUTED, "the column's place")


def denoms(columns: Sequence[Column], prefix: str, builder: Builder) -> list[Draft]:
    """Draft the sizes of the columns, by their units, each of which every column has."""
    sizes = [[size(token, builder) for token in column.sizes] for column in columns]
    most = max(map(len, sizes), default=0)
    shared = Counter(units.text for each in sizes for _, units in each)
    counts: dict[str, list[Draft]] = {}
    spans: dict[str, list[Span]] = {}
    for number, (column, each) in enumerate(zip(columns, sizes, strict=True)):
        if len(each) < most and column.title:
            builder.report("unknown-columns", column.title.span, "a group without its size")
        for token, (count, units) in zip(column.sizes, each, strict=True):
            if not _is_unit(units.text, shared[units.text], len(columns), builder):
                builder.mark_unparsed("unknown-columns", token, "a unit of this group only")
                continue
            builder.evidence.units.add(units.text)
            group_id = _group_id(prefix, number, token.span)
            draft = Draft(DenomCount, group_id=group_id, value=builder.verbatim(count))
            spans.setdefault(units.text, []).append(units.span)
            counts.setdefault(units.text, []).append(draft)
    return [
        Draft(Denom, units=Value(units, tuple(spans[units])), counts=counts[units])
        for units in counts
    ]


def _is_unit(text: str, times: int, width: int, builder: Builder) -> bool:
    """Tell whether what so many of the columns count is a unit, without words glued to it."""
    known = builder.evidence.units
    if text in known or times > 1:
        return True
    return width == 1 and len(text) <= LONGEST_UNIT and not text.startswith(tuple(known))


def describe(
    measure: Draft,
    rows: Iterable[MeasuredRow],
    kind: Callable[[str], str | None],
    builder: Builder,
) -> None:
    """Set what the cells of a measure have in common: kind of number, unit, dispersion.

    `kind` gives what the record has for a kind of dispersion, `None` if there is nothing.
    """
    cells = [each for row in rows for each in row.cells if each]
    spreads = [each.spread.kind for each in cells if each.spread]
    for token in spreads:
        if kind(token.text) is None:
            builder.mark_unparsed("unknown-code", token, f"{token.text!r:.60} has no code")
    for name, tokens in (
        ("param_type", [each.param for each in cells if each.param]),
        ("unit_of_measure", [each.unit for each in cells if each.unit]),
        ("dispersion_type", [token for token in spreads if kind(token.text)]),
    ):
        if tokens:
            text = tokens[0].text
            value = kind(text) or text if name == "dispersion_type" else text
            derivation = Derivation.VERBATIM if value == text else Derivation.NORMALIZED
            spans = tuple([token.span for token in tokens])
            measure.set(name, Value(value, spans, derivation))


def dispersion_name(text: str) -> str:
    """Return the registry's name of a kind of dispersion, given its name or its code."""
    return _NAMES.get(text, text)


def dispersion_code(text: str) -> str | None:
    """Return the registry's code of a kind of dispersion, given its name or its code."""
    return _CODES.get(text)


_NAMES: Final = {str(code): name for code, name in DISPERSIONS.items()}
_CODES: Final = {name: code for code, name in DISPERSIONS.items()} | {
    str(code): code for code in DISPERSIONS
}


# ---- Classes and categories


def classes(
    rows: Sequence[MeasuredRow], prefix: str, *, above: int, categorical: bool
) -> list[Draft]:
    """Draft the classes of a measure.

    `above` is how many titles of each row are those of the measure itself; `categorical` says
    that a single title below them is that of a category.
    """
    categorical = categorical and all(len(row.titles) <= above + 1 for row in rows)
    return [
        _class(block, prefix)
        for block in _by_class([_placed(row, above, categorical=categorical) for row in rows])
    ]


def _by_class(rows: Iterable[PlacedRow]) -> Iterator[list[PlacedRow]]:
    """Group rows that follow one another and differ in their category only."""
    block: list[PlacedRow] = []
    seen: set[str] = set()
    for row in rows:
        title = row.category.text if row.category else ""
        if block and (row.class_text != block[0].class_text or title in seen):
            yield block
            block, seen = [], set()
        block.append(row)
        seen.add(title)
    if block:
        yield block


def _class(rows: Sequence[PlacedRow], prefix: str) -> Draft:
    titles = [row.class_ for row in rows if row.class_]
    draft = Draft(MeasureClass, categories=[_category(row, prefix) for row in rows])
    if titles:
        draft.set("title", Value(titles[0].text, tuple([title.span for title in titles])))
    return draft


def _category(row: PlacedRow, prefix: str) -> Draft:
    return Draft(
        MeasureCategory,
        title=Value(row.category.text, (row.category.span,)) if row.category else None,
        measurements=[
            _measurement(each, prefix, number) for number, each in enumerate(row.cells) if each
        ],
    )


def _placed(row: MeasuredRow, above: int, *, categorical: bool) -> PlacedRow:
    """Assign the titles of a row to its class and its category."""
    match row.titles[above:]:
        case (class_title, category_title, *_):
            return PlacedRow(class_title, category_title, row.cells)
        case (only,) if categorical:
            return PlacedRow(None, only, row.cells)
        case (only,):
            return PlacedRow(only, None, row.cells)
    return PlacedRow(None, None, row.cells)


def _measurement(parsed: Cell, prefix: str, number: int) -> Draft:
    measurement = Draft(
        Measurement,
        group_id=_group_id(prefix, number, parsed.value.span),
        value=Value(parsed.value.text, (parsed.value.span,)),
    )
    numbers = parsed.spread.numbers if parsed.spread else ()
    names = ("spread",) if len(numbers) == 1 else ("lower_limit", "upper_limit")
    for name, token in zip(names, numbers, strict=False):
        measurement.set(name, Value(token.text, (token.span,)))
    return measurement
