"""A page takes no more than three times what it usually takes.

What is usual is told in the time that Lark takes for cutting the same text into lines, measured in
the same run: so it is no matter how fast the machine is. `benchmarks/` measures more closely.
"""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from lark import Lark

import trialtext

SEEDS = Path(__file__).parents[1] / "seeds"

USUAL = {"mirror-study/NCT07192237.txt": 2.0, "mirror-results/several-periods.txt": 3.0}
"""How many times the yardstick a page usually takes."""
LINES = r"""
start: (LINE | _NEWLINES)*
LINE: /[^\n]+/
_NEWLINES: /\n+/
"""


def shortest(action: Callable[[], object]) -> float:
    """Return the time of the shortest of many runs, in seconds of this process."""
    action()
    times = []
    for _ in range(30):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


@pytest.mark.parametrize("name", USUAL)
def test_a_page_takes_at_most_three_times_what_is_usual(name: str) -> None:
    text = (SEEDS / name).read_text("utf-8")
    lark = Lark(LINES, parser="lalr")
    page = shortest(lambda: trialtext.to_json(trialtext.parse(text).study or trialtext.Study()))
    assert page <= 3 * USUAL[name] * shortest(lambda: lark.parse(text))
