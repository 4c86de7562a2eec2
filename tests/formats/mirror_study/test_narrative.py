"""Sections that are text as it is, and links: narrative, related trials, related links."""

import pytest
from tests.pages import module, problems, read, record, reported, unparsed

NARRATIVES = [
    pytest.param("Brief Summary", "briefSummary", id="summary"),
    pytest.param("Detailed Description", "detailedDescription", id="description"),
]

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
def test_a_narrative_stays_as_it_is(heading: str, field: str, text: str) -> None:
    result = read((heading, text))
    assert module(result, "descriptionModule") == {field: text}
    assert problems(result) == []


@pytest.mark.parametrize(("heading", "field"), NARRATIVES)
def test_a_heading_may_stand_without_a_narrative(heading: str, field: str) -> None:
    result = read((heading,), ("Conditions", "Insomnia"))
    assert field not in module(result, "descriptionModule")
    assert module(result, "conditionsModule") == {"conditions": ["Insomnia"]}
    assert {code for code, _, _ in problems(result)} <= {"empty-section"}


def test_summary_and_description_are_two() -> None:
    assert module(
        read(("Brief Summary", "Short."), ("Detailed Description", "Long.")), "descriptionModule"
    ) == {
        "briefSummary": "Short.",
        "detailedDescription": "Long.",
    }


def test_without_the_sections_there_is_no_narrative() -> None:
    assert module(read(), "descriptionModule") == {}


# ---- Related Clinical Trials

OTHERS = "Naps at Noon\n\nNCT99900777\n\nWarm Milk at Night\n\nNCT99900778"


def test_other_studies_are_no_part_of_this_one() -> None:
    assert record(read(("Related Clinical Trials", OTHERS))) == record(read())


def test_other_studies_tell_nothing_of_this_one() -> None:
    result = read(("Related Clinical Trials", OTHERS))
    assert problems(result) == []
    assert result.coverage.noise == len(OTHERS)


# ---- Related Links


def test_a_link_is_an_address_and_a_label() -> None:
    result = read(("Related Links", "https://sleep.example.org", "Sleep Laboratory"))
    assert module(result, "referencesModule") == {
        "seeAlsoLinks": [{"label": "Sleep Laboratory", "url": "https://sleep.example.org"}]
    }
    assert problems(result) == []


def test_links_keep_their_order() -> None:
    blocks = ("https://b.example.org", "Label B", "https://a.example.org", "Label A")
    links = module(read(("Related Links", *blocks)), "referencesModule")["seeAlsoLinks"]
    assert [(link["url"], link["label"]) for link in links] == [blocks[:2], blocks[2:]]


def test_an_address_without_a_label_does_not_vanish() -> None:
    result = read(("Related Links", "https://b.example.org", "Label B", "https://a.example.org"))
    links = module(result, "referencesModule")["seeAlsoLinks"]
    assert links == [
        {"label": "Label B", "url": "https://b.example.org"},
        {"url": "https://a.example.org"},
    ]
    assert problems(result) == [("missing-value", 13, 1)]


def test_without_links_there_is_no_list_of_them() -> None:
    assert module(read(("Related Links",)), "referencesModule") == {}


def test_a_lost_label_does_not_shift_the_links_that_follow() -> None:
    blocks = ("https://a.example.org", "https://b.example.org", "Label B")
    assert module(read(("Related Links", *blocks)), "referencesModule")["seeAlsoLinks"] == [
        {"url": "https://a.example.org"},
        {"label": "Label B", "url": "https://b.example.org"},
    ]


def test_what_is_no_address_is_no_link() -> None:
    result = read(("Related Links", "Contact us", "Privacy policy"))
    assert module(result, "referencesModule") == {}
    assert problems(result) == [("unknown-line", 9, 1), ("unknown-line", 11, 1)]


# ---- What looks like a section inside

GUESS = ("Ability to Consent", "Review the consent form together with a witness before the day.")


@pytest.mark.parametrize("section", ["Brief Summary", "Detailed Description"])
def test_a_short_line_and_a_sentence_are_text_and_reported(section: str) -> None:
    result = read((section, "It begins.", *GUESS, "It goes on."))
    (text,) = module(result, "descriptionModule").values()
    assert text == "\n\n".join(["It begins.", *GUESS, "It goes on."])
    assert reported(result, "uncertain-section") == [GUESS[0]]
    assert unparsed(result) == []


def test_so_they_are_in_criteria() -> None:
    blocks = ("Inclusion Criteria", "* Tea", *GUESS, "Eligible Sex", "ALL")
    result = read(("Eligibility Criteria", *blocks))
    eligibility = module(result, "eligibilityModule")
    assert eligibility["eligibilityCriteria"].endswith("\n\n".join(GUESS))
    assert eligibility["sex"] == "ALL"
    assert reported(result, "uncertain-section") == [GUESS[0]]


def test_an_arm_s_description_may_begin_like_a_blurb() -> None:
    sentence = "Review the insert of the package for everything that is to be known of it."
    name = ("Lumarexin", "Intervention Type DRUG", sentence)
    blocks = ("Low Dose", sentence, "Group Type EXPERIMENTAL", *name)
    listed = ("Lumarexin", sentence, "Intervention Type DRUG")
    result = read(("Study Groups", *blocks), ("Interventions", *listed))
    arms = module(result, "armsInterventionsModule")
    assert arms["armGroups"][0]["description"] == sentence
    assert arms["interventions"][0]["description"] == sentence
    assert unparsed(result) == []


def test_a_heading_that_such_a_page_may_have_begins_a_section_in_text_too() -> None:
    other = (
        "Outcome Measures",
        "Track the endpoints that the team of this trial evaluates.",
        "Sourness",
    )
    result = read(("Brief Summary", "It begins.", *other))
    assert module(result, "descriptionModule") == {"briefSummary": "It begins."}
    assert unparsed(result) == [" ".join(other)]
