"""A line lost on the way: it costs its own section at most, and it is noticed."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import sampled
from tests.pages import LABELS, STUDY, codes, study_sections, values_of

import trialtext
from trialtext.parsing.headings import SectionSpan

# Sections that settle each other share what they lose.
TOGETHER = {
    "study_groups": "arms and interventions",
    "interventions": "arms and interventions",
    "locations": "sites and contacts",
    "facility_contacts": "sites and contacts",
    "countries": "sites and contacts",
}


class Loss(NamedTuple):
    """What became of a page that lost one line."""

    line: str
    start: int
    section: str
    values: dict[str, Any]
    reports: Counter[str]


def section_at(sections: Sequence[SectionSpan], position: int) -> str:
    name = [section for section in sections if section.start <= position][-1].name
    return TOGETHER.get(name, name)


@cache
def losses(text: str, step: int) -> list[Loss]:
    found = []
    sections = study_sections(text)
    usual = Counter(codes(trialtext.parse(text)))
    at = 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if line and index // 2 % step == 0:  # every second line is blank
            result = trialtext.parse("\n".join(lines[:index] + lines[index + 1 :]))
            reports = Counter(codes(result)) - usual
            found.append(Loss(line, at, section_at(sections, at), values_of(result), reports))
        at += len(line) + 1
    return found


@sampled(3)
def test_a_lost_line_never_changes_values_of_other_sections(seed: Path, step: int) -> None:
    text = seed.read_text("utf-8")
    whole, sections = trialtext.parse(text), study_sections(text)
    expected = values_of(whole)
    homes = {
        pointer: {section_at(sections, place.start) for place in origin.locations}
        for pointer, origin in whole.provenance.items()
    }
    for loss in losses(text, step):
        changed = [
            pointer
            for pointer, value in expected.items()
            if loss.section not in homes[pointer] and loss.values.get(pointer) != value
        ]
        assert changed == [], loss.line


@sampled(3)
def test_a_lost_line_is_reported_or_brings_no_new_value(seed: Path, step: int) -> None:
    text = seed.read_text("utf-8")
    known = {line for value in values_of(trialtext.parse(text)).values() for line in parts(value)}
    for loss in losses(text, step):
        if not loss.reports:
            new = {part for value in loss.values.values() for part in parts(value)} - known
            assert new == set(), loss.line


@sampled(3)
def test_a_lost_heading_blurb_or_label_is_always_reported(seed: Path, step: int) -> None:
    text = seed.read_text("utf-8")
    starts = {section.start for section in study_sections(text)}
    blurbs = tuple(s.blurb.beginning for s in STUDY.sections if s.blurb.beginning)
    labels = {*LABELS} - {"View full results"}
    if "Group Type" not in text:
        # Nothing else marks where the next group of an observational study begins.
        labels -= {"No interventions assigned to this group"}
    for loss in losses(text, step):
        if loss.start in starts or loss.line.startswith(blurbs) or loss.line in labels:
            assert loss.reports or loss.start == 0, loss.line


def parts(value: Any) -> list[str]:
    return [line.rstrip(":") for line in str(value).split("\n")]
