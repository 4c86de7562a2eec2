"""Headings that were damaged on the way: misspelt, lost, or without their blurb."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from trialtext.parsing.headings import SectionSpan
from trialtext.parsing.tree import Token
from trialtext.parsing.vocabulary import loosely
from trialtext.reading.boilerplate_repairs import (
    MARKS,
    BoilerplateRepair,
    lines_of,
    replacement,
    without_marks,
)
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
            yield from _broken_blurb(text, found[section.name], section)
            continue
        start, end = _gap(at, sections, found, len(text))
        if not _traces(section).search(text, start, end):
            continue
        if match := _beginning(section).search(text, start, end):
            yield from _damaged(text, start, match, section)
        elif not section.blurb.beginning:
            yield from _above_label(section, list(lines_of(text, start, end)))
        # At the end of a page that was cut off, nothing tells that the words are a heading.
        elif end < len(text) or section.labels:
            yield from _without_blurb(section, list(lines_of(text, start, end)))


def _broken_blurb(text: str, span: SectionSpan, section: Section) -> Iterator[BoilerplateRepair]:
    """Join a blurb whose tail stands on the line below it."""
    if not section.blurb.rest or text.endswith(".", span.start, span.body):
        return
    match = _beginning(section).match(text, span.start)
    if match and match.end() > span.body:
        yield from _replaced(match, section)


def _damaged(
    text: str, start: int, match: re.Match[str], section: Section
) -> Iterator[BoilerplateRepair]:
    """Put right what begins a section; a heading may be misspelt or lost above its blurb."""
    yield from _replaced(match, section)
    if match["heading"]:
        return
    above = list(lines_of(text, start, match.start()))[-1:]
    if above and alike(above[0].text, section.heading):
        yield replacement(above[0].start, above[0].text, section.heading, "misspelt-heading")
    else:
        yield _heading_above(match.start(), section, "blurb")


def _above_label(section: Section, lines: Sequence[Token]) -> Iterator[BoilerplateRepair]:
    """Put right the heading above the first label of a section that has no blurb."""
    labels = [label.text for label in section.labels] if section.required else []
    number = next((at for at, line in enumerate(lines) if line.text in labels), None)
    if number is None:
        return
    above = lines[number - 1] if number else None
    if above is None or not alike(above.text, section.heading):
        yield _heading_above(lines[number].start, section, "first label")
    elif above.text != section.heading:
        yield replacement(above.start, above.text, section.heading, "misspelt-heading")


def _heading_above(at: int, section: Section, sign: str) -> BoilerplateRepair:
    message = f"the {sign} of {section.heading!r} stands here without its heading"
    return BoilerplateRepair(Edit(at, at, f"{section.heading}\n\n"), "missing-heading", message)


def _replaced(match: re.Match[str], section: Section) -> Iterator[BoilerplateRepair]:
    """Write what was found of the beginning of a section as the format does."""
    meant = [section.heading] if match["heading"] else []
    if section.blurb.beginning:
        meant.append(str(section.blurb) if match["rest"] else section.blurb.beginning)
    written = match[0].split("\n\n")
    if len(written) != len(meant):
        written, meant = [match[0]], ["\n\n".join(meant)]
    at = match.start()
    for one, other in zip(written, meant, strict=True):
        if one != other:
            yield replacement(at, one, other)
        at += len(one) + len("\n\n")


@cache
def _beginning(section: Section) -> re.Pattern[str]:
    """Find how a section begins, whatever marks it wears and wherever its lines are broken."""
    heading = _broken(section.heading)
    if section.blurb.beginning:
        beginning, rest = _broken(section.blurb.beginning), _broken(section.blurb.rest)
        pattern = rf"(?:(?P<heading>{heading})[\W_]*+)?{beginning}(?P<rest>{rest})?"
    elif section.followed_by:
        pattern = rf"(?P<heading>{heading})[^\w\n]*+(?P<rest>)(?=\n+(?:{section.followed_by}))"
    else:
        # Nothing but its marks tells such a heading from other words.
        pattern = rf"(?<=[#*_\ ])(?P<heading>{heading})[^\w\n]*+(?P<rest>)$"
    return re.compile(f"^(?x:{MARKS}){pattern}", re.IGNORECASE | re.MULTILINE)


def _broken(text: str) -> str:
    """Make a regular expression of boilerplate that may be broken at its spaces."""
    return r"\s+".join(map(loosely, text.split(" ")))


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
    traces = [_broken(section.heading)]
    if section.blurb.beginning:
        traces.append(_broken(section.blurb.beginning))
    else:
        traces += [re.escape(label.text) for label in section.labels]
    return re.compile("|".join(traces), re.IGNORECASE)


def _without_blurb(section: Section, lines: Sequence[Token]) -> Iterator[BoilerplateRepair]:
    if not section.blurb.beginning or (section.body is Body.TEXT and not section.required):
        return
    # Bare words of a heading occur in the narrative before it; a narrative's own heading is first.
    # Without its blurb, a heading must be there as it is: other lines may be nearly like it.
    heading = folded(section.heading)
    near = (
        line
        for line in lines[_where(section, lines)]
        if folded(without_marks(line.text)) == heading
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
