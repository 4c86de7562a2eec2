"""The study page: from its sections to the modules of the protocol."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from trialtext.readers.reading import Body, Piece, Reading
from trialtext.readers.study_page import arms, design, eligibility, identity, people, prose, sites

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

REPEATED = ()

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
