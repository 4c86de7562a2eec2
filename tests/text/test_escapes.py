"""Text for a terminal."""

import pytest

from trialtext.text.escapes import printable


@pytest.mark.parametrize(
    "text",
    [
        "",
        "page.txt",
        "Universität Graz",
        "試験 №\N{NO-BREAK SPACE}7".replace("\xa0", " "),
        "a\\b",
        "🍵",
    ],
)
def test_what_is_printable_stays(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x1b[31mred\x07", r"\x1b[31mred\x07"),
        ("\x00\x7f\x9b", r"\x00\x7f\x9b"),
        ("abc\u202etxt.exe", r"abc\u202etxt.exe"),
        ("\u2066\u200b\u2028\ufeff", r"\u2066\u200b\u2028\ufeff"),
        ("caf\udce9", r"caf\udce9"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_is_not_printable_is_escaped(text: str, shown: str) -> None:
    assert printable(text) == shown
