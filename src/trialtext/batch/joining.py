"""Two pages of a trial, wherever they stand among many inputs, to one study."""

from collections.abc import Callable, Iterator
from typing import Final

from trialtext.diagnostics import Diagnostic
from trialtext.merging import merge, nct_id
from trialtext.model.study import Study
from trialtext.result import Result

STUDY_PAGE: Final = "study_page"
RESULTS_PAGE: Final = "results_page"


class Joining:
    """Studies in the order of their first pages, each with what its other page tells."""

    def __init__(self, tell: Callable[[Diagnostic], object]) -> None:
        self._tell = tell
        self._pages: list[tuple[Result, Result | None]] = []
        self._waiting: dict[tuple[str, str], int] = {}

    def add(self, page: Result) -> None:
        """Keep a page: beside the other one of its trial, or for itself."""
        number = (nct_id(page.study) if page.study else None) or ""
        other = RESULTS_PAGE if page.kind == STUDY_PAGE else STUDY_PAGE
        at = self._waiting.pop((number, other), None)
        if at is not None:
            self._pages[at] = (self._pages[at][0], page)
            return
        if number:
            self._waiting.setdefault((number, page.kind), len(self._pages))
        self._pages.append((page, None))

    def studies(self) -> Iterator[Study]:
        """Join what was kept."""
        for one, other in self._pages:
            if other is None:
                if one.study:
                    yield one.study
            elif one.kind == STUDY_PAGE:
                yield merge(one, other, tell=self._tell)
            else:
                yield merge(other, one, tell=self._tell)
