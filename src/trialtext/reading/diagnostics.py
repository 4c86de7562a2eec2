"""What can be reported about an input: a catalogue of stable codes, and the diagnostics."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import attrs

from trialtext.text.escapes import printable


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@attrs.frozen
class Diagnostic:
    """Something to know about one place of one input."""

    code: str
    """A key of the catalogue."""
    severity: Severity
    """How much it weighs."""
    message: str
    """What is the matter, in a sentence."""
    start: int
    """First position of the place, in characters of the text."""
    end: int
    """Position after its last."""
    line: int
    """Line of the input, from 1."""
    column: int
    """Column of the input in characters, from 1."""
    path: str
    """Name of the input."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return printable(f"{place}: {self.severity} {self.code}: {self.message}")


@attrs.frozen
class CatalogueEntry:
    """A code of the catalogue: what it means, and what to do about it."""

    severity: Severity
    meaning: str
    remedy: str


CATALOGUE: Final[Mapping[str, CatalogueEntry]] = {
    "unreadable-file": CatalogueEntry(
        Severity.ERROR,
        "The file does not exist or cannot be read.",
        "Look at the path and at its permissions.",
    ),
    "invalid-record": CatalogueEntry(
        Severity.ERROR,
        "What should be a study record is none: no JSON object, or a value of the wrong type.",
        "Look at the place in the record that the message names.",
    ),
    "damaged-archive": CatalogueEntry(
        Severity.ERROR,
        "An archive, or what is compressed, is damaged, encrypted, or cut off. What stands before"
        " the damage is read.",
        "Fetch it again.",
    ),
    "no-text-column": CatalogueEntry(
        Severity.ERROR,
        "A table, or objects of JSON, have no column that plainly holds texts, or not the one that"
        " was named.",
        "Name one of the columns that the message tells with `--text-field` and `--id-field`.",
    ),
    "missing-extra": CatalogueEntry(
        Severity.ERROR,
        "A package that reads files of this kind is not installed.",
        "Install what the message names.",
    ),
    "unknown-field": CatalogueEntry(
        Severity.INFO,
        "A record of the API has a field or a code that is not in the specification. It is kept.",
        "Nothing is needed; a later version of trialtext may know it.",
    ),
    "unnumbered-study": CatalogueEntry(
        Severity.ERROR,
        "A study without an NCT number is not written into tables, of which it is the key.",
        "Take the number from where the page came from, if it is known there.",
    ),
    "repeated-study": CatalogueEntry(
        Severity.INFO,
        "Another document had the same NCT number. This one is not written.",
        "Say which of them is wanted with `--on-duplicate`.",
    ),
    "duplicate-study": CatalogueEntry(
        Severity.ERROR,
        "Another document had the same NCT number, and other content. It is not written.",
        "Say which of them is wanted with `--on-duplicate`.",
    ),
    "empty-input": CatalogueEntry(
        Severity.ERROR,
        "The input holds no text at all.",
        "Look at how the page was fetched: an empty file is usually a failed download.",
    ),
    "not-text": CatalogueEntry(
        Severity.ERROR,
        "The input is binary data, not text.",
        "Extract the text first; the converter reads plain text only.",
    ),
    "not-a-registry-page": CatalogueEntry(
        Severity.ERROR,
        "The text is no registry page: neither a header with an NCT number nor a known section.",
        "Leave it out, or look at whether the extractor dropped all headings.",
    ),
    "undecodable-bytes": CatalogueEntry(
        Severity.WARNING,
        "Some bytes are not valid UTF-8. They were read as Windows-1252. In a text, lone surrogates"
        " were replaced.",
        "Fetch the page again, or convert the file to UTF-8 from its true encoding.",
    ),
    "missing-title": CatalogueEntry(
        Severity.WARNING,
        "No title stands before the NCT number.",
        "Nothing is needed; the study has no `briefTitle`.",
    ),
    "missing-nct-id": CatalogueEntry(
        Severity.WARNING,
        "The page has no `NCT ID:` line that could be read.",
        "Take the number from where the page came from, if it is known there.",
    ),
    "supplied-nct-id": CatalogueEntry(
        Severity.INFO,
        "The page does not tell its NCT number. The one given, or the file's name, is used.",
        "Nothing is needed.",
    ),
    "noise": CatalogueEntry(
        Severity.INFO,
        "Text before the page's title or after its end: navigation, a footer.",
        "Nothing is needed. It is counted in the coverage, and is no part of the study.",
    ),
    "further-page": CatalogueEntry(
        Severity.WARNING,
        "Another page, or row of a table, stands behind the one that was read. It stays unparsed as"
        " a whole.",
        "Use `parse_all`, or `trialtext convert`, which read all of them.",
    ),
    "extractor-loss": CatalogueEntry(
        Severity.WARNING,
        "The extractor that made the text drops labels, first paragraphs and short values. What it"
        " dropped in this section is absent.",
        "Extract the text again by other means, if the page itself is at hand.",
    ),
    "unlabelled-value": CatalogueEntry(
        Severity.WARNING,
        "A value without its label, which may be one thing or another. It stays unparsed.",
        "Extract the text again by other means, if the page itself is at hand.",
    ),
    "too-large": CatalogueEntry(
        Severity.ERROR,
        "The input is larger than is allowed.",
        "Look at whether it is one page; if so, raise `max_bytes`.",
    ),
    "truncated": CatalogueEntry(
        Severity.WARNING,
        "The page ends before its last section, or inside it: the rest was cut off.",
        "Fetch the page again. What stands before the cut is read; a last text may be shorter.",
    ),
    "repeated-section": CatalogueEntry(
        Severity.WARNING,
        "A section stands on the page twice. The first is read, the other stays unparsed.",
        "Look at whether two pages were joined into one file.",
    ),
    "repeated-value": CatalogueEntry(
        Severity.WARNING,
        "A value stands twice where there can be one. The first is read, the other stays unparsed.",
        "Look at which of them is right.",
    ),
    "byte-order-mark": CatalogueEntry(
        Severity.INFO,
        "The text began with a byte order mark, which was taken off.",
        "Nothing is needed.",
    ),
    "newlines": CatalogueEntry(
        Severity.INFO,
        "Lines end with carriage returns, which were read as newlines.",
        "Nothing is needed.",
    ),
    "lost-characters": CatalogueEntry(
        Severity.WARNING,
        "Characters were lost before the text came here: U+FFFD or a NUL stands in their place."
        " Values hold the U+FFFD; NULs are taken out.",
        "Fetch the page again, or look at where its encoding was lost.",
    ),
    "nul-characters": CatalogueEntry(
        Severity.INFO,
        "The text held a few NUL characters, which were taken out.",
        "Nothing is needed, unless they stand for others: see `lost-characters`.",
    ),
    "mojibake": CatalogueEntry(
        Severity.INFO,
        "The text was UTF-8, but had been read in another encoding as a whole: `â‰¥` for `≥`. It"
        " was read as UTF-8.",
        "Nothing is needed.",
    ),
    "mojibake-left": CatalogueEntry(
        Severity.WARNING,
        "Characters look like UTF-8 that was read in another encoding (`â‰¥` for `≥`), but the"
        " text does not prove that all of it was: the registry itself may have them. They were"
        " left.",
        "Look at other pages from the same crawl: if such characters stand in all of them, decode"
        " them as UTF-8.",
    ),
    "line-separators": CatalogueEntry(
        Severity.INFO,
        "Headings or labels are separated by line separators (U+2028 and the like) in place of"
        " newlines. All of them were read as newlines.",
        "Nothing is needed.",
    ),
    "zero-width": CatalogueEntry(
        Severity.INFO,
        "Headings or labels hold characters without width, or marks of the direction of text. All"
        " such characters were taken out.",
        "Nothing is needed.",
    ),
    "html-entities": CatalogueEntry(
        Severity.INFO,
        "The text was escaped as for HTML: it has entities, and none of the characters that they"
        " stand for. They were read as these characters.",
        "Nothing is needed. Without the repair, entities stay as they are.",
    ),
    "entities-left": CatalogueEntry(
        Severity.WARNING,
        "The text has a few entities, and none of the characters that they stand for: it may have"
        " been escaped as for HTML, or the registry itself has them. They were left.",
        "Look at other pages from the same crawl: if entities stand in all of them, unescape the"
        " text before reading it.",
    ),
    "odd-spaces": CatalogueEntry(
        Severity.INFO,
        "Headings or labels have tabs or no-break spaces in place of spaces. All of them were read"
        " as spaces.",
        "Nothing is needed.",
    ),
    "line-prefixes": CatalogueEntry(
        Severity.INFO,
        "Headings and labels, and most other lines, began with marks of quotes or lists (`> `,"
        " `- `), which were taken off.",
        "Nothing is needed.",
    ),
    "doubled-spaces": CatalogueEntry(
        Severity.INFO,
        "Headings or labels have several spaces in place of one. All stretches of spaces inside"
        " lines were read as one.",
        "Nothing is needed.",
    ),
    "edge-space": CatalogueEntry(
        Severity.INFO,
        "Lines began or ended with white space, which was taken off.",
        "Nothing is needed.",
    ),
    "advertisements": CatalogueEntry(
        Severity.INFO,
        "Lines that announce advertisements stood between those of the page; they were left out.",
        "Nothing is needed.",
    ),
    "wrapped-lines": CatalogueEntry(
        Severity.WARNING,
        "The lines were wrapped at a certain width. Where the next word would have been too much"
        " for a line, its end was read as a space.",
        "Compare lists and short lines with the text: a line that was nearly full may have been"
        " joined with the next.",
    ),
    "truncated-boilerplate": CatalogueEntry(
        Severity.INFO,
        "The text ends in the middle of a heading, a blurb or a label, which was left out.",
        "Fetch the page again.",
    ),
    "boilerplate-spelling": CatalogueEntry(
        Severity.INFO,
        "A heading, a blurb or a label stands in another case, with other dashes, quotes or marks,"
        " or its lines were broken or joined.",
        "Nothing is needed.",
    ),
    "unknown-section": CatalogueEntry(
        Severity.WARNING,
        "A heading that the format does not know. It stays unparsed, with its text.",
        "Nothing is lost. If it occurs often, the source has revised its pages: report it.",
    ),
    "unknown-line": CatalogueEntry(
        Severity.WARNING,
        "A line fits nothing that its section may hold. It stays unparsed.",
        "Look at the line: a damaged label, or something new on the page.",
    ),
    "unknown-code": CatalogueEntry(
        Severity.WARNING,
        "A value is not among those that the API knows for its field. It stays unparsed.",
        "Look at whether the registry has a new code.",
    ),
    "unreadable-value": CatalogueEntry(
        Severity.WARNING,
        "A number, a date or an age is not written as one. It stays unparsed.",
        "Look at the line.",
    ),
    "missing-value": CatalogueEntry(
        Severity.WARNING,
        "A label stands without a value.",
        "Look at whether the page was cut or a line was lost.",
    ),
    "unreadable-section": CatalogueEntry(
        Severity.WARNING,
        "A section's body does not fit its grammar. It stays unparsed as a whole.",
        "Report it: the grammar is meant to take any line.",
    ),
    "missing-optional": CatalogueEntry(
        Severity.INFO,
        "A part that most entries have is not there: a facility, a class, who is masked.",
        "Nothing is needed: the registry has such entries. A line may have been lost, though.",
    ),
    "misspelt-heading": CatalogueEntry(
        Severity.WARNING,
        "A heading is misspelt, but its blurb follows: it was read as what it nearly is.",
        "Nothing is needed for this page. If it occurs often, the source has changed: report it.",
    ),
    "missing-heading": CatalogueEntry(
        Severity.WARNING,
        "A section's blurb stands without its heading. The section was read.",
        "Nothing is needed for this page.",
    ),
    "missing-blurb": CatalogueEntry(
        Severity.WARNING,
        "A heading stands without its blurb. What follows fits the section, and was read as such.",
        "Compare the section with the text. A blurb in other words is part of what was read.",
    ),
    "misspelt-label": CatalogueEntry(
        Severity.WARNING,
        "A label is misspelt. It was read as the label that it nearly is.",
        "Nothing is needed for this page. If it occurs often, the source has changed: report it.",
    ),
    "missing-section": CatalogueEntry(
        Severity.WARNING,
        "A section that every whole page has is not there.",
        "Fetch the page again, or look at what the extractor left out.",
    ),
    "empty-section": CatalogueEntry(
        Severity.WARNING,
        "A heading stands with nothing below it.",
        "Look at what the extractor left out.",
    ),
    "malformed-nct-id": CatalogueEntry(
        Severity.WARNING,
        "The number after `NCT ID:` is not `NCT` and eight digits. It stays unparsed.",
        "Look at the line.",
    ),
    "different-nct-id": CatalogueEntry(
        Severity.WARNING,
        "Another NCT number stands in a header further down.",
        "Look at whether two pages were joined into one file.",
    ),
    "dates-reversed": CatalogueEntry(
        Severity.WARNING,
        "The study starts after its completion.",
        "Nothing is changed: the registry may hold the error.",
    ),
    "ages-reversed": CatalogueEntry(
        Severity.WARNING,
        "The minimum age is above the maximum age.",
        "Nothing is changed: the registry may hold the error.",
    ),
    "phase-of-observation": CatalogueEntry(
        Severity.WARNING,
        "An observational study has a phase, which only trials have.",
        "Nothing is changed: the registry may hold the error.",
    ),
    "different-value": CatalogueEntry(
        Severity.WARNING,
        "Two places, or two pages, tell different values of one field. One of them is kept.",
        "Look at which of them is right.",
    ),
    "unclaimed-text": CatalogueEntry(
        Severity.WARNING,
        "Text of a known section that its reader neither took nor reported.",
        "Nothing is lost: `result.unparsed` holds it. Report it: readers account for every line.",
    ),
    "ambiguous-format": CatalogueEntry(
        Severity.ERROR,
        "The text has as many signs of one format as of another. It is not read.",
        "Name the format: `format=`, or `--from` on the command line.",
    ),
}
"""The codes that documents of any format may have; what a format adds is its own."""


def input_diagnostic(code: str, message: str, path: str) -> Diagnostic:
    """Report something about an input as a whole."""
    return Diagnostic(code, CATALOGUE[code].severity, message, 0, 0, 1, 1, path)
