"""Notes: what is neither a criterion nor a heading, and what it is about."""

import pytest
from tests.criteria.outlines import block, doubts, kinds, outline, sides, texts

import trialtext
from trialtext.criteria.doubts import NOTE_OR_CRITERION

# ---- Lines that say nothing


@pytest.mark.parametrize(
    "line",
    [
        *("None", "None.", "Not specified", "Not applicable", "N/A", "See above"),
        *("See Disease Characteristics", "No exclusion criteria"),
        *("Other criteria may apply", "Other criteria may apply."),
        *("Additional criteria exist", "Additional criteria may apply"),
        "Other protocol-defined criteria may apply",
    ],
)
@pytest.mark.parametrize("marker", ["", "* ", "1. "])
def test_a_line_that_says_nothing_is_a_note(marker: str, line: str) -> None:
    text = f"Exclusion Criteria:\n\n{marker}{line}"
    assert outline(text) == f"# Exclusion Criteria:\n  · {line}"
    assert sides(text) == ["exclusion", "exclusion"]


@pytest.mark.parametrize("line", ["None of the teeth is loose", "Not specified tooth decay"])
def test_a_line_that_only_begins_so_is_a_criterion(line: str) -> None:
    assert kinds(f"Exclusion Criteria:\n\n* {line}") == ["heading", "criterion"]


def test_a_note_that_there_is_more_lies_in_the_heading() -> None:
    assert outline("Exclusion Criteria:\n\n* Asthma\n* Other criteria may apply") == block("""
        # Exclusion Criteria:
          - Asthma
          · Other criteria may apply
    """)


@pytest.mark.parametrize(
    "line",
    [
        "Other inclusion/exclusion criteria may apply",
        "Other protocol-defined inclusion/exclusion criteria may apply.",
        "Additional inclusion and exclusion criteria may apply",
    ],
)
@pytest.mark.parametrize("marker", ["", "* "])
def test_a_note_on_both_sides_is_of_neither_and_lies_in_nothing(marker: str, line: str) -> None:
    text = f"Exclusion Criteria:\n\n* Asthma\n\n{marker}{line}"
    note = trialtext.criteria(text).items[-1]
    assert (note.kind, note.side, note.parent, note.text) == ("note", "neither", None, line)


# ---- Connectors


@pytest.mark.parametrize("word", ["AND", "OR", "and", "or", "Or", "AND/OR", "OR:"])
def test_a_lone_connector_is_a_note_beside_what_it_joins(word: str) -> None:
    text = f"Inclusion Criteria:\n\n* Asthma\n\n{word}\n\n* Eczema"
    assert outline(text) == block(f"""
        # Inclusion Criteria:
          + Asthma
          · {word}
          + Eczema
    """)


def test_a_connector_in_a_sub_list_lies_there() -> None:
    text = block("""
        * One of the following:

          * Asthma
          * OR
          * Eczema
        * Adults
    """)
    assert outline(text) == block("""
        + One of the following:
          + Asthma
          · OR
          + Eczema
        + Adults
    """)


def test_a_line_that_begins_with_a_connector_is_a_criterion() -> None:
    assert kinds("* Asthma\n* OR eczema") == ["criterion", "criterion"]


# ---- Marked notes


@pytest.mark.parametrize(
    "note",
    [
        "Note: mild asthma counts.",
        "NOTE: mild asthma counts.",
        "Note - mild asthma counts.",
        "NB: mild asthma counts.",
        "N.B.: mild asthma counts.",
        "(Note: mild asthma counts.)",
        "Notes: mild asthma counts.",
    ],
)
@pytest.mark.parametrize("marker", ["", "  ", "  * "])
def test_a_marked_note_lies_in_the_item_it_comments_on(marker: str, note: str) -> None:
    text = f"Exclusion Criteria:\n\n* Asthma\n\n{marker}{note}\n\n* Eczema"
    assert outline(text) == block(f"""
        # Exclusion Criteria:
          - Asthma
            · {note}
          - Eczema
    """)
    assert sides(text) == ["exclusion"] * 4


def test_a_note_right_below_a_heading_lies_in_it() -> None:
    assert outline("Exclusion Criteria:\n\nNote: ask a nurse.\n\n* Asthma") == block("""
        # Exclusion Criteria:
          · Note: ask a nurse.
          - Asthma
    """)


def test_two_notes_are_about_the_same_item() -> None:
    assert outline("* Asthma\n\nNote: mild counts.\n\nNote: severe counts.") == block("""
        + Asthma
          · Note: mild counts.
          · Note: severe counts.
    """)


@pytest.mark.parametrize(
    "line",
    [
        "Asthma. Note: mild asthma counts.",
        "Asthma (NB mild asthma counts)",
        "Asthma\\* \\*mild asthma counts",
    ],
)
@pytest.mark.parametrize("marker", ["", "* "])
def test_a_note_inside_of_a_line_stays_in_its_item(marker: str, line: str) -> None:
    assert texts(marker + line) == [line]
    assert kinds(marker + line) == ["criterion"]


@pytest.mark.parametrize(
    "line",
    ["Asthma (Note: mild counts)", "Asthma. (Note: mild counts.)", "Asthma - Note: mild counts"],
)
def test_it_does_so_in_an_item_of_a_list(line: str) -> None:
    assert texts(f"* {line}") == [line]


# ---- Footnotes


@pytest.mark.parametrize("sign", ["\\*", "†"])
def test_a_footnote_is_a_note_on_the_item_with_its_sign(sign: str) -> None:
    text = f"* Asthma{sign}\n\n{sign}Mild asthma counts"
    assert kinds(text) == ["criterion", "note"]
    assert trialtext.criteria(text).items[1].parent == 0


# ---- Paragraphs


@pytest.mark.parametrize(
    "paragraph",
    [
        "Patients will be recruited from two clinics.",
        "Participants will be identified by their nurses.",
        "For more information, please contact the clinic.",
        "Inhaled steroids are allowed.",
        "Swimmers may also be enrolled.",
        "Asthma is defined as a wheeze on most nights.",
    ],
)
def test_an_unmarked_paragraph_that_explains_or_permits_is_a_note(paragraph: str) -> None:
    text = f"Inclusion Criteria:\n\n* Asthma\n\n{paragraph}"
    assert kinds(text) == ["heading", "criterion", "note"]
    assert sides(text)[-1] == "inclusion"
    assert doubts(text)[-1] == (NOTE_OR_CRITERION,)


def test_a_note_on_how_recruitment_is_done_lies_in_the_heading() -> None:
    text = "Inclusion Criteria:\n\n* Asthma\n\nPatients will be recruited from two clinics."
    assert trialtext.criteria(text).items[-1].parent == 0


@pytest.mark.parametrize(
    "line",
    ["Earlier physiotherapy allowed", "Inhaled steroids are allowed.", "Swimmers may participate"],
)
def test_a_bullet_that_permits_is_a_criterion(line: str) -> None:
    assert outline(f"Inclusion Criteria:\n\n* {line}") == f"# Inclusion Criteria:\n  + {line}"


@pytest.mark.parametrize(
    "paragraph",
    [
        "Patients must be willing to sleep at the clinic.",
        "At least 18 years of age.",
        "No history of asthma.",
    ],
)
def test_an_unmarked_paragraph_with_a_condition_is_a_criterion(paragraph: str) -> None:
    text = f"Inclusion Criteria:\n\n* Asthma\n\n{paragraph}"
    assert kinds(text) == ["heading", "criterion", "criterion"]


def test_a_note_without_a_heading_above_is_of_neither_side() -> None:
    assert (kinds("None"), sides("None")) == (["note"], ["neither"])
