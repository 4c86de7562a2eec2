"""Which column of a table, or field of a JSON object, holds the text, and which names it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from trialtext.pipeline.inputs.problems import UnreadableError

TEXT: Final = "text"
"""The type of a column that can hold texts."""
NULL: Final = "null"
"""The type of a column of which nothing is known yet."""
_TEXTS: Final = (
    "text",
    "raw_text",
    "content",
    "raw_content",
    "page_content",
    "body",
    "markdown",
    "study",
)
"""Names of columns that hold texts, or study records."""
_IDS: Final = ("id", "doc_id", "document_id", "url", "uri", "warc_record_id", "filename", "path")
"""Names of columns that name them, the most telling first."""
_MOST_NAMES: Final = 20
"""Columns that a message tells one by one."""


class Columns(NamedTuple):
    """The columns that are read."""

    text: str
    id: str | None

    @property
    def names(self) -> list[str]:
        """Both, or the only one."""
        return list(dict.fromkeys(filter(None, self)))


def find_columns(types: Mapping[str, str], text: str | None, id_: str | None) -> Columns:
    """Find the columns by the names that were given, or guess them where that is plain.

    `types` tells the type of each: `TEXT`, or what else it is, in words. Raises `UnreadableError`.
    """
    if id_ is not None:
        _check_exists(id_, types)
    else:
        lower = {name.lower(): name for name in types}
        id_ = next((lower[name] for name in _IDS if name in lower), None)
    return Columns(_text_column(types, text), id_)


def _text_column(types: Mapping[str, str], wanted: str | None) -> str:
    if wanted is not None:
        _check_exists(wanted, types)
        if types[wanted] not in {TEXT, NULL}:
            raise UnreadableError("no-text-column", f"{wanted!r} is {types[wanted]}, not text")
        return wanted
    texts = [name for name, type_ in types.items() if type_ in {TEXT, NULL}]
    known = [name for name in texts if name.lower() in _TEXTS]
    others = [name for name in texts if types[name] == TEXT and name.lower() not in _IDS]
    known = known or others
    if len(known) == 1:
        return known[0]
    which = "several could hold" if known else "none holds"
    raise UnreadableError(
        "no-text-column",
        f"of {_listed(types)}, {which} the text: name the right one (--text-field)",
    )


def _check_exists(name: str, types: Mapping[str, str]) -> None:
    if name not in types:
        raise UnreadableError("no-text-column", f"there is no {name!r}, but {_listed(types)}")


def _listed(names: Mapping[str, str]) -> str:
    shown = [f"{name!r:.60}" for name in names]
    more = len(shown) - _MOST_NAMES
    return ", ".join(shown[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
