"""The columns of both downloads: what each cell holds, and the field of the API that it becomes."""

from collections.abc import Callable, Mapping
from typing import Final

import attrs

from trialtext.formats.ctgov_csv.cells import (
    AGES,
    COUNT,
    DATE,
    INTERVENTIONS,
    TEXT,
    TEXTS,
    Cell,
    code,
    codes,
)
from trialtext.formats.ctgov_csv.design import read_design, write_design
from trialtext.formats.ctgov_csv.displays import HAS_RESULTS
from trialtext.formats.ctgov_csv.documents import read_documents, write_documents
from trialtext.formats.ctgov_csv.evidence import RowBuilder
from trialtext.formats.ctgov_csv.fields import get, put
from trialtext.formats.ctgov_csv.identifiers import (
    check_address,
    read_identifiers,
    write_address,
    write_identifiers,
)
from trialtext.formats.ctgov_csv.locations import (
    read_locations,
    read_locations_without_zips,
    write_locations,
)
from trialtext.formats.ctgov_csv.outcomes import outcomes_of, reject_outcomes, write_outcomes
from trialtext.formats.ctgov_csv.sponsors import (
    read_classes,
    read_collaborators,
    read_sponsors,
    write_collaborators,
)
from trialtext.formats.ctgov_csv.study_type import read_study_type
from trialtext.model.enums import AgencyClass, Phase, Sex, Status, StudyType
from trialtext.model.study import Study
from trialtext.parsing.tree import Token

NCT_NUMBER: Final = "NCT Number"
DOCUMENTS: Final = "Study Documents"


@attrs.frozen(eq=False)
class Column:
    """A column of the table."""

    name: str
    read: Callable[[Token, RowBuilder], None]
    """Puts what a cell tells into the study, and leaves nothing of it unclaimed."""
    write: Callable[[Study], str] | None = None
    """Writes the cell of a study; columns of the older download are not written."""
    is_date: bool = False


def _field(name: str, cell: Cell, path: str) -> Column:
    """Make the column whose cells are one field of the protocol."""

    def read(token: Token, builder: RowBuilder) -> None:
        put(builder, path, cell.read(token, builder))

    def write(study: Study) -> str:
        value = get(study, path)
        return "" if value is None else cell.write(value)

    return Column(name, read, write, is_date=cell is DATE)


def _outcomes(name: str, field: str) -> Column:
    return Column(name, outcomes_of(field), write_outcomes(field))


def _read_has_results(cell: Token, builder: RowBuilder) -> None:
    builder.has_results = builder.code(cell, HAS_RESULTS)


def _write_has_results(study: Study) -> str:
    return "YES" if study.has_results else "NO"


def _read_rank(cell: Token, builder: RowBuilder) -> None:
    """Leave out a row's number in its file, which tells nothing of the study."""
    builder.noise.append(cell.span)


def _by_name(*columns: Column) -> Mapping[str, Column]:
    return {column.name: column for column in columns}


MODERN: Final = _by_name(
    _field(NCT_NUMBER, TEXT, "identification_module.nct_id"),
    _field("Study Title", TEXT, "identification_module.brief_title"),
    Column("Study URL", check_address, write_address),
    _field("Acronym", TEXT, "identification_module.acronym"),
    _field("Study Status", code(Status), "status_module.overall_status"),
    _field("Brief Summary", TEXT, "description_module.brief_summary"),
    Column("Study Results", _read_has_results, _write_has_results),
    _field("Conditions", TEXTS, "conditions_module.conditions"),
    _field("Interventions", INTERVENTIONS, "arms_interventions_module.interventions"),
    _outcomes("Primary Outcome Measures", "primary_outcomes"),
    _outcomes("Secondary Outcome Measures", "secondary_outcomes"),
    _outcomes("Other Outcome Measures", "other_outcomes"),
    _field("Sponsor", TEXT, "sponsor_collaborators_module.lead_sponsor.name"),
    Column("Collaborators", read_collaborators, write_collaborators),
    _field("Sex", code(Sex), "eligibility_module.sex"),
    _field("Age", AGES, "eligibility_module.std_ages"),
    _field("Phases", codes(Phase), "design_module.phases"),
    _field("Enrollment", COUNT, "design_module.enrollment_info.count"),
    _field("Funder Type", code(AgencyClass), "sponsor_collaborators_module.lead_sponsor.class_"),
    _field("Study Type", code(StudyType), "design_module.study_type"),
    Column("Study Design", read_design, write_design),
    Column("Other IDs", read_identifiers, write_identifiers),
    _field("Start Date", DATE, "status_module.start_date_struct.date"),
    _field("Primary Completion Date", DATE, "status_module.primary_completion_date_struct.date"),
    _field("Completion Date", DATE, "status_module.completion_date_struct.date"),
    _field("First Posted", DATE, "status_module.study_first_post_date_struct.date"),
    _field("Results First Posted", DATE, "status_module.results_first_post_date_struct.date"),
    _field("Last Update Posted", DATE, "status_module.last_update_post_date_struct.date"),
    Column("Locations", read_locations, write_locations),
    Column(DOCUMENTS, read_documents, write_documents),
)
"""The columns of `ctg-studies.csv` (2023 and later), in the order of the site."""

CLASSIC: Final = _by_name(
    Column("Rank", _read_rank),
    MODERN[NCT_NUMBER],
    attrs.evolve(MODERN["Study Title"], name="Title"),
    MODERN["Acronym"],
    attrs.evolve(MODERN["Study Status"], name="Status"),
    MODERN["Study Results"],
    MODERN["Conditions"],
    MODERN["Interventions"],
    Column("Outcome Measures", reject_outcomes),
    Column("Sponsor/Collaborators", read_sponsors),
    attrs.evolve(MODERN["Sex"], name="Gender"),
    MODERN["Age"],
    MODERN["Phases"],
    MODERN["Enrollment"],
    Column("Funded Bys", read_classes),
    Column("Study Type", read_study_type),
    attrs.evolve(MODERN["Study Design"], name="Study Designs"),
    MODERN["Other IDs"],
    MODERN["Start Date"],
    MODERN["Primary Completion Date"],
    MODERN["Completion Date"],
    MODERN["First Posted"],
    MODERN["Results First Posted"],
    MODERN["Last Update Posted"],
    Column("Locations", read_locations_without_zips),
    MODERN[DOCUMENTS],
    Column("URL", check_address),
)
"""The columns of `SearchResults.csv` and `.tsv` (until 2024), in the order of the site."""
