"""Rows of a table of measures: to classes, categories and measurements."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from trialtext.model.results import (
    Denom,
    DenomCount,
    MeasureCategory,
    MeasureClass,
    MeasureGroup,
    Measurement,
)
from trialtext.page_parser import Piece
from trialtext.readers.reading import Reading
from trialtext.readers.results_page.cells import DISPERSIONS, Cell, cell, size
from trialtext.readers.results_page.tables import Column, Row, leave, remember
from trialtext.text import Span
from trialtext.trace import Draft, How, Leaf

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

    titles: tuple[Piece, ...]
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

    class_: Piece | None
    category: Piece | None
    cells: tuple[Cell | None, ...]

    @property
    def class_text(self) -> str:
        """The title of its class."""
        return self.class_.text if self.class_ else ""


def leave_row(row: Row, message: str, page: Reading) -> None:
    """Leave a row over."""
    leave([*row.titles, *filter(None, row.cells)], "misfit-row", message, page)


def leave_columns(columns: Iterable[Column], page: Reading) -> None:
    """Leave a table's header over."""
    pieces = [p for c in columns for p in (c.title, *c.sizes, c.description) if p]
    leave(pieces, "unknown-columns", "the header of a table that is left over", page)


def measured(row: Row, page: Reading) -> MeasuredRow | None:
    """Take the cells of a row apart; `None`, and the row left over, if they do not agree."""
    if len(row.titles) > DEEPEST:
        leave_row(row, "more titles than measure, class and category", page)
        return None
    cells = [cell(piece, page) if piece else None for piece in row.cells]
    told = [found for found in cells if found]
    units = {found.unit.text if found.unit else "" for found in told}
    dispersions = {found.spread.kind.text for found in told if found.spread}
    params = {found.param.text if found.param else "" for found in told}
    if len(units) != 1 or len(dispersions) > 1 or len(params) > 1:
        leave_row(row, "no numbers, or numbers of different kinds", page)
        return None
    for piece, found in zip(row.cells, cells, strict=True):
        if piece and found is None:
            page.leave("unreadable-value", piece, f"{piece.text!r:.60} is not a number")
        for rest in found.rest if found else ():
            page.leave("unknown-line", rest, f"{rest.text!r:.60} fits nothing in a cell")
    return MeasuredRow(row.titles, tuple(cells), row)


def groups(columns: Iterable[Column], prefix: str, page: Reading) -> list[Draft]:
    """The groups that a table's columns are."""
    found = []
    for number, column in enumerate(columns):
        remember(column, page)
        places = (column.title, *column.sizes, column.description)
        spans = tuple([piece.span for piece in places if piece][:1])
        group = Draft(MeasureGroup, id=_group_id(prefix, number, *spans))
        for name, piece in (("title", column.title), ("description", column.description)):
            group.set(name, page.copied(piece) if piece else None)
        found.append(group)
    return found


def _group_id(prefix: str, number: int, *places: Span) -> Leaf:
    return Leaf(f"{prefix}{number:03}", places, How.DERIVED, "the column's place")


def denoms(columns: Sequence[Column], prefix: str, page: Reading) -> list[Draft]:
    """How many each column is made of, for each unit."""
    counts: dict[str, list[Draft]] = {}
    places: dict[str, list[Span]] = {}
    for number, column in enumerate(columns):
        for piece in column.sizes:
            told = size(piece, page)
            places.setdefault(told.units.text, []).append(told.units.span)
            counts.setdefault(told.units.text, []).append(
                Draft(
                    DenomCount,
                    group_id=_group_id(prefix, number, piece.span),
                    value=page.copied(told.number),
                )
            )
    return [
        Draft(Denom, units=Leaf(units, tuple(places[units])), counts=counts[units])
        for units in counts
    ]


def describe(
    measure: Draft,
    rows: Iterable[MeasuredRow],
    kind: Callable[[str], str | None],
    page: Reading,
) -> None:
    """Set what the cells of a measure have in common: kind of number, unit, dispersion."""
    cells = [found for row in rows for found in row.cells if found]
    spreads = [found.spread.kind for found in cells if found.spread]
    for piece in spreads:
        if kind(piece.text) is None:
            page.leave("unknown-code", piece, f"{piece.text!r:.60} has no code")
    for name, pieces in (
        ("param_type", [found.param for found in cells if found.param]),
        ("unit_of_measure", [found.unit for found in cells if found.unit]),
        ("dispersion_type", [piece for piece in spreads if kind(piece.text)]),
    ):
        if pieces:
            text = pieces[0].text
            value = kind(text) or text if name == "dispersion_type" else text
            how = How.COPIED if value == text else How.NORMALISED
            measure.set(name, Leaf(value, tuple([piece.span for piece in pieces]), how))


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
        found.set("title", Leaf(titles[0].text, tuple([title.span for title in titles])))
    return found


def _category(row: PlacedRow, prefix: str) -> Draft:
    return Draft(
        MeasureCategory,
        title=Leaf(row.category.text, (row.category.span,)) if row.category else None,
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
        value=Leaf(found.value.text, (found.value.span,)),
    )
    numbers = found.spread.numbers if found.spread else ()
    names = ("spread",) if len(numbers) == 1 else ("lower_limit", "upper_limit")
    for name, piece in zip(names, numbers, strict=False):
        measurement.set(name, Leaf(piece.text, (piece.span,)))
    return measurement
