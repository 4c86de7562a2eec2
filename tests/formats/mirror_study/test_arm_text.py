"""Where an intervention's description ends and the next arm begins."""

from itertools import product

import pytest

from trialtext.formats.mirror_study.arm_text import (
    ArmText,
    Delimiter,
    InterventionList,
    Mark,
    Split,
    split_arm_texts,
)

MELATONIN = Delimiter(Mark.INTERVENTION, "Melatonin", "DRUG")
PILLOW = Delimiter(Mark.INTERVENTION, "Pillow", "DEVICE")
START = END = Delimiter(Mark.BOUND)
TYPE = Delimiter(Mark.TYPE)
NONE = Delimiter(Mark.NONE)


LISTED = ("Melatonin", "DRUG")


def known(*descriptions: str) -> InterventionList:
    return InterventionList([(LISTED, description) for description in descriptions])


def split(text: str, before: Delimiter, after: Delimiter, listing: InterventionList) -> Split:
    (found,) = split_arm_texts([ArmText(before, text, after)], listing)
    return found


def parts(
    text: str, listing: InterventionList, before: Delimiter = MELATONIN, after: Delimiter = TYPE
) -> tuple[str, str]:
    end = split(text, before, after, listing).end
    return text[:end].strip(), text[end:].strip()


@pytest.mark.parametrize("after", [TYPE, NONE, PILLOW])
def test_the_known_description_is_split_off(after: Delimiter) -> None:
    found = parts("5 mg.\n\nControl\n\nAs ever.", known("5 mg."), after=after)
    assert found == ("5 mg.", "Control\n\nAs ever.")


def test_a_known_description_may_have_paragraphs() -> None:
    found = parts("5 mg.\n\nAt night.\n\nControl", known("5 mg.\n\nAt night."))
    assert found == ("5 mg.\n\nAt night.", "Control")


@pytest.mark.parametrize(
    "text", ["5 mg.\nAt night.\nControl", "5 mg.  \n\n\n At night.\n\nControl"]
)
def test_white_space_between_lines_does_not_matter(text: str) -> None:
    found = split(text, MELATONIN, TYPE, known("5 mg.\n\nAt night."))
    assert found.certain
    assert text[found.end :].strip() == "Control"


def test_a_description_known_to_be_empty_gives_all_to_the_arm() -> None:
    found = split("Control\n\nAs ever.", MELATONIN, TYPE, known(""))
    assert found.certain
    assert parts("Control\n\nAs ever.", known("")) == ("", "Control\n\nAs ever.")


def test_a_description_ends_at_the_end_of_a_line() -> None:
    text = "5 mg. every night.\n\nControl"
    assert not split(text, MELATONIN, TYPE, known("5 mg.")).certain


def test_a_description_that_begins_otherwise_is_not_certain() -> None:
    assert not split("6 mg.\n\nControl", MELATONIN, TYPE, known("5 mg.")).certain


def test_without_a_known_description_nothing_is_certain() -> None:
    assert not split("5 mg.\n\nControl", MELATONIN, TYPE, known()).certain


@pytest.mark.parametrize("other", [("Melatonin", "DEVICE"), ("Pillow", "DRUG")])
def test_a_description_belongs_to_one_name_and_one_type(other: tuple[str, str]) -> None:
    assert not split(
        "5 mg.\n\nControl", MELATONIN, TYPE, InterventionList([(other, "5 mg.")])
    ).certain


@pytest.mark.parametrize("after", [TYPE, NONE])
def test_an_arm_that_must_begin_needs_a_label(after: Delimiter) -> None:
    assert parts("Placebo", known("", "Placebo"), after=after) == ("", "Placebo")


def test_the_end_of_the_section_begins_no_arm() -> None:
    assert parts("5 mg.", known("", "5 mg."), after=END) == ("5 mg.", "")


def test_the_description_that_was_found_is_given() -> None:
    assert split("8 mg.\n\nHigh", MELATONIN, TYPE, known("2 mg.", "8 mg.")).matched == 1


def test_no_description_is_given_where_none_was_found() -> None:
    assert split("9 mg.\n\nHigh", MELATONIN, TYPE, known("2 mg.", "8 mg.")).matched is None


@pytest.mark.parametrize("descriptions", [("", "A"), ("A", ""), ("A", "A\n\nB")])
def test_two_places_to_cut_are_not_certain(descriptions: tuple[str, str]) -> None:
    assert not split("A\n\nB\n\nC", MELATONIN, TYPE, known(*descriptions)).certain


def test_of_two_interventions_alike_the_first_is_uncertain() -> None:
    found = split("A\n\nB", MELATONIN, TYPE, known("A", "A"))
    assert (found.end, found.matched, found.certain) == (1, 0, False)


@pytest.mark.parametrize("before", [START, NONE])
def test_what_follows_an_arm_is_the_next_arm(before: Delimiter) -> None:
    found = split("Control\n\nAs ever.", before, TYPE, known("Control"))
    assert found.certain
    assert parts("Control\n\nAs ever.", known("Control"), before=before) == (
        "",
        "Control\n\nAs ever.",
    )


def test_no_arm_begins_after_a_group_type() -> None:
    assert not split("Stray words.", TYPE, PILLOW, known()).certain


@pytest.mark.parametrize("before", [START, TYPE, NONE, MELATONIN])
@pytest.mark.parametrize("after", [END, PILLOW])
def test_no_text_is_no_doubt(before: Delimiter, after: Delimiter) -> None:
    found = split("", before, after, known(""))
    assert found.certain
    assert found.end == 0


def test_the_two_parts_are_always_the_whole() -> None:
    befores, afters = (START, TYPE, NONE, MELATONIN), (END, TYPE, NONE, PILLOW)
    texts = ("", "A", "A\n\nB", "A\n\nB\n\nC")
    known_descriptions = ((), ("",), ("A",), ("A\n\nB",), ("Z",))
    for before, after, text, described in product(befores, afters, texts, known_descriptions):
        assert 0 <= split(text, before, after, known(*described)).end <= len(text)


# ---- What stands after the same intervention elsewhere

SHAM = "6 mg.\nAt night.\n\nSham\n\nOther."
CONTROL = "6 mg.\nAt night.\n\nControl\n\nAs ever."
OTHERWISE = Delimiter(Mark.INTERVENTION, "Melatonin", "DEVICE")


def split_all(*texts: tuple[Delimiter, str]) -> list[tuple[str, bool]]:
    """Split texts after interventions; return the next arm of each, and if it is certain."""
    arm_texts = [ArmText(before, text, TYPE) for before, text in texts]
    found = split_arm_texts(arm_texts, known("5 mg."))
    return [
        (arm_text.text[each.end :].strip().partition("\n")[0], each.certain)
        for arm_text, each in zip(arm_texts, found, strict=True)
    ]


def test_two_texts_that_begin_alike_show_where_a_description_ends() -> None:
    found = split_all((MELATONIN, CONTROL), (MELATONIN, SHAM))
    assert found == [("Control", True), ("Sham", True)]


def test_texts_after_different_interventions_show_nothing() -> None:
    found = split_all((MELATONIN, CONTROL), (OTHERWISE, SHAM))
    assert [certain for _, certain in found] == [False, False]


def test_the_same_text_twice_shows_nothing() -> None:
    found = split_all((MELATONIN, CONTROL), (MELATONIN, CONTROL))
    assert [certain for _, certain in found] == [False, False]


def test_any_number_of_texts_may_begin_alike() -> None:
    texts = [f"6 mg.\nAt night.\n\nGroup {number}" for number in range(50)]
    found = split_all(*((MELATONIN, text) for text in texts))
    assert found == [(f"Group {number}", True) for number in range(50)]
