"""Patterns that a wheel brings along compiled."""

import re
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from trialtext import patterns
from trialtext.cutting import headings
from trialtext.grammars import GRAMMARS
from trialtext.page_parser import page_parser

NAMES = sorted(path.name for path in GRAMMARS.glob("*.lark"))
OF_GRAMMARS = sorted(
    set().union(*(make(n).patterns for n in NAMES for make in (headings, page_parser)))
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a file that holds the patterns of all grammars, and that is found."""
    monkeypatch.setattr(patterns, "GRAMMARS", tmp_path)
    patterns.kept.cache_clear()
    yield patterns.write_patterns(OF_GRAMMARS, tmp_path)
    patterns.kept.cache_clear()


@pytest.mark.usefixtures("file")
@pytest.mark.parametrize("pattern", OF_GRAMMARS)
def test_what_was_kept_is_what_re_makes(pattern: str) -> None:
    # Patterns are equal if their code is.
    re.purge()
    made, expected = patterns.compiled(pattern), re.compile(pattern)
    assert made == expected
    assert made is not expected
    assert made.groupindex == expected.groupindex
    assert made.groups == expected.groups
    assert made.flags == expected.flags


@pytest.mark.usefixtures("file")
def test_the_group_that_matched_last_has_its_name() -> None:
    pattern = patterns.compiled(next(p for p in OF_GRAMMARS if "(?P<LAST_UPDATED>" in p))
    found = pattern.match("Last Updated: 2026-01-02\n")
    assert found
    assert found.lastgroup == "LAST_UPDATED"


@pytest.mark.usefixtures("file")
def test_what_was_not_kept_is_compiled() -> None:
    assert patterns.compiled("(a)(?P<b>b)?") == re.compile("(a)(?P<b>b)?")


def test_what_another_python_made_is_left_alone(file: Path) -> None:
    made = orjson.loads(file.read_bytes())
    file.write_bytes(orjson.dumps({"another Python": {OF_GRAMMARS[0]: [0, [1], [None]]}}))
    assert len(made) == 1
    assert patterns.compiled(OF_GRAMMARS[0]) == re.compile(OF_GRAMMARS[0])


def test_without_a_wheel_all_are_compiled() -> None:
    assert not (GRAMMARS / "patterns.json").exists() or patterns.kept()
    assert patterns.compiled(OF_GRAMMARS[0]) == re.compile(OF_GRAMMARS[0])
