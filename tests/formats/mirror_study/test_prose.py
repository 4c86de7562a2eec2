"""Sections that are text: summary, description, conditions, keywords, links."""

import json
from typing import Any

import pytest
from tests.conftest import CHECKOUT

import trialtext
from trialtext import Diagnostic, Provenance, Result

HEADER = ("A title", "NCT ID: NCT99900001")
SUMMARY = (
    "Brief Summary",
    "Review the sponsor-provided synopsis that highlights what the study is about and why it...",
)
DESCRIPTION = (
    "Detailed Description",
    "Dive into the extended narrative that explains the scientific background, objectives...",
)
CONDITIONS = (
    "Conditions",
    "See the medical conditions and disease areas that this research is targeting...",
)
KEYWORDS = (
    "Keywords",
    "Explore important study keywords that investigators have chosen to describe the trial and...",
)
RELATED_TRIALS = ("Related Clinical Trials", "Explore similar clinical trials based on topics.")
LINKS = (
    "Related Links",
    "Access external resources that provide additional context or updates about the study.",
)
# What says how a page uses its words goes on to the criteria.
CRITERIA = (
    "Eligibility Criteria",
    "Check the participation requirements, including inclusion and exclusion rules, age limits...",
    "* Any adult",
)
END = (
    *CRITERIA,
    "Other Identifiers",
    "Review additional registry numbers or institutional identifiers associated with this trial.",
    "ORCHID-7\n\nIdentifier Type: -\n\nIdentifier Source: org_study_id",
)
NARRATIVES = [
    pytest.param(SUMMARY, "briefSummary", id="summary"),
    pytest.param(DESCRIPTION, "detailedDescription", id="description"),
]
TERMS = [
    pytest.param(CONDITIONS, "conditions", id="conditions"),
    pytest.param(KEYWORDS, "keywords", id="keywords"),
]


def read(*blocks: str) -> Result:
    """Read a page: the first block after its header is on line 5, the next on line 7."""
    return trialtext.parse("\n\n".join((*HEADER, *blocks, *END)) + "\n")


def protocol(result: Result) -> dict[str, Any]:
    assert result.study is not None
    found: dict[str, Any] = json.loads(trialtext.to_json(result.study))["protocolSection"]
    return found


def beyond(told: Diagnostic) -> bool:
    """Whether something is said of the rest of a page that holds little else."""
    return told.code == "missing-section" or told.message.startswith("there is no line `Last")


def complaints(result: Result) -> list[tuple[str, int, int]]:
    return [(d.code, d.line, d.column) for d in result.diagnostics if not beyond(d)]


# ---- Brief Summary, Detailed Description


@pytest.mark.parametrize(("heading", "field"), NARRATIVES)
@pytest.mark.parametrize(
    "text",
    [
        "One paragraph.",
        "Two paragraphs.\n\nHere is the other.",
        "A list:\n\n* one\n* two\n\n1. first\n2. second",
        "Values \\> 5, \\< 9, \\[x\\], \\~3, \\*",
        "Conditions\n\nStudy Design\n\nSponsors",
        "\N{GREEK SMALL LETTER BETA}-cells at 37 \N{DEGREE SIGN}C",
    ],
    ids=["one", "two", "lists", "escapes", "headings", "letters"],
)
def test_a_narrative_stays_as_it_is(heading: tuple[str, str], field: str, text: str) -> None:
    result = read(*heading, text)
    assert protocol(result)["descriptionModule"] == {field: text}
    assert complaints(result) == []


@pytest.mark.parametrize(("heading", "field"), NARRATIVES)
def test_a_heading_may_stand_without_a_narrative(heading: tuple[str, str], field: str) -> None:
    result = read(*heading, *CONDITIONS, "Insomnia")
    assert field not in protocol(result).get("descriptionModule", {})
    assert protocol(result)["conditionsModule"] == {"conditions": ["Insomnia"]}
    assert {code for code, _, _ in complaints(result)} <= {"empty-section"}


def test_summary_and_description_are_two() -> None:
    assert protocol(read(*SUMMARY, "Short.", *DESCRIPTION, "Long."))["descriptionModule"] == {
        "briefSummary": "Short.",
        "detailedDescription": "Long.",
    }


def test_without_the_sections_there_is_no_narrative() -> None:
    assert "descriptionModule" not in protocol(read())


# ---- Conditions, Keywords


@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_a_single_word_is_a_single_term(heading: tuple[str, str], field: str) -> None:
    result = read(*heading, "Insomnia")
    assert protocol(result)["conditionsModule"] == {field: ["Insomnia"]}
    assert complaints(result) == []


SURE = [
    ("Hypertension", "Obesity"),
    ("Parkinson Disease", "Dementia"),
    ("Myocardial Infarction", "Stroke"),
    ("COVID-19", "Influenza, Human"),
    ("Diabetes Mellitus, Type 2", "Hypertension", "Obesity"),
]
"""Terms that are told apart wherever they stand on one line."""
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


def origins(result: Result, field: str) -> list[Provenance]:
    pointers = [f"/protocolSection/conditionsModule/{field}/{at}" for at in range(99)]
    return [result.provenance[pointer] for pointer in pointers if pointer in result.provenance]


def stretches(result: Result, field: str) -> list[str]:
    """What stands where terms were taken from."""
    places = [place for origin in origins(result, field) for place in origin.locations]
    return [result.text[place.start : place.end] for place in places]


@pytest.mark.parametrize("terms", SURE, ids=" | ".join)
@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_a_line_that_is_surely_several_terms_is_split(
    heading: tuple[str, str], field: str, terms: tuple[str, ...]
) -> None:
    result = read(*heading, " ".join(terms))
    assert protocol(result)["conditionsModule"] == {field: list(terms)}
    assert complaints(result) == []


@pytest.mark.parametrize("terms", SURE, ids=" | ".join)
@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_each_term_that_was_split_off_has_its_own_place_and_says_what_settled_it(
    heading: tuple[str, str], field: str, terms: tuple[str, ...]
) -> None:
    result = read(*heading, " ".join(terms))
    assert stretches(result, field) == list(terms)
    for origin in origins(result, field):
        assert origin.derivation == "inferred"
        assert origin.evidence == "known terms, and how the page uses the words"
        (place,) = origin.locations
        assert place.line == 9
    columns = [origin.locations[0].column for origin in origins(result, field)]
    assert columns == [1 + len(" ".join(("", *terms[:at]))) for at in range(len(terms))]


@pytest.mark.parametrize("term", WHOLE)
@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_a_line_that_is_surely_one_term_is_neither_split_nor_reported(
    heading: tuple[str, str], field: str, term: str
) -> None:
    result = read(*heading, term)
    assert protocol(result)["conditionsModule"] == {field: [term]}
    assert complaints(result) == []
    assert [(o.derivation, o.evidence) for o in origins(result, field)] == [("verbatim", "")]


@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_a_line_it_is_unsure_of_stays_whole_and_is_reported(
    heading: tuple[str, str], field: str
) -> None:
    result = read(*heading, UNSURE)
    assert protocol(result)["conditionsModule"] == {field: [UNSURE]}
    assert complaints(result) == [("unsplit-terms", 9, 1)]
    (told,) = (d for d in result.diagnostics if d.code == "unsplit-terms")
    assert result.text[told.start : told.end] == UNSURE
    assert [(origin.derivation, stretches(result, field)) for origin in origins(result, field)] == [
        ("verbatim", [UNSURE])
    ]


@pytest.mark.parametrize(
    ("heading", "line", "perhaps"),
    [
        (KEYWORDS, UNSURE, "perhaps Orchid | Lantern | Fatigue"),
        (KEYWORDS, "Depression Anxiety", "perhaps Depression | Anxiety"),
        (CONDITIONS, "Asthma COPD", "perhaps Asthma | COPD"),
        (CONDITIONS, UNSURE, ""),
    ],
)
def test_such_a_line_names_its_best_candidates(
    heading: tuple[str, str], line: str, perhaps: str
) -> None:
    result = read(*heading, line)
    (origin,) = origins(result, "keywords" if heading == KEYWORDS else "conditions")
    assert (origin.derivation, origin.evidence) == ("verbatim", perhaps)
    assert complaints(result) == [("unsplit-terms", 9, 1)]


@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_terms_that_may_have_been_joined_are_information_only(
    heading: tuple[str, str], field: str
) -> None:
    result = read(*heading, UNSURE)
    assert field in protocol(result)["conditionsModule"]
    told = [d for d in result.diagnostics if d.code == "unsplit-terms"]
    assert [d.severity for d in told] == ["info"]


@pytest.mark.parametrize("words", [26, 40, 400])
@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_a_line_of_more_than_25_words_stays_whole(
    heading: tuple[str, str], field: str, words: int
) -> None:
    line = " ".join(("Hypertension Obesity " * words).split()[:words])
    result = read(*heading, line)
    assert protocol(result)["conditionsModule"] == {field: [line]}
    assert complaints(result) == [("unsplit-terms", 9, 1)]
    assert [(o.derivation, o.evidence) for o in origins(result, field)] == [("verbatim", "")]


def test_how_the_page_uses_the_words_tells_terms_apart() -> None:
    line = "Orchid Fatigue Lantern Watch"
    alone = read(*CONDITIONS, line)
    assert protocol(alone)["conditionsModule"] == {"conditions": [line]}
    assert complaints(alone) == [("unsplit-terms", 9, 1)]
    said = " ".join(["About orchid fatigue only. Then lantern watch, too."] * 4)
    told = read(*SUMMARY, said, *CONDITIONS, line, *KEYWORDS, "Lantern Watch")
    terms = protocol(told)["conditionsModule"]["conditions"]
    assert terms == ["Orchid Fatigue", "Lantern Watch"]


@pytest.mark.parametrize("line", [*map(" ".join, SURE), *WHOLE, UNSURE, "insomnia , (night) & *"])
@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_every_character_of_the_line_but_spaces_is_in_a_value(
    heading: tuple[str, str], field: str, line: str
) -> None:
    result = read(*heading, line)
    assert " ".join(stretches(result, field)) == line
    assert " ".join(protocol(result)["conditionsModule"][field]) == line
    assert result.unparsed == ()


def test_the_conditions_of_the_real_page_are_three() -> None:
    result = trialtext.parse_file(CHECKOUT / "seeds" / "mirror-study" / "NCT07192237.txt")
    assert protocol(result)["conditionsModule"]["conditions"] == [
        "Phase 2 Study",
        "Blinatumomab",
        "Acute Lymphoblastic Leukemia",
    ]
    assert {origin.derivation for origin in origins(result, "conditions")} == {"inferred"}


@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_a_second_line_is_left_over(heading: tuple[str, str], field: str) -> None:
    result = read(*heading, "Breast Cancer\nHypertension")
    assert protocol(result)["conditionsModule"] == {field: ["Breast Cancer"]}
    assert [leftover.text for leftover in result.unparsed] == ["Hypertension"]
    assert complaints(result) == [("unknown-line", 10, 1)]


# ---- Where the page was cut off


@pytest.mark.parametrize("line", ["Insomnia", "Breast Cancer", "Hypertension Obesity", UNSURE])
@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_where_the_page_ends_with_the_line_more_may_have_followed(
    heading: tuple[str, str], field: str, line: str
) -> None:
    result = trialtext.parse("\n\n".join((*HEADER, *heading, line)))
    assert field not in protocol(result).get("conditionsModule", {})
    assert [leftover.text for leftover in result.unparsed] == [line]
    assert ("unsplit-terms", 9, 1) in complaints(result)


@pytest.mark.parametrize("line", [UNSURE, "Rheumatoid Arthritis Osteoarthritis"])
def test_where_the_criteria_are_missing_what_is_not_near_certain_is_left_over(line: str) -> None:
    result = trialtext.parse("\n\n".join((*HEADER, *CONDITIONS, line, *DESCRIPTION, "Long.")))
    assert "conditionsModule" not in protocol(result)
    assert [leftover.text for leftover in result.unparsed] == [line]


@pytest.mark.parametrize("terms", [("Insomnia",), ("Breast Cancer",), SURE[1]], ids=" | ".join)
def test_where_the_criteria_are_missing_what_is_near_certain_is_read(
    terms: tuple[str, ...],
) -> None:
    line = " ".join(terms)
    result = trialtext.parse("\n\n".join((*HEADER, *CONDITIONS, line, *DESCRIPTION, "Long.")))
    assert protocol(result)["conditionsModule"] == {"conditions": list(terms)}


# ---- Conditions and Keywords


@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_a_heading_may_stand_without_terms(heading: tuple[str, str], field: str) -> None:
    result = read(*heading)
    assert field not in protocol(result).get("conditionsModule", {})
    assert [code for code, _, _ in complaints(result)] == ["empty-section"]


def test_conditions_and_keywords_are_two() -> None:
    assert protocol(read(*CONDITIONS, "Insomnia", *KEYWORDS, "yoga"))["conditionsModule"] == {
        "conditions": ["Insomnia"],
        "keywords": ["yoga"],
    }


# ---- Related Clinical Trials

OTHERS = "Naps at Noon\n\nNCT99900777\n\nWarm Milk at Night\n\nNCT99900778"


def test_other_studies_are_no_part_of_this_one() -> None:
    assert protocol(read(*RELATED_TRIALS, OTHERS)) == protocol(read())


def test_other_studies_are_known_boilerplate() -> None:
    assert complaints(read(*RELATED_TRIALS, OTHERS)) == []


# ---- Related Links


def test_a_link_is_an_address_and_a_label() -> None:
    result = read(*LINKS, "https://sleep.example.org", "Sleep Laboratory")
    assert protocol(result)["referencesModule"] == {
        "seeAlsoLinks": [{"label": "Sleep Laboratory", "url": "https://sleep.example.org"}]
    }
    assert complaints(result) == []


def test_links_keep_their_order() -> None:
    blocks = ("https://b.example.org", "Label B", "https://a.example.org", "Label A")
    links = protocol(read(*LINKS, *blocks))["referencesModule"]["seeAlsoLinks"]
    assert [(link["url"], link["label"]) for link in links] == [blocks[:2], blocks[2:]]


def test_an_address_without_a_label_does_not_vanish() -> None:
    result = read(*LINKS, "https://b.example.org", "Label B", "https://a.example.org")
    links = protocol(result)["referencesModule"]["seeAlsoLinks"]
    assert links == [
        {"label": "Label B", "url": "https://b.example.org"},
        {"url": "https://a.example.org"},
    ]
    assert complaints(result) == [("missing-value", 13, 1)]


def test_without_links_there_is_no_list_of_them() -> None:
    assert "referencesModule" not in protocol(read(*LINKS))


def test_a_lost_label_does_not_shift_the_links_that_follow() -> None:
    blocks = ("https://a.example.org", "https://b.example.org", "Label B")
    assert protocol(read(*LINKS, *blocks))["referencesModule"]["seeAlsoLinks"] == [
        {"url": "https://a.example.org"},
        {"label": "Label B", "url": "https://b.example.org"},
    ]


def test_what_is_no_address_is_no_link() -> None:
    result = read(*LINKS, "Contact us", "Privacy policy")
    assert "referencesModule" not in protocol(result)
    assert [code for code, _, _ in complaints(result)] == ["unknown-line", "unknown-line"]
