"""Rows written: the registry's own columns; read back, they give the view of a study."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import trialtext
from trialtext import Study
from trialtext.formats.ctgov_csv.columns import CLASSIC, MODERN
from trialtext.model import (
    ArmsInterventionsModule,
    ConditionsModule,
    DateStruct,
    DesignModule,
    DocumentSection,
    IdentificationModule,
    Intervention,
    InterventionType,
    LargeDoc,
    LargeDocumentModule,
    OrgStudyIdInfo,
    Phase,
    ProtocolSection,
    SecondaryIdInfo,
    StatusModule,
    StudyType,
)

FOLDER = Path(__file__).parents[3] / "seeds" / "ctgov-csv"
TEXT = (
    st.text(st.sampled_from('ab, :;"\n\t|é'), min_size=1, max_size=12).map(str.strip).filter(bool)
)
ITEM = TEXT.map(lambda text: text.replace("|", "/"))
DATES = st.dates().map(lambda day: DateStruct(date=day.isoformat()))

STUDIES = st.builds(
    Study,
    has_results=st.booleans(),
    protocol_section=st.builds(
        ProtocolSection,
        identification_module=st.builds(
            IdentificationModule,
            nct_id=st.from_regex(r"NCT[0-9]{8}", fullmatch=True),
            brief_title=TEXT,
            acronym=st.none() | TEXT,
            org_study_id_info=st.builds(OrgStudyIdInfo, id=ITEM),
            secondary_id_infos=st.lists(st.builds(SecondaryIdInfo, id=ITEM), max_size=3).map(tuple),
        ),
        status_module=st.builds(StatusModule, last_update_post_date_struct=DATES),
        conditions_module=st.builds(
            ConditionsModule, conditions=st.lists(ITEM, min_size=1, max_size=3).map(tuple)
        ),
        design_module=st.builds(
            DesignModule,
            study_type=st.sampled_from(StudyType),
            phases=st.lists(st.sampled_from(Phase), max_size=2).map(tuple),
        ),
        arms_interventions_module=st.builds(
            ArmsInterventionsModule,
            interventions=st.lists(
                st.builds(Intervention, type=st.sampled_from(InterventionType), name=ITEM),
                min_size=1,
                max_size=3,
            ).map(tuple),
        ),
    ),
)


@given(st.lists(STUDIES, min_size=1, max_size=4))
def test_rows_that_are_written_are_read_as_the_view_of_their_study(studies: list[Study]) -> None:
    results = trialtext.parse_all(trialtext.render_csv(studies))
    assert [each.study for each in results] == [
        trialtext.view(study, format="ctgov-csv") for study in studies
    ]


@pytest.mark.parametrize("name", ["ctg-studies.csv", "chosen-columns.csv"])
def test_a_row_of_a_download_is_written_again(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    studies = [result.study or Study() for result in trialtext.parse_all(text)]
    written = csv.DictReader(StringIO(trialtext.render_csv(studies), newline=""))
    for row, again in zip(csv.DictReader(StringIO(text, newline="")), written, strict=True):
        # In the form of 2023, the model of observations is not told.
        assert {k: row[k] for k in row if k != "Study Design"} == {
            k: again[k] for k in row if k != "Study Design"
        }


def test_columns_are_those_of_the_site_in_its_order() -> None:
    header = trialtext.render_csv([]).rstrip().split(",")
    assert header == list(MODERN)
    assert len(header) == 30
    assert len(CLASSIC) == 27


def test_lines_end_as_those_of_the_site() -> None:
    study = trialtext.Study()
    assert trialtext.render_csv([study, study]).count("\r\n") == 3
    assert trialtext.render(study, format="ctgov-csv") + "\r\n" == trialtext.render_csv([study])


def test_a_code_that_is_not_in_the_specification_is_written_as_it_is() -> None:
    module = StatusModule(extra={"overallStatus": "DREAMING"})
    study = Study(protocol_section=ProtocolSection(status_module=module))
    assert ",DREAMING," in trialtext.render_csv([study])


def test_what_looks_like_a_comment_is_quoted() -> None:
    module = IdentificationModule(brief_title="#1 Milk")
    study = Study(protocol_section=ProtocolSection(identification_module=module))
    assert '"#1 Milk"' in trialtext.render_csv([study])


def test_what_is_absent_is_not_written() -> None:
    interventions = (Intervention(name="Honey"), Intervention(type=InterventionType.DRUG))
    documents = LargeDocumentModule(large_docs=(LargeDoc(label="Study Protocol"),))
    study = Study(
        protocol_section=ProtocolSection(
            arms_interventions_module=ArmsInterventionsModule(interventions=interventions)
        ),
        document_section=DocumentSection(large_document_module=documents),
    )
    (row,) = csv.DictReader(StringIO(trialtext.render_csv([study]), newline=""))
    assert (row["Interventions"], row["Study Documents"]) == ("Honey|DRUG", "")


def test_only_studies_are_written() -> None:
    with pytest.raises(TypeError, match="render_csv takes a Study, not a Result: give its study"):
        trialtext.render_csv([trialtext.parse("Milk")])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="several studies"):
        trialtext.render_csv(Study())  # type: ignore[arg-type]
