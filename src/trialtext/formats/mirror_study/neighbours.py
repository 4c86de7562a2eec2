"""Entries of a list that an unknown line stands beside: one of the lines is one too many."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialtext.formats.mirror_study.evidence import Builder
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Value

_CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)*")


class Entry(NamedTuple):
    """A rule of a section, and whether unknown lines stand right before and after it."""

    rule: Tree
    before: bool
    after: bool


def entries(section: Tree) -> Iterator[Entry]:
    """Walk through the rules of a section. An unknown code is a line of its own."""
    unknown = [
        isinstance(child, Token)
        and child.type == "UNKNOWN_LINE"
        and not _CODE.fullmatch(child.text)
        for child in section.children
    ]
    sides = zip([False, *unknown], section.children, [*unknown[1:], False], strict=False)
    for before, child, after in sides:
        if isinstance(child, Tree):
            yield Entry(child, before, after)


def certain_name(token: Token, builder: Builder, *, doubtful: bool) -> Value | None:
    """Take a name, unless it is doubtful: an unknown line beside it may be the name as well."""
    if doubtful:
        message = f"{token.text!r:.60} or the unknown line beside it may be meant"
        builder.mark_unparsed("unknown-line", token, message)
        return None
    return builder.verbatim(token)
