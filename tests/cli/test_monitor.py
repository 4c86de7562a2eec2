"""What a person sees of a run."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.commands import run
from tests.pages import seed_text

GOOD = seed_text("minimal")
BAD = GOOD.replace("\nCOMPLETED\n", "\nANY\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with pages that are complete, partial, and none."""
    inside = tmp_path / "pages"
    inside.mkdir()
    for number in range(3):
        (inside / f"good{number}.txt").write_text(GOOD)
    (inside / "bad.txt").write_text(BAD)
    (inside / "none.txt").write_text("no page")
    return inside


def said(*arguments: str | Path) -> list[str]:
    return run("convert", *arguments).stderr.splitlines()


def test_of_several_texts_the_failures_are_told_and_how_many_are_what(folder: Path) -> None:
    assert said(folder) == [
        (
            f"{folder}/none.txt:1:1: error not-a-registry-page: no known section, and no header"
            " with an NCT number"
        ),
        "5 documents: 3 complete, 1 partial, 1 failed",
    ]


def test_of_one_text_everything_is_told(folder: Path) -> None:
    assert said(folder / "bad.txt") == [
        f"{folder}/bad.txt:19:1: warning unknown-code: 'ANY' is no known code [basic_information]"
    ]


def test_everything_may_be_told(folder: Path) -> None:
    assert len(said(folder, "-v")) == 3


def test_nothing_may_be_told(folder: Path) -> None:
    assert said(folder, "--quiet") == said(folder / "bad.txt", "-q") == []


def test_no_more_failures_are_told_than_a_person_reads(tmp_path: Path) -> None:
    for number in range(30):
        (tmp_path / f"{number}.txt").write_text("no page")
    lines = said(tmp_path)
    assert len(lines) == 22
    assert lines[20].startswith("further failures are counted only")


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("good0.txt", (), 0),
        ("bad.txt", (), 0),
        ("bad.txt", ("--fail-on", "partial"), 1),
        ("good0.txt", ("--fail-on", "partial"), 0),
        ("none.txt", (), 1),
        ("none.txt", ("--fail-on", "failed"), 1),
        ("good0.txt", ("--fail-on", "nothing"), 2),
    ],
)
def test_the_exit_code_tells_whether_all_went_well(
    folder: Path, name: str, options: tuple[str, ...], code: int
) -> None:
    assert run("convert", folder / name, *options).exit_code == code


@pytest.mark.skipif(os.name != "posix", reason="there are terminals of this kind on POSIX only")
def test_on_a_terminal_progress_is_shown_and_a_table_in_the_end(folder: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "trialtext", "convert", folder, "-o", folder / "out.ndjson"],
        stderr=theirs,
        env=os.environ | {"TERM": "xterm", "COLUMNS": "100"},
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while data := os.read(ours, 1_000):
                shown += data
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    assert process.returncode == 1
    text = shown.decode()
    assert "%" in text
    assert "complete" in text
    assert "60.0%" in text.rpartition("complete")[2]
    assert "unknown-code" in text
