"""Diagnostics of this format only."""

from collections.abc import Mapping
from typing import Final

from trialtext.reading.diagnostics import CatalogueEntry, Severity

CATALOGUE: Final[Mapping[str, CatalogueEntry]] = {
    "row-width": CatalogueEntry(
        Severity.WARNING,
        "A row of a table has not one cell for each column, or its place is not certain. It stays"
        " unparsed as a whole: no number is put into a column by guess.",
        "Look at the row: flattened tables have lost their empty cells.",
    ),
    "unknown-columns": CatalogueEntry(
        Severity.WARNING,
        "A table's header does not tell its columns. What depends on it stays unparsed.",
        "Look at the table.",
    ),
    "misspelt-text": CatalogueEntry(
        Severity.WARNING,
        "A title or a description of a group has a letter less than in other tables of the page.",
        "Compare the tables.",
    ),
    "undetermined-text": CatalogueEntry(
        Severity.INFO,
        "A text that may belong to one of several fields. It stays unparsed.",
        "Nothing is needed; `result.unparsed` holds the text.",
    ),
    "unit-of-analysis": CatalogueEntry(
        Severity.INFO,
        "Something else than participants is counted, but the numbers of the flow do not say of"
        " what they are. They are read as participants, whom the registry always counts.",
        "Compare the numbers with the paragraph above the table.",
    ),
}
