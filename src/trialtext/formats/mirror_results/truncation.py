"""Where a page that was cut off is certainly whole: its last line may be a part of one."""

import re
from typing import Final

from trialtext.formats.mirror_results.cells import EMPTY, is_detail, is_value, unit_of

_SENTENCE: Final = re.compile(r"(?:\S+ ){3,}\S*[a-z)][.!?]")
_WHOLE_TITLE: Final = re.compile(r"\(NCT NCT\d{8}\)\Z")
_UNFINISHED_OUTCOME: Final = re.compile(
    r"""
    ^[A-Z][A-Z_ -]+\ outcome$
    (?: (?! ^Measure$ | ^\|\ ?Measure ) . )*   # its table has not begun
    \Z
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


def certain_end(text: str) -> int:
    """Return where the last line begins if it may have been cut off, else where the text ends.

    Without a newline at its end, a number may have lost digits, and a heading may look like prose.
    """
    start = text.rfind("\n") + 1
    last = text[start:].strip()
    if not last or _is_whole(last, text[:start]):
        return len(text)
    return start


def _is_whole(line: str, before: str) -> bool:
    """Tell whether a last line is whole: it ends a row with pipes, a cell, or a description."""
    if not line.strip("| "):
        above = before.rstrip().rpartition("\n")[2].strip()
        return above in EMPTY[1:] or is_value(above) or is_detail(above)
    if line.endswith("|") or _WHOLE_TITLE.search(line):
        return True
    if is_value(line):
        unit = unit_of(line)
        return unit[-1:].isalpha() and f" {unit}\n" in before
    if not _SENTENCE.fullmatch(line):
        return False
    outcome = before.rfind(" outcome\n")
    return outcome >= 0 and bool(_UNFINISHED_OUTCOME.match(before, before.rfind("\n", 0, outcome) + 1))
