"""Which output is meant, by its name or by what was asked for beside it."""

import os
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import Final

import attrs

from trialtext.codec import UnknownFieldWarning, from_json
from trialtext.extras import require
from trialtext.formats import TABLES
from trialtext.pipeline.inputs.paths import is_folder
from trialtext.pipeline.outcomes import Outcome, as_row
from trialtext.pipeline.outputs.columnar import duckdb, parquet
from trialtext.pipeline.outputs.studies import ARRAY, LINES, Write, as_files, as_json, as_table

_SUFFIXES: Final[Mapping[str, str]] = {
    ".json": "json",
    ".ndjson": "ndjson",
    ".jsonl": "ndjson",
    ".parquet": "parquet",
    ".duckdb": "duckdb",
    ".csv": "ctgov-csv",
}
_COMPRESSED: Final = re.compile(r"\.(?:gz|zst)$", re.IGNORECASE)
RELATIONAL: Final = "tables"
"""The kind of relational tables, of which the numbers of studies are the keys."""
_RESULTS: Final = "results"
"""The table of a database."""
_STUDY_AS_JSON: Final = "* REPLACE (study::JSON AS study)"


@attrs.frozen(kw_only=True)
class Destination:
    """Where studies go, and as what."""

    path: str | None
    """A file or a folder; standard output if `None`."""
    kind: str | None = None
    """One of `KINDS`; by default, what the path tells, or JSON: indented, or one study a line."""
    several: bool
    """Whether there may be several studies: one alone is not written as one of them."""

    @property
    def resolved(self) -> str | None:
        """The kind that was asked for, or that the name of the path tells."""
        return self.kind or kind_of(self.path)

    @property
    def table(self) -> str | None:
        """The format of the table that studies are written as, if it is one."""
        return self.resolved if self.resolved in TABLES else None

    @property
    def is_folder(self) -> bool:
        """Whether it holds several files."""
        path = self.path or ""
        return self.resolved == "files" or (
            self.resolved == RELATIONAL and not path.endswith(".duckdb")
        )

    @property
    def needs_path(self) -> bool:
        """Whether it cannot be standard output."""
        return self.resolved in {"files", "duckdb", RELATIONAL}

    @property
    def needs_numbers(self) -> bool:
        """Whether a study must have a number to be written."""
        return self.resolved == RELATIONAL

    def open(self) -> AbstractContextManager[Write]:
        """Open it. Raises `OSError`, and `MissingExtraError` if what writes it is not installed."""
        return _OPEN[self.resolved](self)


def kind_of(path: str | None) -> str | None:
    """Tell by its name what is to be written to a file or a folder; `None` if it does not tell."""
    if path is None:
        return None
    if path.endswith(("/", os.sep)) or is_folder(path):
        return "files"
    name = _COMPRESSED.sub("", path.lower())
    return next((kind for suffix, kind in _SUFFIXES.items() if name.endswith(suffix)), None)


@contextmanager
def _results_as_parquet(destination: Destination) -> Iterator[Write]:
    with parquet(destination.path, _schema()) as add:
        yield lambda outcome: add(as_row(outcome))


@contextmanager
def _results_as_duckdb(destination: Destination) -> Iterator[Write]:
    with duckdb(destination.path or "", _RESULTS, _schema(), _STUDY_AS_JSON) as add:
        yield lambda outcome: add(as_row(outcome))


@contextmanager
def _relational(destination: Destination) -> Iterator[Write]:
    # What declares all tables takes a while to import.
    from trialtext.pipeline.tables import open_tables

    with open_tables(destination.path or "") as builder:

        def write(outcome: Outcome) -> None:
            with warnings.catch_warnings():  # it was told when the record was read
                warnings.simplefilter("ignore", UnknownFieldWarning)
                study = from_json(outcome.study or "")
            builder.add(study)

        yield write


def _schema() -> object:
    require("pyarrow", extra="tables")
    return import_module("trialtext.arrow").RESULTS


_OPEN: Final[Mapping[str | None, Callable[[Destination], AbstractContextManager[Write]]]] = {
    None: lambda to: as_json(to.path, LINES, several=to.several),
    "json": lambda to: as_json(to.path, ARRAY, several=to.several),
    "ndjson": lambda to: as_json(to.path, LINES, several=True),
    "files": lambda to: as_files(to.path or ""),
    "parquet": _results_as_parquet,
    "duckdb": _results_as_duckdb,
    **dict.fromkeys(TABLES, lambda to: as_table(to.path, to.table or "")),
    RELATIONAL: _relational,
}
KINDS: Final = tuple(kind for kind in _OPEN if kind and kind != RELATIONAL)
"""What studies can be written as."""
