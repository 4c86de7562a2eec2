"""The boilerplate of a format, found in text whatever its case, its dashes and its quotes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import attrs

from trialtext.parsing.headings import HEADER, Heading

_NOTHING = "(?!)"
_FLAGS = re.IGNORECASE | re.MULTILINE
_DASHES = "[-\u2010-\u2015\u2212]"
_APOSTROPHES = "['\u2018\u2019\u02bc]"


class Label(NamedTuple):
    """A label, as the format spells it."""

    text: str
    value: str | None = None
    """The regular expression of the value that follows on its line; `None` if it stands alone."""
    is_value: bool = False
    """Whether the label itself is what the document tells: its reader claims it then."""
    usual: str = ""
    """The regular expression of its usual values, by which a label is known that was damaged."""


@attrs.frozen(slots=False)
class Vocabulary:
    """The headings, blurbs and labels of a format."""

    headings: Sequence[Heading]
    """In the order of the sections."""
    labels: Mapping[str, Sequence[Label]]
    """By the name of the section; `header` is what stands before the first one."""
    intact: Sequence[str] = ()
    """Texts of the format that hold odd spaces of their own."""

    def count(self, text: str) -> int:
        """Count the lines of a text that are boilerplate, and once more if a blank one follows."""
        ends = (text.find("\n", match.end()) for match in self.lines.finditer(text))
        return sum(1 + (end >= 0 and text.startswith("\n", end + 1)) for end in ends)

    @cached_property
    def lines(self) -> re.Pattern[str]:
        """The start of a line that is a heading or a label, or begins with a label or a blurb."""
        alone = {heading.text for heading in self.headings if heading.text}
        alone |= {label.text for label in self._labels if label.value is None}
        inline = {label.text for label in self._labels if label.value is not None}
        lines = [f"{loosely(text)} *$" for text in sorted(alone)]
        lines += [rf"{loosely(text)}(?!\w)" for text in sorted(inline)]
        lines += [heading.regex for heading in self.headings if heading.pattern]
        return re.compile(f"^ *+(?:{_any_of([*lines, *self._blurbs])})", _FLAGS)

    @cached_property
    def broken(self) -> re.Pattern[str]:
        """A blurb without its full stop, or a line of the header that ends too early.

        Such a line was longer before it was wrapped.
        """
        blurbs = rf"{_any_of(self._blurbs)}(?:[^\n]*[^.\n])?"
        values = [
            rf"{loosely(label.text)}(?!{label.value}$)[^\n]*"
            for label in self.labels.get(HEADER, ())
            if label.value is not None
        ]
        return re.compile(rf"^(?:{'|'.join([blurbs, *values])})\n(?!\n)", _FLAGS)

    def has_blurb(self, text: str) -> bool:
        """Tell whether any line of a text begins with a blurb."""
        return bool(re.search(f"^{_any_of(self._blurbs)}", text, _FLAGS))

    def is_heading(self, line: str) -> bool:
        """Tell whether a line is a heading."""
        return any(heading.text == line for heading in self.headings)

    def begins_heading(self, line: str) -> bool:
        """Tell whether a line is the beginning of a heading, or all of it."""
        return any(heading.text.startswith(line) for heading in self.headings)

    def is_label(self, line: str) -> bool:
        """Tell whether a line is a label that stands alone, of a section."""
        return any(
            label.value is None and label.text == line
            for section, labels in self.labels.items()
            if section != HEADER
            for label in labels
        )

    def begins(self, line: str) -> bool:
        """Tell whether a line is the beginning of boilerplate that goes on."""
        alike = self._unfinished.get(line[:1], ())
        return any(text.startswith(line) and text != line for text in alike)

    def begins_blurb(self, line: str, heading: str) -> bool:
        """Tell whether a line is the beginning of the blurb below a heading."""
        return any(h.text == heading and h.blurb.startswith(line) for h in self.headings)

    @cached_property
    def _labels(self) -> frozenset[Label]:
        return frozenset(label for labels in self.labels.values() for label in labels)

    @cached_property
    def _blurbs(self) -> Sequence[str]:
        return [loosely(heading.blurb) for heading in self.headings if heading.blurb]

    @cached_property
    def _unfinished(self) -> Mapping[str, Sequence[str]]:
        """Boilerplate by its first letter; headings and labels go on, with what belongs to them."""
        every = [
            *(f"{heading.text}\n" for heading in self.headings if heading.text),
            *(heading.blurb for heading in self.headings if heading.blurb),
            *sorted(
                label.text if label.value is None else f"{label.text} " for label in self._labels
            ),
        ]
        return {text[0]: [other for other in every if other[0] == text[0]] for text in every}


def loosely(text: str) -> str:
    """Make a regular expression of boilerplate with any kind of dashes and apostrophes."""
    return re.escape(text).replace(r"\-", _DASHES).replace("'", _APOSTROPHES)


def _any_of(patterns: Iterable[str]) -> str:
    return f"(?:{'|'.join(patterns) or _NOTHING})"
