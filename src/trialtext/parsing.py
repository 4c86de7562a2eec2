"""From text to result: find the kind of page, read it, freeze what was drafted."""

from collections.abc import Collection
from pathlib import Path
from typing import Final

from trialtext.diagnostics import Diagnostic
from trialtext.dialects import DIALECTS
from trialtext.dialects.detection import Detection, neither
from trialtext.readers.reading import Supplied
from trialtext.repairs import ALL_REPAIRS
from trialtext.result import Result
from trialtext.text import BOM, NotTextError, SourceText
from trialtext.trace import freeze
from trialtext.values import nct_id as nct_id_of

MAX_BYTES: Final = 100_000_000
"""How large an input may be unless it is said otherwise: ten times any page that was ever seen."""


def parse(
    source: str | bytes,
    *,
    path: str = "<text>",
    strict: bool = False,
    nct_id: str | None = None,
    repairs: Collection[str] = ALL_REPAIRS,
    max_bytes: int | None = MAX_BYTES,
) -> Result:
    """Read the text of a registry page.

    `source` is the text itself, or its bytes: UTF-8, or UTF-16 with a byte order mark. `path` names
    it in diagnostics. Bad input does not raise: the result then is partial, or has no study, and
    says why. With `strict`, the first thing that is wrong raises `TrialTextError`.

    `nct_id` is the study's number, for pages that lost theirs; without it, it is taken from `path`
    if the file is named like `NCT01234567.txt`. `repairs` names what may be done to damaged text,
    everything by default. A source of more than `max_bytes` bytes (characters, if it is a text) is
    not read; `None` is no limit. Raises `ValueError` for a wrong `nct_id` or an unknown repair.
    """
    supplied = _supplied(nct_id, path)
    if unknown := set(repairs) - ALL_REPAIRS:
        raise ValueError(f"no such repair: {', '.join(sorted(unknown))}")
    if max_bytes is not None and len(source) > max_bytes:
        return _checked(too_large(len(source), max_bytes, path), strict=strict)
    result = _parse(source, path, repairs, supplied)
    return _checked(result, strict=strict)


def parse_file(
    path: str | Path,
    *,
    strict: bool = False,
    nct_id: str | None = None,
    repairs: Collection[str] = ALL_REPAIRS,
    max_bytes: int | None = MAX_BYTES,
) -> Result:
    """Read the registry page in a file, as `parse` does. Raises `OSError` if it cannot be read."""
    size = Path(path).stat().st_size
    if max_bytes is not None and size > max_bytes:
        return _checked(too_large(size, max_bytes, str(path)), strict=strict)
    return parse(
        Path(path).read_bytes(),
        path=str(path),
        strict=strict,
        nct_id=nct_id,
        repairs=repairs,
        max_bytes=max_bytes,
    )


def detect(source: str | bytes) -> Detection:
    """Say what kind of page a text is, in which shape, how sure that is, and what tells so."""
    return parse(source, max_bytes=None).detection


def failed(code: str, message: str, path: str, source: SourceText | None = None) -> Result:
    """The result of an input that cannot be read."""
    return Result(None, source, failure=Diagnostic(code, message, 0, 0, 1, 1, path))


def too_large(size: int, allowed: int, path: str) -> Result:
    """The result of an input of more bytes than are allowed."""
    return failed("too-large", f"{size:,} bytes, and {allowed:,} are allowed", path)


def _checked(result: Result, *, strict: bool) -> Result:
    if strict:
        result.raise_if_imperfect()
    return result


def _supplied(given: str | None, path: str) -> Supplied | None:
    """The number that was given, or else that of the file's name."""
    if given is not None:
        if not nct_id_of(given):
            raise ValueError(f"no NCT number: {given!r}")
        return Supplied(given, "given number")
    stem = path.replace("\\", "/").rpartition("/")[2].removesuffix(".txt")
    return Supplied(stem, "file name") if nct_id_of(stem) else None


def _parse(
    source: str | bytes, path: str, repairs: Collection[str], supplied: Supplied | None
) -> Result:
    try:
        text = SourceText.read(source, path)
    except NotTextError as error:
        return failed("not-text", f"binary data: {error}", path)
    if not text.text.removeprefix(BOM).strip():
        return failed("empty-input", "there is no text", path, text)
    for dialect in DIALECTS:
        if page := dialect.read(text, frozenset(repairs), supplied):
            for at in text.undecodable[:1]:
                page.report_original(
                    "undecodable-bytes", (at, at + 1), "not UTF-8, read as Latin-1"
                )
            for at in text.replaced[:1]:
                message = "a lone surrogate, replaced by U+FFFD"
                page.report_original("undecodable-bytes", (at, at + 1), message)
            return Result(freeze(page.study()), page.source, page, dialect)
    return failed("not-a-registry-page", "; ".join(neither(text.text).evidence), path, text)
