"""What a record holds: a text, or a study of the API."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from trialtext.pipeline.inputs.columns import Columns
from trialtext.pipeline.inputs.files import number_in
from trialtext.pipeline.inputs.items import Item, Record, Text
from trialtext.pipeline.inputs.json_values import is_json

SECTIONS: Final = {
    "protocolSection",
    "resultsSection",
    "annotationSection",
    "documentSection",
    "derivedSection",
    "hasResults",
}
"""The keys of a study."""
_BEGINNING: Final = 1_000
"""Characters by which it is known what a text is."""
_BYTES: Final = re.compile("[\udc80-\udcff]")
"""Bytes that are no UTF-8, in what was decoded."""


def of_rows(name: str, rows: Iterable[Mapping[str, Any]], columns: Columns) -> Iterator[Item]:
    """Make items of the rows of a table, which are numbered from 1."""
    for number, row in enumerate(rows, 1):
        id_ = row[columns.id] if columns.id else None
        yield item_of(f"{name}#{number}", row[columns.text], id_)


def item_of(name: str, text: str | bytes | None, id_: Any) -> Item:
    """Make an item of what a record holds, which may be a study, too."""
    known = id_.decode(errors="replace") if isinstance(id_, bytes) else id_
    known = None if known is None else str(known)
    data = text or ""
    if isinstance(data, str) and _BYTES.search(data):
        data = data.encode(errors="surrogateescape")
    begins = data[:_BEGINNING]
    if isinstance(begins, str):
        begins = begins.encode(errors="surrogatepass")
    if is_json(begins) and any(key.encode() in begins for key in SECTIONS):
        whole = data if isinstance(data, bytes) else data.encode(errors="surrogatepass")
        return Record(source=name, data=whole, id=known)
    return Text(source=name, data=data, id=known, nct_id=number_in(known))
