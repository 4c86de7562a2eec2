"""The formats: one package each, and the table of them."""

import sys
from types import ModuleType
from typing import Final

import attrs

from trialtext.formats.biomcp import BIOMCP
from trialtext.formats.ctgov_csv import CTGOV_CSV
from trialtext.formats.format import Format
from trialtext.formats.mirror_results import MIRROR_RESULTS
from trialtext.formats.mirror_study import MIRROR_STUDY

FORMATS: Final[list[Format]] = [MIRROR_STUDY, MIRROR_RESULTS, CTGOV_CSV, BIOMCP]


TABLES: Final = tuple(each.name for each in FORMATS if each.table_writer)
"""The formats that many studies are written as in one text."""


@attrs.frozen
class FormatInfo:
    """What there is to know of a format before it is used."""

    name: str
    title: str
    variants: tuple[str, ...]
    """The variants that it is rendered in, the usual one first; none if it is not."""
    part_of: str | None
    """Which part of a study it tells, if another format tells the rest."""


def formats() -> tuple[FormatInfo, ...]:
    """List the formats that can be read."""
    return tuple(
        FormatInfo(each.name, each.title, tuple(each.variants), each.part_of) for each in FORMATS
    )


def get_format(name: str) -> Format:
    """Return a format by its name.

    Raises `ValueError` if there is no such, and `TypeError` for what is no text.
    """
    if not isinstance(name, str):
        raise TypeError(f"format is the name of a format, not {name!r}")
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    known = ", ".join(format_.name for format_ in FORMATS)
    raise ValueError(f"no format {name!r}; there are {known}")


class _CallablePackage(ModuleType):
    """Answers `trialtext.formats()`: Python puts this package under the name of the function."""

    def __call__(self) -> tuple[FormatInfo, ...]:
        return formats()


sys.modules[__name__].__class__ = _CallablePackage
