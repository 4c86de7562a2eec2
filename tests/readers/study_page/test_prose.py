"""Sections that are text: summary, description, conditions, keywords, links."""

import json
from typing import Any

import pytest

import trialtext
from trialtext import Diagnostic, Result

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
END = (
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


@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_terms_that_were_joined_stay_whole(heading: tuple[str, str], field: str) -> None:
    result = read(*heading, "Insomnia Sleep Apnea Depression, Unipolar")
    assert protocol(result)["conditionsModule"] == {
        field: ["Insomnia Sleep Apnea Depression, Unipolar"]
    }


@pytest.mark.parametrize(("heading", "field"), TERMS)
def test_terms_that_may_have_been_joined_are_reported(heading: tuple[str, str], field: str) -> None:
    result = read(*heading, "Sleep Apnea")
    assert protocol(result)["conditionsModule"] == {field: ["Sleep Apnea"]}
    assert complaints(result) == [("terms-run-together", 9, 1)]


def test_joined_terms_do_not_make_the_page_incomplete() -> None:
    told = read(*CONDITIONS, "Sleep Apnea").diagnostics
    assert {d.severity for d in told if d.code == "terms-run-together"} == {"info"}


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
