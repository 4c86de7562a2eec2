"""Where studies are written: all of it, or nothing."""

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from trialtext.pipeline.outputs.files import WholeOutput, open_output


class DiskFullError(Exception):
    """What goes wrong while a study is written."""


class StingyStream(io.RawIOBase):
    """Takes three bytes at a time, and none at all each other time, as a full pipe does."""

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe
        self.times = 0

    def writable(self) -> bool:
        """Say yes."""
        return True

    def fileno(self) -> int:
        """Return the pipe's descriptor."""
        return self.pipe

    def write(self, data: Any) -> int | None:
        """Take little, or nothing."""
        self.times += 1
        return os.write(self.pipe, data[:3]) if self.times % 2 else None


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def fail_while_writing(target: Path) -> None:
    with open_output(str(target)) as sink:
        sink.write(b"half a record")
        raise DiskFullError


def test_without_a_path_it_is_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    with open_output(None) as sink:
        sink.write(b"\xc3\xa9\n")
    assert capfdbinary.readouterr().out == b"\xc3\xa9\n"


@pytest.mark.skipif(os.name != "posix", reason="pipes are waited for on POSIX only")
@pytest.mark.parametrize("buffered", [False, True])
def test_a_stream_that_takes_little_at_a_time_gets_everything(buffered: bool) -> None:
    readable, writable = os.pipe()
    stream = StingyStream(writable)
    output = WholeOutput(io.BufferedWriter(stream) if buffered else stream)
    assert output.write(b"0123456789") == 10
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        assert pipe.read() == b"0123456789"


def test_standard_output_stays_open(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for data in (b"a", b"b"):
        with open_output(None) as sink:
            sink.write(data)
    assert capfdbinary.readouterr().out == b"ab"


def test_what_was_written_is_in_the_file(tmp_path: Path) -> None:
    with open_output(str(tmp_path / "out.json")) as sink:
        sink.write(b"a\r\n")
        sink.write(b"b")
    assert (tmp_path / "out.json").read_bytes() == b"a\r\nb"


def test_a_file_that_was_there_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"something long that was there")
    with open_output(str(target)) as sink:
        sink.write(b"new")
    assert target.read_bytes() == b"new"


def test_nothing_written_is_an_empty_file(tmp_path: Path) -> None:
    with open_output(str(tmp_path / "out.ndjson")):
        pass
    assert (tmp_path / "out.ndjson").read_bytes() == b""


def test_the_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    with open_output(str(target)) as sink:
        sink.write(b"a")
        sink.flush()
        assert not target.exists()
    assert target.exists()


def test_while_it_is_written_the_old_file_is_still_there(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"old")
    with open_output(str(target)) as sink:
        sink.write(b"new")
        sink.flush()
        assert target.read_bytes() == b"old"


def test_in_the_end_there_is_no_other_file(tmp_path: Path) -> None:
    with open_output(str(tmp_path / "out.json")) as sink:
        sink.write(b"a")
    assert names(tmp_path) == ["out.json"]


def test_if_writing_fails_the_failure_is_raised(tmp_path: Path) -> None:
    with pytest.raises(DiskFullError):
        fail_while_writing(tmp_path / "out.json")


def test_if_writing_fails_there_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DiskFullError):
        fail_while_writing(tmp_path / "out.json")
    assert names(tmp_path) == []


def test_if_writing_fails_the_old_file_stays_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    target.write_bytes(b"old")
    with pytest.raises(DiskFullError):
        fail_while_writing(target)
    assert (names(tmp_path), target.read_bytes()) == (["out.json"], b"old")


def test_an_interrupt_leaves_no_file(tmp_path: Path) -> None:
    def interrupt() -> None:
        with open_output(str(tmp_path / "out.json")):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert names(tmp_path) == []


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_the_file_has_the_mode_of_an_ordinary_one(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        with open_output(str(tmp_path / "out.json")):
            pass
    finally:
        os.umask(before)
    assert (tmp_path / "out.json").stat().st_mode & 0o777 == mode


def test_a_file_may_have_the_longest_of_names(tmp_path: Path) -> None:
    with open_output(str(tmp_path / ("x" * 255))) as sink:
        sink.write(b"a")
    assert names(tmp_path) == ["x" * 255]


@pytest.mark.skipif(os.name != "posix", reason="pipes have names on POSIX only")
def test_a_pipe_is_written_to_directly() -> None:
    readable, writable = os.pipe()
    with open_output(f"/dev/fd/{writable}") as sink:
        sink.write(b"a")
    os.close(writable)
    with os.fdopen(readable, "rb") as pipe:
        assert pipe.read() == b"a"


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("out.json")
    with open_output(str(tmp_path / "link.json")) as sink:
        sink.write(b"a")
    assert (tmp_path / "out.json").read_bytes() == b"a"
    assert (tmp_path / "link.json").is_symlink()


def test_a_file_may_be_named_without_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with open_output("out.json") as sink:
        sink.write(b"a")
    assert (tmp_path / "out.json").read_bytes() == b"a"


def test_a_folder_that_is_not_there_is_an_os_error_about_the_file(tmp_path: Path) -> None:
    target = str(tmp_path / "nowhere" / "out.json")
    with pytest.raises(FileNotFoundError) as raised, open_output(target):
        pass
    assert raised.value.filename == target


def test_standard_output_that_is_closed_is_an_os_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OSError, match="standard output is closed"), open_output(None):
        pass
