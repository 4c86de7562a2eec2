"""The whole registry sample: rendered, read back, and compared, module by module.

Skipped where the records are not at hand: `tests/formats/mirror_study/test_renderer.py` stands in.
"""

import copy
import json
import warnings
from collections import Counter
from typing import Any, NamedTuple

import pytest
from tests.json_values import squeezed, values
from tests.pages import STUDY

import trialtext
from trialtext import Status, UnknownFieldWarning

PROTOCOL = "protocolSection"


class Comparison(NamedTuple):
    """A record, what its page can tell, and what was read from the page."""

    record: dict[str, Any]
    shown: dict[str, Any]
    read: dict[str, Any]
    status: Status
    codes: set[str]


def joined(study: dict[str, Any]) -> dict[str, Any]:
    """Put the terms of a study on one line each, as they stand on the page."""
    terms = module(study, "conditionsModule")
    for kind in terms:
        terms[kind] = [" ".join(terms[kind])]
    return study


pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def comparisons(records: list[bytes]) -> list[Comparison]:
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownFieldWarning)
        for record in records:
            study = trialtext.from_json(record)
            result = trialtext.parse(trialtext.render(study))
            assert result.study is not None
            shown, read = trialtext.view(study), result.study
            found.append(
                Comparison(
                    squeezed(json.loads(record)),
                    squeezed(json.loads(trialtext.to_json(shown))),
                    squeezed(json.loads(trialtext.to_json(read))),
                    result.status,
                    {diagnostic.code for diagnostic in result.diagnostics},
                )
            )
    return found


def module(comparison: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = comparison.get(PROTOCOL, {}).get(name, {})
    return found


def test_every_module_is_read_back(comparisons: list[Comparison]) -> None:
    """Of the values that a page shows, at least 99.9 % are read, and nothing is invented."""
    shown, read, right = Counter[str](), Counter[str](), Counter[str]()
    for comparison in comparisons:
        # How terms were split is looked at on its own.
        read_as_told = joined(copy.deepcopy(comparison.read))
        expected, found = dict(values(comparison.shown)), dict(values(read_as_told))
        for counter, pointers in (
            (shown, expected),
            (read, found),
            (right, {p for p, value in expected.items() if found.get(p) == value}),
        ):
            counter.update(
                pointer.split("/")[2:3][0] if PROTOCOL in pointer else "" for pointer in pointers
            )
    print(f"\n{'module':<32} {'shown':>7} {'recall':>8} {'precision':>9}")
    for name in shown:
        recall, precision = right[name] / shown[name], right[name] / read[name]
        print(f"{name or '(study)':<32} {shown[name]:>7} {recall:>8.4%} {precision:>9.4%}")
    places = right["contactsLocationsModule"] / shown["contactsLocationsModule"]
    assert places >= 0.995
    del shown["contactsLocationsModule"]
    assert all(right[name] / shown[name] >= 0.999 for name in shown)
    assert all(right[name] / read[name] >= 0.999 for name in shown)


def test_arms_and_interventions_are_exactly_those_of_the_registry(
    comparisons: list[Comparison],
) -> None:
    """Whole lists, in at least 99 % of the records; other names of interventions aside."""
    name = "armsInterventionsModule"
    exact = 0
    for comparison in comparisons:
        expected = module(comparison.record, name)
        for intervention in expected.get("interventions", []):
            intervention.pop("otherNames", None)
            intervention.pop("interventionMappedName", None)
            intervention.get("armGroupLabels", []).sort()
        found = module(comparison.read, name)
        for intervention in found.get("interventions", []):
            intervention.get("armGroupLabels", []).sort()
        exact += expected == found
    print(f"\narms and interventions exactly right: {exact / len(comparisons):.2%}")
    assert exact / len(comparisons) >= 0.99


def test_sites_are_exactly_those_of_the_registry(comparisons: list[Comparison]) -> None:
    """Facility, status, city, state and country, of at least 99.5 % of the sites."""
    keys = ("facility", "status", "city", "state", "country")
    sites = exact = 0
    for comparison in comparisons:
        expected, found = (
            [
                tuple(site.get(key) for key in keys)
                for site in module(c, "contactsLocationsModule").get("locations", [])
            ]
            for c in (comparison.record, comparison.read)
        )
        sites += len(expected)
        if len(found) == len(expected):
            exact += sum(a == b for a, b in zip(expected, found, strict=True))
    print(f"\nsites exactly right: {exact / sites:.2%} of {sites}")
    assert exact / sites >= 0.995


def test_criteria_are_those_of_the_registry(comparisons: list[Comparison]) -> None:
    """White space aside, and the colon that the page does not print."""
    wrong = [
        comparison
        for comparison in comparisons
        if module(comparison.record, "eligibilityModule")
        .get("eligibilityCriteria", "")
        .replace(":", "")
        != module(comparison.read, "eligibilityModule")
        .get("eligibilityCriteria", "")
        .replace(":", "")
    ]
    print(f"\ncriteria not right: {len(wrong)} of {len(comparisons)}")
    assert wrong == []


@pytest.mark.parametrize(("kind", "least"), [("conditions", 0.60), ("keywords", 0.35)])
def test_terms_are_split_rightly_or_not_at_all(
    comparisons: list[Comparison], kind: str, least: float
) -> None:
    """Of the lines that are split, 95 % are right; of those of several terms, enough are.

    The counts of words were learned from these very records, so that this shows no more than that
    nothing is broken. What is to be expected elsewhere, `scripts/learn_terms.py --evaluate` tells.
    """
    several = split = right = 0
    for comparison in comparisons:
        expected, found = (
            module(c, "conditionsModule").get(kind, [])
            for c in (comparison.record, comparison.read)
        )
        several += len(expected) > 1
        split += len(found) > 1
        right += len(found) > 1 and expected == found
    print(f"\n{kind}: {split} split, precision {right / split:.1%}, recall {right / several:.1%}")
    assert right / split >= 0.95
    assert right / several >= least


DOUBTS = ("entities-left", "lost-characters", "mojibake-left", "repeated-line", "uncertain-place")
"""What a clean page may hold that looks like damage, or may be read in two ways."""


def test_rendered_pages_are_whole(comparisons: list[Comparison]) -> None:
    """But for those with what looks like damage or may be read in two ways, which is reported."""
    statuses = Counter(comparison.status for comparison in comparisons)
    assert statuses[Status.FAILED] == 0
    doubtful = sum(not comparison.codes.isdisjoint(DOUBTS) for comparison in comparisons)
    assert (statuses[Status.COMPLETE] + doubtful) / len(comparisons) >= 0.99
    for code in DOUBTS:
        assert sum(code in comparison.codes for comparison in comparisons) / len(comparisons) < 0.01


def test_no_rendered_page_is_repaired(comparisons: list[Comparison]) -> None:
    repaired = [each.record for each in comparisons if each.codes & STUDY.repair_names]
    assert repaired == []
