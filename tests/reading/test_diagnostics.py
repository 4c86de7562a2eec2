"""The catalogue: every code is provoked by some input, and explained in the docs."""

import html
import re
from collections.abc import Callable

import pytest
from tests.conftest import CHECKOUT
from tests.damage import wrapped
from tests.downloads import CLASSIC_ROW, ROW, download
from tests.extraction import labels_dropped
from tests.pages import CATALOGUE, codes, seed_text
from tests.pages import replaced as changed

import trialtext
from trialtext import Severity
from trialtext.api import MAX_BYTES

EYES = seed_text("eyes", "mirror-results")
PAGE = seed_text("principal-investigator-responsible")
TRIAL = seed_text("five-arms")
SITES = seed_text("many-sites")
COHORTS = seed_text("observational-cohort")
RESULTS = seed_text("results-available")
RECORD = seed_text("whole-record", "biomcp")
MINIMAL = seed_text("minimal")
OCOTILLO = "Ocotillo Wash Cardiovascular Research"


def between(text: str, start: str, end: str) -> str:
    """Return the stretch of a text from one heading to before another."""
    return text[text.index(f"\n{start}\n") : text.index(f"\n{end}\n")]


def line_after(text: str, line: str) -> str:
    """Return the line that follows a line."""
    return text.partition(f"\n{line}\n")[2].lstrip("\n").partition("\n")[0]


PROVOKED: dict[str, Callable[[], str | bytes]] = {
    "empty-input": lambda: " \n",
    "not-text": lambda: b"\x89PNG\0\0",
    "ambiguous-format": lambda: (
        "Results Overview\n\nBrief Summary\n\nReview the sponsor-provided synopsis.\n"
    ),
    "not-a-registry-page": lambda: "It was a dark and stormy night.\n",
    "undecodable-bytes": lambda: changed(PAGE, "Last Updated", "\u00e9Last Updated").encode(
        "latin-1"
    ),
    "further-page": lambda: f"{PAGE}\n\n{TRIAL}",
    "edge-space": lambda: changed(PAGE, "\nSponsors\n", "\nSponsors \n"),
    "missing-title": lambda: PAGE.partition("\n")[2],
    "missing-nct-id": lambda: changed(PAGE, "NCT ID: NCT99900011\n\n", ""),
    "malformed-nct-id": lambda: changed(PAGE, "NCT ID: NCT99900011", "NCT ID: NCT9990"),
    "different-nct-id": lambda: PAGE + "\n\nNCT ID: NCT99900099\n",
    "truncated": lambda: PAGE[: PAGE.index("\nSponsors\n")],
    "repeated-section": lambda: PAGE + "\n\nCountries\n\nReview the countries where.\n\nChad\n",
    "repeated-value": lambda: changed(
        PAGE,
        "\nStudy Start Date\n",
        "\nStudy Classification\n\nOBSERVATIONAL\n\nStudy Start Date\n",
    ),
    "unknown-section": lambda: changed(
        PAGE,
        "\nSponsors\n",
        "\nData Sharing\n\nExplore whether and how the data are shared.\n\nNo\n\nSponsors\n",
    ),
    "unknown-line": lambda: changed(
        PAGE, "\nSponsor Role lead\n", "\nSponsor Role lead\n\nStray\n"
    ),
    "unknown-code": lambda: changed(PAGE, "\nEligible Sex\n\nALL\n", "\nEligible Sex\n\nANY\n"),
    "unreadable-value": lambda: changed(PAGE, " participants\n", " people\n"),
    "missing-value": lambda: changed(PAGE, "\nEligible Sex\n\nALL\n", "\nEligible Sex\n"),
    "missing-section": lambda: changed(PAGE, between(PAGE, "Sponsors", "Responsible Party"), ""),
    "empty-section": lambda: changed(
        PAGE, f"\n{line_after(PAGE, line_after(PAGE, 'Conditions'))}\n", "\n"
    ),
    "misspelt-heading": lambda: changed(
        PAGE, "\nEligibility Criteria\n", "\nEligibilty  criteria\n"
    ),
    "uncertain-title": lambda: f"Evening Lessons\n{PAGE}",
    "repeated-line": lambda: changed(
        PAGE,
        "\nDetailed Description\n",
        "\nTea is served.\n\nTea is served.\n\nDetailed Description\n",
    ),
    "advertisements": lambda: changed(
        PAGE, "\nDetailed Description\n", "\nAdvertisement\n\nDetailed Description\n"
    ),
    "uncertain-section": lambda: changed(
        PAGE,
        "\nDetailed Description\n",
        "\nGoals of the Trial\n\nReview the goals that all partners of this trial agreed upon.\n\n"
        "Detailed Description\n",
    ),
    "missing-heading": lambda: changed(PAGE, "\nEligibility Criteria\n", "\n"),
    "missing-blurb": lambda: changed(PAGE, line_after(PAGE, "Eligibility Criteria"), ""),
    "misspelt-label": lambda: changed(PAGE, "\nEligible Sex\n", "\nElgible Sex:\n"),
    "month-end-date": lambda: changed(
        PAGE, line_after(PAGE, "Study Completion Date"), "2029-09-30"
    ),
    "dates-reversed": lambda: changed(
        PAGE, line_after(PAGE, "Study Completion Date"), "1999-09-13"
    ),
    "ages-reversed": lambda: changed(
        PAGE,
        "\nMinimum Eligible Age\n\n18 Years\n",
        "\nMinimum Eligible Age\n\n99 Years\n\nMaximum Eligible Age\n\n9 Years\n",
    ),
    "phase-of-observation": lambda: changed(
        COHORTS, "\nTotal Enrollment\n", "\nClinical Phase\n\nPHASE4\n\nTotal Enrollment\n"
    ),
    "country-without-site": lambda: changed(SITES, "\nCanada\n\nGermany\n", "\nCanada\n\nFrance\n"),
    "unlisted-country": lambda: changed(SITES, "\nCanada\n\nGermany\n", "\nCanada\n"),
    "unlisted-intervention": lambda: changed(
        TRIAL, between(TRIAL, "Interventions", "Eligibility Criteria"), ""
    ),
    "unassigned-intervention": lambda: changed(
        TRIAL,
        "\nEligibility Criteria\n",
        "\nAspirin\n\nIntervention Type DRUG\n\nEligibility Criteria\n",
    ),
    "row-width": lambda: changed(EYES, "\nSTARTED\n\n20\n\n21\n", "\nSTARTED\n\n21\n"),
    "misspelt-text": lambda: changed(EYES, "One drop in each", "One dop in each"),
    "unknown-columns": lambda: changed(EYES, "\nSTARTED\n", "\nBEGUN\n"),
    "undetermined-text": lambda: changed(EYES, "\nFrom two invented eye clinics.\n", "\n"),
    "unit-of-analysis": lambda: EYES,
    "different-value": lambda: changed(
        EYES,
        "\nPrimary outcome timeframe\n\n6 months\n",
        "\nPrimary outcome timeframe\n\n1 year\n",
    ),
    "ambiguous-arms": lambda: changed(
        TRIAL, between(TRIAL, "Interventions", "Eligibility Criteria"), ""
    ),
    "long-label": lambda: changed(
        TRIAL, "\nBlock + perineural", f"\nBlock + {'quite ' * 20}perineural"
    ),
    "hidden-address": lambda: seed_text("NCT07192237"),
    "missing-optional": lambda: SITES,
    "too-large": lambda: b" " * (MAX_BYTES + 1),
    "noise": lambda: f"Home\n\nTrials\n\n{PAGE}",
    "extractor-loss": lambda: labels_dropped(PAGE),
    "unlabelled-value": lambda: changed(
        labels_dropped(PAGE), f"\n{line_after(PAGE, 'Study Completion Date')}\n", "\n"
    ),
    "byte-order-mark": lambda: PAGE.encode("utf-8-sig"),
    "newlines": lambda: PAGE.replace("\n", "\r\n"),
    "line-separators": lambda: PAGE.replace("\n", "\u2028"),
    "zero-width": lambda: changed(PAGE, "\nSponsors\n", "\nSpon\u200bsors\n"),
    "html-entities": lambda: html.escape(
        changed(PAGE, "\nInclusion Criteria\n", '\n"A" < "B" & "B" > "C"\n')
    ),
    "entities-left": lambda: changed(MINIMAL, "protocol.", "protocol, &lt; 90 years old."),
    "nul-characters": lambda: changed(PAGE, "\nEligible Sex\n", "\nEligible\0 Sex\n"),
    "lost-characters": lambda: changed(MINIMAL, "protocol.", "prot\ufffdcol."),
    "mojibake": lambda: changed(MINIMAL, "protocol.", "protocol, â‰¥ 5, JosÃ©."),
    "mojibake-left": lambda: changed(MINIMAL, "protocol.", "protocol, â‰¥ 5."),
    "line-prefixes": lambda: re.sub(r"(?m)^", "> ", MINIMAL),
    "doubled-spaces": lambda: PAGE.replace(" ", "  "),
    "odd-spaces": lambda: changed(PAGE, "\nEligible Sex\n", "\nEligible\u00a0Sex\n"),
    "glued-heading": lambda: changed(RESULTS, "\nView full results\n\n", "\nView full results"),
    "wrapped-lines": lambda: wrapped(80)(PAGE),
    "truncated-boilerplate": lambda: PAGE[: PAGE.index("\nSponsors\n") + len("\nSpon")],
    "boilerplate-spelling": lambda: changed(PAGE, "\nSponsors\n", "\nSPONSORS\n"),
    "unsplit-terms": lambda: changed(
        MINIMAL, "\nErdheim-Chester Disease\n", "\nOrchid Lantern Fatigue\n"
    ),
    "unassigned-contact": lambda: SITES,
    "misplaced-contact": lambda: changed(SITES, "\nRole: CONTACT\n", "\nRole: backup\n"),
    "joined-lines": lambda: changed(SITES, f"\n{OCOTILLO}\n\n", f"\n{OCOTILLO}, "),
    "undivided-place": lambda: changed(SITES, f"\n{OCOTILLO}\n\nPhoenix, ", f"\n{OCOTILLO}, "),
    "uncertain-place": lambda: changed(SITES, "\nPhoenix, Arizona,", "\nPhoenix, Arzona,"),
    "unconfirmed-state": lambda: SITES,
    "continued-string": lambda: changed(
        RECORD, "\nAcronym:", "\n\n## Description Module\nBrief Summary: Milk.\nTea.\n\nAcronym:"
    ),
    "unknown-key": lambda: changed(RECORD, "\nAcronym:", "\nNickname: Lully\nAcronym:"),
    "uncertain-list": lambda: RECORD,
    "uncertain-blank": lambda: seed_text("texts-like-keys", "biomcp"),
    "row-without-number": lambda: "NCT Number,Study Title\nNCT1,Milk\n",
    "cut-cell": lambda: download({**ROW, "Brief Summary": "x" * 32_767}),
    "cell-count": lambda: "NCT Number,Study Title\nNCT99900001\n",
    "unreadable-row": lambda: 'NCT Number,Study Title\nNCT99900001,"Tea\n',
    "empty-table": lambda: "NCT Number,Study Title\n",
    "unknown-column": lambda: download({**ROW, "Screened": "yes"}),
    "ambiguous-date": lambda: download({**ROW, "Start Date": "3/7/2024"}),
    "undivided-outcome": lambda: download(
        {**ROW, "Primary Outcome Measures": "Milk, Tea, Cocoa, Day 3, Day 5, at bedtime"}
    ),
    "undivided-site": lambda: download({**ROW, "Locations": "Oat Hosp"}),
    "untold-design": lambda: download(
        {**ROW, "Study Design": "Observational Model: |Time Perspective: p"}
    ),
    "untold-outcomes": lambda: download({**CLASSIC_ROW, "Outcome Measures": "Sleep"}),
    "untold-class": lambda: download({**CLASSIC_ROW, "Funded Bys": "Other"}),
    "swapped-values": lambda: changed(PAGE, "\nRosalind Etsitty-Marsh, MD, MPH\n", "\nDirector\n"),
}

ON_WHOLE_PAGES = {
    "hidden-address",
    "missing-optional",
    "month-end-date",
    "unassigned-contact",
    "unconfirmed-state",
}
# These have tests of their own: no page provokes them.
ELSEWHERE = {
    "unreadable-file": "tests/cli/test_convert.py",
    "invalid-record": "tests/cli/test_render.py",
    "supplied-nct-id": "tests/formats/test_mirror.py",
    "damaged-archive": "tests/pipeline/inputs/test_reader.py",
    "missing-extra": "tests/pipeline/inputs/test_reader.py",
    "no-text-column": "tests/pipeline/inputs/test_reader.py",
    "unknown-field": "tests/pipeline/test_converter.py",
    "unnumbered-study": "tests/cli/test_tables_command.py",
    "repeated-study": "tests/pipeline/test_convert.py",
    "duplicate-study": "tests/pipeline/test_convert.py",
    "missing-header": "tests/formats/ctgov_csv/test_table.py",
    "unreadable-section": "tests/formats/test_page.py",
    "unclaimed-text": "tests/formats/test_page.py",
}


def test_every_code_is_provoked_by_a_test() -> None:
    assert PROVOKED.keys() | ELSEWHERE.keys() == CATALOGUE.keys()


@pytest.mark.parametrize("code", PROVOKED)
def test_the_input_provokes_the_code(code: str) -> None:
    assert code in codes(trialtext.parse(PROVOKED[code]()))


def test_unchanged_pages_do_not() -> None:
    of_others = {"country": SITES, "arm": TRIAL, "terms": MINIMAL}
    found = {text: codes(trialtext.parse(text)) for text in (*of_others.values(), PAGE)}
    pages = {
        code: next((text for word, text in of_others.items() if word in code), PAGE)
        for code in PROVOKED.keys() - ON_WHOLE_PAGES
    }
    assert [code for code, text in pages.items() if code in found[text]] == []


def test_the_docs_explain_every_code() -> None:
    page = (CHECKOUT / "docs" / "diagnostics.md").read_text("utf-8")
    sections = {
        code: f"\n## {code}\n\n*{entry.severity}.* {entry.meaning}\n\nWhat to do: {entry.remedy}\n"
        for code, entry in CATALOGUE.items()
    }
    assert [code for code, section in sections.items() if section not in page] == []


def test_a_diagnostic_is_one_line_that_editors_understand() -> None:
    result = trialtext.parse(PROVOKED["unknown-code"](), path="pages/a.txt")
    found = [str(d) for d in result.diagnostics if d.severity is Severity.WARNING]
    line = PAGE.partition("\nEligible Sex\n")[0].count("\n") + 4
    assert found == [
        f"pages/a.txt:{line}:1: warning unknown-code: 'ANY' is no known code [eligibility_criteria]"
    ]
