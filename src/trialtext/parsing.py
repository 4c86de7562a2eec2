"""From text to result: find the kind of page, read it, freeze what was drafted."""

from pathlib import Path

from trialtext.diagnostics import Diagnostic
from trialtext.dialects import DIALECTS
from trialtext.result import Result
from trialtext.text import NotTextError, SourceText
from trialtext.trace import freeze
from trialtext.words import own_words


def parse(source: str | bytes, *, path: str = "<text>", strict: bool = False) -> Result:
    """Read the text of a registry page.

    `source` is the text itself, or its bytes: UTF-8, or UTF-16 with a byte order mark. `path` names
    it in diagnostics. Bad input does not raise: the result then is partial, or has no study, and
    says why. With `strict`, the first thing that is wrong raises `TrialTextError`.
    """
    result = _parse(source, path)
    if strict:
        result.raise_if_imperfect()
    return result


def parse_file(path: str | Path, *, strict: bool = False) -> Result:
    """Read the registry page in a file. Raises `OSError` if the file cannot be read."""
    return parse(Path(path).read_bytes(), path=str(path), strict=strict)


def failed(code: str, message: str, path: str, source: SourceText | None = None) -> Result:
    """The result of an input that cannot be read."""
    return Result(None, (Diagnostic(code, message, 0, 0, 1, 1, path),), source)


def _parse(source: str | bytes, path: str) -> Result:
    try:
        text = SourceText.read(source, path)
    except NotTextError as error:
        return failed("not-text", f"binary data: {error}", path)
    if not text.text.strip():
        return failed("empty-input", "there is no text", path, text)
    for dialect in DIALECTS:
        if page := dialect.read(text):
            for at in text.undecodable[:1]:
                page.report_original(
                    "undecodable-bytes", (at, at + 1), "not UTF-8, read as Latin-1"
                )
            for at in text.replaced[:1]:
                message = "a lone surrogate, replaced by U+FFFD"
                page.report_original("undecodable-bytes", (at, at + 1), message)
            for place in text.trimmed[:1]:
                lines = f"white space at the edge of {len(text.trimmed)} lines was taken off"
                page.report_original("edge-space", place, lines)
            page.diagnostics.sort(key=lambda diagnostic: diagnostic.start)
            told, study = tuple(page.diagnostics), freeze(page.study())
            return Result(study, told, page.source, page, own_words(dialect.grammar))
    message = "no header with an NCT number, no known section"
    return failed("not-a-registry-page", message, path, text)
