"""Headings that were damaged on the way: misspelt, lost, or without their blurb."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from trialtext.parsing.headings import SectionSpan
from trialtext.parsing.tree import Token
from trialtext.parsing.vocabulary import loosely
from trialtext.reading.boilerplate_repairs import BoilerplateRepair, lines_of, replacement
from trialtext.reading.likeness import alike, folded
from trialtext.reading.section import Body, Section
from trialtext.text.edits import Edit


def repair_headings(
    text: str, spans: Sequence[SectionSpan], sections: Sequence[Section]
) -> list[BoilerplateRepair]:
    """Find headings of sections that were not found: misspelt, lost, or without their blurb."""
    found = {span.name: span for span in spans}
    known = [section for section in sections if section.heading]
    return list(_headings(text, found, known))


def _headings(
    text: str, found: Mapping[str, SectionSpan], sections: Sequence[Section]
) -> Iterator[BoilerplateRepair]:
    for at, section in enumerate(sections):
        if section.name in found:
            continue
        start, end = _gap(at, sections, found, len(text))
        if not _traces(section).search(text, start, end):
            continue
        lines = list(lines_of(text, start, end))
        found_blurb = _find_blurb(lines, section)
        if not found_blurb:
            # At the end of a page that was cut off, nothing tells that the words are a heading.
            if end < len(text) or section.labels:
                yield from _without_blurb(section, lines)
            continue
        number, written = found_blurb
        line, blurb = lines[number], section.blurb.beginning
        if blurb and written != blurb:
            yield replacement(line.start, written, blurb)
        above = lines[number - 1] if number else None
        if above is None or not alike(above.text, section.heading):
            yield BoilerplateRepair(
                Edit(line.start, line.start, f"{section.heading}\n\n"),
                "missing-heading",
                f"the blurb of {section.heading!r} stands here without its heading",
            )
        elif above.text != section.heading:
            yield replacement(above.start, above.text, section.heading, "misspelt-heading")


def _gap(
    at: int, sections: Sequence[Section], found: Mapping[str, SectionSpan], length: int
) -> tuple[int, int]:
    """Find where a missing section may be: between its neighbours in the order of the format."""
    before = [found[s.name].body for s in sections[:at] if s.name in found]
    after = [found[s.name].start for s in sections[at:] if s.name in found]
    start = max(before, default=0)
    return start, min((a for a in after if a >= start), default=length)


@cache
def _traces(section: Section) -> re.Pattern[str]:
    """Find anything that is left of the beginning of a section."""
    traces = [r"\s+".join(map(re.escape, section.heading.split()))]
    if section.blurb.beginning:
        traces.append(loosely(section.blurb.beginning))
    else:
        traces += [re.escape(label.text) for label in section.labels]
    return re.compile("|".join(traces), re.IGNORECASE)


def _find_blurb(lines: Sequence[Token], section: Section) -> tuple[int, str] | None:
    """Find the line on which a section's blurb begins (or its first label), and what it writes."""
    blurb = section.blurb.beginning
    if not blurb:
        labels = [label.text for label in section.labels] if section.required else []
        return next(((at, line.text) for at, line in enumerate(lines) if line.text in labels), None)
    pattern = _pattern(blurb)
    matches = ((at, pattern.match(line.text)) for at, line in enumerate(lines))
    return next(((at, match[0]) for at, match in matches if match), None)


@cache
def _pattern(blurb: str) -> re.Pattern[str]:
    return re.compile(loosely(blurb), re.IGNORECASE)


def _without_blurb(section: Section, lines: Sequence[Token]) -> Iterator[BoilerplateRepair]:
    if not section.blurb.beginning or (section.body is Body.TEXT and not section.required):
        return
    # Bare words of a heading occur in the narrative before it; a narrative's own heading is first.
    # Without its blurb, a heading must be there as it is: other lines may be nearly like it.
    heading = folded(section.heading)
    near = (
        line for line in lines[_where(section, lines)] if folded(line.text).rstrip(": ") == heading
    )
    found = list(islice(near, 1)) if section.body is Body.TEXT else list(near)[-1:]
    for line in found:
        text = f"{section.heading}\n\n{section.blurb.beginning}\n\n"
        message = f"{line.text!r} read as a heading by what follows it; its blurb is not there"
        yield BoilerplateRepair(Edit(line.start, line.end, text), "missing-blurb", message)


def _where(section: Section, lines: Sequence[Token]) -> slice:
    """Tell which lines may be the heading, if the section is to be what follows it."""
    if section.body is Body.TEXT:
        return slice(None)
    if section.body is Body.LINE:
        return slice(-2, -1)
    if not section.labels:
        return slice(-1)
    alone = {label.text for label in section.labels if label.value is None}
    inline = tuple(label.text for label in section.labels if label.value is not None) or ("\n",)
    labelled = (
        at
        for at in range(len(lines) - 1, -1, -1)
        if lines[at].text in alone or lines[at].text.startswith(inline)
    )
    return slice(next(labelled, 0))
