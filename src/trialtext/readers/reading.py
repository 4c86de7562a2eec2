"""One page while it is read: its text, the study drafted so far, and the doubts about it."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar, get_args

from trialtext.diagnostics import CATALOGUE, Diagnostic, Severity
from trialtext.grammars import HEADING
from trialtext.model.base import ApiObject
from trialtext.model.protocol import (
    ArmsInterventionsModule,
    DescriptionModule,
    EligibilityModule,
    IdentificationModule,
    ProtocolSection,
)
from trialtext.model.study import Study
from trialtext.page_parser import Piece, Tree
from trialtext.resolve.term_evidence import PageEvidence
from trialtext.text import SourceText, Span
from trialtext.trace import Draft, How, Leaf, Node, leaves

if TYPE_CHECKING:
    from trialtext.cutting import Cut

_Value = TypeVar("_Value", str, int, bool)

Body = Tree


class Supplied(NamedTuple):
    """A number that is not on the page but came with it."""

    nct_id: str
    source: str
    """Where it came from: an option, a file's name."""


class Report(NamedTuple):
    """What is said about a stretch of the input."""

    code: str
    message: str
    start: int
    end: int


class Listed(NamedTuple):
    """An intervention as the Interventions section lists it."""

    name: str
    kind: str
    description: str
    draft: Draft


def tokens(tree: Body, *types: str) -> list[Piece]:
    """Return the tokens of a rule, of these types or all."""
    # Comparing types is quicker than asking for instances, and this is asked all the time.
    if types:
        return [c for c in tree.children if type(c) is Piece and c.type in types]
    return [child for child in tree.children if type(child) is Piece]


def rules(tree: Body) -> list[Body]:
    """Return the rules inside a rule."""
    return [child for child in tree.children if type(child) is Tree]


def _end_of(token: Piece, at: int) -> Piece:
    """What stands in a token from a position on."""
    text = token.text[at:].lstrip()
    return Piece(text, token.end - len(text), token.end)


MOST_TOLD = 1_000
"""Diagnostics of one code that a page is given; the last of them says how many more there are."""

_FURTHER_PAGE = re.compile(r"^NCT ID:", re.MULTILINE)
_HEADING = re.compile(r"[A-Z][a-z]+(?: (?:[A-Z][A-Za-z]+|and|of|to|for|the|&)){0,5}")
_SENTENCE = re.compile(r"[A-Z](?:\S* ){4,40}\S+\.")

_MODULES: Mapping[type[ApiObject], str] = {
    get_args(field.type)[0]: field.name
    for field in ProtocolSection.__attrs_attrs__
    if field.name != "extra"
}


class Reading:
    """What a page's readers share.

    A reader claims text by making leaves of it, by calling it boilerplate, or by leaving it over.
    """

    def __init__(
        self,
        source: SourceText,
        kind: str = "",
        repaired: frozenset[str] = frozenset(),
        supplied: Supplied | None = None,
    ) -> None:
        self.source = source
        self.kind = kind
        self.repaired = repaired
        self.text = source.text
        self.supplied = supplied
        self.bare = False
        self.modules: dict[str, Draft] = {}
        self.results: dict[str, Draft] = {}
        self.has_results: Leaf | None = None
        self.section = ""
        self.reports: list[Report] = []
        self.told: dict[str, int] = {}
        self.left: list[Span] = []
        self.surroundings: list[Span] = []
        self.boilerplate: list[Span] = []
        self.cuts: list[Cut] = []
        self.tree: Body = Tree("page", [])
        self.sections: dict[str, Body] = {}
        # Evidence that one section leaves for another.
        self.interventions: list[Listed] = []
        self.repeats: dict[tuple[str, str], list[Span]] = {}
        self.assigned: dict[tuple[str, str], Span] = {}
        self.countries: dict[str, Piece] = {}
        self.flow_header: tuple[str, ...] = ()
        self.described: dict[str, set[tuple[str, ...]]] = {}

    # ---- Drafting the study

    def put(self, module: type[ApiObject], **fields: Node | None) -> None:
        """Set fields of one of the protocol's modules; `None` and empty lists leave no trace."""
        name = _MODULES[module]
        draft = self.modules.get(name) or self.modules.setdefault(name, Draft(module))
        for field, node in fields.items():
            if field in draft.fields:
                self.set_once(draft, field, node)
            else:
                draft.set(field, node)

    def set_once(self, draft: Draft, field: str, node: Node | None) -> None:
        """Set a field; where it has a value already, that one stays and the other is left over."""
        if field not in draft.fields:
            draft.set(field, node)
        elif node is not None:
            for _, leaf in leaves(node):
                piece = self.piece(*leaf.spans[0])
                self.leave("repeated-value", piece, f"a second {field.replace('_', ' ')}")

    def module(self, module: type[ApiObject]) -> Draft:
        """Return what is drafted of one of the protocol's modules."""
        return self.modules.get(_MODULES[module]) or Draft(module)

    def study(self) -> Draft:
        """Return the study as far as it is drafted."""
        modules = {name: draft for name, draft in self.modules.items() if draft}
        protocol = Draft(ProtocolSection, **modules)
        study = Draft(Study, protocol_section=protocol or None, has_results=self.has_results)
        if results := {name: draft for name, draft in self.results.items() if draft}:
            from trialtext.model.results import ResultsSection  # most pages have none

            study.set("results_section", Draft(ResultsSection, **results))
        return study

    @cached_property
    def leaves(self) -> list[tuple[str, Leaf]]:
        """Every value of the study with its JSON Pointer, once all is read."""
        return list(leaves(self.study()))

    # ---- Taking text

    def piece(self, start: int, end: int) -> Piece:
        """Take the text between two positions."""
        text = self.text[start:end]
        stripped = text.strip()
        if len(stripped) != len(text):
            start += len(text) - len(text.lstrip())
        return Piece(stripped, start, start + len(stripped))

    def after(self, token: Piece, mark: str) -> Piece:
        """Take what follows a mark in a token: `Role: primary` after `:`."""
        return _end_of(token, token.text.index(mark) + len(mark))

    def after_label(self, token: Piece) -> Piece:
        """Take what follows a label of two words in a token: `Sponsor Role lead`."""
        return _end_of(token, token.text.index(" ", token.text.index(" ") + 1) + 1)

    def block(self, first: Piece, last: Piece) -> Piece:
        """Take the text from one token to another, with the blank lines between."""
        return self.piece(first.start, last.end)

    def value(self, rule: Body) -> Piece | None:
        """Take the value that stands after a label."""
        label, *values = tokens(rule)
        if not values:
            self.report("missing-value", label.span, "a label without a value")
            return None
        return values[0]

    # ---- Making values of it

    def copied(self, piece: Piece) -> Leaf | None:
        """Make a value of a piece as it is; nothing of nothing."""
        return Leaf(piece.text, (piece.span,)) if piece.text else None

    def coded(
        self, piece: Piece, meanings: Mapping[str, StrEnum] | Mapping[str, bool]
    ) -> Leaf | None:
        """Look a piece up in a table of what pages write."""
        value = meanings.get(piece.text)
        if value is None:
            self.leave("unknown-code", piece, f"{piece.text!r:.60} is no known code")
            return None
        how = How.COPIED if value == piece.text else How.NORMALISED
        return Leaf(value, (piece.span,), how)

    def parsed(self, piece: Piece, parse: Callable[[str], _Value | None], kind: str) -> Leaf | None:
        """Parse a piece as a scalar value."""
        value = parse(piece.text)
        if value is None:
            self.leave("unreadable-value", piece, f"{piece.text!r:.60} is not {kind}")
            return None
        return Leaf(value, (piece.span,), How.COPIED if value == piece.text else How.NORMALISED)

    # ---- Not making values of it

    def claim(self, token: Piece) -> None:
        """Call a token boilerplate."""
        self.boilerplate.append(token.span)

    def leave(self, code: str, piece: Piece, message: str) -> None:
        """Leave a piece over, and say why."""
        self.left.append(piece.span)
        self.report(code, piece.span, message)

    def surround(self, lines: list[Piece]) -> None:
        """Call lines, one after the other, the site's frame, unless they begin a section."""
        if not lines:
            return
        if self._end_of_section(lines[:2], 0):
            self.leave_lines(lines)
            return
        whole = self.block(lines[0], lines[-1])
        if _FURTHER_PAGE.search(whole.text):
            self.leave("further-page", whole, "another page stands in this text; it is not read")
            return
        self.surroundings.append(whole.span)
        self.report("surroundings", whole.span, f"{len(lines)} lines of what is around the page")

    def leave_lines(self, lines: list[Piece]) -> None:
        """Leave lines over that fit nothing; a heading, its blurb and what follows as one."""
        at = 0
        while at < len(lines):
            line, end = lines[at], self._end_of_section(lines, at)
            if end > at:
                whole = self.piece(line.start, lines[end - 1].end)
                self.leave("unknown-section", whole, f"{line.text!r:.60} is no known section")
            elif line.text:
                self.leave("unknown-line", line, f"{line.text!r:.60} fits nothing here")
            at = max(end, at + 1)

    def _end_of_section(self, lines: list[Piece], at: int) -> int:
        """Where lines, one after the other, end that begin with a heading and a sentence."""
        if at + 1 == len(lines) or not _HEADING.fullmatch(lines[at].text):
            return at
        if not _SENTENCE.fullmatch(lines[at + 1].text):
            return at
        end = at + 1
        while end < len(lines) and not self.text[lines[end - 1].end : lines[end].start].strip():
            end += 1
        return end

    def report(self, code: str, place: Span, message: str) -> None:
        """Say something about a place of the text."""
        self.report_original(code, self.source.span(place), message)

    def report_original(self, code: str, place: Span, message: str) -> None:
        """Say something about a place of the input, but not the same of thousands of them."""
        self.told[code] = times = self.told.get(code, 0) + 1
        if times > MOST_TOLD:
            return
        where = f" [{self.section}]" if self.section else ""
        self.reports.append(Report(code, message + where, *place))

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return all that was said about the page, in the order of the text."""
        places = self.source.line_columns({report.start for report in self.reports})
        path, in_order = self.source.path, sorted(self.reports, key=lambda report: report.start)
        return tuple([Diagnostic(*report, *places[report.start], path) for report in in_order])

    def tell_the_rest(self) -> None:
        """Say how many more diagnostics there would be of codes that were told too often."""
        for code, times in self.told.items():
            if times > MOST_TOLD:
                last = max(at for at, report in enumerate(self.reports) if report.code == code)
                told = self.reports[last]
                message = f"{told.message}, and {times - MOST_TOLD:,} more like it"
                self.reports[last] = told._replace(message=message)

    @cached_property
    def said(self) -> str:
        """What the page says at length: title, narratives, criteria, arms, interventions."""
        said = [
            (IdentificationModule, ("brief_title",)),
            (DescriptionModule, ("brief_summary", "detailed_description")),
            (EligibilityModule, ("eligibility_criteria",)),
        ]
        drafts = [(self.module(module), fields) for module, fields in said]
        arms = self.module(ArmsInterventionsModule)
        drafts += [(arm, ("label", "description")) for arm in arms.drafts("arm_groups")]
        drafts += [(each, ("name", "description")) for each in arms.drafts("interventions")]
        found = (draft.leaf(field) for draft, fields in drafts for field in fields)
        return "\n".join([str(leaf.value) for leaf in found if leaf])

    @cached_property
    def evidence(self) -> PageEvidence:
        """What tells terms apart: what the page says, and the lines of terms themselves."""
        return PageEvidence(self.said, self.line("conditions"), self.line("keywords"))

    def ends_in(self, section: str) -> bool:
        """Whether the page ends within a section, of which a part may have been cut off."""
        return self.cuts[-1].terminal == f"{section.upper()}{HEADING}"

    def line(self, section: str) -> str:
        """What stands below the heading of a section, or nothing."""
        found = tokens(self.sections[section]) if section in self.sections else []
        return found[0].text if found else ""

    @cached_property
    def listed(self) -> Mapping[str, Span]:
        """Where each country is listed, once the list is read."""
        return {name: piece.span for name, piece in self.countries.items()}

    @property
    def doubtful(self) -> bool:
        """Whether anything was missing, doubtful or left over."""
        return any(CATALOGUE[code].severity is not Severity.INFO for code in self.told)
