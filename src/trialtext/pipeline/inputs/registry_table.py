"""Tables that are formats of their own: each row a document."""

from collections.abc import Iterator
from typing import Final

from trialtext.formats import FORMATS, get_format
from trialtext.formats.detection import divide, recognize
from trialtext.pipeline.inputs.files import File
from trialtext.pipeline.inputs.items import Item, Row
from trialtext.pipeline.inputs.streams import seekable
from trialtext.text.decoding import InputError
from trialtext.text.input import Input

_TABLES: Final = [each for each in FORMATS if each.is_table]


def is_table(file: File) -> bool:
    """Tell whether a file begins as a table of a known format, or is said to be one."""
    if file.options.format:
        return get_format(file.options.format).is_table
    try:
        head = Input(file.head, file.name).head
    except InputError:  # it is no text
        return False
    if not any(table.score(head.text, table) for table in _TABLES):
        return False
    found = recognize(head, FORMATS).format
    return found is not None and found.is_table


def read_table(file: File) -> Iterator[Item]:
    """Read a table row by row. Raises what reading it raises."""
    options = file.options
    wanted = get_format(options.format) if options.format else None
    with seekable(file.stream) as stream:
        source = Input(stream, file.name, options.max_bytes)
        for number, document in enumerate(divide(source, FORMATS, wanted), 1):
            format_ = document.format
            assert format_ is not None  # noqa: S101 - it is that of the table
            yield Row(
                source=file.name, excerpt=document.excerpt, format=format_.name, number=number
            )
