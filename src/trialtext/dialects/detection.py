"""What kind of page a text is, in which shape, and what tells so."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import attrs


class Kind(StrEnum):
    """A kind of page, or none."""

    STUDY_PAGE = "study page"
    RESULTS_PAGE = "results page"
    NEITHER = "neither"


class Shape(StrEnum):
    """What the extractor that made the text did to the page."""

    A = "A"
    """Everything is there, blocks are apart by blank lines."""
    B = "B"
    """No blank lines; labels, short values and first paragraphs were dropped."""
    C = "C"
    """Everything is there, without blank lines; tables are drawn with pipes."""


@attrs.frozen
class Detection:
    """What a text was found to be."""

    kind: Kind
    shape: Shape | None
    """`None` for what is no page."""
    confidence: float
    """From 0 to 1: how sure it is that the text is a page of this kind, or that it is none."""
    evidence: tuple[str, ...]
    """What tells so, a phrase each."""


LOOKS_LIKE: Final[Mapping[str, str]] = {
    "JSON": r"\s*[{\[]\s*[\"{\[\]}]",
    "HTML or XML": r"\s*<(?:!|\?|[A-Za-z])",
    "a page of clinicaltrials.gov itself": r"(?s:.*?)\bClinicalTrials\.gov (?:ID|Identifier)\b",
    "a page of the ISRCTN registry": r"(?s:.*?)\bISRCTN ?\d{8}\b",
    "a page of the EU Clinical Trials Register": r"(?s:.*?)\bEudraCT Number\b",
    "a page of WHO's ICTRP": r"(?s:.*?)\bICTRP\b",
}
"""What texts that are no such pages often are, by how they begin or what they name."""


def is_markup(text: str) -> bool:
    """Whether a text is written for machines: pages are read from what they show."""
    return any(re.match(LOOKS_LIKE[what], text) for what in ("JSON", "HTML or XML"))


_LOOKED_AT = 20_000
"""Characters at the beginning of a text in which to look for what it is."""


def neither(text: str) -> Detection:
    """Say that a text is no page, and why."""
    begins = text[:_LOOKED_AT]
    looks = [f"it looks like {what}" for what, sign in LOOKS_LIKE.items() if re.match(sign, begins)]
    missing = "no known section, and no header with an NCT number"
    return Detection(Kind.NEITHER, None, 1.0 if looks else 0.9, (missing, *looks[:1]))


def found(kind: Kind, shape: Shape, sections: int, header: bool) -> Detection:
    """Say that a text is a page, and what tells so."""
    evidence = [f"{sections} known sections"] if sections else []
    evidence += ["a header with an NCT number"] if header else []
    # Blurbs are whole sentences: one is telling, and every further one leaves half the doubt.
    doubt = 0.5 ** (sections + header)
    return Detection(kind, shape, round(1 - doubt, 3), tuple(evidence))
