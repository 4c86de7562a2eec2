"""A pipeline: pages of a registry in, the trials that people can join out, without contacts."""

from pathlib import Path

import attrs

import trialtext

OPEN = {"RECRUITING", "NOT_YET_RECRUITING"}


def read_page(path: Path) -> trialtext.Result:
    """Read a page; one that is not whole stops the pipeline."""
    return trialtext.parse_file(path, strict=True)


def open_trials(folder: Path) -> dict[str, trialtext.Study]:
    """Return what is published of the trials in a folder, by their numbers."""
    trials = {}
    for path in sorted(folder.glob("*.txt")):
        study = read_page(path).study
        if study.protocol_section.status_module.overall_status in OPEN:
            number = study.protocol_section.identification_module.nct_id
            trials[number] = without_contacts(study)
    return trials


def without_contacts(study: trialtext.Study) -> trialtext.Study:
    """Leave out the sites, and names and telephone numbers of people there."""
    section = attrs.evolve(study.protocol_section, contacts_locations_module=None)
    return attrs.evolve(study, protocol_section=section)
