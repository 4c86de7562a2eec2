"""Two actions timed in turn, pair by pair: how long the one takes, in times of the other."""

import time
from collections.abc import Callable, Sequence
from operator import ge, le
from statistics import median, quantiles
from typing import NamedTuple, TypeAlias

Action: TypeAlias = Callable[[], object]
Clock: TypeAlias = Callable[[], float]

ALLOWANCE = 1.5
"""How many times worse than its target a ratio may be: machines are noisy."""
LEAST_SECONDS = 2
"""A pair that is quick is timed for so long, however many runs were asked for."""
_HOLDS = {"<=": le, ">=": ge}

_LINE = "| {:<60} | {:>6} | {:>13} | {:>4} | {:>8} | {:<7} |"
HEADER = "\n".join(
    (
        _LINE.format("ratio", "median", "quartiles", "runs", "target", "met"),
        _LINE.format("-" * 60, "-" * 6, "-" * 13, "-" * 4, "-" * 8, "-" * 7),
    )
)
"""The first lines of the table, which is Markdown: the rows are the others."""


class Target(NamedTuple):
    """What a ratio is meant to be: at most, or at least, a number."""

    relation: str
    number: float

    def __str__(self) -> str:
        return f"{self.relation} {self.number:.2f}"

    def holds(self, ratio: float) -> bool:
        """Whether a ratio is as it is meant to be."""
        return bool(_HOLDS[self.relation](ratio, self.number))

    def eased(self) -> "Target":
        """The same with the allowance for noise."""
        worse = ALLOWANCE if self.relation == "<=" else 1 / ALLOWANCE
        return self._replace(number=self.number * worse)


class Comparison(NamedTuple):
    """An action, and the yardstick that it is measured by."""

    name: str
    target: Target
    action: Action
    yardstick: Action
    scale: float = 1
    """What the ratio of the times is multiplied by, where the two have not the same to do."""
    clock: Clock = time.process_time
    """What is taken as time: of this process only, or all that passes while others do the work."""
    prepare: Action = lambda: None
    """What is done before each of the two, and not timed."""


class Row(NamedTuple):
    """A line of the table: the ratios of all runs, none if they could not be measured here."""

    name: str
    target: Target
    ratios: list[float]

    @property
    def missed(self) -> bool:
        """Whether the ratio is worse than the allowance for noise lets it be."""
        return bool(self.ratios) and not self.target.eased().holds(median(self.ratios))

    def __str__(self) -> str:
        if not self.ratios:
            return _LINE.format(self.name, "", "", "", str(self.target), "skipped")
        low, middle, high = quantiles(self.ratios, n=4)
        verdict = "MISSED" if self.missed else "yes" if self.target.holds(middle) else "not yet"
        return _LINE.format(
            self.name,
            f"{middle:.2f}",
            f"{low:.2f} - {high:.2f}",
            len(self.ratios),
            str(self.target),
            verdict,
        )


def seconds(action: Action, clock: Clock = time.process_time) -> float:
    """Time one call. What else the machine does meanwhile is not counted by the usual clock."""
    start = clock()
    action()
    return clock() - start


def warmed(action: Action, yardstick: Action) -> float:
    """Call two actions once for nothing, then time them; how much longer the first one takes."""
    action()
    yardstick()
    return seconds(action) / seconds(yardstick)


def compare(pair: Comparison, runs: int) -> Row:
    """Time a pair, after a warm-up, so many times or more."""

    def timed(action: Action) -> float:
        pair.prepare()
        return seconds(action, pair.clock)

    timed(pair.action)
    timed(pair.yardstick)
    ratios: list[float] = []
    start = time.perf_counter()
    while len(ratios) < runs or time.perf_counter() - start < LEAST_SECONDS:
        ratios.append(pair.scale * timed(pair.action) / timed(pair.yardstick))
    return Row(pair.name, pair.target, ratios)


def compare_each(
    name: str, target: Target, pairs: Sequence[tuple[Action, Action]], runs: int
) -> list[Row]:
    """Time many pairs, each by itself: rows of the one in the middle, and of the worst."""
    # All of them and then all again: what disturbs the machine now does not meet all runs of one.
    found = [[warmed(action, yardstick) for action, yardstick in pairs] for _ in range(runs)]
    worst = max(zip(*found, strict=True), key=median)
    return [
        Row(f"{name}, median record", target, [median(run) for run in found]),
        Row(f"{name}, worst record", target, list(worst)),
    ]
