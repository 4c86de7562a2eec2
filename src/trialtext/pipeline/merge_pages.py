"""Documents that tell parts of one trial, wherever they stand among many, to one study each."""

from collections.abc import Iterator

from trialtext.formats.format import Part
from trialtext.merging import OnDiagnostic, merge, nct_id, part_of
from trialtext.model.study import Study
from trialtext.reading.result import Result


class PageMerger:
    """Keeps documents in the order of the first of each trial, and merges those of one."""

    def __init__(self, on_diagnostic: OnDiagnostic) -> None:
        self._on_diagnostic = on_diagnostic
        self._groups: list[list[Result]] = []
        self._waiting: dict[tuple[str, Part | None], list[Result]] = {}
        """Documents that lack another part, by their number and the part that they lack."""

    def add(self, document: Result) -> None:
        """Keep a document: beside the other one of its trial, or by itself."""
        part = part_of(document)
        number = (nct_id(document.study) if document.study else None) or ""
        if group := self._waiting.pop((number, part), None):
            group.append(document)
            return
        group = [document]
        self._groups.append(group)
        if number and part:
            (other,) = set(Part) - {part}
            self._waiting.setdefault((number, other), group)

    def __len__(self) -> int:
        return len(self._groups)

    def studies(self) -> Iterator[Study]:
        """Merge what was kept."""
        for group in self._groups:
            match group:
                case [one, other]:
                    yield merge(one, other, on_diagnostic=self._on_diagnostic)
                case [Result(study=Study() as study)]:
                    yield study
