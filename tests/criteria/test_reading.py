"""The rules of criteria, each by a small text and the outline that it becomes."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trialtext

PIECES = [
    *("* ", "1. ", "2) ", "(a) ", "i. ", "- ", "• ", "5.2.1 ", "\\* ", "① ", "  ", "   ", "\t"),
    *(
        "\n",
        "\n\n",
        "Inclusion Criteria",
        "Exclusion criteria:",
        ": ",
        "; ",
        "; or",
        " - ",
        "(",
        ")",
    ),
    *("Note: ", "OR", "None", "must ", "Patients ", "following:", "adults ", "Known ", "Cohort 1"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


def outlines(text: str) -> str:
    return str(trialtext.criteria(dedent(text).strip("\n")))


def becomes(text: str, outline: str) -> bool:
    """Tell whether a text becomes an outline: `+` and `-` criteria, `#` headings, `·` notes."""
    expected = dedent(outline).strip()
    assert outlines(text) == expected
    return True


# ---- Cutting


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("* Asthma. It may be mild; or not.", "+ Asthma. It may be mild; or not."),
        ("* \\> 18 years", "+ \\> 18 years"),
        ("* -2.5 or lower", "+ -2.5 or lower"),
        ("* E. coli in urine", "+ E. coli in urine"),
        ("5.2.1 Asthma", "+ Asthma"),
        ("\\* (a) Asthma -", "+ Asthma"),
        ("* Asthma\n\n  that is mild", "+ Asthma that is mild"),
    ],
    ids=[
        "an item of a list is one item",
        "a comparison sign is text",
        "a minus sign is text",
        "an initial is text",
        "levels of numbers",
        "several markers, and one at the end",
        "a deeper line without a marker goes on",
    ],
)
def test_items_of_lists(text: str, outline: str) -> None:
    assert becomes(text, outline)


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("* One of: 1) asthma 2) fever", "+ One of:\n  + asthma\n  + fever"),
        ("One of: 1) asthma 2) fever", "+ One of:\n  + asthma\n  + fever"),
        ("Either of: - Ague - Burns - Cold", "+ Either of:\n  + Ague\n  + Burns\n  + Cold"),
        ("* (a) asthma, or (b) fever", "+ asthma, or\n+ fever"),
        ("* i) asthma ii) fever", "+ asthma\n+ fever"),
        ("1. Asthma 2. Fever\n3. Cough", "+ Asthma\n+ Fever\n+ Cough"),
        ("* ① asthma ② fever", "+ asthma\n+ fever"),
        ("* Any: • asthma • fever", "+ Any:\n  + asthma\n  + fever"),
        ("Have asthma - Have fever - Have a cough", "+ Have asthma\n+ Have fever\n+ Have a cough"),
        ("* Asthma (grade 1) or fever (grade 2)", "+ Asthma (grade 1) or fever (grade 2)"),
        ("* As in criterion (1) and criterion (2)", "+ As in criterion (1) and criterion (2)"),
        ("* Have asthma (1) or fever (2) or both", "+ Have asthma (1) or fever (2) or both"),
        ("* Asthma - as told by a physician", "+ Asthma - as told by a physician"),
        ("* 3 to 5 - 7 days", "+ 3 to 5 - 7 days"),
        ("* A score of 2) or 3) on the scale", "+ A score of 2) or 3) on the scale"),
    ],
)
def test_a_line_is_cut_at_numbers_and_bullets_of_items(text: str, outline: str) -> None:
    assert becomes(text, outline)


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("Adults with asthma; no fever", "+ Adults with asthma;\n+ no fever"),
        ("Age over 18. Must have asthma.", "+ Age over 18.\n+ Must have asthma."),
        ("Have asthma. This includes mild asthma.", "+ Have asthma. This includes mild asthma."),
        ("Use of tea, e.g. Assam.", "+ Use of tea, e.g. Assam."),
        ("Able to read the texts Known asthma", "+ Able to read the texts\n+ Known asthma"),
    ],
)
def test_prose_is_cut_where_each_part_states_a_condition(text: str, outline: str) -> None:
    assert becomes(text, outline)


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("Exclusion criteria: smoking", "# Exclusion criteria:\n  - smoking"),
        ("Exclusion Criteria - smoking", "# Exclusion Criteria\n  - smoking"),
        ("EXCLUSION CRITERIA Pregnancy", "# EXCLUSION CRITERIA\n  - Pregnancy"),
        ("Inclusion Criteria. Adults", "# Inclusion Criteria.\n  + Adults"),
        ("Exclusion criteria asthma, fever", "# Exclusion criteria\n  - asthma, fever"),
        (
            "Inclusion Criteria: participants must meet all of:\n* Adults",
            "# Inclusion Criteria: participants must meet all of:\n  + Adults",
        ),
        ("Exclusion Criteria - Part B\n* Asthma", "# Exclusion Criteria - Part B\n  - Asthma"),
        ("AGE: 18 and over", "# AGE:\n  + 18 and over"),
        ("* Age: 18 and over", "+ Age: 18 and over"),
    ],
)
def test_a_heading_is_cut_from_the_criterion_on_its_line(text: str, outline: str) -> None:
    assert becomes(text, outline)


# ---- Kinds


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("Inclusion Criteria:\n* None", "# Inclusion Criteria:\n  · None"),
        ("* Asthma\n* Note: mild, too", "+ Asthma\n· Note: mild, too"),
        ("* Asthma\n\nNote: mild\n\nNote: severe", "+ Asthma\n  · Note: mild\n  · Note: severe"),
        ("* Asthma\n* OR\n* Fever", "+ Asthma\n· OR\n+ Fever"),
        ("* Asthma (Note: mild, too)", "+ Asthma (Note: mild, too)"),
        ("(Note: wheeze counts)\n* Asthma", "· (Note: wheeze counts)\n+ Asthma"),
        ("* Asthma\\*\n\\*Mild counts.", "+ Asthma\\*\n  · Mild counts."),
        ("* Earlier surgery is allowed", "+ Earlier surgery is allowed"),
    ],
)
def test_notes_say_neither_who_may_nor_who_may_not(text: str, outline: str) -> None:
    assert becomes(text, outline)


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("Kidneys:\n* Creatinine \\< 2", "# Kidneys:\n  + Creatinine \\< 2"),
        ("Cohort A\n* Adults", "# Cohort A\n  + Adults"),
        ("At screening\n\n* Adults", "# At screening\n  + Adults"),
        ("History of:\n* Asthma", "+ History of:\n  + Asthma"),
        (
            "* Arms with open wounds after surgery:\n  * Old",
            "+ Arms with open wounds after surgery:\n  + Old",
        ),
        (
            "Subjects must meet all of the following:\n* Adults",
            "# Subjects must meet all of the following:\n  + Adults",
        ),
        ("Have one of the following:\n* Asthma", "+ Have one of the following:\n  + Asthma"),
        (
            "Exclusion Criteria:\n\nPatients who meet all of the following:\n\n* Asthma",
            "# Exclusion Criteria:\n  - Patients who meet all of the following:\n    - Asthma",
        ),
        (
            "Exclusion Criteria:\n\nPatients with any of the following:\n\n* Asthma",
            "# Exclusion Criteria:\n  # Patients with any of the following:\n    - Asthma",
        ),
    ],
)
def test_headings_state_no_condition_and_no_logic_of_their_own(text: str, outline: str) -> None:
    assert becomes(text, outline)


# ---- Sides


@pytest.mark.parametrize(
    ("text", "outline"),
    [
        ("Inclusion:\n* Exclude smokers", "# Inclusion:\n  + Exclude smokers"),
        ("Non-inclusion criteria:\n* Adults", "# Non-inclusion criteria:\n  - Adults"),
        ("Key Exclusion Criteria\n* Adults", "# Key Exclusion Criteria\n  - Adults"),
        ("**Exclusion Criteria:**\n* Adults", "# Exclusion Criteria:\n  - Adults"),
        ("### Exclusion\n- Adults", "# Exclusion\n  - Adults"),
        (
            "Patients will be excluded if any:\n* Asthma",
            "# Patients will be excluded if any:\n  - Asthma",
        ),
        (
            "* No known allergy\n* Must not have asthma",
            "+ No known allergy\n+ Must not have asthma",
        ),
        ("Participants may not be pregnant", "+ Participants may not be pregnant"),
        ("Smokers cannot be included", "- Smokers cannot be included"),
        ("* Smokers are excluded", "- Smokers are excluded"),
        ("Persons under 18 must not participate", "- Persons under 18 must not participate"),
        ("Exclusion Criteria include:\n* Asthma", "# Exclusion Criteria include:\n  - Asthma"),
        ("Excluded:\n* Asthma", "# Excluded:\n  - Asthma"),
        (
            "Exclusion criteria (inclusion failures):\n* a",
            "# Exclusion criteria (inclusion failures):\n  - a",
        ),
        (
            "Inclusion: adults. Exclusion: asthma",
            "# Inclusion:\n  + adults.\n# Exclusion:\n  - asthma",
        ),
        ("* Able to read Exclusion Criteria:\n* a", "+ Able to read\n# Exclusion Criteria:\n  - a"),
        (
            "1. Inclusion Criteria\nAdults\n2. Exclusion Criteria\nAsthma",
            "# Inclusion Criteria\n  + Adults\n# Exclusion Criteria\n  - Asthma",
        ),
        (
            "Inclusion:\n* Ague (exclusion criteria: mild)\n* Flu",
            "# Inclusion:\n  + Ague (exclusion criteria: mild)\n  + Flu",
        ),
        ("Withdrawal criteria:\n* Pregnancy", "# Withdrawal criteria:\n  · Pregnancy"),
    ],
)
def test_the_nearest_heading_decides_or_else_the_wording(text: str, outline: str) -> None:
    assert becomes(text, outline)


# ---- Nesting


def test_a_qualified_heading_lies_in_a_plain_one_of_its_side() -> None:
    assert becomes(
        """
        Exclusion Criteria:

        * Asthma

        Exclusion criteria for the sleep part:

        * Snoring
        """,
        """
        # Exclusion Criteria:
          - Asthma
          # Exclusion criteria for the sleep part:
            - Snoring
        """,
    )


def test_qualified_headings_alone_stand_side_by_side() -> None:
    assert becomes(
        "Inclusion Criteria for Patients\n* a\n\nInclusion Criteria for Controls\n* b",
        "# Inclusion Criteria for Patients\n  + a\n# Inclusion Criteria for Controls\n  + b",
    )


def test_a_cohort_lies_in_its_side_unless_it_has_sides_of_its_own() -> None:
    assert becomes(
        "Inclusion Criteria:\n\nCohort A\n\n* a\n\nCohort B\n\n* b\n\nExclusion Criteria:\n\n* c",
        """
        # Inclusion Criteria:
          # Cohort A
            + a
          # Cohort B
            + b
        # Exclusion Criteria:
          - c
        """,
    )
    assert becomes(
        "Patients\n\nInclusion Criteria:\n\n* a\n\nControls\n\nInclusion Criteria:\n\n* b",
        """
        # Patients
          # Inclusion Criteria:
            + a
        # Controls
          # Inclusion Criteria:
            + b
        """,
    )


def test_a_note_on_both_sides_has_no_parent_and_ends_nothing() -> None:
    assert becomes(
        "Inclusion Criteria:\n\n* a\n\nOther inclusion/exclusion criteria may apply\n\n* b",
        "# Inclusion Criteria:\n  + a\n· Other inclusion/exclusion criteria may apply\n  + b",
    )


def test_numbering_goes_on_behind_a_list_of_another_kind() -> None:
    assert becomes("1. One of:\n* a\n* b\n2. c", "+ One of:\n  + a\n  + b\n+ c")


def test_two_markers_stand_above_deeper_ones() -> None:
    assert becomes("* 1. a\n\n  2. b\n\n  3. c", "+ a\n+ b\n+ c")


def test_where_indentation_is_lost_two_items_surely_lie_in_an_opening() -> None:
    criteria = trialtext.criteria("* One of the following:\n\n* Ague\n* Burns\n* Cough\n* Dengue")
    assert str(criteria) == "+ One of the following:\n  + Ague\n  + Burns\n+ Cough\n+ Dengue"
    assert [item.evidence for item in criteria.items] == ["", "blank line", "blank line", "", ""]
    assert all("lost-indentation" in item.doubts for item in criteria.items[3:])


def test_an_opening_that_is_a_bullet_holds_what_follows() -> None:
    assert becomes(
        "* Subjects must meet all of the following:\n* Adults\n* Asthma\n* Consent",
        """
        # Subjects must meet all of the following:
          + Adults
          + Asthma
          + Consent
        """,
    )


def test_an_unmarked_list_keeps_its_first_criterion() -> None:
    text = "Inclusion Criteria:\n\nAdults with eczema\n\nAge 18 to 55 years"
    assert becomes(text, "# Inclusion Criteria:\n  + Adults with eczema\n  + Age 18 to 55 years")


def test_endings_tell_where_a_list_ends() -> None:
    text = "* One of:\n\n* Ague;\n* Burns;\n* Cough; or\n* Dengue\n* Edema"
    assert becomes(text, "+ One of:\n  + Ague;\n  + Burns;\n  + Cough; or\n  + Dengue\n+ Edema")


# ---- Always


@given(texts)
def test_nothing_is_lost_and_parents_are_above(text: str) -> None:
    criteria = trialtext.criteria(text)
    assert criteria.render() == text
    assert sum(criteria.characters) == len(text)
    reached = 0
    for number, item in enumerate(criteria.items):
        assert reached <= item.start < item.end
        assert text[item.start : item.end] == item.text == item.text.strip()
        assert item.parent is None or item.parent < number
        reached = item.end


@given(texts)
def test_the_tree_and_the_paths_tell_the_same_outline(text: str) -> None:
    criteria = trialtext.criteria(text)
    found = []
    waiting = [(node, str(at)) for at, node in enumerate(criteria.tree(), 1)]
    while waiting:
        node, path = waiting.pop()
        found.append((node.item.start, path))
        waiting += [(child, f"{path}.{at}") for at, child in enumerate(node.children, 1)]
    starts = [item.start for item in criteria.items]
    assert sorted(found) == sorted(zip(starts, criteria.paths, strict=True))
