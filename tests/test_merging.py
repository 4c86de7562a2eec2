"""One study from the two pages of a trial."""

from pathlib import Path

import pytest

import trialtext
from trialtext import ConflictWarning, Diagnostic, Result, Study, merge

CHECKOUT = Path(__file__).parents[1]
RESULTS = (CHECKOUT / "seeds" / "results" / "one-arm.txt").read_text("utf-8")
PAGE = (CHECKOUT / "seeds" / "results-available.txt").read_text("utf-8")
TITLE = "Lumarexin in Adults With Seasonal Tarn Fever"


def study_page(text: str = PAGE) -> Result:
    lines = text.split("\n")
    number = next(line for line in lines if line.startswith("NCT ID:"))
    return trialtext.parse(text.replace(number, "NCT ID: NCT99910001"), path="study.txt")


def results_page(text: str = RESULTS) -> Result:
    return trialtext.parse(text, path="results.txt")


def joined(one: Study | Result, other: Study | Result) -> tuple[Study, list[Diagnostic]]:
    told: list[Diagnostic] = []
    return merge(one, other, tell=told.append), told


def test_each_page_gives_what_it_has() -> None:
    page, results = study_page(), results_page()
    study, _ = joined(page, results)
    assert page.study is not None
    assert results.study is not None
    assert study.results_section == results.study.results_section
    assert study.protocol_section is not None
    assert page.study.protocol_section is not None
    assert (
        study.protocol_section.eligibility_module == page.study.protocol_section.eligibility_module
    )
    status = study.protocol_section.status_module
    assert status is not None
    assert status.results_first_post_date_struct is not None
    assert status.results_first_post_date_struct.date == "2023-05-17"
    assert study.has_results is True


def test_a_conflict_is_told_with_its_place_on_the_results_page() -> None:
    _, told = joined(study_page(), results_page())
    assert {diagnostic.code for diagnostic in told} == {"different-value"}
    title = next(d for d in told if d.message.startswith("briefTitle"))
    assert RESULTS[title.start : title.end] == TITLE
    assert (title.path, title.line, title.column) == ("results.txt", 1, 31)


def test_the_study_page_is_believed() -> None:
    page = study_page()
    study, _ = joined(page, results_page())
    assert page.study is not None
    for whole in (page.study, study):
        assert whole.protocol_section is not None
        module = whole.protocol_section.identification_module
        assert module is not None
        assert module.brief_title != TITLE


def test_posted_results_are_believed() -> None:
    page = study_page(PAGE.replace("Results available", "Results pending"))
    study, told = joined(page, results_page())
    assert study.has_results is True
    assert any(diagnostic.message.startswith("hasResults") for diagnostic in told)


def test_pages_that_agree_have_no_conflicts() -> None:
    results = results_page()
    assert results.study is not None
    study, told = joined(results.study, results)
    assert (study, told) == (results.study, [])


def test_studies_will_do() -> None:
    page, results = study_page().study, results_page().study
    assert page is not None
    assert results is not None
    with pytest.warns(ConflictWarning) as told:
        study = merge(page, results)
    assert any("briefTitle" in str(warning.message) for warning in told)
    assert study == joined(study_page(), results_page())[0]


def test_what_is_merged_survives_the_way_through_json() -> None:
    study, _ = joined(study_page(), results_page())
    assert trialtext.from_json(trialtext.to_json(study)) == study


def test_pages_of_two_trials_are_not_merged() -> None:
    other = results_page(RESULTS.replace("NCT99910001", "NCT99910009"))
    with pytest.raises(ValueError, match="pages of two trials: NCT99910001, NCT99910009"):
        merge(study_page(), other)


def test_a_page_that_could_not_be_read_is_not_merged() -> None:
    with pytest.raises(ValueError, match="could not be read"):
        merge(study_page(), trialtext.parse(""))
