"""The page's own words, read off its grammar: headings with their blurbs, and labels."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import attrs

from trialtext.grammars import HEADER, HEADING, grammar

LABEL_PRIORITY = 3
"""Terminals of this priority and above are the page's own words; those below are what it says."""

UNKNOWN_PRIORITY = 7
"""The least priority of headings: those of sections that are not known."""

KIND_PRIORITY = 8
"""The priority of headings that are of a known kind: `SECONDARY outcome`."""

HEADING_PRIORITY = 9
"""The priority of the headings of known sections."""

_BELOW = re.compile(r"(?:\(\?=)?\n\+")
_LITERAL = re.compile(r"(?:[\w:,'&-]|\\? )+")


class Label(NamedTuple):
    """A label as the page spells it."""

    text: str
    alone: bool
    """Whether it has a line of its own; otherwise its value follows on the line."""
    line: str
    """The pattern of a line of it."""


class Section(NamedTuple):
    """The words of one section."""

    heading: str
    blurb: str
    """How the blurb begins; empty if there is none."""
    labels: tuple[Label, ...]


@attrs.frozen(slots=False)
class OwnWords:
    """Finds a grammar's own words in a text, whatever their case, their dashes and quotes."""

    grammar: str

    def count(self, text: str) -> int:
        """Count the lines of a text that are the page's own."""
        return sum(1 for _ in self.lines.finditer(text))

    @cached_property
    def lines(self) -> re.Pattern[str]:
        """The start of a line that is a heading or a label, or begins with a label or a blurb."""
        known = sections(self.grammar).values()
        labels = {*header_labels(self.grammar), *(x for words in known for x in words.labels)}
        alone = {words.heading for words in known} | {x.text for x in labels if x.alone}
        leading = {x.text for x in labels if not x.alone}
        lines = [f"{loosely(text)} *$" for text in sorted(alone)]
        lines += map(loosely, sorted(leading))
        # Some headings are of a kind, and not always the same.
        lines += [
            terminal.pattern
            for terminal in grammar(self.grammar).terminals
            if terminal.name.endswith(HEADING) and terminal.priority == KIND_PRIORITY
        ]
        return re.compile(f"^ *(?:{'|'.join([*lines, *self._blurbs])})", _FLAGS)

    @cached_property
    def broken(self) -> re.Pattern[str]:
        """A line of own words that should end otherwise: a blurb with its full stop, for one."""
        blurbs = rf"{self._any_blurb}(?:[^\n]*[^.\n])?"
        # What a header says without a colon is the title, which ends with a number in brackets.
        marks = [x.text for x in header_labels(self.grammar) if not x.text.endswith(":")]
        title = f"(?:{'|'.join(map(loosely, marks)) or _NOTHING})[^\\n]*[^)\\n]"
        return re.compile(rf"^(?:{blurbs}|{title})\n(?!\n)", _FLAGS)

    def begins_page(self, text: str) -> bool:
        """Whether a text begins with one of the first two headings, or with a part of one."""
        line = text.partition("\n")[0].strip()
        firsts = list(sections(self.grammar).values())[:2]
        return any(words.heading.startswith(line) for words in firsts)

    def begins_heading(self, line: str) -> bool:
        """Whether a line is the beginning of a heading, or all of it."""
        return any(x.heading.startswith(line) for x in sections(self.grammar).values())

    def is_heading(self, line: str) -> bool:
        """Whether a line is a heading."""
        return line in self._headings

    @cached_property
    def _headings(self) -> frozenset[str]:
        return frozenset(words.heading for words in sections(self.grammar).values())

    def is_label(self, line: str) -> bool:
        """Whether a line is a label that has a line of its own."""
        known = sections(self.grammar).values()
        return any(label.alone and label.text == line for x in known for label in x.labels)

    def begins(self, line: str) -> bool:
        """Whether a line is the beginning of own words, and they go on; a heading has a blurb."""
        alike = self._unfinished.get(line[:1], ())
        return any(own.startswith(line) and own != line for own in alike)

    def begins_blurb(self, line: str, heading: str) -> bool:
        """Whether a line is the beginning of the blurb below a heading."""
        known = sections(self.grammar).values()
        return any(x.heading == heading and x.blurb.startswith(line) for x in known)

    @cached_property
    def _unfinished(self) -> Mapping[str, Sequence[str]]:
        """By their first letters."""
        known = sections(self.grammar).values()
        labels = {*header_labels(self.grammar), *(x for words in known for x in words.labels)}
        every = [
            *(f"{words.heading}\n" for words in known),
            *(words.blurb for words in known if words.blurb),
            *(label.text for label in labels),
        ]
        return {own[0]: [other for other in every if other[0] == own[0]] for own in every}

    def has_blurb(self, text: str) -> bool:
        """Whether any line of a text begins with a blurb."""
        return bool(re.search(f"^{self._any_blurb}", text, _FLAGS))

    @property
    def _any_blurb(self) -> str:
        return f"(?:{'|'.join(self._blurbs) or _NOTHING})"

    @property
    def _blurbs(self) -> Sequence[str]:
        return [loosely(x.blurb) for x in sections(self.grammar).values() if x.blurb]


@cache
def vocabulary(name: str) -> OwnWords:
    """Return what finds a grammar's own words; its patterns are made when they are needed."""
    return OwnWords(name)


_NOTHING = "(?!)"
_FLAGS = re.IGNORECASE | re.MULTILINE
_DASHES = "[-\u2010-\u2015\u2212]"
_APOSTROPHES = "['\u2018\u2019\u02bc]"


def loosely(text: str) -> str:
    """Make a pattern of own words, with any dash for a hyphen and any apostrophe for theirs."""
    return re.escape(text).replace(r"\-", _DASHES).replace("'", _APOSTROPHES)


@cache
def sections(name: str) -> Mapping[str, Section]:
    """Read the words of every section off a grammar, in the order of the page."""
    known = grammar(name)
    patterns = {t.name: t.pattern for t in known.terminals if t.priority == HEADING_PRIORITY}
    return {
        rule.name: Section(*_heading(patterns[heading]), _labels(name, rule.name))
        for rule in known.rules
        if rule.expansion and (heading := rule.expansion[0]) in patterns
    }


@cache
def header_labels(name: str) -> tuple[Label, ...]:
    """Read the labels of what stands before the first section off a grammar."""
    return _labels(name, HEADER)


@cache
def own_words(name: str) -> frozenset[str]:
    """Read off a grammar which terminals are the page's own words."""
    return frozenset(t.name for t in grammar(name).terminals if t.priority >= LABEL_PRIORITY)


def _heading(pattern: str) -> tuple[str, str]:
    heading, *blurb = _BELOW.split(pattern, 1)
    return _literal(heading), _literal("".join(blurb))


def _labels(name: str, section: str) -> tuple[Label, ...]:
    symbols, labels = _symbols(name), _labels_by_terminal(name)
    reached, found = [section], []
    for rule in reached:
        reached += [s for s in symbols[rule] if not s.isupper() and s not in reached]
        found += [s for s in symbols[rule] if s.isupper() and s not in found]
    return tuple(labels[terminal] for terminal in found if terminal in labels)


@cache
def _symbols(name: str) -> Mapping[str, Sequence[str]]:
    """What every rule of a grammar is made of, each once."""
    found: dict[str, dict[str, None]] = {}
    for rule in grammar(name).rules:
        found.setdefault(rule.name, {}).update(dict.fromkeys(rule.expansion))
    return {rule: list(symbols) for rule, symbols in found.items()}


@cache
def _labels_by_terminal(name: str) -> Mapping[str, Label]:
    return {
        t.name: Label(text, alone="[ \t]*(?:\n+" in t.pattern, line=t.pattern)
        for t in grammar(name).terminals
        if LABEL_PRIORITY <= t.priority < UNKNOWN_PRIORITY and (text := _literal(t.pattern))
    }


def _literal(pattern: str) -> str:
    match = _LITERAL.match(pattern)
    return match[0].replace("\\", "") if match else ""
