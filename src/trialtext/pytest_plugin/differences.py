"""Differences between two JSON values, field by field and element by element."""

from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, Final, NamedTuple, TypeAlias

import orjson


class Absent(Enum):
    """What stands for a value that is not there."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT


class Difference(NamedTuple):
    """A value that is not what it was."""

    pointer: str
    """Its JSON Pointer: in the new record, or in the old one if it is gone."""
    old: Any
    """The value before, or `ABSENT`."""
    new: Any
    """The value now, or `ABSENT`."""
    is_element: bool = False
    """Whether it was added to a list or removed from it."""

    @property
    def offset(self) -> int:
        """First character in which two texts differ; 0 for other values."""
        if not (isinstance(self.old, str) and isinstance(self.new, str)):
            return 0
        pairs = enumerate(zip(self.old, self.new, strict=False))
        shorter = min(len(self.old), len(self.new))
        return next((at for at, (old, new) in pairs if old != new), shorter)


def differences(old: Any, new: Any, pointer: str = "") -> Iterator[Difference]:
    """Give the differences between two JSON values in their order.

    The order of keys is none. An object that is there or not as a whole is one difference.
    """
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys([*old, *new]):
            inner = f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"
            yield from differences(old.get(key, ABSENT), new.get(key, ABSENT), inner)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _differences_of_lists(old, new, pointer)
    elif type(old) is not type(new) or old != new:  # in Python, 1 == 1.0 == True
        yield Difference(pointer, old, new)


def _differences_of_lists(old: list[Any], new: list[Any], pointer: str) -> Iterator[Difference]:
    for before, now in _aligned(list(enumerate(old)), list(enumerate(new)), (_whole, _name)):
        if before and now:
            yield from differences(before[1], now[1], f"{pointer}/{now[0]}")
        elif before:
            yield Difference(f"{pointer}/{before[0]}", before[1], ABSENT, is_element=True)
        elif now:
            yield Difference(f"{pointer}/{now[0]}", ABSENT, now[1], is_element=True)


_Element: TypeAlias = tuple[int, Any]
"""An element with its index."""
_Key: TypeAlias = Callable[[Any], bytes]


def _aligned(
    old: Sequence[_Element], new: Sequence[_Element], keys: Sequence[_Key]
) -> Iterator[tuple[_Element | None, _Element | None]]:
    """Pair the elements of two lists: by one key after the other, then by place.

    Where there are more on one side, no place tells which belong together: they are alone.
    """
    if keys:
        key, *others = keys
        before, now = ([key(element) for _, element in elements] for elements in (old, new))
        for tag, i, i_end, j, j_end in SequenceMatcher(None, before, now, False).get_opcodes():
            if tag == "equal":
                yield from zip(old[i:i_end], new[j:j_end], strict=True)
            else:
                yield from _aligned(old[i:i_end], new[j:j_end], others)
    elif len(old) == len(new):
        yield from zip(old, new, strict=True)
    else:
        yield from ((element, None) for element in old)
        yield from ((None, element) for element in new)


def _whole(element: Any) -> bytes:
    return orjson.dumps(element, option=orjson.OPT_SORT_KEYS)


def _name(element: Any) -> bytes:
    """Tell what an element is about: objects of the API begin with a label, a title, a term."""
    first = next(iter(element.values()), None) if isinstance(element, dict) else element
    return orjson.dumps(first)
