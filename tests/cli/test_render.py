"""`trialtext render`: records to text."""

from pathlib import Path

import pytest
from tests.cli.commands import run
from tests.conftest import CHECKOUT

SEED = CHECKOUT / "seeds" / "mirror-study" / "non-ascii.txt"


def test_a_converted_page_is_rendered_as_it_was(tmp_path: Path) -> None:
    page = SEED.with_name("NCT07192237.txt")
    study, text = tmp_path / "study.json", tmp_path / "page.txt"
    assert run("convert", page, "-o", study).exit_code == 0
    assert run("render", study, "-o", text).exit_code == 0
    assert text.read_text("utf-8").split() == page.read_text("utf-8").split()


def test_a_rendered_page_goes_to_standard_output() -> None:
    result = run("render", "-", stdin=b'{"hasResults": false}')
    assert result.stdout.startswith("Study Results\n\nResults pending\n")


@pytest.mark.parametrize("record", [b"", b"[]", b'{"hasResults": 1}'])
def test_what_is_no_record_cannot_be_rendered(record: bytes) -> None:
    result = run("render", "-", stdin=record)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("<stdin>:1:1: error invalid-record: ")


def test_what_nobody_knows_in_a_record_is_reported() -> None:
    record = b'{"protocolSection": {"designModule": {"studyType": "PAUSED", "mood": 1}}}'
    result = run("render", "-", stdin=record)
    assert result.exit_code == 0
    assert [line.partition(" in the API")[0] for line in result.stderr.splitlines()] == [
        "<stdin>: DesignModule.mood: not",
        "<stdin>: DesignModule.studyType: 'PAUSED' is not",
    ]


def test_a_missing_record_cannot_be_rendered(tmp_path: Path) -> None:
    result = run("render", tmp_path / "nothing.json")
    assert result.exit_code == 1
    assert "error unreadable-file" in result.stderr


def test_a_results_page_is_rendered_in_a_variant(tmp_path: Path) -> None:
    page, study = CHECKOUT / "seeds" / "mirror-results" / "one-arm.txt", tmp_path / "study.json"
    assert run("convert", page, "-o", study).exit_code == 0
    done = run("render", "--to", "mirror-results", study)
    assert done.stdout.split() == page.read_text("utf-8").split()
    assert (
        "| Measure |" in run("render", "--to", "mirror-results", "--variant", "pipes", study).stdout
    )


@pytest.mark.parametrize("arguments", [("",), ("-", "-o", "")])
def test_an_empty_path_is_wrong_use(arguments: tuple[str, ...]) -> None:
    result = run("render", *arguments, stdin=b"{}")
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert "the path is empty" in result.stderr


def test_a_record_is_not_overwritten_by_its_page(tmp_path: Path) -> None:
    record, other = tmp_path / "study.json", tmp_path / "other.json"
    record.write_bytes(b"{}")
    other.hardlink_to(record)
    assert run("render", record, "-o", other).exit_code == 2
    assert record.read_bytes() == b"{}"


def test_a_variant_of_another_format_is_wrong_use() -> None:
    assert run("render", "-", "--variant", "pipes", stdin=b"{}").exit_code == 2
