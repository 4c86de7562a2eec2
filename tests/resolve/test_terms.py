"""Terms that were run together: where they are parted, and how sure that is."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialtext.resolve.term_evidence import (
    FEATURE_COUNT,
    FEATURE_GROUPS,
    MAX_TERM,
    Kind,
    PageEvidence,
    candidate_features,
    model,
)
from trialtext.resolve.terms import MAX_WORDS, Split, best_split, full_reach, split_terms

KINDS: list[Kind] = ["conditions", "keywords"]
NOTHING = PageEvidence("")
each_kind = pytest.mark.parametrize("kind", KINDS)
ODD_LINES = [
    "-",
    ", ; :",
    "( [ { ) ] }",
    "((( Asthma )))",
    "\\< 5 % & * /",
    "' \" `",
    "高安動脈炎 Αρτηρίτιδα",
    "İstanbul ΣΊΣΥΦΟΣ ß ﬁ",
    "e\u0301 \u200b x\u0300\u0301\u0302",
    "😀 👩\u200d⚕️",
    "\ufffd \ud800",
    "IV iv 2 3b A",
    "a\u00a0b\u2003c",
    "  Asthma   COPD\t",
]

WORDS = [
    "Asthma",
    "COPD",
    "Breast",
    "Cancer",
    "Diabetes",
    "Mellitus,",
    "Type",
    "2",
    "of",
    "and",
    "(adult",
    "onset)",
    "sleep",
    "Apnea",
    "-",
    "¹⁸F-FDG",
    "Ménière-like",
    "Sjögren’s",
]
lines = (
    st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=32).map(" ".join) | st.text()
)
texts = st.text(max_size=60) | st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)


def terms_of(line: str, kind: Kind = "conditions", page: PageEvidence = NOTHING) -> list[str]:
    return [line[start:end] for start, end in split_terms(line, kind, page).terms]


def makes_sense(line: str, kind: Kind, split: Split) -> None:
    """Terms in order, of whole words, all of them; sure is what is above the threshold."""
    assert all(start < end for start, end in split.terms)
    assert all(end < start for (_, end), (start, _) in pairwise(split.terms))
    found = [line[start:end] for start, end in split.terms]
    assert all(term == term.strip() for term in found)
    assert [word for term in found for word in term.split()] == line.split()
    assert 0 <= split.confidence <= 1
    assert split.sure == (split.confidence >= model(kind).threshold)


# ---- Lines


@each_kind
@pytest.mark.parametrize(
    "terms",
    [
        ["Hypertension", "Obesity"],
        ["Myocardial Infarction", "Stroke"],
        ["Multiple Sclerosis", "Depression"],
        ["COVID-19", "Influenza, Human"],
        ["Diabetes Mellitus, Type 2", "Hypertension", "Obesity"],
    ],
    ids=" | ".join,
)
def test_known_terms_are_parted(kind: Kind, terms: list[str]) -> None:
    line = " ".join(terms)
    assert terms_of(line, kind) == terms
    assert split_terms(line, kind, NOTHING).sure


@each_kind
@pytest.mark.parametrize(
    "line", ["Cystic Fibrosis", "Breast Cancer", "Sleep Initiation and Maintenance Disorders"]
)
def test_a_known_term_stays_whole(kind: Kind, line: str) -> None:
    assert split_terms(line, kind, NOTHING)[:2] == ([(0, len(line))], True)


@each_kind
@pytest.mark.parametrize("line", ["Orchid Lantern Fatigue", "Milk Lamp Watch"])
def test_of_words_that_are_no_known_terms_nothing_is_sure(kind: Kind, line: str) -> None:
    assert not split_terms(line, kind, NOTHING).sure


@each_kind
@pytest.mark.parametrize("word", ["Asthma", "xyzzy", "-", "(", "😀", "a" * 10_000])
def test_a_single_word_is_a_single_term(kind: Kind, word: str) -> None:
    assert split_terms(word, kind, NOTHING) == ([(0, len(word))], True, 1.0)
    assert split_terms(f"  {word} ", kind, NOTHING) == ([(2, 2 + len(word))], True, 1.0)


@each_kind
@pytest.mark.parametrize("line", ["", " ", "\t\u00a0 "])
def test_a_line_of_nothing_has_no_terms(kind: Kind, line: str) -> None:
    assert split_terms(line, kind, NOTHING) == ([], True, 1.0)


@each_kind
def test_odd_lines_are_split_sensibly(kind: Kind) -> None:
    for line in ODD_LINES:
        makes_sense(line, kind, split_terms(line, kind, PageEvidence(line, line, line)))


@each_kind
def test_spaces_between_words_are_no_part_of_terms(kind: Kind) -> None:
    assert terms_of("  Hypertension \t Obesity ", kind) == ["Hypertension", "Obesity"]


# ---- The length of lines


@each_kind
def test_up_to_25_words_are_looked_at(kind: Kind) -> None:
    assert MAX_WORDS == 25
    line = " ".join(["Hypertension", "Obesity", "Stroke", "Asthma", "Gout"] * 5)
    split = split_terms(line, kind, NOTHING)
    assert split.terms[1:]
    assert split.confidence > 0


@each_kind
def test_a_longer_line_stays_whole(kind: Kind) -> None:
    line = " ".join(["Hypertension", "Obesity"] * 13)
    assert split_terms(f" {line} ", kind, NOTHING) == ([(1, len(line) + 1)], False, 0.0)


@each_kind
def test_many_words_take_little_time(kind: Kind) -> None:
    def seconds(number: int) -> float:
        line = "word " * number
        start = time.perf_counter()
        split_terms(line, kind, NOTHING)
        return time.perf_counter() - start

    assert min(seconds(100_000) for _ in range(3)) < 1
    # Ten times the words take about ten times as long; machines are noisy.
    assert min(seconds(100_000) for _ in range(3)) < 50 * min(seconds(10_000) for _ in range(3))


@each_kind
def test_so_does_a_page_that_says_much(kind: Kind) -> None:
    page = PageEvidence("Hypertension, obesity and stroke. " * 30_000)
    start = time.perf_counter()
    split_terms("Hypertension Obesity Stroke Asthma Gout " * 5, kind, page)
    assert time.perf_counter() - start < 2


# ---- What the page says elsewhere


def test_neighbours_on_the_page_are_more_likely_one_term() -> None:
    line = "Lantern Disease"
    together = split_terms(line, "conditions", PageEvidence("About lantern disease. " * 5))
    apart = split_terms(line, "conditions", PageEvidence("A lantern, or a disease. " * 5))
    assert together.terms == [(0, len(line))]
    assert together.confidence > apart.confidence or apart.terms != together.terms


def test_a_term_of_the_other_line_is_more_likely_one() -> None:
    line = "Orchid Syndrome Lantern Disease"
    best = [(0, 15), (16, 31)]
    keywords = split_terms(line, "conditions", PageEvidence("", keywords="Lantern Disease"))
    assert keywords.terms == best
    assert keywords != split_terms(line, "conditions", NOTHING)


@each_kind
def test_the_line_itself_is_no_evidence(kind: Kind) -> None:
    line = "Orchid Lantern Fatigue"
    own = PageEvidence("", **{kind: line})
    assert split_terms(line, kind, own) == split_terms(line, kind, NOTHING)


# ---- Any line


@each_kind
@given(line=lines, text=texts, other=lines)
@settings(max_examples=150)
def test_any_line_of_any_page_is_split_sensibly(
    kind: Kind, line: str, text: str, other: str
) -> None:
    page = PageEvidence(text, conditions=other, keywords=other)
    makes_sense(line, kind, split_terms(line, kind, page))


@each_kind
@given(line=lines, text=texts)
@settings(max_examples=60)
def test_the_same_line_of_the_same_page_is_split_alike(kind: Kind, line: str, text: str) -> None:
    first = split_terms(line, kind, PageEvidence(text))
    assert split_terms(line, kind, PageEvidence(text)) == first


@each_kind
@given(line=lines)
@settings(max_examples=60)
def test_white_space_changes_no_terms(kind: Kind, line: str) -> None:
    spread = "\n\t".join(["", *line.split(), ""])
    assert [term.split() for term in terms_of(spread, kind)] == [
        term.split() for term in terms_of(line, kind)
    ]


# ---- Among all ways


def all_ways(size: int) -> list[list[int]]:
    """Where terms may end, in all ways to cut a line of so many words."""
    if size == 0:
        return [[]]
    return [[*way, size] for last in range(1, size + 1) for way in all_ways(size - last)]


@each_kind
@pytest.mark.parametrize(
    "line",
    ["Asthma COPD", "Depression Anxiety Stress", "Orchid (rare) Lantern Fatigue of Nurses Type 2"],
)
def test_the_best_way_is_the_best_of_all(kind: Kind, line: str) -> None:
    known = model(kind)
    candidates = candidate_features(line.split(), kind, NOTHING, known.lookup)
    size = candidates.size
    scores = {
        (start, end): sum(known.weights[feature] for feature in features)
        for start, terms in zip(
            range(size - 1, -1, -1), candidates.terms(full_reach(size)), strict=True
        )
        for end, features in terms
    }
    boundaries = [
        sum(known.weights[feature] for feature in features) for features in candidates.boundaries
    ]

    def odds(way: list[int]) -> float:
        terms = sum(scores[span] for span in pairwise([0, *way]))
        return 2.718281828459045 ** (terms + sum(boundaries[end - 1] for end in way[:-1]))

    ways = all_ways(size)
    best = max(ways, key=odds)
    share = odds(best) / sum(map(odds, ways))
    found, confidence = best_split(candidates, known.weights)
    assert found == best
    assert confidence == pytest.approx(share, abs=0.001)


@each_kind
def test_the_model_fits_what_is_observed(kind: Kind) -> None:
    known = model(kind)
    assert sum(FEATURE_GROUPS.values()) == FEATURE_COUNT == len(known.weights)
    assert 0.5 < known.threshold < 1
    assert known is model(kind)


def test_a_term_has_up_to_ten_words_or_is_the_whole_line() -> None:
    assert MAX_TERM == 10
    assert full_reach(12) == [12, 11, 12, *[12] * 9]
