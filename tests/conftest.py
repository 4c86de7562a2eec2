"""What the tests share: the seeds, real records where they are at hand, snapshots of bytes."""

import gzip
from pathlib import Path

import pytest
from hypothesis import settings
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

CHECKOUT = Path(__file__).parents[1]
ALL_SEEDS = sorted(path for path in (CHECKOUT / "seeds").rglob("*.*") if path.is_file())
UNDAMAGED_SEEDS = sorted((CHECKOUT / "seeds").glob("*/*.txt"))
SEEDS = sorted((CHECKOUT / "seeds" / "mirror-study").glob("*.txt"))
RESULTS_SEEDS = sorted((CHECKOUT / "seeds" / "mirror-results").glob("*.txt"))
# Real registry records and the API's specification. They are not part of the project: tests that
# use them are skipped where they are not at hand.
REGISTRY = CHECKOUT.parent / "shared"


# How long an example takes depends on what else the machine does.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


class BytesExtension(SingleFileSnapshotExtension):
    """Snapshots of exact bytes, so that the order of keys is pinned too."""

    _write_mode = WriteMode.BINARY
    file_extension = "json"


@pytest.fixture
def snapshot_bytes(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(BytesExtension)


@pytest.fixture(params=ALL_SEEDS, ids=lambda path: path.stem)
def any_seed(request: pytest.FixtureRequest) -> Path:
    """Return a text of any format."""
    path: Path = request.param
    return path


@pytest.fixture(params=SEEDS, ids=lambda path: path.stem)
def seed(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(params=RESULTS_SEEDS, ids=lambda path: path.stem)
def results_seed(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def sampled(step: int) -> pytest.MarkDecorator:
    """Take every so-many-th of many items for a quick look, and all of them with the corpus."""
    every = pytest.param(1, id="all", marks=pytest.mark.corpus)
    return pytest.mark.parametrize("step", [pytest.param(step, id="some"), every])


def read_records() -> list[bytes]:
    """Return real study records, one JSON object each; none where they are not at hand."""
    path = REGISTRY / "data" / "studies.ndjson.gz"
    return gzip.decompress(path.read_bytes()).splitlines() if path.exists() else []


@pytest.fixture(scope="session")
def records() -> list[bytes]:
    """Return real study records; tests are skipped where they are not at hand."""
    return read_records() or pytest.skip(f"no registry records in {REGISTRY}")
