"""What tests of damaged boilerplate have in common: a page, its headings and labels, damage."""

from collections.abc import Callable, Iterable

from tests.pages import BLURBS, HEADINGS, LABELS, codes, replaced, seed_text

import trialtext
from trialtext import Result

PAGE = seed_text("several-phases")
WHOLE = trialtext.parse(PAGE)
ON_PAGE = [heading for heading in HEADINGS if f"\n{heading}\n" in PAGE]
WITH_BLURB = [heading for heading in ON_PAGE if heading in BLURBS]
ALONE = [label for label in LABELS if f"\n{label}\n" in PAGE and label != "Results pending"]

DAMAGES: dict[str, Callable[[str], str]] = {
    "upper": str.upper,
    "lower": str.lower,
    "colon": lambda line: f"{line}:",
    "spaces": lambda line: line.replace(" ", "  "),
    "letter lost": lambda line: line[:-2] + line[-1],
    "hashes": lambda line: f"## {line}",
    "bold": lambda line: f"**{line}**",
    "bold with colon": lambda line: f"**{line}:**",
}


def read(old: str, new: str) -> Result:
    return trialtext.parse(replaced(PAGE, old, new))


def new_codes(result: Result) -> set[str]:
    return set(codes(result)) - set(codes(WHOLE))


def unharmed(lines: Iterable[str], damage: Callable[[str], str], *expected: str) -> None:
    """Check that each line, damaged, gives the same study and is reported by one of some codes."""
    for line in lines:
        if damage(line) != line:
            result = read(f"\n{line}\n", f"\n{damage(line)}\n")
            assert result.study == WHOLE.study, line
            assert new_codes(result), line
            assert new_codes(result) <= set(expected), line
