"""What extractors make of a whole page, as such pages were seen."""

import re
from collections.abc import Iterator

from tests.pages import LABELS, STUDY, study_sections

import trialtext
from trialtext.model.study import Study

NARRATIVES = ("brief_summary", "detailed_description")
TERMS = ("conditions", "keywords")
OF_ARMS = ("study_groups", "interventions")


def without_blank_lines(page: str) -> str:
    """Drop blank lines."""
    return re.sub(r"\n\n+", "\n", page)


def labels_dropped(page: str, *, header: bool = True, all_labels: bool = True) -> str:
    """Drop labels, short values and first paragraphs.

    `header`: half of the pages keep title, number and date. `all_labels`: of what stands behind
    Interventions, no page was seen; the labels there are dropped, or not.
    """
    study = trialtext.parse(page).study
    assert study is not None
    firsts = set(first_paragraphs(study))
    parts = []
    for section in study_sections(page):
        name = section.name if section.name != "header" else ""
        heading, body = page[section.start : section.body], page[section.body : section.end]
        blocks = [block for block in body.strip("\n").split("\n\n") if block]
        seen = not name or name in sections_seen()
        if not name:
            blocks = blocks if header else []
        elif name in TERMS:
            blocks = []
        elif name in NARRATIVES:
            blocks = blocks[1:]
        elif name in OF_ARMS:
            blocks = [block for block in blocks if block not in firsts]
        if seen or all_labels:
            blocks = [kept for block in blocks if (kept := without_labels(block))]
        parts += [*heading.split("\n\n"), *blocks]
    text = "\n".join(part.strip("\n") for part in parts if part.strip("\n"))
    return text.replace("View full results\n", "View full results")


def first_paragraphs(study: Study) -> Iterator[str]:
    module = study.protocol_section and study.protocol_section.arms_interventions_module
    arms = module.arm_groups if module else ()
    interventions = module.interventions if module else ()
    titles = {*(arm.label for arm in arms), *(each.name for each in interventions)}
    for description in (item.description for items in (arms, interventions) for item in items):
        if description and (first := description.partition("\n\n")[0]) not in titles:
            yield first
    design = study.protocol_section and study.protocol_section.design_module
    if design and design.design_info and design.design_info.intervention_model_description:
        yield design.design_info.intervention_model_description.partition("\n\n")[0]


def sections_seen() -> list[str]:
    names = [section.name for section in STUDY.sections]
    return names[: names.index("eligibility_criteria")]


_INLINE = re.compile(
    r"(?:Group Type|Intervention Type|Sponsor Role|Responsibility Role) [A-Za-z_]+"
    r"|Results (?:pending|available)"
    r"|(?:(?:Participants|Caregivers|Investigators|Outcome Assessors) ?)+"
)


def without_labels(block: str) -> str:
    """Take the lines out of a block that are labels."""
    alone = {*LABELS} - {"View full results", NO_INTERVENTIONS}
    lines = [x for x in block.split("\n") if x not in alone and not _INLINE.fullmatch(x)]
    return "\n".join(lines)


NO_INTERVENTIONS = "No interventions assigned to this group"
