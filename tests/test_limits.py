"""Hostile input: time and memory grow with its length, and no faster than for ordinary pages.

Ratios to an ordinary page, measured in the same run; they are printed, run with `-s` to see them.
"""

import time
import tracemalloc
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.pages import HEADINGS as KNOWN
from tests.pages import STUDY, seed_text

import trialtext

PAGE = seed_text("many-sites")
HEAD = PAGE[: PAGE.index("\nBrief Summary\n") + 1]
SUMMARY = f"{HEAD}Brief Summary\n\nReview the sponsor-provided synopsis.\n\n"
HEADINGS = "".join(f"{s.heading}\n{s.blurb.beginning}\n" for s in STUDY.sections)
ALONE = "".join(f"{heading}\n" for heading in KNOWN)
LABELS = "".join(f"{label.text}\n" for s in STUDY.sections for label in s.labels)

SLOWER = 3
"""How many times as long a character may take as one of an ordinary page."""
BYTES_A_BYTE = 45
"""Bytes of memory that a byte of input may take."""


def filled(unit: str, length: int, before: str = "") -> str:
    return before + (unit * (length // len(unit) + 1))[:length]


def sites(number: int) -> str:
    site = (
        "Hospital No {n} of the University\n\nLyon, Rhône, France\n\nSite Status\n\nRECRUITING\n\n"
    )
    every = "".join(site.format(n=n) for n in range(number))
    heading = "Locations\n\nExplore where the study is taking place.\n\n"
    return f"{HEAD}{heading}{every}Countries\n\nReview the countries.\n\nFrance\n"


def arms(number: int) -> str:
    arm = (
        "Group {n}\n\nThey take tablets of {n} mg once a day for a year.\n\nGroup Type EXPERIMENTAL"
        "\n\nDrug {n}\n\nIntervention Type DRUG\n\nTablets of {n} mg, to be taken with water.\n\n"
    )
    drug = "Drug {n}\n\nTablets of {n} mg, to be taken with water.\n\nIntervention Type DRUG\n\n"
    groups = "".join(arm.format(n=n) for n in range(number))
    drugs = "".join(drug.format(n=n) for n in range(number))
    return (
        f"{HEAD}Study Groups\n\nReview each arm or cohort.\n\n{groups}"
        f"Interventions\n\nLearn about the drugs, procedures.\n\n{drugs}"
        "Eligibility Criteria\n\nCheck the participation requirements.\n\n* Any adult\n"
    )


HOSTILE: Mapping[str, Callable[[int], str]] = {
    "one line": lambda length: filled("word ", length),
    "one line of a summary": lambda length: filled("word ", length, SUMMARY),
    "one letter": lambda length: filled("a", length),
    "one letter in a summary": lambda length: filled("a", length, SUMMARY),
    "unmatched brackets": lambda length: filled("([{<", length),
    "unmatched brackets in a summary": lambda length: filled("([{<", length, SUMMARY),
    "headings": lambda length: filled(HEADINGS, length),
    "headings without blurbs": lambda length: filled(ALONE, length, HEAD),
    "one heading": lambda length: filled("Conditions\nSee the medical conditions\n", length),
    "labels": lambda length: filled(LABELS, length, HEAD),
    "labels in a summary": lambda length: filled(LABELS, length, SUMMARY),
    "one label": lambda length: filled("Clinical Phase\n", length, HEAD),
    "numbers": lambda length: filled("NCT ID: NCT99900001\n", length),
    "sites": lambda length: sites(length // 92),
    "arms": lambda length: arms(length // 240),
}


def seconds(text: str, times: int = 1) -> float:
    """Return the shortest of several runs, per character."""
    runs = []
    for _ in range(times):
        start = time.perf_counter()
        trialtext.parse(text, max_bytes=None)
        runs.append(time.perf_counter() - start)
    return min(runs) / len(text)


@pytest.mark.parametrize("proof", ["", "Brief\xa0Summary\n", "Brief\u200bSummary\n"])
@pytest.mark.parametrize("character", ["\xa0", "\u200b", "\u200e", "\u2009", "\t"])
def test_a_run_of_odd_characters_takes_ten_times_as_long_at_most(
    character: str, proof: str
) -> None:
    def ratio() -> float:
        page = f"{SUMMARY}x\n{proof}{filled(character, 200_000)}x\n"
        return seconds(page) / seconds(filled("a", 200_000, SUMMARY))

    # Machines are noisy: what is slow three times in a row is slow.
    assert any(ratio() <= 10 for _ in range(3))


def ordinary() -> float:
    return seconds(PAGE, times=20)


@pytest.mark.corpus
@pytest.mark.parametrize("kind", HOSTILE)
def test_ten_megabytes_take_no_longer_a_byte_than_pages_do(kind: str) -> None:
    text = HOSTILE[kind](10_000_000)
    # Machines are noisy: what is slow three times in a row is slow.
    assert any(seconds(text) / ordinary() <= SLOWER for _ in range(3))


@pytest.mark.parametrize("kind", HOSTILE)
def test_memory_grows_with_the_input_only(kind: str) -> None:
    text = HOSTILE[kind](60_000)
    for page in (PAGE, sites(10)):  # what is read of files is there before
        trialtext.parse(page)
    tracemalloc.start()
    trialtext.parse(text, max_bytes=None)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"\n{kind:<34}{most / len(text):>6.1f} bytes a byte")
    assert most / len(text) <= BYTES_A_BYTE


def test_larger_inputs_than_are_allowed_are_refused() -> None:
    result = trialtext.parse(PAGE, max_bytes=100)
    assert [d.code for d in result.diagnostics] == ["too-large"]
    assert result.status == "failed"


def test_larger_files_than_are_allowed_are_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "page.txt").open("wb") as file:
        file.write(b"a\n" * 50_000)
        file.truncate(10**12)  # takes no room on the disk, but would in memory
    result = trialtext.parse_file(file.name)
    (found,) = result.diagnostics
    assert (found.code, found.path) == ("too-large", file.name)
    assert "more than the 100,000,000 bytes" in found.message


def test_a_strict_reader_raises_for_a_larger_input(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    with pytest.raises(trialtext.TrialTextError, match="100 bytes that are allowed"):
        trialtext.parse(PAGE, max_bytes=100, strict=True)
    with pytest.raises(trialtext.TrialTextError, match="100 bytes that are allowed"):
        trialtext.parse_file(tmp_path / "page.txt", max_bytes=100, strict=True)


def test_the_largest_input_allowed_is_read() -> None:
    assert trialtext.parse(PAGE, max_bytes=len(PAGE)).study is not None
    assert trialtext.parse(PAGE, max_bytes=None).study is not None
