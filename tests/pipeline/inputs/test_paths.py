"""Which inputs a command line means."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from trialtext.pipeline.inputs.addresses import is_address
from trialtext.pipeline.inputs.paths import expand


def touch(folder: Path, *names: str) -> list[str]:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return [str(folder / name) for name in names]


def test_paths_of_files_stay_as_they_are() -> None:
    assert list(expand(["b.txt", "./a.txt", "b.txt"])) == ["b.txt", "./a.txt", "b.txt"]


def test_a_path_may_lead_nowhere() -> None:
    assert list(expand(["nowhere/page.txt"])) == ["nowhere/page.txt"]


def test_a_path_may_be_longer_than_any_name() -> None:
    assert list(expand(["x" * 1_000, "page.txt"])) == ["x" * 1_000, "page.txt"]


def test_a_file_that_is_named_may_have_any_suffix(tmp_path: Path) -> None:
    (path,) = touch(tmp_path, "page.html")
    assert list(expand([path])) == [path]


def test_in_a_folder_files_are_known_by_their_suffix(tmp_path: Path) -> None:
    paths = touch(tmp_path, "A.TXT", "b.Text", "c.text", "d.md", "e.MD", "f.txt.gz", "g.json")
    paths += touch(tmp_path, "h.jsonl.zst", "i.parquet", "j.csv", "k.tar.gz", "l.zip", "m.warc.gz")
    touch(tmp_path, "g.html", "gz", "itxt", "md", "k.py", "x.duckdb", "y.txt.bak")
    assert list(expand([str(tmp_path)])) == paths


def test_a_folder_without_files_stands_for_itself(tmp_path: Path) -> None:
    full, empty = tmp_path / "full", tmp_path / "empty"
    empty.mkdir()
    paths = touch(full, "a.txt", "b.txt")
    assert list(expand([str(empty), "x.txt", str(full), "-"])) == [str(empty), "x.txt", *paths, "-"]


def test_in_the_place_of_a_folder_stand_its_files_sorted(tmp_path: Path) -> None:
    one, two, three = touch(tmp_path, "a.txt", "b.txt", "c.txt")
    assert list(expand(["x.txt", str(tmp_path), "y.txt"])) == ["x.txt", one, two, three, "y.txt"]


def test_files_that_are_being_written_are_passed_over(tmp_path: Path) -> None:
    paths = touch(tmp_path, "a.txt")
    touch(tmp_path, ".trialtext-abc.part/studies.parquet")
    assert list(expand([str(tmp_path)])) == paths


def test_a_folder_is_searched_at_all_depths(tmp_path: Path) -> None:
    paths = touch(tmp_path, "a/1.txt", "a/b/2.txt", "c/3.txt")
    assert list(expand([str(tmp_path)])) == paths


def test_files_and_folders_are_in_the_order_of_their_paths(tmp_path: Path) -> None:
    paths = touch(tmp_path, "a-b.txt", "a.txt", "a/1.txt", "a/b/2.txt", "a/b.txt", "a0/1.txt")
    assert list(expand([str(tmp_path)])) == sorted(paths)


def test_a_folder_is_searched_when_its_turn_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, *_ = touch(tmp_path, "a/1.txt", "b/2.txt")
    searched, scandir = [], os.scandir

    def recorded(folder: str) -> Any:
        searched.append(folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", recorded)
    assert next(expand([str(tmp_path)])) == path
    assert searched == [str(tmp_path), str(tmp_path / "a")]


def test_only_files_that_can_be_read_are_taken_of_a_folder(tmp_path: Path) -> None:
    text, *_ = touch(tmp_path, "a.txt", "b.html", "c.py", "txt", "d.zip.bak")
    assert list(expand([str(tmp_path)])) == [text]


def test_a_folder_with_the_name_of_a_text_file_is_none(tmp_path: Path) -> None:
    (path,) = touch(tmp_path, "folder.txt/a.txt")
    assert list(expand([str(tmp_path)])) == [path]


def test_paths_inside_the_current_folder_are_relative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "a.txt", "b/c.txt")
    monkeypatch.chdir(tmp_path)
    assert list(expand(["."])) == ["a.txt", str(Path("b/c.txt"))]
    assert list(expand(["./b/"])) == [str(Path("b/c.txt"))]


@pytest.mark.skipif(os.name != "posix", reason="links want no privilege on POSIX only")
def test_links_to_files_are_taken_and_links_to_folders_are_not(tmp_path: Path) -> None:
    (path,) = touch(tmp_path, "a/1.txt")
    (tmp_path / "b.txt").symlink_to(path)
    (tmp_path / "c").symlink_to(tmp_path / "a")
    (tmp_path / "d.txt").symlink_to(tmp_path / "a")
    assert list(expand([str(tmp_path)])) == [path, str(tmp_path / "b.txt")]


@pytest.mark.skipif(os.name != "posix", reason="links want no privilege on POSIX only")
def test_links_that_lead_nowhere_are_not_passed_over(tmp_path: Path) -> None:
    nowhere, itself = tmp_path / "a.txt", tmp_path / "b.txt"
    nowhere.symlink_to(tmp_path / "nowhere.txt")
    itself.symlink_to(itself)
    assert list(expand([str(tmp_path)])) == [str(nowhere), str(itself)]


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices have names on POSIX only")
def test_what_is_no_ordinary_file_is_not_taken(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")  # would be waited for
    (tmp_path / "b.txt").symlink_to(os.devnull)
    assert list(expand([str(tmp_path)])) == [str(tmp_path)]


def test_a_folder_that_cannot_be_searched_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path, _) = touch(tmp_path, "a.txt", "closed/b.txt")
    closed, scandir = str(tmp_path / "closed"), os.scandir

    def guarded(folder: str) -> Any:
        if folder == closed:
            raise PermissionError(13, "Permission denied", folder)
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", guarded)
    assert list(expand([str(tmp_path)])) == [path, closed]


def test_a_dash_is_standard_input_beside_a_folder_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "-/a.txt")
    monkeypatch.chdir(tmp_path)
    assert list(expand(["-"])) == ["-"]


# ---- Patterns and addresses


def test_a_pattern_stands_for_the_files_that_match_it(tmp_path: Path) -> None:
    paths = touch(tmp_path, "a/1.txt", "a/b/3.html", "a2.txt")
    touch(tmp_path, "c.txt/4.txt")
    assert list(expand([f"{tmp_path}/a*/**/*.*"])) == paths[:2]
    assert list(expand([f"{tmp_path}/a*.txt"])) == paths[2:]


def test_a_pattern_may_match_folders(tmp_path: Path) -> None:
    paths = touch(tmp_path, "a1/1.txt", "a2/b/3.txt")
    assert list(expand([f"{tmp_path}/a*"])) == paths


def test_a_pattern_that_nothing_matches_stands_for_itself(tmp_path: Path) -> None:
    assert list(expand([f"{tmp_path}/*.txt"])) == [f"{tmp_path}/*.txt"]


def test_a_file_may_be_named_like_a_pattern(tmp_path: Path) -> None:
    (path,) = touch(tmp_path, "[a].txt")
    touch(tmp_path, "a.txt")
    assert list(expand([path])) == [path]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("https://example.org/page.txt", True),
        ("s3://bucket/folder/*.txt", True),
        ("zip://page.txt::pages.zip", True),
        ("page.txt", False),
        ("./a://b", False),
        ("C:\\pages\\page.txt", False),
    ],
)
def test_addresses_are_known_by_their_scheme(path: str, *, expected: bool) -> None:
    assert is_address(path) is expected


@pytest.fixture
def memory() -> Iterator[Any]:
    """Return a file system in memory, with some files."""
    system = fsspec.filesystem("memory")
    for name in ("/crawl/b.txt", "/crawl/a/c.txt", "/crawl/d.html"):
        system.pipe(name, b"page")
    yield system
    system.rm("/crawl", recursive=True)


@pytest.mark.usefixtures("memory")
def test_a_folder_at_an_address_stands_for_its_files() -> None:
    assert list(expand(["memory://crawl"])) == ["memory:///crawl/a/c.txt", "memory:///crawl/b.txt"]


@pytest.mark.usefixtures("memory")
def test_a_pattern_at_an_address_stands_for_the_files_that_match_it() -> None:
    assert list(expand(["memory://crawl/*.*"])) == [
        "memory:///crawl/b.txt",
        "memory:///crawl/d.html",
    ]


@pytest.mark.usefixtures("memory")
@pytest.mark.parametrize("path", ["memory://crawl/b.txt", "memory://nowhere", "nosuch://x/y.txt"])
def test_an_address_of_anything_else_stands_for_itself(path: str) -> None:
    assert list(expand([path])) == [path]
