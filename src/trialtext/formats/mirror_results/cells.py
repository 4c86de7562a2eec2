"""Cells of tables of results: numbers with units, dispersions, sizes of groups.

A cell of a measure is `30.46 years`, with its dispersion and the number analyzed on the next line:
`STANDARD_DEVIATION 4.64 • n=5 Participants`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from trialtext.formats.mirror_results.evidence import Builder
from trialtext.model.enums import MeasureDispersionType as Dispersion
from trialtext.model.enums import MeasureParam
from trialtext.parsing.tree import Token

NA: Final = "NA"
"""Stands for a number that is not available."""

EMPTY: Final = ("", "-", "\N{EN DASH}", "\N{EM DASH}")
"""Texts of an empty cell."""

LONGEST_UNIT: Final = 40
"""Characters that a unit has in the registry at most: a longer line is prose."""

DISPERSIONS: Mapping[Dispersion, str] = {
    Dispersion.STANDARD_DEVIATION: "Standard Deviation",
    Dispersion.STANDARD_ERROR: "Standard Error",
    Dispersion.INTER_QUARTILE_RANGE: "Inter-Quartile Range",
    Dispersion.FULL_RANGE: "Full Range",
    Dispersion.CONFIDENCE_80: "80% Confidence Interval",
    Dispersion.CONFIDENCE_90: "90% Confidence Interval",
    Dispersion.CONFIDENCE_95: "95% Confidence Interval",
    Dispersion.CONFIDENCE_975: "97.5% Confidence Interval",
    Dispersion.CONFIDENCE_99: "99% Confidence Interval",
    Dispersion.CONFIDENCE_OTHER: "Other Confidence Interval Level",
    Dispersion.GEOMETRIC_COEFFICIENT: "Geometric Coefficient of Variation",
}
"""Names of dispersions by their codes: baselines have codes, outcomes have names."""

_CACHED: Final = 4096
"""Lines that are remembered: most cells of a page look like another one, or are asked for again."""

_NUMBER = r"""(?:
    [-+\N{MINUS SIGN}]?
    (?:\d[\d,]{0,30}(?:\.\d{0,30})?|\.\d{1,30})
    (?:[eE][-+]?\d{1,4})?
)"""


def _alternatives(texts: Iterable[str]) -> str:
    """Return a regular expression for any of some texts, the longest first."""
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


_COUNT = re.compile(r"\d{1,3}(?:,\d{3}){1,6}|\d{1,18}")
_SIZE = re.compile(r"n=(?P<count>\d[\d,]{0,24})(?: (?P<units>[^\n]+))?")
_VALUE = re.compile(
    rf"""
    (?:(?P<param>{_alternatives(MeasureParam)})[ ])?
    (?P<value>
        [<>\N{{LESS-THAN OR EQUAL TO}}\N{{GREATER-THAN OR EQUAL TO}}]?
        {_NUMBER}
        |{NA}
    )
    (?:[ ](?P<unit>[^\n]{{1,{LONGEST_UNIT}}}))?
    """,
    re.VERBOSE,
)
_DISPERSION = re.compile(
    rf"""
    (?P<kind>
        {_alternatives([*DISPERSIONS, *DISPERSIONS.values()])}
        |\d+(?:\.\d+)?%[ ]Confidence[ ]Interval
    ):?[ ]
    (?:
        (?P<spread>{_NUMBER}|{NA})
        |[\[(]?
        (?P<lower>{_NUMBER}|{NA})
        (?:[ ]to[ ]|,[ ]|[ ]-[ ]|[ ]?\N{{EN DASH}}[ ]|;[ ])
        (?P<upper>{_NUMBER}|{NA})
        [\])]?
    )
    """,
    re.VERBOSE,
)
_PART = re.compile("[^\n\N{BULLET}]+")
_INTERVALS = ("RANGE", "Range", "CONFIDENCE", "Confidence")
"""Words in the names and codes of dispersions that have two limits."""


class Spread(NamedTuple):
    """The dispersion of a value: a single number, or two limits."""

    kind: Token
    numbers: tuple[Token, ...]


class Cell(NamedTuple):
    """A cell of a measure."""

    param: Token | None
    """The kind of number, if it is given."""
    value: Token
    unit: Token | None
    spread: Spread | None
    rest: tuple[Token, ...]
    """Parts that are neither a dispersion nor a size."""


class Size(NamedTuple):
    """How many of which unit a column has: `n=15 Participants`."""

    number: Token
    units: Token


def is_count(text: str, units: str = "") -> bool:
    """Tell whether a text is a number of participants, or of another unit, and nothing else.

    Where another unit is counted, too, it may be both numbers: `17 34`.
    """
    number, _, rest = text.partition(" ")
    known = {"", "participants", "subjects", units.casefold()}
    both = bool(units) and bool(_COUNT.fullmatch(rest))
    return bool(_COUNT.fullmatch(number)) and (both or rest.casefold() in known)


def is_pair(text: str) -> bool:
    """Tell whether a text is two numbers and nothing else: of participants and another unit."""
    first, _, second = text.partition(" ")
    return bool(_COUNT.fullmatch(first) and _COUNT.fullmatch(second))


@lru_cache(_CACHED)
def is_value(text: str) -> bool:
    """Tell whether a line may be the first of a cell: a number, perhaps with a unit.

    `4. Attitudes` is not: it is the item of a list.
    """
    match = _VALUE.fullmatch(text.partition("\N{BULLET}")[0].rstrip())
    return bool(match and not match["value"].endswith("."))


@lru_cache(_CACHED)
def unit_of(text: str) -> str:
    """Return the unit on the first line of a cell, empty if there is none."""
    match = _VALUE.fullmatch(text.partition("\N{BULLET}")[0].rstrip())
    return (match["unit"] or "") if match else ""


@lru_cache(_CACHED)
def is_detail(text: str) -> bool:
    """Tell whether a line has the dispersion or the size of the number above it."""
    parts = [part.strip() for part in text.split("\N{BULLET}")]
    return all(_SIZE.fullmatch(part) or _DISPERSION.fullmatch(part) for part in parts)


def may_be_cell(text: str) -> bool:
    """Tell whether a line that was cut off may be a number or its dispersion."""
    names = (NA, *DISPERSIONS, *DISPERSIONS.values(), *MeasureParam)
    return not text[:1].isalpha() or any(
        name.startswith(text) or text.startswith(name) for name in names
    )


@lru_cache(_CACHED)
def is_size(text: str) -> bool:
    """Tell whether a line is a size, with its unit."""
    match = _SIZE.fullmatch(text)
    return bool(match and match["units"])


def size(token: Token, builder: Builder) -> Size:
    """Parse a token that is a size: `n=15 Participants`."""
    builder.mark_boilerplate((token.start, token.start + len("n=")))
    number, _, _ = token.text.partition(" ")
    return Size(token.part(len("n="), len(number)), token.part(len(number)))


def cell(token: Token, builder: Builder) -> Cell | None:
    """Parse a cell; `None` if there is no number in it."""
    first, *others = [*_parts(token, builder)] or [token]
    match = _VALUE.fullmatch(first.text)
    if not match:
        return None
    spread, rest = None, []
    for part in others:
        dispersion = _DISPERSION.fullmatch(part.text)
        if dispersion and spread is None and (limits := _spread(part, dispersion, builder)):
            spread = limits
        elif _SIZE.fullmatch(part.text):
            # The header has the size of the group; the number in a row cannot be trusted.
            known = _known_size(part, builder)
            builder.mark_boilerplate(known.span)
            rest += [part.part(len(known.text))] if len(known.text) < len(part.text) else []
        else:
            rest.append(part)
    return Cell(
        _group(first, match, "param") if match["param"] else None,
        _group(first, match, "value"),
        _group(first, match, "unit") if match["unit"] else None,
        spread,
        tuple(rest),
    )


def _known_size(part: Token, builder: Builder) -> Token:
    """Take a size without words that are no unit of the page's headers."""
    number, _, words = part.text.partition(" ")
    if words in builder.evidence.units:
        return part
    units = [unit for unit in builder.evidence.units if f"{words} ".startswith(f"{unit} ")]
    unit = max(units, key=len, default=words.partition(" ")[0])
    return part.part(0, len(f"{number} {unit}"))


def _parts(token: Token, builder: Builder) -> Iterator[Token]:
    for match in _PART.finditer(token.text):
        part = token.part(*match.span())
        if part.text:
            yield part
    bullets = (at for at, character in enumerate(token.text) if character == "\N{BULLET}")
    builder.mark_boilerplate(*((token.start + at, token.start + at + 1) for at in bullets))


def _spread(part: Token, match: re.Match[str], builder: Builder) -> Spread | None:
    kind = _group(part, match, "kind")
    if match["spread"]:
        # A range is two numbers: a single one may be either.
        if any(word in kind.text for word in _INTERVALS):
            return None
        return Spread(kind, (_group(part, match, "spread"),))
    limits = _group(part, match, "lower"), _group(part, match, "upper")
    for start, end in ((kind.end, limits[0].start), (limits[0].end, limits[1].start)):
        builder.mark_boilerplate((start, end))
    builder.mark_boilerplate((limits[1].end, part.end))
    return Spread(kind, limits)


def _group(token: Token, match: re.Match[str], name: str) -> Token:
    return token.part(*match.span(name))
