"""`trialtext formats`: what can be read and written."""

from tests.cli.commands import run

from trialtext.formats import FORMATS


def test_formats_are_listed_with_their_variants() -> None:
    lines = run("formats").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [each.name for each in FORMATS]
    assert lines[1].endswith("[flattened, pipes, unlabelled]")
