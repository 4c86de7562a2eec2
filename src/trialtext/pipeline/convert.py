"""Inputs to outputs, one document after the other: a bad one never stops the others."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import BinaryIO

import attrs

from trialtext.pipeline.converter import Converter
from trialtext.pipeline.duplicates import OnDuplicate, only_numbered, without_duplicates
from trialtext.pipeline.engines import convert_here, convert_on_ray
from trialtext.pipeline.inputs.files import InputOptions
from trialtext.pipeline.inputs.items import Item
from trialtext.pipeline.inputs.reader import read_items
from trialtext.pipeline.merge_pages import PageMerger
from trialtext.pipeline.outcomes import Outcome
from trialtext.pipeline.outputs import log
from trialtext.pipeline.outputs.destinations import Destination
from trialtext.pipeline.outputs.files import NothingToWriteError
from trialtext.pipeline.outputs.log import Note
from trialtext.pipeline.outputs.studies import Write, provenance
from trialtext.pipeline.store import Store, open_store
from trialtext.reading.diagnostics import Diagnostic
from trialtext.reading.result import Status


class Engine(StrEnum):
    """Where items are converted."""

    LOCAL = "local"
    """In processes of this machine."""
    RAY = "ray"
    """On a cluster of Ray."""


class SeveralTextsError(ValueError):
    """One number is given for several texts."""


@attrs.define
class Tally:
    """How many documents are what, and which diagnostics they have."""

    statuses: Counter[Status] = attrs.field(factory=Counter)
    codes: Counter[str] = attrs.field(factory=Counter)
    """In how many documents each code occurs."""

    def count(self, outcome: Outcome) -> None:
        """Count a document."""
        self.statuses[outcome.status] += 1
        self.codes.update({each.code for each in outcome.diagnostics})

    @property
    def studies(self) -> int:
        """How many documents tell of a study."""
        return self.statuses.total() - self.statuses[Status.FAILED]


@attrs.frozen(kw_only=True)
class Conversion:
    """Many inputs, and where what goes."""

    options: InputOptions
    """How inputs are read."""
    converter: Converter
    """How each item of them is converted."""
    destination: Destination
    """Where studies go."""
    provenance: str | None = None
    """File for the provenance of every value, if it is wanted."""
    log: str | None = None
    """File for what happened to each document, if it is wanted."""
    diagnostics: str | None = None
    """File for all diagnostics, if it is wanted."""
    on_duplicate: OnDuplicate = OnDuplicate.ALL
    jobs: int = 1
    """How many processes share the work. What is written does not depend on it."""
    engine: Engine = Engine.LOCAL
    ray_address: str | None = None
    """Where the cluster is; by default, one is started on this machine."""
    on_open: Callable[[BinaryIO], object] = lambda _: None
    """Is given each input as it is opened."""
    on_outcome: Callable[[Outcome], object] = lambda _: None
    """Is given what came of each document."""
    on_conflict: Callable[[Diagnostic], object] = lambda _: None
    """Is given what two merged pages tell differently."""

    def run(self, paths: Iterable[str]) -> Tally:
        """Convert inputs and return how that went.

        If none could be read, no file of studies is written, and one that was there stays as it
        was. What is finished is kept if the run ends before its time, and is not done again when
        it is run again. Raises `OSError`, `MissingExtraError`, and `SeveralTextsError`.
        """
        tally = Tally()
        with ExitStack() as notes, suppress(NothingToWriteError), ExitStack() as files:
            noted = [tally.count, self.on_outcome, *self._notes(notes)]
            store = files.enter_context(self._store())
            write = files.enter_context(self.destination.open())
            trace = files.enter_context(self._provenance())
            judge = files.enter_context(without_duplicates(write, self.on_duplicate))
            if self.destination.needs_numbers:
                judge = only_numbered(judge)
            for first, *others in self._merged(self._outcomes(paths, store)):
                judged = first if first.is_failed else judge(first)
                for outcome in (judged, *others):
                    if not outcome.is_failed:
                        trace(outcome)
                    for note in noted:
                        note(outcome)
            if tally.statuses and not tally.studies:
                raise NothingToWriteError
        return tally

    def _merged(self, outcomes: Iterator[Outcome]) -> Iterator[Sequence[Outcome]]:
        """Merge documents of one trial, if that is wanted: the first has the study of all."""
        merger = PageMerger(self.on_conflict)
        for outcome in outcomes:
            if outcome.result:
                merger.add(outcome)
            else:
                yield (outcome,)
        yield from merger.groups(self.converter)

    def _outcomes(self, paths: Iterable[str], store: Store | None) -> Iterator[Outcome]:
        if self.engine is Engine.RAY:
            return convert_on_ray(paths, self.options, self.converter, self.ray_address)
        items: Iterator[Item] = (
            item for path in paths for item in read_items(path, self.options, self.on_open)
        )
        if self.converter.reader.nct_id:
            items = _only(items)
        return convert_here(items, self.converter, store, self.jobs)

    def _store(self) -> AbstractContextManager[Store | None]:
        """Open what an earlier run has finished, if there is a place for it beside the output."""
        path = self.destination.path
        is_kept = self.engine is Engine.LOCAL and not self.converter.merge
        if path is None or path == "-" or not is_kept:
            return nullcontext()
        if Path(path).exists() and not (Path(path).is_file() or self.destination.is_folder):
            return nullcontext()  # it is a device or a pipe
        place = Path(path).resolve()
        if place.is_dir() and not os.access(place.parent, os.W_OK):
            place /= "studies"
        return open_store(place, repr((self.options, self.converter)))

    def _provenance(self) -> AbstractContextManager[Write]:
        if not self.provenance:
            return nullcontext(lambda _: None)
        return provenance(self.provenance, several=self.destination.several)

    def _notes(self, files: ExitStack) -> list[Note]:
        wanted = ((self.log, log.log), (self.diagnostics, log.diagnostics))
        return [files.enter_context(open_(path)) for path, open_ in wanted if path]


def _only(items: Iterator[Item]) -> Iterator[Item]:
    """Give the only item. Raises `SeveralTextsError` if there are others."""
    first = list(islice(items, 2))
    if len(first) > 1:
        raise SeveralTextsError("one number, but several texts")
    return iter(first)
