"""Inputs: read as a whole, or line by line from any place in them."""

from io import BytesIO
from pathlib import Path

import pytest

from trialtext.text.decoding import NotTextError
from trialtext.text.input import EmptyInputError, Input, TooLargeError

TEXT = 'Näme,"two\nlines"\r\nthird\rfourth'
LINES = ['Näme,"two\n', 'lines"\r\n', "third\r", "fourth"]


@pytest.mark.parametrize(
    "data",
    [TEXT, TEXT.encode(), BytesIO(TEXT.encode()), b"\xef\xbb\xbf" + TEXT.encode()],
    ids=["characters", "bytes", "file", "mark"],
)
def test_lines_keep_their_ends(data: str | bytes) -> None:
    lines = list(Input(data).lines())
    assert [line.removeprefix("\ufeff") for line in lines] == LINES


def test_utf_16_is_read_line_by_line() -> None:
    given = Input(TEXT.encode("utf-16"))
    assert list(given.lines()) == ["\ufeff" + LINES[0], *LINES[1:]]
    assert given.encoding == "utf-16-le"


def test_a_file_may_be_read_from_its_beginning_while_it_is_read() -> None:
    given = Input(BytesIO("".join(f"line {n}\n" for n in range(5_000)).encode()))
    lines = given.lines()
    assert next(lines) == "line 0\n"
    assert len(list(given.lines())) == 5_000
    assert [*lines][-1] == "line 4999\n"


def test_a_file_stays_open(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one\ntwo\n")
    with (tmp_path / "a.txt").open("rb") as file:
        assert list(Input(file).lines()) == ["one\n", "two\n"]
        assert not file.closed


def test_bytes_that_are_no_text_are_read_in_their_document() -> None:
    given = Input(b"caf\xe9\nna\xc3\xafve\n")
    first, second = given.lines()
    damaged = given.document(first, 1, 0)
    assert (damaged.original, damaged.undecodable) == ("café\n", (3,))
    assert given.document(second, 2, 5).original == "naïve\n"


def test_surrogates_in_characters_are_replaced_in_their_document() -> None:
    given = Input("a\ud800\n")
    assert given.document(next(given.lines()), 1, 0).original == "a\ufffd\n"


def test_a_document_knows_where_it_begins() -> None:
    document = Input("one\ntwo\n").document("two\n", 2, 4)
    assert document.line_column(1) == (2, 2)
    assert document.byte_offset(1) == 5


def test_what_is_large_is_not_read_as_a_whole() -> None:
    given = Input(BytesIO(b"a\n" * 100_000), max_bytes=1_000)
    assert len(given.head.original) < 100_000
    assert sum(1 for _ in given.lines()) == 100_000
    with pytest.raises(TooLargeError, match="more than the 1,000 bytes"):
        _ = given.whole


@pytest.mark.parametrize("data", ["", " \n", b"", b"\xef\xbb\xbf\n"])
def test_without_text_there_is_nothing_to_read(data: str | bytes) -> None:
    with pytest.raises(EmptyInputError):
        _ = Input(data).whole


def test_binary_data_is_told_by_its_beginning() -> None:
    with pytest.raises(NotTextError):
        _ = Input(b"\0" * 100_000).head
