"""Conditions and Keywords: terms that stand on one line, joined by spaces."""

from collections.abc import Sequence

import pytest
from tests.pages import module, page, problems, reported, seed_text, unparsed

import trialtext
from trialtext import Provenance, Result

# What tells how a page uses its words goes on to the criteria.
CRITERIA = ("Eligibility Criteria", "* Any adult")
SURE = [
    ("Hypertension", "Obesity"),
    ("Parkinson Disease", "Dementia"),
    ("Myocardial Infarction", "Stroke"),
    ("COVID-19", "Influenza, Human"),
    ("Diabetes Mellitus, Type 2", "Hypertension", "Obesity"),
]
"""Terms that are parted wherever they stand on one line."""
WHOLE = [
    "Sleep Apnea",
    "Breast Cancer",
    "Parkinson Disease",
    "Type 2 Diabetes Mellitus",
    "Sleep Initiation and Maintenance Disorders",
]
"""Terms of several words."""
UNSURE = "Orchid Lantern Fatigue"
"""A line of which nobody can tell whether it is one term or several."""

each_section = pytest.mark.parametrize(
    ("heading", "field"), [("Conditions", "conditions"), ("Keywords", "keywords")]
)


def read(*sections: Sequence[str]) -> Result:
    return trialtext.parse(page(*sections, CRITERIA))


def terms_of(result: Result) -> dict[str, list[str]]:
    return module(result, "conditionsModule")


def origins(result: Result, field: str) -> list[Provenance]:
    start = f"/protocolSection/conditionsModule/{field}/"
    return [origin for pointer, origin in result.provenance.items() if pointer.startswith(start)]


def sources(result: Result, field: str) -> list[str]:
    """Return what stands where the terms were taken from."""
    places = [place for origin in origins(result, field) for place in origin.locations]
    return [result.text[place.start : place.end] for place in places]


# ---- One term or several


@each_section
def test_a_single_word_is_a_single_term(heading: str, field: str) -> None:
    result = read((heading, "Insomnia"))
    assert terms_of(result) == {field: ["Insomnia"]}
    assert problems(result) == []


@each_section
def test_a_line_that_is_surely_several_terms_is_split(heading: str, field: str) -> None:
    for terms in SURE:
        result = read((heading, " ".join(terms)))
        assert terms_of(result) == {field: list(terms)}
        assert problems(result) == []


@each_section
def test_each_term_of_a_line_has_a_place_and_its_evidence(heading: str, field: str) -> None:
    for terms in SURE:
        result = read((heading, " ".join(terms)))
        found = origins(result, field)
        assert sources(result, field) == list(terms)
        assert {(origin.derivation, origin.evidence) for origin in found} == {
            ("inferred", "known terms, and how the page uses the words")
        }
        assert [(at.line, at.column) for origin in found for at in origin.locations] == [
            (9, 1 + len(" ".join(("", *terms[:at])))) for at in range(len(terms))
        ]


@each_section
def test_a_line_that_is_surely_one_term_stays_whole(heading: str, field: str) -> None:
    for term in WHOLE:
        result = read((heading, term))
        assert terms_of(result) == {field: [term]}
        assert problems(result) == []
        assert [(o.derivation, o.evidence) for o in origins(result, field)] == [("verbatim", "")]


@each_section
def test_a_doubtful_line_stays_whole_and_is_reported(heading: str, field: str) -> None:
    result = read((heading, UNSURE))
    assert terms_of(result) == {field: [UNSURE]}
    assert problems(result) == [("unsplit-terms", 9, 1)]
    assert reported(result, "unsplit-terms") == [UNSURE]
    assert sources(result, field) == [UNSURE]
    assert [origin.derivation for origin in origins(result, field)] == ["verbatim"]


@pytest.mark.parametrize(
    ("heading", "line", "candidates"),
    [
        ("Keywords", UNSURE, "perhaps Orchid | Lantern | Fatigue"),
        ("Keywords", "Depression Anxiety", "perhaps Depression | Anxiety"),
        ("Conditions", "Asthma COPD", "perhaps Asthma | COPD"),
        ("Conditions", UNSURE, ""),
    ],
)
def test_a_doubtful_line_names_its_best_candidates(
    heading: str, line: str, candidates: str
) -> None:
    result = read((heading, line))
    (origin,) = origins(result, heading.lower())
    assert (origin.derivation, origin.evidence) == ("verbatim", candidates)
    assert problems(result) == [("unsplit-terms", 9, 1)]


def test_a_doubtful_line_is_information_only() -> None:
    found = [d.severity for d in read(("Keywords", UNSURE)).diagnostics if d.code[:3] == "uns"]
    assert found == ["info"]


@each_section
def test_a_line_of_more_than_25_words_stays_whole(heading: str, field: str) -> None:
    for words in (26, 40, 400):
        line = " ".join(("Hypertension Obesity " * words).split()[:words])
        result = read((heading, line))
        assert terms_of(result) == {field: [line]}
        assert problems(result) == [("unsplit-terms", 9, 1)]
        assert [(o.derivation, o.evidence) for o in origins(result, field)] == [("verbatim", "")]


def test_how_the_page_uses_the_words_tells_terms_apart() -> None:
    line = "Orchid Fatigue Lantern Watch"
    alone = read(("Conditions", line))
    assert terms_of(alone) == {"conditions": [line]}
    assert problems(alone) == [("unsplit-terms", 9, 1)]
    summary = " ".join(["About orchid fatigue only. Then lantern watch, too."] * 4)
    result = read(("Brief Summary", summary), ("Conditions", line), ("Keywords", "Lantern Watch"))
    assert terms_of(result)["conditions"] == ["Orchid Fatigue", "Lantern Watch"]


@each_section
def test_all_characters_but_spaces_are_in_a_value(heading: str, field: str) -> None:
    for line in [*map(" ".join, SURE), *WHOLE, UNSURE, "insomnia , (night) & *"]:
        result = read((heading, line))
        assert " ".join(sources(result, field)) == line
        assert " ".join(terms_of(result)[field]) == line
        assert result.unparsed == ()


def test_the_conditions_of_a_seed_are_three() -> None:
    result = trialtext.parse(seed_text("NCT07192237"))
    assert terms_of(result)["conditions"] == [
        "Phase 2 Study",
        "Blinatumomab",
        "Acute Lymphoblastic Leukemia",
    ]
    assert {origin.derivation for origin in origins(result, "conditions")} == {"inferred"}


@each_section
def test_a_second_line_is_unparsed(heading: str, field: str) -> None:
    result = read((heading, "Breast Cancer\nHypertension"))
    assert terms_of(result) == {field: ["Breast Cancer"]}
    assert unparsed(result) == ["Hypertension"]
    assert problems(result) == [("unknown-line", 10, 1)]


@each_section
def test_a_heading_may_stand_without_terms(heading: str, field: str) -> None:
    result = read((heading,))
    assert field not in terms_of(result)
    assert problems(result) == [("empty-section", 5, 1)]


def test_conditions_and_keywords_are_two() -> None:
    result = read(("Conditions", "Insomnia"), ("Keywords", "yoga"))
    assert terms_of(result) == {"conditions": ["Insomnia"], "keywords": ["yoga"]}


# ---- Where the page was cut off


@each_section
def test_where_a_page_ends_with_the_line_it_stays_as_one_string(heading: str, field: str) -> None:
    for line in ("Insomnia", "Breast Cancer", "Hypertension Obesity", UNSURE):
        result = trialtext.parse(page((heading, line), end=()).rstrip())
        assert terms_of(result) == {field: [line]}
        assert reported(result, "unsplit-terms") == [line]


def without_criteria(line: str) -> Result:
    return trialtext.parse(page(("Conditions", line), ("Detailed Description", "Long."), end=()))


@pytest.mark.parametrize("line", [UNSURE, "Rheumatoid Arthritis Osteoarthritis"])
def test_without_criteria_what_is_not_near_certain_stays_as_one_string(line: str) -> None:
    result = without_criteria(line)
    assert terms_of(result) == {"conditions": [line]}
    assert reported(result, "unsplit-terms") == [line]


@pytest.mark.parametrize("terms", [("Insomnia",), ("Breast Cancer",), SURE[1]], ids=" | ".join)
def test_without_criteria_what_is_near_certain_is_read(terms: tuple[str, ...]) -> None:
    assert terms_of(without_criteria(" ".join(terms))) == {"conditions": list(terms)}
