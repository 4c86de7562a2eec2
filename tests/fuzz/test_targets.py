"""What must hold for any input holds for seeds, and for inputs that once were too much."""

import pytest
from tests.conftest import CHECKOUT
from tests.fuzz.targets import TARGETS

SEEDS = [path.read_bytes() for path in sorted((CHECKOUT / "seeds").rglob("*.txt"))]
RECORDS = [path.read_bytes() for path in sorted((CHECKOUT / "tests" / "cases").rglob("*.json"))]
ODD = [
    b"",
    b"\0",
    b"\xff\xfe\x00\xd8",
    b"\xef\xbb\xbf",
    b"{" * 2_000,
    b"NCT ID: NCT99900001",
    b"NCT ID: NCT99900001\r\rLast Updated: \xe2\x80",
    b"A title\n\nNCT ID: NCT99900001\n\nSponsors\n\nMeet the organizations" + b"\n" * 100,
]


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_holds(name: str) -> None:
    for data in (*SEEDS, *RECORDS, *ODD):
        TARGETS[name](data)
