"""Labelled values that several formats have: what field each is, and how it is read."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from trialtext.model.base import ApiObject
from trialtext.model.enums import Phase
from trialtext.model.protocol import DateStruct, EnrollmentInfo, PartialDateStruct
from trialtext.parsing.tree import Token
from trialtext.reading.builder import StudyBuilder
from trialtext.reading.draft import Draft, Node, Value
from trialtext.reading.scalars import codes, count, day, partial_date

ReadValue: TypeAlias = Callable[[Token, StudyBuilder[Any]], Node | None]


class Field(NamedTuple):
    """A labelled value: its place in the study, and how to read it."""

    module: type[ApiObject]
    name: str
    read: ReadValue

    def put(self, token: Token, builder: StudyBuilder[Any]) -> None:
        """Read the value, and set the field."""
        builder.put(self.module, **{self.name: self.read(token, builder)})


def code_of(enum: type[StrEnum]) -> ReadValue:
    """Make a reader of codes, spelt as the API does."""

    def read(token: Token, builder: StudyBuilder[Any]) -> Value | None:
        return builder.code(token, codes(enum))

    return read


def date_of(struct: type[DateStruct | PartialDateStruct]) -> ReadValue:
    """Make a reader of days, and of months and years where the API has them."""

    def read(token: Token, builder: StudyBuilder[Any]) -> Draft | None:
        # Where the text ends, a month may be what was left of a day.
        is_partial = struct is PartialDateStruct and builder.document.text[token.end :].strip()
        date = builder.parse(token, partial_date if is_partial else day, "a date")
        return Draft(struct, date=date) or None

    return read


def enrollment(token: Token, builder: StudyBuilder[Any]) -> Draft | None:
    """Read `40 participants`."""
    enrolled = builder.parse(token, count, "a number of participants")
    return Draft(EnrollmentInfo, count=enrolled) or None


def phases(token: Token, builder: StudyBuilder[Any]) -> list[Value]:
    """Read `PHASE1/PHASE2`, which are two; what holds no phase is unknown as a whole."""
    known = codes(Phase)
    if not any(part in known for part in token.text.split("/")):
        builder.code(token, known)
        return []
    found, start = [], 0
    for part in token.text.split("/"):
        end = start + len(part)
        found.append(builder.code(token.part(start, end), known))
        builder.mark_boilerplate((token.start + end, min(token.start + end + 1, token.end)))
        start = end + 1
    return [phase for phase in found if phase]
