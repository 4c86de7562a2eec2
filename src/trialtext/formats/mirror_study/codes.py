"""What the page prints for codes of the API."""

import re
from collections.abc import Mapping

from trialtext.model.enums import ContactRole, RecruitmentStatus, WhoMasked

MASKED_ROLES: Mapping[str, WhoMasked] = {
    "Participants": WhoMasked.PARTICIPANT,
    "Caregivers": WhoMasked.CARE_PROVIDER,
    "Investigators": WhoMasked.INVESTIGATOR,
    "Outcome Assessors": WhoMasked.OUTCOMES_ASSESSOR,
}
_MASKED_ROLE = re.compile("|".join(MASKED_ROLES))

CONTACT_ROLES: Mapping[str, ContactRole] = {
    "CONTACT": ContactRole.CONTACT,
    "primary": ContactRole.CONTACT,
    "backup": ContactRole.CONTACT,
    "PRINCIPAL_INVESTIGATOR": ContactRole.PRINCIPAL_INVESTIGATOR,
    "SUB_INVESTIGATOR": ContactRole.SUB_INVESTIGATOR,
}

CENTRAL_ROLE = "CONTACT"
"""The role that contacts of a study have; others are those of contacts of its sites."""

EXTENSION = " ext. "
WITH_EXTENSION = re.compile(r"(?P<phone>.*\S)\s+ext\.\s+(?P<ext>[0-9]+)")
"""A phone number and its extension, which the API keeps apart."""
WITHOUT_EXTENSION = re.compile(r"(?P<phone>.*\S)(?P<mark>\s+e(?:xt?\.?)?)")
"""A phone number whose extension was cut off."""

CLOSED = (
    RecruitmentStatus.ACTIVE_NOT_RECRUITING,
    RecruitmentStatus.COMPLETED,
    RecruitmentStatus.TERMINATED,
    RecruitmentStatus.WITHDRAWN,
)
"""Statuses of sites without contacts."""

YES_NO: Mapping[str, bool] = {"Yes": True, "No": False}


def masked_roles(text: str) -> list[tuple[WhoMasked, int, int]]:
    """Find masked roles in a line, each with start and end: `Participants Outcome Assessors`."""
    return [(MASKED_ROLES[m[0]], m.start(), m.end()) for m in _MASKED_ROLE.finditer(text)]


def without_roles(text: str) -> str:
    """Return what is left of a line without its masked roles."""
    for _, start, end in reversed(masked_roles(text)):
        text = text[:start] + text[end:]
    return text.strip()
