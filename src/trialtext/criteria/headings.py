"""Headings by their words: which line names a side, a cohort or a topic, or only opens a list."""

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from trialtext.criteria import words
from trialtext.criteria.model import Side
from trialtext.criteria.notes import says_nothing

_LONGEST: Final = 300
"""Characters of a line that may be a heading."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:[-/'’.][^\W\d_]+)*")
_IN_BRACKETS: Final = re.compile(r"[(（][^()（）]*[)）]")
_COLON: Final = re.compile(r"[:：](?=.*\w)")
"""A colon with words behind it."""
_OPEN_ENDS: Final = (":", "：", ":-", ": -", "…", "...")


class Rank(IntEnum):
    """Kinds of headings, from those that stand above others."""

    SIDE = 1
    COHORT = 2
    TOPIC = 3
    OPENING = 4


class Heading(NamedTuple):
    """What a heading is."""

    rank: Rank
    side: Side | None = None
    """The side that it names; `None` if it names none."""
    is_plain: bool = False
    """Whether it names a side and says nothing else."""
    is_numbered: bool = False
    """Whether it is one of several by its number: `Part 1`."""


def heading_of(line: str, *, marked: bool) -> Heading | None:
    """Tell which heading a line is, `marked` as an item of a list or not; `None` for none."""
    return _heading_of(line, marked=marked) if len(line) <= _LONGEST else None


@lru_cache(4096)
def _heading_of(line: str, *, marked: bool) -> Heading | None:
    ends_open = line.endswith(_OPEN_ENDS)
    if marked and not (ends_open or "lusion" in line or "LUSION" in line):
        # Only what has the name of a side, or a number, is a heading without a colon.
        return _numbered_cohort(line, marked=marked, ends_open=ends_open)
    found = _words_of(line)
    if not found:
        return None
    return (
        _side_heading(line, found, marked=marked, ends_open=ends_open)
        or _opening(found, marked=marked, ends_open=ends_open)
        or _numbered_cohort(line, marked=marked, ends_open=ends_open)
        or _label(line, marked=marked, ends_open=ends_open)
    )


def has_logic_of_its_own(opening: str, side: Side) -> bool:
    """Tell whether an opening line says other than the default of its side.

    The default is all of what follows for inclusion, and any of it for exclusion.
    """
    found = set(_words_of(opening))
    if side is Side.EXCLUSION:
        return bool(_ALL_OF.search(opening)) and words.ANY.isdisjoint(found)
    says_any = not words.ANY.isdisjoint(found) and words.ALL.isdisjoint(found)
    return says_any and words.BARRING.isdisjoint(found)


def _words_of(line: str) -> list[str]:
    return _WORD.findall(line.lower().replace("non inclusion", "non-inclusion"))


# ---- Names of a side

_SIDES: Final = ((words.INCLUSION, Side.INCLUSION), (words.EXCLUSION, Side.EXCLUSION))
_LONGEST_NAME: Final = 16
_LONGEST_BEFORE_NAME: Final = 6
"""Words of an item of a list among which the name of a side is, if the item is its heading."""
_LONGEST_ALONE: Final = 2
_LONGEST_ENDING: Final = 6


def _named_side(found: Sequence[str]) -> Side | None:
    nouns = [at for at, word in enumerate(found) if word in words.SIDE_NAMES]
    between = found[nouns[0] + 1 : nouns[-1]] if nouns else []
    if nouns and (len(nouns) == 1 or not words.JOINING.issuperset(between)):
        # The first of several names, `exclusion (inclusion failures)`, but not of both at once.
        return Side.INCLUSION if found[nouns[0]] in words.INCLUSION else Side.EXCLUSION
    sides = [side for names, side in _SIDES if not names.isdisjoint(found)]
    return sides[0] if len(sides) == 1 else None


def _side_heading(line: str, found: list[str], *, marked: bool, ends_open: bool) -> Heading | None:
    """Take a line with the name of a side and no sentence: `Exclusion criteria for controls:`."""
    if len(found) > _LONGEST_NAME:
        return None
    if other := _other_name(found, ends_open=ends_open):
        return other
    where = found[:_LONGEST_BEFORE_NAME] if marked else found
    if words.SIDE_NAMES.isdisjoint(where) or not _is_name(found):
        return None
    if _says_more(line, found, ends_open=ends_open):
        return None
    qualifiers = [word for word in found if word not in words.OF_SIDES]
    is_first = found[0] in words.SIDE_NAMES and found[1:2] and found[1] in words.CRITERIA
    if marked and qualifiers and not (ends_open or is_first):
        return None
    return Heading(Rank.SIDE, _named_side(found), is_plain=not qualifiers)


def _other_name(found: Sequence[str], *, ends_open: bool) -> Heading | None:
    """Take the name of no side, `Withdrawal criteria`, or one without its noun: `Excluded:`."""
    if ends_open and len(found) <= _LONGEST_ALONE and found[0] in words.ALONE:
        return Heading(Rank.SIDE, Side.EXCLUSION, is_plain=True)
    is_short = len(found) <= _LONGEST_ENDING
    is_ending = not words.ENDING.isdisjoint(found) and not words.CRITERIA.isdisjoint(found)
    return Heading(Rank.SIDE, Side.NEITHER) if is_short and is_ending else None


def _says_more(line: str, found: list[str], *, ends_open: bool) -> bool:
    """Tell whether a line with the name of a side is a sentence, or goes on behind a colon."""
    outside = _words_of(_IN_BRACKETS.sub("", line))
    is_generic = words.GENERIC.issuperset(found)
    if not (words.STATING.isdisjoint(outside) or (ends_open and is_generic)):
        return True
    colon = _COLON.search(line)
    rest = line[colon.end() :].strip() if colon else ""
    return bool(rest) and (says_nothing(rest) or not words.GENERIC.issuperset(_words_of(rest)))


def _is_name(found: Sequence[str]) -> bool:
    """Tell whether the noun of a side is used as one: not as in `weight at inclusion`."""
    if not words.CRITERIA.isdisjoint(found):
        return True
    if found[0] in words.SIDE_NAMES:
        return found[1:2] != ["of"]
    if found[-1] in words.SIDE_NAMES:
        return found[-2] not in words.NAMING | words.WHEN
    return found[0] in words.STRESS


# ---- Lines that only open a list

_LONGEST_OPENING: Final = 40


def _opening(found: list[str], *, marked: bool, ends_open: bool) -> Heading | None:
    """Take a line that says no more than that what follows counts: `Patients must:`."""
    others = [word for word in found if word not in words.GENERIC]
    is_generic = words.PEOPLE.issuperset(others) and (not others or "following" in found)
    if not 1 < len(found) <= _LONGEST_OPENING or not is_generic:
        return None
    telling = words.OPENING if ends_open else words.OPENING_WITHOUT_COLON
    if telling.isdisjoint(found) or (marked and not ends_open):
        return None
    side = _named_side(found)
    if side is None and not words.BARRING.isdisjoint(found):
        side = Side.EXCLUSION
    return Heading(Rank.OPENING, side)


def admits(opening: str) -> bool:
    """Tell whether an opening line lets people in by its words: `Patients must meet all of:`."""
    found = set(_words_of(opening))
    return not words.ADMITTING.isdisjoint(found) and words.ANY.isdisjoint(found)


# ---- Labels of cohorts and topics

_NUMBERED_COHORT: Final = re.compile(
    rf"(?:work\s)? (?:{'|'.join(sorted(words.COHORTS, key=len, reverse=True))})"
    r"(?: \s*\d+ | \s+ (?-i: [A-Z] | [IVX]+ ) \b )",
    re.IGNORECASE | re.VERBOSE,
)
_ALL_OF: Final = words.any_of(words.ALL_OF)
_SECTION: Final = words.any_of(words.SECTIONS)
_CONDITION_SIGNS: Final = words.any_of((r"\d\s*(?:years|mg|%|ml|mm)", r"[<>≥≤=]", r"[.;,?]\Z"))
_LONGEST_LABEL: Final = 9
_LONGEST_MARKED_LABEL: Final = 4
_LONGEST_TITLE: Final = 24


def _numbered_cohort(line: str, *, marked: bool, ends_open: bool) -> Heading | None:
    """Take the name or the title of a numbered cohort or part: `Part 2 (healthy subjects)`."""
    numbered = _NUMBERED_COHORT.match(line)
    if numbered is None:
        return None
    rest = line[numbered.end() :].strip()
    length = len(_words_of(_IN_BRACKETS.sub("", line)))
    is_name = rest in ("", ":") or rest.startswith(("(", "（"))
    is_title = rest.startswith((":", "-", "–")) and length <= _LONGEST_TITLE and not marked
    if is_name or is_title or (ends_open and length <= _LONGEST_LABEL):
        return Heading(Rank.COHORT, is_numbered=True)
    return None


def _label(line: str, *, marked: bool, ends_open: bool) -> Heading | None:
    """Take the label of a cohort or a topic: short, and without a condition."""
    if _SECTION.fullmatch(line):
        return Heading(Rank.COHORT)
    found = _words_of(_IN_BRACKETS.sub("", line))
    longest = _LONGEST_MARKED_LABEL if marked else _LONGEST_LABEL
    if not 0 < len(found) <= longest or (marked and not ends_open):
        return None
    states = not words.CONDITIONS.isdisjoint(found) or _CONDITION_SIGNS.search(line)
    if states or _COLON.search(line):
        return None
    is_cohort = not (words.COHORTS | words.PEOPLE).isdisjoint(found) and not is_visit(found)
    return Heading(Rank.COHORT if is_cohort else Rank.TOPIC)


def is_visit(found: Sequence[str]) -> bool:
    """Tell whether words say when something is looked at: `At screening`."""
    return found[0] in words.WHEN and not words.VISITS.isdisjoint(found)


def names_cohort(line: str) -> bool:
    """Tell whether a line names a cohort or a visit: `Part 2`, `At screening`, not `Adults`."""
    found = _words_of(line)
    is_cohort = bool(_NUMBERED_COHORT.match(line)) or not words.COHORTS.isdisjoint(found)
    return is_cohort or is_visit(found)


def is_doubtful(line: str, heading: Heading) -> bool:
    """Tell whether a line that was taken for a heading may be a criterion."""
    if heading.rank in (Rank.SIDE, Rank.OPENING) or heading.is_numbered:
        return False
    return not (line.endswith(_OPEN_ENDS) or is_visit(_words_of(line)))


def may_be_title(line: str) -> bool:
    """Tell whether a line is short and states no condition, as the name of a cohort does."""
    found = _words_of(line)
    return (
        0 < len(found) <= _LONGEST_LABEL
        and line[0].isupper()
        and words.STATING.isdisjoint(found)
        and not line.endswith((".", ";", ","))
        and not _CONDITION_SIGNS.search(line)
    )
