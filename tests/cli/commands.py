"""How tests run commands."""

import os
import subprocess
import sys
from pathlib import Path

import orjson
from click.testing import CliRunner, Result

import trialtext
from trialtext.cli import main


def run(*arguments: str | Path, stdin: bytes | None = None) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def run_process(
    *arguments: str | Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "trialtext", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env=os.environ | environment,
    )


def expected(path: Path, *, indent: bool) -> bytes:
    """Return what a page becomes."""
    study = trialtext.parse_file(path).study
    assert study is not None
    return trialtext.to_json(study, indent=indent) + b"\n"


def ids(lines: bytes) -> list[str]:
    """Return the numbers of the studies on some lines."""
    return [
        orjson.loads(line)["protocolSection"]["identificationModule"]["nctId"]
        for line in lines.splitlines()
    ]
