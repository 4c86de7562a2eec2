"""The sections of the page, in its order: headings, blurbs, labels, and their readers."""

from typing import Final

from trialtext.formats.mirror_study import (
    arms,
    conditions,
    contacts,
    design,
    eligibility,
    identification,
    interventions,
    locations,
    narrative,
    sponsors,
    unlabelled,
)
from trialtext.parsing.vocabulary import Label
from trialtext.reading.section import Blurb, Body, Section

_ANY = r"[^\n]*"
_CODE = r"[A-Z]+(?:_[A-Z]+)*"
_DATE = r"\d{4}-\d\d(?:-\d\d)?"
_AGE = r"\d+ [A-Z][a-z]+|N/A"

SECTIONS: Final = (
    Section(
        "study_results",
        "Study Results",
        # Some extractors drop the line, and keep the sentence below it.
        followed_by=r"""(?x:
            Results\ (?:pending|available) (?:\n|\Z)
            | The\ study\ team\ has\ # and what it has
            | Outcome\ measurements,\ # and more have been published
            | View\ full\ results (?:\n|\Z)
            | Basic\ Information \n+ Get\ a\ concise
        )""",
        read=identification.study_results,
        body=Body.FIXED,
        labels=(
            Label("Results pending", is_value=True),
            Label("Results available", is_value=True),
            Label("The study team has not published", _ANY, is_value=True),
            Label("Outcome measurements,", _ANY, is_value=True),
            Label("View full results", is_value=True),
        ),
        required=True,
        extractor_loss="the line that says whether there are results",
    ),
    Section(
        "basic_information",
        "Basic Information",
        Blurb(
            "Get a concise snapshot of the trial",
            ", including recruitment status, study phase, enrollment targets, and key timeline"
            " milestones.",
        ),
        read=design.basic_information,
        body=Body.FIXED,
        labels=(
            Label("Recruitment Status", usual=_CODE),
            Label("Clinical Phase", usual=r"[A-Z]+(?:_?[A-Z0-9]+)*(?:/[A-Z0-9]+)*"),
            Label("Total Enrollment", usual=r"\d+ participants?"),
            Label("Study Classification", usual=_CODE),
            Label("Study Start Date", usual=_DATE),
            Label("Study Completion Date", usual=_DATE),
        ),
        required=True,
        tells_variant=True,
        read_unlabelled=unlabelled.basic_information,
        extractor_loss="the labels",
    ),
    Section(
        "brief_summary",
        "Brief Summary",
        Blurb(
            "Review the sponsor-provided synopsis",
            " that highlights what the study is about and why it is being conducted.",
        ),
        read=narrative.brief_summary,
        body=Body.TEXT,
        required=True,
        extractor_loss="the first paragraph",
    ),
    Section(
        "related_clinical_trials",
        "Related Clinical Trials",
        Blurb(
            "Explore similar clinical trials",
            " based on study characteristics and research focus.",
        ),
        read=narrative.related_clinical_trials,
        body=Body.TEXT,
    ),
    Section(
        "detailed_description",
        "Detailed Description",
        Blurb(
            "Dive into the extended narrative",
            " that explains the scientific background, objectives, and procedures in greater"
            " depth.",
        ),
        read=narrative.detailed_description,
        body=Body.TEXT,
        required=True,
        may_be_empty=True,
        extractor_loss="the first paragraph",
    ),
    Section(
        "conditions",
        "Conditions",
        Blurb(
            "See the medical conditions",
            " and disease areas that this research is targeting or investigating.",
        ),
        read=conditions.conditions,
        body=Body.LINE,
        required=True,
        extractor_loss="all conditions",
    ),
    Section(
        "keywords",
        "Keywords",
        Blurb(
            "Explore important study keywords",
            " that investigators have chosen to describe the trial and make it easier to find.",
        ),
        read=conditions.keywords,
        body=Body.LINE,
        extractor_loss="all keywords",
    ),
    Section(
        "study_design",
        "Study Design",
        Blurb(
            "Understand how the trial is structured",
            ", including allocation methods, masking strategies, primary purpose, and other design"
            " elements.",
        ),
        read=design.study_design,
        body=Body.FIXED,
        labels=(
            Label("Allocation Method", usual=_CODE),
            Label("Intervention Model", usual=_CODE),
            Label("Primary Study Purpose", usual=_CODE),
            Label("Blinding Strategy", usual=_CODE),
            Label("Observational Model Type", usual=_CODE),
            Label("Study Time Perspective", usual=_CODE),
        ),
        required=True,
        may_be_empty=True,
        tells_variant=True,
        read_unlabelled=unlabelled.study_design,
        extractor_loss="the labels, and who is masked",
    ),
    Section(
        "study_groups",
        "Study Groups",
        Blurb(
            "Review each arm or cohort",
            " in the study, along with the interventions and objectives associated with them.",
        ),
        read=arms.study_groups,
        running_text=True,
        labels=(
            Label("Group Type", _CODE, usual=_CODE),
            Label("Intervention Type", _CODE, usual=_CODE),
            Label("No interventions assigned to this group"),
        ),
        read_unlabelled=unlabelled.study_groups,
        extractor_loss="the types",
    ),
    Section(
        "interventions",
        "Interventions",
        Blurb(
            "Learn about the drugs, procedures",
            ", or behavioral strategies being tested and how they are applied within this trial.",
        ),
        read=interventions.interventions,
        running_text=True,
        labels=(Label("Intervention Type", _CODE, usual=_CODE),),
        read_unlabelled=unlabelled.interventions,
        extractor_loss="the types",
    ),
    Section(
        "eligibility_criteria",
        "Eligibility Criteria",
        Blurb(
            "Check the participation requirements",
            ", including inclusion and exclusion rules, age limits, and whether healthy volunteers"
            " are accepted.",
        ),
        read=eligibility.eligibility_criteria,
        running_text=True,
        labels=(
            Label("Minimum Eligible Age", usual=_AGE),
            Label("Maximum Eligible Age", usual=_AGE),
            Label("Eligible Sex", usual="ALL|FEMALE|MALE"),
            Label("Accepts Healthy Volunteers", usual="Yes|No"),
        ),
        required=True,
        read_unlabelled=unlabelled.eligibility_criteria,
        extractor_loss="the labels, and the first item of each list",
    ),
    Section(
        "sponsors",
        "Sponsors",
        Blurb(
            "Meet the organizations",
            " funding or collaborating on the study and learn about their roles.",
        ),
        read=sponsors.sponsors,
        labels=(Label("Sponsor Role", r"[^\n]+", usual="lead|collaborator"),),
        required=True,
        read_unlabelled=unlabelled.sponsors,
    ),
    Section(
        "responsible_party",
        "Responsible Party",
        Blurb(
            "Identify the individual or organization",
            " who holds primary responsibility for the study information submitted to regulators.",
        ),
        read=sponsors.responsible_party,
        body=Body.FIXED,
        labels=(Label("Responsibility Role", r"[^\n]+", usual=_CODE),),
    ),
    Section(
        "principal_investigators",
        "Principal Investigators",
        Blurb(
            "Learn about the lead researchers",
            " overseeing the trial and their institutional affiliations.",
        ),
        read=contacts.principal_investigators,
        labels=(Label("Role:", r"[^\n]+"),),
    ),
    Section(
        "locations",
        "Locations",
        Blurb(
            "Explore where the study is taking place",
            " and check the recruitment status at each participating site.",
        ),
        read=locations.locations,
        labels=(Label("Site Status", usual=_CODE),),
        read_unlabelled=unlabelled.locations,
    ),
    Section(
        "countries",
        "Countries",
        Blurb(
            "Review the countries", " where the study has at least one active or historical site."
        ),
        read=locations.countries,
    ),
    Section(
        "central_contacts",
        "Central Contacts",
        Blurb(
            "Reach out to these primary contacts",
            " for questions about participation or study logistics.",
        ),
        read=contacts.central_contacts,
        labels=(Label("Role:", r"[^\n]+"), Label("Phone:", _ANY), Label("Email:", _ANY)),
    ),
    Section(
        "facility_contacts",
        "Facility Contacts",
        Blurb(
            "Find local site contact details",
            " for specific facilities participating in the trial.",
        ),
        read=contacts.facility_contacts,
        labels=(Label("Role:", r"[^\n]+"), Label("Phone:", _ANY), Label("Email:", _ANY)),
    ),
    Section(
        "related_links",
        "Related Links",
        Blurb(
            "Access external resources",
            " that provide additional context or updates about the study.",
        ),
        read=narrative.related_links,
    ),
    Section(
        "other_identifiers",
        "Other Identifiers",
        Blurb(
            "Review additional registry numbers",
            " or institutional identifiers associated with this trial.",
        ),
        read=identification.other_identifiers,
        labels=(Label("Identifier Type:", _ANY), Label("Identifier Source:", _ANY)),
        required=True,
    ),
)
