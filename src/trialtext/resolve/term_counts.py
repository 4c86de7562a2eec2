"""What is known of the words of a line of terms: learned counts, packed in a data file.

The counts stand under keys, hashes of 32 bits, of four sorts: of words, phrases, endings of words,
and bags, which are the words of a phrase in any order.
"""

import sys
from array import array
from collections.abc import Sequence
from functools import cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Literal
from zlib import crc32

import orjson

DATA = Path(__file__).parent / "data" / "terms.bin"

WORD, PHRASE, SUFFIX, BAG = (crc32(name) for name in (b"word", b"phrase", b"suffix", b"bag"))
"""Where the hashes of the four sorts of keys start from, to tell them apart."""
SUFFIX_LENGTH = 4


def stem_of(bare: str) -> str:
    """A word without a plural's `s`."""
    return (
        bare[:-1]
        if len(bare) > SUFFIX_LENGTH and bare[-1] == "s" and bare[-2] not in "sui"
        else bare
    )


def bare_of(text: str) -> str:
    """A word in small letters, without punctuation around it."""
    return text.lower().strip(".,;:()[]{}\"'*")


def encoded(stem: str) -> bytes:
    """A stem as it goes into a key."""
    return stem.encode(errors="replace") + b" "


def suffix_key(stem: str) -> int:
    """Key of the end of a word."""
    return crc32(stem[-SUFFIX_LENGTH:].encode(errors="replace"), SUFFIX)


SLOT_BITS = 19
_SHIFT = 32 - SLOT_BITS
"""A key's slot in the data file is what its first bits say, or one of the next ones.

Half of the slots are spare, and hold what the next slot holds that is not. So slots are sorted, and
from its own on a key is found where the first one stands that is not smaller: mostly at once.
"""


class Lookup:
    """Knows words, phrases, suffixes and bags by their keys; how, its subclasses say."""

    __slots__ = ()

    def of(self, key: int) -> int:
        """What is known of a key, packed; 0 for nothing."""
        raise NotImplementedError


class Counts(Lookup):
    """Two columns of the data file: the keys in their slots, and the values."""

    __slots__ = ("_keys", "_values")

    def __init__(self, keys: Sequence[int], values: Sequence[int]) -> None:
        self._keys = keys
        self._values = values

    def of(self, key: int) -> int:
        """What is known of a key, packed; 0 for nothing."""
        slot = key >> _SHIFT
        found = self._keys[slot]
        while found < key:
            slot += 1
            found = self._keys[slot]
        return self._values[slot] if found == key else 0


@cache
def known_counts() -> tuple[dict[str, Any], Lookup]:
    """The data file: a line of JSON, then the slots' keys (32 bits), then their values (16)."""
    with DATA.open("rb") as file:
        head = orjson.loads(file.readline())
        start = file.tell()
        # Of three megabytes, a page needs some hundred numbers.
        data = memoryview(mmap(file.fileno(), 0, access=ACCESS_READ))
    end = start + 4 * head["slots"]
    return head, Counts(_column(data[start:end], "I"), _column(data[end:], "H"))


def _column(data: memoryview, code: Literal["I", "H"]) -> Sequence[int]:
    """Numbers of the file as this machine has them."""
    if sys.byteorder == "little":
        return data.cast(code)
    swapped = array(code)
    swapped.frombytes(data)
    swapped.byteswap()
    return swapped
