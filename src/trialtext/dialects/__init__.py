"""Which kind of page a text is, and who reads it: a row for each kind."""

import re

from trialtext.dialects.detection import Kind
from trialtext.dialects.dialect import Dialect

# The title of a results page, or one of its headings before any of a study page.
_SIGNS = (
    r"Trial Outcomes & Findings for [^\n]+\(NCT NCT\d{8}\)|Results Overview|Participant Flow"
    r"|Participant milestones|Baseline characteristics by cohort|\| Measure \|"
)
_OTHERS = (
    "Study Results|Basic Information|Brief Summary|Detailed Description|Conditions|Study Design"
    "|Study Groups|Interventions|Eligibility Criteria|Sponsors"
)

DIALECTS = (
    Dialect(
        kind=Kind.RESULTS_PAGE,
        grammar="results_page.lark",
        readers="trialtext.readers.results_page",
        hints=(
            "Trial Outcomes",
            "Results Overview",
            "Participant Flow",
            "Participant milestones",
            "by cohort",
            "| Measure |",
        ),
        unless="\nBasic Information\n",
        signs=re.compile(rf"(?:(?!(?:{_OTHERS}|{_SIGNS})$)[^\n]*+\n)*+(?:{_SIGNS})$", re.MULTILINE),
    ),
    Dialect(
        kind=Kind.STUDY_PAGE,
        grammar="study_page.lark",
        readers="trialtext.readers.study_page",
    ),
)
