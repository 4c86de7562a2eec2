"""The draft of a study: what it keeps, what it becomes, and where its values came from."""

import copy
from typing import Any

import attrs
import pytest
from tests.conftest import SEEDS
from tests.pages import values_of

import trialtext
from trialtext.model.enums import Phase, WhoMasked
from trialtext.model.protocol import (
    Contact,
    ContactsLocationsModule,
    DesignModule,
    MaskingBlock,
    OversightModule,
    Sponsor,
    SponsorCollaboratorsModule,
)
from trialtext.reading.draft import Derivation, Draft, Value, freeze, json_pointers

ADA = Value("Ada Quill", ((3, 12),))
PHONE = Value("555-0100", ((20, 28),))


def frozen(draft: Draft) -> Any:
    return freeze(draft)[0]


def values(draft: Draft) -> list[tuple[str, Value]]:
    frozen, found = freeze(draft)
    return list(zip(json_pointers(frozen), found, strict=True))


# ---- Values


def test_a_value_is_copied_unless_something_else_is_said() -> None:
    assert (ADA.derivation, ADA.evidence) == (Derivation.VERBATIM, "")


# ---- Drafts


@pytest.mark.parametrize("nothing", [None, []])
def test_a_draft_does_not_keep_what_is_absent(nothing: Any) -> None:
    assert Draft(Contact, name=nothing).fields == {}


@pytest.mark.parametrize("nothing", [None, []])
def test_setting_an_absent_value_leaves_the_field_as_it_is(nothing: Any) -> None:
    draft = Draft(Contact, name=ADA)
    draft.set("name", nothing)
    assert draft.fields == {"name": ADA}


def test_setting_a_value_replaces_the_one_before() -> None:
    draft = Draft(Contact, name=ADA)
    draft.set("name", PHONE)
    assert draft.fields == {"name": PHONE}


def test_a_draft_is_true_if_anything_is_known() -> None:
    assert Draft(Contact, name=ADA)


def test_a_draft_of_nothing_is_false() -> None:
    assert not Draft(Contact, name=None)


def test_a_draft_of_a_false_value_is_true() -> None:
    assert Draft(OversightModule, oversight_has_dmc=Value(False, ((0, 2),)))


def test_a_single_value_can_be_looked_up() -> None:
    assert Draft(Contact, name=ADA).value("name") == ADA


def test_an_absent_value_is_looked_up_as_none() -> None:
    assert Draft(Contact, name=ADA).value("phone") is None


def test_a_list_is_no_single_value() -> None:
    assert Draft(DesignModule, phases=[Value(Phase.NA, ())]).value("phases") is None


# ---- Freezing


def test_a_draft_becomes_an_object_of_its_class() -> None:
    assert frozen(Draft(Contact, name=ADA)) == Contact(name="Ada Quill")


def test_what_is_frozen_cannot_be_changed() -> None:
    contact = frozen(Draft(Contact, name=ADA))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        contact.name = "Grace Quill"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del contact.name
    assert type(contact) is Contact


def test_what_is_frozen_can_be_copied() -> None:
    contact = frozen(Draft(Contact, name=ADA))
    assert copy.copy(contact) == contact
    assert attrs.evolve(contact, phone="555-0100") == Contact(name="Ada Quill", phone="555-0100")


def test_a_field_that_the_model_lacks_is_an_error() -> None:
    with pytest.raises(AttributeError, match="shoe_size"):
        frozen(Draft(Contact, shoe_size=ADA))


def test_drafts_inside_become_objects_too() -> None:
    draft = Draft(SponsorCollaboratorsModule, lead_sponsor=Draft(Sponsor, name=ADA))
    assert frozen(draft) == SponsorCollaboratorsModule(lead_sponsor=Sponsor(name="Ada Quill"))


def test_lists_become_tuples() -> None:
    draft = Draft(ContactsLocationsModule, central_contacts=[Draft(Contact, phone=PHONE)])
    assert frozen(draft) == ContactsLocationsModule(central_contacts=(Contact(phone="555-0100"),))


def test_codes_stay_codes() -> None:
    module: DesignModule = frozen(Draft(DesignModule, phases=[Value(Phase.NA, ())]))
    assert module.phases[0] is Phase.NA


# ---- Values of a draft


def test_a_value_is_found_by_the_names_of_the_json() -> None:
    roles = [Value(WhoMasked.PARTICIPANT, ()), Value(WhoMasked.INVESTIGATOR, ())]
    assert list(values(Draft(MaskingBlock, who_masked=roles))) == [
        ("/whoMasked/0", roles[0]),
        ("/whoMasked/1", roles[1]),
    ]


def test_a_pointer_leads_through_lists_and_objects() -> None:
    contacts = [Draft(Contact, name=ADA), Draft(Contact, phone=PHONE)]
    draft = Draft(ContactsLocationsModule, central_contacts=contacts)
    assert list(values(draft)) == [
        ("/centralContacts/0/name", ADA),
        ("/centralContacts/1/phone", PHONE),
    ]


def test_values_stand_in_the_order_of_the_json() -> None:
    pointers = [pointer for pointer, _ in values(Draft(Contact, phone=PHONE, name=ADA))]
    assert pointers == ["/name", "/phone"]


# ---- Values of a page


def test_every_value_of_a_page_is_in_the_json_and_no_other() -> None:
    for seed in SEEDS:
        result = trialtext.parse_file(seed)
        values = [value.value for value in result.values]
        pointers = json_pointers(result.study)
        assert list(zip(pointers, values, strict=True)) == list(values_of(result).items())
