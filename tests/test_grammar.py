"""The grammars: unambiguous, and able to take any text."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lark import Lark

import trialtext
from trialtext.cutting import cut, headings
from trialtext.grammars import HEADING, grammar
from trialtext.page_parser import page_parser

CHECKOUT = Path(__file__).parents[1]
GRAMMARS = sorted((CHECKOUT / "grammar").glob("*.lark"))
STUDY_PAGE = "study_page.lark"
RESULTS_PAGE = "results_page.lark"

# Headings whose beginning cannot be read off the pattern.
_SAMPLES = {
    "STUDY_RESULTS_HEADING": "Study Results\n\nResults pending",
    "UNKNOWN_SECTION_HEADING": "Data Sharing\n\nExplore how the data of the study are shared.",
}
PATTERNS = {
    terminal.name: terminal.pattern
    for terminal in grammar(STUDY_PAGE).terminals
    if terminal.name.endswith(HEADING)
}
SECTIONS = {
    name: _SAMPLES.get(name) or pattern.replace("\n+", "\n\n").partition("[")[0]
    for name, pattern in PATTERNS.items()
}
RESULTS_TITLE = "Trial Outcomes & Findings for Tea (NCT NCT99900001)"
RESULTS_SECTIONS = (
    "Results Overview",
    "Participant Flow",
    "Participant milestones",
    "Reasons for withdrawal",
    "Baseline Characteristics",
    "Baseline characteristics by cohort",
    "PRIMARY outcome",
    "POST_HOC outcome",
    "Adverse Events",
)
# Real lines in the wrong place are what a grammar is most likely to stumble over.
REAL_LINES = sorted(
    {
        line
        for seed in (CHECKOUT / "seeds").rglob("*.txt")
        for line in seed.read_text("utf-8").split("\n")
        if len(line) < 100
    }
)

lines = st.sampled_from(REAL_LINES) | st.text(st.characters(exclude_categories=["Cs"]))
bodies = st.lists(lines, max_size=12).map("\n".join)
pages = st.lists(lines | st.sampled_from(sorted(SECTIONS.values())), max_size=20).map("\n".join)

each_grammar = pytest.mark.parametrize("path", GRAMMARS, ids=lambda path: path.stem)
each_section = pytest.mark.parametrize("heading", SECTIONS.values(), ids=SECTIONS)


def codes(text: str) -> set[str]:
    return {diagnostic.code for diagnostic in trialtext.parse(text).diagnostics}


def unified(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


# ---- The grammars


def test_there_are_grammars() -> None:
    assert [path.name for path in GRAMMARS] == [RESULTS_PAGE, STUDY_PAGE]


@each_grammar
def test_a_grammar_has_no_collisions_and_no_conflicts(path: Path) -> None:
    parsing = Lark(path.read_text("utf-8"), start="page", parser="lalr", strict=True)
    assert isinstance(parsing, Lark)


@each_grammar
def test_every_section_of_a_grammar_begins_with_its_heading(path: Path) -> None:
    begins = {
        rule.name: rule.expansion[0]
        for rule in grammar(path.name).rules
        if rule.expansion and rule.expansion[0].endswith(HEADING)
    }
    assert {name.upper() + HEADING: name for name in begins} == {
        heading: name for name, heading in begins.items()
    }


@pytest.mark.parametrize("name", PATTERNS)
def test_a_heading_is_found_by_its_pattern(name: str) -> None:
    (_, found) = cut(SECTIONS[name], headings(STUDY_PAGE))
    assert found.terminal == name


# ---- Any text fits


@each_section
def test_a_section_may_be_empty(heading: str) -> None:
    assert "unreadable-section" not in codes(heading)


@each_section
@given(body=bodies)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_section_takes_any_lines(heading: str, body: str) -> None:
    assert "unreadable-section" not in codes(f"{heading}\n\n{body}")


@pytest.mark.parametrize("heading", RESULTS_SECTIONS)
def test_a_heading_of_results_is_found_by_its_line(heading: str) -> None:
    (_, found) = cut(f"{heading}\nAnything", headings(RESULTS_PAGE))
    assert found.terminal.endswith(HEADING)


@pytest.mark.parametrize("heading", RESULTS_SECTIONS)
@given(body=bodies)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_a_section_of_results_takes_any_lines(heading: str, body: str) -> None:
    assert "unreadable-section" not in codes(f"{RESULTS_TITLE}\n\n{heading}\n\n{body}")


@given(pages)
@settings(max_examples=200, deadline=None)
def test_sections_may_stand_in_any_order(text: str) -> None:
    assert "unreadable-section" not in codes(text)


@given(pages.map(unified))
@settings(max_examples=200, deadline=None)
def test_what_is_in_no_token_is_blank(text: str) -> None:
    parse = page_parser(STUDY_PAGE).parse
    between = list(text)
    for part in cut(text, headings(STUDY_PAGE)):
        for token in section.tokens() if (section := parse(text, part)) else ():
            between[token.start : token.end] = [""] * (token.end - token.start)
    assert "".join(between).strip() == ""


# ---- Cutting


def test_a_text_without_headings_is_one_piece() -> None:
    assert cut("a\nb", headings(STUDY_PAGE)) == [("", 0, 0, 3)]


def test_an_empty_text_is_one_empty_piece() -> None:
    assert cut("", headings(STUDY_PAGE)) == [("", 0, 0, 0)]


def test_a_section_ends_where_the_next_heading_begins() -> None:
    keywords = "Keywords\n\nExplore important study keywords"
    text = f"A title\n{keywords}\ntea\n{keywords}"
    pieces = [text[piece.start : piece.end] for piece in cut(text, headings(STUDY_PAGE))]
    assert pieces == ["A title\n", f"{keywords}\ntea\n", keywords]


def test_a_body_begins_after_the_blurb() -> None:
    text = "Keywords\n\nExplore important study keywords and more.\ntea"
    piece = cut(text, headings(STUDY_PAGE))[1]
    assert text[piece.body : piece.end] == "\ntea"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_heading_may_follow_one_that_is_not_known(between: str) -> None:
    text = f"Adverse Events{between}Results Overview\ntea"
    found = [piece.terminal for piece in cut(text, headings("results_page.lark"))]
    assert found == ["", "UNKNOWN_SECTION_HEADING", "RESULTS_OVERVIEW_HEADING"]


@pytest.mark.parametrize(
    "text",
    [
        "Keywords",
        "Keywords\n\ntea",
        "Keywords Explore important study keywords",
        "The Keywords\nExplore important study keywords",
        "Keywords:\nExplore important study keywords",
        "Conditions\n\nExplore important study keywords",
    ],
)
def test_a_heading_is_a_whole_line_followed_by_its_blurb(text: str) -> None:
    assert len(cut(text, headings(STUDY_PAGE))) == 1


@given(pages.map(unified))
def test_the_pieces_of_a_text_make_up_the_text(text: str) -> None:
    pieces = cut(text, headings(STUDY_PAGE))
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text


@given(pages.map(unified))
def test_a_piece_begins_where_the_one_before_ends(text: str) -> None:
    pieces = cut(text, headings(STUDY_PAGE))
    ends = [0, *(piece.end for piece in pieces)]
    assert [piece.start for piece in pieces] == ends[:-1]


@given(pages.map(unified))
def test_a_body_lies_inside_its_piece(text: str) -> None:
    for piece in cut(text, headings(STUDY_PAGE)):
        assert piece.start <= piece.body <= piece.end
