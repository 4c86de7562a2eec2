"""Where a study takes place: Locations, Countries, Facility Contacts."""

import json
from typing import Any

import pytest

import trialtext
from trialtext import Diagnostic, Result

HEADER = ("A title", "NCT ID: NCT99900001")
LOCATIONS = (
    "Locations",
    "Explore where the study is taking place and check the recruitment status at...",
)
COUNTRIES = (
    "Countries",
    "Review the countries where the study has at least one active or historical site.",
)
FACILITY_CONTACTS = (
    "Facility Contacts",
    "Find local site contact details for specific facilities participating in the trial.",
)
END = (
    "Other Identifiers",
    "Review additional registry numbers or institutional identifiers associated with this trial.",
    "ORCHID-7\n\nIdentifier Type: -\n\nIdentifier Source: org_study_id",
)
HOUSTON = ("Magnolia Clinic", "Houston, Texas, United States", "Site Status")
BERLIN = ("Klinik Lindenhof", "Berlin, Germany", "Site Status")
NURSE = ("Abel Ferro, RN", "Role: primary", "Phone: 555-0101", "Email: ferro@example.org")


def read(*blocks: str) -> Result:
    """Read a page: the first block after its header is on line 5, the next on line 7."""
    return trialtext.parse("\n\n".join((*HEADER, *blocks, *END)) + "\n")


def module(result: Result) -> dict[str, Any]:
    assert result.study is not None
    protocol = json.loads(trialtext.to_json(result.study))["protocolSection"]
    found: dict[str, Any] = protocol.get("contactsLocationsModule", {})
    return found


def sites(*blocks: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = module(read(*LOCATIONS, *blocks)).get("locations", [])
    return found


def beyond(told: Diagnostic) -> bool:
    """Whether something is said of the rest of a page that holds little else."""
    return told.code == "missing-section" or told.message.startswith("there is no line `Last")


def complaints(result: Result) -> list[tuple[str, int, int]]:
    return [(d.code, d.line, d.column) for d in result.diagnostics if not beyond(d)]


# ---- Locations


def test_a_site_with_a_state() -> None:
    assert sites(*HOUSTON) == [
        {
            "facility": "Magnolia Clinic",
            "city": "Houston",
            "state": "Texas",
            "country": "United States",
        }
    ]
    assert complaints(read(*LOCATIONS, *HOUSTON)) == []


def test_a_site_without_a_state() -> None:
    assert sites(*BERLIN) == [
        {"facility": "Klinik Lindenhof", "city": "Berlin", "country": "Germany"}
    ]


@pytest.mark.parametrize(
    "status",
    [
        "ACTIVE_NOT_RECRUITING",
        "COMPLETED",
        "ENROLLING_BY_INVITATION",
        "NOT_YET_RECRUITING",
        "RECRUITING",
        "SUSPENDED",
        "TERMINATED",
        "WITHDRAWN",
        "AVAILABLE",
    ],
)
def test_a_site_may_have_a_status(status: str) -> None:
    assert sites(*BERLIN, status) == [
        {
            "facility": "Klinik Lindenhof",
            "status": status,
            "city": "Berlin",
            "country": "Germany",
        }
    ]


def test_the_label_of_the_status_may_stand_alone() -> None:
    result = read(*LOCATIONS, *BERLIN)
    assert "status" not in module(result)["locations"][0]
    assert complaints(result) == []


def test_a_site_may_have_no_facility() -> None:
    result = read(*LOCATIONS, "Berlin, Germany", "Site Status", "RECRUITING")
    assert module(result)["locations"] == [
        {"status": "RECRUITING", "city": "Berlin", "country": "Germany"}
    ]
    assert complaints(result) == [("missing-optional", 9, 1)]


@pytest.mark.parametrize("status", [(), ("RECRUITING",)])
def test_a_site_without_a_facility_does_not_take_the_one_before(status: tuple[str, ...]) -> None:
    found = sites(*HOUSTON, *status, "Paris, France", "Site Status", *status, *BERLIN, *status)
    assert [(site.get("facility"), site["city"]) for site in found] == [
        ("Magnolia Clinic", "Houston"),
        (None, "Paris"),
        ("Klinik Lindenhof", "Berlin"),
    ]


def test_only_some_sites_may_have_a_status() -> None:
    found = sites(*HOUSTON, *BERLIN, "COMPLETED", *HOUSTON)
    assert [site.get("status") for site in found] == [None, "COMPLETED", None]


def test_a_facility_may_look_like_a_place() -> None:
    found = sites("Magnolia Clinic, Building 2, Suite 5", "Berlin, Germany", "Site Status")
    assert found[0]["facility"] == "Magnolia Clinic, Building 2, Suite 5"


def test_sites_keep_their_order() -> None:
    assert [site["city"] for site in sites(*HOUSTON, *BERLIN)] == ["Houston", "Berlin"]


def test_blank_lines_are_not_needed() -> None:
    assert sites("\n".join((*HOUSTON, "RECRUITING", *BERLIN))) == sites(
        *HOUSTON, "RECRUITING", *BERLIN
    )


def test_an_unknown_status_is_reported_and_left_out() -> None:
    result = read(*LOCATIONS, *HOUSTON, "DORMANT", *BERLIN)
    assert [site.get("status") for site in module(result)["locations"]] == [None, None]
    assert [site["facility"] for site in module(result)["locations"]] == [
        "Magnolia Clinic",
        "Klinik Lindenhof",
    ]
    assert [(line, column) for _, line, column in complaints(result)] == [(15, 1)]


def test_a_place_that_is_none_is_reported_and_the_facility_kept() -> None:
    result = read(*LOCATIONS, "Magnolia Clinic", "Atlantis", "Site Status", "RECRUITING")
    assert module(result)["locations"] == [{"facility": "Magnolia Clinic", "status": "RECRUITING"}]
    assert complaints(result) == [("unreadable-value", 11, 1)]


@pytest.mark.parametrize("place", ["Houston, , United States", ", Texas, United States"])
def test_an_empty_part_of_a_place_is_no_part(place: str) -> None:
    assert "" not in sites("Magnolia Clinic", place, "Site Status")[0].values()


def test_an_unknown_line_among_sites_is_left_over() -> None:
    result = read(*LOCATIONS, *HOUSTON, "RECRUITING", "Show the map")
    assert complaints(result) == [("unknown-line", 17, 1)]


def test_a_section_without_sites_is_reported_as_empty() -> None:
    result = read(*LOCATIONS)
    assert module(result) == {}
    assert [code for code, _, _ in complaints(result)] == ["empty-section"]


# ---- Countries


def test_countries_have_no_field_of_their_own() -> None:
    found = module(read(*LOCATIONS, *BERLIN, *COUNTRIES, "Germany"))
    assert found == module(read(*LOCATIONS, *BERLIN))


def test_a_listed_country_may_hold_a_comma() -> None:
    place = ("Moonlit Hospital", "Seoul, Korea, Republic of", "Site Status")
    result = read(*LOCATIONS, *place, *COUNTRIES, "Germany", "Korea, Republic of")
    site = module(result)["locations"][0]
    assert site == {
        "facility": "Moonlit Hospital",
        "city": "Seoul",
        "country": "Korea, Republic of",
    }


def test_countries_of_sites_leave_nothing_to_say() -> None:
    result = read(*LOCATIONS, *HOUSTON, *BERLIN, *COUNTRIES, "Germany", "United States")
    assert complaints(result) == []


def test_a_country_without_a_site_is_reported() -> None:
    result = read(*LOCATIONS, *BERLIN, *COUNTRIES, "Germany", "Iceland")
    assert complaints(result) == [("country-without-site", 21, 1)]


# ---- Facility Contacts


def test_the_contacts_of_a_single_site_are_its_own() -> None:
    result = read(*LOCATIONS, *BERLIN, *FACILITY_CONTACTS, *NURSE)
    assert module(result)["locations"][0]["contacts"] == [
        {
            "name": "Abel Ferro, RN",
            "role": "CONTACT",
            "phone": "555-0101",
            "email": "ferro@example.org",
        }
    ]
    assert complaints(result) == []


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("primary", "CONTACT"),
        ("backup", "CONTACT"),
        ("PRINCIPAL_INVESTIGATOR", "PRINCIPAL_INVESTIGATOR"),
        ("SUB_INVESTIGATOR", "SUB_INVESTIGATOR"),
    ],
)
def test_roles_of_a_site_s_contacts(role: str, expected: str) -> None:
    result = read(*LOCATIONS, *BERLIN, *FACILITY_CONTACTS, "Zora Quist", f"Role: {role}")
    assert module(result)["locations"][0]["contacts"] == [{"name": "Zora Quist", "role": expected}]


def test_a_single_site_may_have_several_contacts() -> None:
    result = read(*LOCATIONS, *BERLIN, *FACILITY_CONTACTS, *NURSE, "Zora Quist", "Role: backup")
    names = [contact["name"] for contact in module(result)["locations"][0]["contacts"]]
    assert names == ["Abel Ferro, RN", "Zora Quist"]


def test_a_hidden_address_of_a_site_s_contact_is_no_address() -> None:
    blocks = ("Zora Quist", "Role: primary", "Email: [email protected]")
    result = read(*LOCATIONS, *BERLIN, *FACILITY_CONTACTS, *blocks)
    assert "email" not in module(result)["locations"][0]["contacts"][0]
    assert complaints(result) == [("hidden-address", 23, 8)]


def test_of_several_sites_none_is_given_the_contacts() -> None:
    result = read(*LOCATIONS, *HOUSTON, *BERLIN, *FACILITY_CONTACTS, *NURSE)
    assert all("contacts" not in site for site in module(result)["locations"])


@pytest.mark.parametrize("status", ["COMPLETED", "TERMINATED", "WITHDRAWN"])
def test_the_only_site_that_is_not_closed_is_given_the_contacts(status: str) -> None:
    closed = ("Harbour Clinic", "Bergen, Norway", "Site Status", status)
    result = read(*LOCATIONS, *closed, *BERLIN, *FACILITY_CONTACTS, *NURSE)
    assert ["contacts" in site for site in module(result)["locations"]] == [False, True]
    assert complaints(result) == []


def test_closed_sites_are_not_given_the_contacts() -> None:
    closed = ("Harbour Clinic", "Bergen, Norway", "Site Status", "COMPLETED")
    result = read(*LOCATIONS, *closed, *closed, *FACILITY_CONTACTS, *NURSE)
    assert all("contacts" not in site for site in module(result)["locations"])


def test_every_contact_that_no_site_was_given_is_reported() -> None:
    blocks = (*NURSE, "Zora Quist", "Role: backup")
    result = read(*LOCATIONS, *HOUSTON, *BERLIN, *FACILITY_CONTACTS, *blocks)
    assert complaints(result) == [("unassigned-contact", 25, 1), ("unassigned-contact", 33, 1)]


def test_a_report_on_a_contact_covers_all_its_lines() -> None:
    text = "\n\n".join((*HEADER, *LOCATIONS, *HOUSTON, *BERLIN, *FACILITY_CONTACTS, *NURSE, *END))
    found = next(d for d in trialtext.parse(text).diagnostics if d.code == "unassigned-contact")
    assert text[found.start : found.end] == "\n\n".join(NURSE)


def test_contacts_without_any_site_are_reported() -> None:
    result = read(*FACILITY_CONTACTS, *NURSE)
    assert module(result) == {}
    assert complaints(result) == [("unassigned-contact", 9, 1)]


def test_contacts_are_no_central_contacts() -> None:
    assert "centralContacts" not in module(read(*LOCATIONS, *BERLIN, *FACILITY_CONTACTS, *NURSE))


def test_an_unknown_role_of_a_site_s_contact_is_reported_and_the_person_kept() -> None:
    result = read(*LOCATIONS, *BERLIN, *FACILITY_CONTACTS, "Zora Quist", "Role: neighbor")
    assert module(result)["locations"][0]["contacts"] == [{"name": "Zora Quist"}]
    assert complaints(result) == [("unknown-code", 21, 7)]


@pytest.mark.parametrize("places", [BERLIN, (*BERLIN, *HOUSTON)])
def test_an_unknown_line_among_contacts_is_left_over(places: tuple[str, ...]) -> None:
    result = read(*LOCATIONS, *places, *FACILITY_CONTACTS, *NURSE, "Show the map")
    assert [code for code, _, _ in complaints(result)][-1] == "unknown-line"


def test_a_lost_place_makes_no_facility_of_a_label() -> None:
    blocks = ("Paris, France", "Site Status", "Site Status", "Nice, France", "Site Status")
    sites = module(read(*LOCATIONS, *blocks))["locations"]
    assert [site.get("facility") for site in sites] == [None, None]


def test_a_place_is_no_facility() -> None:
    result = read(*LOCATIONS, "Paris, France", "Lyon, France", "Site Status")
    assert module(result)["locations"] == [{"city": "Lyon", "country": "France"}]
    assert "unknown-line" in [code for code, _, _ in complaints(result)]
