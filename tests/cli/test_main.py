"""The command line as a whole."""

import pytest
from tests.cli.commands import run

import trialtext


@pytest.mark.parametrize("arguments", [["convert"], ["convert", "--mood", "x"], ["divine", "x"]])
def test_wrong_use_is_exit_code_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout_bytes) == (2, b"")


def test_the_version_is_shown() -> None:
    assert trialtext.__version__ in run("--version").stdout


def test_the_commands_are_listed() -> None:
    assert {"convert", "formats", "render"} <= set(run("--help").stdout.split())
