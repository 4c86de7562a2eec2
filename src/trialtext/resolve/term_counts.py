"""Counts of words and phrases that the splitting of terms is based on, read from a data file.

The counts are learned from records of the registry, and stand under keys of 32 bits. There are four
sorts of keys, each a hash: of words, of phrases, of suffixes, and of bags of words, which are the
words of a phrase in any order.
"""

import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol
from zlib import crc32

import orjson

DATA = Path(__file__).parent / "data" / "terms.bin"

WORD, PHRASE, SUFFIX, BAG = (crc32(name) for name in (b"word", b"phrase", b"suffix", b"bag"))
"""Initial values of the hashes: they keep the four sorts of keys apart."""
SUFFIX_LENGTH = 4
"""Characters of a suffix."""
KEY_SIZE = 4
"""Bytes of a key in the data file."""

# Bits of the packed counts of a word or a suffix, four for each number: how often the word ends a
# term, starts one, and is one by itself (odds of 1 to 15; 0 for a word that is in no known term),
# and in how many texts it occurs.
START_SHIFT, SINGLE_SHIFT, SPREAD_SHIFT = 4, 8, 12
FOUR_BITS = 15
# Bits of the packed counts of a phrase: how well the term is known (three bits), in how many texts
# its words are neighbours (four), how often phrases of prose end and start with it (three each).
NEIGHBOURS_SHIFT, TAIL_SHIFT, HEAD_SHIFT = 3, 7, 10
THREE_BITS = 7


def normalize(text: str) -> str:
    """Return a word in lower case, without punctuation around it."""
    return text.lower().strip(".,;:()[]{}\"'*")


def stem_of(word: str) -> str:
    """Return a normalized word without the `s` of a plural."""
    is_plural = len(word) > SUFFIX_LENGTH and word[-1] == "s" and word[-2] not in "sui"
    return word[:-1] if is_plural else word


def encode_stem(stem: str) -> bytes:
    """Return the bytes that stand for a stem in the hash of a phrase."""
    return stem.encode(errors="replace") + b" "


def suffix_key(stem: str) -> int:
    """Return the key of the suffix of a stem."""
    return crc32(stem[-SUFFIX_LENGTH:].encode(errors="replace"), SUFFIX)


class Lookup(Protocol):
    """Counts of words, phrases, suffixes and bags by their keys."""

    def get(self, key: int) -> int:
        """Return the packed counts of a key, 0 if there are none."""


class PackedCounts:
    """Two columns of the data file: the keys in ascending order, and the packed counts."""

    __slots__ = ("_counts", "_keys")

    def __init__(self, keys: Sequence[int], counts: Sequence[int]) -> None:
        self._keys = keys
        self._counts = counts

    def get(self, key: int) -> int:
        """Return the packed counts of a key, 0 if there are none."""
        at = bisect_left(self._keys, key)
        return self._counts[at] if at < len(self._keys) and self._keys[at] == key else 0


@cache
def load_counts() -> tuple[dict[str, Any], Lookup]:
    """Read the data file: what its header holds, and the counts.

    The header is a line of JSON. All keys (32 bits each) and then all counts (16 bits each) follow,
    little-endian.
    """
    line, _, columns = DATA.read_bytes().partition(b"\n")
    header = orjson.loads(line)
    end = KEY_SIZE * header["keys"]
    keys, counts = memoryview(columns)[:end], memoryview(columns)[end:]
    return header, PackedCounts(_numbers(keys, "I"), _numbers(counts, "H"))


def _numbers(data: memoryview, code: Literal["I", "H"]) -> Sequence[int]:
    """Return little-endian numbers in the byte order of this machine."""
    if sys.byteorder == "little":
        return data.cast(code)
    swapped = array(code)
    swapped.frombytes(data)
    swapped.byteswap()
    return swapped
