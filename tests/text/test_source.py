"""Source text: edited before it is parsed, and every position finds its way back."""

import codecs
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.pages import repaired

from trialtext.text.decoding import decode, incomplete_character
from trialtext.text.edits import Edit
from trialtext.text.source import SourceText

NEWLINES = ["\r", "\n", "\r\n"]
CHARACTERS = ["a", " ", "é", "€", "😀", "\u0301", "\u2028", "\x85", "\x0b"]
BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}

TIDYING = ("byte-order-mark", "newlines", "edge-space")

texts = st.lists(st.sampled_from(NEWLINES + CHARACTERS)).map("".join)
encodings = st.sampled_from(sorted(BOMS))
# Valid characters and parts of them, so that good and bad bytes stand side by side.
dirty = st.lists(
    st.sampled_from(
        [b"a", b"\r", b"\n", b"\r\n", b"\xc3\xa9", b"\xe2\x82\xac", b"\xe2\x82", b"\xe9"]
    )
).map(b"".join)


def beginnings(original: str) -> list[int]:
    """Find where each character of the tidy text begins in the original, and where that ends."""
    found: list[int] = []
    at = 0
    for line, newline in re.findall(r"([^\r\n]*)(\r\n|\r|\n|$(?![\r\n]))", original):
        start = at + len(line) - len(line.lstrip())
        found += range(start, start + len(line.strip()))
        at += len(line)
        if newline:
            found.append(at)
            at += len(newline)
    return [*found, at]


def tidy(text: str | bytes) -> SourceText:
    """Take off byte order marks and white space at edges, and unify newlines."""
    return repaired(decode(text), TIDYING)[0]


# ---- Newlines and byte order marks


@pytest.mark.parametrize("newline", NEWLINES)
def test_every_newline_becomes_a_line_feed(newline: str) -> None:
    assert tidy(f"a{newline}b{newline}").text == "a\nb\n"


def test_a_line_feed_before_a_carriage_return_is_two_newlines() -> None:
    assert tidy("a\n\rb").text == "a\n\nb"


def test_two_carriage_returns_and_a_line_feed_are_two_newlines() -> None:
    assert tidy("a\r\r\nb").text == "a\n\nb"


def test_the_original_keeps_its_newlines() -> None:
    assert decode(b"a\r\nb\rc").original == "a\r\nb\rc"


@pytest.mark.parametrize(
    "character", ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
)
def test_other_separators_are_characters_like_any_other(character: str) -> None:
    source = tidy(f"a{character}b\r\n")
    assert source.text == f"a{character}b\n"
    assert source.line_column(2) == (1, 3)


@given(texts)
def test_a_text_without_carriage_returns_is_what_is_parsed(text: str) -> None:
    assert "\r" not in tidy(text).text


def test_byte_order_marks_are_removed_at_the_start_of_any_line() -> None:
    # Files that were put together have one at the start of what was each file.
    source = tidy(codecs.BOM_UTF8 * 2 + b"a\n" + codecs.BOM_UTF8 + b"b")
    assert source.text == "a\nb"
    assert source.byte_offset(source.position(0)) == 6
    assert source.byte_offset(source.position(2)) == 11


def test_inside_a_line_there_is_no_byte_order_mark() -> None:
    assert tidy("a\ufeffb \ufeff").text == "a\ufeffb \ufeff"


def test_a_byte_order_mark_is_removed_from_decoded_text_too() -> None:
    assert tidy("\ufeffA title").text == "A title"


@pytest.mark.parametrize(("encoding", "length"), [("utf-8", 3), ("utf-16-le", 2), ("utf-16-be", 2)])
def test_a_byte_order_mark_is_counted_and_no_part_of_the_text(encoding: str, length: int) -> None:
    source = tidy(BOMS[encoding] + "a".encode(encoding))
    assert (source.text, source.byte_offset(source.position(0))) == ("a", length)


# ---- Edits


@given(st.text("ab\n"), st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3), st.text("xy"))))
def test_edits_of_edited_text_are_edits_of_the_original(
    text: str, steps: list[tuple[int, int, str]]
) -> None:
    source, expected = decode(text), text
    for at, length, new in steps:
        if (end := at + length) <= len(expected):
            source = source.edited([Edit(at, end, new)])
            expected = expected[:at] + new + expected[end:]
    assert source.text == expected
    again, at = "", 0
    for edit in source.edits:
        assert edit.start >= at
        again += source.original[at : edit.start] + edit.replacement
        at = edit.end
    assert again + source.original[at:] == expected


def test_edits_that_only_touch_stay_apart() -> None:
    source = decode("abcd").edited([Edit(1, 2, "")]).edited([Edit(1, 2, "")])
    assert source.edits == (Edit(1, 2, ""), Edit(2, 3, ""))


# ---- The way back


def test_a_position_after_a_long_newline_is_further_on() -> None:
    assert tidy("a\r\nb").position(2) == 3


def test_a_long_newline_is_where_its_carriage_return_is() -> None:
    assert tidy("a\r\nb").position(1) == 1


def test_a_byte_offset_counts_the_bytes_of_characters() -> None:
    assert tidy("é€b".encode()).byte_offset(2) == 5


def test_a_byte_offset_counts_the_byte_order_mark() -> None:
    assert tidy(codecs.BOM_UTF8 + b"ab").byte_offset(2) == 4


def test_a_byte_offset_counts_the_mark_of_decoded_text_too() -> None:
    assert tidy("\ufeffab").byte_offset(2) == 4


def test_a_byte_read_as_latin_1_is_one_byte() -> None:
    assert decode(b"\xe9\xe9b").byte_offset(2) == 2


def test_lines_and_columns_count_from_one() -> None:
    assert decode("ab").line_column(0) == (1, 1)


def test_a_newline_is_the_last_character_of_its_line() -> None:
    assert decode("ab\r\nc").line_column(2) == (1, 3)


def test_after_a_newline_a_line_begins() -> None:
    assert decode("ab\r\nc").line_column(4) == (2, 1)


def test_a_column_counts_characters_and_not_bytes() -> None:
    assert decode("é€b".encode()).line_column(2) == (1, 3)


@given(texts)
def test_every_position_is_found_in_the_original(text: str) -> None:
    source = tidy(text)
    found = [source.position(at) for at in range(len(source.text) + 1)]
    assert found == beginnings(text)


@given(texts, encodings)
def test_a_byte_offset_is_the_length_of_what_stands_before(text: str, encoding: str) -> None:
    source = tidy(BOMS[encoding] + text.encode(encoding))
    found = [source.byte_offset(source.position(at)) for at in range(len(source.text) + 1)]
    before = [BOMS[encoding] + text[:end].encode(encoding) for end in beginnings(text)]
    assert found == [len(data) for data in before]


@given(dirty)
def test_bytes_from_an_offset_on_read_as_the_text_from_there_on(data: bytes) -> None:
    # Whether the end is a part of a character, or is in another encoding, the rest tells.
    assume(not incomplete_character(data, "utf-8"))
    source = tidy(data)
    for at in range(len(source.text) + 1):
        assert tidy(data[source.byte_offset(source.position(at)) :]).text == source.text[at:]


@given(texts)
def test_every_line_and_column_is_what_counting_newlines_gives(text: str) -> None:
    source = decode(text)
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    for at in range(len(text) + 1):
        line = sum(start <= at for start in starts)
        assert source.line_column(at) == (line, at - starts[line - 1] + 1)


# ---- A part of an input


def test_a_part_knows_where_it_is_in_the_input() -> None:
    part = decode("é\r\nA title\r\ntea".encode()).slice(3, 10)
    assert (part.text, part.line_column(2), part.byte_offset(2)) == ("A title", (2, 3), 6)


def test_a_part_keeps_the_edits_and_doubts_inside_it() -> None:
    source = decode(b"a\xffb\xff").edited([Edit(0, 1, ""), Edit(2, 3, "BB")])
    part = source.slice(1, 4)
    assert (part.text, part.edits) == ("ÿBBÿ", (Edit(1, 2, "BB"),))
    assert part.undecodable == (0, 2)


def test_the_whole_is_a_part_of_itself() -> None:
    source = decode("tea")
    assert source.slice(0, 3) is source
