"""Headings that share a line with what they head: names of sides, and labels."""

import re
from collections.abc import Iterator
from typing import Final

from trialtext.criteria import words
from trialtext.criteria.headings import Rank, heading_of
from trialtext.criteria.lines import Line, trimmed
from trialtext.criteria.terminals import terminal
from trialtext.text.edits import Span

NAME: Final = re.compile(r"clusions?[ :：]|CLUSION")
"""Without it, a line has no name of a side beside other text."""
_BETWEEN: Final = re.compile(r"[\s:：.;,–•*-]*")
_LAST_WORD: Final = re.compile(r"(\w+)\W{0,2}\Z")
_COLON: Final = re.compile(r"[^:：\n]{0,100}?[:：](?=\s|[A-Z-])")
_SENTENCE: Final = re.compile(r"[^:：.;\n]{0,200}[:：]?")
_NEW_ITEM: Final = re.compile(r"\s?(?:[.–-]+\s|\\?\(?1\\?[.)]|\\?[•*-])")
_LABEL: Final = re.compile(r"[^:：.;\n]{1,70}[:：](?=\s|[A-Z])")
_FAR: Final = 200
"""Characters behind the name of a side that say whether they belong to the heading."""
_NEAR: Final = 30
"""Characters before a heading in which the word before it is looked for."""


def behind(text: str, at: int, end: int) -> int:
    """Return where what stands behind a heading begins."""
    between = _BETWEEN.match(text, at, end)
    return between.end() if between else at


def side_headings(text: str, line: Line) -> Iterator[Span]:
    """Find headings of a side that share the line with other text."""
    at, end = line.start, line.end
    if not NAME.search(text, at, end):
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
    behind_sentence = text[at:start].rstrip().endswith((".", ";"))
    in_brackets = _ends_in_brackets(text[max(at, start - _FAR) : start])
    if not name[0].isupper() or in_brackets or is_bound or not (" " in name or behind_sentence):
        return None
    is_titled = end == line_end and name.split()[-1][0].isupper()
    is_titled |= behind_sentence or _is_capital(text, start, end, line_end)
    last = None
    if is_titled or name.endswith((":", "：")):
        last = _heading_end(text, start, end, line_end)
    return (start, last) if last else None


def _heading_end(text: str, start: int, end: int, line_end: int) -> int | None:
    """Find where a heading ends that begins with the name of a side; `None` if it is none."""
    end = trimmed(text, start, end)
    if text[end - 1] in "-–":
        return trimmed(text, start, end - 1)
    if text[end - 1] in ":：" or end == line_end:
        return _with_opening(text, start, end, line_end)
    colon = _COLON.match(text, end, line_end)
    if colon and _is_side(text[start : colon.end()]):
        return _with_opening(text, start, colon.end(), line_end)
    if _NEW_ITEM.match(text, end, line_end):
        return end + (text[end] == ".")
    near = min(line_end, end + _FAR)
    if "," in text[end:near] and shares_line(text[start:near], marked=False):
        return end
    return end if _is_capital(text, start, end, line_end) else None


def shares_line(body: str, *, marked: bool) -> bool:
    """Tell whether a criterion follows the name of a side on its line: `Exclusion - smoking`."""
    names = list(terminal("SIDE_HEADING").finditer(body))
    if not names:
        return False
    if names[0].start():
        return _follows_criterion(body, names[0], marked=marked)
    if sum(name[0][0].isupper() for name in names) > 1:
        return True
    name = names[0][0].rstrip(" -–")
    rest = body[names[0].end() :].lstrip(" -–")
    if not rest or rest.startswith((":", "(", "（")) or rest.split()[0].lower() in words.LINKING:
        return False
    is_dashed = body[len(name) :].lstrip().startswith(("-", "–")) and rest[0].islower()
    is_capital = name.isupper() and not rest.isupper() and not heading_of(rest, marked=False)
    return is_dashed or is_capital or "," in rest or rest.startswith(".")


def _follows_criterion(body: str, name: re.Match[str], *, marked: bool) -> bool:
    """Tell whether the name of a side stands behind a criterion, and not behind its qualifier."""
    start = name.start() + (name[0].find(" ") + 1 if name[0][0].islower() else 0)
    before = body[:start].rstrip()
    last = before.rsplit(None, 1)[-1] if before else ""
    if before.endswith((".", ";")):
        return True
    is_word = last.islower() and last not in words.LINKING | words.COHORTS | words.PEOPLE
    return marked and body[start].isupper() and is_word and last not in words.NAMING


def _is_capital(text: str, start: int, end: int, line_end: int) -> bool:
    """Tell whether a name is in capitals and what follows is not."""
    return text[start:end].isupper() and not text[end : min(line_end, end + _NEAR)].isupper()


def _is_side(line: str, *, marked: bool = False) -> bool:
    heading = heading_of(line, marked=marked)
    return heading is not None and heading.rank is Rank.SIDE


def _with_opening(text: str, start: int, end: int, line_end: int) -> int:
    """Add to a heading what only says that criteria follow: `Inclusion: patients must:`."""
    first = behind(text, end, line_end)
    sentence = _SENTENCE.match(text, first, line_end)
    last = trimmed(text, first, sentence.end()) if sentence else first
    heading = heading_of(text[first:last], marked=False) if last > first else None
    is_opening = heading is not None and heading.rank is Rank.OPENING
    return last if is_opening else trimmed(text, start, end)


def _qualified_heading(text: str, line: Line) -> Span | None:
    """Take a heading with a qualifier before the name: `Control group exclusion: smoking`."""
    colon = _COLON.match(text, line.start, line.end)
    if not colon or colon.end() == line.end or terminal("SIDE_HEADING").match(text, line.start):
        return None
    if _ends_in_brackets(colon[0]):
        return None
    if _is_side(colon[0], marked=line.mark is not None):
        return line.start, _with_opening(text, line.start, colon.end(), line.end)
    return None


def _ends_in_brackets(text: str) -> bool:
    return text.count("(") > text.count(")")


def label_end(text: str, line: Line) -> int | None:
    """Find the end of a label before unmarked text: `AGE: 18 and over`."""
    label = _LABEL.match(text, line.start, line.end)
    if line.mark is not None or not label or label.end() == line.end:
        return None
    if terminal("NOTE").match(text, line.start, line.end) or _ends_in_brackets(label[0]):
        return None
    return label.end() if heading_of(label[0], marked=False) else None
