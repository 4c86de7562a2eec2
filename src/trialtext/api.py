"""What users call: text to results, records to text."""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from io import BufferedIOBase, IOBase, RawIOBase
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias, cast

import attrs

from trialtext.codec import type_of
from trialtext.formats import FORMATS, get_format
from trialtext.formats.detection import Recognized, divide, no_format
from trialtext.formats.format import Format
from trialtext.model.study import Study
from trialtext.reading.coverage import Coverage
from trialtext.reading.detection import Detection
from trialtext.reading.diagnostics import CATALOGUE, Diagnostic, input_diagnostic
from trialtext.reading.document import ExternalId
from trialtext.reading.result import Result
from trialtext.reading.scalars import nct_id as nct_id_of
from trialtext.text.decoding import InputError
from trialtext.text.input import EmptyInputError, Input
from trialtext.text.source import SourceText

MAX_BYTES: Final = 100_000_000
"""How large an input may be unless it is said otherwise: ten times any page that was ever seen."""

ALL_REPAIRS: Final = frozenset(name for format_ in FORMATS for name in format_.repair_names)
"""The names of everything that can be repaired, and be left alone."""

TEXT_SUFFIXES: Final = (".txt", ".text", ".md")
"""What the names of text files end with, in capitals or not."""

_FILE_NAME: Final = re.compile(
    r"\S+\.(?:txt|csv|tsv|json|ndjson|jsonl|html?|gz|zip)", re.IGNORECASE
)
"""What is no text, but the name of one."""


Source: TypeAlias = str | bytes | bytearray | memoryview | BinaryIO
"""What is read: a text, its bytes, or a file that is open in binary mode and can seek."""


# ---- From text


@attrs.frozen
class _Options:
    """How texts are read."""

    format: Format | None
    path: str
    nct_id: str | None
    repairs: frozenset[str]
    max_bytes: int | None

    def external_id(self) -> ExternalId | None:
        """Return the number that was given, or else that of the file's name."""
        if self.nct_id is not None:
            return ExternalId(self.nct_id, "given number")
        stem = self.path.replace("\\", "/").rpartition("/")[2]
        if stem.lower().endswith(TEXT_SUFFIXES):
            stem = stem.rpartition(".")[0]
        return ExternalId(stem, "file name") if nct_id_of(stem) else None


def parse(
    source: Source,
    *,
    format: str | None = None,
    path: str = "<text>",
    strict: bool = False,
    nct_id: str | None = None,
    repairs: Collection[str] = ALL_REPAIRS,
    max_bytes: int | None = MAX_BYTES,
) -> Result:
    """Read a text that tells of one study.

    `source` is the text itself, its bytes (UTF-8, or UTF-16 with a byte order mark), or a file that
    is open in binary mode and can seek. `format` is the name of one of `formats()`; without it, the
    text tells. `path` names it in diagnostics. Bad input does not raise: the result then is
    partial, or has no study, and says why. With `strict`, anything that is wrong raises
    `TrialTextError`. Of several documents, the first is read, and the others are reported:
    `parse_all` reads them all.

    `nct_id` is the study's number, for pages that lost theirs; without it, it is taken from `path`
    if the file is named like `NCT01234567.txt`. `repairs` names what may be done to damaged text,
    everything by default. A source of more than `max_bytes` bytes (characters, if it is a text) is
    not read; `None` is no limit. Raises `TypeError` for what is no text, and `ValueError` for an
    unknown format or repair, a wrong `nct_id`, or the name of a file.
    """
    options = _options(format, path, nct_id, repairs, max_bytes)
    given = _input(source, options)
    try:
        given.check_size()
        first, *others = divide(given, FORMATS, options.format)
    except InputError as error:
        result = _unreadable(given, error)
    else:
        result = _read(first, options, options.external_id())
        if others:
            result = _with_rest(result, [other.excerpt.source for other in others])
    if strict:
        result.raise_for_diagnostics()
    return result


def parse_all(
    source: Source,
    *,
    format: str | None = None,
    path: str = "<text>",
    nct_id: str | None = None,
    repairs: Collection[str] = ALL_REPAIRS,
    max_bytes: int | None = MAX_BYTES,
) -> Iterator[Result]:
    """Read every document of a text: two pages in one file, the rows of a download.

    A text of no known format gives one result, without a study. Positions are those in the `text`
    of each result; lines, columns and bytes are those of the source. A number, given or in the name
    of the file, is taken for a source of one document only. The rows of a table in an open file are
    read one by one, as they are asked for, and `max_bytes` is no limit there: keep the file open
    until the last one, and read nothing else from it. Raises what `parse` raises, and `OSError`.
    """
    options = _options(format, path, nct_id, repairs, max_bytes)
    return _read_all(_input(source, options), options)


def parse_file(
    path: str | os.PathLike[str],
    *,
    format: str | None = None,
    strict: bool = False,
    nct_id: str | None = None,
    repairs: Collection[str] = ALL_REPAIRS,
    max_bytes: int | None = MAX_BYTES,
) -> Result:
    """Read the text in a file, as `parse` does. Raises `OSError` if it cannot be read."""
    if not isinstance(path, str | os.PathLike):
        raise TypeError(f"parse_file takes the path of a file, not {type_of(path)}")
    if "\n" in os.fspath(path):
        raise ValueError("parse_file takes the path of a file, not its text: use parse")
    _options(format, str(path), nct_id, repairs, max_bytes)
    with Path(path).open("rb") as file:
        return parse(
            file if file.seekable() else file.read(),
            format=format,
            path=str(path),
            strict=strict,
            nct_id=nct_id,
            repairs=repairs,
            max_bytes=max_bytes,
        )


def detect(source: Source) -> Detection:
    """Say which format a text has, in which variant, how sure that is, and what tells so.

    Of several documents, it is the first. Nothing is parsed. `source` is what `parse` takes. Raises
    `TypeError` for what is no text, and `ValueError` for the name of a file.
    """
    given = _input(source, _options(None, "<text>", None, ALL_REPAIRS, None))
    try:
        first = next(divide(given, FORMATS))
    except InputError as error:
        return _unreadable(given, error).detection
    if first.format is None:
        return _of_no_format(first).detection
    return first.format.describe(first.excerpt)


def failed(
    code: str,
    message: str,
    path: str,
    source: SourceText | None = None,
    detection: Detection | None = None,
) -> Result:
    """Make the result of an input that cannot be read."""
    source = source or SourceText("", "", path)
    text = source.original
    kept = text.strip()
    start = len(text) - len(text.lstrip())
    return Result(
        diagnostics=(input_diagnostic(code, message, path),),
        detection=detection or no_format(text),
        source=source,
        coverage=Coverage(0, len(text) - len(kept), len(kept)),
        unparsed_spans=(((start, start + len(kept)), ""),) if kept else (),
    )


def _options(
    format_: str | None,
    path: str,
    nct_id: str | None,
    repairs: Collection[str],
    max_bytes: int | None,
) -> _Options:
    if not isinstance(path, str):
        raise TypeError(f"path is the name of the source, a string, not {type_of(path)}")
    if max_bytes is not None and (isinstance(max_bytes, bool) or not isinstance(max_bytes, int)):
        raise TypeError(f"max_bytes is a number or None, not {type_of(max_bytes)}")
    if max_bytes is not None and max_bytes < 0:
        raise ValueError(f"max_bytes is a number of bytes, not {max_bytes}")
    if isinstance(repairs, str) or not isinstance(repairs, Collection):
        raise TypeError(f"repairs is a collection of names, not {type_of(repairs)}")
    if unknown := set(repairs) - ALL_REPAIRS:
        raise ValueError(f"no such repair: {', '.join(sorted(map(str, unknown)))}")
    if nct_id is not None and not (isinstance(nct_id, str) and nct_id_of(nct_id)):
        raise ValueError(f"no NCT number: {nct_id!r}")
    known = get_format(format_) if format_ is not None else None
    return _Options(known, path, nct_id, frozenset(repairs), max_bytes)


def _input(source: Source, options: _Options) -> Input:
    """Take what is to be read, which is not read yet."""
    if isinstance(source, str):
        if _FILE_NAME.fullmatch(source):
            raise ValueError(f"{source!r:.80} is the name of a file, not its text: use parse_file")
        return Input(source, options.path, options.max_bytes)
    if isinstance(source, bytes | bytearray | memoryview):
        return Input(bytes(source), options.path, options.max_bytes)
    if isinstance(source, RawIOBase | BufferedIOBase) and source.seekable():
        return Input(cast("BinaryIO", source), options.path, options.max_bytes)
    if isinstance(source, IOBase):
        raise TypeError("a file is to be open in binary mode, and to be one that can seek")
    hint = ": parse_file reads a file" if isinstance(source, os.PathLike) else ""
    raise TypeError(f"the source is a text or its bytes, not {type_of(source)}{hint}")


def _unreadable(source: Input, error: InputError) -> Result:
    text = source.head if isinstance(error, EmptyInputError) else None
    return failed(error.code, str(error), source.path, text)


def _read_all(source: Input, options: _Options) -> Iterator[Result]:
    """Read every document; a number that came with the input is that of the only one."""
    try:
        documents = divide(source, FORMATS, options.format)
        first = list(islice(documents, 2))
        external_id = options.external_id() if len(first) == 1 else None
        for document in chain(first, documents):
            yield _read(document, options, external_id)
    except InputError as error:
        yield _unreadable(source, error)


def _read(document: Recognized, options: _Options, external_id: ExternalId | None) -> Result:
    if document.format is None:
        return _of_no_format(document)
    return document.format.read(document.excerpt, options.repairs, external_id)


def _of_no_format(document: Recognized) -> Result:
    source = document.excerpt.source
    if document.ambiguity:
        tie = Detection(None, None, 0.5, (document.ambiguity,))
        return failed("ambiguous-format", document.ambiguity, source.path, source, tie)
    message = "; ".join(no_format(source.text).evidence)
    return failed("not-a-registry-page", message, source.path, source)


def _with_rest(result: Result, others: list[SourceText]) -> Result:
    """Add further documents to the result of the first, as text of which nothing was made."""
    rest = "".join(other.original for other in others)
    start, kept = len(result.text), rest.rstrip()
    source = attrs.evolve(
        result.source, original=result.text + rest, text=result.source.text + rest
    )
    line, column = source.line_column(start)
    further = Diagnostic(
        "further-page",
        CATALOGUE["further-page"].severity,
        f"{len(others)} more in this text, not read",
        start,
        start + len(kept),
        line,
        column,
        source.path,
    )
    coverage = result.coverage
    return attrs.evolve(
        result,
        diagnostics=(*result.diagnostics, further),
        source=source,
        coverage=coverage._replace(
            boilerplate=coverage.boilerplate + len(rest) - len(kept),
            unparsed=coverage.unparsed + len(kept),
        ),
        unparsed_spans=(*result.unparsed_spans, ((start, start + len(kept)), "")),
    )


# ---- From records


def render(study: Study, *, format: str = "mirror-study", variant: str | None = None) -> str:
    """Write a study as the text of a format, without a last newline.

    It takes any record of the API and shows what the format shows: see `view`. `variant` is one of
    those that `formats()` lists; the first by default. Raises `TypeError` for what is no study,
    `ValueError` for an unknown format or variant, or one that is not rendered.
    """
    format_ = _rendered(study, format, "render")
    if format_.render is None:
        raise ValueError(f"{format_.name} is read, not rendered")
    return format_.render(study, _variant(format_, variant))


def render_csv(studies: Iterable[Study]) -> str:
    """Write studies as the table that the registry lets people download, all columns of it.

    What has no column is left out: see `view` with the format `ctgov-csv`. Lines end as there, with
    CR and LF. Raises `TypeError` for what is no study.
    """
    writer = get_format("ctgov-csv").table_writer
    if isinstance(studies, Study):
        raise TypeError("render_csv takes several studies, not a Study: give a list of them")
    checked = (_study(study, "render_csv") for study in studies)
    return "".join(writer.write(checked)) if writer else ""


def view(study: Study, *, format: str = "mirror-study", variant: str | None = None) -> Study:
    """Cut a study down to what the text of a format can tell.

    It is what reading the rendered text gives, as far as that is unambiguous. Raises what `render`
    raises.
    """
    format_ = _rendered(study, format, "view")
    if format_.view is None:
        raise ValueError(f"{format_.name} is read, not rendered")
    return format_.view(study, _variant(format_, variant))


def _rendered(study: Any, format_name: str, function: str) -> Format:
    _study(study, function)
    return get_format(format_name)


def _study(study: Any, function: str) -> Study:
    if not isinstance(study, Study):
        hint = ": give its study" if isinstance(study, Result) else ""
        raise TypeError(f"{function} takes a Study, not {type_of(study)}{hint}")
    return study


def _variant(format_: Format, wanted: str | None) -> str:
    if wanted is None:
        return next(iter(format_.variants))
    if wanted not in format_.variants:
        known = ", ".join(format_.variants)
        raise ValueError(f"{format_.name} has no variant {wanted!r} to render; there are: {known}")
    return wanted
