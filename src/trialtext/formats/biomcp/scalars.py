"""Scalars as the text writes them: those of Python."""

import re
from enum import StrEnum
from typing import Any, Final

from trialtext.formats.biomcp.evidence import Builder
from trialtext.parsing.tree import Token
from trialtext.reading.draft import Value
from trialtext.reading.scalars import codes

TRUTH: Final = {"True": True, "False": False}

_INTEGER: Final = re.compile(r"-?[0-9]{1,15}")
_DECIMAL: Final = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,17})?(?:e[+-]?[0-9]{1,3})?")


def read_scalar(token: Token, cls: Any, builder: Builder) -> Value | None:
    """Make a value of a class of a token, or report that it is none."""
    if issubclass(cls, StrEnum):
        return builder.code(token, codes(cls))
    if cls is bool:
        return builder.code(token, TRUTH)
    if cls is int:
        return builder.parse(token, integer, "a whole number")
    if cls is float:
        return builder.parse(token, decimal, "a number")
    return builder.verbatim(token)


def integer(text: str) -> int | None:
    """Read a whole number."""
    return int(text) if _INTEGER.fullmatch(text) else None


def decimal(text: str) -> float | None:
    """Read a number, as an integer if it is written as one."""
    if _INTEGER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else None
