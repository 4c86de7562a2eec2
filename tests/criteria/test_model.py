"""Criteria as objects: what they hold, and what is so whatever the text."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.criteria.outlines import block

import trialtext
from trialtext.criteria import DOUBTS, Characters, Criteria, Criterion, Kind, Node, Side

TEXT = block("""
    Inclusion Criteria:

    * Age \\> 18 years
    * One of the following:

      1. Asthma
      2. Eczema, or: (a) hives (b) hay fever

    Note: ask a nurse.

    Exclusion criteria: smoking
""")
CRITERIA = trialtext.criteria(TEXT)


def item_of(text: str) -> Criterion:
    (found,) = (item for item in CRITERIA.items if item.text == text)
    return found


# ---- Items


def test_an_item_is_the_characters_at_its_offsets() -> None:
    assert [TEXT[item.start : item.end] for item in CRITERIA.items] == [
        "Inclusion Criteria:",
        "Age \\> 18 years",
        "One of the following:",
        "Asthma",
        "Eczema, or:",
        "hives",
        "hay fever",
        "Note: ask a nurse.",
        "Exclusion criteria:",
        "smoking",
    ]
    assert [item.text for item in CRITERIA.items] == [
        TEXT[item.start : item.end] for item in CRITERIA.items
    ]


def test_offsets_count_characters_and_escapes() -> None:
    text = "* Größe \\> 1,5 m 😴\n* \\< 3 naps"
    first, second = trialtext.criteria(text).items
    assert (first.start, first.end) == (2, text.index("\n"))
    assert text[second.start : second.end] == second.text == "\\< 3 naps"


@pytest.mark.parametrize(
    ("text", "level", "marker", "headings"),
    [
        ("Inclusion Criteria:", 0, "", ()),
        ("Age \\> 18 years", 0, "*", ("Inclusion Criteria:",)),
        ("Asthma", 1, "1.", ("Inclusion Criteria:",)),
        ("hay fever", 2, "(b)", ("Inclusion Criteria:",)),
        ("Exclusion criteria:", 0, "", ()),
        ("smoking", 0, "", ("Exclusion criteria:",)),
    ],
)
def test_an_item_tells_its_level_marker_and_headings(
    text: str, level: int, marker: str, headings: tuple[str, ...]
) -> None:
    item = item_of(text)
    assert (item.level, item.marker, item.headings) == (level, marker, headings)


def test_an_item_tells_what_it_lies_in_and_how_that_is_known() -> None:
    def above(text: str) -> str | None:
        parent = item_of(text).parent
        return None if parent is None else CRITERIA.items[parent].text

    assert above("Inclusion Criteria:") is None
    assert above("Asthma") == "One of the following:"
    assert above("hives") == above("hay fever") == "Eczema, or:"
    assert above("smoking") == "Exclusion criteria:"
    assert item_of("hives").evidence == "in the line"
    assert item_of("Asthma").evidence == ""


def test_no_text_has_no_items() -> None:
    criteria = trialtext.criteria("")
    assert (criteria.items, criteria.separators, criteria.render()) == ((), ("",), "")
    assert (criteria.tree(), criteria.paths, str(criteria)) == ((), (), "")


def test_sides_are_those_of_criteria_alone() -> None:
    assert [item.text for item in CRITERIA.exclusion] == ["smoking"]
    assert [item.text for item in CRITERIA.inclusion] == [
        *("Age \\> 18 years", "One of the following:", "Asthma"),
        *("Eczema, or:", "hives", "hay fever"),
    ]
    assert {item.kind for item in CRITERIA.inclusion} == {Kind.CRITERION}


# ---- The outline


def test_paths_number_the_items_of_each_level() -> None:
    assert CRITERIA.paths[:7] == ("1", "1.1", "1.2", "1.2.1", "1.2.2", "1.2.2.1", "1.2.2.2")
    assert CRITERIA.paths[-2:] == ("2", "2.1")


def test_a_tree_holds_the_items_in_order() -> None:
    def walk(nodes: tuple[Node, ...]) -> list[Criterion]:
        return [item for node in nodes for item in (node.item, *walk(node.children))]

    assert [node.item.text for node in CRITERIA.tree()] == [
        "Inclusion Criteria:",
        "Exclusion criteria:",
    ]
    assert walk(CRITERIA.tree()) == list(CRITERIA.items)


def test_outline_gives_each_item_with_its_depth() -> None:
    depths = [depth for depth, _ in CRITERIA.outline()]
    assert depths == [path.count(".") for path in CRITERIA.paths]
    assert [item for _, item in CRITERIA.outline()] == list(CRITERIA.items)


def test_a_text_of_criteria_is_their_outline() -> None:
    text = "Inclusion Criteria:\n\n* Asthma\n  of any\n  severity\n\nExclusion Criteria:\n\n* None"
    assert str(trialtext.criteria(text)) == block("""
        # Inclusion Criteria:
          + Asthma of any severity
        # Exclusion Criteria:
          · None
    """)


# ---- The text again


def test_rendering_gives_the_text_back() -> None:
    assert CRITERIA.render() == TEXT


def test_separators_stand_before_each_item_and_behind_the_last() -> None:
    criteria = trialtext.criteria("\n* Asthma\n\n  1. Eczema \n")
    assert criteria.separators == ("\n* ", "\n\n  1. ", " \n")


def test_characters_are_items_markers_and_white_space() -> None:
    text = "* Asthma\n  1. Eczema \n"
    assert trialtext.criteria(text).characters == Characters(12, 3, 7)
    assert sum(CRITERIA.characters) == len(TEXT)


# ---- JSON


def test_json_holds_the_items() -> None:
    made = json.loads(CRITERIA.to_json())
    assert made == CRITERIA.to_dict() == json.loads(CRITERIA.to_json(indent=True))
    assert list(made) == ["items"]
    assert made["items"][3] == {
        "kind": "criterion",
        "side": "inclusion",
        "text": "Asthma",
        "start": TEXT.index("Asthma"),
        "end": TEXT.index("Asthma") + 6,
        "level": 1,
        "parent": 2,
        "marker": "1.",
        "headings": ["Inclusion Criteria:"],
    }


def from_json(made: bytes) -> list[Criterion]:
    """Read items back; they have no location."""
    return [
        Criterion(
            **{
                **each,
                "kind": Kind(each["kind"]),
                "side": Side(each["side"]),
                "headings": tuple(each["headings"]),
                "doubts": tuple(each.get("doubts", ())),
            }
        )
        for each in json.loads(made)["items"]
    ]


def test_json_can_be_read_back() -> None:
    assert from_json(CRITERIA.to_json()) == list(CRITERIA.items)


def test_json_tells_evidence_and_doubts_where_there_are_some() -> None:
    (first,) = trialtext.criteria("* Adults").to_dict()["items"]
    assert first["doubts"] == ["side-by-wording"]
    assert "evidence" not in first
    hives = CRITERIA.to_dict()["items"][5]
    assert (hives["text"], hives["evidence"]) == ("hives", "in the line")


# ---- What is so whatever the text

PIECES = (
    *("* ", "- ", "• ", "1. ", "2. ", "(a) ", "(b) ", "1) ", "2) ", "ii. ", "\\* ", "5.2.1 "),
    *("\n", "\n", "\n\n", "\n  ", "\n   ", "\n      ", "\r\n", "\t", "  ", " - ", " * "),
    *("Inclusion Criteria:", "Exclusion criteria: ", "EXCLUSION CRITERIA ", "Non-inclusion"),
    *("Cohort A:", "Kidneys:", "At screening", "Withdrawal Criteria:", "PATIENTS"),
    *("One of the following:", "Subjects must meet all of the following:", "History of:"),
    *("Note: mild counts.", "OR", "; and", ", or", "None", "Other criteria may apply"),
    *("Asthma", "eczema ", "Able to read. ", "Naps; ", "\\> 18 years", "\\*", "†", "(", ")"),
    *("Pregnancy ", "Known hives ", "criterion (2) ", "Creams are allowed.", "😴", "\u00a0"),
)
made_of_pieces = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
list_lines = st.lists(
    st.tuples(
        st.sampled_from(["", "  ", "   ", "    ", "      "]),
        st.sampled_from(["* ", "- ", "1. ", "2. ", "a) ", "(i) ", "• ", "* 1. ", ""]),
        st.sampled_from([piece for piece in PIECES if len(piece) > 4]),
        st.sampled_from(["\n", "\n\n", " \n"]),
    ).map("".join),
    max_size=15,
).map("".join)
texts = st.one_of(made_of_pieces, list_lines)


@given(texts)
def test_any_text_is_given_back(text: str) -> None:
    criteria = trialtext.criteria(text)
    assert criteria.render() == text
    assert sum(criteria.characters) == len(text)
    assert len(criteria.separators) == len(criteria.items) + 1


@given(texts)
def test_items_are_in_order_without_overlap(text: str) -> None:
    items = trialtext.criteria(text).items
    assert all(one.end <= two.start for one, two in pairwise(items))
    for item in items:
        assert item.text == text[item.start : item.end]
        assert item.text
        assert item.text == item.text.strip()


@given(texts)
def test_parents_are_above_and_levels_follow_from_them(text: str) -> None:
    items = trialtext.criteria(text).items
    for index, item in enumerate(items):
        above: list[Criterion] = []
        parent = item.parent
        while parent is not None:
            assert 0 <= parent < index
            above.insert(0, items[parent])
            index, parent = parent, items[parent].parent  # noqa: PLW2901
        headings = [each.text for each in above if each.kind is Kind.HEADING]
        others = len(above) - len(headings)
        assert item.headings == tuple(headings)
        assert item.level == (len(headings) if item.kind is Kind.HEADING else others)


@given(texts)
def test_separators_hold_markers_white_space_and_punctuation(text: str) -> None:
    for separator in trialtext.criteria(text).separators:
        words = "".join(c if c.isalnum() else " " for c in separator).split()
        assert all(word.isdigit() or len(word) <= 2 for word in words), separator


@given(texts)
def test_trees_paths_and_json_agree(text: str) -> None:
    criteria = trialtext.criteria(text)

    def walk(nodes: tuple[Node, ...], above: str = "") -> list[tuple[str, Criterion]]:
        found = []
        for number, node in enumerate(nodes, 1):
            found.append((f"{above}{number}", node.item))
            found += walk(node.children, f"{above}{number}.")
        return found

    assert walk(criteria.tree()) == list(zip(criteria.paths, criteria.items, strict=True))
    assert from_json(criteria.to_json()) == list(criteria.items)
    assert str(criteria).count("\n") == max(len(criteria.items) - 1, 0)


@given(texts)
def test_doubts_are_those_of_the_catalogue(text: str) -> None:
    for item in trialtext.criteria(text).items:
        assert set(item.doubts) <= DOUBTS.keys()
        assert len(set(item.doubts)) == len(item.doubts)


@given(texts)
def test_reading_twice_gives_the_same(text: str) -> None:
    one, two = trialtext.criteria(text), trialtext.criteria(text)
    assert isinstance(one, Criteria)
    assert one == two
