"""Small pages, each in a folder with the study and the diagnostics that reading it gives."""

from pathlib import Path

import pytest

import trialtext

CASES = sorted((Path(__file__).parent / "cases").glob("*/*"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_a_page_gives_this_study_and_these_diagnostics(case: Path) -> None:
    result = trialtext.parse((case / "page.txt").read_bytes(), path="page.txt")
    diagnostics = "".join(f"{diagnostic}\n" for diagnostic in result.diagnostics)
    assert result.format == case.parent.name
    assert diagnostics == (case / "diagnostics.txt").read_text("utf-8")
    assert result.study is not None
    study = trialtext.to_json(result.study, indent=True) + b"\n"
    assert study.decode() == (case / "study.json").read_text("utf-8")
    assert sum(result.coverage) == len(result.text)
