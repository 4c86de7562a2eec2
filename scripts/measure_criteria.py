"""Measure criteria against labels by hand, beside what other ways to divide them give.

PYTHONPATH=.:src python scripts/measure_criteria.py
"""

import json
import re
import time
from collections.abc import Callable, Iterator
from statistics import median

from tests.conftest import CHECKOUT, read_records
from tests.test_registry_criteria import LABELS, Score, criteria_of, labels

import trialtext
from trialtext.criteria import Criterion, Kind, Side

_LINE = re.compile(r"[^\n]+")
_BLOCK = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_MARKER = re.compile(r"\s*(?:[*•-]|\d+\.)\s+|\s*")
_HEADING = re.compile(r"\s*(?:key )?(inclusion|exclusion) criteria:?\s*", re.IGNORECASE)


def made(text: str, spans: Iterator[tuple[int, int, Side]]) -> list[Criterion]:
    """Make criteria of stretches of a text, without the first marker."""
    items = []
    for start, end, side in spans:
        marker = _MARKER.match(text, start, end)
        begin = marker.end() if marker else start
        said = text[begin:end].rstrip()
        if said:
            last = begin + len(said)
            items.append(Criterion(Kind.CRITERION, side, said, begin, last, 0, None, "", ()))
    return items


def split_at_exclusion(text: str) -> list[Criterion]:
    """Split at the words `Exclusion Criteria`, and then at newlines."""
    middle = text.find("Exclusion Criteria")
    middle = middle if middle >= 0 else len(text)
    return made(
        text,
        (
            (*match.span(), Side.INCLUSION if match.start() < middle else Side.EXCLUSION)
            for match in _LINE.finditer(text)
            if not _HEADING.fullmatch(match[0])
        ),
    )


def split_at_blank_lines(text: str) -> list[Criterion]:
    """Split at blank lines, with the sides of headings that stand alone."""
    return made(text, sided(text, _BLOCK))


def split_at_lines(text: str) -> list[Criterion]:
    """Split at newlines, with the sides of headings that stand alone."""
    return made(text, sided(text, _LINE))


def sided(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, int, Side]]:
    """Give stretches with the side of the last heading before them."""
    side = Side.INCLUSION
    for match in pattern.finditer(text):
        if heading := _HEADING.fullmatch(match[0]):
            side = Side(heading[1].lower())
        else:
            yield *match.span(), side


def by_trialtext(text: str) -> list[Criterion]:
    """Read criteria one by one."""
    return list(trialtext.criteria(text).items)


WAYS: dict[str, Callable[[str], list[Criterion]]] = {
    'split("Exclusion Criteria"), lines': split_at_exclusion,
    "blank lines, headings": split_at_blank_lines,
    "lines, headings": split_at_lines,
    "trialtext": by_trialtext,
}


def main() -> None:
    """Print a table, and the time for the real page."""
    texts = {}
    for record in read_records():
        study = trialtext.from_json(record)
        criteria = trialtext.criteria(study)
        if criteria.items:
            texts[criteria.nct_id or ""] = criteria_of(study)
    labelled = json.loads(LABELS.read_text("utf-8"))
    for name, way in WAYS.items():
        for sample in ("random", "hard"):
            score = Score()
            for number, known in labelled.items():
                if known["sample"] == sample:
                    text = texts[number]
                    score.add(list(labels(text, known)), way(text))
            print(f"{name:36} {sample:6} {score}")
    page = trialtext.parse_file(CHECKOUT / "seeds" / "mirror-study" / "NCT07192237.txt")
    text = trialtext.criteria(page).render()
    times = []
    for _ in range(200):
        start = time.perf_counter()
        trialtext.criteria(text)
        times.append(time.perf_counter() - start)
    print(f"the real page: {median(times) * 1000:.2f} ms")


if __name__ == "__main__":
    main()
