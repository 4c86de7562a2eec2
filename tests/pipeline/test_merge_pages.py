"""Documents of one trial among many: which belong together, and in which order studies come."""

import pytest
from tests.pages import page, read, read_results

import trialtext
from trialtext import Diagnostic, Result, Study
from trialtext.merging import nct_id
from trialtext.pipeline.converter import Converter
from trialtext.pipeline.merge_pages import PageMerger
from trialtext.pipeline.outcomes import Outcome


def study_page(number: int, title: str = "Tea") -> Result:
    return read(header=(title, f"NCT ID: NCT9990000{number}"))


def results(number: int) -> Result:
    title = f"Trial Outcomes & Findings for Tea (NCT NCT9990000{number})"
    return read_results("Results Overview", "On tea.", header=(title,))


def merged(*documents: Result) -> tuple[list[Study], list[Diagnostic]]:
    conflicts: list[Diagnostic] = []
    merger = PageMerger(conflicts.append)
    for document in documents:
        number = nct_id(document.study) if document.study else None
        merger.add(
            Outcome(
                source="page.txt",
                content_hash="",
                status=document.status,
                nct_id=number,
                study=trialtext.to_json(document.study).decode() if document.study else None,
                result=document,
            )
        )
    groups = merger.groups(Converter())
    return [trialtext.from_json(first.study) for first, *_ in groups if first.study], conflicts


def summary(studies: list[Study]) -> list[tuple[str | None, bool]]:
    """Tell the number of each study, and whether it has results."""
    return [(nct_id(study), study.results_section is not None) for study in studies]


def test_nothing_is_no_study() -> None:
    assert merged() == ([], [])


@pytest.mark.parametrize("turned", [False, True])
def test_two_pages_of_a_trial_become_one_study(turned: bool) -> None:
    documents = [study_page(1), results(1)]
    studies, conflicts = merged(*(documents[::-1] if turned else documents))
    assert summary(studies) == [("NCT99900001", True)]
    assert conflicts == []


def test_they_may_stand_anywhere_and_the_first_tells_the_order() -> None:
    studies, _ = merged(study_page(1), results(2), study_page(3), study_page(2), results(1))
    assert summary(studies) == [
        ("NCT99900001", True),
        ("NCT99900002", True),
        ("NCT99900003", False),
    ]


def test_two_pages_of_one_kind_stay_two() -> None:
    studies, _ = merged(study_page(1), study_page(1))
    assert summary(studies) == [("NCT99900001", False)] * 2


def test_a_third_page_stays_by_itself() -> None:
    studies, _ = merged(study_page(1), results(1), results(1))
    assert summary(studies) == [("NCT99900001", True)] * 2


def test_pages_without_a_number_stay_by_themselves() -> None:
    unnumbered = trialtext.parse(page(("Brief Summary", "On tea."), header=()))
    assert unnumbered.study is not None
    assert merged(unnumbered, unnumbered)[0] == [unnumbered.study] * 2


def test_a_document_without_a_study_gives_none() -> None:
    assert merged(trialtext.parse("A dark and stormy night.")) == ([], [])


def test_conflicts_are_given_away() -> None:
    _, conflicts = merged(study_page(1, "Milk"), results(1))
    assert [d.code for d in conflicts] == ["different-value"]
