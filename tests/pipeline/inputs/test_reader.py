"""What inputs hold: each kind of file gives single texts, and tells where each is from."""

import csv
import gzip
import io
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from tests.downloads import ROW, download

from trialtext.pipeline.inputs.files import InputOptions
from trialtext.pipeline.inputs.items import Item, Record, Row, Text, Unreadable
from trialtext.pipeline.inputs.reader import read_items

PAGES = [f"A Title\n\nNCT ID: NCT9990000{number}\n" for number in range(3)]
RECORDS = [
    {"protocolSection": {"identificationModule": {"nctId": f"NCT9990000{number}"}}}
    for number in range(3)
]


def items(path: Path, **options: str | int) -> list[Item]:
    return list(read_items(str(path), InputOptions(**options)))  # type: ignore[arg-type]


def file_of(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def texts(found: list[Item]) -> list[str]:
    """Return the texts; that there is nothing else is part of the test."""
    assert all(isinstance(each, Text) for each in found), found
    return [each.content.decode() for each in found]


def sources(found: list[Item], path: Path) -> list[str]:
    """Return where items are from, behind the path of the input."""
    return [each.source.removeprefix(str(path)) for each in found]


def problem(found: list[Item]) -> tuple[str, str]:
    """Return the code and the message of the last item, which is unreadable."""
    last = found[-1]
    assert isinstance(last, Unreadable)
    return last.code, last.message


# ---- Texts


def test_a_text_is_read_as_bytes(tmp_path: Path) -> None:
    page = file_of(tmp_path, "page.txt", b"\xff page")
    assert items(page) == [Text(source=str(page), data=b"\xff page")]


def test_the_name_of_a_file_may_be_the_number_of_its_study(tmp_path: Path) -> None:
    (item,) = items(file_of(tmp_path, "NCT99900001.txt.gz", gzip.compress(b"page")))
    assert isinstance(item, Text)
    assert (item.data, item.nct_id) == (b"page", "NCT99900001")


def test_of_a_text_no_more_is_read_than_tells_that_it_is_too_large(tmp_path: Path) -> None:
    (item,) = items(file_of(tmp_path, "page.txt", b"x" * 100), max_bytes=10)
    assert item.content == b"x" * 11


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert problem(items(tmp_path / "page.txt")) == ("unreadable-file", "No such file or directory")


def test_a_package_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file_of(tmp_path, "page.txt.zst", zstandard.compress(b"page"))
    monkeypatch.setitem(sys.modules, "zstandard", None)
    message = "this needs zstandard: pip install 'trialtext[archives]'"
    assert problem(items(path)) == ("missing-extra", message)


# ---- Archives and what is compressed


def tar_of(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def zip_of(files: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


ARCHIVES = pytest.mark.parametrize("archive_of", [tar_of, zip_of])
Archiver = Callable[[dict[str, bytes]], bytes]


@ARCHIVES
def test_the_members_of_an_archive_are_read_in_its_order(
    tmp_path: Path, archive_of: Archiver
) -> None:
    data = archive_of({"b/NCT99900001.txt": b"one", "a.txt": b"two", "c.pdf": b"three"})
    archive = file_of(tmp_path, "crawl", data)
    found = items(archive)
    assert texts(found) == ["one", "two"]
    assert sources(found, archive) == ["!b/NCT99900001.txt", "!a.txt"]
    assert [isinstance(each, Text) and each.nct_id for each in found] == ["NCT99900001", None]


@ARCHIVES
def test_archives_may_hold_what_is_compressed_and_other_archives(
    tmp_path: Path, archive_of: Archiver
) -> None:
    inner = archive_of({"a.txt": b"one", "b.txt.gz": gzip.compress(b"two")})
    lines = b'{"text": "three"}\n{"text": "four"}\n'
    data = archive_of({"inner.zip": inner, "c.ndjson.zst": zstandard.compress(lines)})
    archive = file_of(tmp_path, "crawl.tar.gz", gzip.compress(data))
    found = items(archive)
    assert texts(found) == ["one", "two", "three", "four"]
    assert sources(found, archive) == [
        "!inner.zip!a.txt",
        "!inner.zip!b.txt.gz",
        "!c.ndjson.zst#1",
        "!c.ndjson.zst#2",
    ]


@ARCHIVES
def test_what_the_systems_of_people_add_to_archives_is_passed_over(
    tmp_path: Path, archive_of: Archiver
) -> None:
    data = archive_of({"__MACOSX/a.txt": b"x", "b/._a.txt": b"y", "a.txt": b"page"})
    assert texts(items(file_of(tmp_path, "crawl", data))) == ["page"]


@ARCHIVES
def test_an_archive_with_nothing_to_read_is_told(tmp_path: Path, archive_of: Archiver) -> None:
    archive = file_of(tmp_path, "crawl", archive_of({"a.pdf": b"x"}))
    message = "an archive with nothing that can be read"
    assert problem(items(archive)) == ("unreadable-file", message)


def test_a_member_that_is_damaged_never_stops_the_others(tmp_path: Path) -> None:
    data = bytearray(zip_of({"a.txt": b"one " * 99, "b.txt": b"two " * 99, "c.txt": b"three"}))
    at = data.index(b"b.txt") + 8
    data[at] ^= 0xFF
    found = items(file_of(tmp_path, "crawl.zip", bytes(data)))
    assert [type(each) for each in found] == [Text, Unreadable, Text]
    assert problem(found[:2])[0] == "damaged-archive"


@ARCHIVES
def test_what_is_compressed_in_an_archive_may_be_damaged(
    tmp_path: Path, archive_of: Archiver
) -> None:
    bad = bytearray(gzip.compress(b"page " * 100))
    bad[-6] ^= 0xFF  # of the checksum
    data = archive_of({"a.txt.gz": bytes(bad), "b.txt.gz": b"\x1f\x8bno", "c.txt": b"three"})
    archive = file_of(tmp_path, "crawl", data)
    found = items(archive)
    assert [type(each) for each in found] == [Unreadable, Unreadable, Text]
    assert {problem(found[:1])[0], problem(found[:2])[0]} == {"damaged-archive"}


def test_an_archive_that_is_cut_off_gives_what_stands_before(tmp_path: Path) -> None:
    data = tar_of({"a.txt": b"one", "b.txt": b"two" * 1_000})
    found = items(file_of(tmp_path, "crawl.tar", data[:2_000]))
    assert isinstance(found[0], Text)
    assert problem(found)[0] == "damaged-archive"


@pytest.mark.parametrize("end", [1_536, 1_700, 1_024 + 512])
def test_an_archive_whose_header_is_damaged_or_cut_is_told(tmp_path: Path, end: int) -> None:
    data = bytearray(tar_of({"a.txt": b"one", "b.txt": b"two", "c.txt": b"three"}))
    for bad in (data[:end], data[:1_030] + b"XXXX" + data[1_034:]):
        found = items(file_of(tmp_path, "crawl.tar", bytes(bad)))
        assert isinstance(found[0], Text)
        assert problem(found)[0] == "damaged-archive"


def test_compressed_lines_that_are_cut_off_give_those_before(tmp_path: Path) -> None:
    lines = b"".join(orjson.dumps({"text": f"{n} {n * 7919} page"}) + b"\n" for n in range(9_999))
    path = file_of(tmp_path, "pages.ndjson.gz", gzip.compress(lines)[:-50])
    found = items(path)
    assert len(found) > 9_950
    assert problem(found)[0] == "damaged-archive"


def test_files_in_files_without_end_are_an_attack(tmp_path: Path) -> None:
    data = b"page"
    for _ in range(20):
        data = gzip.compress(data)
    code, message = problem(items(file_of(tmp_path, "page.txt.gz", data)))
    assert (code, message) == ("damaged-archive", "more than 6 files in each other")


# ---- JSON


@pytest.mark.parametrize("indent", [0, orjson.OPT_INDENT_2])
def test_the_elements_of_an_array_are_read(tmp_path: Path, indent: int) -> None:
    data = orjson.dumps([{"id": n, "text": page} for n, page in enumerate(PAGES)], option=indent)
    path = file_of(tmp_path, "pages.json", data)
    found = items(path)
    assert texts(found) == PAGES
    assert sources(found, path) == ["#1", "#2", "#3"]
    assert [each.id for each in found] == ["0", "1", "2"]


def test_an_array_may_be_larger_than_what_is_allowed_of_a_text(tmp_path: Path) -> None:
    data = orjson.dumps([{"text": "é" * 50_000} for _ in range(9)])
    assert texts(items(file_of(tmp_path, "a.json", data), max_bytes=200_000)) == ["é" * 50_000] * 9


def test_the_lines_of_ndjson_are_read_with_their_numbers(tmp_path: Path) -> None:
    path = file_of(tmp_path, "x", '{"text": "a"}\n\n{"text": null}\n{"text": "b"}')
    found = items(path)
    assert texts(found) == ["a", "", "b"]
    assert sources(found, path) == ["#1", "#3", "#4"]


def test_a_line_that_is_no_json_never_stops_the_others(tmp_path: Path) -> None:
    found = items(file_of(tmp_path, "x", '{"text": "a"}\n{"text": \n{"text": "b"}\n'))
    assert [type(each) for each in found] == [Text, Unreadable, Text]
    code, message = problem(found[:2])
    assert code == "invalid-record"
    assert message.startswith("not JSON: ")


@pytest.mark.parametrize(
    "data",
    [
        orjson.dumps(RECORDS),
        orjson.dumps({"studies": RECORDS, "nextPageToken": "x"}, option=orjson.OPT_INDENT_2),
        b"\n".join(map(orjson.dumps, RECORDS)),
        b"\n".join(orjson.dumps({"id": "x", "study": orjson.dumps(r).decode()}) for r in RECORDS),
    ],
    ids=["array", "page of the API", "NDJSON", "in a field"],
)
def test_records_of_the_api_are_known(tmp_path: Path, data: bytes) -> None:
    found = items(file_of(tmp_path, "records.json", data))
    assert all(isinstance(each, Record) for each in found)
    assert [orjson.loads(each.content) for each in found] == RECORDS


def test_a_single_record_has_no_number(tmp_path: Path) -> None:
    path = file_of(tmp_path, "r.json", orjson.dumps(RECORDS[0], option=orjson.OPT_INDENT_2))
    assert sources(items(path), path) == [""]


def test_an_array_that_does_not_end_gives_what_stands_before(tmp_path: Path) -> None:
    found = items(file_of(tmp_path, "a.json", '[{"text": "a"}, {"text": "b'))
    assert isinstance(found[0], Text)
    code, message = problem(found)
    assert code == "invalid-record"
    assert message.startswith("element 2: not JSON")


@pytest.mark.parametrize(
    ("data", "whole"),
    [
        (b'[{"text": "a"} {"text": "b"}]', 1),
        (b'[{"text": "a"},]', 1),
        (b'[{"text": "a"}]\n[{"text": "b"}]', 1),
        (b'[{"text": "a"}] x', 1),
    ],
)
def test_what_is_wrong_in_an_array_is_told(tmp_path: Path, data: bytes, whole: int) -> None:
    found = items(file_of(tmp_path, "a.json", data))
    assert [type(each) for each in found] == [Text] * whole + [Unreadable]


@pytest.mark.parametrize("data", [b"[]", b"[ ]\n", b'\xef\xbb\xbf[{"text": "a"}]'])
def test_arrays_may_be_empty_or_have_a_mark(tmp_path: Path, data: bytes) -> None:
    assert texts(items(file_of(tmp_path, "a.json", data))) == ["a"] * data.count(b"text")


def test_numbers_of_any_length_are_json(tmp_path: Path) -> None:
    data = b'[{"n": %s, "text": "a"}, {"text": "b"}]' % (b"9" * 5_000)
    found = items(file_of(tmp_path, "a.json", data))
    assert isinstance(found[-1], Text)


def test_the_first_line_may_be_the_bad_one(tmp_path: Path) -> None:
    found = items(file_of(tmp_path, "x", '{"text": \n{"text": "b"}\n{"text": "c"}\n'))
    assert [type(each) for each in found] == [Unreadable, Text, Text]


def test_a_line_that_is_too_large_never_stops_the_others(tmp_path: Path) -> None:
    lines = '{"text": "a"}\n{"text": "%s"}\n{"text": "b"}\n' % ("x" * 100)
    found = items(file_of(tmp_path, "x", lines), max_bytes=50)
    assert [type(each) for each in found] == [Text, Unreadable, Text]
    assert problem(found[:2])[0] == "too-large"


def test_a_small_file_that_is_cut_off_gives_what_stands_before(tmp_path: Path) -> None:
    lines = b"".join(orjson.dumps({"text": f"page {number}"}) + b"\n" for number in range(99))
    data = gzip.compress(lines, 0)[:-200]
    found = items(file_of(tmp_path, "x.gz", data))
    assert len(found) > 80
    assert problem(found)[0] == "damaged-archive"


def test_an_element_that_is_too_large_is_told(tmp_path: Path) -> None:
    data = orjson.dumps([{"text": "a"}, {"text": "x" * 500_000}])
    found = items(file_of(tmp_path, "a.json", data), max_bytes=1_000)
    assert problem(found)[0] == "too-large"


def test_json_that_is_too_large_is_told(tmp_path: Path) -> None:
    path = file_of(tmp_path, "a.json", orjson.dumps(RECORDS[0], option=orjson.OPT_INDENT_2))
    assert problem(items(path, max_bytes=20))[0] == "too-large"


# ---- Tables with a column of texts


def parquet_of(rows: list[dict[str, object]]) -> bytes:
    data = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), data)
    return data.getvalue()


def csv_of(rows: list[dict[str, object]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def ndjson_of(rows: list[dict[str, object]]) -> bytes:
    return b"\n".join(map(orjson.dumps, rows))


TABLES = pytest.mark.parametrize(
    ("table_of", "name"),
    [(parquet_of, "t.parquet"), (csv_of, "t.csv"), (ndjson_of, "t.ndjson")],
)
Tabler = Callable[[list[dict[str, object]]], bytes]


@TABLES
def test_a_column_of_texts_is_read(tmp_path: Path, table_of: Tabler, name: str) -> None:
    rows: list[dict[str, object]] = [
        {"url": f"https://example.org/{n}", "raw_content": page} for n, page in enumerate(PAGES)
    ]
    path = file_of(tmp_path, name, table_of(rows))
    found = items(path)
    assert texts(found) == PAGES
    assert sources(found, path) == ["#1", "#2", "#3"]
    assert [each.id for each in found] == [f"https://example.org/{n}" for n in range(3)]


@TABLES
def test_columns_may_be_named(tmp_path: Path, table_of: Tabler, name: str) -> None:
    path = file_of(tmp_path, name, table_of([{"text": "x", "page": "y", "key": "NCT99900001"}]))
    (item,) = items(path, text_field="page", id_field="key")
    assert isinstance(item, Text)
    assert (item.content, item.id, item.nct_id) == (b"y", "NCT99900001", "NCT99900001")


@TABLES
def test_a_column_that_is_not_there_is_told_with_those_that_are(
    tmp_path: Path, table_of: Tabler, name: str
) -> None:
    path = file_of(tmp_path, name, table_of([{"text": "x", "key": "y"}]))
    told = ("no-text-column", "there is no 'page', but 'text', 'key'")
    assert problem(items(path, text_field="page")) == told
    assert problem(items(path, id_field="page")) == told


@TABLES
def test_of_several_columns_of_texts_none_is_guessed(
    tmp_path: Path, table_of: Tabler, name: str
) -> None:
    path = file_of(tmp_path, name, table_of([{"a": "x", "b": "y"}]))
    message = "of 'a', 'b', several could hold the text: name the right one (--text-field)"
    assert problem(items(path)) == ("no-text-column", message)


@pytest.mark.parametrize(
    ("name", "table_of", "type_"),
    [("t.parquet", parquet_of, "int64"), ("t.ndjson", ndjson_of, "a number")],
)
def test_a_column_that_is_no_text_is_told(
    tmp_path: Path, name: str, table_of: Tabler, type_: str
) -> None:
    path = file_of(tmp_path, name, table_of([{"text": "x", "n": 5}]))
    assert problem(items(path, text_field="n")) == ("no-text-column", f"'n' is {type_}, not text")


def test_a_field_may_be_inside_an_object(tmp_path: Path) -> None:
    path = file_of(tmp_path, "x", '{"data": {"page": "a", "url": "b"}, "n": 1}\n{"data": {}}\n')
    found = items(path, text_field="data.page", id_field="data.url")
    assert [(each.content, each.id) for each in found] == [(b"a", "b"), (b"", None)]


def test_parquet_may_hold_bytes_and_repeated_strings(tmp_path: Path) -> None:
    column = pa.array([b"\xff"], pa.large_binary())
    repeated = pa.array(["a"]).dictionary_encode()
    for data, expected in ((column, b"\xff"), (repeated, b"a")):
        file = io.BytesIO()
        pq.write_table(pa.table({"text": data}), file)
        (item,) = items(file_of(tmp_path, "t.parquet", file.getvalue()))
        assert item.content == expected


def test_strings_of_parquet_may_be_no_valid_text(tmp_path: Path) -> None:
    strings = pa.Array.from_buffers(pa.string(), 1, pa.array([b"\xff page"], pa.binary()).buffers())
    file = io.BytesIO()
    pq.write_table(pa.table({"text": strings}), file)
    (item,) = items(file_of(tmp_path, "t.parquet", file.getvalue()))
    assert item.content == b"\xff page"


def test_a_known_name_may_be_null_at_first(tmp_path: Path) -> None:
    data = '{"title": "x", "text": null}\n{"title": "x", "text": "a"}\n'
    assert texts(items(file_of(tmp_path, "x", data))) == ["", "a"]


def test_an_object_without_the_field_of_the_others_is_told(tmp_path: Path) -> None:
    data = '{"id": "1", "error": "timeout"}\n{"id": "2", "text": "a"}\n{"id": "3", "n": 1}\n'
    found = items(file_of(tmp_path, "x", data))
    assert [each.content for each in found[:2]] == [b"timeout", b"a"]
    assert problem(found)[0] == "no-text-column"


def test_bytes_of_csv_stay_as_they_are(tmp_path: Path) -> None:
    data = b"id,text\n1,caf\xe9 \xf0\x9f\x98\x80\n"
    (item,) = items(file_of(tmp_path, "t.csv", data))
    assert item.content == b"caf\xe9 \xf0\x9f\x98\x80"


def test_a_name_may_be_of_any_type(tmp_path: Path) -> None:
    file = io.BytesIO()
    at = pa.array([0], pa.timestamp("s"))
    pq.write_table(pa.table({"id": at, "text": ["a"]}), file)
    (item,) = items(file_of(tmp_path, "t.parquet", file.getvalue()))
    assert item.id == "1970-01-01 00:00:00"


def test_a_name_of_texts_is_never_taken_for_a_text(tmp_path: Path) -> None:
    found = items(file_of(tmp_path, "x", '{"id": "a", "text": 5}\n'))
    assert problem(found)[0] == "no-text-column"


def test_a_line_of_csv_without_end_is_told(tmp_path: Path) -> None:
    data = "id,text\n1," + "x" * 1_000
    assert problem(items(file_of(tmp_path, "t.csv", data), max_bytes=100))[0] == "too-large"


def test_parquet_that_is_damaged_is_told(tmp_path: Path) -> None:
    data = parquet_of([{"text": "x" * 1_000}])
    assert problem(items(file_of(tmp_path, "t.parquet", data[:-20])))[0] == "damaged-archive"


def test_a_text_in_a_table_may_look_like_the_name_of_a_file(tmp_path: Path) -> None:
    assert texts(items(file_of(tmp_path, "x", '{"text": "page.txt"}\n'))) == ["page.txt"]


# ---- The registry's own table


def test_rows_of_a_compressed_table_that_is_cut_off_are_read(tmp_path: Path) -> None:
    rows = [{**ROW, "NCT Number": f"NCT999{number:05}"} for number in range(99)]
    data = gzip.compress(download(*rows).encode(), 0)[:-200]
    found = items(file_of(tmp_path, "table.csv.gz", data))
    assert isinstance(found[50], Row)
    assert problem(found)[0] == "damaged-archive"


def test_each_row_of_the_table_of_the_registry_is_an_item(tmp_path: Path) -> None:
    rows = [{**ROW, "NCT Number": f"NCT9990000{number}"} for number in range(3)]
    data = download(*rows).encode()
    for name in ("table.csv", "table.csv.gz", "table"):
        content = gzip.compress(data) if name.endswith(".gz") else data
        path = file_of(tmp_path, name, content)
        found = items(path)
        assert [type(each) for each in found] == [Row] * 3
        assert [isinstance(each, Row) and each.number for each in found] == [1, 2, 3]
        assert sources(found, path) == ["", "", ""]
        assert b"".join(each.content for each in found) == data
