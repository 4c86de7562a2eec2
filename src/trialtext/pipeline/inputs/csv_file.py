"""Files of CSV with a column of texts."""

import csv
from collections.abc import Iterator
from io import TextIOWrapper

from trialtext.pipeline.inputs.columns import TEXT, find_columns
from trialtext.pipeline.inputs.files import File
from trialtext.pipeline.inputs.items import Item
from trialtext.pipeline.inputs.problems import UnreadableError
from trialtext.pipeline.inputs.records import of_rows
from trialtext.text.decoding import encoding_of
from trialtext.text.source import BOM


def is_csv(file: File) -> bool:
    """Tell by its name whether a file is a table of which a column may hold texts."""
    return file.own_name.lower().endswith((".csv", ".tsv"))


def read_csv(file: File) -> Iterator[Item]:
    """Read a column of texts. Raises `UnreadableError`."""
    delimiter = "\t" if file.own_name.lower().endswith(".tsv") else ","
    encoding = encoding_of(file.head)
    errors = "surrogateescape" if encoding == "utf-8" else "replace"
    text = TextIOWrapper(file.stream, encoding, errors, newline="")
    rows = csv.DictReader(_bounded(text, file.options.max_bytes), delimiter=delimiter)
    try:
        types = dict.fromkeys(rows.fieldnames or (), TEXT)
        columns = find_columns(types, file.options.text_field, file.options.id_field)
        yield from of_rows(file.name, rows, columns)
    except csv.Error as error:
        raise UnreadableError("damaged-archive", f"line {rows.line_num}: {error}") from error
    finally:
        text.detach()


def _bounded(text: TextIOWrapper, limit: int) -> Iterator[str]:
    """Give lines, the first without a byte order mark, of no more than some characters."""
    line = text.readline(limit + 1).removeprefix(BOM)
    while line:
        if len(line) > limit:
            raise UnreadableError("too-large", f"a line of more than {limit:,} characters")
        yield line
        line = text.readline(limit + 1)
