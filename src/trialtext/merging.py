"""One study from documents that tell parts of it: what was registered, and what came of it."""

import warnings
from collections.abc import Callable
from typing import Any, TypeAlias

import attrs

from trialtext.codec import type_of
from trialtext.formats import get_format
from trialtext.formats.format import Part
from trialtext.model.base import ApiObject, json_name
from trialtext.model.study import Study
from trialtext.reading.diagnostics import CATALOGUE, Diagnostic
from trialtext.reading.result import Result

OnDiagnostic: TypeAlias = Callable[[Diagnostic], object]


class ConflictWarning(UserWarning):
    """Two documents of a trial tell different things."""


def merge(
    one: Study | Result, other: Study | Result, *, on_diagnostic: OnDiagnostic | None = None
) -> Study:
    """Merge what two documents tell of a trial, such as its study page and its results page.

    Each field is taken from the document that has it. Where both have it and differ, the one that
    tells the protocol is believed, or else the first, but for whether there are results: each such
    conflict is a diagnostic `different-value`, given to `on_diagnostic`; without it, an issued
    `ConflictWarning`. Places are those of the other document, if its `Result` is given. Raises
    `ValueError` for documents of two trials or of the same part of one, and for a result without a
    study, `TypeError` for anything else.
    """
    first, second = _in_order(one, other)
    study, added = _study(first), _study(second)
    numbers = {number for number in (nct_id(study), nct_id(added)) if number}
    if len(numbers) > 1:
        raise ValueError(f"documents of two trials: {', '.join(sorted(numbers))}")
    conflicts: list[tuple[str, str]] = []
    merged = _merged(study, added, "", conflicts)
    for pointer, message in conflicts:
        diagnostic = _diagnostic(pointer, message, second)
        if on_diagnostic:
            on_diagnostic(diagnostic)
        else:
            warnings.warn(str(diagnostic), ConflictWarning, stacklevel=2)
    # That results are posted is a fact once they are there.
    whole: Study = attrs.evolve(merged, has_results=added.has_results or merged.has_results)
    return whole


def part_of(document: Study | Result) -> Part | None:
    """Return the part of a study that a document tells, by the declaration of its format."""
    if isinstance(document, Result) and document.format:
        return get_format(document.format).part_of
    return None


def nct_id(study: Study) -> str | None:
    """Return the number of a study, if it is known."""
    protocol = study.protocol_section
    module = protocol.identification_module if protocol else None
    return module.nct_id if module else None


def _in_order(one: Study | Result, other: Study | Result) -> tuple[Study | Result, Study | Result]:
    """Put the document that tells the protocol first."""
    parts = part_of(one), part_of(other)
    if parts[0] and parts[0] == parts[1]:
        raise ValueError(f"both documents tell the {parts[0]} of a trial")
    return (other, one) if parts == (Part.RESULTS, Part.PROTOCOL) else (one, other)


def _study(document: Study | Result) -> Study:
    study = document.study if isinstance(document, Result) else document
    if study is None and isinstance(document, Result):
        raise ValueError(f"{document.path} could not be read: there is no study to merge")
    if not isinstance(study, Study):
        raise TypeError(f"merge takes a Study or a Result, not {type_of(study)}")
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
        extra = {**(other.extra or {}), **(one.extra or {})}
        return cls(**fields, extra=extra or None)
    if one != other:
        shown = f"one document has {one!s:.60}, the other {other!s:.60}"
        conflicts.append((pointer, f"{pointer.rpartition('/')[2]}: {shown}"))
    return one


def _diagnostic(pointer: str, message: str, document: Study | Result) -> Diagnostic:
    severity = CATALOGUE["different-value"].severity
    if not isinstance(document, Result):
        return Diagnostic("different-value", severity, message, 0, 0, 1, 1, "<study>")
    # Of an object or a list, the place is that of the first value in it that has one.
    within = (
        traced.locations[0]
        for at, traced in document.provenance.items()
        if traced.locations and f"{at}/".startswith(f"{pointer}/")
    )
    place = next(within, None)
    where = (place.start, place.end, place.line, place.column) if place else (0, 0, 1, 1)
    return Diagnostic("different-value", severity, message, *where, document.path)
