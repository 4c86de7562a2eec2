"""Whatever changes in what the pipeline makes of its pages fails here, field by field."""

from pathlib import Path

import pytest

from pipeline import open_trials, read_page

PAGES = Path(__file__).parents[1] / "pages"


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_page_is_read_as_before(path, study_snapshot):
    assert read_page(path) == study_snapshot


def test_open_trials_are_published_without_contacts(study_snapshot):
    for number, study in open_trials(PAGES).items():
        assert study == study_snapshot(name=number)
