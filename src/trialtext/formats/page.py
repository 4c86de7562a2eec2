"""One page from text to result, one step after the other."""

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from trialtext.formats.format import Excerpt
from trialtext.formats.layout import Layout
from trialtext.model.enums import Status
from trialtext.model.protocol import StatusModule
from trialtext.parsing.grammar import UnparsableError
from trialtext.parsing.headings import HEADER, UNKNOWN_SECTION, SectionSpan
from trialtext.parsing.tree import Token, Tree
from trialtext.parsing.vocabulary import Label
from trialtext.reading.boilerplate_repairs import BoilerplateRepair, apart
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.conclusion import conclude
from trialtext.reading.detection import Detection
from trialtext.reading.document import Document, ExternalId
from trialtext.reading.heading_repairs import repair_headings
from trialtext.reading.label_repairs import repair_labels
from trialtext.reading.likeness import alike, folded
from trialtext.reading.result import Result
from trialtext.reading.section import NO_BLURB, Body, Section
from trialtext.text.doubts import find_doubts
from trialtext.text.edits import Span
from trialtext.text.input import Input
from trialtext.text.repairs import AppliedRepair, repair_text, usual_spaces
from trialtext.text.source import SourceText

HEADING: Final = "HEADING"
"""The type of the token that the heading of a repeatable section is."""
_MOST_LINES = 2_000
"""Lines that a section of a fixed form may have, however damaged it is."""
_ROUNDS = 3
"""How often labels are repaired: one round may uncover what the next one can put right."""


class PageFormat(Layout):
    """A format of pages: what it declares is all there is to say."""

    def divide(self, source: Input) -> Iterator[Excerpt]:
        """Divide an input into pages, which make it up."""
        text = source.whole
        for span in self.divide_text(usual_spaces(text.original)):
            yield Excerpt(text.slice(*span))

    def describe(self, excerpt: Excerpt) -> Detection:
        """Say in which variant a page is, and what tells that it is of the format."""
        return describe(prepare(excerpt.source, self, self.repair_names).document, self)

    def read(
        self, excerpt: Excerpt, repairs: frozenset[str], external_id: ExternalId | None, /
    ) -> Result:
        """Read a page."""
        return read_page(excerpt.source, self, repairs, external_id)


class Prepared(NamedTuple):
    """A document whose damage was repaired, and what is to be reported about that."""

    document: Document
    applied: Sequence[AppliedRepair]
    labels: Sequence[tuple[Span, BoilerplateRepair]]
    """Repairs of headings and labels, with their places in the original."""


# ---- Repair, cut, put labels right


def prepare(
    source: SourceText,
    format_: Layout,
    repairs: frozenset[str],
    external_id: ExternalId | None = None,
) -> Prepared:
    """Repair a text, and find its sections."""
    # Of a last line that is not read at all, nothing needs to be left out.
    unwanted = {"truncated-boilerplate"} if format_.certain_end else set()
    wanted = [repair for repair in format_.all_repairs if repair.name in repairs - unwanted]
    source, applied = repair_text(source, wanted, format_.vocabulary)
    sections = _find_sections(source.text, format_)
    labels: dict[Span, BoilerplateRepair] = {}
    for _ in range(_ROUNDS):
        every = _boilerplate_repairs(source.text[: sections[-1].end], sections, format_)
        found = [each for each in every if each.code in repairs]
        spans = [source.span(each.edit[:2]) for each in found]
        new = {span: each for span, each in zip(spans, found, strict=True) if span not in labels}
        if not new:
            break
        labels |= new
        source = source.edited([each.edit for each in new.values()])
        sections = _find_sections(source.text, format_)
    required = [section.name for section in format_.sections if section.required]
    document = Document(
        source,
        sections=sections,
        repaired=frozenset(each.repair.name for each in applied),
        external_id=external_id,
        truncated=bool(required) and required[-1] not in {span.name for span in sections},
        certain_end=sections[-1].end if format_.certain_end else None,
    )
    document.unlabelled = _is_unlabelled(document, format_)
    return Prepared(document, applied, list(labels.items()))


def _find_sections(text: str, format_: Layout) -> Sequence[SectionSpan]:
    """Find the sections of a text, up to a last line that may have been cut off."""
    end = format_.certain_end(text) if format_.certain_end else len(text)
    return format_.headings.find_sections(text[:end])


def _boilerplate_repairs(
    text: str, sections: Sequence[SectionSpan], format_: Layout
) -> list[BoilerplateRepair]:
    labels = repair_labels(text, sections, format_.sections, format_.header_labels)
    return apart([*labels, *repair_headings(text, sections, format_.sections)])


def _is_unlabelled(document: Document, format_: Layout) -> bool:
    """Tell whether values stand without their labels, in all sections that begin with labels."""
    unlabelled = False
    for span in document.sections:
        section = format_.section.get(span.name)
        if section and section.tells_variant:
            lines = document.token(span.body, span.end).lines()
            labels = {label.text for label in section.labels}
            if any(line.text in labels for line in lines):
                return False
            unlabelled = unlabelled or bool(lines)
    return unlabelled


def describe(document: Document, format_: Layout) -> Detection:
    """Say in which variant a document is, and what tells that it is of its format."""
    known = {span.name for span in document.sections} - {HEADER, UNKNOWN_SECTION}
    header = document.sections[0]
    evidence = [f"{len(known)} known sections"] if known else []
    if format_.header_sign.search(document.text, header.start, header.end):
        evidence.append("a header with an NCT number")
    # One sign is telling, and every further one leaves half the doubt.
    doubt = 0.5 ** (len(known) + len(evidence) - bool(known))
    variant = format_.variant_of(document)
    return Detection(format_.name, variant, round(1 - doubt, 3), tuple(evidence))


# ---- Parse, read, freeze


def read_page(
    source: SourceText,
    format_: Layout,
    repairs: frozenset[str],
    external_id: ExternalId | None = None,
) -> Result:
    """Read a page of a format."""
    prepared = prepare(source, format_, repairs, external_id)
    document = prepared.document
    builder = StudyBuilder(document, format_.full_catalogue, format_.evidence())
    _parse(builder, format_)
    _read(builder, format_)
    _report_missing(builder, format_)
    for check in format_.checks:
        check(builder)
    _report_repairs(builder, prepared, repairs)
    return conclude(builder, describe(document, format_))


def _parse(builder: StudyBuilder[Any], format_: Layout) -> None:
    """Parse every known section; of one that does not fit its grammar, nothing is made."""
    document, trees = builder.document, dict[str, Tree]()
    for span in document.sections:
        builder.section = span.name
        section = format_.section.get(span.name)
        _mark_heading(span, section, builder)
        if span.name == HEADER:
            trees[HEADER] = tree = _parsed(span, Body.ITEMS, builder, format_)
            _mark_labels(tree, format_.header_labels, builder)
        elif section is None or (span.name in trees and not section.repeatable):
            _report_surplus(span, builder, repeated=span.name in trees)
        else:
            tree = _parsed(span, section.body, builder, format_)
            _mark_labels(tree, section.labels, builder)
            if section.repeatable:
                heading = Token(document.text[span.start : span.body], span.start, HEADING)
                one = Tree(span.name, [heading, *tree.children])
                trees.setdefault(span.name, Tree(span.name, [])).children.append(one)
            else:
                trees[span.name] = tree
    builder.section = ""
    document.trees = trees
    if document.last_line.text:
        builder.mark_unparsed("truncated", document.last_line, "the page may end within this line")


def _parsed(span: SectionSpan, body: Body, builder: StudyBuilder[Any], format_: Layout) -> Tree:
    text = builder.document.text
    if body in (Body.TEXT, Body.LINE):
        token = builder.document.token(span.body, span.end)
        first, _ = token.split_first_line()
        if body is Body.LINE and format_.vocabulary.is_heading(first.text):
            message = f"{first.text!r} stands without its blurb"
            builder.mark_unparsed("unknown-section", token, message)
            return Tree(span.name, [])
        return Tree(span.name, [token] if token.text else [])
    message = ""
    if body is Body.FIXED and text.count("\n", span.body, span.end) > _MOST_LINES:
        message = f"more than {_MOST_LINES} lines"
    else:
        try:
            return format_.parser.parse(text, span.body, span.end, span.name)
        except UnparsableError as error:
            message = str(error)
    token = builder.document.token(span.body, span.end)
    builder.mark_unparsed("unreadable-section", token, message)
    return Tree(span.name, [])


def _mark_heading(span: SectionSpan, section: Section | None, builder: StudyBuilder[Any]) -> None:
    """Claim a heading and its blurb, as far as they are the words of the format."""
    heading = builder.document.text[span.start : span.body]
    blurb = section.blurb if section else NO_BLURB
    known = heading.find(blurb.beginning) + len(blurb.beginning) if blurb.rest else len(heading)
    rest = heading[known:]
    # A blurb may be cut off, or misspelt; what goes on in another way is none.
    is_whole = rest == blurb.rest
    is_cut_off = not is_whole and folded(blurb.rest).startswith(folded(rest))
    if is_whole or is_cut_off or alike(blurb.beginning + rest, str(blurb)):
        known = len(heading)
    else:
        token = builder.document.token(span.start + known, span.body)
        message = f"{token.text!r:.60} is not how a sentence of the page goes on"
        builder.mark_unparsed("unknown-line", token, message)
    builder.mark_boilerplate((span.start, span.start + known))


def _mark_labels(tree: Tree, labels: Sequence[Label], builder: StudyBuilder[Any]) -> None:
    """Claim the literal text of labels."""
    names = [label for label in labels if not label.is_value]
    texts = tuple(label.text for label in names)
    for token in tree.all_tokens() if names else ():
        if token.text.startswith(texts):
            for label in names:
                whole = token.text == label.text
                if whole or (label.value is not None and token.text.startswith(label.text)):
                    builder.mark_boilerplate((token.start, token.start + len(label.text)))


def _report_surplus(span: SectionSpan, builder: StudyBuilder[Any], *, repeated: bool) -> None:
    """Make nothing of a section that is not known, or stands in the text before."""
    token = builder.document.token(span.start, span.end)
    heading, _ = token.split_first_line()
    if repeated:
        message = f"{heading.text!r} stands on the page before"
        builder.mark_unparsed("repeated-section", token, message)
    else:
        message = f"{heading.text!r} is no known section"
        builder.mark_unparsed("unknown-section", token, message)


def _read(builder: StudyBuilder[Any], format_: Layout) -> None:
    """Have every section read, each after those whose evidence it needs."""
    trees, unlabelled = builder.document.trees, builder.document.unlabelled
    builder.section = HEADER
    format_.read_header(trees[HEADER], builder)
    for section in format_.reading_order:
        tree = trees.get(section.name)
        if tree and tree.children:
            builder.section = section.name
            read = section.read_unlabelled if unlabelled else None
            (read or section.read)(tree, builder)
    builder.section = HEADER
    builder.supply_number()
    builder.section = ""


def _report_missing(builder: StudyBuilder[Any], format_: Layout) -> None:
    """Report required sections that are not there, and sections without a body."""
    document = builder.document
    end = (len(document.text), len(document.text))
    required = [each for each in format_.sections if each.required]
    last = required[-1].name if required else ""
    status = builder.module(StatusModule).value("overall_status")
    if status and status.value == Status.WITHHELD:
        required = []  # the registry itself shows hardly more than the title
    if last and not (last in document.trees and document.trees[last].children):
        if document.last_line.text:
            return
        builder.report("truncated", end, "the page ends before the end of its last section")
    else:
        for missing in (each for each in required if each.name not in document.trees):
            at = _place_of(missing, document, format_)
            message = f"there is no section {missing.heading!r}"
            builder.report("missing-section", (at, at), message)
    for span in document.sections[1:]:
        section = format_.section.get(span.name)
        if section is None or section.repeatable:
            continue
        heading = (span.start, span.body)
        empty = not document.trees[span.name].children and span.name != last
        if document.unlabelled and _is_lost(span, section, document):
            message = f"below {section.heading!r}, the extractor drops {section.extractor_loss}"
            builder.report("extractor-loss", heading, message)
        elif empty and not section.may_be_empty:
            builder.report("empty-section", heading, f"there is nothing below {section.heading!r}")


def _place_of(missing: Section, document: Document, format_: Layout) -> int:
    """Return where a section should begin: where the next one of those that are there does."""
    names = [section.name for section in format_.sections]
    below = names[names.index(missing.name) :]
    starts = [span.start for span in document.sections if span.name in below]
    return min(starts, default=len(document.text))


def _is_lost(span: SectionSpan, section: Section, document: Document) -> bool:
    """Tell whether an extractor has dropped what it usually drops of a section."""
    if section.body is Body.LINE:
        return bool(section.extractor_loss) and not document.trees[span.name].children
    labels = {label.text for label in section.labels}
    lines = document.token(span.body, span.end).lines()
    return bool(section.extractor_loss) and not any(line.text in labels for line in lines)


def _report_repairs(
    builder: StudyBuilder[Any], prepared: Prepared, repairs: frozenset[str]
) -> None:
    """Report what was repaired, and damage that cannot be told from what the registry has."""
    source = builder.document.source
    for span, repair in prepared.labels:
        builder.report_original(repair.code, span, repair.message)
    for applied in prepared.applied:
        message = f"{applied.times} {applied.repair.description}"
        builder.report_original(applied.repair.name, applied.first, message)
    for doubt in find_doubts(source, repairs - builder.document.repaired):
        builder.report_original(*doubt)
