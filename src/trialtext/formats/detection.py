"""Which format a text has: each format scores its own signs, and the best wins."""

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Final

from trialtext.formats.format import Format
from trialtext.reading.detection import Detection
from trialtext.text.repairs import plain_characters

LOOKS_LIKE: Final[Mapping[str, str]] = {
    "JSON": r"\s*[{\[]\s*[\"{\[\]}]",
    "HTML or XML": r"\s*<(?:!|\?|[A-Za-z])",
    "a page of clinicaltrials.gov itself": r"(?s:.*?)\bClinicalTrials\.gov (?:ID|Identifier)\b",
    "a page of the ISRCTN registry": r"(?s:.*?)\bISRCTN ?\d{8}\b",
    "a page of the EU Clinical Trials Register": r"(?s:.*?)\bEudraCT Number\b",
    "a page of WHO's ICTRP": r"(?s:.*?)\bICTRP\b",
}
"""What texts of no known format often are, by how they begin or what they name."""

_LOOKED_AT = 20_000
"""Characters at the beginning of a text in which to look for what it is."""


class AmbiguousFormatError(ValueError):
    """A text has as many signs of one format as of another."""


def is_markup(text: str) -> bool:
    """Tell whether a text is written for machines: pages are read from what they show."""
    return any(re.match(LOOKS_LIKE[what], text) for what in ("JSON", "HTML or XML"))


def find_format(text: str, formats: Sequence[Format]) -> Format | None:
    """Find the format with the most signs in a text; `None` if there is no sign of any.

    Raises `AmbiguousFormatError` for a tie.
    """
    return _best(text, formats) or _best(plain_characters(unescape(text)), formats)


def _best(text: str, formats: Sequence[Format]) -> Format | None:
    scores = {format_.name: format_.score(text, format_) for format_ in formats}
    most = max(scores.values(), default=0)
    best = [format_ for format_ in formats if most and scores[format_.name] == most]
    if len(best) > 1:
        names = " and ".join(format_.name for format_ in best)
        raise AmbiguousFormatError(f"{most} signs each of {names}")
    return best[0] if best else None


def no_format(text: str) -> Detection:
    """Say that a text is of no known format, and why."""
    begins = text[:_LOOKED_AT]
    looks = [f"it looks like {what}" for what, sign in LOOKS_LIKE.items() if re.match(sign, begins)]
    missing = "no known section, and no header with an NCT number"
    return Detection(None, None, 1.0 if looks else 0.9, (missing, *looks[:1]))
