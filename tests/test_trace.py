"""The draft of a study: what it keeps, what it becomes, and where its values came from."""

import copy
from functools import reduce
from pathlib import Path
from typing import Any

import attrs
import orjson
import pytest

from trialtext import to_json
from trialtext.dialects import DIALECTS
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
from trialtext.readers.reading import Reading
from trialtext.text import SourceText
from trialtext.trace import Draft, How, Leaf, freeze, leaves

ADA = Leaf("Ada Quill", ((3, 12),))
PHONE = Leaf("555-0100", ((20, 28),))


def found(pointer: str, record: Any) -> Any:
    """What a JSON Pointer points at."""
    steps = pointer.split("/")[1:]
    return reduce(lambda at, step: at[int(step) if isinstance(at, list) else step], steps, record)


@pytest.fixture
def reading(seed: Path) -> Reading:
    source = SourceText.read(seed.read_bytes())
    page = next(filter(None, (dialect.read(source) for dialect in DIALECTS)), None)
    assert page is not None
    return page


# ---- Leaves


def test_a_value_is_copied_unless_something_else_is_said() -> None:
    assert (ADA.how, ADA.evidence) == (How.COPIED, "")


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
    assert Draft(OversightModule, oversight_has_dmc=Leaf(False, ((0, 2),)))


def test_a_single_value_can_be_looked_up() -> None:
    assert Draft(Contact, name=ADA).leaf("name") == ADA


def test_an_absent_value_is_looked_up_as_none() -> None:
    assert Draft(Contact, name=ADA).leaf("phone") is None


def test_a_list_is_no_single_value() -> None:
    assert Draft(DesignModule, phases=[Leaf(Phase.NA, ())]).leaf("phases") is None


# ---- Freezing


def test_a_draft_becomes_an_object_of_its_class() -> None:
    assert freeze(Draft(Contact, name=ADA)) == Contact(name="Ada Quill")


def test_what_is_frozen_cannot_be_changed() -> None:
    contact = freeze(Draft(Contact, name=ADA))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        contact.name = "Grace Quill"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del contact.name
    assert type(contact) is Contact


def test_what_is_frozen_can_be_copied() -> None:
    contact = freeze(Draft(Contact, name=ADA))
    assert copy.copy(contact) == contact
    assert attrs.evolve(contact, phone="555-0100") == Contact(name="Ada Quill", phone="555-0100")


def test_a_field_that_the_model_lacks_is_an_error() -> None:
    with pytest.raises(AttributeError, match="shoe_size"):
        freeze(Draft(Contact, shoe_size=ADA))


def test_drafts_inside_become_objects_too() -> None:
    draft = Draft(SponsorCollaboratorsModule, lead_sponsor=Draft(Sponsor, name=ADA))
    assert freeze(draft) == SponsorCollaboratorsModule(lead_sponsor=Sponsor(name="Ada Quill"))


def test_lists_become_tuples() -> None:
    draft = Draft(ContactsLocationsModule, central_contacts=[Draft(Contact, phone=PHONE)])
    assert freeze(draft) == ContactsLocationsModule(central_contacts=(Contact(phone="555-0100"),))


def test_codes_stay_codes() -> None:
    module: DesignModule = freeze(Draft(DesignModule, phases=[Leaf(Phase.NA, ())]))
    assert module.phases[0] is Phase.NA


# ---- Leaves of a draft


def test_a_leaf_alone_is_the_whole() -> None:
    assert list(leaves(ADA)) == [("", ADA)]


def test_a_leaf_is_found_by_the_names_of_the_json() -> None:
    roles = [Leaf(WhoMasked.PARTICIPANT, ()), Leaf(WhoMasked.INVESTIGATOR, ())]
    assert list(leaves(Draft(MaskingBlock, who_masked=roles))) == [
        ("/whoMasked/0", roles[0]),
        ("/whoMasked/1", roles[1]),
    ]


def test_a_pointer_leads_through_lists_and_objects() -> None:
    contacts = [Draft(Contact, name=ADA), Draft(Contact, phone=PHONE)]
    draft = Draft(ContactsLocationsModule, central_contacts=contacts)
    assert list(leaves(draft)) == [
        ("/centralContacts/0/name", ADA),
        ("/centralContacts/1/phone", PHONE),
    ]


def test_leaves_stand_in_the_order_of_the_json() -> None:
    pointers = [pointer for pointer, _ in leaves(Draft(Contact, phone=PHONE, name=ADA))]
    assert pointers == ["/name", "/phone"]


# ---- Leaves of a page


def test_every_leaf_of_a_page_points_at_its_value(reading: Reading) -> None:
    record = orjson.loads(to_json(freeze(reading.study())))
    wrong = [p for p, leaf in leaves(reading.study()) if found(p, record) != leaf.value]
    assert wrong == []


def test_every_value_of_a_page_is_a_leaf(reading: Reading) -> None:
    def count(node: Any) -> int:
        if isinstance(node, dict | list):
            return sum(
                count(child) for child in (node.values() if isinstance(node, dict) else node)
            )
        return 1

    record = orjson.loads(to_json(freeze(reading.study())))
    assert count(record) == len(list(leaves(reading.study())))


def test_every_leaf_of_a_page_says_where_it_came_from(reading: Reading) -> None:
    assert [p for p, leaf in leaves(reading.study()) if not leaf.spans] == []


def test_a_copied_leaf_is_what_stands_at_its_place(reading: Reading) -> None:
    copied = [leaf for _, leaf in leaves(reading.study()) if leaf.how is How.COPIED]
    assert copied
    for leaf in copied:
        assert {reading.text[start:end] for start, end in leaf.spans} == {leaf.value}
