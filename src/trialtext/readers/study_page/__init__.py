"""The study page: from its sections to the modules of the protocol."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading
from trialtext.readers.study_page import (
    arms,
    design,
    eligibility,
    identity,
    people,
    prose,
    sites,
)

ReadTree: TypeAlias = Callable[[Body, Reading], None]
ReadText: TypeAlias = Callable[[Piece, Reading], None]

# In the order in which they are read: a section comes after those whose evidence it needs.
TREES: Mapping[str, ReadTree] = {
    "header": identity.header,
    "study_results": identity.study_results,
    "other_identifiers": identity.other_identifiers,
    "basic_information": design.basic_information,
    "study_design": design.study_design,
    "interventions": arms.interventions,
    "study_groups": arms.study_groups,
    "eligibility_criteria": eligibility.eligibility_criteria,
    "sponsors": people.sponsors,
    "responsible_party": people.responsible_party,
    "principal_investigators": people.principal_investigators,
    "central_contacts": people.central_contacts,
    "countries": sites.countries,
    "locations": sites.locations,
    "facility_contacts": sites.facility_contacts,
    "related_links": prose.related_links,
}


def without_labels() -> Mapping[str, ReadTree]:
    """How sections are read that an extractor has left without labels: imported when there are."""
    from trialtext.readers.study_page import bare as readers

    return {
        "basic_information": readers.basic_information,
        "study_design": readers.study_design,
        "interventions": readers.interventions,
        "study_groups": readers.study_groups,
        "eligibility_criteria": readers.eligibility_criteria,
        "sponsors": readers.sponsors,
        "locations": readers.locations,
    }


# What such an extractor drops, section by section.
DROPPED: Mapping[str, str] = {
    "study_results": "the line that says whether there are results",
    "basic_information": "the labels",
    "brief_summary": "the first paragraph",
    "detailed_description": "the first paragraph",
    "conditions": "all conditions",
    "keywords": "all keywords",
    "study_design": "the labels, who is masked, and the first paragraph on the model",
    "study_groups": "the types, and the first paragraph of each description",
    "interventions": "the types, and the first paragraph of each description",
}

# Labels with their values, and little besides.
FIXED = ("", "study_results", "basic_information", "study_design", "responsible_party")

LABELLED = ("basic_information", "study_design")

REPEATED: Sequence[str] = ()

REQUIRED = (
    "study_results",
    "basic_information",
    "brief_summary",
    "detailed_description",
    "conditions",
    "study_design",
    "eligibility_criteria",
    "sponsors",
    "other_identifiers",
)

MAY_BE_EMPTY = ("detailed_description", "study_design")

# Bodies that are text as they are.
TEXTS: Mapping[str, ReadText] = {
    "brief_summary": prose.brief_summary,
    "detailed_description": prose.detailed_description,
    "conditions": prose.conditions,
    "keywords": prose.keywords,
    "related_clinical_trials": prose.related_clinical_trials,
}
