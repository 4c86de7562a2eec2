"""Markers of list items: what they number, and which follows which."""

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*|[A-Za-z]+|[①-⑳]")
_ROMAN: Final = re.compile(r"(?=[ivx])(?:x{0,3})(?:ix|iv|v?i{0,3})")
_VALUES: Final = {"x": 10, "v": 5, "i": 1}
_BULLET_LETTER: Final = "o"


class Mark(NamedTuple):
    """What a marker numbers."""

    places: dict[str, int]
    """Its place in a sequence, by each style that it may have: `i.` is a letter, or a number."""
    prefix: tuple[str, ...] = ()
    """The numbers before the last one: of `5.2.1`, 5 and 2."""

    def follows(self, other: "Mark") -> bool:
        """Tell whether it is the one that comes after another."""
        return self.prefix == other.prefix and any(
            place and other.places.get(style) == place - 1 for style, place in self.places.items()
        )

    def is_like(self, other: "Mark") -> bool:
        """Tell whether both may stand in one list."""
        return len(self.prefix) == len(other.prefix) and not self.places.keys().isdisjoint(
            other.places
        )

    @property
    def is_number(self) -> bool:
        """Whether it has a place in a sequence; a bullet has none."""
        return any(self.places.values())

    @property
    def is_decimal(self) -> bool:
        """Whether it is written in digits."""
        return any(style[0] in "1①" for style in self.places)

    @property
    def is_circled(self) -> bool:
        """Whether it is one of the circled numbers, which number nothing but items."""
        return any(style[0] == "①" for style in self.places)

    @property
    def may_be_first(self) -> bool:
        """Whether a list may begin with it."""
        return not self.is_number or 1 in self.places.values()


@lru_cache(1024)
def read_mark(markers: str) -> Mark:
    """Read the markers of a line: the last number among them counts, or else the bullets."""
    text = markers.replace("\\", "").strip()
    numbers = _NUMBER.findall(text)
    if text == _BULLET_LETTER or not numbers:
        return Mark(dict.fromkeys(text.replace(" ", ""), 0))
    *prefix, last = numbers[-1].split(".")
    closing = next((sign for sign in ")）-:" if sign in text), ".")
    if "(" in text or "（" in text:
        closing += " in brackets"
    if not last.isalpha():
        style = "1" if last.isdecimal() else "①"
        return Mark(
            {style + closing: int(unicodedata.numeric(last)) if len(last) == 1 else int(last)},
            tuple(prefix),
        )
    return Mark(_places(last, closing) or {last: 0})


def _places(letters: str, closing: str) -> dict[str, int]:
    case = "A" if letters.isupper() else "a"
    lower = letters.lower()
    places = {}
    if len(lower) == 1:
        places[case + closing] = ord(lower) - ord("a") + 1
    if _ROMAN.fullmatch(lower):
        values = [_VALUES[letter] for letter in lower]
        pairs = zip(values, [*values[1:], 0], strict=True)
        places["Roman " + case + closing] = sum(-one if one < two else one for one, two in pairs)
    return places
