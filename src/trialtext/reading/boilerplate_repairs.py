"""Repairs of headings and labels: edits of the text before it is read, each of them reported.

The grammar sees what it knows then.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from trialtext.parsing.tree import Token
from trialtext.text.edits import Edit

BOILERPLATE_REPAIRS: Final = (
    "boilerplate-spelling",
    "misspelt-heading",
    "missing-heading",
    "missing-blurb",
    "misspelt-label",
)
"""The codes under which repairs are reported, each of which may be left undone."""

_MOST_LINES = 20_000
"""Lines between two sections that are looked at: no page of a study has more."""


class BoilerplateRepair(NamedTuple):
    """An edit, and what to report about it."""

    edit: Edit
    code: str
    message: str


def apart(repairs: Iterable[BoilerplateRepair]) -> list[BoilerplateRepair]:
    """Order repairs; of two that touch, the second cannot be right, too."""
    apart: list[BoilerplateRepair] = []
    before = -1
    for repair in sorted(repairs):
        if repair.edit.start > before:
            apart.append(repair)
        before = repair.edit.end
    return apart


def replacement(
    at: int, written: str, meant: str, code: str = "boilerplate-spelling"
) -> BoilerplateRepair:
    """Write boilerplate as it should be, whatever was less like it."""
    if _letters(written) == _letters(meant):
        code = "boilerplate-spelling"
    message = f"{written!r:.60} read as {meant.strip()!r:.60}"
    return BoilerplateRepair(Edit(at, at + len(written), meant), code, message)


def without_marks(line: str) -> str:
    """Take marks of headings, lists, emphasis and their like off both ends of a line."""
    return _MARKS.sub("", line)


MARKS: Final = r"[^\w\n]*+ (?: _{1,2} (?=[^\W_]) | \d{1,2}[.)][^\w\n]++ )?+"
"""The regular expression, verbose, of marks before a heading or a label: `## `, `**`, `1. `."""

_MARKS = re.compile(rf"(?x) ^{MARKS} | [\W_]+$")


def _letters(text: str) -> str:
    """Return the letters and digits of a text, whatever their case, without marks around it."""
    return re.sub(r"[\W_]+", "", without_marks(text).casefold())


def lines_of(text: str, start: int, end: int) -> Iterator[Token]:
    """Take the lines that are not blank."""
    at = start
    for line in islice(text[start:end].split("\n"), _MOST_LINES):
        if line and not line.isspace():
            yield Token(line, at)
        at += len(line) + 1
