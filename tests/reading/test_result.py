"""What a result says of itself, and what strict mode makes of it."""

from pathlib import Path

import pytest
from tests.pages import seed_text

import trialtext
from trialtext import Status, TrialTextError

PAGE = seed_text("NCT07192237")
UNKNOWN_SEX = PAGE.replace("\nALL\n", "\nANYONE\n")


def test_a_whole_page_is_complete() -> None:
    assert trialtext.parse(PAGE).status is Status.COMPLETE


def test_a_page_with_a_warning_is_partial() -> None:
    assert trialtext.parse(UNKNOWN_SEX).status is Status.PARTIAL


def test_what_is_no_page_has_failed() -> None:
    result = trialtext.parse("No page.")
    assert (result.status, result.study) == (Status.FAILED, None)


def test_one_broken_section_never_costs_another() -> None:
    whole, broken = trialtext.parse(PAGE).study, trialtext.parse(UNKNOWN_SEX).study
    assert whole is not None
    assert broken is not None
    assert whole != broken
    assert whole.protocol_section is not None
    assert broken.protocol_section is not None
    assert whole.protocol_section.design_module == broken.protocol_section.design_module


def test_strict_mode_takes_a_whole_page() -> None:
    assert trialtext.parse(PAGE, strict=True).study == trialtext.parse(PAGE).study


def test_strict_mode_raises_with_the_place_of_what_is_wrong() -> None:
    with pytest.raises(TrialTextError) as raised:
        trialtext.parse(UNKNOWN_SEX, path="page.txt", strict=True)
    error = raised.value
    line = UNKNOWN_SEX.partition("ANYONE")[0].count("\n") + 1
    assert (error.code, error.path, error.line, error.column) == (
        "unknown-code",
        "page.txt",
        line,
        1,
    )
    assert error.excerpt == "    ANYONE\n    ^"
    assert str(error).startswith(f"page.txt:{line}:1: warning unknown-code: ")


def test_strict_mode_raises_for_a_file_too(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(UNKNOWN_SEX, "utf-8")
    with pytest.raises(TrialTextError, match="ANYONE"):
        trialtext.parse_file(path, strict=True)


@pytest.mark.parametrize("source", ["", "No page.", b"\0"])
def test_strict_mode_raises_the_same_error_for_what_is_no_page(source: str | bytes) -> None:
    with pytest.raises(TrialTextError) as raised:
        trialtext.parse(source, strict=True)
    assert (raised.value.line, raised.value.column) == (1, 1)


def test_a_caret_stands_below_the_place_in_a_long_line() -> None:
    line = f"{'x' * 300}: {'y' * 300}"
    with pytest.raises(TrialTextError) as raised:
        trialtext.parse(PAGE.replace("\nALL\n", f"\n{line}\n"), strict=True)
    shown, caret = raised.value.excerpt.split("\n")
    assert len(shown) < 100
    assert shown[caret.index("^")] == "x"


def test_a_last_newline_changes_nothing() -> None:
    assert trialtext.parse(PAGE + "\n").study == trialtext.parse(PAGE).study
