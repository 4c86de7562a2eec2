"""Text of results pages from records, in each variant: the inverse of reading."""

from pathlib import Path

import pytest
from tests.conftest import RESULTS_SEEDS
from tests.pages import RESULTS, codes

import trialtext
from trialtext import Study
from trialtext.model import IdentificationModule, ProtocolSection

each_variant = pytest.mark.parametrize("variant", RESULTS.variants)


def render_results(study: Study, variant: str = "flattened") -> str:
    return trialtext.render(study, format="mirror-results", variant=variant)


def results_view(study: Study, variant: str = "flattened") -> Study:
    return trialtext.view(study, format="mirror-results", variant=variant)


def read(path: Path) -> Study:
    study = trialtext.parse_file(path).study
    assert study is not None
    return study


@each_variant
def test_a_rendered_page_is_read_as_what_it_can_tell(variant: str) -> None:
    for seed in RESULTS_SEEDS:
        study = read(seed)
        # A number at the very end of a text may have been cut off: a newline says that it was not.
        result = trialtext.parse(render_results(study, variant) + "\n")
        if result.study != results_view(study, variant):
            assert variant == "flattened", seed.stem
            assert "row-width" in codes(result), seed.stem


@each_variant
def test_what_a_page_can_tell_is_no_more_the_second_time(variant: str) -> None:
    for seed in RESULTS_SEEDS:
        once = results_view(read(seed), "flattened")
        cut = results_view(once, variant)
        assert results_view(once, "flattened") == once, seed.stem
        assert results_view(cut, "flattened") == cut, seed.stem


def test_a_page_is_rendered_as_it_was() -> None:
    (path,) = (path for path in RESULTS_SEEDS if path.stem == "one-arm")
    assert squeezed(render_results(read(path))) == squeezed(path.read_text("utf-8"))


def test_a_study_of_nothing_has_headings_only() -> None:
    assert "Results Overview" in render_results(Study())
    assert results_view(Study()) == Study(has_results=True)


def test_what_no_page_shows_is_left_out() -> None:
    module = IdentificationModule(nct_id="NCT99900001", acronym="ORCHID")
    study = Study(protocol_section=ProtocolSection(identification_module=module))
    assert "ORCHID" not in render_results(study)
    assert "NCT99900001" in render_results(study)


def test_there_is_no_fourth_variant() -> None:
    with pytest.raises(ValueError, match="no variant 'D'"):
        render_results(Study(), "D")


def squeezed(text: str) -> str:
    return " ".join(text.split())
