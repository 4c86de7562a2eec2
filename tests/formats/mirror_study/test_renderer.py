"""Page text from records: the inverse of reading."""

import re
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import SEEDS
from tests.pages import codes, module

import trialtext
from trialtext import Study, render, view
from trialtext.model import IdentificationModule, ProtocolSection


def study_of(path: Path) -> Study:
    study = trialtext.parse_file(path).study
    assert study is not None
    return study


STUDIES = {seed.stem: study_of(seed) for seed in SEEDS}


def record(study: Study | None) -> Any:
    assert study is not None
    return trialtext.to_dict(study)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def without(text: str, heading: str, after: str) -> str:
    """Take one section out of a text."""
    start = text.index(f"\n{heading}\n")
    return text[:start] + text[text.index(f"\n{after}\n", start) :]


def test_a_read_page_is_rendered_as_it_was(seed: Path) -> None:
    text = seed.read_text("utf-8")
    result = trialtext.parse(text)
    assert result.study is not None
    if "unassigned-contact" in codes(result):
        after = "Related Links" if "\nRelated Links\n" in text else "Other Identifiers"
        text = without(text, "Facility Contacts", after)
    assert squeezed(render(result.study)) == squeezed(text)


def run_together(study: Study | None) -> Any:
    """Return the record with its terms as the page prints them: on one line."""
    found = record(study)
    conditions = found["protocolSection"]["conditionsModule"]
    found["protocolSection"]["conditionsModule"] = {
        field: [" ".join(terms)] for field, terms in conditions.items()
    }
    return found


def test_a_rendered_page_is_read_as_what_it_can_tell() -> None:
    for seed, study in STUDIES.items():
        assert run_together(trialtext.parse(render(study)).study) == record(view(study)), seed


def test_terms_of_a_rendered_page_are_parted_as_they_were() -> None:
    for seed, study in STUDIES.items():
        again = trialtext.parse(render(study))
        terms = record(study)["protocolSection"]["conditionsModule"]
        assert terms["conditions"], seed
        assert module(again, "conditionsModule") == terms, seed


def test_what_a_page_can_tell_is_no_more_the_second_time() -> None:
    for seed, study in STUDIES.items():
        assert view(view(study)) == view(study), seed


@pytest.mark.parametrize("study", [Study(), Study(protocol_section=ProtocolSection())])
def test_a_study_of_nothing_has_nothing_to_tell(study: Study) -> None:
    assert view(study) == Study()


def test_what_no_page_shows_is_left_out() -> None:
    identification = IdentificationModule(nct_id="NCT99900001", acronym="ORCHID")
    study = Study(protocol_section=ProtocolSection(identification_module=identification))
    assert "ORCHID" not in render(study)
