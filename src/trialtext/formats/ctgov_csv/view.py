"""A study cut down to what a row of the newer download can tell."""

from collections.abc import Mapping
from typing import Any, Final

import attrs

from trialtext.model.base import ApiObject
from trialtext.model.enums import StudyType
from trialtext.model.study import Study

_WHOLE: Final[Mapping[str, Any]] = {}
_TOLD: Final[Mapping[str, Any]] = {
    "protocol_section": {
        "identification_module": {
            "nct_id": _WHOLE,
            "org_study_id_info": {"id": _WHOLE},
            "secondary_id_infos": {"id": _WHOLE},
            "brief_title": _WHOLE,
            "acronym": _WHOLE,
        },
        "status_module": {
            "overall_status": _WHOLE,
            "start_date_struct": {"date": _WHOLE},
            "primary_completion_date_struct": {"date": _WHOLE},
            "completion_date_struct": {"date": _WHOLE},
            "study_first_post_date_struct": {"date": _WHOLE},
            "results_first_post_date_struct": {"date": _WHOLE},
            "last_update_post_date_struct": {"date": _WHOLE},
        },
        "sponsor_collaborators_module": {
            "lead_sponsor": {"name": _WHOLE, "class_": _WHOLE},
            "collaborators": {"name": _WHOLE},
        },
        "description_module": {"brief_summary": _WHOLE},
        "conditions_module": {"conditions": _WHOLE},
        "design_module": {
            "study_type": _WHOLE,
            "phases": _WHOLE,
            "design_info": {
                "allocation": _WHOLE,
                "intervention_model": _WHOLE,
                "primary_purpose": _WHOLE,
                "masking_info": {"masking": _WHOLE, "who_masked": _WHOLE},
            },
            "enrollment_info": {"count": _WHOLE},
        },
        "arms_interventions_module": {"interventions": {"type": _WHOLE, "name": _WHOLE}},
        "outcomes_module": {
            "primary_outcomes": _WHOLE,
            "secondary_outcomes": _WHOLE,
            "other_outcomes": _WHOLE,
        },
        "eligibility_module": {"sex": _WHOLE, "std_ages": _WHOLE},
        "contacts_locations_module": {
            "locations": {
                "facility": _WHOLE,
                "city": _WHOLE,
                "state": _WHOLE,
                "zip": _WHOLE,
                "country": _WHOLE,
            }
        },
    },
    "document_section": {
        "large_document_module": {
            "large_docs": {
                "type_abbrev": _WHOLE,
                "has_protocol": _WHOLE,
                "has_sap": _WHOLE,
                "has_icf": _WHOLE,
                "label": _WHOLE,
                "filename": _WHOLE,
            }
        }
    },
}
"""The fields that cells tell. Of observations, the design is a constant that tells nothing."""


def view(study: Study, _: str) -> Study:
    """Cut a study down to what its row tells, if its outcomes and locations can be divided."""
    told: Any = _reduced(study, _TOLD) or Study()
    protocol: Any = told.protocol_section
    design: Any = protocol.design_module if protocol else None
    if design and design.study_type != StudyType.INTERVENTIONAL:
        protocol = attrs.evolve(protocol, design_module=attrs.evolve(design, design_info=None))
    whole: Study = attrs.evolve(
        told, protocol_section=protocol, has_results=bool(study.has_results)
    )
    return whole


def _reduced(value: Any, told: Mapping[str, Any]) -> Any:
    """Reduce an object, or each of a list, to some of its fields; `None` if nothing is left."""
    if isinstance(value, tuple):
        return tuple(kept for each in value if (kept := _reduced(each, told)) is not None)
    if not isinstance(value, ApiObject) or not told:
        return value
    fields = {name: _reduced(getattr(value, name), inner) for name, inner in told.items()}
    present = {name: kept for name, kept in fields.items() if kept not in (None, ())}
    return type(value)(**present) if present else None
