"""Documents that tell parts of one trial, wherever they stand among many, to one study each."""

from collections.abc import Iterator

import attrs

from trialtext.codec import to_json
from trialtext.formats.format import Part
from trialtext.merging import OnDiagnostic, merge, part_of
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.outcomes import Outcome
from trialtext.reading.result import Result


class PageMerger:
    """Keeps documents in the order of the first of each trial, and merges those of one."""

    def __init__(self, on_diagnostic: OnDiagnostic) -> None:
        self._on_diagnostic = on_diagnostic
        self._groups: list[list[Outcome]] = []
        self._waiting: dict[tuple[str, Part | None], list[Outcome]] = {}
        """Documents that lack another part, by their number and the part that they lack."""

    def add(self, document: Outcome) -> None:
        """Keep a document with its result: beside the other one of its trial, or by itself."""
        part = part_of(document.result) if document.result else None
        number = document.nct_id or ""
        if group := self._waiting.pop((number, part), None):
            group.append(document)
            return
        group = [document]
        self._groups.append(group)
        if number and part:
            (other,) = set(Part) - {part}
            self._waiting.setdefault((number, other), group)

    def groups(self, converter: Converter) -> Iterator[list[Outcome]]:
        """Merge what was kept: of the documents of a trial, the first has the whole study."""
        for group in self._groups:
            match group:
                case [Outcome(result=Result() as one) as first, Outcome(result=Result() as other)]:
                    study = merge(one, other, on_diagnostic=self._on_diagnostic)
                    merged = attrs.evolve(
                        first, study=to_json(study).decode(), row=converter.row(study)
                    )
                    yield [merged, *group[1:]]
                case _:
                    yield group
