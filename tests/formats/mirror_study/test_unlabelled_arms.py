"""Arms and interventions without types: the one way to read all lines, or none."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trialtext.formats.mirror_study.unlabelled_arms import (
    Classified,
    Part,
    classify_lines,
)

NONE = "No interventions assigned to this group"
LETTERS = {
    Part.LABEL: "L",
    Part.DESCRIPTION: "d",
    Part.NAME: "n",
    Part.REPEATED: "r",
    Part.NONE: "-",
}


def parts_of(groups: str, listed: str) -> tuple[str, str] | None:
    """Classify lines that are given with a bar between; each becomes a letter."""
    found = classify_lines(lines(groups), lines(listed), {NONE})
    return found and (letters(found.groups), letters(found.interventions))


def lines(text: str) -> list[str]:
    return [NONE if line == "-" else line for line in text.split(" | ")] if text else []


def letters(parts: Sequence[Part]) -> str:
    return "".join(LETTERS[part] for part in parts)


# ---- Labels and names


def test_what_is_not_listed_is_a_label() -> None:
    assert parts_of("Bright | Lamp", "Lamp") == ("Ln", "n")


def test_names_that_follow_a_label_are_of_its_arm() -> None:
    assert parts_of("Bright | Lamp | Watch | Dim | Watch", "Lamp | Watch") == ("LnnLn", "nn")


def test_the_list_may_have_another_order() -> None:
    assert parts_of("Bright | Lamp | Watch | Dim | Watch", "Watch | Lamp") == ("LnnLn", "nn")


def test_one_arm_may_have_all_interventions() -> None:
    assert parts_of("All | Lamp | Watch | Milk", "Milk | Watch | Lamp") == ("Lnnn", "nnn")


@pytest.mark.parametrize("label", ["1", "A", "Group A (5 mg), n=3", "lamp", "x" * 100])
def test_a_label_may_look_like_anything_but_a_sentence(label: str) -> None:
    assert parts_of(f"{label} | Lamp", "Lamp") == ("Ln", "n")


# ---- Descriptions


def test_what_follows_a_label_and_is_no_name_describes_its_arm() -> None:
    groups = "Bright | Before each shift. | For a month. | Lamp | Dim | Lamp"
    assert parts_of(groups, "Lamp") == ("LddnLn", "n")


def test_what_follows_a_name_in_both_describes_the_intervention() -> None:
    groups = "Bright | Lamp | White light. | Dim | Lamp | White light."
    assert parts_of(groups, "Lamp | White light.") == ("LnrLnr", "nd")


def test_such_a_description_may_have_several_lines() -> None:
    listed = "Lamp | White light. | * At night | Watch"
    groups = "Bright | Lamp | White light. | * At night | Watch | Dim | Watch"
    assert parts_of(groups, listed) == ("LnrrnLn", "nddn")


def test_a_description_may_be_like_one_of_another_intervention() -> None:
    groups = "Bright | Lamp | At night. | Watch | At dawn."
    assert parts_of(groups, "Watch | At dawn. | Lamp | At night.") == ("Lnrnr", "ndnd")


def test_a_description_need_not_be_repeated_as_a_whole() -> None:
    groups = "Bright | Lamp | Dim | Lamp | White light."
    assert parts_of(groups, "Lamp | White light.") == ("LnLnr", "nd")


@pytest.mark.parametrize(
    "line",
    ["White light.", "Dose: 5 mg;", "* white", "- white", "• white", "Light. White", "w" * 101],
)
def test_a_listed_sentence_may_be_a_description(line: str) -> None:
    assert parts_of(f"Bright | Lamp | {line}", f"Lamp | {line}") == ("Lnr", "nd")


def test_a_listed_name_may_be_a_description() -> None:
    assert parts_of("Bright | Lamp | Watch | Dim | Lamp | Watch", "Lamp | Watch") is None
    assert parts_of("All | Lamp | Watch | Milk", "Lamp | Watch | Milk") is None


def test_a_line_that_once_stands_alone_is_a_name() -> None:
    assert parts_of("Bright | Lamp | Watch | Dim | Watch", "Lamp | Watch") == ("LnnLn", "nn")


# ---- Arms without interventions


def test_the_sentence_that_there_are_none_ends_an_arm() -> None:
    assert parts_of("Bright | Lamp | Waiting | -", "Lamp") == ("LnL-", "n")


def test_such_an_arm_may_have_a_description() -> None:
    assert parts_of("Waiting | They wait. | - | Bright | Lamp", "Lamp") == ("Ld-Ln", "n")


def test_no_arm_need_have_any() -> None:
    assert parts_of("Waiting | - | Resting | -", "") == ("L-L-", "")


# ---- An arm that is called like its intervention


@pytest.mark.parametrize(
    ("groups", "listed"),
    [
        ("Lamp | Lamp", "Lamp"),
        ("Lamp | Lamp | Milk | Milk", "Lamp | Milk"),
        ("Lamp | Lamp | Dim | Lamp", "Lamp"),
        ("Dim | Watch | Lamp | Lamp", "Watch | Lamp"),
        ("Dim | Lamp | Watch | Lamp | Watch | Milk", "Lamp | Watch | Milk"),
        ("Bright | Watch | Lamp | Lamp | -", "Lamp | Watch"),
        ("-", ""),
    ],
)
def test_it_may_be_one_whose_label_was_dropped(groups: str, listed: str) -> None:
    assert parts_of(groups, listed) is None


# ---- Where there is no one way


@pytest.mark.parametrize(
    ("groups", "listed"),
    [
        ("Lamp | Watch | Lamp | Watch", "Lamp | Watch"),
        ("Lamp | Lamp | Watch", "Lamp | Watch | Milk"),
        ("Bright | Lamp", "Lamp | Lamp"),
        ("Bright | Lamp", "Lamp | Watch"),
        ("Bright | Lamp", ""),
        ("Bright", "Lamp"),
        ("", "Lamp"),
        ("Bright | Lamp | Dim", "Lamp"),
        ("Lamp", "Lamp"),
        ("Lamp | Watch", "Lamp | Watch"),
        ("At night. | Lamp", "Lamp"),
        ("Dr. No | Lamp", "Lamp"),
        ("* bright | Lamp", "Lamp"),
        (f"{'b' * 101} | Lamp", "Lamp"),
        ("Bright | White light.", "White light."),
        (f"Bright | {'w ' * 101}", "w " * 101),
        ("Bright | Lamp | Lamp", "Lamp"),
    ],
)
def test_what_can_be_read_in_no_one_way_is_not_read(groups: str, listed: str) -> None:
    assert parts_of(groups, listed) is None


def test_a_line_listed_twice_may_be_a_name_or_a_description() -> None:
    assert parts_of("Bright | Lamp | Watch", "Lamp | Watch | Lamp") is None


# ---- Any lines


WORDS = st.sampled_from(
    [
        "Lamp",
        "Watch",
        "Milk",
        "Bright",
        "Dim",
        "Lamp.",
        "At night.",
        "* x",
        "",
        " ",
        NONE,
        "y" * 150,
    ]
)


@given(st.lists(WORDS, max_size=14), st.lists(WORDS, max_size=6), st.booleans())
@settings(max_examples=200)
def test_any_lines_are_read_sensibly_or_not_at_all(
    groups: list[str], listed: list[str], none: bool
) -> None:
    found = classify_lines(groups, listed, {NONE} if none else ())
    if found is not None:
        makes_sense(groups, listed, found)


@given(st.lists(st.text(max_size=5), max_size=12), st.lists(st.text(max_size=5), max_size=5))
@settings(max_examples=100)
def test_any_text_is_classified_or_not(groups: list[str], listed: list[str]) -> None:
    found = classify_lines(groups, [*listed, *groups[1::3]], ())
    if found is not None:
        assert (len(found.groups), len(found.interventions)) == (
            len(groups),
            len([*listed, *groups[1::3]]),
        )


def makes_sense(groups: Sequence[str], listed: Sequence[str], found: Classified) -> None:
    """Every line is something, every arm begins with its label, names are those of the list."""
    assert len(found.groups) == len(groups)
    assert len(found.interventions) == len(listed)
    assert set(found.interventions) <= {Part.NAME, Part.DESCRIPTION}
    assert not found.interventions or found.interventions[0] is Part.NAME
    assert not found.groups or found.groups[0] in (Part.LABEL, Part.NONE)
    names = {
        line for line, part in zip(listed, found.interventions, strict=True) if part is Part.NAME
    }
    used = {line for line, part in zip(groups, found.groups, strict=True) if part is Part.NAME}
    assert used <= names
    for line, part in zip(groups, found.groups, strict=True):
        if part is Part.DESCRIPTION:
            assert line not in names
        if part is Part.REPEATED:
            assert line in listed


@st.composite
def arms(draw: st.DrawFn) -> tuple[list[str], list[str], str]:
    """Lines of arms with labels of their own, and what each line is."""
    names = draw(st.lists(st.sampled_from("NOPQRS"), min_size=1, unique=True))
    described = {name: draw(st.sampled_from([[], [f"{name} is warm."]])) for name in names}
    groups: list[str] = []
    parts = ""
    for at in range(draw(st.integers(1, 5))):
        groups.append(f"Arm {at}")
        parts += "L"
        if draw(st.booleans()):
            groups.append(f"Arm {at} is described.")
            parts += "d"
        own = draw(st.lists(st.sampled_from(names), unique=True)) if at else names
        for name in own:
            groups += [name, *described[name]]
            parts += "n" + "r" * len(described[name])
        if not own:
            groups.append(NONE)
            parts += "-"
    listed = [line for name in draw(st.permutations(names)) for line in (name, *described[name])]
    return groups, listed, parts


@given(arms())
@settings(max_examples=100)
def test_labelled_arms_are_read_as_they_are_or_not_at_all(
    example: tuple[list[str], list[str], str],
) -> None:
    groups, listed, parts = example
    found = classify_lines(groups, listed, {NONE})
    assert found is None or letters(found.groups) == parts


# ---- Many lines


MANY = 20_000
NAMES = [f"name {n}" for n in range(MANY)]
ITEMS = [f"* {n}" for n in range(MANY)]


@pytest.mark.parametrize(
    ("groups", "listed"),
    [
        ([f"arm {n}" if n % 2 else "Lamp" for n in range(1, MANY)], ["Lamp"]),
        (["Lamp"] * MANY, ["Lamp"]),
        (NAMES, NAMES),
        (["Arm", *NAMES], NAMES[::-1]),
        ([name for name in NAMES[: MANY // 2] for _ in range(2)], NAMES[: MANY // 2]),
        (NAMES[:100] * (MANY // 100), NAMES[:100]),
        ([f"Line {n}." for n in range(MANY)], []),
        ([NONE] * MANY, []),
        (["Arm", NONE] * (MANY // 2), []),
        (["Arm", "Lamp", *ITEMS], ["Lamp", *ITEMS]),
    ],
    ids=[
        "arms",
        "one name",
        "names",
        "names listed backwards",
        "names twice",
        "a hundred names",
        "sentences",
        "none",
        "arms without any",
        "one long description",
    ],
)
def test_many_lines_are_read_in_little_time(groups: list[str], listed: list[str]) -> None:
    start = time.perf_counter()
    classify_lines(groups, listed, {NONE})
    assert time.perf_counter() - start < 2
