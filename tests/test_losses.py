"""A line lost on the way: it costs its own section at most, and it is noticed."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from tests.json_values import leaves

import trialtext
from trialtext import Result
from trialtext.cutting import Cut, cut, headings
from trialtext.words import sections

# Sections that settle each other share what they lose.
TOGETHER = {
    "STUDY_GROUPS_HEADING": "arms and interventions",
    "INTERVENTIONS_HEADING": "arms and interventions",
    "LOCATIONS_HEADING": "sites and contacts",
    "FACILITY_CONTACTS_HEADING": "sites and contacts",
    "COUNTRIES_HEADING": "sites and contacts",
}


class Loss(NamedTuple):
    """What became of a page that lost one line."""

    line: str
    start: int
    section: str
    values: dict[str, Any]
    told: Counter[str]


def values_of(result: Result) -> dict[str, Any]:
    assert result.study is not None

    return dict(leaves(json.loads(trialtext.to_json(result.study))))


def codes_of(result: Result) -> Counter[str]:
    return Counter(diagnostic.code for diagnostic in result.diagnostics)


def section_at(cuts: list[Cut], position: int) -> str:
    terminal = [c for c in cuts if c.start <= position][-1].terminal
    return TOGETHER.get(terminal, terminal)


@cache
def losses(text: str) -> list[Loss]:
    found = []
    cuts = cut(text, headings("study_page.lark"))
    usual = codes_of(trialtext.parse(text))
    at = 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if line:
            result = trialtext.parse("\n".join(lines[:index] + lines[index + 1 :]))
            told = codes_of(result) - usual
            found.append(Loss(line, at, section_at(cuts, at), values_of(result), told))
        at += len(line) + 1
    return found


def test_a_lost_line_never_changes_values_of_other_sections(seed: Path) -> None:
    text = seed.read_text("utf-8")
    whole, cuts = trialtext.parse(text), cut(text, headings("study_page.lark"))
    values = values_of(whole)
    homes = {
        pointer: {section_at(cuts, place.start) for place in origin.places}
        for pointer, origin in whole.provenance.items()
    }
    for loss in losses(text):
        changed = [
            pointer
            for pointer, value in values.items()
            if loss.section not in homes[pointer] and loss.values.get(pointer) != value
        ]
        assert changed == [], loss.line


def test_a_lost_line_is_reported_or_brings_no_new_value(seed: Path) -> None:
    text = seed.read_text("utf-8")
    known = {line for value in values_of(trialtext.parse(text)).values() for line in parts(value)}
    for loss in losses(text):
        if not loss.told:
            new = {part for value in loss.values.values() for part in parts(value)} - known
            assert new == set(), loss.line


def test_a_lost_heading_blurb_or_label_is_always_reported(seed: Path) -> None:
    text = seed.read_text("utf-8")
    known = sections("study_page.lark").values()
    starts = {c.start for c in cut(text, headings("study_page.lark"))}
    blurbs = tuple(words.blurb for words in known if words.blurb)
    labels = {label.text for words in known for label in words.labels if label.alone}
    labels -= {"View full results"}
    if "Group Type" not in text:
        # Nothing else marks where the next group of an observational study begins.
        labels -= {"No interventions assigned to this group"}
    for loss in losses(text):
        if loss.start in starts or loss.line.startswith(blurbs) or loss.line in labels:
            assert loss.told or loss.start == 0, loss.line


def parts(value: Any) -> list[str]:
    return [line.rstrip(":") for line in str(value).split("\n")]
