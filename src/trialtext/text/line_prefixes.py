"""Marks of quotes or lists before every line of a text: `> Keywords`, `- Keywords`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from trialtext.text.edits import Edit

LINE_PREFIX: Final = re.compile(r"(?m)^ *+((?:>[ ]?|[-*•][ ])+)")
_LONGEST: Final = 400
"""Characters of a line, and of what is below it, that tell whether it is boilerplate."""


def find_prefixes(text: str, boilerplate: re.Pattern[str]) -> Sequence[Edit]:
    """Find what stands before most lines, if all boilerplate wears it."""
    if boilerplate.search(text):  # as on every clean page, near its beginning
        return []
    worn = Counter(_worn(text, boilerplate))
    if not worn:
        return []
    ((prefix, _),) = worn.most_common(1)
    mark = re.escape(prefix.rstrip())
    space = r"(?:[ ]|$)" if prefix.endswith(" ") else ""
    edits = [Edit(*match.span(), "") for match in re.finditer(rf"(?m)^ *+{mark}{space}", text)]
    lines = sum(1 for line in text.split("\n") if line.strip())
    return edits if 2 * len(edits) > lines else []


def _worn(text: str, boilerplate: re.Pattern[str]) -> Iterator[str]:
    """Find the marks before lines that are boilerplate without them."""
    for match in LINE_PREFIX.finditer(text):
        if boilerplate.match(text[match.end() : match.end() + _LONGEST]):
            yield match[1]
