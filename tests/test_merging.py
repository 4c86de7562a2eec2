"""One study from the two pages of a trial."""

import pytest
from tests.pages import seed_text

import trialtext
from trialtext import ConflictWarning, Diagnostic, Result, Study, merge

RESULTS = seed_text("several-periods", "mirror-results")
PAGE = seed_text("results-available")
TITLE = "Another Title"


def study_page(text: str = PAGE) -> Result:
    return trialtext.parse(text, path="study.txt")


def results_page(text: str = RESULTS) -> Result:
    return trialtext.parse(text, path="results.txt")


def conflicting() -> Result:
    """Read a results page with another title."""
    title = RESULTS.partition(" for ")[2].partition(" (NCT")[0]
    return results_page(RESULTS.replace(title, TITLE, 1))


def joined(one: Study | Result, other: Study | Result) -> tuple[Study, list[Diagnostic]]:
    conflicts: list[Diagnostic] = []
    return merge(one, other, on_diagnostic=conflicts.append), conflicts


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
    assert status.results_first_post_date_struct.date == "2021-02-09"
    assert study.has_results is True


def test_pages_that_agree_have_no_conflicts() -> None:
    assert joined(study_page(), results_page())[1] == []


def test_a_conflict_is_reported_at_its_place_on_the_results_page() -> None:
    page = conflicting()
    _, (found,) = joined(study_page(), page)
    assert (found.code, found.message.partition(":")[0]) == ("different-value", "briefTitle")
    assert page.text[found.start : found.end] == TITLE
    assert (found.path, found.line, found.column) == ("results.txt", 1, 31)


def test_the_study_page_is_believed() -> None:
    assert joined(study_page(), conflicting())[0] == joined(study_page(), results_page())[0]


def test_posted_results_are_believed() -> None:
    page = study_page(PAGE.replace("Results available", "Results pending"))
    study, conflicts = joined(page, results_page())
    assert study.has_results is True
    assert any(diagnostic.message.startswith("hasResults") for diagnostic in conflicts)


def test_studies_will_do() -> None:
    page, results = study_page().study, conflicting().study
    assert page is not None
    assert results is not None
    with pytest.warns(ConflictWarning, match="briefTitle"):
        study = merge(page, results)
    assert study == joined(study_page(), results_page())[0]


def test_what_is_merged_survives_the_way_through_json() -> None:
    study, _ = joined(study_page(), results_page())
    assert trialtext.from_json(trialtext.to_json(study)) == study


def test_pages_of_two_trials_are_not_merged() -> None:
    other = results_page(RESULTS.replace("NCT99900008", "NCT99910009"))
    with pytest.raises(ValueError, match="documents of two trials: NCT99900008, NCT99910009"):
        merge(study_page(), other)


def test_a_page_that_could_not_be_read_is_not_merged() -> None:
    with pytest.raises(ValueError, match="could not be read"):
        merge(study_page(), trialtext.parse(""))


def test_two_pages_of_one_kind_are_not_merged() -> None:
    with pytest.raises(ValueError, match="both documents tell the protocol of a trial"):
        merge(study_page(), study_page())


def test_the_order_of_the_pages_changes_nothing() -> None:
    assert joined(results_page(), study_page()) == joined(study_page(), results_page())
