"""What reading a document gives: the study, where it came from, and every doubt about it."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property

import attrs

from trialtext.model.study import Study
from trialtext.reading.coverage import Coverage, UnparsedText
from trialtext.reading.detection import Detection
from trialtext.reading.diagnostics import Diagnostic, Severity
from trialtext.reading.draft import Value, json_pointers
from trialtext.reading.provenance import Provenance, trace
from trialtext.text.edits import Span
from trialtext.text.escapes import printable
from trialtext.text.source import BOM, Location, SourceText

_NEWLINE = re.compile(r"[\r\n]")
_EXCERPT_WIDTH = 90
"""Characters of a line that an excerpt shows."""


class Status(StrEnum):
    """How far a document could be read."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


class TrialTextError(ValueError):
    """What is wrong with an input, in strict mode: the most severe of its diagnostics.

    `code` is that of the diagnostic, `path`, `line` and `column` are its place, `excerpt` shows the
    line, with a caret below the place; `diagnostics` are all of the document.
    """

    def __init__(
        self, diagnostic: Diagnostic, excerpt: str, diagnostics: tuple[Diagnostic, ...]
    ) -> None:
        super().__init__(diagnostic, excerpt, diagnostics)
        self.code = diagnostic.code
        self.path = diagnostic.path
        self.line = diagnostic.line
        self.column = diagnostic.column
        self.excerpt = excerpt
        self.diagnostics = diagnostics

    def __str__(self) -> str:
        diagnostic, excerpt, _ = self.args
        return f"{diagnostic}\n{excerpt}" if excerpt else str(diagnostic)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.args == self.args

    def __hash__(self) -> int:
        return hash(self.args)


@attrs.frozen(slots=False, kw_only=True)
class Result:
    """The outcome of reading one document. Positions are those of characters in `text`."""

    study: Study | None = None
    """The study, or `None` if the text is no document of a study."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What there is to report about the text, in its order."""
    detection: Detection
    """Which format the text has, and what tells so."""
    source: SourceText = attrs.field(repr=False)
    """The text as it came, and as it was parsed."""
    values: tuple[Value, ...] = attrs.field(default=(), repr=False)
    """The values of the study in the order of its JSON; their places are in the text as parsed."""
    coverage: Coverage
    """How many characters are values, boilerplate, unparsed, or noise."""
    unparsed_spans: tuple[tuple[Span, str], ...] = attrs.field(default=(), repr=False)
    """Every stretch that nothing was made of, with the name of its section."""
    noise_spans: tuple[Span, ...] = attrs.field(default=(), repr=False)
    """Every stretch of what is around the page."""

    @property
    def status(self) -> Status:
        """`failed` without a study, `partial` if anything was missing or unparsed."""
        if self.study is None:
            return Status.FAILED
        severe = any(d.severity is not Severity.INFO for d in self.diagnostics)
        return Status.PARTIAL if severe else Status.COMPLETE

    @property
    def format(self) -> str | None:
        """Name of the format; `None` if it is none that is known."""
        return self.detection.format

    @property
    def path(self) -> str:
        """Name of the input."""
        return self.source.path

    @property
    def text(self) -> str:
        """The document as characters, nothing changed; empty if it was not text."""
        return self.source.original

    @cached_property
    def provenance(self) -> Mapping[str, Provenance]:
        """For every value of the study, by JSON Pointer into its JSON: where it came from."""
        if self.study is None:
            return {}
        return dict(zip(json_pointers(self.study), trace(self.source, self.values), strict=True))

    @property
    def unparsed(self) -> tuple[UnparsedText, ...]:
        """Every stretch of the text that nothing was made of."""
        return self._texts(self.unparsed_spans)

    @property
    def noise(self) -> tuple[UnparsedText, ...]:
        """What stands around the page: navigation before it, footers after it."""
        return self._texts((span, "") for span in self.noise_spans)

    def _texts(self, spans: Iterable[tuple[Span, str]]) -> tuple[UnparsedText, ...]:
        sections = dict(spans)
        locations: dict[Span, Location] = self.source.locations(sections)
        return tuple(
            UnparsedText(self.text[span[0] : span[1]], location, sections[span])
            for span, location in locations.items()
        )

    def raise_for_diagnostics(self) -> None:
        """Raise `TrialTextError` for the most severe diagnostic, and the first of those."""
        severe = [d for d in self.diagnostics if d.severity is not Severity.INFO]
        if severe:
            worst = min(severe, key=lambda d: (d.severity is not Severity.ERROR, d.start))
            raise TrialTextError(worst, self.excerpt(worst), self.diagnostics)

    def excerpt(self, diagnostic: Diagnostic) -> str:
        """Show the line that a diagnostic is about, and a caret below its place."""
        before = _NEWLINE.split(self.text[: diagnostic.start])[-1].removeprefix(BOM)
        rest = (before + self.text[diagnostic.start :]).lstrip("\n")
        line = _NEWLINE.split(rest, maxsplit=1)[0]
        at = diagnostic.column - 1
        start = max(0, at - _EXCERPT_WIDTH // 2)
        shown = printable(line[start : start + _EXCERPT_WIDTH])
        return f"    {shown}\n    {' ' * len(printable(line[start:at]))}^" if shown else ""
