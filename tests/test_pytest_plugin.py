"""The plugin as its users meet it: pytest runs tests of a pipeline that lies elsewhere."""

import os
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final

import pytest
from tests.conftest import CHECKOUT
from tests.pages import replaced, seed_text

EXAMPLE: Final = CHECKOUT / "docs" / "examples" / "snapshot-pipeline"
# pytest refuses a plugin that is registered twice: an installed trialtext registers itself.
PLUGIN: Final = (
    [] if entry_points(group="pytest11", name="trialtext") else ["-p", "trialtext.pytest_plugin"]
)
WITHOUT_SYRUPY: Final = "import sys\nsys.modules['syrupy'] = None\n"


def run(folder: Path, *options: str, plugin: list[str] = PLUGIN) -> str:
    """Run pytest in a folder; return what it prints."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}
    paths = [str(CHECKOUT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugin, "-p", "no:cacheprovider", "-vv", *options],
        cwd=folder,
        env=inherited | {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout + done.stderr


def explained(output: str) -> list[str]:
    """Return the lines in which pytest explains what failed."""
    return [line[1:].strip() for line in output.splitlines() if line.startswith("E ")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a folder with a page, and a test that compares it."""
    (tmp_path / "page.txt").write_text(seed_text("minimal"), "utf-8")
    write_test(tmp_path, "assert trialtext.parse_file('page.txt') == study_snapshot")
    return tmp_path


def write_test(folder: Path, *statements: str) -> None:
    body = "".join(f"    {statement}\n" for statement in statements)
    text = f"import trialtext\n\n\ndef test_page(study_snapshot):\n{body}"
    (folder / "test_page.py").write_text(text, "utf-8")


def stored(folder: Path) -> list[str]:
    """List the stored files."""
    return sorted(path.name for path in folder.rglob("__snapshots__/test_page/*"))


# ---- The example of the documentation


@pytest.fixture
def example(tmp_path: Path) -> Path:
    skipped = shutil.ignore_patterns("__pycache__", ".*")
    return Path(shutil.copytree(EXAMPLE, tmp_path / "example", ignore=skipped))


def enroll_more(example: Path) -> None:
    page = example / "pages" / "NCT99900101.txt"
    text = page.read_text("utf-8")
    page.write_text(replaced(text, "\n40 participants\n", "\n42 participants\n"), "utf-8")


CHANGED: Final = f'+ 42  {Path("pages", "NCT99900101.txt")}:27:1  "42 participants"'


def test_the_example_passes_as_it_is_stored(example: Path) -> None:
    assert "4 passed" in run(example)


def test_the_example_tells_what_changed_on_a_page_until_that_is_stored(example: Path) -> None:
    enroll_more(example)
    output = run(example)
    assert "2 failed, 2 passed" in output
    assert explained(output)[1:4] == [
        "/protocolSection/designModule/enrollmentInfo/count",
        "- 40",
        CHANGED,
    ]
    assert "2 snapshots updated" in run(example, "--snapshot-update")
    assert "4 passed" in run(example)


# ---- As snapshots work


def test_a_study_is_stored_when_it_is_asked_for(project: Path) -> None:
    assert explained(run(project))[1:] == [
        "Snapshot 'test_page' does not exist!",
        "pytest --snapshot-update stores this study.",
    ]
    assert stored(project) == []
    assert "1 snapshot generated" in run(project, "--snapshot-update")
    assert stored(project) == ["test_page.json"]
    assert "1 passed" in run(project)


def test_each_study_of_a_test_has_a_file_with_the_name_that_it_is_given(project: Path) -> None:
    write_test(
        project,
        "study = trialtext.parse_file('page.txt').study",
        "assert study == study_snapshot(name='NCT99900013')",
        "assert study == study_snapshot",
        "study_snapshot(name='again').assert_match(study)",
    )
    assert "3 snapshots generated" in run(project, "--snapshot-update")
    assert stored(project) == [
        "test_page.1.json",
        "test_page[NCT99900013].json",
        "test_page[again].json",
    ]


def test_what_no_test_uses_any_more_is_reported_and_then_removed(project: Path) -> None:
    compared = "assert trialtext.parse_file('page.txt') == study_snapshot(name={!r})"
    write_test(project, compared.format("one"), compared.format("other"))
    run(project, "--snapshot-update")
    write_test(project, compared.format("one"))
    output = run(project, "--snapshot-details")
    assert "1 snapshot unused" in output
    assert "test_page[other]" in output
    assert stored(project) == ["test_page[one].json", "test_page[other].json"]
    run(project, "--snapshot-update")
    assert stored(project) == ["test_page[one].json"]


@pytest.mark.parametrize("value", ["None", "trialtext.parse('no page')"])
def test_what_has_no_study_fails_and_says_why(project: Path, value: str) -> None:
    write_test(project, f"assert {value} == study_snapshot")
    reason = explained(run(project, "--snapshot-update"))[1]
    assert reason.startswith("TypeError: ")
    assert "not None" in reason or "error not-a-registry-page" in reason
    assert stored(project) == []


def test_it_works_with_several_processes(example: Path) -> None:
    (example / "tests" / "__snapshots__" / "test_pipeline").rename(example / "before")
    assert "4 passed" in run(example, "-n", "2", "--snapshot-update")
    after = example / "tests" / "__snapshots__" / "test_pipeline"
    for path in (example / "before").iterdir():
        assert (after / path.name).read_bytes() == path.read_bytes()
    enroll_more(example)
    assert CHANGED in explained(run(example, "-n", "2"))


# ---- Loaded for everybody


def test_without_syrupy_only_tests_that_need_it_fail(project: Path) -> None:
    (project / "without_syrupy.py").write_text(WITHOUT_SYRUPY, "utf-8")
    (project / "test_other.py").write_text("def test_other():\n    pass\n", "utf-8")
    first = ["-p", "no:syrupy", "-p", "without_syrupy"]
    output = run(project, plugin=[*first, *PLUGIN])
    assert "1 passed, 1 error" in output
    assert "study_snapshot needs syrupy: pip install 'syrupy>=4.6'" in output
    assert "Traceback" not in output


def test_loading_the_plugin_imports_nothing_of_what_reads_pages() -> None:
    program = "import sys, pytest; old = set(sys.modules)\nimport trialtext.pytest_plugin\n"
    listing = "print(*sorted(set(sys.modules) - old))"
    done = subprocess.run(
        [sys.executable, "-c", program + listing],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["trialtext", "trialtext.pytest_plugin"]
