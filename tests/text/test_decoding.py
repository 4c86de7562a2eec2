"""Bytes to text: every byte is read, and what is doubtful about it is kept."""

import codecs
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtext.text.decoding import NotTextError, decode
from trialtext.text.source import BOM

BOMS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}

# ---- Decoding


def test_a_source_names_its_path() -> None:
    assert decode(b"a", "a.txt").path == "a.txt"


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_any_kind_of_bytes_will_do(kind: type) -> None:
    assert decode(kind("é".encode())).text == "é"


def test_text_is_read_as_it_is() -> None:
    assert decode("Größe ≥ 5 µm").text == "Größe ≥ 5 µm"


def test_bytes_are_utf_8() -> None:
    assert decode("Größe ≥ 5 µm".encode()).text == "Größe ≥ 5 µm"


def test_no_bytes_are_an_empty_text() -> None:
    assert decode(b"").text == ""


@pytest.mark.parametrize("encoding", BOMS)
def test_a_byte_order_mark_tells_the_encoding(encoding: str) -> None:
    source = decode(BOMS[encoding] + "Größe".encode(encoding))
    assert (source.text, source.encoding) == (f"{BOM}Größe", encoding)


def test_without_a_byte_order_mark_the_encoding_is_utf_8() -> None:
    source = decode(b"a")
    assert (source.encoding, source.edits) == ("utf-8", ())


def test_a_pair_of_utf_16_is_one_character() -> None:
    assert decode(codecs.BOM_UTF16_LE + "a😀b".encode("utf-16-le")).text == f"{BOM}a😀b"


def test_a_byte_that_is_no_utf_8_is_read_as_windows_1252() -> None:
    assert decode(b"caf\xe9 au lait").text == "café au lait"


def test_what_windows_1252_has_in_place_of_controls_is_read() -> None:
    assert decode(b"\x93warm\x94 \x96 5\x80").text == "“warm” – 5€"


def test_bytes_that_windows_1252_lacks_are_those_of_latin_1() -> None:
    assert decode(b"\x81\x8d\x8f\x90\x9d").text == "\x81\x8d\x8f\x90\x9d"


def test_a_byte_that_is_no_utf_8_is_one_byte_to_what_follows() -> None:
    text = "é".encode() + b"\x80\xe9\x93" + "≥".encode() + b"a"
    source = decode(text)
    assert [source.byte_offset(at) for at in range(len(source.original))] == [0, 2, 3, 4, 5, 8]


def test_valid_characters_beside_an_invalid_byte_are_kept() -> None:
    assert decode("café €".encode() + b" \xe9 ").text == "café € é "


def test_a_character_that_was_cut_off_is_left_out() -> None:
    source = decode("café €".encode()[:-1])
    assert (source.text, source.original) == ("café ", "café â‚")


def test_the_places_of_invalid_bytes_are_known() -> None:
    assert decode("é".encode() + b"\xe9a\xff").undecodable == (1, 3)


def test_each_byte_of_a_broken_character_is_read_on_its_own() -> None:
    source = decode(b"\xe2\x82a")
    assert (source.text, source.undecodable) == ("â‚a", (0, 1))


def test_invalid_bytes_after_a_byte_order_mark_are_counted_with_it() -> None:
    assert decode(codecs.BOM_UTF8 + b"a\xff").undecodable == (2,)


@pytest.mark.parametrize("source", ["café", "café".encode()])
def test_valid_text_has_no_undecodable_places(source: str | bytes) -> None:
    assert decode(source).undecodable == ()


def test_a_lone_surrogate_is_replaced() -> None:
    source = decode("a\ud800b\udfff")
    assert (source.text, source.replaced) == ("a\ufffdb\ufffd", (1, 3))


def test_a_replacement_character_of_the_input_is_not_one_of_ours() -> None:
    assert decode("a\ufffd").replaced == ()


@given(st.text(st.characters(exclude_characters="\0")))
def test_whatever_is_read_can_be_written(text: str) -> None:
    assert isinstance(decode(text).text.encode(), bytes)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_valid_utf_8_is_never_taken_for_windows_1252(text: str) -> None:
    assert decode(text.encode()).undecodable == ()


# ---- Binary data


@pytest.mark.parametrize("convert", [str, str.encode])
def test_a_few_nuls_are_damage_in_text_and_in_bytes(convert: Callable[[str], str | bytes]) -> None:
    text = f"{'a' * 99}\0"
    assert decode(convert(text)).original == text
    with pytest.raises(NotTextError, match="2 NULs, the first at offset 97"):
        decode(convert(f"{'a' * 97}\0a\0"))


def test_a_null_byte_is_not_text() -> None:
    with pytest.raises(NotTextError, match="offset 3"):
        decode(b"PK\x03\x00")


def test_a_null_byte_after_a_byte_order_mark_is_not_text() -> None:
    with pytest.raises(NotTextError):
        decode(codecs.BOM_UTF8 + b"a\x00")


@pytest.mark.parametrize(
    "data",
    [b"a", b"\x00\xd8", b"\x00\xdca\x00"],
    ids=["half a unit", "half a pair", "second half of a pair first"],
)
def test_broken_utf_16_is_not_text(data: bytes) -> None:
    with pytest.raises(NotTextError, match="utf-16-le"):
        decode(codecs.BOM_UTF16_LE + data)


def test_not_being_text_is_a_value_error() -> None:
    assert issubclass(NotTextError, ValueError)
