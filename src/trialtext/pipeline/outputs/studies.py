"""Studies as JSON: one alone, lines, an array, or a file each; and as a table of a format."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, NamedTuple, TypeAlias

import orjson

from trialtext.formats import get_format
from trialtext.pipeline.outcomes import Outcome
from trialtext.pipeline.outputs.compression import open_compressed
from trialtext.pipeline.outputs.files import Output, open_output, workplace
from trialtext.reading.scalars import nct_id

Write: TypeAlias = Callable[[Outcome], object]
"""Writes the study of an outcome that has one."""
Open: TypeAlias = Callable[[], AbstractContextManager[Write]]

_LONGEST: Final = 100
"""Bytes of the name of a file."""
_NOT_IN_NAMES: Final = re.compile(r"[^\w.-]+")


class Frame(NamedTuple):
    """What stands around several values."""

    before: bytes = b""
    between: bytes = b"\n"
    after: bytes = b"\n"


LINES: Final = Frame()
ARRAY: Final = Frame(b"[\n", b",\n", b"\n]\n")


class Values:
    """Writes JSON values: the only one is indented, several have a frame and a line each."""

    def __init__(self, file: Output, frame: Frame, *, several: bool) -> None:
        self._file = file
        self._frame = frame
        self._several = several
        self._first: tuple[str, str] | None = None
        self._count = 0

    def write(self, value: str, alone: str | None = None) -> None:
        """Write a value, and in its place another one if it stays the only one."""
        self._count += 1
        if self._count == 1 and not self._several:
            self._first = value, alone or value
            return
        if self._first:
            self._file.write(self._frame.before + self._first[0].encode())
            self._first = None
        before = self._frame.before if self._count == 1 else self._frame.between
        self._file.write(before + value.encode())

    def finish(self) -> None:
        """Write what ends the file."""
        if self._first:
            self._file.write(indented(self._first[1]))
        elif self._count:
            self._file.write(self._frame.after)


def indented(value: str) -> bytes:
    """Indent JSON, with a newline at its end."""
    return orjson.dumps(orjson.loads(value), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


@contextmanager
def as_json(path: str | None, frame: Frame, *, several: bool) -> Iterator[Write]:
    """Write studies as JSON, one a line if they are several."""
    with open_compressed(path) as file:
        values = Values(file, frame, several=several)
        yield lambda outcome: values.write(outcome.study or "")
        values.finish()


@contextmanager
def as_files(folder: str) -> Iterator[Write]:
    """Write each study as indented JSON into a file of its own, which its number names."""
    Path(folder).mkdir(exist_ok=True)
    used: Counter[str] = Counter()

    def write(outcome: Outcome) -> None:
        name = base = _file_name(outcome)
        while name in used:
            used[base] += 1
            name = f"{base}-{used[base]}"
        used[name] = 1
        with open_output(str(Path(folder) / f"{name}.json")) as file:
            file.write(indented(outcome.study or ""))

    with workplace(folder, Path(folder).resolve() / "studies"):
        yield write


def _file_name(outcome: Outcome) -> str:
    """Name a file by the number of its study, or else by where it is from, without a suffix."""
    if nct_id(outcome.nct_id or ""):
        return outcome.nct_id or ""
    name = _NOT_IN_NAMES.sub("-", outcome.source).strip("-.") or "study"
    return name.encode()[-_LONGEST:].decode(errors="ignore")


@contextmanager
def as_table(path: str | None, format_name: str) -> Iterator[Write]:
    """Write studies as the rows of a table."""
    writer = get_format(format_name).table_writer
    with open_compressed(path) as file:
        header = [] if writer is None else [writer.header]

        def write(outcome: Outcome) -> None:
            file.write("".join((*header, outcome.row or "")).encode())
            header.clear()

        yield write


@contextmanager
def provenance(path: str, *, several: bool) -> Iterator[Write]:
    """Write where every value came from: one object; a line that names its source, if several."""
    with open_compressed(path) as file:
        values = Values(file, LINES, several=several)

        def write(outcome: Outcome) -> None:
            alone = outcome.provenance or "{}"
            path = orjson.dumps(outcome.source).decode()
            values.write(f'{{"path":{path},"provenance":{alone}}}', alone)

        yield write
        values.finish()
