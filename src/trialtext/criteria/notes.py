"""Notes: lines that say neither who may nor who may not take part."""

import re
from typing import Final

from trialtext.criteria import words

_LONGEST_NOTHING: Final = 80
"""Characters of a line that says that there is nothing."""
_NOTHING: Final = words.any_of(words.SAYING_NOTHING)
_FURTHER: Final = words.any_of(words.FURTHER)
_RECRUITING: Final = words.any_of(words.RECRUITING)
_PERMITTING: Final = words.any_of(words.PERMITTING)
_DEFINING: Final = words.any_of(words.DEFINING)
_REQUIRING: Final = words.any_of(words.REQUIRING)
_EXPLAINING: Final = words.any_of(words.EXPLAINING)
SENTENCE_END: Final = re.compile(r"(?<=[.!?])\s+(?=[A-Z(≥≤\\<>\d\"“])")
FOOTNOTE: Final = re.compile(r"\\?\*+(?=\w)|[†‡]")
"""The sign that a footnote begins with."""
FOOTNOTE_SIGN: Final = re.compile(r"(?<=[\w)\]])\\?\*|[†‡]")
"""And the one behind the word that it is about."""


def says_nothing(line: str) -> bool:
    """Tell whether a line says that there is nothing, or that there is more: `None`."""
    if len(line) <= _LONGEST_NOTHING and _NOTHING.fullmatch(line.rstrip(" .;")):
        return True
    return bool(_FURTHER.match(line))


def tells_of_the_study(paragraph: str) -> bool:
    """Tell whether a paragraph is about recruitment, the list as a whole, or where to read on."""
    return bool(_RECRUITING.match(paragraph))


def only_explains(paragraph: str) -> bool:
    """Tell whether a paragraph, which is no item of a list, states no condition.

    Its first sentence decides.
    """
    if paragraph.endswith((":", "：")):
        return False
    first = _first_sentence(paragraph)
    return bool(_RECRUITING.match(first) or _DEFINING.search(first)) or _only_permits(first)


def explains_the_one_before(sentence: str) -> bool:
    """Tell whether a sentence explains or softens the one before it."""
    first = _first_sentence(sentence)
    return bool(_EXPLAINING.match(first) or _DEFINING.search(first)) or _only_permits(first)


def _first_sentence(text: str) -> str:
    end = SENTENCE_END.search(text)
    return text[: end.start()] if end else text


def _only_permits(sentence: str) -> bool:
    return bool(_PERMITTING.search(sentence)) and not _REQUIRING.search(sentence)
