"""Entries of a list that an unknown line stands beside: one of the lines is one too many."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from trialtext.formats.mirror_study.evidence import Builder
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Value

_CODE = re.compile(r"[A-Z]+(?:_[A-Z]+)*")


class Entry(NamedTuple):
    """A rule of a section, and the unknown lines that stand right before and after it."""

    rule: Tree
    before: Token | None
    after: Token | None


def entries(section: Tree) -> Iterator[Entry]:
    """Walk through the rules of a section."""
    unknown = [
        child if isinstance(child, Token) and child.type == "UNKNOWN_LINE" else None
        for child in section.children
    ]
    sides = zip([None, *unknown], section.children, [*unknown[1:], None], strict=False)
    for before, child, after in sides:
        if isinstance(child, Tree):
            yield Entry(child, before, after)


def is_code(token: Token | None) -> bool:
    """Tell whether a line is a code, which ends an entry of some sections."""
    return token is not None and _CODE.fullmatch(token.text) is not None


def certain_name(token: Token, builder: Builder, *, doubtful: bool) -> Value | None:
    """Take a name, unless it is doubtful: an unknown line beside it may be the name as well."""
    if doubtful:
        message = f"{token.text!r:.60} or the unknown line beside it may be meant"
        builder.mark_unparsed("unknown-line", token, message)
        return None
    return builder.verbatim(token)
