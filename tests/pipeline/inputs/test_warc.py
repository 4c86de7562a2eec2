"""Archives of the web: the texts of WET, and what the pages of WARC show."""

import gzip
from pathlib import Path
from uuid import UUID

import pytest
import zstandard

import trialtext
from trialtext.pipeline.documents import DocumentReader
from trialtext.pipeline.html import shown
from trialtext.pipeline.inputs.files import InputOptions
from trialtext.pipeline.inputs.items import Html, Item, Unreadable
from trialtext.pipeline.inputs.reader import read_items

URL = "https://example.org/trial"
HTML = """<!DOCTYPE html><html><head><title>Trials</title><style>p {color: red}</style></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
<main><h1>Tea for Two</h1>
<p>NCT ID: NCT99900001</p><p>Last Updated: 2024-02-01</p>
<h2>Basic Information</h2>
<p>Get a concise snapshot of the trial, including recruitment status, study phase, enrollment
targets, and key timeline milestones.</p>
<div><span>Recruitment Status</span><p>COMPLETED</p></div>
<div><span>Total Enrollment</span><p>40 participants</p></div>
<h2>Conditions</h2>
<p>See the medical conditions and disease areas that this research is targeting or
investigating.</p><p>Thirst</p></main>
<footer><p>All rights reserved</p></footer></body></html>"""


def record(kind: str, content: bytes, content_type: str) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{UUID(int=len(content))}>\r\n"
        f"WARC-Date: 2024-02-01T00:00:00Z\r\nWARC-Target-URI: {URL}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def response(body: bytes, content_type: str = "text/html", status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n\r\n".encode()
    return record("response", head + body, "application/http; msgtype=response")


def archive_of(folder: Path, *records: bytes, compressed: bool = True) -> Path:
    path = folder / ("crawl.warc.gz" if compressed else "crawl.warc")
    path.write_bytes(b"".join(map(gzip.compress, records) if compressed else records))
    return path


def items(path: Path) -> list[Item]:
    return list(read_items(str(path), InputOptions()))


@pytest.mark.parametrize("compressed", [True, False])
def test_the_texts_of_wet_are_read_with_their_addresses(
    tmp_path: Path, *, compressed: bool
) -> None:
    texts = (b"one", b"two")
    wet = (record("conversion", text, "text/plain") for text in texts)
    path = archive_of(tmp_path, *wet, compressed=compressed)
    found = items(path)
    assert [each.content for each in found] == [b"one", b"two"]
    assert {each.id for each in found} == {URL}
    offsets = [int(each.source.removeprefix(f"{path}#")) for each in found]
    assert offsets[0] == 0
    begins = b"\x1f\x8b" if compressed else b"WARC/"
    assert all(path.read_bytes()[offset:].startswith(begins) for offset in offsets)


def test_of_pages_their_main_text_is_read(tmp_path: Path) -> None:
    (item,) = items(archive_of(tmp_path, response(HTML.encode())))
    assert isinstance(item, Html)
    (result,) = DocumentReader().documents(item)
    assert isinstance(result, trialtext.Result)
    study = result.study
    assert study
    assert study.protocol_section
    design, conditions = (
        study.protocol_section.design_module,
        study.protocol_section.conditions_module,
    )
    assert design
    assert design.enrollment_info
    assert design.enrollment_info.count == 40
    assert conditions
    assert conditions.conditions == ("Thirst",)


def test_a_page_has_its_own_encoding(tmp_path: Path) -> None:
    html = "<html><body><main><p>Caf\xe9</p></main></body></html>".encode("latin-1")
    (item,) = items(archive_of(tmp_path, response(html, "text/html; charset=ISO-8859-1")))
    assert isinstance(item, Html)
    assert shown(item.data, item.charset) == "Café"
    for unknown in (None, "foo", "hex"):
        assert shown("<p>Café</p>".encode(), unknown) == "Café"


def test_lists_stay_lists() -> None:
    html = b"<main><p>a</p><ul><li>one</li><li>two</li></ul><ol><li>three</li></ol></main>"
    assert [line for line in shown(html, None).splitlines() if line] == [
        "a",
        "* one",
        "* two",
        "1. three",
    ]


def test_pages_may_be_compressed_by_themselves(tmp_path: Path) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n\r\n"
    path = archive_of(
        tmp_path, record("response", head + gzip.compress(b"page"), "application/http")
    )
    assert [each.content for each in items(path)] == [b"page"]


def test_an_archive_may_be_a_stream_that_cannot_seek(tmp_path: Path) -> None:
    path = archive_of(tmp_path, record("conversion", b"one", "text/plain"), compressed=False)
    whole = tmp_path / "crawl.warc.zst"
    whole.write_bytes(zstandard.compress(path.read_bytes()))
    assert [each.content for each in items(whole)] == [b"one"]


def test_what_is_no_page_is_passed_over(tmp_path: Path) -> None:
    path = archive_of(
        tmp_path,
        record("warcinfo", b"software: x", "application/warc-fields"),
        record("request", b"GET / HTTP/1.1\r\n\r\n", "application/http"),
        response(b"moved", status="301 Moved"),
        response(b"\x89PNG", "image/png"),
        response(b"plain", "text/plain"),
    )
    assert [each.content for each in items(path)] == [b"plain"]


@pytest.mark.parametrize("cut", [20, 40, 60])
def test_an_archive_that_is_cut_off_gives_what_stands_before(tmp_path: Path, cut: int) -> None:
    texts = (b"one", b"two " * 5_000)
    wet = (record("conversion", text, "text/plain") for text in texts)
    path = archive_of(tmp_path, *wet)
    path.write_bytes(path.read_bytes()[:-cut])
    found = items(path)
    assert found[0].content == b"one"
    assert isinstance(found[-1], Unreadable)
