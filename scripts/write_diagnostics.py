"""Write docs/diagnostics.md from the catalogues. Usage: python scripts/write_diagnostics.py."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from trialtext.formats import FORMATS
from trialtext.reading.diagnostics import CATALOGUE, CatalogueEntry

HEAD = """# Diagnostics

Every diagnostic has a stable code, a severity and a place in the input:
`path:line:column: severity code: message`. Errors mean that there is no study, warnings that
something was missing, doubtful or unparsed, information that nothing is wrong.
"""


def main() -> None:
    """Write the page: the codes of any format, then those of each."""
    sections = [HEAD, *entries(CATALOGUE)]
    for format_ in FORMATS:
        sections += [f"\n# Of {format_.name} only\n", *entries(format_.catalogue)]
    page = Path(__file__).parents[1] / "docs" / "diagnostics.md"
    page.write_text("".join(sections), "utf-8")


def entries(catalogue: Mapping[str, CatalogueEntry]) -> Iterator[str]:
    """Write a section for each code."""
    for code, entry in catalogue.items():
        yield f"\n## {code}\n\n*{entry.severity}.* {entry.meaning}\n\nWhat to do: {entry.remedy}\n"


if __name__ == "__main__":
    main()
