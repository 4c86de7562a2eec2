"""`trialtext formats`: what can be read and written."""

from tests.cli.commands import run


def test_formats_are_listed_with_their_variants() -> None:
    lines = run("formats").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["mirror-study", "mirror-results"]
    assert lines[1].endswith("[flattened, pipes, unlabelled]")
