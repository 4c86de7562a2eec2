"""Characters that may not be those of the page: found to be reported, line by line."""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from typing import Final, NamedTuple

from trialtext.text.edits import Span
from trialtext.text.entities import find_doubtful
from trialtext.text.mojibake import find_suspects
from trialtext.text.source import SourceText

_LINE_END: Final = re.compile(r"[\r\n]|\Z")
_REPLACEMENT: Final = "\ufffd"
_LOST: Final = re.compile(f"[\0{_REPLACEMENT}]")


class Doubt(NamedTuple):
    """Doubtful characters of one line."""

    code: str
    """The code of its diagnostic."""
    span: Span
    """Where the first of them stands in the original."""
    message: str


def find_doubts(source: SourceText, unproven: Collection[str]) -> Iterator[Doubt]:
    """Find what is doubtful, also what some repairs looked for, but found no proof of."""
    original = source.original
    lost = _lost(source) if "\0" in original or _REPLACEMENT in original else []
    found: list[tuple[str, Sequence[Span], str]] = [
        (
            "undecodable-bytes",
            _each(source.undecodable),
            "bytes are not UTF-8, read as Windows-1252",
        ),
        ("undecodable-bytes", _each(source.replaced), "lone surrogates, replaced by U+FFFD"),
        ("lost-characters", lost, "replacement characters or NULs, where others were lost"),
    ]
    if "mojibake" in unproven:
        suspects = sorted({source.span(span) for span in find_suspects(source.text)})
        found.append(("mojibake-left", suspects, "sequences look like misread UTF-8"))
    if "html-entities" in unproven:
        entities = [source.span(edit[:2]) for edit in find_doubtful(source.text)]
        message = "entities may stand for characters; too few to tell"
        found.append(("entities-left", entities, message))
    for code, spans, message in found:
        for first, number in _by_line(original, spans):
            yield Doubt(code, first, f"{number} {message}")


def _lost(source: SourceText) -> Sequence[Span]:
    ours = frozenset(source.replaced)
    return [m.span() for m in _LOST.finditer(source.original) if m.start() not in ours]


def _each(positions: Sequence[int]) -> Sequence[Span]:
    return [(at, at + 1) for at in positions]


def _by_line(text: str, spans: Sequence[Span]) -> Iterator[tuple[Span, int]]:
    """Take the first of the stretches, given in order, of each line, and their number."""
    at = 0
    while at < len(spans):
        end = _LINE_END.search(text, spans[at][0])
        beyond = bisect_left(spans, (end.start() if end else len(text), 0))
        beyond = max(beyond, at + 1)
        yield spans[at], beyond - at
        at = beyond
