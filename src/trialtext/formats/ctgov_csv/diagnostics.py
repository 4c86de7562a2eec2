"""The codes of diagnostics that only this format has."""

from collections.abc import Mapping
from typing import Final

from trialtext.reading.diagnostics import CatalogueEntry, Severity

CATALOGUE: Final[Mapping[str, CatalogueEntry]] = {
    "missing-header": CatalogueEntry(
        Severity.ERROR,
        "The file was said to be a download, but its first line is no header of one: it needs the"
        " columns `NCT Number` and `Study Title`; the older one `Rank`, `NCT Number` and `Title`.",
        "Look at whether the header was left out or renamed.",
    ),
    "cell-count": CatalogueEntry(
        Severity.ERROR,
        "A row has more cells than the header, or fewer. It is left out as a whole.",
        "Look at the row: a program may have cut a long cell, or a quote is missing.",
    ),
    "unreadable-row": CatalogueEntry(
        Severity.ERROR,
        "A row is not written as CSV: a quote is not closed, or stands inside a cell. It is left"
        " out as a whole.",
        "Look at the row, or export the file again.",
    ),
    "row-without-number": CatalogueEntry(
        Severity.ERROR,
        "A row has no NCT number, or one that is not `NCT` and eight digits. It is left out as a"
        " whole: it may be the rest of a cell that a program cut off.",
        "Look at the row, and at the end of the one above it.",
    ),
    "cut-cell": CatalogueEntry(
        Severity.WARNING,
        "A cell has just as many characters as spreadsheets keep: its end may have been cut off,"
        " and its last value may be shorter than it was.",
        "Export the file again without a spreadsheet.",
    ),
    "empty-table": CatalogueEntry(
        Severity.ERROR,
        "The file has a header, and no row.",
        "Look at what was searched for.",
    ),
    "unknown-column": CatalogueEntry(
        Severity.INFO,
        "A column that the download does not have. Its cells stay unparsed, which is told once a"
        " file.",
        "Nothing is needed for columns that were added. If the name is the registry's, report it.",
    ),
    "ambiguous-date": CatalogueEntry(
        Severity.WARNING,
        "A date such as `3/7/2024`, as spreadsheets write it, in a file whose dates do not tell"
        " whether the month or the day stands first. It stays unparsed.",
        "Write dates as `2024-03-07` before the file is exported, or use the download as it was.",
    ),
    "undivided-outcome": CatalogueEntry(
        Severity.WARNING,
        "Measure, description and time frame of an outcome are joined by commas, which they also"
        " hold, and nothing tells where they end. The whole text is the measure.",
        "Look at the item. Other sources of the record keep the three apart.",
    ),
    "undivided-site": CatalogueEntry(
        Severity.WARNING,
        "The parts of a location are joined by commas, which they also hold, and nothing tells"
        " where facility, city and state end. Only what is certain, such as country and zip, is"
        " told.",
        "Look at the item. Other sources of the record keep the parts apart.",
    ),
    "untold-design": CatalogueEntry(
        Severity.INFO,
        "The download has one constant in place of model and time perspective of all observational"
        " studies. Both are absent.",
        "Nothing is needed: the file does not tell.",
    ),
    "untold-outcomes": CatalogueEntry(
        Severity.WARNING,
        "The older download lists measures without saying which are primary, secondary or other."
        " The API has no place for such; they stay unparsed.",
        "Nothing is needed: the file does not tell. `result.unparsed` has them.",
    ),
    "untold-class": CatalogueEntry(
        Severity.WARNING,
        "The older download does not tell a sponsor's class: it writes `Other` for several, and"
        " lists those of all sponsors without repeats. It is absent.",
        "Nothing is needed: the file does not tell.",
    ),
}
