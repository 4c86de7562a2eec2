"""What a format is: one value, a row of the table, and files by its name."""

import attrs
import pytest
from tests.conftest import CHECKOUT
from tests.formats.toy import TOY
from tests.pages import PAGE_FORMATS, RESULTS, STUDY

import trialtext
from trialtext.formats import FORMATS, get_format
from trialtext.formats.format import Format
from trialtext.formats.layout import undivided
from trialtext.formats.page import PageFormat
from trialtext.parsing.headings import HEADER
from trialtext.reading.section import Body

each_format = pytest.mark.parametrize("format_", FORMATS, ids=lambda each: each.name)
each_page_format = pytest.mark.parametrize("format_", PAGE_FORMATS, ids=lambda each: each.name)


def test_the_table_has_every_format() -> None:
    assert [each.name for each in trialtext.formats()] == [each.name for each in FORMATS]
    assert [get_format(each.name) for each in FORMATS] == FORMATS


def test_an_unknown_name_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(ValueError, match="no format 'pdf'; there are mirror-study, "):
        get_format("pdf")


@each_format
def test_a_format_has_grammar_package_seeds_and_tests_by_its_name(format_: Format) -> None:
    package = format_.name.replace("-", "_")
    assert format_.grammar == CHECKOUT / "grammar" / f"{format_.name}.lark"
    assert (CHECKOUT / "src" / "trialtext" / "formats" / package).is_dir()
    assert list((CHECKOUT / "seeds" / format_.name).iterdir())
    assert list((CHECKOUT / "tests" / "formats" / package).glob("test_*.py"))


@each_format
def test_its_seeds_are_known_as_texts_of_the_format(format_: Format) -> None:
    folder = CHECKOUT / "seeds" / format_.name
    for seed in (path for path in folder.rglob("*.*") if path.is_file()):
        assert trialtext.detect(seed.read_bytes()).format == format_.name, seed


@each_page_format
def test_names_and_headings_of_sections_are_unique(format_: PageFormat) -> None:
    for values in (
        [section.name for section in format_.sections],
        [section.heading or section.pattern for section in format_.sections],
    ):
        assert len(set(values)) == len(values)


@each_page_format
def test_a_section_is_read_after_those_whose_evidence_it_needs(format_: PageFormat) -> None:
    order = [section.name for section in format_.reading_order]
    assert sorted(order) == sorted(format_.section)
    for name, before in format_.after.items():
        assert all(order.index(other) < order.index(name) for other in before), name


def test_evidence_in_a_circle_is_an_error() -> None:
    circle = {"sponsors": ("locations",), "locations": ("sponsors",)}
    with pytest.raises(ValueError, match="cycle"):
        _ = attrs.evolve(STUDY, after=circle).reading_order


@each_page_format
def test_sections_of_plain_text_have_no_rule(format_: PageFormat) -> None:
    plain = [s.name for s in format_.sections if s.body in (Body.TEXT, Body.LINE)]
    assert set(format_.rules) == {HEADER, *format_.section} - set(plain)


def test_a_format_has_its_own_diagnostics_beside_those_of_all() -> None:
    assert "unsplit-terms" in STUDY.full_catalogue
    assert "unsplit-terms" not in RESULTS.full_catalogue
    assert "unknown-line" in RESULTS.full_catalogue.keys() & TOY.full_catalogue.keys()


def test_a_format_has_its_own_repairs_beside_those_of_all() -> None:
    assert STUDY.repair_names - RESULTS.repair_names == {"glued-heading"}
    assert RESULTS.repair_names == TOY.repair_names


def test_a_text_is_one_document_unless_the_format_divides_it() -> None:
    assert undivided("Tea\nTea") == [(0, 7)]
