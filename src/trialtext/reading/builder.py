"""The study of one document while it is drafted, and every doubt about it."""

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar, get_args

from trialtext.model.annotation import AnnotationSection
from trialtext.model.base import ApiObject
from trialtext.model.derived import DerivedSection
from trialtext.model.document import DocumentSection
from trialtext.model.protocol import IdentificationModule, ProtocolSection
from trialtext.model.results import ResultsSection
from trialtext.model.study import Study
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.diagnostics import CatalogueEntry, Diagnostic
from trialtext.reading.document import Document
from trialtext.reading.draft import Derivation, Draft, Node, Value, all_values
from trialtext.text.edits import Span

_Scalar = TypeVar("_Scalar", str, int, float, bool)
E = TypeVar("E")
"""What one section of a format leaves for another to decide by."""

MOST_REPEATS = 1_000
"""Diagnostics of one code that a document is given; the last says how many more there would be."""

_OF_A_CUT = frozenset(
    {
        "empty-section",
        "missing-value",
        "row-width",
        "unknown-code",
        "unknown-columns",
        "unknown-line",
        "unreadable-value",
    }
)
"""What is reported of the end of a page that was only cut off."""

_HEADING = re.compile(
    r"""
    [A-Z][a-z]+
    (?: \ (?: [A-Z][A-Za-z]+ | and | of | to | for | the | & ) ){0,5}
    """,
    re.VERBOSE,
)
_SENTENCE = re.compile(r"[A-Z](?:\S* ){4,40}\S+\.")

SECTIONS: Mapping[str, type[ApiObject]] = {
    "protocol_section": ProtocolSection,
    "results_section": ResultsSection,
    "document_section": DocumentSection,
    "annotation_section": AnnotationSection,
    "derived_section": DerivedSection,
}
"""The sections of the record, by the fields of the study."""


class Place(NamedTuple):
    """Where in the record a module is."""

    section: str
    """The field of the study that holds its section."""
    field: str
    """The field of the section that holds it."""


_MODULES: Mapping[Place, type[ApiObject]] = {
    Place(section, field.name): get_args(field.type)[0]
    for section, cls in SECTIONS.items()
    for field in cls.__attrs_attrs__
    if field.name != "extra"
}
_PLACES: Mapping[type[ApiObject], Place] = {cls: place for place, cls in _MODULES.items()}
"""The place of each class of modules: of a class that has two, the last one."""


class Report(NamedTuple):
    """What is reported about a stretch of the input."""

    code: str
    message: str
    start: int
    end: int


class StudyBuilder(Generic[E]):
    """Takes what readers make of a document: values, claims of text, reports.

    Every character is to be claimed: as a value, as boilerplate, as noise, or as unparsed.
    """

    def __init__(
        self, document: Document, catalogue: Mapping[str, CatalogueEntry], evidence: E
    ) -> None:
        self.document = document
        self.evidence = evidence
        self.section = ""
        """Name of the section that is read."""
        self.has_results: Value | None = None
        self.unparsed: list[Span] = []
        self.noise: list[Span] = []
        self.boilerplate: list[Span] = []
        self._catalogue = catalogue
        self._modules: dict[Place, Draft] = {}
        self._reports: list[Report] = []
        self._counts: dict[str, int] = {}

    # ---- Drafting the study

    def module(self, cls: type[ApiObject]) -> Draft:
        """Return what is drafted of a module of the record."""
        return self.module_at(_PLACES[cls])

    def module_at(self, place: Place) -> Draft:
        """Return what is drafted of the module at a place of the record."""
        if place not in self._modules:
            self._modules[place] = Draft(_MODULES[place])
        return self._modules[place]

    def put(self, module: type[ApiObject], **fields: Node | None) -> None:
        """Set fields of a module; `None` and empty lists leave no trace."""
        draft = self.module(module)
        for field, node in fields.items():
            self.set_once(draft, field, node)

    def set_once(self, draft: Draft, field: str, node: Node | None) -> None:
        """Set a field; where it has a value already, that one stays and the other is unparsed."""
        if field not in draft.fields:
            draft.set(field, node)
        elif node is not None:
            for value in all_values(node):
                token = self.document.token(*value.spans[0])
                message = f"a second {field.replace('_', ' ')}"
                self.mark_unparsed("repeated-value", token, message)

    def supply_number(self) -> None:
        """Take the number that came with the document, unless the document has one of its own."""
        external = self.document.external_id
        if not external:
            return
        number = self.module(IdentificationModule).value("nct_id")
        if number is None:
            value = Value(external.nct_id, (), Derivation.COMPUTED, external.source)
            self.put(IdentificationModule, nct_id=value)
            message = f"{external.nct_id} is taken from the {external.source}"
            self.report("supplied-nct-id", (0, 0), message)
        elif number.value != external.nct_id:
            message = f"{number.value} on the page, {external.nct_id} is the {external.source}"
            self.report("different-nct-id", number.spans[0], message)

    def study(self) -> Draft:
        """Return the study as far as it is drafted."""
        sections = {name: Draft(cls) for name, cls in SECTIONS.items()}
        for place, draft in self._modules.items():
            if draft:
                sections[place.section].set(place.field, draft)
        known = {name: draft for name, draft in sections.items() if draft}
        return Draft(Study, **known, has_results=self.has_results)

    # ---- Values

    def verbatim(self, token: Token) -> Value | None:
        """Make a value of a token as it is; `None` of an empty one."""
        return Value(token.text, (token.span,)) if token.text else None

    def code(
        self, token: Token, meanings: Mapping[str, StrEnum] | Mapping[str, bool]
    ) -> Value | None:
        """Look a token up in a table of what the format writes for a code of the API."""
        if not token.text:
            self.report_missing(token)
            return None
        value = meanings.get(token.text)
        if value is None:
            self.mark_unparsed("unknown-code", token, f"{token.text!r:.60} is no known code")
            return None
        return _value_of(token, value)

    def parse(
        self, token: Token, parse: Callable[[str], _Scalar | None], kind: str
    ) -> Value | None:
        """Parse a token as a number, a date, an age or the like, which `kind` names."""
        if not token.text:
            self.report_missing(token)
            return None
        value = parse(token.text)
        if value is None:
            self.mark_unparsed("unreadable-value", token, f"{token.text!r:.60} is not {kind}")
            return None
        return _value_of(token, value)

    def labelled_value(self, rule: Tree) -> Token | None:
        """Take the value that stands after a label."""
        label, *values = rule.tokens()
        if not values:
            self.report_missing(label)
            return None
        return values[0]

    # ---- What is no value

    def mark_boilerplate(self, *spans: Span) -> None:
        """Claim words and marks of the format itself."""
        self.boilerplate += spans

    def mark_unparsed(self, code: str, token: Token, message: str) -> None:
        """Make nothing of a token, and say why."""
        self.unparsed.append(token.span)
        self.report(code, token.span, message)

    def mark_noise(self, lines: Sequence[Token]) -> None:
        """Claim lines, one after the other, as navigation, unless they begin a section."""
        if not lines:
            return
        if self._end_of_section(lines[:2], 0):
            self.unparsed_lines(lines)
            return
        block = self.document.block(lines[0], lines[-1])
        self.noise.append(block.span)
        self.report("noise", block.span, f"{len(lines)} lines of what is around the page")

    def unparsed_lines(self, lines: Sequence[Token]) -> None:
        """Make nothing of lines that fit nowhere; a heading and what is below it are one."""
        at = 0
        while at < len(lines):
            line, end = lines[at], self._end_of_section(lines, at)
            if end > at:
                block = self.document.block(line, lines[end - 1])
                message = f"{line.text!r:.60} is no known section"
                self.mark_unparsed("unknown-section", block, message)
            elif line.text:
                self.mark_unparsed("unknown-line", line, f"{line.text!r:.60} fits nothing here")
            at = max(end, at + 1)

    def _end_of_section(self, lines: Sequence[Token], at: int) -> int:
        """Return where lines, one after the other, end that begin with a heading and a sentence."""
        if at + 1 >= len(lines) or not _HEADING.fullmatch(lines[at].text):
            return at
        if not _SENTENCE.fullmatch(lines[at + 1].text):
            return at
        end, text = at + 1, self.document.text
        while end < len(lines) and not text[lines[end - 1].end : lines[end].start].strip():
            end += 1
        return end

    # ---- Diagnostics

    def report(self, code: str, span: Span, message: str) -> None:
        """Report something about a stretch of the text.

        What the page is cut off in is damaged by that, and by nothing else.
        """
        if code in _OF_A_CUT and span[1] and self.document.is_cut_at(span[1]):
            code, message = "truncated", "the page ends here"
        if code == "truncated" and self._extend_truncated(span):
            return
        self.report_original(code, self.document.source.span(span), message)

    def _extend_truncated(self, span: Span) -> bool:
        """Extend the report that the page was cut off, if there is one."""
        start, end = self.document.source.span(span)
        for at, report in enumerate(self._reports):
            if report.code == "truncated":
                start, end = min(start, report.start), max(end, report.end)
                self._reports[at] = report._replace(start=start, end=end)
                return True
        return False

    def report_missing(self, place: Token) -> None:
        """Report a label, or the end of its line, where a value should follow."""
        self.report("missing-value", place.span, "a label without a value")

    def report_original(self, code: str, span: Span, message: str) -> None:
        """Report something about a stretch of the input, but not the same a thousand times."""
        self._counts[code] = count = self._counts.get(code, 0) + 1
        if count <= MOST_REPEATS:
            where = f" [{self.section}]" if self.section else ""
            self._reports.append(Report(code, message + where, *span))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all that was reported, in the order of the text."""
        self._summarize_repeats()
        source = self.document.source
        places = source.line_columns({report.start for report in self._reports})
        return tuple(
            [
                Diagnostic(
                    report.code,
                    self._catalogue[report.code].severity,
                    report.message,
                    report.start,
                    report.end,
                    *places[report.start],
                    source.path,
                )
                for report in sorted(self._reports, key=lambda report: report.start)
            ]
        )

    def _summarize_repeats(self) -> None:
        """Say how many more diagnostics there would be of codes that were reported too often."""
        for code, count in self._counts.items():
            if count > MOST_REPEATS:
                last = max(at for at, report in enumerate(self._reports) if report.code == code)
                message = (
                    f"{self._reports[last].message}, and {count - MOST_REPEATS:,} more like it"
                )
                self._reports[last] = self._reports[last]._replace(message=message)


def _value_of(token: Token, value: str | float | bool) -> Value:
    """Make a value of what a token says: verbatim if the API writes it in the same way."""
    same = value == token.text
    return Value(value, (token.span,), Derivation.VERBATIM if same else Derivation.NORMALIZED)
