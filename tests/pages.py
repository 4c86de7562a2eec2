"""What tests know of the pages: how one is built, and how to ask what became of it."""

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

from tests.json_values import values

import trialtext
from trialtext import Diagnostic, Result
from trialtext.formats import FORMATS
from trialtext.formats.mirror_results import MIRROR_RESULTS
from trialtext.formats.mirror_study import MIRROR_STUDY
from trialtext.formats.page import PageFormat
from trialtext.parsing.headings import SectionSpan
from trialtext.text.repairs import AppliedRepair, repair_text
from trialtext.text.source import SourceText

STUDY: Final = MIRROR_STUDY
RESULTS: Final = MIRROR_RESULTS
PAGE_FORMATS: Final = [each for each in FORMATS if isinstance(each, PageFormat)]
"""The formats of pages: sections below headings."""
CATALOGUE = {code: entry for each in FORMATS for code, entry in each.full_catalogue.items()}
HEADINGS: Sequence[str] = [section.heading for section in STUDY.sections]
BLURBS = {section.heading: str(section.blurb) for section in STUDY.sections if str(section.blurb)}
LABELS: Sequence[str] = [
    label.text for section in STUDY.sections for label in section.labels if label.value is None
]

# ---- Building pages

HEADER = ("A title", "NCT ID: NCT99900001")
END = ("Other Identifiers", "ORCHID-7", "Identifier Type: -", "Identifier Source: org_study_id")
RESULTS_HEADER = (
    "Trial Outcomes & Findings for Tea (NCT NCT99900001)",
    "NCT ID: NCT99900001",
    "Last Updated: 2024-02-01",
)


def page(
    *sections: Sequence[str],
    header: Sequence[str] = HEADER,
    end: Sequence[str] = END,
    between: str = "\n\n",
) -> str:
    """Build a page of sections: the heading, then blocks; blurbs are added.

    A block of the first section is on line 9, the next one on line 11, and so on. Without an end,
    the page was cut off.
    """
    blocks = [*header]
    for section in (*sections, end):
        for heading in section[:1]:
            blocks += [heading, *([BLURBS[heading]] if heading in BLURBS else []), *section[1:]]
    return between.join(blocks) + "\n"


def read(*sections: Sequence[str], **options: Any) -> Result:
    """Read a page of these sections: see `page`."""
    return trialtext.parse(page(*sections, **options))


def results_page(*blocks: str, header: Sequence[str] = RESULTS_HEADER) -> str:
    """Build a results page of blocks: headings, captions of tables and what is below them."""
    return "\n\n".join([*header, *blocks]) + "\n"


def read_results(*blocks: str, header: Sequence[str] = RESULTS_HEADER) -> Result:
    """Read a results page of these blocks."""
    return trialtext.parse(results_page(*blocks, header=header))


# ---- What became of a page


def record(result: Result) -> dict[str, Any]:
    """Return the study of a result, as JSON; empty without one."""
    found: dict[str, Any] = json.loads(trialtext.to_json(result.study)) if result.study else {}
    return found


def values_of(result: Result) -> dict[str, Any]:
    """Return every value of the study by its JSON Pointer; none without one."""
    return dict(values(record(result)))


def module(result: Result, name: str, section: str = "protocolSection") -> dict[str, Any]:
    """Return a module of the study, as JSON; empty if it is absent."""
    found: dict[str, Any] = record(result).get(section, {}).get(name, {})
    return found


def results_module(result: Result, name: str) -> dict[str, Any]:
    """Return a module of the posted results, as JSON; empty if it is absent."""
    return module(result, name, "resultsSection")


def problems(result: Result) -> list[tuple[str, int, int]]:
    """List code, line and column of what is reported about the sections on the page.

    That a page of one or two sections lacks others, and its last date, goes without saying.
    """
    return [(d.code, d.line, d.column) for d in result.diagnostics if not _of_other_parts(d)]


def _of_other_parts(diagnostic: Diagnostic) -> bool:
    return diagnostic.code == "missing-section" or "`Last Updated:`" in diagnostic.message


def problem_lines(result: Result) -> list[int]:
    """List the lines of all problems."""
    return [line for _, line, _ in problems(result)]


def codes(result: Result) -> list[str]:
    """List the codes of all diagnostics, in the order of the text."""
    return [diagnostic.code for diagnostic in result.diagnostics]


def messages(result: Result, code: str) -> list[str]:
    """List the messages of all diagnostics of a code."""
    return [diagnostic.message for diagnostic in result.diagnostics if diagnostic.code == code]


def reported(result: Result, code: str) -> list[str]:
    """List the stretches of the text about which a code is reported."""
    return [result.text[d.start : d.end] for d in result.diagnostics if d.code == code]


def unparsed(result: Result) -> list[str]:
    """List what nothing was made of, with single spaces for all white space."""
    return [" ".join(stretch.text.split()) for stretch in result.unparsed]


# ---- Seeds


def seed_text(name: str, format_: str = "mirror-study") -> str:
    """Read the text of a seed."""
    path = Path(__file__).parents[1] / "seeds" / format_ / f"{name}.txt"
    return path.read_text("utf-8")


def replaced(text: str, old: str, new: str) -> str:
    """Replace the first occurrence of something, which must be there."""
    assert old in text, old
    return text.replace(old, new, 1)


def study_sections(text: str) -> Sequence[SectionSpan]:
    """Find the sections of a study page."""
    return STUDY.headings.find_sections(text)


# ---- Repairs


def repaired(source: SourceText, names: Collection[str]) -> tuple[SourceText, list[AppliedRepair]]:
    """Make some repairs of characters and lines of a study page."""
    repairs = [repair for repair in STUDY.all_repairs if repair.name in names]
    return repair_text(source, repairs, STUDY.vocabulary)
