"""Items inside of a line: a heading before its criterion, bullets, numbers, sentences."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from trialtext.criteria import words
from trialtext.criteria.brackets import Brackets
from trialtext.criteria.headings import Rank, heading_of
from trialtext.criteria.lines import Line, trimmed
from trialtext.criteria.marks import Mark
from trialtext.criteria.notes import only_explains
from trialtext.criteria.numbers import may_be_numbered, numbers_in_order
from trialtext.criteria.sentences import conditions
from trialtext.criteria.side_headings import NAME, behind, label_end, shares_line, side_headings

LINE: Final = "line"
HEADING: Final = "heading"
BELOW: Final = "below a heading"
BULLET: Final = "bullet"
DASH: Final = "dash"
NUMBER: Final = "number"
SENTENCE: Final = "sentence"
LOST_BREAK: Final = "lost break"


class Part(NamedTuple):
    """A stretch of a line that is an item."""

    start: int
    end: int
    beginning: str = LINE
    """How it begins: one of the words above."""
    mark: Mark | None = None
    """What numbers it inside of the line."""
    lead: int | None = None
    """Which of the parts before introduces it, if one does."""


def divide(text: str, line: Line, below: Line | None = None) -> list[Part]:
    """Divide a line into items; `below` is the next one."""
    body = text[line.start : line.end]
    if line.mark is not None and _is_plain(body):
        return [Part(line.start, line.end)]
    if _is_one_item(line, body):
        return [Part(line.start, line.end)]
    return _Division(text, line, below.mark if below else None).parts


_DASHES: Final = ("- ", " -", "– ", " –")
_BULLETS: Final = ("•", "●", "▪", "■", "* ")
_OTHER_SIGNS: Final = re.compile(r"[•●▪■（①-⑳]")
_BEGINNINGS: Final = "|".join(words.SURE_BEGINNINGS).replace(" ", "[ ]")
_DIVIDING: Final = re.compile(
    rf"""[ ](?=[-–(\dA-Zbi])                                                   # most words are none
         (?: [-–]
              | \(? (?:2|b|B|ii) \\?[.)] \s*\S | b-                                # a second number
              | \d{{1,2}} \\? (?: \)+\s* | \.\s+ | \.(?=[A-Za-z]) ) \S          # a further one
              | (?<=[a-z)][ ]) (?<!\bto[ ]) (?<!\bof[ ]) (?:{_BEGINNINGS})\b )""",
    re.VERBOSE,
)
"""What an item of a list may be divided at; all of it stands behind a blank."""


def _is_plain(body: str) -> bool:
    """Tell whether an item of a list surely holds no other: most do, and this is quick."""
    if "- " in body or "– " in body or "* " in body or _DIVIDING.search(body):
        return False
    if ("lusion" in body or "LUSION" in body) and NAME.search(body):
        return False
    return body.isascii() or not _OTHER_SIGNS.search(body)


def _is_one_item(line: Line, body: str) -> bool:
    """Tell whether a line is a heading as a whole, or a paragraph that only explains."""
    heading = heading_of(body, marked=line.mark is not None)
    if heading and heading.rank is not Rank.TOPIC:
        return heading.rank is not Rank.SIDE or not shares_line(body, marked=line.mark is not None)
    return line.mark is None and only_explains(body)


_JOINTS: Final = ("and", "or", "and/or")
"""What is no item between two numbers: these are mentioned, and number nothing."""
_DEEPEST: Final = 4
"""Lists inside of each other in a line that are told apart."""


def _headings_apart(text: str, line: Line) -> Iterator[Part]:
    """Cut off headings of a side, anywhere in a line, or the label before unmarked text."""
    at, end, beginning = line.start, line.end, LINE
    for start, last in side_headings(text, line):
        if start > at:
            yield Part(at, trimmed(text, at, start), beginning)
        yield Part(start, last, HEADING)
        at, beginning = behind(text, last, end), BELOW
    if at == line.start and (label := label_end(text, line)):
        yield Part(at, label, HEADING)
        at, beginning = behind(text, label, end), BELOW
    if at < end:
        yield Part(at, end, beginning)


class _Division:
    """The parts of a line, found one after the other."""

    def __init__(self, text: str, line: Line, below: Mark | None) -> None:
        self.text = text
        self.line = line
        self.below = below
        self.brackets = Brackets(text, line.start, line.end)
        self.parts: list[Part] = []
        for part in _headings_apart(text, line):
            if part.beginning == HEADING:
                self.parts.append(part)
                continue
            lead = None
            for item in self._at_bullets(part):
                self._add(item._replace(lead=lead))
                if item.beginning == part.beginning and text[item.end - 1] in ":：":
                    lead = len(self.parts) - 1

    def _at_bullets(self, part: Part) -> Iterator[Part]:
        """Cut at bullets, or else at dashes that were bullets before line breaks were lost."""
        start, end, beginning = part.start, part.end, part.beginning
        body = self.text[start:end]
        if any(bullet in body for bullet in _BULLETS):
            found, kind = list(_BULLET.finditer(self.text, start, end)), BULLET
        elif any(dash in body for dash in _DASHES):
            found, kind = self._dashes(start, end), DASH
        else:
            found, kind = [], BULLET
        for match in found:
            if match.start() > start:
                yield Part(start, trimmed(self.text, start, match.start()), beginning)
                beginning = kind
            start = match.end()
        if start < end:
            yield Part(start, end, beginning)

    def _dashes(self, start: int, end: int) -> list[re.Match[str]]:
        """Find dashes between items: at least two, as a single one is punctuation."""
        found = [
            match
            for match in _DASH.finditer(self.text, start, end)
            if self.brackets.opened(match.start(), start) is None
        ]
        return found if len(found) > 1 else []

    def _add(self, part: Part, depth: int = 0) -> None:
        """Add a part, divided at numbers that follow each other, and its parts again."""
        text, start, end = self.text, part.start, part.end
        own = part.mark or (self.line.mark if start == self.line.start else None)
        if depth == _DEEPEST or not may_be_numbered(text[start:end], own):
            self._add_conditions(part)
            return
        is_followed = own is not None and self.below is not None and self.below.follows(own)
        numbers = numbers_in_order(text, start, end, None if is_followed else own, self.brackets)
        ends = [number.start for number in numbers[1:]]
        pieces = [text[number.end : last] for number, last in zip(numbers, ends, strict=False)]
        if not numbers or any(piece.strip(" ,;.") in _JOINTS for piece in pieces):
            self._add_conditions(part)
            return
        lead = part.lead
        introduction = text[start : numbers[0].start].rstrip().removesuffix("(").rstrip()
        if introduction:
            self.parts.append(part._replace(end=start + len(introduction)))
            if 1 in numbers[0].mark.places.values():
                lead = len(self.parts) - 1
        for number, following in zip(numbers, [*ends, end], strict=True):
            last = trimmed(text, number.end, following)
            if last > number.end:
                self._add(Part(number.end, last, NUMBER, number.mark, lead), depth + 1)

    def _add_conditions(self, part: Part) -> None:
        """Add a part, divided where each piece states a condition of its own."""
        beginning = part.beginning
        is_prose = self.line.mark is None
        for start, end, is_behind_lost_break in conditions(
            self.text, part.start, part.end, self.brackets, is_prose=is_prose
        ):
            if start > part.start:
                beginning = LOST_BREAK if is_behind_lost_break else SENTENCE
            self.parts.append(part._replace(start=start, end=end, beginning=beginning))


_BULLET: Final = re.compile(
    r"(?<!\w)[•●▪■]\s* | [•●▪■]\s+ | (?<=[A-Za-z.;:)][ ])\\?\*\s+(?=[A-Z≥≤<>\\])", re.VERBOSE
)
_DASH: Final = re.compile(
    r"(?<=[\w.;,:)%\]])\s?(?<![\d-])[-–]\s+(?=[A-Z≥≤<>\\]) | \s[-–]\s*(?=[A-Z][a-z]|[≥≤])",
    re.VERBOSE,
)
