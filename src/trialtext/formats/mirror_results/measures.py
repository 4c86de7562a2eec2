"""Rows of a table of measures: to classes, categories and measurements."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from trialtext.formats.mirror_results.cells import DISPERSIONS, Cell, cell, size
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.formats.mirror_results.tables import Column, Row, mark_block, remember
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
"""The registry's measures of which single titles of rows are categories; of others, classes."""

DEEPEST: Final = 3
"""Most titles that a row has: measure, class, category."""


class MeasuredRow(NamedTuple):
    """A row with its cells taken apart."""

    titles: tuple[Token, ...]
    cells: tuple[Cell | None, ...]
    row: Row

    @property
    def path(self) -> tuple[str, ...]:
        """Its titles as texts."""
        return tuple(title.text for title in self.titles)

    @property
    def unit(self) -> str:
        """The unit of its cells."""
        return next((c.unit.text for c in self.cells if c and c.unit), "")

    @property
    def dispersion(self) -> str:
        """The kind of dispersion of its cells."""
        return next((c.spread.kind.text for c in self.cells if c and c.spread), "")


class PlacedRow(NamedTuple):
    """A row whose class and category are known."""

    class_: Token | None
    category: Token | None
    cells: tuple[Cell | None, ...]

    @property
    def class_text(self) -> str:
        """The title of its class."""
        return self.class_.text if self.class_ else ""


def unparsed_row(row: Row, message: str, builder: Builder) -> None:
    """Leave a row over."""
    mark_block([*row.titles, *filter(None, row.cells)], "row-width", message, builder)


def unparsed_columns(columns: Iterable[Column], builder: Builder) -> None:
    """Leave a table's header over."""
    tokens = [p for c in columns for p in (c.title, *c.sizes, c.description) if p]
    mark_block(tokens, "unknown-columns", "the header of a table that stays unparsed", builder)


def measured(row: Row, builder: Builder) -> MeasuredRow | None:
    """Take the cells of a row apart; `None`, and the row unparsed, if they do not agree."""
    if len(row.titles) > DEEPEST:
        unparsed_row(row, "more titles than measure, class and category", builder)
        return None
    cells = [cell(token, builder) if token else None for token in row.cells]
    told = [found for found in cells if found]
    units = {found.unit.text if found.unit else "" for found in told}
    dispersions = {found.spread.kind.text for found in told if found.spread}
    params = {found.param.text if found.param else "" for found in told}
    if len(units) != 1 or len(dispersions) > 1 or len(params) > 1:
        unparsed_row(row, "no numbers, or numbers of different kinds", builder)
        return None
    for token, found in zip(row.cells, cells, strict=True):
        if token and found is None:
            builder.mark_unparsed("unreadable-value", token, f"{token.text!r:.60} is not a number")
        for rest in found.rest if found else ():
            builder.mark_unparsed("unknown-line", rest, f"{rest.text!r:.60} fits nothing in a cell")
    return MeasuredRow(row.titles, tuple(cells), row)


def groups(columns: Iterable[Column], prefix: str, builder: Builder) -> list[Draft]:
    """The groups that a table's columns are."""
    found = []
    for number, column in enumerate(columns):
        remember(column, builder)
        places = (column.title, *column.sizes, column.description)
        spans = tuple([token.span for token in places if token][:1])
        group = Draft(MeasureGroup, id=_group_id(prefix, number, *spans))
        for name, token in (("title", column.title), ("description", column.description)):
            group.set(name, builder.verbatim(token) if token else None)
        found.append(group)
    return found


def _group_id(prefix: str, number: int, *places: Span) -> Value:
    return Value(f"{prefix}{number:03}", places, Derivation.COMPUTED, "the column's place")


def denoms(columns: Sequence[Column], prefix: str, builder: Builder) -> list[Draft]:
    """How many each column is made of, for each unit."""
    counts: dict[str, list[Draft]] = {}
    places: dict[str, list[Span]] = {}
    for number, column in enumerate(columns):
        for token in column.sizes:
            told = size(token, builder)
            places.setdefault(told.units.text, []).append(told.units.span)
            counts.setdefault(told.units.text, []).append(
                Draft(
                    DenomCount,
                    group_id=_group_id(prefix, number, token.span),
                    value=builder.verbatim(told.number),
                )
            )
    return [
        Draft(Denom, units=Value(units, tuple(places[units])), counts=counts[units])
        for units in counts
    ]


def describe(
    measure: Draft,
    rows: Iterable[MeasuredRow],
    kind: Callable[[str], str | None],
    builder: Builder,
) -> None:
    """Set what the cells of a measure have in common: kind of number, unit, dispersion."""
    cells = [found for row in rows for found in row.cells if found]
    spreads = [found.spread.kind for found in cells if found.spread]
    for token in spreads:
        if kind(token.text) is None:
            builder.mark_unparsed("unknown-code", token, f"{token.text!r:.60} has no code")
    for name, tokens in (
        ("param_type", [found.param for found in cells if found.param]),
        ("unit_of_measure", [found.unit for found in cells if found.unit]),
        ("dispersion_type", [token for token in spreads if kind(token.text)]),
    ):
        if tokens:
            text = tokens[0].text
            value = kind(text) or text if name == "dispersion_type" else text
            how = Derivation.VERBATIM if value == text else Derivation.NORMALIZED
            measure.set(name, Value(value, tuple([token.span for token in tokens]), how))


def dispersion_words(text: str) -> str:
    """The registry's words for a kind of dispersion, be it told in words or by its code."""
    return _WORDS.get(text, text)


def dispersion_code(text: str) -> str | None:
    """The registry's code for a kind of dispersion, if it has one."""
    return _CODES.get(text)


_WORDS: Final = {str(code): words for code, words in DISPERSIONS.items()}
_CODES: Final = {words: code for code, words in DISPERSIONS.items()} | {
    str(code): code for code in DISPERSIONS
}


# ---- Classes and categories


def classes(
    rows: Sequence[MeasuredRow], prefix: str, *, above: int, categorical: bool
) -> list[Draft]:
    """The classes of a measure; of the titles, so many above are those of the measure itself."""
    categorical = categorical and all(len(row.titles) <= above + 1 for row in rows)
    return [
        _class(block, prefix)
        for block in _by_class([_placed(row, above, categorical=categorical) for row in rows])
    ]


def _by_class(rows: Iterable[PlacedRow]) -> Iterator[list[PlacedRow]]:
    """Rows that follow one another and differ in their category only."""
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
    found = Draft(MeasureClass, categories=[_category(row, prefix) for row in rows])
    if titles:
        found.set("title", Value(titles[0].text, tuple([title.span for title in titles])))
    return found


def _category(row: PlacedRow, prefix: str) -> Draft:
    return Draft(
        MeasureCategory,
        title=Value(row.category.text, (row.category.span,)) if row.category else None,
        measurements=[
            _measurement(found, prefix, number) for number, found in enumerate(row.cells) if found
        ],
    )


def _placed(row: MeasuredRow, above: int, *, categorical: bool) -> PlacedRow:
    """Tell which of a row's titles is that of its class, which that of its category."""
    match row.titles[above:]:
        case (class_title, category_title, *_):
            return PlacedRow(class_title, category_title, row.cells)
        case (only,) if categorical:
            return PlacedRow(None, only, row.cells)
        case (only,):
            return PlacedRow(only, None, row.cells)
    return PlacedRow(None, None, row.cells)


def _measurement(found: Cell, prefix: str, number: int) -> Draft:
    measurement = Draft(
        Measurement,
        group_id=_group_id(prefix, number, found.value.span),
        value=Value(found.value.text, (found.value.span,)),
    )
    numbers = found.spread.numbers if found.spread else ()
    names = ("spread",) if len(numbers) == 1 else ("lower_limit", "upper_limit")
    for name, token in zip(names, numbers, strict=False):
        measurement.set(name, Value(token.text, (token.span,)))
    return measurement
