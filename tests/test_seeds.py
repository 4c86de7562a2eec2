"""Whole pages, from text to the exact bytes of their JSON."""

from pathlib import Path

from syrupy.assertion import SnapshotAssertion
from tests.conftest import EXTRACTED_SEEDS, RESULTS_SEEDS, SEEDS

import trialtext


def test_a_seed_becomes_exactly_this_json(seed: Path, snapshot_bytes: SnapshotAssertion) -> None:
    study = trialtext.parse_file(seed).study
    assert study is not None
    assert trialtext.to_json(study, indent=True) + b"\n" == snapshot_bytes


def test_a_seed_is_read_with_exactly_these_diagnostics(
    seed: Path, snapshot: SnapshotAssertion
) -> None:
    result = trialtext.parse(seed.read_bytes(), path=seed.name)
    assert [str(diagnostic) for diagnostic in result.diagnostics] == snapshot


def test_seeds_are_read_whole() -> None:
    for seed in SEEDS:
        result = trialtext.parse_file(seed)
        # Of which site a contact is, some pages do not tell.
        unassigned = {d.start for d in result.diagnostics if d.code == "unassigned-contact"}
        assert {each.location.start for each in result.unparsed} == unassigned, seed.stem
        assert result.status is trialtext.Status.COMPLETE, seed.stem


def test_studies_survive_the_way_through_json() -> None:
    for seed in (*SEEDS, *EXTRACTED_SEEDS, *RESULTS_SEEDS):
        study = trialtext.parse_file(seed).study
        assert study is not None
        assert trialtext.from_json(trialtext.to_json(study)) == study, seed.stem


# ---- Pages as extractors leave them


def test_an_extracted_page_becomes_exactly_this_json(
    extracted_seed: Path, snapshot_bytes: SnapshotAssertion
) -> None:
    study = trialtext.parse_file(extracted_seed).study
    assert study is not None
    assert trialtext.to_json(study, indent=True) + b"\n" == snapshot_bytes


def test_an_extracted_page_is_read_with_exactly_these_diagnostics(
    extracted_seed: Path, snapshot: SnapshotAssertion
) -> None:
    result = trialtext.parse(extracted_seed.read_bytes(), path=extracted_seed.name)
    assert [str(diagnostic) for diagnostic in result.diagnostics] == snapshot


# ---- Results pages


def test_a_results_page_becomes_exactly_this_json(
    results_seed: Path, snapshot_bytes: SnapshotAssertion
) -> None:
    study = trialtext.parse_file(results_seed).study
    assert study is not None
    assert trialtext.to_json(study, indent=True) + b"\n" == snapshot_bytes


def test_a_results_page_is_read_with_exactly_these_diagnostics(
    results_seed: Path, snapshot: SnapshotAssertion
) -> None:
    result = trialtext.parse(results_seed.read_bytes(), path=results_seed.name)
    assert [str(diagnostic) for diagnostic in result.diagnostics] == snapshot
