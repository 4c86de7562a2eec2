"""Which kind of page a text is, and who reads it: a row for each kind."""

import re

from trialtext.dialects.dialect import Dialect

DIALECTS = (
    Dialect(
        grammar="results_page.lark",
        readers="trialtext.readers.results_page",
        signs=re.compile(
            r"^(?:Trial Outcomes & Findings for [^\n]+\(NCT NCT\d{8}\)"
            r"|Results Overview|Participant milestones|Baseline characteristics by cohort"
            r"|\| Measure \|)$",
            re.MULTILINE,
        ),
    ),
    Dialect(grammar="study_page.lark", readers="trialtext.readers.study_page"),
)
