"""The study page of a public mirror of ClinicalTrials.gov: the protocol of a study."""

import re
from collections.abc import Sequence
from typing import Final

from trialtext.formats.detection import is_markup
from trialtext.formats.format import Part
from trialtext.formats.mirror import FLATTENED, HEADER_LABELS, divide_pages, variant_of
from trialtext.formats.mirror_study.checks import CHECKS
from trialtext.formats.mirror_study.diagnostics import CATALOGUE
from trialtext.formats.mirror_study.evidence import Evidence
from trialtext.formats.mirror_study.headings import EXPECTED_HEADINGS, UNKNOWN_HEADING
from trialtext.formats.mirror_study.hidden_addresses import HIDDEN_ADDRESS
from trialtext.formats.mirror_study.identification import header
from trialtext.formats.mirror_study.renderer import render
from trialtext.formats.mirror_study.sections import SECTIONS
from trialtext.formats.mirror_study.view import view
from trialtext.formats.page import PageFormat
from trialtext.parsing.grammar import GRAMMARS
from trialtext.text.edits import Edit
from trialtext.text.repairs import Boilerplate, Repair

_GLUED: Final = "View full results"


def _glued_heading(text: str, _: frozenset[str], boilerplate: Boilerplate) -> Sequence[Edit]:
    """Find the heading that some extractors glue to the link above it."""
    start = text.find(_GLUED)
    end = start + len(_GLUED)
    glued = start >= 0 and boilerplate.is_heading(text[end:].partition("\n")[0].strip())
    return [Edit(end, end, "\n")] if glued else []


# The first lines of a page; the text may end within them.
_HEADER = re.compile(
    r"""
    ^NCT\ ID:[^\S\n]*(?:NCT\d{8})?[^\S\n]*
    (?:\n+Last\ Updated:[^\S\n]*(?P<day>[\d-]*)[^\S\n]*)?
    (?:\n+|\Z)
    |^NCT\ ID:[^\n]*\Z
    """,
    re.MULTILINE | re.VERBOSE,
)


def _score(text: str, format_: PageFormat) -> int:
    """Count sections; without any, a blurb counts as one.

    So does a header, but only if the page ends with it or the first heading follows, as other
    sites print NCT numbers, too.
    """
    names = {span.name for span in format_.headings.find_sections(text)}
    if known := names & set(format_.section):
        return len(known)
    if is_markup(text):
        return 0
    if format_.vocabulary.has_blurb(text):
        return 1
    if not (match := _HEADER.search(text)):
        return 0
    before, rest = text[: match.start()], text[match.end() :]
    alone = "Last Updated:".startswith(rest.strip()) and "\n" not in before.strip()
    return int(alone or bool(match["day"] and _begins_page(rest, format_)))


def _begins_page(text: str, format_: PageFormat) -> bool:
    """Tell whether a text begins with one of the first two headings, or with a part of one."""
    line = text.partition("\n")[0].strip()
    return any(section.heading.startswith(line) for section in format_.sections[:2])


_NARRATIVE = ("brief_summary", "detailed_description", "eligibility_criteria", "study_groups")

MIRROR_STUDY: Final = PageFormat(
    name="mirror-study",
    title="The study page of a public mirror of ClinicalTrials.gov",
    grammar=GRAMMARS / "mirror-study.lark",
    sections=SECTIONS,
    score=_score,
    read_header=header,
    header_labels=HEADER_LABELS,
    header_sign=re.compile(r"^NCT ID:[^\S\n]*NCT\d{8}[^\S\n]*$", re.MULTILINE),
    evidence=Evidence,
    after={
        "study_groups": ("study_design", "interventions"),
        "locations": ("countries",),
        "central_contacts": ("locations",),
        "facility_contacts": ("locations",),
        "conditions": _NARRATIVE,
        "keywords": _NARRATIVE,
    },
    checks=CHECKS,
    catalogue=CATALOGUE,
    unknown_heading=UNKNOWN_HEADING,
    expected_headings=EXPECTED_HEADINGS,
    intact=(HIDDEN_ADDRESS,),
    repairs=(Repair("glued-heading", "heading put on a line of its own", _glued_heading),),
    variant_of=variant_of,
    divide_text=divide_pages,
    part_of=Part.PROTOCOL,
    render=render,
    view=view,
    variants=(FLATTENED,),
)
