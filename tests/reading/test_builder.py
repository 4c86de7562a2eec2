"""The builder of a study: what readers put, claim and report of a small document."""

from typing import Any

import pytest

from trialtext.model.enums import Phase, StudyType
from trialtext.model.protocol import (
    DesignModule,
    IdentificationModule,
    ReferencesModule,
    SeeAlsoLink,
)
from trialtext.model.results import BaselineCharacteristicsModule
from trialtext.model.study import Study
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.builder import MOST_REPEATS, StudyBuilder
from trialtext.reading.diagnostics import CATALOGUE, Severity
from trialtext.reading.document import Document
from trialtext.reading.draft import Derivation, Draft, Value, freeze
from trialtext.text.decoding import decode
from trialtext.text.edits import Edit

TEXT = "Warm Milk\nPHASE2\n40 cups\n"


def building(text: str = TEXT) -> StudyBuilder[Any]:
    return StudyBuilder(Document(decode(text, "card.txt")), CATALOGUE, {})


def token(builder: StudyBuilder[Any], text: str) -> Token:
    start = builder.document.text.index(text)
    return builder.document.token(start, start + len(text))


def study_of(builder: StudyBuilder[Any]) -> Study:
    study, _ = freeze(builder.study())
    assert isinstance(study, Study)
    return study


def reports(builder: StudyBuilder[Any]) -> list[tuple[str, str]]:
    return [(d.code, builder.document.text[d.start : d.end]) for d in builder.diagnostics()]


# ---- Drafting the study


def test_without_values_a_study_is_empty() -> None:
    assert study_of(building()) == Study()


def test_modules_find_their_sections() -> None:
    builder = building()
    builder.put(IdentificationModule, brief_title=Value("Warm Milk", ((0, 9),)))
    builder.put(BaselineCharacteristicsModule, population_description=Value("All", ((0, 3),)))
    builder.has_results = Value(True, ((0, 1),))
    study = study_of(builder)
    assert study.protocol_section is not None
    assert study.protocol_section.identification_module == IdentificationModule(
        brief_title="Warm Milk"
    )
    assert study.results_section is not None
    assert study.results_section.baseline_characteristics_module is not None
    assert study.has_results is True


def test_what_is_absent_leaves_no_trace() -> None:
    builder = building()
    builder.put(DesignModule, phases=[], enrollment_info=None)
    assert study_of(builder) == Study()


def test_a_second_value_of_a_field_is_unparsed() -> None:
    builder = building()
    for text in ("Warm Milk", "40 cups"):
        builder.put(IdentificationModule, brief_title=builder.verbatim(token(builder, text)))
    assert builder.module(IdentificationModule).value("brief_title") == Value(
        "Warm Milk", ((0, 9),)
    )
    assert reports(builder) == [("repeated-value", "40 cups")]
    assert builder.unparsed == [(17, 24)]


def test_of_a_second_list_every_value_is_unparsed() -> None:
    builder = building()
    links = [
        Draft(SeeAlsoLink, url=builder.verbatim(token(builder, text)))
        for text in ("Warm Milk", "40 cups")
    ]
    builder.put(ReferencesModule, see_also_links=links[:1])
    builder.put(ReferencesModule, see_also_links=links)
    assert reports(builder) == [("repeated-value", "Warm Milk"), ("repeated-value", "40 cups")]


# ---- Values


def test_a_verbatim_value_is_the_token() -> None:
    builder = building()
    assert builder.verbatim(token(builder, "Warm Milk")) == Value("Warm Milk", ((0, 9),))
    assert builder.verbatim(Token("", 3)) is None


def test_a_code_is_looked_up() -> None:
    builder = building()
    phase = token(builder, "PHASE2")
    assert builder.code(phase, {"PHASE2": Phase.PHASE2}) == Value(Phase.PHASE2, (phase.span,))
    assert builder.code(phase, {"PHASE2": False}) == Value(
        False, (phase.span,), Derivation.NORMALIZED
    )
    assert reports(builder) == []


def test_an_unknown_code_is_unparsed() -> None:
    builder = building()
    assert (
        builder.code(token(builder, "Warm Milk"), {"OBSERVATIONAL": StudyType.OBSERVATIONAL})
        is None
    )
    assert reports(builder) == [("unknown-code", "Warm Milk")]
    assert builder.unparsed == [(0, 9)]


def test_a_number_is_parsed() -> None:
    builder = building()
    number = token(builder, "40")
    assert builder.parse(number, int, "a number") == Value(
        40, (number.span,), Derivation.NORMALIZED
    )
    assert builder.parse(number, str, "a text") == Value("40", (number.span,))


def test_what_cannot_be_parsed_is_unparsed() -> None:
    builder = building()
    assert builder.parse(token(builder, "Warm Milk"), lambda _: None, "a number") is None
    (found,) = builder.diagnostics()
    assert (found.code, found.message) == ("unreadable-value", "'Warm Milk' is not a number")


def test_a_label_has_a_value_or_is_reported() -> None:
    builder = building()
    label, value = token(builder, "Warm"), token(builder, "Milk")
    assert builder.labelled_value(Tree("size", [label, value])) is value
    assert builder.labelled_value(Tree("size", [label])) is None
    assert reports(builder) == [("missing-value", "Warm")]


# ---- Lines that are no values

NAVIGATION = "Home\nTrials\n"
SECTION = "Data Sharing\nExplore how the data of this study are shared.\nOn request.\n"


def lines(builder: StudyBuilder[Any]) -> list[Token]:
    return builder.document.token(0, len(builder.document.text)).lines()


def test_lines_around_a_page_are_one_stretch_of_noise() -> None:
    builder = building(NAVIGATION)
    builder.mark_noise(lines(builder))
    assert builder.noise == [(0, 11)]
    assert reports(builder) == [("noise", "Home\nTrials")]


def test_no_lines_are_no_noise() -> None:
    builder = building()
    builder.mark_noise([])
    assert (builder.noise, reports(builder)) == ([], [])


def test_a_section_is_no_noise() -> None:
    builder = building(SECTION)
    builder.mark_noise(lines(builder))
    assert builder.noise == []
    assert reports(builder) == [("unknown-section", SECTION.strip())]


def test_unparsed_lines_are_reported_singly_sections_as_one() -> None:
    builder = building(NAVIGATION + SECTION)
    builder.unparsed_lines(lines(builder))
    assert reports(builder) == [
        ("unknown-line", "Home"),
        ("unknown-line", "Trials"),
        ("unknown-section", SECTION.strip()),
    ]
    assert len(builder.unparsed) == 3


# ---- Diagnostics


def test_a_diagnostic_has_severity_place_and_section() -> None:
    builder = building()
    builder.section = "size"
    builder.report("missing-optional", (17, 19), "no cups")
    (found,) = builder.diagnostics()
    assert str(found) == "card.txt:3:1: info missing-optional: no cups [size]"
    assert (found.severity, found.start, found.end) == (Severity.INFO, 17, 19)


def test_diagnostics_stand_in_the_order_of_the_text() -> None:
    builder = building()
    for start in (10, 0, 17):
        builder.report("unknown-line", (start, start + 1), "a line")
    assert [d.line for d in builder.diagnostics()] == [1, 2, 3]


def test_places_are_those_in_the_input() -> None:
    source = decode("Warm\u200b Milk\n40 cups").edited([Edit(4, 5, "")])
    builder: StudyBuilder[Any] = StudyBuilder(Document(source), CATALOGUE, {})
    builder.report("unknown-line", token(builder, "40").span, "a line")
    (found,) = builder.diagnostics()
    assert (found.start, found.end, found.line, found.column) == (11, 13, 2, 1)


def test_a_code_that_the_format_does_not_have_is_an_error() -> None:
    builder = building()
    builder.report("no-such-code", (0, 0), "")
    with pytest.raises(KeyError, match="no-such-code"):
        builder.diagnostics()


def test_the_same_is_not_reported_again_and_again() -> None:
    builder = building()
    for _ in range(MOST_REPEATS + 234):
        builder.report("unknown-line", (0, 4), "a line")
    found = builder.diagnostics()
    assert len(found) == MOST_REPEATS
    assert found[-1].message == "a line, and 234 more like it"
