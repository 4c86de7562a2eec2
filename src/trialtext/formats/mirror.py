"""What the pages of the mirror have in common: their variants, their header, where one begins."""

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

from trialtext.model.protocol import DateStruct, IdentificationModule, StatusModule
from trialtext.parsing.tree import Token, Tree
from trialtext.parsing.vocabulary import Label
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.document import Document
from trialtext.reading.draft import Draft
from trialtext.reading.scalars import day, nct_id
from trialtext.text.edits import Span

FLATTENED = "flattened"
"""The variant with everything, a blank line between blocks, tables flattened to lines."""
PIPES = "pipes"
"""The variant with everything, without blank lines, tables drawn with pipes."""
UNLABELLED = "unlabelled"
"""The variant without blank lines, labels, short values and first paragraphs."""

HEADER_LABELS: Final = (Label("NCT ID:", r"[^\n]*"), Label("Last Updated:", r"[^\n]*"))


def variant_of(document: Document) -> str:
    """Tell what the extractor that made a page did to it."""
    if document.unlabelled:
        return UNLABELLED
    return FLATTENED if "\n\n" in document.text else PIPES


def own_header(header: Tree, builder: StudyBuilder[Any]) -> Tree:
    """Take the header right above the first section: those above it are of other studies.

    A header begins with its title, the first line below the header before it.
    """
    tokens = header.tokens()
    titled = [at for at in range(1, len(tokens)) if _begins_header(tokens, at)]
    if not titled:
        return header
    others, own = tokens[: titled[-1]], tokens[titled[-1] :]
    block = builder.document.block(others[0], others[-1])
    builder.noise.append(block.span)
    builder.report("noise", block.span, f"{len(others)} lines above the title, of another study")
    return Tree(header.data, [*own])


def _begins_header(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a title stands here, below another header and above a number."""
    labelled = (token.type for token in tokens[at:] if token.type in _LABELLED)
    return (
        tokens[at].type not in _LABELLED
        and tokens[at - 1].type in _LABELLED
        and next(labelled, "") == "NCT_ID"
    )


_LABELLED = ("NCT_ID", "LAST_UPDATED")


def labelled_lines(header: Tree, builder: StudyBuilder[Any], *types: str) -> dict[str, Token]:
    """Take the first line of each label by its terminal; a second one is unparsed."""
    found: dict[str, Token] = {}
    for token in header.tokens(*types):
        if found.setdefault(token.type, token) is not token:
            builder.mark_unparsed("repeated-value", token, "the header has this line before")
    return found


def nct_number(
    line: Token | None, builder: StudyBuilder[Any], elsewhere: Token | None = None
) -> None:
    """Read `NCT ID:`: the number that the page has there, or elsewhere."""
    number = line.after(":") if line else None
    if number and not nct_id(number.text):
        message = f"{number.text!r:.40} is not NCT and eight digits"
        builder.mark_unparsed("malformed-nct-id", number, message)
        number = None
    if number := number or elsewhere:
        builder.put(IdentificationModule, nct_id=builder.verbatim(number))
    elif not line and not builder.document.external_id:
        message = "there is no line `NCT ID:` before the first section"
        builder.report("missing-nct-id", (0, 0), message)


def last_updated(line: Token | None, builder: StudyBuilder[Any]) -> None:
    """Read `Last Updated:`, the day on which the update was posted."""
    if line is None and builder.document.is_cut_at(builder.document.sections[0].end):
        return
    if line is None:
        message = "there is no line `Last Updated:` in the header"
        builder.report("missing-value", (0, 0), message)
    elif not line.after(":").text:
        builder.report_missing(line)
    else:
        posted = builder.parse(line.after(":"), day, "a date")
        struct = Draft(DateStruct, date=posted) or None
        builder.put(StatusModule, last_update_post_date_struct=struct)


_PAGE_START = re.compile(
    r"""
    ^NCT\ ID:\s*NCT\d{8}\s*
    ^(?:Last\ Updated:[^\n]*\s*^)?
    (?:Study\ Results|Basic\ Information|Results\ Overview)[^\S\n]*$
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)


def divide_pages(text: str) -> list[Span]:
    """Divide a text before the title of every page but the first.

    A page begins with the header that stands right above its first section: other numbers may be
    those of related trials.
    """
    if text.upper().count("NCT ID:") <= 1:
        return [(0, len(text))]
    headers = [match.start() for match in _PAGE_START.finditer(text)][1:]
    starts = [text.rfind("\n", 0, len(text[:at].rstrip())) + 1 for at in headers]
    return list(zip([0, *starts], [*starts, len(text)], strict=True))


_NUMBER_LINE = re.compile(r"^NCT ID:[^\S\n]*(NCT\d{8})[^\S\n]*$", re.MULTILINE)


def report_other_numbers(builder: StudyBuilder[Any], exempt: Collection[str] = ()) -> None:
    """Report another NCT number in a header further down, but not in sections that are exempt."""
    number = builder.module(IdentificationModule).value("nct_id")
    text = builder.document.text
    if number is None or text.count("NCT ID:") == 1:
        return
    spans = [(s.start, s.end) for s in builder.document.sections if s.name in exempt]
    for match in _NUMBER_LINE.finditer(text):
        of_others = any(start <= match.start() < end for start, end in spans)
        if match[1] != number.value and not of_others:
            message = f"{match[1]} here, {number.value} in the header"
            builder.report("different-nct-id", match.span(1), message)
