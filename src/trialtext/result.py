"""What reading a text gives: the study, where it came from, and what there is to say about it."""

from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from trialtext.diagnostics import Diagnostic, Severity
from trialtext.dialects.detection import Detection, neither
from trialtext.dialects.dialect import Dialect
from trialtext.model.study import Study
from trialtext.readers.reading import Reading
from trialtext.text import SourceText
from trialtext.words import own_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from trialtext.accounting import Coverage, Leftover, Origin


class Status(StrEnum):
    """How far an input could be read."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class TrialTextError(ValueError):
    """The first thing that is wrong with an input, in strict mode.

    `code` is that of the diagnostic, `path`, `line` and `column` are its place; `excerpt` shows the
    line, with a caret below the place.
    """

    def __init__(self, diagnostic: Diagnostic, excerpt: str) -> None:
        super().__init__(f"{diagnostic}\n{excerpt}" if excerpt else str(diagnostic))
        self.code = diagnostic.code
        self.path = diagnostic.path
        self.line = diagnostic.line
        self.column = diagnostic.column
        self.excerpt = excerpt


@attrs.frozen(slots=False, eq=False, repr=False)
class Result:
    """The outcome of reading one text. Positions are those of characters in `text`."""

    study: Study | None
    """The study, or `None` if the text is no page of a study."""
    _source: SourceText | None = None
    _page: Reading | None = None
    _dialect: Dialect | None = None
    _failure: Diagnostic | None = None
    """Why there is no page."""

    def __eq__(self, other: object) -> bool:
        if type(other) is not Result:
            return NotImplemented
        return (self.study, self.diagnostics) == (other.study, other.diagnostics)

    def __hash__(self) -> int:
        return hash((self.study, self.diagnostics))

    def __repr__(self) -> str:
        return f"Result(study={self.study!r}, diagnostics={self.diagnostics!r})"

    @cached_property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What there is to say about the text, in its order."""
        if self._failure:
            return (self._failure,)
        return self._page.diagnostics() if self._page else ()

    @property
    def status(self) -> Status:
        """`failed` without a study, `partial` if anything was missing or left over."""
        if self.study is None:
            return Status.FAILED
        grave = any(d.severity is not Severity.INFO for d in self.diagnostics)
        return Status.PARTIAL if grave else Status.COMPLETE

    @property
    def kind(self) -> str:
        """The kind of page: `study_page`, `results_page`; empty if it is none."""
        return self._page.kind if self._page else ""

    @property
    def path(self) -> str:
        """Name of the input."""
        return self._source.path if self._source else ""

    @property
    def text(self) -> str:
        """The input as characters, nothing changed; empty if it was not text."""
        return self._source.original if self._source else ""

    @cached_property
    def detection(self) -> Detection:
        """What kind of page the text is, in which shape, and what tells so."""
        if self._page and self._dialect:
            return self._dialect.detection(self._page)
        return neither(self.text)

    @cached_property
    def provenance(self) -> "Mapping[str, Origin]":
        """For every value of the study, by JSON Pointer into its JSON: where it came from."""
        from trialtext.accounting import provenance  # many want the study only

        return provenance(self._page) if self._page else {}

    @property
    def coverage(self) -> "Coverage":
        """How many characters are values, boilerplate, left over, or around the page."""
        return self._account[0]

    @property
    def surroundings(self) -> "tuple[Leftover, ...]":
        """The site's frame: what stands before the page begins, and after its end."""
        from trialtext.accounting import surroundings

        return surroundings(self._page) if self._page else ()

    @property
    def leftovers(self) -> "tuple[Leftover, ...]":
        """Every stretch of the text that nothing was made of."""
        return self._account[1]

    @cached_property
    def _account(self) -> "tuple[Coverage, tuple[Leftover, ...]]":
        from trialtext.accounting import Coverage, Leftover, account

        if self._page and self._dialect:
            return account(self._page, own_words(self._dialect.grammar))
        if not self._source:
            return Coverage(0, 0, 0), ()
        text = self._source.original
        kept = text.strip()
        start = len(text) - len(text.lstrip())
        places = self._source.places([(start, start + len(kept))] if kept else [])
        whole = tuple(Leftover(kept, place, "") for place in places.values())
        return Coverage(0, len(text) - len(kept), len(kept)), whole

    def raise_if_imperfect(self) -> None:
        """Raise `TrialTextError` for the gravest diagnostic, and the first of those."""
        grave = [d for d in self.diagnostics if d.severity is not Severity.INFO]
        if grave:
            worst = min(grave, key=lambda d: (d.severity is not Severity.ERROR, d.start))
            raise TrialTextError(worst, self.excerpt(worst))

    def excerpt(self, diagnostic: Diagnostic) -> str:
        """The line that a diagnostic is about, and a caret below its place."""
        lines = self.text[: diagnostic.start].splitlines(keepends=True)
        head = lines[-1] if lines and not lines[-1].endswith(("\n", "\r")) else ""
        line = (head + self.text[diagnostic.start :]).lstrip("\n")
        line = line.splitlines()[0] if line else ""
        start = max(0, diagnostic.column - 1 - _WIDTH // 2)
        shown = line[start : start + _WIDTH]
        return f"    {shown}\n    {' ' * (diagnostic.column - 1 - start)}^" if shown else ""


_WIDTH = 90
"""Characters of a line that an excerpt shows."""
