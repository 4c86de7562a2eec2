"""Which objects of the record are open while it is read, and which one a line belongs to."""

from typing import Final, NamedTuple

from trialtext.formats.biomcp.schema import Key, keys
from trialtext.reading.draft import Draft

DEEPEST: Final = 5
"""The level of the headings of all objects that are as deep or deeper."""
SECTION: Final = 1
"""The depth of a section."""


class OpenObject(NamedTuple):
    """An object below whose heading further lines may stand."""

    depth: int
    draft: Draft | None
    """What is drafted of it; `None` if its key is not known."""


class Owner(NamedTuple):
    """The object that a line belongs to."""

    at: int
    """Its place among the open objects."""
    draft: Draft
    key: Key
    """Its key that the line tells of."""

    @property
    def is_set(self) -> bool:
        """Whether the object has a value of that key."""
        return self.key.field in self.draft.fields

    @property
    def may_have_list(self) -> bool:
        """Whether the key is one of a list of scalars, and not set."""
        return self.key.is_list and not self.key.is_object and not self.is_set


class Outline:
    """The open objects, each inside the one before."""

    def __init__(self, section: Draft, lift: int) -> None:
        """Begin a section, of which the headings are `lift` levels deeper than usual."""
        self._lift = lift
        self._open = [OpenObject(SECTION, section)]

    @property
    def is_known(self) -> bool:
        """Whether the key of the innermost object is known."""
        return self._open[-1].draft is not None

    def depth(self, owner: Owner) -> int:
        """Return how deep an object is."""
        return self._open[owner.at].depth

    def owner_of_object(self, name: str, level: int) -> Owner | None:
        """Find the object that may have one of that name: of several, the innermost."""
        second = None
        for at in reversed(range(len(self._open))):
            depth, draft = self._open[at]
            if self._level(depth + 1) != level:
                continue
            if draft is None:
                # Below the deepest level, what follows may belong to an outer object.
                if level < DEEPEST:
                    return None
                continue
            key = keys(draft.cls).get(name)
            if key and key.is_object:
                owner = Owner(at, draft, key)
                if key.is_list or not owner.is_set:
                    return owner
                second = second or owner
        return second

    def owner_of_entry(self, name: str) -> Owner | None:
        """Find the object that has a key: the innermost one, or an outer one that has a list.

        Of an object, lists follow the objects inside it.
        """
        innermost = len(self._open) - 1
        for at in reversed(range(len(self._open))):
            draft = self._open[at].draft
            if draft is None:
                return None
            key = keys(draft.cls).get(name)
            owner = Owner(at, draft, key) if key else None
            if owner and (at == innermost or owner.may_have_list):
                return owner
        return None

    def close_inside(self, owner: Owner) -> None:
        """Close all objects that are inside an object."""
        del self._open[owner.at + 1 :]

    def open(self, owner: Owner, draft: Draft) -> None:
        """Open an object that is inside another one."""
        self.close_inside(owner)
        self._open.append(OpenObject(self._open[-1].depth + 1, draft))

    def open_unknown(self, level: int) -> bool:
        """Open an object of which the key is not known; tell if it is inside another such one."""
        while len(self._open) > 1 and self._ends_before(self._open[-1], level):
            self._open.pop()
        is_inside = not self.is_known
        if not is_inside:
            self._open.append(OpenObject(self._open[-1].depth + 1, None))
        return is_inside

    def _level(self, depth: int) -> int:
        return min(depth + self._lift, DEEPEST)

    def _ends_before(self, last: OpenObject, level: int) -> bool:
        """Tell whether an object ends before an unknown one of some level."""
        # At the deepest level, all that is known may hold it.
        is_as_deep = self._level(last.depth) >= level
        return is_as_deep and (level < DEEPEST or last.draft is None)
