"""Whole texts of every format, from text to the exact bytes of their JSON."""

from pathlib import Path

from syrupy.assertion import SnapshotAssertion
from tests.conftest import ALL_SEEDS, SEEDS

import trialtext
from trialtext import Study


def studies(seed: Path) -> list[Study]:
    """Read all studies of a seed."""
    found = [result.study for result in trialtext.parse_all(seed.read_bytes(), path=seed.name)]
    return [study for study in found if study is not None]


def test_a_seed_becomes_exactly_this_json(
    any_seed: Path, snapshot_bytes: SnapshotAssertion
) -> None:
    written = [trialtext.to_json(study, indent=True) for study in studies(any_seed)]
    assert b"".join(each + b"\n" for each in written) == snapshot_bytes


def test_a_seed_is_read_with_exactly_these_diagnostics(
    any_seed: Path, snapshot: SnapshotAssertion
) -> None:
    results = trialtext.parse_all(any_seed.read_bytes(), path=any_seed.name)
    assert [str(each) for result in results for each in result.diagnostics] == snapshot


def test_the_criteria_of_a_seed_are_exactly_these(
    any_seed: Path, snapshot: SnapshotAssertion
) -> None:
    results = list(trialtext.parse_all(any_seed.read_bytes(), path=any_seed.name))
    criteria = [trialtext.criteria(result) for result in results if result.study]
    assert [each.to_json(indent=True).decode() for each in criteria if each.items] == snapshot


def test_the_characters_of_a_seed_are_accounted_for(any_seed: Path) -> None:
    for result in trialtext.parse_all(any_seed.read_bytes(), path=any_seed.name):
        assert sum(result.coverage) == len(result.text)
        assert "unclaimed-text" not in {diagnostic.code for diagnostic in result.diagnostics}
        assert len(result.provenance) == len(result.values)


def test_study_pages_are_read_whole() -> None:
    for seed in SEEDS:
        result = trialtext.parse_file(seed)
        # Of which site a contact is, some pages do not tell.
        unassigned = {d.start for d in result.diagnostics if d.code == "unassigned-contact"}
        assert {each.location.start for each in result.unparsed} == unassigned, seed.stem
        assert result.status is trialtext.Status.COMPLETE, seed.stem


def test_studies_survive_the_way_through_json() -> None:
    for seed in ALL_SEEDS:
        for study in studies(seed):
            assert trialtext.from_json(trialtext.to_json(study)) == study, seed.stem
