"""Writes docs/diagnostics.md from the catalogue. Usage: python .dev/write_diagnostics.py"""

from pathlib import Path

from trialtext.diagnostics import CATALOGUE

HEAD = """# Diagnostics

Every diagnostic has a stable code, a severity and a place in the input:
`path:line:column: severity code: message`. Errors mean that there is no study, warnings that
something was missing, doubtful or left over, information that nothing is wrong.
"""


def main() -> None:
    sections = (
        f"\n## {code}\n\n*{entry.severity}.* {entry.meaning}\n\nWhat to do: {entry.remedy}\n"
        for code, entry in CATALOGUE.items()
    )
    page = Path(__file__).parents[1] / "docs" / "diagnostics.md"
    page.write_text(HEAD + "".join(sections), "utf-8")


if __name__ == "__main__":
    main()
