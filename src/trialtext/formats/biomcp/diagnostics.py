"""Diagnostics of this format only."""

from collections.abc import Mapping
from typing import Final

from trialtext.reading.diagnostics import CatalogueEntry, Severity

CATALOGUE: Final[Mapping[str, CatalogueEntry]] = {
    "unknown-key": CatalogueEntry(
        Severity.WARNING,
        "A key or a heading that the API's specification does not have in this place. It stays"
        " unparsed, with all that belongs to it.",
        "Nothing is lost. If it occurs often, the registry has extended its records: report it.",
    ),
    "uncertain-list": CatalogueEntry(
        Severity.INFO,
        "A list stands on one line, and its items may themselves hold commas. It is kept as one"
        " string.",
        "Split the string with knowledge that the text does not have, if single items are needed.",
    ),
    "continued-string": CatalogueEntry(
        Severity.WARNING,
        "A line that is no key stands below a short description, which may have line breaks of its"
        " own. It was read as a further line of it.",
        "Look at whether the line belongs to the record, or to what stands around it.",
    ),
    "uncertain-blank": CatalogueEntry(
        Severity.INFO,
        "A line of a long string ends with a hyphen or fills the whole width, or the next one"
        " begins with the mark of a list: what stood between them is not certain. The likeliest"
        " was taken.",
        "Look at the line, if it matters.",
    ),
}
