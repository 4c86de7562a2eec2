"""The sections of a text: found by their headings, and by what stands below these."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple

import attrs

HEADER: Final = "header"
"""The name of what stands before the first heading."""
UNKNOWN_SECTION: Final = "unknown_section"
"""The name of sections whose headings only look like one."""

_TO_FULL_STOP: Final = r"[^.\n]*+(?:\.(?=\S)[^.\n]*+)*+\.?"


@attrs.frozen
class Heading:
    """How a section begins: a line of its own, and perhaps a sentence below it."""

    section: str
    """Name of the section."""
    text: str = ""
    """The line; empty for headings of a kind."""
    blurb: str = ""
    """How the sentence below begins, without which the line is none; empty if there is none."""
    rest: str = ""
    """How that sentence usually goes on."""
    followed_by: str = ""
    """The regular expression of what must follow the line, for headings without a blurb."""
    pattern: str = ""
    """The regular expression of the line, for headings of a kind: `SECONDARY outcome`."""

    @property
    def regex(self) -> str:
        """The regular expression of the heading with its blurb."""
        if self.pattern:
            return rf"{self.pattern}(?=\n)"
        line = re.escape(self.text)
        if self.blurb:
            rest = f"{re.escape(self.rest)}|" if self.rest else ""
            twice = rf"(?:{line}\n+)?"
            return rf"{line}\n+{twice}{re.escape(self.blurb)}(?:{rest}{_TO_FULL_STOP})"
        if self.followed_by:
            return rf"{line}(?=\n+(?:{self.followed_by}))"
        # A caption stands twice where a table was flattened.
        return rf"{line}(?:\n{{1,9}}{line})*+(?=\n)"


class SectionSpan(NamedTuple):
    """Where a section stands: its heading, and its body.

    What stands before the first heading has an empty one.
    """

    name: str
    start: int
    """Where the heading begins."""
    body: int
    """Where the heading ends, with its blurb."""
    end: int


class Headings:
    """Finds the headings of a format in a text."""

    def __init__(
        self,
        headings: Iterable[Heading],
        unknown: str = "",
        expected: Collection[str] = (),
        running_text: Collection[str] = (),
    ) -> None:
        """Take headings, and the regular expression of what only looks like one.

        In sections of running text, what looks like a heading is one only if it is expected.
        """
        known = list(headings)
        self._expected, self._running_text = expected, running_text
        self._names = {heading.text: heading.section for heading in known if heading.text}
        # A fixed line tells its section by itself; without a group, it is found much faster.
        patterns = [heading.regex for heading in known if heading.text]
        patterns += [
            f"(?P<{heading.section}>{heading.regex})" for heading in known if heading.pattern
        ]
        if unknown:
            patterns.append(f"(?P<{UNKNOWN_SECTION}>{unknown})")
        self._pattern = re.compile(rf"\n(?:{'|'.join(patterns)})")

    def find_sections(self, text: str) -> Sequence[SectionSpan]:
        """Find the sections of a text, which they make up from its beginning to its end."""
        sections = []
        name, start, body = HEADER, 0, 0
        for match in self._pattern.finditer(f"\n{text}"):  # each of its positions is one too high
            line, _, below = match[0][1:].partition("\n")
            guessed = match.lastgroup == UNKNOWN_SECTION and line not in self._expected
            if guessed and name in self._running_text:
                continue
            sections.append(SectionSpan(name, start, body, match.start()))
            name, start = match.lastgroup or self._names[line], match.start()
            blurb = below.lstrip("\n").removeprefix(f"{line}\n").lstrip("\n")
            body = _after_repeats(text, blurb, match.end() - 1)
        return [*sections, SectionSpan(name, start, body, len(text))]


def _after_repeats(text: str, blurb: str, end: int) -> int:
    """Return where a heading ends, and with it a blurb that stands there twice."""
    while blurb:
        at = end
        while text.startswith("\n", at):
            at += 1
        if at == end or not text.startswith(f"{blurb}\n", at):
            break
        end = at + len(blurb)
    return end
