"""One item to its documents: texts are parsed, records of the API are read."""

import warnings
from collections.abc import Collection, Iterator
from typing import NamedTuple, TypeAlias, assert_never

import attrs

from trialtext.api import ALL_REPAIRS, MAX_BYTES, failed, parse_all
from trialtext.codec import InvalidRecordError, UnknownFieldWarning, from_json
from trialtext.extras import MissingExtraError
from trialtext.formats import get_format
from trialtext.model.study import Study
from trialtext.pipeline.html import shown
from trialtext.pipeline.inputs.items import Html, Item, Record, Row, Text, Unreadable
from trialtext.reading.diagnostics import Diagnostic, input_diagnostic
from trialtext.reading.result import Result


class ApiRecord(NamedTuple):
    """A study that came as the API returns it."""

    study: Study
    diagnostics: tuple[Diagnostic, ...]


Document: TypeAlias = Result | ApiRecord


def _in_order(names: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


@attrs.frozen(kw_only=True)
class DocumentReader:
    """How the documents of an item are read. It goes from process to process."""

    format: str | None = None
    """The format of texts, if it is known."""
    nct_id: str | None = None
    """The study's number, if there is one page, which may have lost it."""
    repairs: Collection[str] = attrs.field(default=ALL_REPAIRS, converter=_in_order)
    """What may be done to damaged text."""
    max_bytes: int = MAX_BYTES
    """How large a text may be."""

    def documents(self, item: Item) -> Iterator[Document]:
        """Read every document of an item, one after the other."""
        match item:
            case Text():
                yield from self._parse(item.content, item.source, item.nct_id)
            case Html():
                yield from self._parse_html(item)
            case Row():
                format_ = get_format(item.format)
                yield format_.read(item.excerpt, frozenset(self.repairs), None)
            case Record():
                yield _read_record(item)
            case Unreadable():
                yield failed(item.code, item.message, item.source)
            case _:
                assert_never(item)

    def _parse(self, text: bytes, source: str, nct_id: str | None = None) -> Iterator[Result]:
        yield from parse_all(
            text,
            format=self.format,
            path=source,
            nct_id=self.nct_id or nct_id,
            repairs=self.repairs,
            max_bytes=self.max_bytes,
        )

    def _parse_html(self, item: Html) -> Iterator[Result]:
        try:
            text = shown(item.data, item.charset).encode(errors="surrogatepass")
        except MissingExtraError as error:
            yield failed("missing-extra", str(error), item.source)
        else:
            yield from self._parse(text, item.source)


def _read_record(record: Record) -> Document:
    """Read a study as the API returns it, and report what is not in its specification."""
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always", UnknownFieldWarning)
            study = from_json(record.data)
    except InvalidRecordError as error:
        return failed("invalid-record", str(error), record.source)
    messages = dict.fromkeys(str(warning.message) for warning in caught)
    found = (input_diagnostic("unknown-field", each, record.source) for each in messages)
    return ApiRecord(study, tuple(found))
