"""A run that ends before its time, at any moment, is finished by running it again."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest
from tests.pages import page

from trialtext.pipeline import store as store_module
from trialtext.pipeline.convert import Conversion
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.inputs.files import InputOptions
from trialtext.pipeline.inputs.items import Item, Text
from trialtext.pipeline.outcomes import Outcome
from trialtext.pipeline.outputs.destinations import Destination
from trialtext.pipeline.store import Store, open_store
from trialtext.reading.result import Status

KILLS = 50
PAGES = [
    page(("Brief Summary", "About tea. " * 40), header=("Tea", f"NCT ID: NCT999{number:05}"))
    for number in range(300)
]


def outcome(source: str) -> Outcome:
    return Outcome(source=source, content_hash="x", status=Status.COMPLETE, study="{}")


def item_of(data: str, source: str = "a.txt") -> Text:
    return Text(source=source, data=data)


# ---- What is kept


def test_what_is_finished_is_there_in_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "store"
    one = Store(path, "")
    one.add(one.key(item_of("x")), [outcome("a.txt"), outcome("a.txt")])
    one.flush()
    one.close()
    other = Store(path, "")
    assert other[other.key(item_of("x"))] == [outcome("a.txt"), outcome("a.txt")]
    assert other.key(item_of("y")) not in other


@pytest.mark.parametrize(
    ("settings", "item"),
    [("", item_of("y")), ("", item_of("x", "b.txt")), ("strict", item_of("x"))],
    ids=["content", "name", "options"],
)
def test_what_decides_the_outcome_is_in_the_key(tmp_path: Path, settings: str, item: Text) -> None:
    assert Store(tmp_path / "s", "").key(item_of("x")) != Store(tmp_path / "s", settings).key(item)


def test_another_version_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Store(tmp_path / "store", "").key(item_of("x"))
    monkeypatch.setattr("trialtext.__version__", "99")
    assert Store(tmp_path / "store", "").key(item_of("x")) != before


def test_a_key_does_not_depend_on_the_process() -> None:
    code = (
        "from pathlib import Path\n"
        "from trialtext.pipeline.converter import Converter\n"
        "from trialtext.pipeline.inputs.items import Item, Text\n"
        "from trialtext.pipeline.store import Store\n"
        "print(Store(Path('x'), repr(Converter())).key(Text(source='a', data='b')).hex())\n"
    )
    keys = {
        subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(keys) == 1


def test_a_short_run_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with open_store(tmp_path / "out", "") as store:
            store.add(b"key", [outcome("a.txt")])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not list(tmp_path.iterdir())


def test_a_run_at_its_end_leaves_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "out", "") as store:
        store.add(b"key", [outcome("a.txt")])
        store.flush()
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_a_store_that_is_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "store"
    path.write_bytes(b"no database " * 100)
    with pytest.raises(OSError, match="not a database; remove it to begin anew"):
        Store(path, "")


# ---- Runs that are killed


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Write what is finished to disk at once, so that there are many moments to be killed at."""
    monkeypatch.setattr(store_module, "_SECONDS", 0.01)


@pytest.fixture
def chance() -> random.Random:
    """Return numbers that are random, but the same each time."""
    return random.Random(20)  # noqa: S311 - it decides when to kill


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Write pages into files, and as lines."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for number, text in enumerate(PAGES[::2]):
        (folder / f"{number:03}.txt").write_text(text)
    lines = (orjson.dumps({"text": text}) + b"\n" for text in PAGES[1::2])
    (folder / "more.ndjson").write_bytes(b"".join(lines))
    return folder


def run(
    output: str, pages: Path, jobs: int = 1, on_outcome: Callable[[Outcome], object] = repr
) -> None:
    conversion = Conversion(
        options=InputOptions(),
        converter=Converter(traced=True, table="ctgov-csv"),
        destination=Destination(path=output, several=True),
        provenance=f"{output.rstrip('/')}.origins.gz",
        log=f"{output.rstrip('/')}.log",
        jobs=jobs,
        on_outcome=on_outcome,
    )
    conversion.run(sorted(str(path) for path in pages.iterdir()))


def run_and_kill(output: str, pages: Path, jobs: int, seconds: float) -> bool:
    """Run in a process, kill it after a while, and tell whether it was killed in its work."""
    child = os.fork()
    if not child:
        try:
            run(output, pages, jobs)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked on POSIX only")
@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", ["studies.ndjson", "studies.jsonl.gz", "studies.csv", "studies/"])
@pytest.mark.usefixtures("often")
def test_a_run_that_is_killed_again_and_again_writes_the_same_in_the_end(
    tmp_path: Path, pages: Path, chance: random.Random, jobs: int, name: str
) -> None:
    (tmp_path / "whole").mkdir()
    (tmp_path / "killed").mkdir()
    seconds = 1.0
    run(f"{tmp_path}/whole/{name}", pages)
    output = f"{tmp_path}/killed/{name}"
    killed = 0
    while killed < KILLS // 8 + 1:
        if run_and_kill(output, pages, jobs, chance.uniform(0, seconds)):
            killed += 1
        else:  # it was at its end already
            seconds *= 0.8
    assert (tmp_path / "whole" / name).exists()
    run(output, pages, jobs)
    assert contents(tmp_path / "killed") == contents(tmp_path / "whole")


@pytest.mark.usefixtures("often")
def test_what_is_finished_is_not_done_again(
    tmp_path: Path, pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    output = f"{tmp_path}/out/studies.ndjson"
    told: list[str] = []

    def interrupt(outcome: Outcome) -> None:
        told.append(outcome.source)
        if len(told) == 200:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(output, pages, on_outcome=interrupt)
    assert not Path(output).exists()
    converted: list[str] = []
    convert = Converter.convert

    def counted(self: Converter, item: Item) -> Iterator[Outcome]:
        converted.append(item.source)
        return convert(self, item)

    monkeypatch.setattr(Converter, "convert", counted)
    (pages / "002.txt").write_text(PAGES[0])  # it was changed in between
    run(output, pages, on_outcome=lambda outcome: told.append(outcome.source))
    assert converted == [str(pages / "002.txt"), *told[400:]]
    assert len(Path(output).read_bytes().splitlines()) == len(PAGES)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files, but for the log, which tells times."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".log"
    }
