"""What a format tells the core: one value."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import attrs

from trialtext.model.study import Study
from trialtext.parsing.grammar import Grammar, load_grammar
from trialtext.reading.detection import Detection
from trialtext.reading.diagnostics import CATALOGUE, CatalogueEntry
from trialtext.reading.document import ExternalId
from trialtext.reading.result import Result
from trialtext.text.input import Input
from trialtext.text.source import SourceText


class Part(StrEnum):
    """What a format tells of a study, where documents of two formats make up the whole."""

    PROTOCOL = "protocol"
    RESULTS = "results"


class Excerpt(NamedTuple):
    """The text of one document, and what its format knows of it from elsewhere in the source."""

    source: SourceText
    context: Any = None


class TableWriter(NamedTuple):
    """How studies are written as the rows of a table."""

    header: str
    """What stands above the rows, with its line end."""
    row: Callable[[Study], str]
    """Writes the row of a study, with its line end."""

    def write(self, studies: Iterable[Study]) -> Iterator[str]:
        """Write studies, one after the other."""
        yield self.header
        yield from map(self.row, studies)


@attrs.frozen(slots=False, eq=False, kw_only=True)
class Format(ABC):
    """A format of text that tells of studies."""

    name: str
    """Its name, which is also that of its grammar, its seeds and, with `_` for `-`, its package."""
    title: str
    """What it is, in a phrase."""
    grammar: Path
    """The file of its grammar."""
    score: Callable[[str, Any], int]
    """Counts the signs in a text that it is of the format, which is given, too."""
    catalogue: Mapping[str, CatalogueEntry] = attrs.field(factory=dict)
    """The codes of diagnostics that only this format has."""
    part_of: Part | None = None
    """Which part of a study it tells, where another format tells the other."""
    render: Callable[[Study, str], str] | None = None
    """Writes a study in one of the variants."""
    view: Callable[[Study, str], Study] | None = None
    """Cuts a study down to what one of the variants can tell."""
    variants: Sequence[str] = ()
    """The variants that can be rendered, the usual one first."""
    table_writer: TableWriter | None = None
    """Writes many studies as one text, if the format is a table."""

    is_table: ClassVar[bool] = False
    """Whether documents are rows below a header, which tells the format, and are read one by one.

    A table may be larger than what there is memory for.
    """

    @property
    @abstractmethod
    def rules(self) -> tuple[str, ...]:
        """The rules of the grammar that parsing starts with."""

    @abstractmethod
    def divide(self, source: Input) -> Iterator[Excerpt]:
        """Divide an input into documents, which make it up. Raises what reading it raises."""

    @abstractmethod
    def describe(self, excerpt: Excerpt) -> Detection:
        """Say in which variant a document is, and what tells that it is of the format."""

    @abstractmethod
    def read(
        self, excerpt: Excerpt, repairs: frozenset[str], external_id: ExternalId | None, /
    ) -> Result:
        """Read a document."""

    @property
    def repair_names(self) -> frozenset[str]:
        """The names of everything that may be repaired."""
        return frozenset()

    @cached_property
    def parser(self) -> Grammar:
        """Its grammar, loaded."""
        return load_grammar(self.grammar, self.rules)

    @cached_property
    def full_catalogue(self) -> Mapping[str, CatalogueEntry]:
        """All codes of diagnostics that its documents may have."""
        return {**CATALOGUE, **self.catalogue}
