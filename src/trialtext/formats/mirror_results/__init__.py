"""The results page of a public mirror of ClinicalTrials.gov: the results of a study."""

import re
from typing import Final

from trialtext.formats.format import Part
from trialtext.formats.mirror import (
    FLATTENED,
    HEADER_LABELS,
    PIPES,
    UNLABELLED,
    divide_pages,
    report_other_numbers,
    variant_of,
)
from trialtext.formats.mirror_results.diagnostics import CATALOGUE
from trialtext.formats.mirror_results.evidence import Evidence
from trialtext.formats.mirror_results.group_checks import check_groups
from trialtext.formats.mirror_results.overview import TITLE, header
from trialtext.formats.mirror_results.renderer import render
from trialtext.formats.mirror_results.sections import SECTIONS
from trialtext.formats.mirror_results.truncation import certain_end
from trialtext.formats.mirror_results.view import view
from trialtext.formats.page import PageFormat
from trialtext.parsing.grammar import GRAMMARS
from trialtext.parsing.vocabulary import Label
from trialtext.reading import checks

_SIGNS: Final = (
    "Participant Flow",  # on the registry's own pages, too
    rf"{TITLE} [^\n]+\(NCT NCT\d{{8}}\)",
    "Results Overview",
    "Participant milestones",
    "Baseline characteristics by cohort",
    r"\| Measure \|",
)
_SIGN: Final = re.compile(rf"^(?:{'|'.join(f'({sign})' for sign in _SIGNS)})$", re.MULTILINE)
_FLOW, _TITLE = 1, 2
"""Numbers of the first two signs."""
_HINTS: Final = (
    "Trial Outcomes",
    "Results Overview",
    "Participant milestones",
    "by cohort",
    "| Me",
)
"""Strings of which all signs but the first have one: they are faster to search than the signs."""


def _score(text: str, _: PageFormat) -> int:
    """Count the title, headings and captions, each once."""
    if not any(hint in text for hint in _HINTS):
        return 0
    signs = {match.lastindex for match in _SIGN.finditer(text)}
    if signs <= {_FLOW}:
        return 0
    # The rest of the header may be that of a study page, too: the title counts twice.
    return len(signs) + (_TITLE in signs)


MIRROR_RESULTS: Final = PageFormat(
    name="mirror-results",
    title="The results page of a public mirror of ClinicalTrials.gov",
    grammar=GRAMMARS / "mirror-results.lark",
    sections=SECTIONS,
    score=_score,
    read_header=header,
    header_labels=(Label(TITLE, r"[^\n]+\)"), *HEADER_LABELS),
    header_sign=re.compile(
        r"""
        ^NCT\ ID:[^\S\n]*NCT\d{8}[^\S\n]*$   # a line of its own,
        | \(NCT\ NCT\d{8}\)$                   # or the end of the title
        """,
        re.MULTILINE | re.VERBOSE,
    ),
    evidence=Evidence,
    after={
        "participant_flow": ("baseline_characteristics", "baseline_by_cohort"),
        "participant_milestones": ("participant_flow",),
        "reasons_for_withdrawal": ("participant_milestones",),
        "outcome": ("reasons_for_withdrawal",),
        "results_overview": ("outcome",),
    },
    checks=(check_groups, checks.dates, report_other_numbers, checks.phases, checks.ages),
    catalogue=CATALOGUE,
    # What follows on other pages: adverse events, limitations, contacts. How this one prints them
    # is not known yet.
    unknown_heading=r"""(?x:
        (?: (?: All-Cause\  | Serious\  | Other\  | Non-Serious\  )?
            Adverse\ [Ee]vents (?: \ [Oo]verview )?
          | Limitations (?: \ and\  | \ &\  ) [Cc]aveats
          | (?: Certain\  | Restrictive\  ) [Aa]greements?
          | Points?\ of\ [Cc]ontact
          | (?: More | Additional )\ [Ii]nformation
          | Results\ [Cc]ontacts?
          | Statistical\ [Aa]nalys[ie]s )
        # No heading stands before a number, or another cell of a table,
        (?= \n+ (?! [-+.|\d\n] ) [^\n]+ (?: \n+ (?! [-+.|\d\n] ) | \n*\Z ) )
        # nor before the table of the outcome, or another outcome.
        (?! (?s: .* ) \n (?: [A-Z][A-Z_\ -]+\ outcome | Outcome\ measures ) \n )
    )""",
    variant_of=variant_of,
    certain_end=certain_end,
    divide_text=divide_pages,
    part_of=Part.RESULTS,
    render=render,
    view=view,
    variants=(FLATTENED, PIPES, UNLABELLED),
)
