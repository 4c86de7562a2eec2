"""Python's search for garbage."""

import gc


class Uncollected:
    """A context in which no garbage is looked for.

    A page or a record is many objects without cycles: looking for some takes longer than reading
    does, and ever longer with their length.
    """

    __slots__ = ("_collecting",)

    def __enter__(self) -> None:
        self._collecting = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._collecting:
            gc.enable()
