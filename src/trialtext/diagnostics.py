"""What can be said about an input: a catalogue of stable codes, and the diagnostics themselves."""

from enum import StrEnum
from typing import Final

import attrs


class Severity(StrEnum):
    """How much a diagnostic weighs."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@attrs.frozen
class Entry:
    """A code of the catalogue: what it means, and what to do about it."""

    severity: Severity
    meaning: str
    remedy: str


CATALOGUE: Final[dict[str, Entry]] = {
    "unreadable-file": Entry(
        Severity.ERROR,
        "The file does not exist or cannot be read.",
        "Look at the path and at its permissions.",
    ),
    "invalid-record": Entry(
        Severity.ERROR,
        "The file to render is no study record: no JSON object, or a value of the wrong type.",
        "Look at the place in the record that the message names.",
    ),
    "empty-input": Entry(
        Severity.ERROR,
        "The input holds no text at all.",
        "Look at how the page was fetched: an empty file is usually a failed download.",
    ),
    "not-text": Entry(
        Severity.ERROR,
        "The input is binary data, not text.",
        "Extract the text first; the converter reads plain text only.",
    ),
    "not-a-registry-page": Entry(
        Severity.ERROR,
        "The text is no registry page: neither a header with an NCT number nor a known section.",
        "Leave it out, or look at whether the extractor dropped all headings.",
    ),
    "undecodable-bytes": Entry(
        Severity.WARNING,
        "Some bytes are not valid UTF-8. Each was read as the Latin-1 character of its value. In a"
        " text, lone surrogates were replaced.",
        "Fetch the page again, or convert the file to UTF-8 from its true encoding.",
    ),
    "missing-title": Entry(
        Severity.WARNING,
        "No title stands before the NCT number.",
        "Nothing is needed; the study has no `briefTitle`.",
    ),
    "missing-nct-id": Entry(
        Severity.WARNING,
        "The page has no `NCT ID:` line that could be read.",
        "Take the number from where the page came from, if it is known there.",
    ),
    "supplied-nct-id": Entry(
        Severity.INFO,
        "The page does not tell its NCT number. The one given, or the file's name, is used.",
        "Nothing is needed.",
    ),
    "surroundings": Entry(
        Severity.INFO,
        "Text before the page's title or after its end: the frame of the site that it came from.",
        "Nothing is needed. It is counted in the coverage, and is no part of the study.",
    ),
    "further-page": Entry(
        Severity.WARNING,
        "Another page stands before or after the one that was read. It is left over as a whole.",
        "Part the text into files of one page each; `--merge` joins the two pages of a trial.",
    ),
    "dropped-by-extraction": Entry(
        Severity.WARNING,
        "The extractor that made the text drops labels, first paragraphs and short values. What it"
        " dropped in this section is absent.",
        "Extract the text again by other means, if the page itself is at hand.",
    ),
    "bare-value": Entry(
        Severity.WARNING,
        "A value without its label, which may be one thing or another. It is left over.",
        "Extract the text again by other means, if the page itself is at hand.",
    ),
    "too-large": Entry(
        Severity.ERROR,
        "The input is larger than is allowed.",
        "Look at whether it is one page; if so, raise `max_bytes`.",
    ),
    "truncated": Entry(
        Severity.WARNING,
        "The page ends before its last section, or inside it: the rest was cut off.",
        "Fetch the page again. What stands before the cut is read; a last text may be shorter.",
    ),
    "repeated-section": Entry(
        Severity.WARNING,
        "A section stands on the page twice. The first is read, the other is left over.",
        "Look at whether two pages were joined into one file.",
    ),
    "repeated-value": Entry(
        Severity.WARNING,
        "A value stands twice where there can be one. The first is read, the other is left over.",
        "Look at which of them is right.",
    ),
    "byte-order-mark": Entry(
        Severity.INFO,
        "The text began with a byte order mark, which was taken off.",
        "Nothing is needed.",
    ),
    "newlines": Entry(
        Severity.INFO,
        "Lines end with carriage returns, which were read as newlines.",
        "Nothing is needed.",
    ),
    "line-separators": Entry(
        Severity.INFO,
        "Headings or labels are separated by line separators (U+2028 and the like) in place of"
        " newlines. All of them were read as newlines.",
        "Nothing is needed.",
    ),
    "zero-width": Entry(
        Severity.INFO,
        "Headings or labels hold characters without width. All such characters were taken out.",
        "Nothing is needed.",
    ),
    "html-entities": Entry(
        Severity.INFO,
        "The text was escaped as for HTML: it has entities, and none of the characters that they"
        " stand for. They were read as these characters.",
        "Nothing is needed. Without the repair, entities stay as they are.",
    ),
    "entities-left": Entry(
        Severity.WARNING,
        "The text has a few entities, and none of the characters that they stand for: it may have"
        " been escaped as for HTML, or the registry itself has them. They were left.",
        "Look at other pages from the same crawl: if entities stand in all of them, unescape the"
        " text before reading it.",
    ),
    "odd-spaces": Entry(
        Severity.INFO,
        "Headings or labels have tabs or no-break spaces in place of spaces. All of them were read"
        " as spaces.",
        "Nothing is needed.",
    ),
    "edge-space": Entry(
        Severity.INFO,
        "Lines began or ended with white space, which was taken off.",
        "Nothing is needed.",
    ),
    "glued-heading": Entry(
        Severity.INFO,
        "A heading stood on the same line as the words before it.",
        "Nothing is needed.",
    ),
    "wrapped-lines": Entry(
        Severity.WARNING,
        "The lines were wrapped at a certain width. Where the next word would have been too much"
        " for a line, its end was read as a space.",
        "Compare lists and short lines with the text: a line that was nearly full may have been"
        " joined with the next.",
    ),
    "cut-words": Entry(
        Severity.INFO,
        "The text ends in the middle of a heading, a blurb or a label, which was left out.",
        "Fetch the page again.",
    ),
    "own-words": Entry(
        Severity.INFO,
        "A heading, a blurb or a label stands in another case, or with other dashes or quotes.",
        "Nothing is needed.",
    ),
    "unknown-section": Entry(
        Severity.WARNING,
        "A heading that the format does not know. It is left over with its text.",
        "Nothing is lost. If it occurs often, the source has revised its pages: report it.",
    ),
    "unknown-line": Entry(
        Severity.WARNING,
        "A line fits nothing that its section may hold. It is left over.",
        "Look at the line: a damaged label, or something new on the page.",
    ),
    "unknown-code": Entry(
        Severity.WARNING,
        "A value is not among those that the API knows for its field. It is left over.",
        "Look at whether the registry has a new code.",
    ),
    "unreadable-value": Entry(
        Severity.WARNING,
        "A number, a date or an age is not written as one. It is left over.",
        "Look at the line.",
    ),
    "missing-value": Entry(
        Severity.WARNING,
        "A label stands without a value.",
        "Look at whether the page was cut or a line was lost.",
    ),
    "unreadable-section": Entry(
        Severity.WARNING,
        "A section's body does not fit its grammar. It is left over as a whole.",
        "Report it: the grammar is meant to take any line.",
    ),
    "hidden-address": Entry(
        Severity.INFO,
        "An e-mail address was hidden from the crawler (`[email protected]`).",
        "Nothing is needed: the address is absent.",
    ),
    "terms-run-together": Entry(
        Severity.INFO,
        "Conditions or keywords stand on one line, joined by spaces: where one term ends is not"
        " marked. They are kept as one string.",
        "Split the string with knowledge that the page does not have, if single terms are needed.",
    ),
    "absent-part": Entry(
        Severity.INFO,
        "A part that most entries have is not there: a facility, a class, who is masked.",
        "Nothing is needed: the registry has such entries. A line may have been lost, though.",
    ),
    "long-label": Entry(
        Severity.WARNING,
        "An arm's label is longer than the registry allows (100 characters).",
        "Compare the arm with the text: its label may have been lost, and this be its description.",
    ),
    "unassigned-contact": Entry(
        Severity.INFO,
        "A contact of a site, but the page does not say of which. It is left over.",
        "Nothing is needed; the leftovers hold the contact.",
    ),
    "near-miss-heading": Entry(
        Severity.WARNING,
        "A heading is misspelt, but its blurb follows: it was read as what it nearly is.",
        "Nothing is needed for this page. If it occurs often, the source has changed: report it.",
    ),
    "missing-heading": Entry(
        Severity.WARNING,
        "A section's blurb stands without its heading. The section was read.",
        "Nothing is needed for this page.",
    ),
    "missing-blurb": Entry(
        Severity.WARNING,
        "A heading stands without its blurb. What follows fits the section, and was read as such.",
        "Compare the section with the text. A blurb in other words is part of what was read.",
    ),
    "near-miss-label": Entry(
        Severity.WARNING,
        "A label is misspelt. It was read as the label that it nearly is.",
        "Nothing is needed for this page. If it occurs often, the source has changed: report it.",
    ),
    "missing-section": Entry(
        Severity.WARNING,
        "A section that every whole page has is not there.",
        "Fetch the page again, or look at what the extractor left out.",
    ),
    "empty-section": Entry(
        Severity.WARNING,
        "A heading stands with nothing below it.",
        "Look at what the extractor left out.",
    ),
    "malformed-nct-id": Entry(
        Severity.WARNING,
        "The number after `NCT ID:` is not `NCT` and eight digits. It is left over.",
        "Look at the line.",
    ),
    "different-nct-id": Entry(
        Severity.WARNING,
        "Another NCT number stands in a header further down.",
        "Look at whether two pages were joined into one file.",
    ),
    "month-end-date": Entry(
        Severity.INFO,
        "A date is the last day of its month. The page shows months without a day like this, too.",
        "Do not take the day for certain.",
    ),
    "dates-reversed": Entry(
        Severity.WARNING,
        "The study starts after its completion.",
        "Nothing is changed: the registry may hold the error.",
    ),
    "ages-reversed": Entry(
        Severity.WARNING,
        "The minimum age is above the maximum age.",
        "Nothing is changed: the registry may hold the error.",
    ),
    "phase-of-observation": Entry(
        Severity.WARNING,
        "An observational study has a phase, which only trials have.",
        "Nothing is changed: the registry may hold the error.",
    ),
    "country-without-site": Entry(
        Severity.INFO,
        "A country is listed that no site is in. It is left over.",
        "Nothing is needed: the registry lists countries whose sites were withdrawn, too.",
    ),
    "unlisted-country": Entry(
        Severity.WARNING,
        "A site is in a country that the list of countries does not name.",
        "Look at the site's line: it may have been read wrongly, or the list may lack a line.",
    ),
    "unlisted-intervention": Entry(
        Severity.WARNING,
        "An arm has an intervention that the list of interventions does not name.",
        "Compare both sections: a line may be missing from one of them.",
    ),
    "unassigned-intervention": Entry(
        Severity.INFO,
        "An intervention is listed that no arm has.",
        "Nothing is needed: the registry has such records.",
    ),
    "misfit-row": Entry(
        Severity.WARNING,
        "A row of a table has not one cell for each column, or its place is not certain. It is left"
        " over as a whole: no number is put into a column by guess.",
        "Look at the row: flattened tables have lost their empty cells.",
    ),
    "unknown-columns": Entry(
        Severity.WARNING,
        "A table's header does not tell its columns. What depends on it is left over.",
        "Look at the table.",
    ),
    "undetermined-text": Entry(
        Severity.INFO,
        "A text that may belong to one of several fields. It is left over.",
        "Nothing is needed; the leftovers hold the text.",
    ),
    "unit-of-analysis": Entry(
        Severity.INFO,
        "Something else than participants is counted, but the numbers of the flow do not say of"
        " what they are. They are read as participants, whom the registry always counts.",
        "Compare the numbers with the paragraph above the table.",
    ),
    "different-value": Entry(
        Severity.WARNING,
        "Two places, or two pages, tell different values of one field. One of them is kept.",
        "Look at which of them is right.",
    ),
    "ambiguous-arms": Entry(
        Severity.WARNING,
        "Where an intervention's description ends and the next arm begins is not certain.",
        "Compare the study's arms with the text at the place given.",
    ),
}


@attrs.frozen
class Diagnostic:
    """Something to know about one place of one input."""

    code: str
    """A key of the catalogue."""
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

    @property
    def severity(self) -> Severity:
        """How much it weighs, from the catalogue."""
        return CATALOGUE[self.code].severity

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}"
        return f"{place}: {self.severity} {self.code}: {self.message}"
