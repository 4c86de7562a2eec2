"""From text to result: find the kind of page, read it, freeze what was drafted."""

from pathlib import Path

from trialtext.diagnostics import Diagnostic
from trialtext.dialects import DIALECTS
from trialtext.readers.reading import Reading
from trialtext.result import Result
from trialtext.text import NotTextError, SourceText
from trialtext.trace import freeze


def parse(source: str | bytes, *, path: str = "<text>") -> Result:
    """Read the text of a registry page.

    `source` is the text itself, or its bytes: UTF-8, or UTF-16 with a byte order mark. `path` names
    it in diagnostics. Never raises for bad input: the result then has no study and says why.
    """
    try:
        text = SourceText.read(source, path)
    except NotTextError as error:
        return failed("not-text", f"binary data: {error}", path)
    if not text.text.strip():
        return failed("empty-input", "there is no text", path)
    page = Reading(text)
    for at in (*text.undecodable, *text.replaced)[:1]:
        page.report("undecodable-bytes", (at, at + 1), "not valid UTF-8, read as Latin-1")
    for dialect in DIALECTS:
        if dialect.read(page):
            page.diagnostics.sort(key=lambda diagnostic: diagnostic.start)
            return Result(freeze(page.study()), tuple(page.diagnostics))
    return failed("not-a-registry-page", "no header with an NCT number, no known section", path)


def parse_file(path: str | Path) -> Result:
    """Read the registry page in a file. Raises `OSError` if the file cannot be read."""
    return parse(Path(path).read_bytes(), path=str(path))


def failed(code: str, message: str, path: str) -> Result:
    """The result of an input that cannot be read."""
    return Result(None, (Diagnostic(code, message, 0, 0, 1, 1, path),))
