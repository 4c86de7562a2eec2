"""What stands in the cells of results: numbers with units, dispersions, sizes of groups.

A cell of a measure is `30.46 years`, and below it what is known of its dispersion and of how many
were analyzed: `STANDARD_DEVIATION 4.64 • n=5 Participants`.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from trialtext.formats.mirror_results.evidence import Builder
from trialtext.model.enums import MeasureDispersionType as Dispersion
from trialtext.model.enums import MeasureParam
from trialtext.parsing.tree import Token

NA: Final = "NA"
"""What stands in the place of a number that is not available."""

LONGEST_UNIT: Final = 40
"""As many characters as a unit may have in the registry: a longer line is prose."""

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
"""Baselines have codes for dispersions, outcomes have words: the registry's words for each code."""

_NUMBER = r"[-+\N{MINUS SIGN}]?(?:\d[\d,]{0,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,4})?"
_SPREAD = rf"(?:{_NUMBER}|{NA})"
_KINDS = "|".join(
    map(re.escape, sorted([*DISPERSIONS, *DISPERSIONS.values()], key=len, reverse=True))
)
_PARAMS = "|".join(sorted(MeasureParam, key=len, reverse=True))

_COUNT = re.compile(r"\d{1,3}(?:,\d{3}){1,6}|\d{1,18}")
_VALUE = re.compile(
    rf"(?:(?P<param>{_PARAMS}) )?(?P<value>[<>\N{{LESS-THAN OR EQUAL TO}}"
    rf"\N{{GREATER-THAN OR EQUAL TO}}]?{_NUMBER}|{NA})(?: (?P<unit>[^\n]{{1,{LONGEST_UNIT}}}))?"
)
_SIZE = re.compile(r"n=(?P<count>\d[\d,]{0,24})(?: (?P<units>[^\n]+))?")
_DISPERSION = re.compile(
    rf"(?P<kind>{_KINDS}|\d+(?:\.\d+)?% Confidence Interval):? "
    rf"(?:(?P<spread>{_SPREAD})"
    rf"|[\[(]?(?P<lower>{_SPREAD})(?: to |, | - | ?\N{{EN DASH}} |; )(?P<upper>{_SPREAD})[\])]?)"
)
_PART = re.compile("[^\n\N{BULLET}]+")
_INTERVALS = ("RANGE", "Range", "CONFIDENCE", "Confidence")


class Spread(NamedTuple):
    """How far a number's sample spreads: a single number, or two limits."""

    kind: Token
    numbers: tuple[Token, ...]


class Cell(NamedTuple):
    """A cell of a measure."""

    param: Token | None
    """The kind of number, where it is told."""
    value: Token
    unit: Token | None
    spread: Spread | None
    rest: tuple[Token, ...]
    """What is not understood."""


class Size(NamedTuple):
    """How many of what a column is made of: `n=15 Participants`."""

    number: Token
    units: Token


def is_count(text: str, units: str = "") -> bool:
    """Whether a text is a number of participants, or of another unit, and nothing else."""
    number, _, rest = text.partition(" ")
    known = {"", "participants", "subjects", units.casefold()}
    return bool(_COUNT.fullmatch(number)) and rest.casefold() in known


def is_value(text: str) -> bool:
    """Whether a line may be the first of a cell: a number, perhaps with a unit.

    `4. Attitudes` is the item of a list.
    """
    match = _VALUE.fullmatch(text.partition("\N{BULLET}")[0].rstrip())
    return bool(match and not match["value"].endswith("."))


def unit_of(text: str) -> str:
    """The unit that stands on the first line of a cell."""
    match = _VALUE.fullmatch(text.partition("\N{BULLET}")[0].rstrip())
    return (match["unit"] or "") if match else ""


def is_detail(text: str) -> bool:
    """Whether a line tells more of the number above it."""
    parts = [part.strip() for part in text.split("\N{BULLET}")]
    return all(_SIZE.fullmatch(part) or _DISPERSION.fullmatch(part) for part in parts)


def is_size(text: str) -> bool:
    """Whether a line says how many a column is made of."""
    match = _SIZE.fullmatch(text)
    return bool(match and match["units"])


def size(token: Token, builder: Builder) -> Size:
    """Take `n=15 Participants` apart; the token has to be a size."""
    builder.mark_boilerplate((token.start, token.start + len("n=")))
    number, _, _ = token.text.partition(" ")
    return Size(token.part(len("n="), len(number)), token.part(len(number)))


def cell(token: Token, builder: Builder) -> Cell | None:
    """Take a cell apart; `None` if there is no number in it."""
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
            # Of the whole group, by the header; the number in a row cannot be trusted.
            builder.mark_boilerplate(part.span)
        else:
            rest.append(part)
    return Cell(
        _group(first, match, "param") if match["param"] else None,
        _group(first, match, "value"),
        _group(first, match, "unit") if match["unit"] else None,
        spread,
        tuple(rest),
    )


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
        # A range is two numbers: of a single one, nobody knows which it is.
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
