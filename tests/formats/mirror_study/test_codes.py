"""Codes that study pages write in another way than the API."""

import pytest

from trialtext.formats.mirror_study.codes import CONTACT_ROLES, YES_NO, masked_roles
from trialtext.model.enums import WhoMasked


def test_yes_and_no() -> None:
    assert YES_NO == {"Yes": True, "No": False}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("CONTACT", "CONTACT"),
        ("primary", "CONTACT"),
        ("backup", "CONTACT"),
        ("PRINCIPAL_INVESTIGATOR", "PRINCIPAL_INVESTIGATOR"),
        ("SUB_INVESTIGATOR", "SUB_INVESTIGATOR"),
    ],
)
def test_roles_of_contacts(text: str, role: str) -> None:
    assert CONTACT_ROLES[text] == role


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Participants", WhoMasked.PARTICIPANT),
        ("Caregivers", WhoMasked.CARE_PROVIDER),
        ("Investigators", WhoMasked.INVESTIGATOR),
        ("Outcome Assessors", WhoMasked.OUTCOMES_ASSESSOR),
    ],
)
def test_a_masked_role(text: str, role: WhoMasked) -> None:
    assert masked_roles(text) == [(role, 0, len(text))]


def test_masked_roles_know_their_places() -> None:
    text = "Caregivers Outcome Assessors Participants"
    assert [(role, text[start:end]) for role, start, end in masked_roles(text)] == [
        (WhoMasked.CARE_PROVIDER, "Caregivers"),
        (WhoMasked.OUTCOMES_ASSESSOR, "Outcome Assessors"),
        (WhoMasked.PARTICIPANT, "Participants"),
    ]
