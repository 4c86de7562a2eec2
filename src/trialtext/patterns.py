"""Regular expressions of the grammars, which a wheel brings along compiled.

To compile them takes a tenth of a process that reads one page. Python has no public way to keep
what `re` makes of a pattern, so it is kept for the very Python that made it; any other compiles.
"""

import _sre  # type: ignore[import-not-found]
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson

from trialtext.grammars import GRAMMARS

_NAME = "patterns.json"
_PYTHON = f"{sys.implementation.cache_tag} {_sre.MAGIC} {_sre.CODESIZE}"


def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern, or take what was kept of it."""
    if parts := kept().get(pattern):
        flags, code, names = parts
        indices = {name: index for index, name in enumerate(names) if name}
        made: re.Pattern[str] = _sre.compile(
            pattern, flags, code, len(names) - 1, indices, tuple(names)
        )
        return made
    return re.compile(pattern)


@cache
def kept() -> Mapping[str, Any]:
    """For each pattern its flags, its code and the names of its groups, the whole match first."""
    file = GRAMMARS / _NAME
    found = orjson.loads(file.read_bytes()) if file.is_file() else {}
    patterns: Mapping[str, Any] = found.get(_PYTHON, {})
    return patterns


def write_patterns(patterns: Iterable[str], folder: Path) -> Path:
    """Write what this Python makes of patterns, for a wheel."""
    file = folder / _NAME
    file.write_bytes(orjson.dumps({_PYTHON: {pattern: _parts(pattern) for pattern in patterns}}))
    return file


def _parts(pattern: str) -> tuple[int, list[int], list[str | None]]:
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(pattern)
    names: list[str | None] = [None] * parsed.state.groups
    for name, index in parsed.state.groupdict.items():
        names[index] = name
    return parsed.state.flags, list(map(int, _compiler._code(parsed, 0))), names
