"""Standard streams: all of what is written arrives, or the exit code says that it did not."""

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.cli.commands import expected
from tests.conftest import CHECKOUT
from tests.pages import page

import trialtext

SEED = CHECKOUT / "seeds" / "mirror-study" / "non-ascii.txt"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="streams of another kind elsewhere")

BUFFERED = pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")


def shell(command: str, unbuffered: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line in which `trialtext` is this one."""
    return subprocess.run(
        ["/bin/sh", "-c", command.replace("trialtext", f"{sys.executable} -m trialtext", 1)],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "study.json"
    path.write_bytes(expected(SEED, indent=True))
    return path


@FULL
@BUFFERED
@pytest.mark.parametrize("command", ["convert {page}", "render {record}", "formats", "--version"])
def test_a_full_disk_is_told(command: str, unbuffered: str, record: Path) -> None:
    line = f"trialtext {command.format(page=SEED, record=record)} > /dev/full"
    done = shell(line, unbuffered)
    assert done.returncode != 0
    assert b"Error: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@BUFFERED
def test_a_disk_that_takes_a_part_only_is_full(unbuffered: str, tmp_path: Path) -> None:
    # The first kilobytes are written, and the system tells how many: that is no error by itself.
    done = shell(f"ulimit -f 4; trialtext convert {SEED} > {tmp_path}/out.json", unbuffered)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == b"Error: File too large"


@BUFFERED
@pytest.mark.parametrize("command", ["convert", "render"])
def test_a_pipe_that_does_not_block_gets_everything(
    command: str, unbuffered: str, tmp_path: Path
) -> None:
    readable, writable = os.pipe()
    fcntl.fcntl(writable, fcntl.F_SETFL, fcntl.fcntl(writable, fcntl.F_GETFL) | os.O_NONBLOCK)
    text = page(("Brief Summary", "Sleep. " * 100_000))
    path = tmp_path / "page.txt"
    path.write_text(text, "utf-8")
    study = trialtext.parse(text).study
    assert study is not None
    written = trialtext.to_json(study, indent=True) + b"\n"
    given = tmp_path / "study.json"
    given.write_bytes(written)
    with subprocess.Popen(
        [sys.executable, "-m", "trialtext", command, path if command == "convert" else given],
        stdout=writable,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    ) as process:
        os.close(writable)
        time.sleep(1)  # the pipe is full, and nobody reads
        with os.fdopen(readable, "rb") as pipe:
            read = pipe.read()
        process.communicate()
    assert process.returncode == 0
    assert read == (written if command == "convert" else trialtext.render(study).encode() + b"\n")


@BUFFERED
def test_diagnostics_get_through_a_pipe_that_does_not_block(
    unbuffered: str, tmp_path: Path
) -> None:
    readable, writable = os.pipe()
    fcntl.fcntl(writable, fcntl.F_SETFL, fcntl.fcntl(writable, fcntl.F_GETFL) | os.O_NONBLOCK)
    names = [f"{tmp_path}/{number:04}.txt" for number in range(2_000)]
    with subprocess.Popen(
        [sys.executable, "-m", "trialtext", "convert", "-v", "--jobs", "1", *names],
        stderr=writable,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    ):
        os.close(writable)
        time.sleep(1)
        with os.fdopen(readable, "rb") as pipe:
            lines = pipe.read().decode().splitlines()
    assert [line.partition(":")[0] for line in lines[:-1]] == names


@BUFFERED
def test_nobody_reads_on_and_nobody_needs_to_know(unbuffered: str) -> None:
    done = shell(f"(trialtext convert {SEED}; echo $? >&2) | true", unbuffered)
    assert b"Traceback" not in done.stderr
