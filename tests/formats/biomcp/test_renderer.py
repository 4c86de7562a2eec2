"""Records printed by the package: as the printer of the tests does, and read back."""

import json
from pathlib import Path

import pytest
from tests.conftest import ALL_SEEDS, CHECKOUT
from tests.formats.biomcp.printer import printed
from tests.pages import codes, seed_text

import trialtext
from trialtext import Study
from trialtext.model import Outcome, OutcomesModule, ProtocolSection

SEEDS = sorted((CHECKOUT / "seeds" / "biomcp").glob("*.txt"))


def rendered(study: Study) -> str:
    return trialtext.render(study, format="biomcp") + "\n"


def study_of(path: Path) -> Study:
    study = trialtext.parse_file(path).study
    assert study is not None
    return study


@pytest.mark.parametrize("seed", ALL_SEEDS, ids=lambda path: path.stem)
def test_a_study_of_any_format_is_printed_as_its_json_would_be(seed: Path) -> None:
    study = study_of(seed)
    assert rendered(study) == printed(json.loads(trialtext.to_json(study)))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda path: path.stem)
def test_a_printed_study_is_read_as_its_view(seed: Path) -> None:
    study = study_of(seed)
    result = trialtext.parse(rendered(study))
    assert result.study == trialtext.view(study, format="biomcp")
    assert result.study == study


def test_a_print_is_printed_again() -> None:
    text = seed_text("whole-record", "biomcp")
    study = trialtext.parse(text).study
    assert study is not None
    assert rendered(study) == text


def test_the_view_leaves_out_what_no_print_tells() -> None:
    text = f"A  long text,   {'on tea ' * 12}"
    outcome = Outcome(measure="Sleep", description=text, extra={"milk": 1})
    study = Study(protocol_section=ProtocolSection(
        outcomes_module=OutcomesModule(primary_outcomes=(outcome, outcome))
    ))  # fmt: skip
    once = Outcome(measure="Sleep", description=" ".join(text.split()))
    shown = trialtext.view(study, format="biomcp")
    assert shown.protocol_section == ProtocolSection(
        outcomes_module=OutcomesModule(primary_outcomes=(once,))
    )
    result = trialtext.parse(rendered(study), format="biomcp")
    assert result.study == shown
    assert codes(result) == ["unknown-key"]
