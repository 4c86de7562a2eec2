"""What must hold for any input at all: a fuzzer drives these, and tests do with some inputs."""

import json
import warnings
from collections.abc import Callable, Mapping

import trialtext
from trialtext import InvalidRecordError, UnknownFieldWarning


def parse(data: bytes) -> None:
    """Read bytes to a result that accounts for every character and that JSON can hold."""
    result = trialtext.parse(data)
    assert sum(result.coverage) == len(result.text)
    if result.study is None:
        assert result.status == "failed"
        return
    written = trialtext.to_json(result.study)
    assert trialtext.from_json(written) == result.study
    pointers = result.provenance
    assert all(0 <= at.start <= at.end for origin in pointers.values() for at in origin.locations)
    assert trialtext.parse(data) == result


def record(data: bytes) -> None:
    """Read bytes as a record, which is written as it was read, or refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UnknownFieldWarning)
        try:
            study = trialtext.from_json(data)
        except InvalidRecordError:
            return
        written = trialtext.to_json(study)
        assert trialtext.from_json(written) == study
        json.loads(written)


def page(data: bytes) -> None:
    """Render what was read from a page, read it again, and render and read it once more.

    The first page may be damaged, its rendering is not: from there on nothing may change.
    """
    study = trialtext.parse(data).study
    if study is None:
        return
    again = trialtext.parse(trialtext.render(study)).study
    if again is None:
        return
    text = trialtext.render(again)
    assert trialtext.parse(text).study is not None


TARGETS: Mapping[str, Callable[[bytes], None]] = {"parse": parse, "record": record, "page": page}
