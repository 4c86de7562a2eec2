"""A format made up to show what a format needs: a grammar, a package, a row."""

from pathlib import Path
from typing import Any, Final

from trialtext.formats.page import PageFormat
from trialtext.model.protocol import DesignModule, EnrollmentInfo, IdentificationModule
from trialtext.parsing.tree import Tree
from trialtext.parsing.vocabulary import Label
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.draft import Draft
from trialtext.reading.scalars import nct_id
from trialtext.reading.section import Body, Section


def header(section: Tree, builder: StudyBuilder[Any]) -> None:
    """Read the number, and the title below it."""
    for token in section.tokens("NUMBER")[:1]:
        card = builder.parse(token.after(":"), nct_id, "an NCT number")
        builder.put(IdentificationModule, nct_id=card)
    lines = section.tokens("LINE")
    for title in lines[:1]:
        builder.put(IdentificationModule, brief_title=builder.verbatim(title))
    builder.unparsed_lines(lines[1:])


def number(text: str) -> int | None:
    """Read a number of participants."""
    return int(text) if text.isdecimal() else None


def size(section: Tree, builder: StudyBuilder[Any]) -> None:
    """Read how many take part."""
    for rule in section.rules():
        if value := builder.labelled_value(rule):
            count = builder.parse(value, number, "a number")
            builder.put(DesignModule, enrollment_info=Draft(EnrollmentInfo, count=count) or None)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


TOY: Final = PageFormat(
    name="toy",
    title="A card of an invented index",
    grammar=Path(__file__).parent / "toy.lark",
    sections=(
        Section(
            "size",
            "Size",
            read=size,
            body=Body.FIXED,
            labels=(Label("Participants"),),
            required=True,
        ),
    ),
    score=lambda text, _: text.count("Card: NCT"),
    read_header=header,
    header_labels=(Label("Card:", r"[^\n]*"),),
)
