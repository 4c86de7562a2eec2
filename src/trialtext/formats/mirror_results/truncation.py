"""Where a page that was cut off is certainly whole: its last line may be a part of one."""

import re
from typing import Final

from trialtext.formats.mirror_results.cells import EMPTY, NA, is_detail, is_value, unit_of

_LONG: Final = 40
"""Characters of a line that is not the same as one before by chance."""
_WHOLE_TITLE: Final = re.compile(r"\(NCT NCT\d{8}\)\Z")
_PROSE: Final = re.compile(r"(?!Timeframe:|Population:)\w.* .*[a-z.)]")
_BOILERPLATE: Final = re.compile(r"Outcome m\w*|[A-Z_]+ o\w*")
_WITHOUT_TABLE: Final = re.compile(
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
    Only a text that may be shorter is read nevertheless: the description of an outcome.
    """
    start = text.rfind("\n") + 1
    last = text[start:].strip()
    is_read = not last or _is_whole(last, text[:start]) or _is_description(last, text[:start])
    return len(text) if is_read else start


def _is_whole(line: str, before: str) -> bool:
    """Tell whether a last line is whole: it ends a row with pipes or a cell, or is known."""
    if not line.strip("| "):
        above = before.rstrip().rpartition("\n")[2].strip()
        return above in EMPTY[1:] or is_value(above) or is_detail(above)
    if is_detail(line) and line.endswith(NA):
        return True
    if line.endswith("|") or _WHOLE_TITLE.search(line):
        return True
    if is_value(line):
        unit = unit_of(line)
        return unit[-1:].isalpha() and f" {unit}\n" in before
    return len(line) > _LONG and f"\n{line}\n" in before


def _is_description(line: str, before: str) -> bool:
    """Tell whether a last line is prose in an outcome of which the table has not begun."""
    outcome = before.rfind(" outcome\n")
    if outcome < 0 or not _PROSE.fullmatch(line) or _BOILERPLATE.fullmatch(line):
        return False
    return bool(_WITHOUT_TABLE.match(before, before.rfind("\n", 0, outcome) + 1))
