"""An input to items, whatever holds what: archives in archives, records in what is compressed."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Final

from trialtext.extras import MissingExtraError
from trialtext.pipeline.inputs.archives import is_tar, is_zip, read_tar, read_zip
from trialtext.pipeline.inputs.csv_file import is_csv, read_csv
from trialtext.pipeline.inputs.files import File, InputOptions, Reader, number_in
from trialtext.pipeline.inputs.items import Item, Text, Unreadable
from trialtext.pipeline.inputs.json_file import is_json, read_json
from trialtext.pipeline.inputs.parquet_file import is_parquet, read_parquet
from trialtext.pipeline.inputs.problems import UnreadableError
from trialtext.pipeline.inputs.registry_table import is_table, read_table
from trialtext.pipeline.inputs.streams import (
    DAMAGED,
    decompressed,
    is_compressed,
    open_stream,
    peeked,
    read_most,
)
from trialtext.pipeline.inputs.warc import is_warc, read_warc
from trialtext.text.decoding import InputError

_DEEPEST: Final = 6
"""Files in files: more is no crawl, but an attack."""


def read_items(
    path: str, options: InputOptions, on_open: Callable[[BinaryIO], object] = lambda _: None
) -> Iterator[Item]:
    """Read an input, item by item. What cannot be read is an item that tells why.

    `on_open` is given the open file.
    """
    name = path
    try:
        with open_stream(path) as (name, file):
            on_open(file)
            yield from _items(options, 0, name, file)
    except OSError as error:
        reason = error.strerror or str(error)
        yield Unreadable(source=_as_text(name), code="unreadable-file", message=reason)
    except MissingExtraError as error:
        yield Unreadable(source=_as_text(name), code="missing-extra", message=str(error))
    except DAMAGED as error:
        yield Unreadable(source=_as_text(name), code="damaged-archive", message=str(error))


def _items(options: InputOptions, depth: int, name: str, stream: BinaryIO) -> Iterator[Item]:
    """Read what an open file holds. What is damaged ends it, and nothing before is lost."""
    name = _as_text(name)
    if depth > _DEEPEST:
        message = f"more than {_DEEPEST} files in each other"
        yield Unreadable(source=name, code="damaged-archive", message=message)
        return
    try:
        head, whole = peeked(stream)
        inside = partial(_items, options, depth + 1)
        file = File(name=name, head=head, stream=whole, options=options, items_inside=inside)
        yield from next(read for holds, read in _KINDS if holds(file))(file)
    except UnreadableError as error:
        yield Unreadable(source=name, code=error.code, message=error.message)
    except MissingExtraError as error:
        yield Unreadable(source=name, code="missing-extra", message=str(error))
    except InputError as error:
        yield Unreadable(source=name, code=error.code, message=str(error))
    except DAMAGED as error:
        yield Unreadable(source=name, code="damaged-archive", message=str(error))
    except OSError as error:
        # The system's own errors have a number, those of what is decompressed have none.
        code = "unreadable-file" if error.errno else "damaged-archive"
        yield Unreadable(source=name, code=code, message=error.strerror or str(error))


def _as_text(name: str) -> str:
    """Write a name, of which the bytes may be no text, as in diagnostics."""
    return os.fsencode(name).decode(errors="backslashreplace")


def _read_compressed(file: File) -> Iterator[Item]:
    yield from file.items_inside(file.name, decompressed(file.head, file.stream))


def _read_text(file: File) -> Iterator[Item]:
    data = read_most(file.stream, file.options.max_bytes + 1)
    yield Text(source=file.name, data=data, nct_id=number_in(file.own_name))


_KINDS: Final[tuple[tuple[Callable[[File], bool], Reader], ...]] = (
    (is_warc, read_warc),  # before what is compressed: its offsets are those in the file
    (lambda file: is_compressed(file.head), _read_compressed),
    (is_zip, read_zip),
    (is_tar, read_tar),
    (is_parquet, read_parquet),
    (is_table, read_table),
    (is_json, read_json),
    (is_csv, read_csv),
    (lambda _: True, _read_text),
)
"""What a file may hold, and what reads it: the first that fits."""
