"""What reading a text gives: the study, how complete it is, and what there is to say about it."""

from enum import StrEnum

import attrs

from trialtext.diagnostics import Diagnostic, Severity
from trialtext.model.study import Study


class Status(StrEnum):
    """How far an input could be read."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    FAILED = "failed"


@attrs.frozen
class Result:
    """The outcome of reading one text."""

    study: Study | None
    """The study, or `None` if the text is no page of a study."""
    diagnostics: tuple[Diagnostic, ...]
    """What there is to say about the text, in its order."""

    @property
    def status(self) -> Status:
        """`failed` without a study, `partial` if anything was missing or left over."""
        if self.study is None:
            return Status.FAILED
        grave = any(d.severity is not Severity.INFO for d in self.diagnostics)
        return Status.PARTIAL if grave else Status.COMPLETE
