"""Repairs: damage is undone and counted where boilerplate proves it; the rest stays.

What each repair undoes stands in DAMAGED, what it must leave alone below it.
"""

import html
import re
import textwrap
from bisect import bisect_right
from collections.abc import Callable
from functools import cache
from html.entities import html5
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from tests.conftest import SEEDS, sampled
from tests.damage import DAMAGES, wrapped
from tests.extraction import without_blank_lines
from tests.harm import HARMS
from tests.json_values import squeezed
from tests.pages import (
    BLURBS,
    CATALOGUE,
    HEADINGS,
    STUDY,
    codes,
    messages,
    module,
    page,
    repaired,
    replaced,
    reported,
    seed_text,
    values_of,
)

import trialtext
from trialtext import Result
from trialtext.api import ALL_REPAIRS
from trialtext.reading.boilerplate_repairs import BOILERPLATE_REPAIRS
from trialtext.text.decoding import decode
from trialtext.text.entities import find_entities
from trialtext.text.repairs import CHARACTER_REPAIRS

NAMES = [repair.name for repair in STUDY.all_repairs]
CHARACTERS = [repair.name for repair in CHARACTER_REPAIRS]
UNPROVEN = [repair.name for repair in STUDY.all_repairs if repair.needs_proof]


PAGE = seed_text("several-phases")
RESULTS = seed_text("results-available")


def around(summary: str) -> str:
    """Make a short page, without any character that escaping changes, around a summary."""
    return page(
        ("Basic Information", "Recruitment Status", "COMPLETED"),
        ("Brief Summary", summary),
        ("Detailed Description", "Milk is warmed to 50 degrees."),
        header=("Warm Milk at Bedtime", "NCT ID: NCT99900059", "Last Updated: 2029-10-02"),
        end=(),
    )


def values(result: Result) -> dict[str, Any]:
    """Return every value by its pointer, with single spaces for all white space."""
    return {pointer: squeezed(value) for pointer, value in values_of(result).items()}


def read_summary(result: Result) -> str:
    summary: str = module(result, "descriptionModule")["briefSummary"]
    return summary


def misread(text: str, encoding: str = "cp1252") -> str:
    """Read UTF-8 in another encoding."""
    return text.encode().decode(encoding)


# ---- What each repair undoes


class Damaged(NamedTuple):
    """A damaged text, the text that it was, and what is reported."""

    text: str
    clean: str
    message: str


ESCAPED = html.escape(around('If "a" < b & b > c, then a < c.'))
WRAPPED = wrapped(80)(PAGE)
CUT = PAGE[: PAGE.index("\nSponsors\n") + 1]

DAMAGED: dict[str, Damaged] = {
    "byte-order-mark": Damaged("\ufeff" + PAGE, PAGE, "1 byte order marks taken off"),
    "newlines": Damaged(
        PAGE.replace("\n", "\r\n"),
        PAGE,
        f"{PAGE.count(chr(10))} carriage returns read as newlines",
    ),
    "line-separators": Damaged(
        PAGE.replace("\n\n", "\n\u2028"),
        PAGE,
        f"{PAGE.count(chr(10) * 2)} stretches of line separators read as newlines",
    ),
    "zero-width": Damaged(
        PAGE.replace("\nBrief Summary\n", "\nBrief\u200b Sum\u200bmary\n"),
        PAGE,
        "2 stretches of characters without width taken out",
    ),
    "html-entities": Damaged(
        ESCAPED,
        html.unescape(ESCAPED),
        "6 entities read as the characters that they stand for",
    ),
    "odd-spaces": Damaged(
        PAGE.replace(" ", "\xa0"),
        PAGE,
        f"{PAGE.count(' ')} stretches of tabs and no-break spaces read as spaces",
    ),
    "edge-space": Damaged(
        PAGE.replace("\nSponsors\n", "\n  Sponsors \n"),
        PAGE,
        "2 stretches of white space taken off the edges of lines",
    ),
    "glued-heading": Damaged(
        re.sub(r"View full results\n+", "View full results", RESULTS),
        RESULTS,
        "1 heading put on a line of its own",
    ),
    "advertisements": Damaged(
        PAGE.replace("\n\nStudy Design\n", "\n\nAdvertisement\n\nStudy Design\n"),
        PAGE,
        "1 lines that announce advertisements left out",
    ),
    "wrapped-lines": Damaged(
        WRAPPED,
        PAGE,
        f"{WRAPPED.count(chr(10)) - PAGE.count(chr(10))} line breaks inside sentences read as"
        " spaces",
    ),
    "nul-characters": Damaged(
        PAGE.replace("\nSponsors\n", "\nSpon\0sors\n"),
        PAGE,
        "1 stretches of NUL characters taken out",
    ),
    "mojibake": Damaged(
        misread(around("José drinks ≥ 5 cups.")),
        around("José drinks ≥ 5 cups."),
        "2 misread sequences of characters read as UTF-8",
    ),
    "line-prefixes": Damaged(
        re.sub(r"(?m)^", "> ", PAGE),
        PAGE,
        f"{PAGE.count(chr(10)) + 1} marks of quotes or lists taken off lines",
    ),
    "doubled-spaces": Damaged(
        re.sub(r"(?m)^(Brief|Study) (?=Summary$|Design$)", r"\1  ", PAGE),
        PAGE,
        "2 stretches of spaces read as one",
    ),
    "truncated-boilerplate": Damaged(
        CUT + "Spon", CUT, "1 beginning of a heading or a label left out, cut off"
    ),
}


def test_every_repair_has_its_damage() -> None:
    assert sorted(DAMAGED) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_study_comes_out_of_the_damaged_text(name: str) -> None:
    damaged = DAMAGED[name]
    assert values(trialtext.parse(damaged.text)) == values(trialtext.parse(damaged.clean))


@pytest.mark.parametrize("name", NAMES)
def test_the_repair_is_reported_once_with_its_number(name: str) -> None:
    result = trialtext.parse(DAMAGED[name].text)
    assert messages(result, name) == [DAMAGED[name].message]
    new = set(codes(result)) - set(codes(trialtext.parse(DAMAGED[name].clean)))
    assert new - {"lost-characters"} == {name}


@pytest.mark.parametrize("name", NAMES)
def test_the_repair_is_reported_at_its_first_place(name: str) -> None:
    damaged = DAMAGED[name].text
    (found,) = (d for d in trialtext.parse(damaged).diagnostics if d.code == name)
    source, _ = repaired(decode(damaged), [name])
    assert found.start == source.edits[0].start
    assert found.line == len(re.findall(r"\r\n?|\n", damaged[: found.start])) + 1


@pytest.mark.parametrize("name", NAMES)
def test_a_repair_that_is_switched_off_is_not_made(name: str) -> None:
    damaged = DAMAGED[name].text
    result = trialtext.parse(damaged, repairs=ALL_REPAIRS - {name})
    assert name not in codes(result)
    assert sum(result.coverage) == len(damaged)
    # A carriage return at the end of a line is white space at its edge, too.
    others = ALL_REPAIRS - {name, "edge-space"}
    source, done = repaired(decode(damaged), others)
    assert name not in {each.repair.name for each in done}
    assert source.text != repaired(decode(damaged), ALL_REPAIRS)[0].text


@pytest.mark.parametrize("name", NAMES)
def test_a_repair_may_be_the_only_one(name: str) -> None:
    result = trialtext.parse(DAMAGED[name].text, repairs=[name])
    assert messages(result, name) == [DAMAGED[name].message]


@pytest.mark.parametrize("name", NAMES)
def test_without_any_repair_the_text_is_read_as_it_is(name: str) -> None:
    damaged = DAMAGED[name].text
    source, done = repaired(decode(damaged), [])
    assert (source.text, source.edits, done) == (damaged, (), [])
    result = trialtext.parse(damaged, repairs=[])
    assert not {*NAMES, *BOILERPLATE_REPAIRS} & set(codes(result))
    assert sum(result.coverage) == len(damaged)


@pytest.mark.parametrize("names", [["spelling"], ["newlines", "Odd-Spaces"], [""]])
def test_an_unknown_repair_is_an_error_of_the_caller(names: list[str]) -> None:
    unknown = next(name for name in names if name not in ALL_REPAIRS)
    with pytest.raises(ValueError, match=f"no such repair: {unknown}"):
        trialtext.parse(PAGE, repairs=names)


def test_unknown_repairs_are_all_named() -> None:
    with pytest.raises(ValueError, match=r"no such repair: grammar, spelling$"):
        trialtext.parse(PAGE, repairs=["spelling", "newlines", "grammar"])


def test_names_of_repairs_are_codes_of_the_catalogue() -> None:
    assert frozenset([*NAMES, *BOILERPLATE_REPAIRS]) == ALL_REPAIRS
    assert STUDY.full_catalogue.keys() >= ALL_REPAIRS


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("boilerplate-spelling", "\nSponsors\n", "\nSPONSORS\n"),
        ("misspelt-heading", "\nSponsors\n", "\nSponsers\n"),
        ("missing-heading", "\nSponsors\n", "\n"),
        ("missing-blurb", BLURBS["Brief Summary"], ""),
        ("misspelt-label", "\nEligible Sex\n", "\nEligble Sex\n"),
    ],
)
def test_a_repair_of_labels_may_be_switched_off(name: str, old: str, new: str) -> None:
    damaged = replaced(PAGE, old, new)
    assert name in codes(trialtext.parse(damaged))
    result = trialtext.parse(damaged, repairs=ALL_REPAIRS - {name})
    assert name not in codes(result)
    assert values(result) != values(trialtext.parse(PAGE))
    assert sum(result.coverage) == len(damaged)


# ---- Clean pages


def test_nothing_is_edited_on_a_clean_page() -> None:
    for seed in SEEDS:
        source = decode(seed.read_bytes())
        whole, done = repaired(source, ALL_REPAIRS)
        assert (whole.text, whole.edits, done) == (source.text, (), []), seed.stem
        assert trialtext.parse(source.original).source.edits == (), seed.stem


@sampled(16)
@pytest.mark.filterwarnings("ignore::trialtext.UnknownFieldWarning")
def test_nothing_is_edited_on_pages_of_the_registry(records: list[bytes], step: int) -> None:
    edited = {}
    for record in records[::step]:
        text = trialtext.render(trialtext.from_json(record))
        whole, done = repaired(decode(text), ALL_REPAIRS)
        assert bool(done) is bool(whole.edits)
        if done:
            edited[text.partition("\nNCT ID: ")[2][:11]] = [each.repair.name for each in done]
    assert edited == {}


# ---- What stays as it is


def test_an_odd_character_of_the_registry_stays() -> None:
    spaces, separators = (
        "\xa0\u1680\u2000\u2003\u2009\u200a\u202f\u205f\u3000\t",
        "\u2028\u2029\x85\v\f",
    )
    for character in f"{spaces}{separators}\u200b\u200c\u200d\u2060\ufeff\xad":
        for count in (1, 50):
            value = f"{f'warm{character}milk ' * count}at bedtime"
            result = trialtext.parse(around(value))
            assert read_summary(result) == value
            (origin,) = (o for p, o in result.provenance.items() if p.endswith("/briefSummary"))
            assert origin.derivation == "verbatim"
            assert result.text[origin.locations[0].start : origin.locations[0].end] == value
            assert set(NAMES) & set(codes(result)) == set()


@pytest.mark.parametrize(
    "value",
    [
        "A dose &lt; 5 mg",
        "R&amp;D",
        "&quot;warm&quot; &quot;milk&quot; <b>",
        "On request View full resultsIn the annex",
        "AT&T; &c; &nosuch; &#x; &lt",
        f"{'word ' * 30}word-\nword",
        "Results pending\nSponsors",
    ],
)
def test_what_only_looks_like_damage_stays(value: str) -> None:
    result = trialtext.parse(around(value))
    assert read_summary(result) == value
    assert not set(NAMES) & set(codes(result))


@pytest.mark.parametrize(
    "value",
    [
        "View full resultsIn the annex",
        "View full resultsBasic informations",
        "View full resultsBASIC INFORMATION",
        "View full resultsSponsors and others",
        "View full results Sponsors of this study",
        "View full results",
    ],
)
def test_only_a_known_heading_is_glued(value: str) -> None:
    result = trialtext.parse(around(value))
    assert read_summary(result) == value
    assert "glued-heading" not in codes(result)


def test_any_known_heading_may_be_glued() -> None:
    for heading in HEADINGS:
        for space in ("", " "):
            text = f"Milk\nView full results{space}{heading}\nof this"
            source, done = repaired(decode(text), ["glued-heading"])
            lines = source.text.split("\n")
            assert lines[1:] == ["View full results", f"{space}{heading}", "of this"]
            assert [(each.repair.name, each.times) for each in done] == [("glued-heading", 1)]


def test_a_glued_heading_needs_no_proof() -> None:
    assert "glued-heading" not in UNPROVEN


@pytest.mark.parametrize("name", UNPROVEN)
def test_damage_of_one_kind_proves_none_of_another(name: str) -> None:
    characters = {
        "line-separators": "\u2028",
        "zero-width": "\u200b",
        "odd-spaces": "\xa0",
    }
    value = f"warm{characters[name]}milk"
    others = {
        "odd-spaces": ("Brief Summary", "Brief\xa0Summary"),
        "zero-width": ("Brief Summary", "Brief Sum\u200bmary"),
    }
    for other, (clean, damaged) in others.items():
        if other != name:
            result = trialtext.parse(around(value).replace(clean, damaged))
            assert read_summary(result) == value
            assert other in codes(result)
            assert name not in codes(result)


def test_two_kinds_of_damage_in_one_heading_are_both_undone() -> None:
    result = trialtext.parse(around("Warm milk").replace("Brief Summary", "Brief\xa0Sum\u200bmary"))
    assert read_summary(result) == "Warm milk"
    assert {"odd-spaces", "zero-width"} <= set(codes(result))


def test_where_the_damage_is_proved_all_of_its_kind_is_undone() -> None:
    result = trialtext.parse(around("warm\xa0milk").replace("Brief Summary", "Brief\xa0Summary"))
    assert read_summary(result) == "warm milk"
    assert messages(result, "odd-spaces") == [
        "2 stretches of tabs and no-break spaces read as spaces"
    ]


def test_a_space_of_the_registry_stays_on_an_escaped_page() -> None:
    text = html.escape(around('If "a" < b & b > c, then a < c.')).replace("then", "then&nbsp;so")
    assert "then\xa0so" in read_summary(trialtext.parse(text))


@pytest.mark.parametrize("before", ["\ufeff", "Home\nTrials\n\n"])
def test_a_byte_order_mark_before_the_title_is_no_part_of_it(before: str) -> None:
    result = trialtext.parse(f"{before}\ufeff{PAGE}")
    assert values(result) == values(trialtext.parse(PAGE))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_byte_order_marks_are_taken_off_the_start_of_any_line(newline: str) -> None:
    damaged = "\ufeff" + PAGE.replace("\n\n", "\n\n\ufeff\ufeff").replace("\n", newline)
    result = trialtext.parse(damaged)
    assert values(result) == values(trialtext.parse(PAGE))
    number = PAGE.count("\n\n") + 1
    assert messages(result, "byte-order-mark") == [f"{number} byte order marks taken off"]
    assert sum(result.coverage) == len(damaged)


def test_inside_a_line_a_byte_order_mark_has_no_width() -> None:
    result = trialtext.parse(
        around("warm\ufeffmilk").replace("Brief Summary", "Brief\ufeff Summary")
    )
    assert read_summary(result) == "warmmilk"
    assert "byte-order-mark" not in codes(result)
    assert messages(result, "zero-width") == ["2 stretches of characters without width taken out"]


# ---- Entities


def test_entities_are_found_where_what_they_stand_for_is_not() -> None:
    found = find_entities("a &lt; b &amp;&#39; &#x3B1; &nbsp;")
    assert [edit.replacement for edit in found] == ["<", "&", "'", "α", "\xa0"]


def test_any_entity_that_has_a_name_is_one() -> None:
    names = [name for name in html5 if name.endswith(";")]
    assert len(names) > 2000
    read = {name: find_entities(f"Milk &{name} honey") for name in names}
    assert {n: [e.replacement for e in edits] for n, edits in read.items()} == {
        name: [html5[name]] for name in names
    }


@pytest.mark.parametrize("text", ["&nosuch;", "&alpha", "&Alfa;", "&a;", "& alpha;", "&#;", "&;"])
def test_what_has_no_known_name_is_no_entity(text: str) -> None:
    assert find_entities(text) == []


@pytest.mark.parametrize(
    "text", ["", "a & b", "&lt; <", "&lt; >", "&amp; & ", "&quot; '", '&#39; "', "&alpha; <", "&lt"]
)
def test_entities_beside_the_characters_they_stand_for_are_none(text: str) -> None:
    assert find_entities(text) == []


@pytest.mark.parametrize("text", ["&lt; '", '&gt; "', "&amp;'"])
def test_quotes_tell_only_of_quotes(text: str) -> None:
    assert len(find_entities(text)) == 1


@pytest.mark.parametrize(
    "entities",
    [
        "&lt; " * 6,
        "&#945; " * 6,
        "&nbsp; " * 6,
        "&alpha; " * 6,
        "&ge; &le; &beta;",
        "&lt; &gt; &amp;",
        "&quot; " * 4,
        "&#39; " * 4,
        "&quot; &#39; &quot; &apos;",
        "&quot; &lt; &quot;",
        "&#39; &#39; &amp;",
    ],
)
def test_entities_in_number_and_variety_are_read(entities: str) -> None:
    result = trialtext.parse(around(f"Milk {entities.strip()} honey"))
    assert read_summary(result) == f"Milk {html.unescape(entities.strip())} honey"
    assert messages(result, "html-entities")
    assert "entities-left" not in codes(result)


@pytest.mark.parametrize(
    "entities",
    [
        "&lt;",
        "&lt; " * 5,
        "&#945; " * 5,
        "&alpha; " * 5,
        "&ge; &le; &ge; &le;",
        "&lt; &gt;",
        "&lt; &gt; " * 2,
        "&quot; " * 3,
        "&quot; &#39; &quot;",
        "&quot; &lt; &lt;",
        "&quot; &lt;",
    ],
)
def test_a_few_entities_are_left_and_reported(entities: str) -> None:
    value = f"Milk {entities.strip()} honey"
    result = trialtext.parse(around(value))
    assert read_summary(result) == value
    assert "html-entities" not in codes(result)
    number = entities.count(";")
    assert messages(result, "entities-left") == [
        f"{number} entities may stand for characters; too few to tell"
    ]
    assert reported(result, "entities-left") == [entities.partition(" ")[0]]


def test_entities_may_be_spread_over_the_page() -> None:
    text = around("Milk &lt; honey").replace("Warm Milk", "Warm &amp; Sweet Milk")
    result = trialtext.parse(text.replace("50 degrees", "50 degrees (&gt; 40)"))
    assert read_summary(result) == "Milk < honey"
    assert messages(result, "html-entities")[0].startswith("3 entities")


def test_what_was_escaped_several_times_is_read_as_often() -> None:
    for escaped in ("&lt; ", "&amp;lt; ", "&amp;amp;lt; "):
        result = trialtext.parse(around(escaped * 6 + "honey"))
        assert read_summary(result) == "< " * 6 + "honey"


def test_entities_beside_ampersands_are_unescaped_once() -> None:
    result = trialtext.parse(around("R&amp;D " + "&amp;lt; " * 6 + "honey"))
    assert read_summary(result) == "R&D " + "&lt; " * 6 + "honey"


@pytest.mark.parametrize(
    "own", ["\\&lt; 30, \\&gt; 18, \\&amp;lt; " * 9 + "he didn't", "\\&lt; 30, \\&#39; " * 9]
)
def test_entities_of_markdown_beside_quotes_are_the_own_ones_of_the_registry(own: str) -> None:
    result = trialtext.parse(around(own.strip()))
    assert read_summary(result) == own.strip()
    assert not {"html-entities", "entities-left"} & set(codes(result))


def test_entities_of_markdown_where_no_quote_is_left_are_read_if_they_are_enough() -> None:
    result = trialtext.parse(around("\\&lt; " * 6 + "honey"))
    assert read_summary(result) == "\\< " * 6 + "honey"


def test_a_few_of_these_are_left_too() -> None:
    result = trialtext.parse(around("\\&lt; " * 5 + "honey"))
    assert read_summary(result) == "\\&lt; " * 5 + "honey"
    assert len(messages(result, "entities-left")) == 1


def test_where_others_prove_the_damage_entities_of_markdown_are_read() -> None:
    result = trialtext.parse(around(html.escape("\\< 30 and 'warm' and 'cold' \\&lt;")))
    assert read_summary(result) == "\\< 30 and 'warm' and 'cold' \\&lt;"


def test_numbers_of_characters_that_an_encoding_lacks_are_read() -> None:
    value = "<b> café ≥ 5, ≤ 9, α & β"
    result = trialtext.parse(around(value).encode("cp1252", "xmlcharrefreplace"))
    assert read_summary(result) == value


def test_a_few_of_these_are_left_and_reported() -> None:
    result = trialtext.parse(around("<b> &#8805; 5"))
    assert read_summary(result) == "<b> &#8805; 5"
    assert reported(result, "entities-left") == ["&#8805;"]


def test_what_was_unescaped_is_not_reported_as_left() -> None:
    result = trialtext.parse(around("&amp;lt; " * 6 + "honey"))
    assert "entities-left" not in codes(result)


def test_entities_are_not_reported_if_they_are_to_be_left() -> None:
    text = around("Milk &lt; honey")
    assert "entities-left" not in codes(
        trialtext.parse(text, repairs=ALL_REPAIRS - {"html-entities"})
    )


def test_a_value_of_entities_says_that_it_is_no_copy() -> None:
    result = trialtext.parse(around("Milk " + "&lt; " * 6 + "honey"))
    (origin,) = (o for p, o in result.provenance.items() if p.endswith("/briefSummary"))
    assert origin.derivation == "normalized"
    (place,) = origin.locations
    assert result.text[place.start : place.end] == "Milk " + "&lt; " * 6 + "honey"


# ---- Mojibake


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "cp1250", "mac-roman"])
def test_a_page_that_was_misread_as_a_whole_is_put_right(encoding: str) -> None:
    value = "Müller’s café: ≥ 5 cups, 2 × a day" if encoding == "mac-roman" else "Müller: ≥ 5 é ü"
    result = trialtext.parse(around(misread(value, encoding)))
    assert read_summary(result) == value
    assert "mojibake-left" not in codes(result)


@pytest.mark.parametrize("value", ["ViagraÂ®, LevitraÂ® and CialisÂ®", "JosÃ© and ≥ 5, â‰¥ 6"])
def test_mojibake_that_may_be_the_own_one_of_the_registry_is_left(value: str) -> None:
    result = trialtext.parse(around(f"Milk\n\n{value}"))
    assert read_summary(result) == f"Milk\n\n{value}"
    (found,) = (d for d in result.diagnostics if d.code == "mojibake-left")
    assert result.text.split("\n")[found.line - 1] == value


def test_texts_of_the_format_prove_that_a_page_was_misread() -> None:
    value = "José: [email\xa0protected]"
    assert read_summary(trialtext.parse(around(misread("José: 5")))) != "José: 5"
    assert read_summary(trialtext.parse(around(misread(value)))) == value


def test_a_character_that_was_lost_when_misread_is_reported() -> None:
    text = around("“Warm” ≥ 5 é").encode().decode("cp1252", "replace")
    result = trialtext.parse(text)
    assert read_summary(result) == "“Warm\ufffd ≥ 5 é"
    assert messages(result, "lost-characters")


@pytest.mark.parametrize(
    "value", ["2 × 2 ß é", "İğne, ış, çã, úñ", "（≤ 5）", "TM ᵀᴹ ¹¹ °C", "été’s"]
)
def test_letters_that_stand_together_are_no_mojibake(value: str) -> None:
    result = trialtext.parse(around(value))
    assert read_summary(result) == value
    assert not {"mojibake", "mojibake-left"} & set(codes(result))


# ---- Lost characters


@pytest.mark.parametrize("lost", ["\0", "\ufffd"])
@pytest.mark.parametrize("convert", [str, str.encode])
def test_lost_characters_are_reported_by_the_line(
    lost: str, convert: Callable[[str], str | bytes]
) -> None:
    value = f"Jos{lost} and Andr{lost}\n\nmilk\n\nB{lost}ziers"
    result = trialtext.parse(convert(around(value)))
    assert read_summary(result) == value.replace("\0", "")
    number = "replacement characters or NULs, where others were lost"
    assert messages(result, "lost-characters") == [f"2 {number}", f"1 {number}"]
    assert result.text.count(lost) == 3
    assert sum(result.coverage) == len(result.text)


def test_bytes_that_are_no_utf_8_are_reported_by_the_line() -> None:
    result = trialtext.parse(around("José, André\n\nmilk\n\n≥ Béziers").encode("cp1252", "replace"))
    message = "bytes are not UTF-8, read as Windows-1252"
    assert messages(result, "undecodable-bytes") == [f"2 {message}", f"1 {message}"]


# ---- Marks before lines, doubled spaces


@pytest.mark.parametrize("mark", ["> ", ">", "- ", "* ", "• ", "> > ", "> - "])
def test_marks_before_all_lines_are_taken_off(mark: str) -> None:
    clean = around("* Milk\n* Honey\n- Tea\n> Sugar\n\n>18 years")
    for lines in (r"(?m)^", r"(?m)^(?=.)"):
        result = trialtext.parse(re.sub(lines, mark, clean))
        assert values(result) == values(trialtext.parse(clean))


def test_marks_of_a_list_on_the_page_stay() -> None:
    value = "\n".join(f"- {heading}" for heading in HEADINGS) + "\n> Keywords" * 30
    result = trialtext.parse(around(value))
    assert "line-prefixes" not in codes(result)
    assert result.source.edits == ()


def test_a_doubled_space_of_the_registry_stays() -> None:
    for value in ("Milk  and   honey", "Phone:  none", "Milk\n\nKeywords  and others"):
        result = trialtext.parse(around(value))
        assert read_summary(result) == value
        assert "doubled-spaces" not in codes(result)


def test_doubled_spaces_of_one_label_prove_nothing_of_the_rest() -> None:
    text = around("Milk  and honey").replace("Recruitment Status", "Recruitment  Status")
    assert read_summary(trialtext.parse(text)) == "Milk  and honey"


def test_marks_without_width_on_blank_lines_are_taken_out() -> None:
    for mark in "\u202c\u200e\u2069\u200b":
        assert values(trialtext.parse(PAGE.replace("\n\n", f"\n{mark}\n"))) == values(
            trialtext.parse(PAGE)
        )


def test_a_repaired_page_has_nothing_left_to_repair() -> None:
    for name, harm in HARMS.items():
        damaged = harm(PAGE)
        source, _ = repaired(decode(damaged), CHARACTERS)
        _, again = repaired(decode(source.text), CHARACTERS)
        assert again == [], name
        assert sum(trialtext.parse(damaged).coverage) == len(decode(damaged).original), name


# ---- Wrapped lines

LONG = (
    "Sleep is disturbed by work at night, and neither lamps nor milk have been studied for longer"
    " than a month in people who work at night for most of their lives."
)
COMPOUNDS = "A long-term, double-blind, placebo-controlled follow-up of night-shift nurses."


def filled(text: str, width: int, *, break_on_hyphens: bool = True) -> str:
    """Wrap every line to a width."""
    wrapper = textwrap.TextWrapper(width, break_long_words=False, break_on_hyphens=break_on_hyphens)
    return "\n".join(wrapper.fill(line) for line in text.split("\n"))


def changed_by(value: str, widths: range, *, break_on_hyphens: bool = True) -> list[int]:
    """List the widths at which a summary that was wrapped with its page is not read as it was."""
    texts = {w: filled(around(value), w, break_on_hyphens=break_on_hyphens) for w in widths}
    return [w for w, text in texts.items() if read_summary(trialtext.parse(text)) != value]


def test_wrapped_text_is_read_as_the_text_that_it_was(seed: Path) -> None:
    text = seed.read_text("utf-8")
    expected = values(trialtext.parse(text))
    for width in (64, 70, 72, 76, 78, 80, 90, 99, 100):
        for hyphens in (True, False):
            result = trialtext.parse(filled(text, width, break_on_hyphens=hyphens))
            assert values(result) == expected, (width, hyphens)
            assert "wrapped-lines" in codes(result), (width, hyphens)


def test_paragraphs_stay_apart() -> None:
    assert changed_by(f"{LONG}\n\n{LONG}\nShort.\n\n{LONG}", range(72, 81, 8)) == []


@pytest.mark.parametrize("mark", ["* ", "- ", "• ", "1. ", "12) "])
def test_an_item_of_a_list_begins_a_line(mark: str) -> None:
    value = "\n".join(f"{mark}{LONG[: 100 + at].strip()}" for at in range(12))
    assert changed_by(value, range(62, 100, 3)) == []


def test_boilerplate_begins_a_line() -> None:
    text = replaced(seed_text("minimal"), "The patient named in the protocol.", f"{LONG} {LONG}")
    expected = values(trialtext.parse(text))
    changed = [w for w in range(62, 100, 3) if values(trialtext.parse(filled(text, w))) != expected]
    assert changed == []


def test_a_compound_that_was_parted_is_joined_without_a_space() -> None:
    assert changed_by(" ".join([COMPOUNDS] * 4), range(62, 100)) == []


def test_a_compound_is_not_parted_by_those_who_keep_them_whole() -> None:
    value = " ".join([COMPOUNDS] * 4)
    assert changed_by(value, range(62, 100), break_on_hyphens=False) == []


@pytest.mark.parametrize("word", ["and", "or", "to", "und", "vs"])
def test_a_suspended_hyphen_keeps_its_space(word: str) -> None:
    value = f"Sleep is measured pre- {word} post-dose in all of the nurses who work at night. " * 4
    assert changed_by(value.strip(), range(62, 100, 3)) == []


TEXTS = ("briefSummary", "detailedDescription", "eligibilityCriteria")


def test_a_blurb_without_a_blank_line_below_costs_no_text(seed: Path) -> None:
    text = without_blank_lines(seed.read_text("utf-8"))
    whole = trialtext.parse(text)
    expected = values(whole)
    verbatim = [p for p, origin in whole.provenance.items() if origin.derivation == "verbatim"]
    for width in (64, 72, 80, 90, 100):
        result = trialtext.parse(filled(text, width))
        assert sum(result.coverage) == len(result.text)
        assert result.status == "partial"
        assert "wrapped-lines" in codes(result)
        # Only the width shows which line breaks are inside sentences: spaces may differ.
        assert texts(result) == texts(whole)
        kept = joined([*map(str, values(result).values()), *(x.text for x in result.unparsed)])
        assert [p for p in verbatim if joined([expected[p]]) not in kept] == [], width


def joined(parts: list[str]) -> str:
    """Join texts without white space, nor the colons that headings of criteria are given."""
    return "|".join("".join(part.split()).replace("Criteria:", "Criteria") for part in parts)


def texts(result: Result) -> dict[str, str]:
    """Return the narratives and the criteria."""
    return {
        field: joined([value])
        for pointer, value in values(result).items()
        if (field := pointer.rpartition("/")[2]) in TEXTS
    }


@pytest.mark.parametrize("blank", ["", " ", "\n"])
@pytest.mark.parametrize("heading", ["Brief Summary", "Detailed Description"])
def test_a_blurb_ends_with_its_sentence(heading: str, blank: str) -> None:
    blurb = BLURBS[heading]
    text = replaced(PAGE, f"{heading}\n\n{blurb}\n\n", f"{heading}\n\n{blurb} {blank}")
    assert values(trialtext.parse(text)) == values(trialtext.parse(PAGE))


def test_what_follows_a_blurb_on_its_line_is_no_boilerplate() -> None:
    blurb = BLURBS["Brief Summary"]
    text = replaced(PAGE, f"{blurb}\n\n", f"{blurb} ")
    result = trialtext.parse(text)
    whole = trialtext.parse(PAGE)
    assert values(result) == values(whole) or len(result.unparsed) > len(whole.unparsed)


def test_a_word_that_is_longer_than_a_line_does_not_tell_its_width() -> None:
    address = f"https://trials.example.org/{'night/' * 20}"
    value = f"{LONG} See {address} for more of this. {LONG}"
    assert changed_by(value, range(72, 73)) == []


@pytest.mark.parametrize("width", [40, 55, 110, 160])
def test_widths_to_which_no_text_is_wrapped_are_not_looked_for(width: int) -> None:
    text = filled(around(LONG), width)
    result = trialtext.parse(text)
    assert "wrapped-lines" not in codes(result)
    assert sum(result.coverage) == len(text)


def test_lines_of_a_value_that_is_wrapped_on_a_clean_page_stay() -> None:
    value = filled(LONG, 72)
    assert read_summary(trialtext.parse(around(value))) == value


def test_the_study_of_a_wrapped_page_is_no_complete_one() -> None:
    assert CATALOGUE["wrapped-lines"].severity == "warning"
    assert trialtext.parse(WRAPPED).status == "partial"


# ---- Boilerplate that was cut off


@pytest.mark.parametrize(
    "words",
    [
        "S",
        "Sponsors",
        "Sponsors\n\nMeet the organ",
        "Sponsors\n\nMeet the organizations",
        "Elig",
        "Minimum Eligible",
        "Accepts Healthy Volunteer",
    ],
)
def test_boilerplate_that_was_cut_off_is_no_part_of_the_text(words: str) -> None:
    # A line of several terms is only read where the criteria are known to end.
    keywords = CUT.partition(f"{BLURBS['Keywords']}\n\n")[2].partition("\n")[0]
    cut = replaced(CUT, keywords, "malaria")
    before = trialtext.parse(cut)
    result = trialtext.parse(cut + words)
    assert "malaria" in values(before).values()
    assert values(result) == values(before)
    assert sum(result.coverage) == len(cut + words)


@pytest.mark.parametrize("end", ["milk", "Milk.", "sponsors", "Spondylitis"])
def test_other_words_at_the_end_stay(end: str) -> None:
    text = around("Warm milk").rstrip() + f"\n\n{end}"
    result = trialtext.parse(text)
    assert "truncated-boilerplate" not in codes(result)
    description = module(result, "descriptionModule")["detailedDescription"]
    assert description == f"Milk is warmed to 50 degrees.\n\n{end}"


# ---- Any damage


NOT_UNDONE = {
    "entities": {
        "NCT07192237",
        "arm-named-1",
        "five-arms",
        "many-sites",
        "no-interventions",
        "observational-cohort",
        "several-phases",
    }
}
"""Pages that have too few entities to tell that they were escaped."""


each_damage = pytest.mark.parametrize("damage", DAMAGES)


@cache
def clean(seed: Path) -> Result:
    return trialtext.parse(seed.read_text("utf-8"))


@cache
def damaged(seed: Path, damage: str) -> Result:
    return trialtext.parse(DAMAGES[damage](seed.read_text("utf-8")))


@each_damage
def test_a_damaged_page_gives_the_same_study(damage: str) -> None:
    for seed in SEEDS:
        result = damaged(seed, damage)
        if seed.stem in NOT_UNDONE.get(damage, ()):
            assert "entities-left" in codes(result), seed.stem
        else:
            assert values(result) == values(clean(seed)), seed.stem


@each_damage
def test_all_characters_of_a_damaged_page_are_accounted_for(damage: str) -> None:
    for seed in SEEDS:
        result = damaged(seed, damage)
        assert result.text == DAMAGES[damage](seed.read_text("utf-8"))
        assert sum(result.coverage) == len(result.text), seed.stem
        assert len(result.unparsed) == len(clean(seed).unparsed), seed.stem


@each_damage
def test_places_are_true_on_a_damaged_page(damage: str) -> None:
    for seed in SEEDS:
        result = damaged(seed, damage)
        text, read = result.text, values(result)
        assert result.provenance.keys() == read.keys()
        starts = [0, *(match.end() for match in re.finditer(r"\r\n?|\n", text))]
        verbatim = 0
        for pointer, origin in result.provenance.items():
            there = [text[place.start : place.end] for place in origin.locations]
            assert all(part == part.strip() != "" for part in there), (seed.stem, pointer)
            if origin.derivation == "verbatim":
                verbatim += 1
                assert " ".join(there[0].split()) == read[pointer], (seed.stem, pointer)
            for place in origin.locations:
                line = bisect_right(starts, place.start)
                mark = line == 1 and text.startswith("\ufeff")
                assert place.line == line
                assert place.column == place.start - starts[line - 1] + 1 - mark
                assert place.byte == len(text[: place.start].encode())
        assert verbatim >= 5, seed.stem
