"""Criteria of real records: nothing is lost, pages tell the same, and labels by hand are met."""

import json
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import attrs
import pytest
from tests.conftest import sampled

import trialtext
from trialtext import Criteria, Criterion, Study
from trialtext.criteria import Kind

LABELS = Path(__file__).parent / "criteria" / "labels.json"
"""Items of real criteria, labelled by reading: kind, side, start, end and parent of each."""
KINDS = {"C": "criterion", "H": "heading", "N": "note"}
SIDES = {"I": "inclusion", "E": "exclusion", "-": "neither"}


@pytest.fixture(scope="module")
def studies(records: list[bytes]) -> dict[str, Study]:
    """Return the real records that have criteria, by their numbers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", trialtext.UnknownFieldWarning)
        known = map(trialtext.from_json, records)
        return {
            criteria.nct_id or "": study
            for study in known
            if (criteria := trialtext.criteria(study)).items
        }


def criteria_of(study: Study) -> str:
    record: dict[str, Any] = trialtext.to_dict(study)
    text: str = record["protocolSection"]["eligibilityModule"]["eligibilityCriteria"]
    return text


# ---- Without labels


def test_every_character_is_accounted_for(studies: dict[str, Study]) -> None:
    lost = [
        number
        for number, study in studies.items()
        for text, criteria in [(criteria_of(study), trialtext.criteria(study))]
        if criteria.render() != text
        or sum(criteria.characters) != len(text)
        or any(text[item.start : item.end] != item.text for item in criteria.items)
    ]
    assert len(studies) > 1_600
    assert lost == []


def told(criteria: Criteria) -> Counter[tuple[str, str]]:
    """Return sides and texts of criteria, whatever their white space."""
    return Counter(
        (item.side, " ".join(item.text.split()))
        for item in criteria.items
        if item.kind is Kind.CRITERION
    )


@sampled(20)
def test_a_page_tells_the_same_criteria_at_their_places(
    studies: dict[str, Study], step: int
) -> None:
    same = total = 0
    for study in list(studies.values())[::step]:
        result = trialtext.parse(trialtext.render(study))
        expected, read = trialtext.criteria(study), trialtext.criteria(result)
        total += told(expected).total()
        same += (told(expected) & told(read)).total()
        for item in read.items:
            assert item.location is not None
            on_page = result.text[item.location.start : item.location.end]
            assert on_page.replace(":", "") == item.text.replace(":", "")
    print(f"{same} of {total} criteria are the same on a page")
    assert same >= 0.995 * total


# ---- With labels


@attrs.frozen
class Label:
    """An item that a person found."""

    sample: str
    kind: str
    side: str
    start: int
    end: int
    parent: int | None
    headings: tuple[str, ...]
    is_nested: bool


def labels(text: str, labelled: dict[str, Any]) -> Iterator[Label]:
    items: Sequence[Any] = labelled["items"]
    for kind, side, start, end, parent in items:
        above = []
        at = parent
        while at is not None:
            above.append(items[at])
            at = items[at][4]
        headings = tuple(text[item[2] : item[3]] for item in reversed(above) if item[0] == "H")
        is_nested = kind == "C" and bool(above) and above[0][0] != "H"
        found = (labelled["sample"], KINDS[kind], SIDES[side], start, end, parent)
        yield Label(*found, headings, is_nested)


class Score:
    """How many criteria are right."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def add(self, labelled: Sequence[Label], items: Sequence[Criterion]) -> None:
        """Compare what was found in one text with its labels."""
        found = {(item.start, item.end): item for item in items}
        self.counts["found"] += sum(item.kind is Kind.CRITERION for item in items)
        for label in labelled:
            if label.kind != "criterion":
                continue
            item = found.get((label.start, label.end))
            overlapping = [i for i in items if i.start < label.end and label.start < i.end]
            nearest = item or max(overlapping, key=lambda i: i.end - i.start, default=None)
            self.counts["labelled"] += 1
            self.counts["side"] += nearest is not None and nearest.side == label.side
            self.counts["nested"] += label.is_nested
            if item is None:
                continue
            parent = labelled[label.parent] if label.parent is not None else None
            place = (parent.start, parent.end) if parent else None
            above = items[item.parent] if item.parent is not None else None
            is_right = place == ((above.start, above.end) if above else None)
            self.counts["exact"] += item.kind is Kind.CRITERION
            self.counts["parent"] += label.is_nested and is_right
            self.counts["headings"] += item.headings == label.headings

    def share(self, what: str, of: str = "labelled") -> float:
        """Return how many of all are right."""
        return self.counts[what] / self.counts[of]

    @property
    def f1(self) -> float:
        """The harmonic mean of how many are found, and how many of those found are right."""
        return 2 * self.counts["exact"] / (self.counts["labelled"] + self.counts["found"])

    def __str__(self) -> str:
        return (
            f"{self.counts['labelled']} criteria: side {self.share('side'):.4f},"
            f" boundaries F1 {self.f1:.4f}, parent of nested {self.share('parent', 'nested'):.4f}"
            f" ({self.counts['nested']}), headings {self.share('headings'):.4f}"
        )


@pytest.fixture(scope="module")
def scores(studies: dict[str, Study]) -> dict[str, Score]:
    """Return the scores of the two samples, and of both."""
    found = {"random": Score(), "hard": Score(), "both": Score()}
    for number, labelled in json.loads(LABELS.read_text("utf-8")).items():
        text = criteria_of(studies[number])
        known = list(labels(text, labelled))
        items = trialtext.criteria(text).items
        for sample in (labelled["sample"], "both"):
            found[sample].add(known, items)
    for sample, score in found.items():
        print(f"{sample}: {score}")
    return found


def test_sides_are_those_that_a_person_finds(scores: dict[str, Score]) -> None:
    assert scores["both"].share("side") >= 0.98
    assert scores["hard"].share("side") >= 0.97


def test_boundaries_are_those_that_a_person_finds(scores: dict[str, Score]) -> None:
    assert scores["both"].f1 >= 0.95


def test_nested_criteria_lie_where_a_person_finds_them(scores: dict[str, Score]) -> None:
    assert scores["both"].share("parent", "nested") >= 0.85


def test_headings_above_are_those_that_a_person_finds(scores: dict[str, Score]) -> None:
    assert scores["both"].share("headings") >= 0.90
