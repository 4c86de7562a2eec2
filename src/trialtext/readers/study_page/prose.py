"""Sections that are text: summary, description, conditions, keywords, links."""

from trialtext.model.protocol import (
    ConditionsModule,
    DescriptionModule,
    ReferencesModule,
    SeeAlsoLink,
)
from trialtext.readers.reading import Body, Piece, Reading, rules, tokens
from trialtext.trace import Draft, Leaf


def brief_summary(text: Piece, page: Reading) -> None:
    """Markdown, as the registry has it."""
    page.put(DescriptionModule, brief_summary=page.copied(text))


def detailed_description(text: Piece, page: Reading) -> None:
    """Markdown, as the registry has it."""
    page.put(DescriptionModule, detailed_description=page.copied(text))


def conditions(text: Piece, page: Reading) -> None:
    """All conditions on one line."""
    page.put(ConditionsModule, conditions=_terms(text, page))


def keywords(text: Piece, page: Reading) -> None:
    """All keywords on one line."""
    page.put(ConditionsModule, keywords=_terms(text, page))


def _terms(text: Piece, page: Reading) -> list[Leaf]:
    line = page.piece(text.start, text.start + len(text.text.partition("\n")[0]))
    rest = page.piece(line.end, text.end)
    if rest.text:
        page.leave("unknown-line", rest, "all terms stand on one line, but there is another")
    if " " in line.text:
        page.report("terms-run-together", line.span, "one term or several, joined by spaces")
    leaf = page.copied(line)
    return [leaf] if leaf else []


def related_clinical_trials(text: Piece, page: Reading) -> None:
    """Titles and numbers of *other* studies: nothing of this one."""
    page.boilerplate.append(text.span)


def related_links(body: Body, page: Reading) -> None:
    """Per link: its address, then its label."""
    links = []
    for link in rules(body):
        url, *label = (page.copied(page.token(token)) for token in tokens(link))
        links.append(Draft(SeeAlsoLink, label=label[0] if label else None, url=url))
        if not label:
            page.report("missing-value", page.token(tokens(link)[0]).span, "a link without a label")
    page.put(ReferencesModule, see_also_links=links)
    page.leave_lines(tokens(body, "LINE"))
