"""Words of the page that were dented on the way: found by what they nearly are, and put right.

A heading may have lost its blurb or its own line, a label may be misspelt. Each is mended as an
edit of the text before it is parsed again, so that the grammar sees what it knows, and is reported.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache
from itertools import islice
from typing import NamedTuple

from trialtext.cutting import Cut
from trialtext.grammars import HEADING
from trialtext.text import Edit
from trialtext.words import Label, Section, loosely

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ALIKE = 0.85
"""Least similarity of a misspelt word to what it stands for."""
_MOST_LINES = 5_000
"""Lines of a section, or between two, that are looked at: no page of a study has more of them."""
_ONE_LINE = ("conditions", "keywords")
_NARRATIVE = ("brief_summary", "detailed_description")


class Mend(NamedTuple):
    """An edit, and what to say about it."""

    edit: Edit
    code: str
    message: str


class Line(NamedTuple):
    """A line that is not blank, without the white space around it."""

    text: str
    start: int
    end: int


def mend(
    text: str,
    cuts: Sequence[Cut],
    sections: Mapping[str, Section],
    header_labels: Sequence[Label],
) -> list[Mend]:
    """Find what is dented on a page that was cut at the headings it has."""
    found = {cut.terminal.removesuffix(HEADING).lower(): cut for cut in cuts}
    mends = [
        *_headings(text, found, sections),
        *(
            mend
            for name, cut in found.items()
            if name in sections or not name
            for mend in _labels(text, cut, sections[name].labels if name else header_labels)
        ),
    ]
    mends.sort()
    # Two that touch cannot both be right.
    return [m for m, before in zip(mends, [None, *mends], strict=False) if _apart(before, m)]


def _apart(before: Mend | None, mend: Mend) -> bool:
    return before is None or mend.edit.start > before.edit.end


def _lines(text: str, start: int, end: int) -> Iterator[Line]:
    for match in islice(_LINE.finditer(text, start, end), _MOST_LINES):
        stripped = match[0].strip()
        at = match.start() + match[0].index(stripped[0])
        yield Line(stripped, at, at + len(stripped))


# ---- Headings


def _headings(
    text: str, found: Mapping[str, Cut], sections: Mapping[str, Section]
) -> Iterator[Mend]:
    for name, words in sections.items():
        if name in found:
            continue
        start, end = _gap(name, list(sections), found, len(text))
        lines = list(_lines(text, start, end))
        found_blurb = _find_blurb(lines, words)
        if not found_blurb:
            # At the end of a page that was cut off, nothing tells that the words are a heading.
            if end < len(text) or words.labels:
                yield from _without_blurb(name, words, lines)
            continue
        at, blurb = found_blurb
        if blurb != words.blurb and words.blurb:
            yield _mend(lines[at].start, blurb, words.blurb)
        if not at or not alike(lines[at - 1].text, words.heading):
            yield Mend(
                Edit(lines[at].start, lines[at].start, f"{words.heading}\n\n"),
                "missing-heading",
                f"the blurb of {words.heading!r} stands here without its heading",
            )
        elif lines[at - 1].text != words.heading:
            yield _mend(lines[at - 1].start, lines[at - 1].text, words.heading, "near-miss-heading")


def _mend(at: int, written: str, meant: str, code: str = "own-words") -> Mend:
    """Write the page's own words as they should be, whatever was less like them."""
    if folded(written) == folded(meant):
        code = "own-words"
    message = f"{written!r} read as {meant.strip()!r}"
    return Mend(Edit(at, at + len(written), meant), code, message)


def _gap(name: str, order: Sequence[str], found: Mapping[str, Cut], length: int) -> tuple[int, int]:
    """Find where a missing section may be: between its neighbours in the order of the page."""
    at = order.index(name)
    before = [found[n].body for n in order[:at] if n in found]
    after = [found[n].start for n in order[at:] if n in found]
    start = max(before, default=0)
    return start, min((a for a in after if a >= start), default=length)


def _find_blurb(lines: Sequence[Line], words: Section) -> tuple[int, str] | None:
    """Find the line on which a section's blurb begins (or its first label), and what it writes."""
    if not words.blurb:
        labels = [label.text for label in words.labels]
        return next(((at, line.text) for at, line in enumerate(lines) if line.text in labels), None)
    pattern = _pattern(words.blurb)
    matches = ((at, pattern.match(line.text)) for at, line in enumerate(lines))
    return next(((at, match[0]) for at, match in matches if match), None)


@cache
def _pattern(blurb: str) -> re.Pattern[str]:
    return re.compile(loosely(blurb), re.IGNORECASE)


def _without_blurb(name: str, words: Section, lines: list[Line]) -> Iterator[Mend]:
    if not words.blurb:
        return
    # Bare words of a heading occur in the narrative before it; a narrative's own heading is first.
    # Without its blurb, a heading must be there as it is: other lines may be nearly like it.
    heading = folded(words.heading)
    near = (
        line
        for line in lines[_where(name, words, lines)]
        if folded(line.text).rstrip(": ") == heading
    )
    found = list(islice(near, 1)) if name in _NARRATIVE else list(near)[-1:]
    if not found:
        return
    (line,) = found
    yield Mend(
        Edit(line.start, line.end, f"{words.heading}\n\n{words.blurb}\n\n"),
        "missing-blurb",
        f"{line.text!r} read as a heading by what follows it; its blurb is not there",
    )


def _where(name: str, words: Section, lines: list[Line]) -> slice:
    """Which lines may be the heading, if the section is to be what follows it."""
    if name in _NARRATIVE:
        return slice(None)
    if name in _ONE_LINE:
        return slice(-2, -1)
    if not words.labels:
        return slice(-1)
    alone = {label.text for label in words.labels if label.alone}
    leading = tuple(label.text for label in words.labels if not label.alone) or ("\n",)
    labelled = (
        at
        for at in range(len(lines) - 1, -1, -1)
        if lines[at].text in alone or lines[at].text.startswith(leading)
    )
    return slice(next(labelled, 0))


# ---- Labels


def _labels(text: str, cut: Cut, labels: Sequence[Label]) -> Iterator[Mend]:
    alone = {label.text for label in labels if label.alone}
    leading = tuple(label.text for label in labels if not label.alone)
    for line in _lines(text, cut.body, cut.end):
        if line.text in alone or (leading and line.text.startswith(leading)):
            continue
        near = [(stretch, label) for label in labels if (stretch := _nearly(line.text, label))]
        if near:
            stretch, label = max(near, key=lambda pair: _likeness(pair[0], pair[1].text))
            yield _mend(line.start, stretch, label.text, "near-miss-label")


def _nearly(line: str, label: Label) -> str | None:
    """The stretch at the start of a line that is nearly a label."""
    if label.alone:
        return line if alike(line, label.text) else None
    match = _loosely(label.text).match(line)
    if match and re.fullmatch(label.line, label.text + line[match.end() :]):
        return match[0]
    if label.text.endswith(":") and ":" in line:
        stretch = line[: line.index(":") + 1]
        return stretch if alike(stretch, label.text) else None
    return None


@cache
def _loosely(label: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in label.rstrip(": ").split())
    return re.compile(words + (r"\s*:" if label.endswith(":") else r"[\s:]+"), re.IGNORECASE)


def alike(one: str, other: str) -> bool:
    """Whether two short texts differ by case, white space, a colon, or a slip of the pen.

    A slip in the first letter is not looked for: most lines are told apart by it at once.
    """
    if one[:1].casefold() != other[:1].casefold():
        return False
    if abs(len(one) - len(other)) > 1 + len(other) // 4:
        return False
    return _likeness(one, other) >= _ALIKE


def folded(text: str) -> str:
    """Fold case, white space, dashes and quotes: the same words are equal then."""
    return " ".join(text.casefold().translate(_PLAIN).split())


_PLAIN = {**dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"), **dict.fromkeys(map(ord, "‘’ʼ"), "'")}


def _likeness(one: str, other: str) -> float:
    one, other = (folded(text).rstrip(": ") for text in (one, other))
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()
