"""Sections that are text: summary, description, conditions, keywords, links."""

from trialtext.model.protocol import (
    ConditionsModule,
    DescriptionModule,
    ReferencesModule,
    SeeAlsoLink,
)
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading, rules, tokens
from trialtext.resolve.term_evidence import Kind
from trialtext.resolve.terms import split_terms
from trialtext.trace import Draft, How, Leaf
from trialtext.words import vocabulary


def brief_summary(text: Piece, page: Reading) -> None:
    """Markdown, as the registry has it."""
    page.put(DescriptionModule, brief_summary=page.copied(text))


def detailed_description(text: Piece, page: Reading) -> None:
    """Markdown, as the registry has it."""
    page.put(DescriptionModule, detailed_description=page.copied(text))


def conditions(text: Piece, page: Reading) -> None:
    """All conditions on one line."""
    page.put(ConditionsModule, conditions=_terms(text, "conditions", page))


def keywords(text: Piece, page: Reading) -> None:
    """All keywords on one line."""
    page.put(ConditionsModule, keywords=_terms(text, "keywords", page))


def _terms(text: Piece, kind: Kind, page: Reading) -> list[Leaf]:
    """Split a line where it is sure enough; otherwise it stays whole, and the best way is told."""
    line = page.piece(text.start, text.start + len(text.text.partition("\n")[0]))
    rest = page.piece(line.end, text.end)
    if rest.text:
        page.leave("unknown-line", rest, "all terms stand on one line, but there is another")
    if vocabulary(f"{page.kind}.lark").is_heading(line.text):
        page.leave("unknown-section", line, f"{line.text!r} stands without its blurb")
        return []
    split = split_terms(line.text, kind, page.evidence)
    terms = [page.piece(line.start + start, line.start + end) for start, end in split.terms]
    if _is_cut_off(page) and (page.ends_in(kind) or split.confidence < _WITHOUT_EVIDENCE):
        page.leave("terms-run-together", line, "what tells the terms apart was cut off")
        return []
    if split.sure:
        how, evidence = (How.RESOLVED, _VOCABULARY) if len(terms) > 1 else (How.COPIED, "")
        return [Leaf(term.text, (term.span,), how, evidence) for term in terms]
    page.report("terms-run-together", line.span, "one term or several, joined by spaces")
    perhaps = " | ".join(term.text for term in terms)
    return [Leaf(line.text, (line.span,), How.COPIED, f"perhaps {perhaps}" if terms[1:] else "")]


def _is_cut_off(page: Reading) -> bool:
    """Whether the page ends before all that tells how it uses the words."""
    return "eligibility_criteria" not in page.sections or page.ends_in("eligibility_criteria")


_WITHOUT_EVIDENCE = 0.99
"""How sure a split must be for the rest of the page not to change it."""
_VOCABULARY = "known terms, and how the page uses the words"


def related_clinical_trials(text: Piece, page: Reading) -> None:
    """Titles and numbers of *other* studies: nothing of this one."""
    page.boilerplate.append(text.span)


def related_links(body: Body, page: Reading) -> None:
    """Per link: its address, then its label."""
    links = []
    for link in rules(body):
        url, *label = (page.copied(token) for token in tokens(link))
        links.append(Draft(SeeAlsoLink, label=label[0] if label else None, url=url))
        if not label:
            page.report("missing-value", tokens(link)[0].span, "a link without a label")
    page.put(ReferencesModule, see_also_links=links)
    page.leave_lines(tokens(body, "LINE"))
