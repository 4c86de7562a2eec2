"""Every character accounted for: on seeds, on mutations, on any text."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import CHECKOUT, SEEDS
from tests.pages import codes, page, unparsed

import trialtext
from trialtext import Result
from trialtext.reading.coverage import Claims, account
from trialtext.text.decoding import decode
from trialtext.text.edits import Edit

PAGES = {path.stem: path.read_text("utf-8") for path in sorted(CHECKOUT.glob("seeds/**/*.txt"))}
LINES = sorted({line for text in PAGES.values() for line in text.split("\n") if len(line) < 60})


def is_accounted_for(result: Result, text: str) -> bool:
    """Check that unparsed text is reported where it stands, and all characters sum up."""
    end = 0
    for stretch in result.unparsed:
        start, stop = stretch.location.start, stretch.location.end
        assert end <= start < stop
        assert text[start:stop] == stretch.text
        if result.study is not None:
            assert any(d.start <= start and stop <= d.end for d in result.diagnostics), stretch
        end = stop
    assert sum(len(stretch.text) for stretch in result.unparsed) >= result.coverage.unparsed
    return sum(result.coverage) == len(text)


def delete(lines: list[str], at: int, _: str) -> list[str]:
    return lines[:at] + lines[at + 1 :]


def double(lines: list[str], at: int, _: str) -> list[str]:
    return [*lines[:at], lines[at], *lines[at:]]


def insert(lines: list[str], at: int, line: str) -> list[str]:
    return [*lines[:at], line, *lines[at:]]


def replace(lines: list[str], at: int, line: str) -> list[str]:
    return [*lines[:at], line, *lines[at + 1 :]]


def swap(lines: list[str], at: int, _: str) -> list[str]:
    return [*lines[:at], *lines[at + 1 : at + 3], lines[at], *lines[at + 3 :]]


def cut(lines: list[str], at: int, _: str) -> list[str]:
    return lines[: at + 1]


def indent(lines: list[str], at: int, _: str) -> list[str]:
    return [*lines[:at], f"  {lines[at]}\u00a0", *lines[at + 1 :]]


def misspell(lines: list[str], at: int, _: str) -> list[str]:
    return [*lines[:at], lines[at][:3] + lines[at][4:], *lines[at + 1 :]]


def carriage(lines: list[str], at: int, _: str) -> list[str]:
    return [*lines[:at], lines[at] + "\r", *lines[at + 1 :]]


Mutation = Callable[[list[str], int, str], list[str]]
mutations = st.lists(
    st.tuples(
        st.sampled_from([delete, double, insert, replace, swap, cut, indent, misspell, carriage]),
        st.integers(0, 10**6),
        st.sampled_from(LINES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    ),
    min_size=1,
    max_size=6,
)


def mutate(text: str, changes: list[tuple[Mutation, int, str]]) -> str:
    lines = text.split("\n")
    for change, at, line in changes:
        lines = change(lines, at % len(lines), line) or [""]
    return "\n".join(lines)


# ---- Characters


def test_the_characters_of_a_seed_sum_up() -> None:
    assert [
        name for name, text in PAGES.items() if not is_accounted_for(trialtext.parse(text), text)
    ] == []


def test_of_a_seed_only_contacts_without_a_site_are_unparsed() -> None:
    for seed in SEEDS:
        stretches = trialtext.parse_file(seed).unparsed
        assert {stretch.section for stretch in stretches} <= {"facility_contacts"}, seed.stem


@given(name=st.sampled_from(sorted(PAGES)), changes=mutations)
@settings(max_examples=300)
def test_the_characters_of_a_damaged_page_sum_up(
    name: str, changes: list[tuple[Mutation, int, str]]
) -> None:
    text = mutate(PAGES[name], changes)
    assert is_accounted_for(trialtext.parse(text), text)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_the_characters_of_any_text_sum_up(text: str) -> None:
    assert is_accounted_for(trialtext.parse(text), text)


def test_what_is_no_page_is_unparsed_as_a_whole() -> None:
    result = trialtext.parse(" It was a dark\nand stormy night. ")
    assert unparsed(result) == ["It was a dark and stormy night."]
    assert result.coverage == (0, 2, 31, 0)


def test_an_unknown_section_is_unparsed_with_its_heading() -> None:
    section = "Data Sharing\n\nExplore how the data of the study are shared.\n\nOn request."
    text = PAGES["minimal"].replace("\nSponsors\n", f"\n{section}\n\nSponsors\n")
    result = trialtext.parse(text)
    assert [(x.text, x.section) for x in result.unparsed] == [(section, "eligibility_criteria")]
    assert codes(result).count("unknown-section") == 1


def test_an_unknown_section_in_another_manner_is_reported_once() -> None:
    section = "Publications\n\nHere is what was written about the trial so far.\n\nOne.\n\nTwo."
    result = trialtext.parse(f"{PAGES['minimal'].rstrip()}\n\n{section}\n")
    assert [x.text for x in result.unparsed] == [section]
    assert [d.code for d in result.diagnostics if d.severity == "warning"] == ["unknown-section"]


def test_the_end_of_a_page_cut_off_among_its_arms_is_unparsed() -> None:
    arms = (
        "X\n\nLamp\n\nIntervention Type DEVICE\n\nWhite light.\n\n"
        "Y\n\nGroup Type OTHER\n\nLamp\n\nIntervention Type DEVICE\n\nWhite light."
    )
    text = page(("Study Groups", arms), end=())
    result = trialtext.parse(text)
    assert is_accounted_for(result, text)
    assert result.unparsed[-1].text.endswith("White light.")


# ---- The account


def test_every_character_is_what_it_was_claimed_as() -> None:
    claims = Claims(values=[(0, 3)], boilerplate=[(4, 8)], unparsed=[(9, 12)], noise=[(13, 16)])
    found = account(decode("Tea hot: now bye"), claims)
    assert found.coverage == (3, 7, 3, 3)
    assert (found.unparsed, found.unclaimed) == ([(9, 12)], [])


def test_a_value_outweighs_any_other_claim() -> None:
    claims = Claims(values=[(0, 3)], boilerplate=[(0, 3)], unparsed=[(0, 7)], noise=[(0, 3)])
    found = account(decode("Tea hot"), claims)
    assert found.coverage == (3, 0, 4, 0)
    assert found.unparsed == [(3, 7)]


def test_what_nobody_claimed_is_unparsed_and_one_stretch() -> None:
    found = account(decode("Tea\n\u2003\nhot\n"), Claims([], [], [], []))
    assert found.coverage == (0, 4, 6, 0)
    assert found.unparsed == found.unclaimed == [(0, 9)]


def test_what_was_edited_away_is_boilerplate() -> None:
    source = decode("Tea &amp; milk").edited([Edit(4, 9, "&")])
    found = account(source, Claims([(0, 3), (6, 10)], [], [], []))
    assert found.coverage == (7, 7, 0, 0)
