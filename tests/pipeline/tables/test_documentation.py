"""The documentation of tables says what they are, and its examples run."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.conftest import CHECKOUT
from tests.pipeline.tables.invented import PROTOCOL, RICH, study

import trialtext

_BLOCK: Final = re.compile(r"```(sql|python)\n(.*?)```", re.DOTALL)


def blocks(page: str) -> Iterator[tuple[str, str]]:
    """Give the blocks of code of a page, each with its language."""
    yield from _BLOCK.findall((CHECKOUT / "docs" / page).read_text("utf-8"))


def run(code: str, names: dict[str, Any]) -> None:
    exec(compile(code, "documentation", "exec"), names)  # noqa: S102 - what the documentation shows


def test_the_page_about_tables_is_up_to_date() -> None:
    written = runpy.run_path(str(CHECKOUT / "scripts" / "write_tables.py"))["page"]()
    page = CHECKOUT / "docs" / "tables.md"
    assert page.read_text("utf-8") == written, "run scripts/write_tables.py"


def test_the_example_of_the_page_about_tables_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "seeds").symlink_to(CHECKOUT / "seeds")
    monkeypatch.chdir(tmp_path)
    ((_, code),) = blocks("tables.md")
    run(code, {})
    assert "'id': 7192237000001, 'nct_id': 'NCT07192237'" in capsys.readouterr().out
    assert (tmp_path / "tables" / "criteria.parquet").exists()


def test_questions_have_the_same_answer_in_sql_and_of_data_frames(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("pandas")
    juice = PROTOCOL | {
        "design": {"studyType": "INTERVENTIONAL", "phases": ["PHASE3"]},
        "sponsorCollaborators": {"leadSponsor": {"name": "Juice Works", "class": "INDUSTRY"}},
    }
    studies = [RICH, study("NCT99900002", **juice), study("NCT99900003", **PROTOCOL)]
    lines = b"\n".join(trialtext.to_json(each) for each in [*studies, study("NCT99900004")])
    (tmp_path / "studies.ndjson").write_bytes(lines)
    monkeypatch.chdir(tmp_path)
    (_, begin), *questions = blocks("questions.md")
    names: dict[str, Any] = {}
    run(begin, names)
    answers = []
    for (_, sql), (_, code) in zip(questions[::2], questions[1::2], strict=True):
        run(code, names)
        answers.append(names["connection"].sql(sql).fetchall())
        assert answers[-1] == [*names["answer"].itertuples(index=False, name=None)]
    names["connection"].close()
    assert answers == [
        [(2031, "PHASE1/PHASE2", 2), (2031, "PHASE3", 1)],
        [("INDUSTRY", 1, 3.0), ("OTHER", 2, 3.0)],
        [("NCT99900001", "Tea", 1, 20, 5.0)],
        [("PHASE1/PHASE2", 2, 2.0), ("PHASE3", 1, 2.0)],
        [(f"NCT9990000{n}", "Pregnancy") for n in (1, 2, 3)],
    ]
