"""What happened in a run: a row each document, and its diagnostics one by one."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import orjson

from trialtext.extras import require
from trialtext.pipeline.outcomes import Outcome
from trialtext.pipeline.outputs.columnar import parquet
from trialtext.pipeline.outputs.compression import open_compressed

Note: TypeAlias = Callable[[Outcome], object]
"""Notes what came of a document, be it a study or not."""


@contextmanager
def log(path: str) -> Iterator[Note]:
    """Write a row each document: where it is from, what it is, and how it could be read.

    By the name of the file, it is Parquet, or else NDJSON.
    """
    if path.lower().endswith(".parquet"):
        with parquet(path, _schema()) as add:
            yield lambda outcome: add(_row(outcome))
    else:
        with open_compressed(path) as file:
            yield lambda outcome: file.write(_line(_row(outcome)))


@contextmanager
def diagnostics(path: str) -> Iterator[Note]:
    """Write every diagnostic as a line of NDJSON."""
    with open_compressed(path) as file:

        def write(outcome: Outcome) -> None:
            for each in outcome.diagnostics:
                row = {
                    "source": outcome.source,
                    "document": outcome.document,
                    "nct_id": outcome.nct_id,
                    "code": each.code,
                    "severity": each.severity,
                    "message": each.message,
                    "line": each.line,
                    "column": each.column,
                    "start": each.start,
                    "end": each.end,
                }
                file.write(_line(row))

        yield write


def _row(outcome: Outcome) -> dict[str, Any]:
    codes = Counter(each.code for each in outcome.diagnostics)
    coverage = outcome.coverage
    return {
        "source": outcome.source,
        "id": outcome.id,
        "document": outcome.document,
        "content_hash": outcome.content_hash,
        "format": outcome.format,
        "variant": outcome.variant,
        "nct_id": outcome.nct_id,
        "status": outcome.status.value,
        "diagnostics": dict(sorted(codes.items())),
        "coverage": coverage._asdict() if coverage else None,
        "milliseconds": outcome.milliseconds,
    }


def _line(row: dict[str, Any]) -> bytes:
    return orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)


def _schema() -> Any:
    """Declare the columns of a log."""
    arrow = require("pyarrow", extra="tables")
    text, number = arrow.string(), arrow.int64()
    counts = ("values", "boilerplate", "unparsed", "noise")
    return arrow.schema(
        {
            "source": text,
            "id": text,
            "document": number,
            "content_hash": text,
            "format": text,
            "variant": text,
            "nct_id": text,
            "status": text,
            "diagnostics": arrow.map_(text, number),
            "coverage": arrow.struct(dict.fromkeys(counts, number)),
            "milliseconds": arrow.float64(),
        }
    )
