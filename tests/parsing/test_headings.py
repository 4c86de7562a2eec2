"""Finding sections: by headings, and by what stands below them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.formats.toy import TOY
from tests.pages import PAGE_FORMATS, STUDY, page

from trialtext.formats.page import PageFormat
from trialtext.parsing.headings import HEADER, UNKNOWN_SECTION, Heading, Headings, SectionSpan

BLURB = "Explore important words"
HEADINGS = Headings(
    [
        Heading("keywords", "Keywords", blurb=BLURB),
        Heading("results", "Results: all", followed_by=r"Yes(?:\n|\Z)|No(?:\n|\Z)"),
        Heading("table", "A table of cups"),
        Heading("outcome", pattern=r"[A-Z]+ outcome"),
    ],
    unknown=r"Further [a-z]+(?=\n)",
)
KEYWORDS = f"Keywords\n\n{BLURB}"
LINES = ["Keywords", f"{BLURB}.", "Results: all", "Yes", "A table of cups", "PRIMARY outcome", ""]

texts = st.lists(st.sampled_from(LINES) | st.text(max_size=5), max_size=20).map("\n".join)
each_format = pytest.mark.parametrize("format_", [*PAGE_FORMATS, TOY], ids=lambda each: each.name)


def names(text: str) -> list[str]:
    return [section.name for section in HEADINGS.find_sections(text)]


def bodies(text: str) -> list[str]:
    return [text[section.body : section.end] for section in HEADINGS.find_sections(text)]


# ---- The sections of a text


def test_a_text_without_headings_is_all_header() -> None:
    assert HEADINGS.find_sections("a\nb") == [SectionSpan(HEADER, 0, 0, 3)]


def test_an_empty_text_is_an_empty_header() -> None:
    assert HEADINGS.find_sections("") == [SectionSpan(HEADER, 0, 0, 0)]


def test_a_section_ends_where_the_next_heading_begins() -> None:
    text = f"A title\n{KEYWORDS}\ntea\n{KEYWORDS}"
    found = [text[section.start : section.end] for section in HEADINGS.find_sections(text)]
    assert found == ["A title\n", f"{KEYWORDS}\ntea\n", KEYWORDS]


def test_a_text_may_begin_with_a_heading() -> None:
    assert names(f"{KEYWORDS}\ntea") == [HEADER, "keywords"]


@given(texts)
def test_sections_make_up_the_text(text: str) -> None:
    sections = HEADINGS.find_sections(text)
    assert "".join(text[section.start : section.end] for section in sections) == text
    assert [section.start for section in sections] == [0, *(s.end for s in sections[:-1])]
    assert all(section.start <= section.body <= section.end for section in sections)


# ---- Headings with a blurb


def test_a_body_begins_after_the_blurb() -> None:
    assert bodies(f"Keywords\n\n{BLURB} and more.\ntea") == ["", "\ntea"]


def test_a_blurb_ends_with_its_sentence() -> None:
    assert bodies(f"Keywords\n{BLURB} v1.5 and more. Tea") == ["", " Tea"]
    assert bodies(f"Keywords\n{BLURB} without an end\nTea") == ["", "\nTea"]


def test_a_blurb_that_stands_there_twice_is_no_part_of_the_body() -> None:
    assert bodies(f"Keywords\n{BLURB}.\n\n{BLURB}.\ntea") == ["", "\ntea"]


@pytest.mark.parametrize(
    "text",
    [
        "Keywords",
        "Keywords\n\ntea",
        f"Keywords {BLURB}",
        f"The Keywords\n{BLURB}",
        f"Keywords:\n{BLURB}",
        f"Conditions\n\n{BLURB}",
    ],
)
def test_a_heading_is_a_whole_line_followed_by_its_blurb(text: str) -> None:
    assert names(text) == [HEADER]


# ---- Other headings


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_a_heading_may_be_known_by_what_follows_it(answer: str) -> None:
    assert bodies(f"Results: all\n\n{answer}") == ["", f"\n\n{answer}"]
    assert names(f"Results: all\n\n{answer}!") == [HEADER]


def test_a_heading_may_be_a_line_alone() -> None:
    assert names("A table of cups\n1") == [HEADER, "table"]
    assert names("A table of cups and pots\n1") == [HEADER]


def test_a_line_alone_may_stand_there_twice() -> None:
    assert bodies("A table of cups\n\nA table of cups\n1") == ["", "\n1"]


def test_a_heading_may_be_of_a_kind() -> None:
    assert names("PRIMARY outcome\n1\nOTHER outcome\n2") == [HEADER, "outcome", "outcome"]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_heading_may_follow_one_that_is_not_known(between: str) -> None:
    text = f"Further harms{between}PRIMARY outcome\ntea"
    assert names(text) == [HEADER, UNKNOWN_SECTION, "outcome"]


# ---- The formats


def test_the_sections_of_a_study_page_are_found_in_their_order() -> None:
    sections = [(s.heading, "Results pending") for s in STUDY.sections]
    found = STUDY.headings.find_sections(page(*sections, end=()))
    assert [section.name for section in found] == [HEADER, *(s.name for s in STUDY.sections)]


@each_format
@given(data=st.data())
def test_any_section_is_found_by_its_heading(format_: PageFormat, data: st.DataObject) -> None:
    for section in format_.sections:
        heading = section.heading or data.draw(st.from_regex(section.pattern, fullmatch=True))
        below = str(section.blurb) or "Results pending"
        _, found = format_.headings.find_sections(f"{heading}\n\n{below}\n")
        assert found.name == section.name
