"""From text to result: nothing is unclaimed without a diagnostic, whatever readers leave out."""

import attrs
import pytest
from tests.conftest import CHECKOUT
from tests.pages import HEADER as PAGE_HEADER
from tests.pages import RESULTS, STUDY, codes, page, seed_text, unparsed

import trialtext
from trialtext import Result, Severity, Status
from trialtext.formats.page import PageFormat, read_page
from trialtext.parsing.headings import HEADER
from trialtext.parsing.tree import Tree
from trialtext.reading.builder import StudyBuilder
from trialtext.text.decoding import decode

SEEDS = {
    STUDY: (
        "many-sites",
        "NCT07192237",
        "principal-investigator-responsible",
        "extracted/labels-dropped",
    ),
    RESULTS: ("four-arms", "several-periods"),
}


def read_nothing(_: Tree, __: StudyBuilder[object]) -> None:
    """Make nothing of a section, and say nothing of it."""


def texts(format_: PageFormat) -> list[str]:
    return [seed_text(name, format_.name) for name in SEEDS[format_]]


def read(text: str, format_: PageFormat) -> Result:
    return read_page(decode(text), format_, format_.repair_names)


def without_reader(format_: PageFormat, name: str) -> PageFormat:
    if name == HEADER:
        return attrs.evolve(format_, read_header=read_nothing)
    sections = [
        attrs.evolve(section, read=read_nothing, read_unlabelled=None)
        if section.name == name
        else section
        for section in format_.sections
    ]
    return attrs.evolve(format_, sections=sections)


@pytest.mark.parametrize(
    ("format_", "name"),
    [(each, name) for each in SEEDS for name in (HEADER, *(s.name for s in each.sections))],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_what_a_reader_leaves_out_is_reported(format_: PageFormat, name: str) -> None:
    checked = 0
    # That there are results is told by a label, which is boilerplate in any case.
    labels = {label.text for label in format_.header_labels}
    for text in texts(format_):
        whole, result = read(text, format_), read(text, without_reader(format_, name))
        assert sum(result.coverage) == len(text)
        spans = [span for span in format_.headings.find_sections(text) if span.name == name]
        values = [
            (location.start, location.end)
            for traced in whole.provenance.values()
            for location in traced.locations
            if any(span.body <= location.start < span.end for span in spans)
        ]
        claimed_elsewhere = [
            (location.start, location.end)
            for traced in result.provenance.values()
            for location in traced.locations
        ]
        unclaimed = [(d.start, d.end) for d in result.diagnostics if d.code == "unclaimed-text"]
        for start, end in set(values) - set(claimed_elsewhere):
            if text[start:end] in labels:
                continue
            assert any(a <= start and end <= b for a, b in unclaimed), text[start:end]
            checked += 1
        assert not values or result.status is Status.PARTIAL
    assert checked or name in ("related_clinical_trials", "countries")


def test_a_sentence_that_goes_on_as_no_blurb_does_is_unparsed() -> None:
    text = seed_text("NCT07192237").replace(
        "funding or collaborating on the study", "of seven dead"
    )
    result = read(text, STUDY)
    assert [each.text for each in result.unparsed] == ["of seven dead and learn about their roles."]
    assert result.status is Status.PARTIAL


@pytest.mark.parametrize("format_", SEEDS, ids=lambda format_: format_.name)
def test_nothing_of_a_seed_is_unclaimed(format_: PageFormat) -> None:
    for path in (CHECKOUT / "seeds" / format_.name).rglob("*.txt"):
        result = read(path.read_text("utf-8"), format_)
        assert "unclaimed-text" not in codes(result), path.name


def test_a_required_section_is_not_needed_to_read_on() -> None:
    format_ = attrs.evolve(
        STUDY, sections=[attrs.evolve(section, required=False) for section in STUDY.sections]
    )
    result = read("A title\n\nNCT ID: NCT99900001\n", format_)
    assert result.study is not None


# ---- Sections that are not read


@pytest.mark.parametrize(("status", "complete"), [("WITHHELD", True), ("RECRUITING", False)])
def test_of_a_withheld_study_no_section_is_missing(status: str, complete: bool) -> None:
    sections = [
        ("Basic Information", "Recruitment Status", status),
        ("Sponsors", "Orchard Lane Clinic", "OTHER", "Sponsor Role lead"),
    ]
    header = ("A title", "NCT ID: NCT99900001", "Last Updated: 2024-02-01")
    result = read(page(*sections, header=header), STUDY)
    assert ("missing-section" not in codes(result)) == complete


def test_a_section_of_a_fixed_form_with_endless_lines_is_unparsed() -> None:
    lines = "\n".join(["PHASE2"] * 2_001)
    result = read(page(("Basic Information", lines)), STUDY)
    assert codes(result).count("unreadable-section") == 1
    assert unparsed(result) == [" ".join(lines.split())]


def test_of_a_repeated_section_the_first_is_read() -> None:
    result = read(page(("Keywords", "Tea"), ("Countries", "Chad"), ("Keywords", "Milk")), STUDY)
    assert "repeated-section" in codes(result)
    assert any(text.startswith("Keywords Explore") for text in unparsed(result))


def test_a_broken_section_never_costs_another() -> None:
    groups = ("Study Groups", "Tea", "Group Type HEROIC")
    whole = read(page(("Brief Summary", "On tea.")), STUDY).study
    broken = read(page(("Brief Summary", "On tea."), groups), STUDY).study
    assert whole is not None
    assert broken is not None
    assert whole.protocol_section is not None
    assert broken.protocol_section is not None
    assert whole.protocol_section.description_module == broken.protocol_section.description_module


# ---- A page that was only cut off


@pytest.mark.parametrize(
    "blocks",
    [
        ("Study Groups", "Low Dose", "Two cups.", "Group Type EXPERI"),
        ("Study Groups", "Low Dose", "Two cups.", "Group Type EXPERIMENTAL", "Tea"),
        (
            "Study Groups",
            "Low",
            "Group Type EXPERIMENTAL",
            "Tea",
            "Intervention Type OTHER",
            "A cup",
        ),
        ("Study Design", "Allocation Method", "RANDO"),
        ("Conditions",),
    ],
    ids=lambda blocks: blocks[-1],
)
def test_a_page_that_was_only_cut_off_has_no_other_problem(blocks: tuple[str, ...]) -> None:
    basic = ("Basic Information", "Study Classification", "INTERVENTIONAL")
    result = trialtext.parse(
        page(basic, blocks, header=(*PAGE_HEADER, "Last Updated: 2030-01-02"), end=())
    )
    warnings = [d.code for d in result.diagnostics if d.severity is Severity.WARNING]
    assert warnings == ["truncated"]


def test_a_missing_section_is_reported_where_it_should_begin() -> None:
    text = seed_text("several-phases")
    start = text.index("\nConditions\n")
    without = text[:start] + text[text.index("\nKeywords\n") :]
    (missing,) = (d for d in trialtext.parse(without).diagnostics if d.code == "missing-section")
    assert without[missing.start :].startswith("Keywords\n")
