"""A registry record as BioMCP 0.x prints it: the JSON of the API as headed text."""

import re
from typing import Final

from trialtext.formats.biomcp.diagnostics import CATALOGUE
from trialtext.formats.biomcp.evidence import Evidence
from trialtext.formats.biomcp.header import ADDRESS, STUDIES, read_header
from trialtext.formats.biomcp.record import read_protocol, read_section
from trialtext.formats.biomcp.renderer import render
from trialtext.formats.biomcp.schema import keys, words
from trialtext.formats.biomcp.view import view
from trialtext.formats.page import PageFormat
from trialtext.model.base import json_name
from trialtext.parsing.grammar import GRAMMARS
from trialtext.reading.builder import SECTIONS
from trialtext.reading.section import Section
from trialtext.text.edits import Span

_PROTOCOL: Final = "protocol_section"
_URL: Final = f"Url: {ADDRESS}NCT"
_HEADINGS: Final = tuple(f"# {words(json_name(section))}" for section in SECTIONS)
_MODULES: Final = tuple(f"## {name}" for cls in SECTIONS.values() for name in keys(cls))
_ADDRESS_LINE: Final = re.compile(rf"^{re.escape(_URL)}\d{{8}}$", re.MULTILINE)
_START: Final = re.compile(
    rf"""
    ^
    (?: {re.escape(STUDIES)} \n+ )?
    (?: Has\ Results:\ \w+ \n+ )?
    (?: Url:\ {re.escape(ADDRESS)}\w+ \n+ )?
    \#\#?\ {re.escape(words(json_name(_PROTOCOL)))} $
    """,
    re.MULTILINE | re.VERBOSE,
)
"""How a document begins; each line but the last may be missing."""


def _score(text: str, _: PageFormat) -> int:
    """Count the address of the study, and the headings of sections and modules, each once.

    They count as whole lines, and only together: a heading of one section may stand in any text.
    """
    found = [sign for sign in (_URL, *_HEADINGS) if sign in text]
    if not found:
        return 0
    lines = {line.strip().lstrip("#") for line in text.split("\n") if line.startswith("#")}
    sections = sum(heading[1:] in lines for heading in _HEADINGS)
    modules = sum(module[2:] in lines for module in _MODULES)
    address = int(bool(_ADDRESS_LINE.search(text)))
    return sections + modules + address if sections and (modules or address) else 0


def _divide(text: str) -> list[Span]:
    """Divide a text into studies; what stands before the first one belongs to it."""
    starts = [0, *[match.start() for match in _START.finditer(text)][1:]]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


BIOMCP: Final = PageFormat(
    name="biomcp",
    title="A registry record as BioMCP 0.x prints it",
    grammar=GRAMMARS / "biomcp.lark",
    sections=[
        Section(
            name,
            pattern=f"#{{1,2}} {words(json_name(name))}",
            read=read_protocol if name == _PROTOCOL else read_section,
            may_be_empty=True,
        )
        for name in SECTIONS
    ],
    score=_score,
    read_header=read_header,
    header_sign=re.compile(re.escape(_URL)),
    evidence=Evidence,
    catalogue=CATALOGUE,
    harmful_repairs=["edge-space"],
    divide_text=_divide,
    render=render,
    view=view,
    variants=["all"],
)
