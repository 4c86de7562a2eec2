"""Damage of each kind, alone and in pairs, gives the study of the clean page, or says what is gone.

The table of shares is printed: run with `-s` to see it. Where no registry records are at hand, it
is that of the seeds.
"""

import itertools
import json
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any, NamedTuple

import pytest
from tests.conftest import SEEDS, read_records
from tests.damage import DAMAGES
from tests.json_values import squeezed

import trialtext
from trialtext import Result, Severity, UnknownFieldWarning

RECORDS = 300
"""How many of the registry's records are rendered and damaged."""

# If there are only a few entities, nothing shows whether the text was escaped.
MAY_STAY = "entities-left"


class Page(NamedTuple):
    """A clean page, and what is read from it."""

    text: str
    study: Any
    codes: set[str]


def study(result: Result) -> Any:
    return squeezed(json.loads(trialtext.to_json(result.study))) if result.study else None


def codes(result: Result) -> set[str]:
    return {d.code for d in result.diagnostics if d.severity is not Severity.INFO}


def page(text: str) -> Page:
    result = trialtext.parse(text)
    return Page(text, study(result), codes(result))


def rendered() -> Iterator[str]:
    records = read_records()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownFieldWarning)
        for record in records[:: max(1, len(records) // RECORDS)][:RECORDS]:
            yield trialtext.render(trialtext.from_json(record))


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    texts = [*(seed.read_text("utf-8") for seed in SEEDS), *rendered()]
    return [page(text) for text in texts]


def outcomes(pages: Iterable[Page], damages: Sequence[str]) -> Counter[str]:
    """Count pages that give the same study, a partial one that says so, or a wrong one."""
    seen = Counter[str]()
    for clean in pages:
        text = clean.text
        for name in damages:
            text = DAMAGES[name](text)
        result = trialtext.parse(text)
        reported = codes(result) - clean.codes or MAY_STAY in clean.codes
        if study(result) == clean.study:
            seen["same"] += 1
        else:
            seen["partial" if reported and result.study else "wrong"] += 1
    return seen


def row(name: str, seen: Counter[str]) -> str:
    shares = (seen[kind] / seen.total() for kind in ("same", "partial", "wrong"))
    return f"{name:<44}" + "".join(f"{share:>9.1%}" for share in shares)


def table(
    pages: Sequence[Page], combinations: Iterable[tuple[str, ...]]
) -> dict[str, Counter[str]]:
    every = list(combinations)
    with ProcessPoolExecutor() as pool:  # there are tens of thousands of pages to be read
        seen_by_each = pool.map(partial(outcomes, pages), every, chunksize=8)
        found = dict(zip(map(" + ".join, every), seen_by_each, strict=True))
    print(f"\n{'damage':<44}{'same':>9}{'partial':>9}{'wrong':>9}")
    for name, seen in found.items():
        print(row(name, seen))
    return found


@pytest.mark.corpus
def test_damage_of_one_kind(pages: list[Page]) -> None:
    found = table(pages, [(name,) for name in DAMAGES])
    assert [name for name, seen in found.items() if seen["wrong"]] == []
    lossless = set(DAMAGES) - {"entities", "wrapped at 72", "wrapped at 100"}
    assert [name for name in lossless if found[name]["partial"]] == []


@pytest.mark.corpus
def test_damage_of_two_kinds(pages: list[Page]) -> None:
    found = table(pages[::12], itertools.combinations(DAMAGES, 2))
    assert [name for name, seen in found.items() if seen["wrong"]] == []
