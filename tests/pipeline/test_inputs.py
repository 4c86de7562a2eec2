"""Which inputs a command line means."""

import io
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from trialtext.pipeline.inputs import expand, pages, read


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


def test_in_a_folder_texts_are_known_by_their_suffix(tmp_path: Path) -> None:
    paths = touch(tmp_path, "A.TXT", "b.Text", "c.text", "d.md", "e.MD", "f.txt")
    touch(tmp_path, "g.html", "h.txt.gz", "itxt", "md", "k.json")
    assert list(expand([str(tmp_path)])) == paths


def test_a_folder_without_texts_stands_for_itself(tmp_path: Path) -> None:
    full, empty = tmp_path / "full", tmp_path / "empty"
    empty.mkdir()
    paths = touch(full, "a.txt", "b.txt")
    assert list(pages([str(empty), "x.txt", str(full), "-"])) == [str(empty), "x.txt", *paths, "-"]


def test_in_the_place_of_a_folder_stand_its_files_sorted(tmp_path: Path) -> None:
    one, two, three = touch(tmp_path, "a.txt", "b.txt", "c.txt")
    assert list(expand(["x.txt", str(tmp_path), "y.txt"])) == ["x.txt", one, two, three, "y.txt"]


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


def test_only_text_files_of_a_folder_are_taken(tmp_path: Path) -> None:
    text, *_ = touch(tmp_path, "a.txt", "b.html", "c.txt.gz", "txt", "d.json")
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
    assert list(expand([str(tmp_path)])) == []


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


def test_an_empty_folder_holds_no_inputs(tmp_path: Path) -> None:
    assert list(expand([str(tmp_path)])) == []


def test_a_dash_is_standard_input_beside_a_folder_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(tmp_path, "-/a.txt")
    monkeypatch.chdir(tmp_path)
    assert list(expand(["-"])) == ["-"]


def test_a_file_is_read_as_bytes(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(b"\xff\r\n")
    assert read(str(path)) == (str(path), b"\xff\r\n")


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xff\r\n")))
    assert read("-") == ("<stdin>", b"\xff\r\n")


@pytest.mark.parametrize("limit", [0, 1, 3, 4, 5, 1 << 40])
def test_no_more_is_read_than_a_limit(limit: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"page")))
    assert read("-", limit) == ("<stdin>", b"page"[:limit])


@pytest.mark.skipif(os.name != "posix", reason="pipes are waited for on POSIX only")
def test_a_pipe_that_does_not_block_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    readable, writable = os.pipe()
    os.set_blocking(readable, False)

    def write_late() -> None:
        for part in (b"a ", b"page"):
            time.sleep(0.1)
            os.write(writable, part)
        os.close(writable)

    with os.fdopen(readable, "rb") as pipe:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(pipe))
        threading.Thread(target=write_late).start()
        assert read("-") == ("<stdin>", b"a page")


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(str(tmp_path / "nothing.txt"))


def test_a_folder_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        read(str(tmp_path))
