"""How syrupy stores studies, and how it reports that one has changed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from weakref import ref

import orjson
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from syrupy.terminal import context_style, received_style, snapshot_style

from trialtext.codec import from_json, to_json, type_of
from trialtext.model.base import ApiObject
from trialtext.pytest_plugin.differences import ABSENT, Difference, differences
from trialtext.pytest_plugin.excerpts import excerpt
from trialtext.pytest_plugin.places import is_traced, place_of
from trialtext.reading.result import Result

if TYPE_CHECKING:
    from syrupy.types import PropertyFilter, PropertyMatcher, SerializableData, SerializedData


class _Json(str):
    """The JSON of a study, with the result that it was read to, if any.

    syrupy keeps what it compared until the last test is done: the result, which is much larger,
    need not stay so long.
    """

    __slots__ = ("result",)
    result: ref[Result] | None


class StudySnapshotExtension(SingleFileSnapshotExtension):
    """Store a study as indented JSON in the API's order, one file a study.

    It takes studies, parts of them, results of reading, and dicts that are records of the API.
    """

    _write_mode = WriteMode.TEXT
    file_extension = "json"
    _file_extension = "json"  # its name before syrupy 5

    def serialize(
        self,
        data: "SerializableData",
        *,
        exclude: "PropertyFilter | None" = None,
        include: "PropertyFilter | None" = None,
        matcher: "PropertyMatcher | None" = None,  # noqa: ARG002  # syrupy always gives one
    ) -> "SerializedData":
        """Write the study. Raises `TypeError` for what has none, which fails the assertion."""
        if exclude or include:
            raise TypeError("study_snapshot compares all fields: it takes no exclude or include")
        text = _Json(to_json(_record(data), indent=True).decode() + "\n")
        text.result = ref(data) if isinstance(data, Result) else None
        return text

    def diff_lines(
        self, serialized_data: "SerializedData", snapshot_data: "SerializedData"
    ) -> Iterator[str]:
        """Report the differences field by field, with the source lines of a result's values."""
        if not snapshot_data:
            yield "pytest --snapshot-update stores this study."
            return
        try:
            # orjson takes no subclasses of str.
            old, new = (orjson.loads(str(text)) for text in (snapshot_data, serialized_data))
        except orjson.JSONDecodeError:  # the stored file was damaged, by a merge for example
            yield from super().diff_lines(serialized_data, snapshot_data)
            return
        kept = serialized_data.result if isinstance(serialized_data, _Json) else None
        result = kept() if kept else None
        if result and not is_traced(result):
            result = None
            yield "(the study of this result was replaced: no places in its page are known)"
        changes = list(differences(old, new))
        if not changes:
            yield "The values are the same: the stored file has other spaces or another order."
        for change in changes:
            yield from _lines(change, place_of(change, result) if result else "")


def _record(data: Any) -> ApiObject:
    """Return what is to be stored of a value."""
    if isinstance(data, Result):
        if data.study is None:
            raise TypeError(f"the result has no study: {'; '.join(map(str, data.diagnostics))}")
        return data.study
    if isinstance(data, dict):
        return from_json(orjson.dumps(data))
    if isinstance(data, ApiObject):
        return data
    raise TypeError(
        f"study_snapshot takes a study, a part of one, or a result, not {type_of(data)}"
    )


def _lines(change: Difference, place: str) -> Iterator[str]:
    """Show a difference: its pointer, the old value, the new value and its place."""
    yield change.pointer
    if change.old is not ABSENT:
        note = "removed from the list" if change.is_element else "absent now"
        line = snapshot_style(f"  - {excerpt(change.old, change.offset)}")
        yield line if change.new is not ABSENT else line + context_style(f"  ({note})")
    if change.new is not ABSENT:
        note = "  (added to the list)" if change.is_element else ""
        line = received_style(f"  + {excerpt(change.new, change.offset)}")
        yield line + context_style(f"{note}{'  ' * bool(place)}{place}")
