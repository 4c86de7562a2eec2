"""Files that are compressed as they are written, always to the same bytes."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from trialtext.extras import require
from trialtext.pipeline.outputs.files import Output, open_output


@contextmanager
def open_compressed(path: str | None) -> Iterator[Output]:
    """Open an output as `open_output` does; its name tells whether it is compressed.

    Raises `OSError`, and `MissingExtraError` if nothing is there that compresses it.
    """
    name = (path or "").lower()
    zstandard = require("zstandard", extra="archives") if name.endswith(".zst") else None
    with open_output(path) as file:
        if name.endswith(".gz"):
            # Neither its name nor the time is in it.
            with gzip.GzipFile("", "wb", fileobj=cast("Any", file), mtime=0) as compressed:
                yield cast("Output", compressed)
        elif zstandard:
            compressor = zstandard.ZstdCompressor(write_checksum=True)
            with compressor.stream_writer(file, closefd=False) as compressed:
                yield compressed
        else:
            yield file
