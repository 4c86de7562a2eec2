"""Every character accounted for, every value traced: on seeds, on mutations, on any text."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import CHECKOUT

import trialtext
from trialtext import Result
from trialtext.reading.draft import Derivation

PAGES = {path.stem: path.read_text("utf-8") for path in sorted(CHECKOUT.glob("seeds/**/*.txt"))}
LINES = sorted({line for page in PAGES.values() for line in page.split("\n") if len(line) < 60})


def is_accounted_for(result: Result, text: str) -> bool:
    """Whether the sum is right, and every leftover stands where it says, told by a diagnostic."""
    end = 0
    for leftover in result.unparsed:
        start, stop = leftover.location.start, leftover.location.end
        assert end <= start < stop
        assert text[start:stop] == leftover.text
        if result.study is not None:
            assert any(d.start <= start and stop <= d.end for d in result.diagnostics), leftover
        end = stop
    assert sum(len(leftover.text) for leftover in result.unparsed) >= result.coverage.unparsed
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


def mutate(page: str, changes: list[tuple[Mutation, int, str]]) -> str:
    lines = page.split("\n")
    for change, at, line in changes:
        lines = change(lines, at % len(lines), line) or [""]
    return "\n".join(lines)


# ---- Characters


def test_the_characters_of_a_seed_sum_up(seed: Path) -> None:
    text = seed.read_text("utf-8")
    assert is_accounted_for(trialtext.parse(text), text)


def test_the_characters_of_results_sum_up(results_seed: Path) -> None:
    text = results_seed.read_text("utf-8")
    assert is_accounted_for(trialtext.parse(text), text)


def test_a_seed_has_no_leftovers_but_contacts_whose_site_is_not_told(seed: Path) -> None:
    leftovers = trialtext.parse_file(seed).unparsed
    assert {leftover.section for leftover in leftovers} <= {"facility_contacts"}


@given(page=st.sampled_from(sorted(PAGES)), changes=mutations)
@settings(max_examples=2000, deadline=None)
def test_the_characters_of_a_dented_page_sum_up(
    page: str, changes: list[tuple[Mutation, int, str]]
) -> None:
    text = mutate(PAGES[page], changes)
    assert is_accounted_for(trialtext.parse(text), text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_characters_of_any_text_sum_up(text: str) -> None:
    assert is_accounted_for(trialtext.parse(text), text)


def test_what_is_no_page_is_left_over_as_a_whole() -> None:
    result = trialtext.parse(" It was a dark\nand stormy night. ")
    assert [leftover.text for leftover in result.unparsed] == ["It was a dark\nand stormy night."]
    assert result.coverage == (0, 2, 31, 0)


def test_an_unknown_section_is_left_over_with_its_heading() -> None:
    section = "Data Sharing\n\nExplore how the data of the study are shared.\n\nOn request."
    text = PAGES["minimal"].replace("\nSponsors\n", f"\n{section}\n\nSponsors\n")
    result = trialtext.parse(text)
    assert [(left.text, left.section) for left in result.unparsed] == [(section, "unknown_section")]
    assert [d.code for d in result.diagnostics].count("unknown-section") == 1


def test_an_unknown_section_in_another_manner_is_reported_once() -> None:
    section = "Publications\n\nHere is what was written about the trial so far.\n\nOne.\n\nTwo."
    result = trialtext.parse(f"{PAGES['minimal'].rstrip()}\n\n{section}\n")
    assert [left.text for left in result.unparsed] == [section]
    assert [d.code for d in result.diagnostics if d.severity == "warning"] == ["unknown-section"]


def test_the_end_of_a_page_that_was_cut_off_among_its_arms_is_left_over_and_reported() -> None:
    arms = (
        "X\n\nLamp\n\nIntervention Type DEVICE\n\nWhite light.\n\n"
        "Y\n\nGroup Type OTHER\n\nLamp\n\nIntervention Type DEVICE\n\nWhite light."
    )
    header = "A title\n\nNCT ID: NCT99900001\n\nLast Updated: 2030-01-02"
    text = f"{header}\n\nStudy Groups\n\nReview each arm or cohort in the study.\n\n{arms}"
    result = trialtext.parse(text)
    assert is_accounted_for(result, text)
    assert result.unparsed[-1].text.endswith("White light.")


# ---- Values


def test_a_copied_value_of_results_is_the_text_at_its_place(results_seed: Path) -> None:
    assert_traced(trialtext.parse_file(results_seed))


def test_a_copied_value_is_the_text_at_its_place(seed: Path) -> None:
    assert_traced(trialtext.parse_file(seed))


def assert_traced(result: Result) -> None:
    assert result.study is not None
    values = dict(_values(trialtext.to_json(result.study)))
    assert values.keys() == result.provenance.keys()
    for pointer, origin in result.provenance.items():
        assert origin.locations, pointer
        if origin.derivation is Derivation.VERBATIM:
            place = origin.locations[0]
            assert result.text[place.start : place.end] == values[pointer], pointer


@pytest.mark.parametrize(
    ("pointer", "how"),
    [
        ("/protocolSection/identificationModule/briefTitle", Derivation.VERBATIM),
        ("/protocolSection/designModule/enrollmentInfo/count", Derivation.NORMALIZED),
        (
            "/protocolSection/armsInterventionsModule/interventions/0/armGroupLabels/0",
            Derivation.INFERRED,
        ),
        ("/protocolSection/eligibilityModule/stdAges/0", Derivation.COMPUTED),
        ("/hasResults", Derivation.NORMALIZED),
    ],
)
def test_a_value_says_how_it_came_about(pointer: str, how: Derivation) -> None:
    assert trialtext.parse(PAGES["NCT07192237"]).provenance[pointer].derivation is how


def test_places_are_those_of_the_file_whatever_its_newlines() -> None:
    data = b"\xef\xbb\xbf" + PAGES["non-ascii"].replace("\n", "\r\n").encode()
    result = trialtext.parse(data)
    for origin in result.provenance.values():
        for place in origin.locations:
            text = result.text[place.start : place.end]
            assert data[place.byte :].decode().startswith(text)
            line = data.decode("utf-8-sig").split("\r\n")[place.line - 1]
            assert line[place.column - 1 :].startswith(text.partition("\r")[0])


def _values(data: bytes) -> list[tuple[str, object]]:
    def walk(node: object, pointer: str) -> list[tuple[str, object]]:
        if isinstance(node, dict):
            return [v for key, item in node.items() for v in walk(item, f"{pointer}/{key}")]
        if isinstance(node, list):
            return [v for at, item in enumerate(node) for v in walk(item, f"{pointer}/{at}")]
        return [(pointer, node)]

    return walk(json.loads(data), "")
