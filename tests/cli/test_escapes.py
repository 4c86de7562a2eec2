"""Names of files and texts of pages that a terminal would act on: no command prints them raw."""

import os
import re
from pathlib import Path

import pytest
from tests.cli.commands import run_process
from tests.pages import page

import trialtext

HOSTILE = "\x1b[2J\u202efdp.\n\x07\udce9"
SHOWN = r"\x1b[2J\u202efdp.\n\x07\xe9"
RAW = re.compile("[^\n -~\N{REPLACEMENT CHARACTER}]|\n(?=\x07)")
"""What no line may hold: here, all else is ASCII; click replaces what is no text."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="such names exist on POSIX only")


def printed(*arguments: str | Path, stdin: bytes = b"") -> str:
    """Return what a command prints to standard error; nothing of it is raw."""
    text = run_process(*arguments, stdin=stdin).stderr.decode()
    assert not RAW.search(text)
    return text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder of a hostile name, with a page that has another."""
    inside = tmp_path / HOSTILE
    inside.mkdir()
    text = page(("Basic Information", "Recruitment Status", f"{HOSTILE[:5]}\u202e"))
    (inside / f"{HOSTILE}.txt").write_text(text, "utf-8")
    return inside


def test_diagnostics_are_escaped(folder: Path) -> None:
    lines = printed("convert", "-v", folder).splitlines()[:-1]
    assert all(f"/{SHOWN}/{SHOWN}.txt:" in line for line in lines)
    assert any(r"\x1b" in line.partition("unknown-code")[2] for line in lines)


def test_explanations_are_escaped(folder: Path) -> None:
    lines = printed("convert", "--explain", folder).splitlines()
    assert f"/{SHOWN}/{SHOWN}.txt: mirror-study" in lines[0]


@pytest.mark.parametrize(
    ("line", "shown", "caret"),
    [
        ("PAUSED\x1b[2J", r"PAUSED\x1b[2J", 0),
        ("PHASE1/PAUSED\u202e", r"PHASE1/PAUSED\u202e", 7),
        ("\x85PHASE1/PAUSED", r"\x85PHASE1/PAUSED", 11),
    ],
)
def test_excerpts_are_escaped_and_their_caret_is_below_the_place(
    tmp_path: Path, line: str, shown: str, caret: int
) -> None:
    broken = tmp_path / "page.txt"
    broken.write_text(page(("Basic Information", "Clinical Phase", line)), "utf-8")
    result = trialtext.parse_file(broken)
    (found,) = (d for d in result.diagnostics if d.code == "unknown-code")
    assert result.excerpt(found) == f"    {shown}\n    {' ' * caret}^"


def test_in_excerpts_a_caret_goes_along_with_what_is_escaped() -> None:
    result = trialtext.parse(page(("Brief Summary", "\x1b\tOn \u2028tea.")))
    at = result.text.index("tea.")
    diagnostic = trialtext.Diagnostic(
        "unknown-line", trialtext.Severity.WARNING, "tea", at, at + 4, 1, 7, "page.txt"
    )
    shown, caret = result.excerpt(diagnostic).split("\n")
    assert shown.strip() == r"\x1b\tOn \u2028tea."
    assert shown[caret.index("^") :] == "tea."


@pytest.mark.parametrize(
    "arguments",
    [
        ("convert", HOSTILE),
        ("convert", "x", "-o", f"{HOSTILE}/out.json"),
        ("convert", "x", f"--{HOSTILE}"),
        ("convert", "x", "--from", HOSTILE),
        ("convert", "x", "--no-repair", HOSTILE),
        ("convert", "x", "--nct-id", HOSTILE),
        ("render", HOSTILE),
        ("render", "-", "-o", f"/dev/null/{HOSTILE}/x"),
        ("render", "-", HOSTILE),
        (HOSTILE,),
    ],
    ids=str,
)
def test_errors_are_escaped(arguments: tuple[str, ...]) -> None:
    assert "x1b[2J" in printed(*arguments)


def test_an_output_that_cannot_be_written_is_escaped(folder: Path) -> None:
    assert SHOWN[:20] in printed("render", "-", "-o", folder, stdin=b"{}")


@pytest.mark.parametrize(
    "record",
    [
        rb'{"\u001b[2J": 1}',
        rb'{"hasResults": true, "\u001b[2J": 1}',
        rb'{"protocolSection": {"designModule": {"studyType": "\u001b[2J"}}}',
        rb'{"hasResults": "\u001b[2J"}',
        rb'{"a": {"\u001b[2J": 1, "\u001b[2J": 1}}',
    ],
)
def test_what_is_wrong_with_a_record_is_escaped(record: bytes) -> None:
    assert r"\x1b[2J" in printed("render", "-", stdin=record)
