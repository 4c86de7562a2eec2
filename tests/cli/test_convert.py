"""`trialtext convert`: what goes to which stream, what is written where, and the exit codes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest
from tests.cli.commands import expected, ids, run, run_process
from tests.conftest import CHECKOUT
from tests.pages import seed_text

import trialtext
from trialtext.pipeline.convert import Conversion

SEEDS = CHECKOUT / "seeds" / "mirror-study"
SEED = SEEDS / "non-ascii.txt"
HANGUP = getattr(signal, "SIGHUP", signal.SIGTERM)  # Windows has none


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Pages in a folder and below, something that is none, and a folder for what comes out."""
    pages = tmp_path / "pages"
    (pages / "more").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    for number, name in enumerate(["b.txt", "a.txt", "more/c.txt"]):
        (pages / name).write_text(f"A Title\n\nNCT ID: NCT9990000{number}\n", "utf-8")
    (pages / "readme.rst").write_text("not a page\n", "utf-8")
    return tmp_path


# ---- One page


def test_one_page_becomes_indented_json_and_nothing_else() -> None:
    assert run("convert", SEED).stdout_bytes == expected(SEED, indent=True)


def test_a_page_that_could_be_read_is_a_success() -> None:
    assert run("convert", SEED).exit_code == 0


def test_a_page_is_read_from_standard_input() -> None:
    result = run("convert", "-", stdin=SEED.read_bytes())
    assert (result.exit_code, result.stdout_bytes) == (0, expected(SEED, indent=True))


def test_standard_input_has_a_name_in_diagnostics() -> None:
    assert run("convert", "-", stdin=b"x").stderr.startswith("<stdin>:1:1: error ")


def test_a_page_is_written_to_a_file(folder: Path) -> None:
    output = folder / "out" / "study.json"
    run("convert", SEED, "-o", output)
    assert output.read_bytes() == expected(SEED, indent=True)


def test_what_is_written_to_a_file_is_not_on_standard_output(folder: Path) -> None:
    result = run("convert", SEED, "-o", folder / "out" / "study.json")
    assert (result.exit_code, result.stdout_bytes) == (0, b"")


def test_one_page_with_an_output_of_lines_is_one_line(folder: Path) -> None:
    output = folder / "out" / "study.ndjson"
    run("convert", SEED, "--output", output)
    assert output.read_bytes() == expected(SEED, indent=False)


# ---- Several pages


def test_several_pages_become_a_line_each_in_the_order_given(folder: Path) -> None:
    result = run("convert", folder / "pages" / "b.txt", SEED, folder / "pages" / "a.txt")
    assert result.stdout_bytes == b"".join(
        expected(path, indent=False)
        for path in (folder / "pages" / "b.txt", SEED, folder / "pages" / "a.txt")
    )


def test_a_folder_is_read_sorted_and_at_all_depths(folder: Path) -> None:
    result = run("convert", folder / "pages")
    assert ids(result.stdout_bytes) == ["NCT99900001", "NCT99900000", "NCT99900002"]
    assert result.exit_code == 0


def test_a_folder_of_one_page_still_becomes_lines(folder: Path) -> None:
    page = folder / "pages" / "more" / "c.txt"
    assert run("convert", page.parent).stdout_bytes == expected(page, indent=False)


@pytest.mark.parametrize("others", [(), ("pages",)])
def test_a_folder_without_pages_is_a_failure(folder: Path, others: tuple[str, ...]) -> None:
    (folder / "out" / "inside").mkdir()
    (folder / "out" / "inside" / "readme.rst").touch()
    result = run("convert", folder / "out", *(folder / other for other in others))
    assert result.exit_code == 1
    assert len(ids(result.stdout_bytes)) == 3 * len(others)
    message = "a directory with nothing that can be read"
    assert f"{folder / 'out'}:1:1: error unreadable-file: {message}\n" in result.stderr


def test_a_folder_without_pages_writes_no_file(folder: Path) -> None:
    output = folder / "study.ndjson"
    assert run("convert", folder / "out", "-o", output).exit_code == 1
    assert not output.exists()


@pytest.mark.parametrize("name", ["page.TXT", "page.text", "PAGE.Md"])
def test_in_a_folder_texts_are_pages(folder: Path, name: str) -> None:
    (folder / "out" / name).write_bytes(SEED.read_bytes())
    assert run("convert", folder / "out").stdout_bytes == expected(SEED, indent=False)


def test_several_pages_are_written_to_one_file(folder: Path) -> None:
    output = folder / "out" / "studies.ndjson"
    result = run("convert", folder / "pages", "-o", output)
    assert ids(output.read_bytes()) == ["NCT99900001", "NCT99900000", "NCT99900002"]
    assert result.stdout_bytes == b""


def test_standard_input_may_stand_among_files(folder: Path) -> None:
    page = b"A Title\n\nNCT ID: NCT99900007\n"
    result = run("convert", folder / "pages" / "a.txt", "-", stdin=page)
    assert ids(result.stdout_bytes) == ["NCT99900001", "NCT99900007"]


# ---- Diagnostics


def test_diagnostics_go_to_standard_error_a_line_each(folder: Path) -> None:
    page = folder / "pages" / "a.txt"
    assert run("convert", page).stderr.splitlines() == [
        f"{page}:4:1: warning truncated: the page ends before the end of its last section",
    ]


def test_diagnostics_are_those_of_the_library() -> None:
    diagnostics = trialtext.parse_file(SEED).diagnostics
    assert diagnostics
    assert run("convert", SEED).stderr.splitlines() == [
        str(diagnostic) for diagnostic in diagnostics
    ]


def test_diagnostics_of_several_pages_name_their_files(folder: Path) -> None:
    lines = run("convert", folder / "pages", "-v").stderr.splitlines()[:-1]
    files = list(dict.fromkeys(line.split(":")[0] for line in lines))
    assert files == [str(folder / "pages" / name) for name in ("a.txt", "b.txt", "more/c.txt")]


def test_a_warning_is_no_failure(folder: Path) -> None:
    result = run("convert", folder / "pages" / "a.txt")
    assert "warning" in result.stderr
    assert result.exit_code == 0


# ---- Failures


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"", "empty-input"), (b"\x00", "not-text"), (b"A novel.\n", "not-a-registry-page")],
)
def test_what_is_no_page_is_a_failure(tmp_path: Path, data: bytes, code: str) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(data)
    result = run("convert", page)
    assert (result.exit_code, result.stdout_bytes) == (1, b"")
    assert result.stderr.startswith(f"{page}:1:1: error {code}: ")


def test_a_file_that_is_not_there_is_a_failure(tmp_path: Path) -> None:
    result = run("convert", tmp_path / "nothing.txt")
    assert (result.exit_code, result.stdout_bytes) == (1, b"")
    assert result.stderr.startswith(f"{tmp_path / 'nothing.txt'}:1:1: error unreadable-file: ")


def test_a_bad_file_never_stops_the_others(folder: Path) -> None:
    (folder / "pages" / "aa.txt").write_bytes(b"\x00")
    nothing = folder / "nothing.txt"
    result = run("convert", nothing, folder / "pages")
    assert ids(result.stdout_bytes) == ["NCT99900001", "NCT99900000", "NCT99900002"]
    assert result.exit_code == 1


def test_a_file_that_is_too_large_is_not_read(folder: Path) -> None:
    with (folder / "pages" / "a.txt").open("wb") as file:
        file.write(b"a\n" * 50_000)
        file.truncate(10**12)  # takes no room on the disk, but would in memory
    result = run("convert", folder / "pages")
    assert ids(result.stdout_bytes) == ["NCT99900000", "NCT99900002"]
    assert "a.txt:1:1: error too-large: more than the 100,000,000 bytes" in result.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_standard_input_that_is_too_large_is_not_read_on(jobs: str) -> None:
    page = SEED.read_bytes()
    options = ("--jobs", jobs, "--max-bytes")
    assert run("convert", "-", *options, str(len(page)), stdin=page).exit_code == 0
    result = run("convert", "-", *options, str(len(page) - 1), stdin=page)
    assert result.exit_code == 1
    allowed = f"more than the {len(page) - 1:,} bytes that are allowed"
    assert result.stderr == f"<stdin>:1:1: error too-large: {allowed}\n"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="an endless device is needed")
@pytest.mark.parametrize("path", ["/dev/zero", "-"])
def test_what_has_no_end_is_not_read_for_ever(path: str) -> None:
    with Path("/dev/zero").open("rb") as endless:
        done = subprocess.run(
            [sys.executable, "-m", "trialtext", "convert", path, "--max-bytes", "5000"],
            stdin=endless,
            capture_output=True,
            check=False,
            timeout=60,
        )
    assert done.returncode == 1
    assert b"error not-text" in done.stderr


def test_more_may_be_allowed_than_there_is_memory() -> None:
    page = SEED.read_bytes()
    assert run("convert", "-", "--max-bytes", str(10**15), stdin=page).exit_code == 0


def test_a_name_that_is_too_long_never_stops_the_others() -> None:
    result = run("convert", "x" * 1_000, SEED)
    assert (result.exit_code, result.stdout_bytes) == (1, expected(SEED, indent=False))
    assert "x:1:1: error unreadable-file: File name too long" in result.stderr


def test_every_bad_file_is_reported(folder: Path) -> None:
    result = run("convert", folder / "1.txt", folder / "pages" / "a.txt", folder / "2.txt")
    errors = [line.split(":")[0] for line in result.stderr.splitlines() if " error " in line]
    assert errors == [str(folder / "1.txt"), str(folder / "2.txt")]


def test_the_good_pages_are_written_even_if_others_fail(folder: Path) -> None:
    output = folder / "out" / "studies.ndjson"
    result = run("convert", folder / "nothing.txt", folder / "pages", "-o", output)
    assert len(ids(output.read_bytes())) == 3
    assert result.exit_code == 1


def test_a_single_failure_writes_no_file(folder: Path) -> None:
    run("convert", folder / "nothing.txt", "-o", folder / "out" / "study.json")
    assert list((folder / "out").iterdir()) == []


def test_a_single_failure_leaves_an_older_output_as_it_was(folder: Path) -> None:
    output = folder / "out" / "study.json"
    output.write_bytes(b"old")
    run("convert", folder / "nothing.txt", "-o", output)
    assert output.read_bytes() == b"old"


@pytest.mark.parametrize("name", ["study.json", "studies.ndjson"])
def test_beside_the_output_no_other_file_stays(folder: Path, name: str) -> None:
    run("convert", SEED, "-o", folder / "out" / name)
    assert [path.name for path in (folder / "out").iterdir()] == [name]


# ---- Wrong use


def test_an_output_in_a_folder_that_is_not_there_is_wrong_use(folder: Path) -> None:
    result = run("convert", SEED, "-o", folder / "nowhere" / "study.json")
    assert result.exit_code == 2
    assert "no such folder" in result.stderr


def test_in_a_folder_each_study_has_its_own_file(folder: Path) -> None:
    assert run("convert", folder / "pages", SEED, "-o", folder / "out").exit_code == 0
    names = [f"NCT9990000{number}.json" for number in range(3)]
    assert sorted(path.name for path in (folder / "out").iterdir()) == [*names, "NCT99900010.json"]
    assert (folder / "out" / "NCT99900010.json").read_bytes() == expected(SEED, indent=True)


def test_a_folder_that_is_read_is_not_written_into(folder: Path) -> None:
    pages = folder / "pages"
    for paths in ([pages], [pages / "a.txt"], [folder / "out", pages / "more"]):
        result = run("convert", *paths, "-o", f"{pages}/")
        assert (result.exit_code, "files are written there" in result.stderr) == (2, True)


@pytest.mark.parametrize("name", ["0", "z"])
def test_what_is_written_into_a_folder_is_not_read_from_there(folder: Path, name: str) -> None:
    for _ in range(2):
        result = run("convert", folder / "pages", "-o", f"{folder}/pages/{name}/")
        assert result.stderr.splitlines()[-1].startswith("3 documents: ")
        assert len(list((folder / "pages" / name).iterdir())) == 3


@pytest.mark.parametrize("name", ["a.parquet.gz", "a.duckdb.zst"])
def test_what_is_compressed_by_itself_is_not_compressed_again(folder: Path, name: str) -> None:
    assert run("convert", SEED, "-o", folder / "out" / name).exit_code == 2


def test_an_output_that_is_there_in_a_folder_that_is_read_may_be_an_input(folder: Path) -> None:
    output = folder / "pages" / "studies.ndjson"
    assert run("convert", folder / "pages", "-o", output).exit_code == 0
    result = run("convert", folder / "pages", "-o", output)
    assert (result.exit_code, "would be overwritten" in result.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["files", "duckdb"])
def test_what_needs_a_place_is_not_written_to_standard_output(kind: str) -> None:
    assert run("convert", SEED, "--to", kind).exit_code == 2


def test_provenance_beside_studies_on_standard_output_is_wrong_use() -> None:
    assert run("convert", SEED, "--provenance", "-").exit_code == 2


@pytest.mark.parametrize("arguments", [("",), ("-o", ""), ("--provenance", "")])
def test_an_empty_path_is_wrong_use(arguments: tuple[str, ...]) -> None:
    result = run("convert", SEED, *arguments)
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert "the path is empty" in result.stderr


def linked(path: Path, kind: str) -> Path:
    """Give a file another name."""
    other = path.with_name(f"other{path.suffix}")
    match kind:
        case "symbolic":
            other.symlink_to(path)
        case "hard":
            other.hardlink_to(path)
        case "spelling":
            return path.parent / ".." / path.parent.name / path.name
    return other if kind != "same" else path


LINKS = pytest.mark.parametrize("kind", ["same", "spelling", "symbolic", "hard"])


@LINKS
@pytest.mark.parametrize("option", ["-o", "--provenance"])
@pytest.mark.parametrize("given", ["file", "folder", "standard input"])
def test_an_input_is_not_overwritten(tmp_path: Path, given: str, option: str, kind: str) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(SEED.read_bytes())
    path = {"file": str(page), "folder": str(tmp_path), "standard input": "-"}[given]
    with page.open("rb") as stdin:
        done = subprocess.run(
            [sys.executable, "-m", "trialtext", "convert", path, option, linked(page, kind)],
            stdin=stdin,
            capture_output=True,
            check=False,
        )
    assert done.returncode == 2
    assert b"would be overwritten" in done.stderr
    assert page.read_bytes() == SEED.read_bytes()
    assert not list(tmp_path.glob(".*"))


@LINKS
def test_studies_and_provenance_are_not_written_to_one_file(folder: Path, kind: str) -> None:
    output = folder / "out" / "study.json"
    output.write_bytes(b"old")
    result = run("convert", SEED, "-o", output, "--provenance", linked(output, kind))
    assert result.exit_code == 2
    assert "the same file" in result.stderr
    assert output.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("arguments", "jobs"),
    [
        ([], os.cpu_count()),
        (["--jobs", "3"], 3),
        (["--jobs", "3", "-"], 3),
        (["--jobs", "3", "--merge"], 3),
    ],
)
def test_as_many_processes_share_the_work_as_are_wanted(
    arguments: list[str], jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(Conversion, "run", lambda self, _: asked.append(self.jobs))
    run("convert", SEED, *arguments)
    assert asked == [jobs]


# ---- As a real process


def test_a_process_writes_the_same_bytes_as_the_library() -> None:
    done = run_process("convert", SEED)
    assert (done.returncode, done.stdout) == (0, expected(SEED, indent=True))


def test_a_process_reads_standard_input_as_bytes() -> None:
    page = SEED.read_text("utf-8").replace("\n", "\r\n").encode("utf-16")
    done = run_process("convert", "-", stdin=page)
    assert (done.returncode, done.stdout) == (0, expected(SEED, indent=True))


def test_a_process_that_fails_says_so_and_why(tmp_path: Path) -> None:
    done = run_process("convert", tmp_path / "nothing.txt")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"error unreadable-file" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
@pytest.mark.parametrize("options", ["> /dev/full", "-o /dev/full", "--provenance /dev/full"])
def test_a_full_disk_is_reported_without_a_traceback(options: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f"{sys.executable} -m trialtext convert {SEED} {options}"],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == b"Error: No space left on device"
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="modes are a matter of POSIX")
def test_what_must_not_be_written_is_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "hidden")

    monkeypatch.setattr("trialtext.pipeline.outputs.files.os.open", refused)
    output = folder / "out" / "study.json"
    for command, data in (("convert", SEED.read_bytes()), ("render", b"{}")):
        result = run(command, "-", "-o", output, stdin=data)
        assert (result.exit_code, result.stderr) == (1, f"Error: {output}: Permission denied\n")


def test_neither_hash_seed_nor_locale_changes_a_byte() -> None:
    one = run_process("convert", SEEDS, PYTHONHASHSEED="1", LC_ALL="C", PYTHONUTF8="0")
    other = run_process("convert", SEEDS, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", PYTHONUTF8="1")
    assert len(one.stdout.splitlines()) == len(list(SEEDS.rglob("*.txt")))
    assert one.stdout == other.stdout


@pytest.mark.skipif(os.name != "posix", reason="names of files are bytes on POSIX only")
def test_a_file_name_may_be_no_valid_text(tmp_path: Path) -> None:
    page = tmp_path / os.fsdecode(b"caf\xe9.txt")
    page.write_text("A Title\n\nNCT ID: NCT99900000\n", "utf-8")
    done = run_process("convert", page.parent, "--provenance", tmp_path / "origins.ndjson")
    assert (done.returncode, ids(done.stdout)) == (0, ["NCT99900000"])
    (line,) = (tmp_path / "origins.ndjson").read_bytes().splitlines()
    assert orjson.loads(line)["path"] == f"{tmp_path}/caf\\xe9.txt"


# ---- Provenance and strictness


def test_provenance_is_written_beside_the_study(tmp_path: Path) -> None:
    output, origins = tmp_path / "study.json", tmp_path / "origins.json"
    assert run("convert", SEED, "-o", output, "--provenance", origins).exit_code == 0
    study = trialtext.parse_file(SEED)
    assert study.study is not None
    assert output.read_bytes() == trialtext.to_json(study.study, indent=True) + b"\n"
    written = orjson.loads(origins.read_bytes())
    start = SEED.read_text("utf-8").index("NCT ID: ") + 8
    byte = SEED.read_bytes().index(b"NCT ID: ") + 8
    assert written.keys() == study.provenance.keys()
    assert written["/protocolSection/identificationModule/nctId"] == {
        "derivation": "verbatim",
        "locations": [{"start": start, "end": start + 11, "line": 3, "column": 9, "byte": byte}],
    }


def test_provenance_of_several_pages_is_a_line_each(folder: Path, tmp_path: Path) -> None:
    origins = tmp_path / "origins.ndjson"
    run("convert", folder / "pages", "--provenance", origins)
    paths = [orjson.loads(line)["path"] for line in origins.read_bytes().splitlines()]
    assert paths == [str(folder / "pages" / name) for name in ("a.txt", "b.txt", "more/c.txt")]


def test_a_strict_conversion_of_a_whole_page_is_like_any_other() -> None:
    assert run("convert", "--strict", SEED).stdout == run("convert", SEED).stdout


def test_a_strict_conversion_refuses_a_page_with_a_warning(folder: Path) -> None:
    page = folder / "pages" / "a.txt"
    page.write_text(page.read_text("utf-8") + "\n\nSponsors\n\nMeet the organizations.\n\nStray\n")
    result = run("convert", "--strict", page)
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{page}:1:1: warning missing-value" in result.stderr


def test_a_strict_conversion_shows_the_place(folder: Path) -> None:
    page = folder / "page.txt"
    whole = SEED.with_name("NCT07192237.txt").read_text("utf-8")
    page.write_text(whole.replace("\nALL\n", "\nANYONE\n"), "utf-8")
    assert run("convert", "--strict", page).stderr.splitlines()[-2:] == ["    ANYONE", "    ^"]


# ---- Two pages of a trial


@pytest.fixture
def two_pages(tmp_path: Path) -> Path:
    for name, seed in (
        ("a.txt", CHECKOUT / "seeds" / "mirror-results" / "several-periods.txt"),
        ("b.txt", SEED),
        ("c.txt", SEEDS / "results-available.txt"),
    ):
        (tmp_path / name).write_bytes(seed.read_bytes())
    return tmp_path


def test_two_pages_become_one_study(two_pages: Path) -> None:
    done = run("convert", "--merge", two_pages)
    records = [orjson.loads(line) for line in done.stdout.splitlines()]
    assert [set(record) for record in records] == [
        {"protocolSection", "resultsSection", "hasResults"},
        {"protocolSection", "hasResults"},
    ]
    assert "eligibilityModule" in records[0]["protocolSection"]
    assert "different-value" not in done.stderr
    assert done.exit_code == 0


def test_conflicts_of_two_pages_are_reported(two_pages: Path) -> None:
    page = two_pages / "a.txt"
    page.write_text(page.read_text("utf-8").replace("Dietary Nitrate", "Nitrate", 1), "utf-8")
    done = run("convert", "--merge", two_pages)
    assert "a.txt:1:31: warning different-value: briefTitle" in done.stderr


def test_without_merging_two_pages_are_two_studies(two_pages: Path) -> None:
    assert len(ids(run("convert", two_pages).stdout_bytes)) == 3


def test_two_pages_of_one_kind_stay_two(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(SEED.read_text("utf-8"), "utf-8")
    assert len(ids(run("convert", "--merge", tmp_path).stdout_bytes)) == 2


# ---- Several processes


def test_the_number_of_processes_changes_no_byte(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(90):
        text = f"A Title\n\nNCT ID: NCT999{number:05}\n"
        (pages / f"{number:02}.txt").write_text(text if number % 7 else "no page\n", "utf-8")
    files = ("out.ndjson", "origins.ndjson", "messages")
    written = []
    for jobs in ("1", "2"):
        out, origins, messages = (tmp_path / f"{jobs}-{name}" for name in files)
        result = run_process(
            "convert", str(pages), "-o", str(out), "--provenance", str(origins), "--jobs", jobs
        )
        assert result.returncode == 1
        messages.write_bytes(result.stderr)
        written.append([file.read_bytes() for file in (out, origins, messages)])
    assert written[0] == written[1]
    assert len(written[0][0].splitlines()) == 77


def test_a_process_that_is_gone_is_reported(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> int:
        raise ChildProcessError("a process was ended in the middle of its work")

    monkeypatch.setattr(Conversion, "run", lost)
    result = run("convert", folder / "pages")
    assert result.exit_code == 1
    assert result.stderr == "Error: a process was ended in the middle of its work\n"


@pytest.fixture
def interrupts() -> Iterator[None]:
    """Where tests run in the background of a shell, they and what they start ignore interrupts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interrupts")
@pytest.mark.skipif(os.name != "posix", reason="pipes with names and signals exist on POSIX only")
@pytest.mark.parametrize(
    ("sent", "whole_group", "code", "messages"),
    [
        (signal.SIGINT, True, 128 + signal.SIGINT, [b"Aborted!"]),  # as a terminal sends it
        (signal.SIGTERM, False, 128 + signal.SIGTERM, []),
        (HANGUP, False, 128 + HANGUP, []),
        (HANGUP, True, 128 + HANGUP, []),  # as a terminal that is closed sends it
    ],
)
def test_a_signal_ends_all_processes_and_writes_nothing(
    tmp_path: Path, sent: int, whole_group: bool, code: int, messages: list[bytes]
) -> None:
    pages = [tmp_path / f"{number:02}.txt" for number in range(70)]
    for page in pages[:-1]:
        page.write_text("A Title\n\nNCT ID: NCT99900000\n", "utf-8")
    os.mkfifo(pages[-1])  # is waited for by the process that reads it
    (tmp_path / "out").mkdir()
    output = tmp_path / "out" / "out.ndjson"
    arguments = "convert", *map(str, pages), "--jobs", "2", "-o", str(output)
    with subprocess.Popen(
        [sys.executable, "-m", "trialtext", *arguments],
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        with pages[-1].open("wb"):  # goes on once it is read
            (os.killpg if whole_group else os.kill)(process.pid, sent)
            _, errors = process.communicate()
        assert process.returncode == code
    assert [line for line in errors.splitlines() if line and b".txt:" not in line] == messages
    # What is finished is kept for the next time.
    assert all(path.suffix == ".finished" for path in (tmp_path / "out").iterdir())


@pytest.mark.skipif(os.name != "posix", reason="only there do terminals hang up")
def test_a_command_that_is_to_outlive_its_terminal_does(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    os.mkfifo(page)
    with subprocess.Popen(
        ["/bin/sh", "-c", f"trap '' HUP; exec {sys.executable} -m trialtext convert {page}"],
        stdout=subprocess.PIPE,
    ) as process:
        with page.open("wb") as pipe:  # goes on once it is read
            process.send_signal(signal.SIGHUP)
            pipe.write(SEED.read_bytes())
        written, _ = process.communicate()
    assert (process.returncode, written) == (0, expected(SEED, indent=True))


# ---- What was found


def test_what_a_page_was_found_to_be_may_be_explained() -> None:
    page = SEED.read_text("utf-8").replace("\n", "\r\n")
    lines = run("convert", "-", "--explain", stdin=page.encode()).stderr.splitlines()
    found, repaired = (line.partition(": ")[2] for line in lines[:2])
    assert found.startswith("mirror-study, flattened (100% sure): ")
    assert repaired == f"repaired: {page.count(chr(10))} carriage returns read as newlines"


def test_a_kind_of_damage_may_be_left() -> None:
    page = SEED.read_text("utf-8").replace("\n", "\r\n")
    assert "newlines" in run("convert", "-", stdin=page.encode()).stderr
    options = ("--no-repair", "newlines", "--no-repair", "edge-space")
    assert "newlines" not in run("convert", "-", *options, stdin=page.encode()).stderr


@pytest.mark.parametrize(
    "options", [("--no-repair", "spelling"), ("--nct-id", "NCT1"), ("--from", "pdf")]
)
def test_an_option_with_an_unknown_value_is_wrong_use(options: tuple[str, str]) -> None:
    assert run("convert", SEED, *options).exit_code == 2


def test_a_number_may_be_given_for_one_page_only(folder: Path) -> None:
    page = folder / "pages" / "a.txt"
    page.write_text(seed_text("minimal").replace("NCT ID: NCT99900013", ""))
    given = ("--nct-id", "NCT99900009", "-o", folder / "out.ndjson")
    assert run("convert", page, *given).exit_code == 0
    assert ids((folder / "out.ndjson").read_bytes()) == ["NCT99900009"]
    (folder / "two.ndjson").write_text('{"text": "a"}\n{"text": "b"}\n')
    several = ([folder / "pages"], [page, page], [folder / "two.ndjson"], [f"{folder}/p*/*.txt"])
    for paths in several:
        assert run("convert", *paths, *given).exit_code == 2


def test_a_format_may_be_named() -> None:
    result = run("convert", "-", "--from", "mirror-results", stdin=b"Tea\n\nNCT ID: NCT99900009\n")
    assert ids(b"".join(result.stdout_bytes.split())) == ["NCT99900009"]
