"""Which format a text has: each format scores its own signs, and the best wins."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Final, NamedTuple

from trialtext.formats.format import Excerpt, Format
from trialtext.reading.detection import Detection
from trialtext.text.input import Input
from trialtext.text.repairs import plain_characters
from trialtext.text.source import SourceText

LOOKS_LIKE: Final[Mapping[str, str]] = {
    "JSON": r"\s*[{\[]\s*[\"{\[\]}]",
    "HTML or XML": r"\s*<(?:!|\?|[A-Za-z])",
    "a table without the columns of the registry's download": (
        r"\ufeff?[\w \"./()-]{1,60}(?:[,;\t][\w \"./()-]{0,60}){2,200}\r?\n"
    ),
    "a page of clinicaltrials.gov itself": r"(?s:.*?)\bClinicalTrials\.gov (?:ID|Identifier)\b",
    "a page of the ISRCTN registry": r"(?s:.*?)\bISRCTN ?\d{8}\b",
    "a page of the EU Clinical Trials Register": r"(?s:.*?)\bEudraCT Number\b",
    "a page of WHO's ICTRP": r"(?s:.*?)\bICTRP\b",
}
"""What texts of no known format often are, by how they begin or what they name."""

_LOOKED_AT = 20_000
"""Characters at the beginning of a text in which to look for what it is."""


class Recognized(NamedTuple):
    """A document, and its format."""

    excerpt: Excerpt
    format: Format | None
    """`None` if it is of no format that is known, or of one as much as of another."""
    ambiguity: str = ""
    """Which formats have as many signs as each other."""


def is_markup(text: str) -> bool:
    """Tell whether a text is written for machines: pages are read from what they show."""
    return any(re.match(LOOKS_LIKE[what], text) for what in ("JSON", "HTML or XML"))


def divide(
    source: Input, formats: Sequence[Format], wanted: Format | None = None
) -> Iterator[Recognized]:
    """Divide an input into documents, in the manner of its format, and recognise each.

    With a format that is wanted, all are taken to be of that one. Raises what reading the input
    raises.
    """
    first = recognize(source.head, formats, wanted)
    if first.format and first.format.is_table:
        for excerpt in first.format.divide(source):
            yield Recognized(excerpt, first.format)
        return
    if source.whole is not source.head:
        first = recognize(source.whole, formats, wanted)
    excerpts = list(first.format.divide(source)) if first.format else []
    if len(excerpts) > 1:
        yield from (recognize(excerpt.source, formats, wanted) for excerpt in excerpts)
    else:
        yield first


def recognize(
    source: SourceText, formats: Sequence[Format], wanted: Format | None = None
) -> Recognized:
    """Find the format with the most signs in a text, of which none is parsed."""
    excerpt = Excerpt(source)
    if wanted:
        return Recognized(excerpt, wanted)
    # At first as it is, for that is quick; damage may hide all signs.
    best = _best(source.text, formats) or _best(plain_characters(unescape(source.text)), formats)
    if len(best) > 1:
        names = " and ".join(format_.name for format_ in best)
        return Recognized(excerpt, None, f"as many signs of {names}")
    return Recognized(excerpt, best[0] if best else None)


def _best(text: str, formats: Sequence[Format]) -> list[Format]:
    scores = [format_.score(text, format_) for format_ in formats]
    most = max(scores, default=0)
    return [format_ for format_, score in zip(formats, scores, strict=True) if score == most > 0]


def no_format(text: str) -> Detection:
    """Say that a text is of no known format, and why."""
    begins = text[:_LOOKED_AT]
    looks = [f"it looks like {what}" for what, sign in LOOKS_LIKE.items() if re.match(sign, begins)]
    missing = "no known section, and no header with an NCT number"
    return Detection(None, None, 1.0 if looks else 0.9, (missing, *looks[:1]))
