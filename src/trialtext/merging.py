"""One study from the two pages of a trial: what was registered, and what came of it."""

import warnings
from collections.abc import Callable
from typing import Any

import attrs

from trialtext.diagnostics import Diagnostic
from trialtext.model.base import NOTHING_EXTRA, ApiObject, json_name
from trialtext.model.study import Study
from trialtext.result import Result

Tell = Callable[[Diagnostic], object]


class ConflictWarning(UserWarning):
    """Two pages of a trial tell different things."""


def merge(
    study_page: Study | Result, results_page: Study | Result, *, tell: Tell | None = None
) -> Study:
    """Join what the study page and the results page of a trial tell.

    Each field is taken from the page that has it. Where both have it and differ, the study page is
    believed, but for whether there are results: each such conflict is a diagnostic
    `different-value`, given to `tell`; without it, an issued `ConflictWarning`. Places are those of
    the results page, if its `Result` is given. Raises `ValueError` for pages of two trials, and for
    a result without a study.
    """
    study, results = _study(study_page), _study(results_page)
    numbers = {number for number in (nct_id(study), nct_id(results)) if number}
    if len(numbers) > 1:
        raise ValueError(f"pages of two trials: {', '.join(sorted(numbers))}")
    conflicts: list[tuple[str, str]] = []
    merged = _merged(study, results, "", conflicts)
    for pointer, message in conflicts:
        diagnostic = _diagnostic(pointer, message, results_page)
        if tell:
            tell(diagnostic)
        else:
            warnings.warn(str(diagnostic), ConflictWarning, stacklevel=2)
    # That results are posted is a fact once they are there.
    joined: Study = attrs.evolve(merged, has_results=results.has_results or merged.has_results)
    return joined


def nct_id(study: Study) -> str | None:
    """The number of a study, if it is known."""
    protocol = study.protocol_section
    module = protocol.identification_module if protocol else None
    return module.nct_id if module else None


def _study(page: Study | Result) -> Study:
    study = page.study if isinstance(page, Result) else page
    if study is None:
        raise ValueError("a page that could not be read")
    return study


def _merged(one: Any, other: Any, pointer: str, conflicts: list[tuple[str, str]]) -> Any:
    """Take what one has and the other has not; of two that differ, the one."""
    if other is None or other == ():
        return one
    if one is None or one == ():
        return other
    if isinstance(one, ApiObject) and type(one) is type(other):
        cls: Any = type(one)
        names = [field.name for field in cls.__attrs_attrs__ if field.name != "extra"]
        fields = {
            name: _merged(
                getattr(one, name), getattr(other, name), f"{pointer}/{json_name(name)}", conflicts
            )
            for name in names
        }
        extra = {**other.extra, **one.extra}
        return cls(**fields, extra=extra or NOTHING_EXTRA)
    if one != other:
        shown = f"the study page has {one!s:.60}, the results page {other!s:.60}"
        conflicts.append((pointer, f"{pointer.rpartition('/')[2]}: {shown}"))
    return one


def _diagnostic(pointer: str, message: str, page: Study | Result) -> Diagnostic:
    if not isinstance(page, Result):
        return Diagnostic("different-value", message, 0, 0, 1, 1, "<results page>")
    # Of an object or a list, the place is that of the first value in it that has one.
    within = (
        origin.places[0]
        for at, origin in page.provenance.items()
        if origin.places and f"{at}/".startswith(f"{pointer}/")
    )
    place = next(within, None)
    if place is None:
        return Diagnostic("different-value", message, 0, 0, 1, 1, page.path)
    return Diagnostic(
        "different-value", message, place.start, place.end, place.line, place.column, page.path
    )
