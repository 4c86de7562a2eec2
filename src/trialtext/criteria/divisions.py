"""Items inside of a line: a heading before its criterion, bullets, numbers, sentences."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from trialtext.criteria import words
from trialtext.criteria.brackets import Brackets
from trialtext.criteria.headings import Rank, heading_of
from trialtext.criteria.lines import Line, terminal
from trialtext.criteria.marks import Mark
from trialtext.criteria.notes import only_explains
from trialtext.criteria.numbers import may_be_numbered, numbers_in_order
from trialtext.criteria.sentences import conditions
from trialtext.text.edits import Span

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
_NAME: Final = re.compile(r"clusions?[ :：]|CLUSION")
"""Without it, a line has no name of a side beside other text."""
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
    if ("lusion" in body or "LUSION" in body) and _NAME.search(body):
        return False
    return body.isascii() or not _OTHER_SIGNS.search(body)


def _is_one_item(line: Line, body: str) -> bool:
    """Tell whether a line is a heading as a whole, or a paragraph that only explains."""
    heading = heading_of(body, marked=line.mark is not None)
    if heading and heading.rank is not Rank.TOPIC:
        return heading.rank is not Rank.SIDE or not _shares_line(body)
    return line.mark is None and only_explains(body)


_DEEPEST: Final = 4
"""Lists inside of each other in a line that are told apart."""


class _Division:
    """The parts of a line, found one after the other."""

    def __init__(self, text: str, line: Line, below: Mark | None) -> None:
        self.text = text
        self.line = line
        self.below = below
        self.brackets = Brackets(text, line.start, line.end)
        self.parts: list[Part] = []
        for part in headings_apart(text, line):
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
                yield Part(start, _trimmed(self.text, start, match.start()), beginning)
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
        if not numbers:
            self._add_conditions(part)
            return
        lead = part.lead
        introduction = text[start : numbers[0].start].rstrip().removesuffix("(").rstrip()
        if introduction:
            self.parts.append(part._replace(end=start + len(introduction)))
            if 1 in numbers[0].mark.places.values():
                lead = len(self.parts) - 1
        ends = [*(number.start for number in numbers[1:]), end]
        for number, following in zip(numbers, ends, strict=True):
            last = _trimmed(text, number.end, following)
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


def _trimmed(text: str, start: int, end: int) -> int:
    """Return where a stretch ends without the white space behind it."""
    return start + len(text[start:end].rstrip())


# ---- Headings inside of a line

_BETWEEN: Final = re.compile(r"[\s:：.;,–•*-]*")
_LAST_WORD: Final = re.compile(r"(\w+)\W{0,2}\Z")
_COLON: Final = re.compile(r"[^:：\n]{0,100}?[:：](?=\s|[A-Z-])")
_SENTENCE: Final = re.compile(r"[^:：.;\n]{0,200}[:：]?")
_NEW_ITEM: Final = re.compile(r"\s?(?:[.–-]+\s|\\?\(?1\\?[.)]|\\?[•*-])")
_LABEL: Final = re.compile(r"[^:：.;\n]{1,70}[:：](?=\s|[A-Z])")
_NEAR: Final = 30
"""Characters before a heading in which the word before it is looked for."""


def headings_apart(text: str, line: Line) -> Iterator[Part]:
    """Cut off headings of a side, anywhere in a line, or the label before unmarked text."""
    at, end, beginning = line.start, line.end, LINE
    for start, last in _side_headings(text, line):
        if start > at:
            yield Part(at, _trimmed(text, at, start), beginning)
        yield Part(start, last, HEADING)
        at, beginning = _skip(text, last, end), BELOW
    if at == line.start and (label := _label_end(text, line)):
        yield Part(at, label, HEADING)
        at, beginning = _skip(text, label, end), BELOW
    if at < end:
        yield Part(at, end, beginning)


def _skip(text: str, at: int, end: int) -> int:
    between = _BETWEEN.match(text, at, end)
    return between.end() if between else at


def _side_headings(text: str, line: Line) -> Iterator[Span]:
    """Find headings of a side that share the line with other text."""
    at, end = line.start, line.end
    if not _NAME.search(text, at, end):
        return
    if qualified := _qualified_heading(text, line):
        yield qualified
        at = qualified[1]
    for match in terminal("SIDE_HEADING").finditer(text, at, end):
        start, name_end = match.span()
        if start < at:
            continue
        found: Span | None
        if start == line.start:
            last = _heading_end(text, start, name_end, end)
            found = (start, last) if last else None
        else:
            found = _inner_heading(text, at, match, end)
        if found:
            yield found
            at = found[1]


def _inner_heading(text: str, at: int, match: re.Match[str], line_end: int) -> Span | None:
    """Take the name of a side behind other text, if it is written as a heading is."""
    start, end = match.span()
    if text[start].islower():
        start += match[0].find(" ") + 1
    name = text[start:end].rstrip()
    before = _LAST_WORD.search(text, max(at, start - _NEAR), start)
    is_bound = before is not None and before[1].lower() in words.NAMING and not name.isupper()
    if not name[0].isupper() or " " not in name or is_bound:
        return None
    is_titled = end == line_end and name.split()[-1][0].isupper()
    is_titled |= _is_capital(text, start, end, line_end)
    last = None
    if is_titled or name.endswith((":", "：")):
        last = _heading_end(text, start, end, line_end)
    return (start, last) if last else None


def _heading_end(text: str, start: int, end: int, line_end: int) -> int | None:
    """Find where a heading ends that begins with the name of a side; `None` if it is none."""
    end = _trimmed(text, start, end)
    if text[end - 1] in "-–":
        return _trimmed(text, start, end - 1)
    if text[end - 1] in ":：" or end == line_end:
        return _with_opening(text, start, end, line_end)
    colon = _COLON.match(text, end, line_end)
    if colon and _is_side(text[start : colon.end()]):
        return _with_opening(text, start, colon.end(), line_end)
    if _NEW_ITEM.match(text, end, line_end):
        return end + (text[end] == ".")
    if "," in text[end:line_end] and _shares_line(text[start:line_end]):
        return end
    return end if _is_capital(text, start, end, line_end) else None


def _shares_line(body: str) -> bool:
    """Tell whether a criterion follows the name of a side on its line: `Exclusion - smoking`."""
    names = list(terminal("SIDE_HEADING").finditer(body))
    if not names or names[0].start():
        return False
    if sum(name[0][0].isupper() for name in names) > 1:
        return True
    name = names[0][0].rstrip(" -–")
    rest = body[names[0].end() :].lstrip(" -–")
    if not rest or rest.startswith((":", "(", "（")) or rest.split()[0].lower() in words.LINKING:
        return False
    is_dashed = body[len(name) :].lstrip().startswith(("-", "–")) and rest[0].islower()
    is_capital = name.isupper() and not rest.isupper() and not heading_of(rest, marked=False)
    return is_dashed or is_capital or "," in rest or rest.startswith(".")


def _is_capital(text: str, start: int, end: int, line_end: int) -> bool:
    """Tell whether a name is in capitals and what follows is not."""
    return text[start:end].isupper() and not text[end : min(line_end, end + _NEAR)].isupper()


def _is_side(line: str, *, marked: bool = False) -> bool:
    heading = heading_of(line, marked=marked)
    return heading is not None and heading.rank is Rank.SIDE


def _with_opening(text: str, start: int, end: int, line_end: int) -> int:
    """Add to a heading what only says that criteria follow: `Inclusion: patients must:`."""
    first = _skip(text, end, line_end)
    sentence = _SENTENCE.match(text, first, line_end)
    last = _trimmed(text, first, sentence.end()) if sentence else first
    heading = heading_of(text[first:last], marked=False) if last > first else None
    is_opening = heading is not None and heading.rank is Rank.OPENING
    return last if is_opening else _trimmed(text, start, end)


def _qualified_heading(text: str, line: Line) -> Span | None:
    """Take a heading with a qualifier before the name: `Control group exclusion: smoking`."""
    colon = _COLON.match(text, line.start, line.end)
    if not colon or colon.end() == line.end or terminal("SIDE_HEADING").match(text, line.start):
        return None
    if _is_side(colon[0], marked=line.mark is not None):
        return line.start, _with_opening(text, line.start, colon.end(), line.end)
    return None


def _label_end(text: str, line: Line) -> int | None:
    """Find the end of a label before unmarked text: `AGE: 18 and over`."""
    label = _LABEL.match(text, line.start, line.end)
    if line.mark is not None or not label or label.end() == line.end:
        return None
    if terminal("NOTE").match(text, line.start, line.end):
        return None
    return label.end() if heading_of(label[0], marked=False) else None
