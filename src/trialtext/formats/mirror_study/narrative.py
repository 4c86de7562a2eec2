"""Sections of text: Brief Summary, Detailed Description, Related Links and Trials."""

from trialtext.formats.mirror_study.evidence import Builder
from trialtext.model.protocol import DescriptionModule, ReferencesModule, SeeAlsoLink
from trialtext.parsing.tree import Tree
from trialtext.reading.draft import Draft


def brief_summary(section: Tree, builder: Builder) -> None:
    """Read Markdown, as the registry has it."""
    (text,) = section.tokens()
    builder.put(DescriptionModule, brief_summary=builder.verbatim(text))


def detailed_description(section: Tree, builder: Builder) -> None:
    """Read Markdown, as the registry has it."""
    (text,) = section.tokens()
    builder.put(DescriptionModule, detailed_description=builder.verbatim(text))


def related_clinical_trials(section: Tree, builder: Builder) -> None:
    """Skip titles and numbers of *other* studies."""
    (text,) = section.tokens()
    builder.noise.append(text.span)


def related_links(section: Tree, builder: Builder) -> None:
    """Read links: the address, then its label."""
    links = []
    for link in section.rules():
        url, *label = map(builder.verbatim, link.tokens())
        links.append(Draft(SeeAlsoLink, label=label[0] if label else None, url=url))
        if not label:
            builder.report("missing-value", link.tokens()[0].span, "a link without a label")
    builder.put(ReferencesModule, see_also_links=links)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))
