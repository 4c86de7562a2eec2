"""Several documents with the number of one study: which of them are written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from hashlib import blake2b
from tempfile import SpooledTemporaryFile
from typing import Final, TypeAlias

import attrs

from trialtext.pipeline.outcomes import Outcome, dump, load
from trialtext.pipeline.outputs.studies import Write
from trialtext.reading.diagnostics import input_diagnostic
from trialtext.reading.result import Status
from trialtext.reading.scalars import nct_id as nct_id_of

_IN_MEMORY: Final = 1 << 24
"""Bytes of waiting outcomes up to which they are kept in memory."""

Judge: TypeAlias = Callable[[Outcome], Outcome]
"""Writes the study of an outcome, or not, and returns the outcome, perhaps as a failure."""


class OnDuplicate(StrEnum):
    """Which documents of one study are written."""

    ALL = "all"
    FIRST = "first"
    LAST = "last"
    ERROR = "error"
    """The first; that there are others with other content is a failure."""


@contextmanager
def without_duplicates(write: Write, policy: OnDuplicate) -> Iterator[Judge]:
    """Give what writes the study of an outcome, if it is to be, and tells what became of it.

    An outcome comes back as a failure where that is the policy, and else as it was.
    """
    if policy is OnDuplicate.ALL:
        yield lambda outcome: _written(write, outcome)
    elif policy is OnDuplicate.LAST:
        with _last_only(write) as add:
            yield lambda outcome: _written(add, outcome)
    else:
        yield _FirstOnly(write, is_failure=policy is OnDuplicate.ERROR)


def only_numbered(judge: Judge) -> Judge:
    """Judge studies that have an NCT number; those without one are failures."""

    def judged(outcome: Outcome) -> Outcome:
        if nct_id_of(outcome.nct_id or ""):
            return judge(outcome)
        message = "a study without an NCT number cannot be in tables: it is their key"
        return _failed(outcome, "unnumbered-study", message)

    return judged


def _failed(outcome: Outcome, code: str, message: str) -> Outcome:
    """Make an outcome a failure, for a reason that its document does not tell."""
    diagnostic = input_diagnostic(code, message, outcome.source)
    return attrs.evolve(
        outcome, status=Status.FAILED, diagnostics=(*outcome.diagnostics, diagnostic)
    )


def _written(write: Write, outcome: Outcome) -> Outcome:
    write(outcome)
    return outcome


class _FirstOnly:
    """Writes the first document of each study."""

    def __init__(self, write: Write, *, is_failure: bool) -> None:
        self._write = write
        self._is_failure = is_failure
        self._first: dict[str, bytes] = {}
        """A hash of each study, by its number."""

    def __call__(self, outcome: Outcome) -> Outcome:
        number = outcome.nct_id
        if not number:
            return _written(self._write, outcome)
        digest = blake2b((outcome.study or "").encode(), digest_size=8).digest()
        if number not in self._first:
            self._first[number] = digest
            return _written(self._write, outcome)
        if self._first[number] == digest or not self._is_failure:
            message = f"{number} was there before, and is not written again"
            diagnostic = input_diagnostic("repeated-study", message, outcome.source)
            return attrs.evolve(outcome, diagnostics=(*outcome.diagnostics, diagnostic))
        message = f"{number} was there before, with other content"
        return _failed(outcome, "duplicate-study", message)


@contextmanager
def _last_only(write: Write) -> Iterator[Write]:
    """Keep outcomes on disk until all are there, and write the last of each study in its place."""
    last: dict[str, int] = {}
    with SpooledTemporaryFile(_IN_MEMORY) as waiting:

        def add(outcome: Outcome) -> None:
            at = waiting.tell()
            if outcome.nct_id:
                last[outcome.nct_id] = at
            waiting.write(dump([outcome]) + b"\n")

        yield add
        waiting.seek(0)
        at = 0
        for line in waiting:
            (outcome,) = load(line)
            if not outcome.nct_id or last[outcome.nct_id] == at:
                write(outcome)
            at += len(line)
