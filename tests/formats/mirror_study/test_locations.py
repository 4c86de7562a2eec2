"""Where a study takes place: Locations, Countries."""

from time import perf_counter
from typing import Any

import pytest
from tests.pages import codes, problems, read
from tests.pages import module as any_module

from trialtext import Result
from trialtext.model.enums import RecruitmentStatus

HOUSTON = ("Magnolia Clinic", "Houston, Texas, United States", "Site Status")
BERLIN = ("Klinik Lindenhof", "Berlin, Germany", "Site Status")


def module(result: Result) -> dict[str, Any]:
    return any_module(result, "contactsLocationsModule")


def sites(*blocks: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = module(read(("Locations", *blocks))).get("locations", [])
    return found


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
    assert problems(read(("Locations", *HOUSTON))) == []


def test_a_site_without_a_state() -> None:
    assert sites(*BERLIN) == [
        {"facility": "Klinik Lindenhof", "city": "Berlin", "country": "Germany"}
    ]


def test_a_site_may_have_a_status() -> None:
    for status in RecruitmentStatus:
        (site,) = sites(*BERLIN, status)
        assert site == {
            "facility": "Klinik Lindenhof",
            "status": status,
            "city": "Berlin",
            "country": "Germany",
        }


def test_the_label_of_the_status_may_stand_alone() -> None:
    result = read(("Locations", *BERLIN))
    assert "status" not in module(result)["locations"][0]
    assert problems(result) == []


def test_a_site_may_have_no_facility() -> None:
    result = read(("Locations", "Berlin, Germany", "Site Status", "RECRUITING"))
    assert module(result)["locations"] == [
        {"status": "RECRUITING", "city": "Berlin", "country": "Germany"}
    ]
    assert problems(result) == [("missing-optional", 9, 1)]


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
    result = read(("Locations", *HOUSTON, "DORMANT", *BERLIN))
    assert [site.get("status") for site in module(result)["locations"]] == [None, None]
    assert [site["facility"] for site in module(result)["locations"]] == [
        "Magnolia Clinic",
        "Klinik Lindenhof",
    ]
    assert [(line, column) for _, line, column in problems(result)] == [(15, 1)]


def test_a_place_that_is_none_is_reported_and_the_facility_kept() -> None:
    result = read(("Locations", "Magnolia Clinic", "Atlantis", "Site Status", "RECRUITING"))
    assert module(result)["locations"] == [{"facility": "Magnolia Clinic", "status": "RECRUITING"}]
    assert problems(result) == [("unreadable-value", 11, 1)]


@pytest.mark.parametrize("place", ["Houston, , United States", ", Texas, United States"])
def test_an_empty_part_of_a_place_is_no_part(place: str) -> None:
    assert "" not in sites("Magnolia Clinic", place, "Site Status")[0].values()


def test_an_unknown_line_among_sites_is_unparsed() -> None:
    result = read(("Locations", *HOUSTON, "RECRUITING", "Show the map"))
    assert problems(result) == [("unknown-line", 17, 1)]


def test_a_section_without_sites_is_reported_as_empty() -> None:
    result = read(("Locations",))
    assert module(result) == {}
    assert problems(result) == [("empty-section", 5, 1)]


def test_a_lost_place_makes_no_facility_of_a_label() -> None:
    blocks = ("Paris, France", "Site Status", "Site Status", "Nice, France", "Site Status")
    assert [site.get("facility") for site in sites(*blocks)] == [None, None]


def test_a_place_is_no_facility() -> None:
    result = read(("Locations", "Paris, France", "Lyon, France", "Site Status"))
    assert module(result)["locations"] == [{"city": "Lyon", "country": "France"}]
    assert "unknown-line" in codes(result)


# ---- Countries


def test_countries_have_no_field_of_their_own() -> None:
    found = module(read(("Locations", *BERLIN), ("Countries", "Germany")))
    assert found == module(read(("Locations", *BERLIN)))


def test_a_listed_country_may_hold_a_comma() -> None:
    place = ("Moonlit Hospital", "Seoul, Korea, Republic of", "Site Status")
    result = read(("Locations", *place), ("Countries", "Germany", "Korea, Republic of"))
    site = module(result)["locations"][0]
    assert site == {
        "facility": "Moonlit Hospital",
        "city": "Seoul",
        "country": "Korea, Republic of",
    }


def test_countries_of_sites_leave_nothing_to_say() -> None:
    result = read(("Locations", *HOUSTON, *BERLIN), ("Countries", "Germany", "United States"))
    assert problems(result) == []


def test_a_country_without_a_site_is_reported() -> None:
    result = read(("Locations", *BERLIN), ("Countries", "Germany", "Iceland"))
    assert problems(result) == [("country-without-site", 21, 1)]


def test_a_country_that_is_listed_twice_is_reported() -> None:
    result = read(("Locations", *BERLIN), ("Countries", "Germany", "Germany"))
    assert problems(result) == [("repeated-value", 21, 1)]


@pytest.mark.parametrize("line", ["Source: the register", "All over the world."])
def test_a_line_that_is_no_country_is_unparsed(line: str) -> None:
    result = read(("Locations", *BERLIN), ("Countries", "Germany", line))
    assert problems(result) == [("unknown-line", 21, 1)]


# ---- Lines that hold more or less than a place


def test_a_facility_on_the_line_of_its_place_is_read_and_reported() -> None:
    result = read(("Locations", "Orchard Clinic, Leeds, United Kingdom", "Site Status", *BERLIN))
    assert module(result)["locations"][0] == {
        "facility": "Orchard Clinic",
        "city": "Leeds",
        "country": "United Kingdom",
    }
    assert problems(result) == [("joined-lines", 9, 1)]


def test_of_a_line_that_cannot_be_divided_the_country_is_read() -> None:
    result = read(("Locations", "Orchard Clinic Leeds, United Kingdom", "Site Status"))
    assert module(result)["locations"] == [{"country": "United Kingdom"}]
    assert ("undivided-place", 9, 1) in problems(result)


def test_a_place_that_may_be_a_facility_and_a_city_is_reported() -> None:
    result = read(("Locations", "Zaffran, Catalonia, Spain", "Site Status"))
    assert module(result)["locations"] == [
        {"city": "Zaffran", "state": "Catalonia", "country": "Spain"}
    ]
    assert ("uncertain-place", 9, 1) in problems(result)


def test_a_city_that_may_hold_a_comma_is_reported() -> None:
    wallop = ("Manor Clinic", "Nether Wallop, Stockbridge, United Kingdom", "Site Status")
    leeds = ("Orchard Clinic", "Leeds, United Kingdom", "Site Status")
    result = read(("Locations", *wallop, *leeds))
    assert problems(result) == [("uncertain-place", 11, 1)]


def test_a_state_that_is_not_known_is_told_once() -> None:
    wallop = ("Manor Clinic", "Nether Wallop, Wessexshire, United Kingdom", "Site Status")
    result = read(("Locations", *wallop, *wallop))
    assert problems(result) == [("unconfirmed-state", 11, 1)]
    assert {d.severity for d in result.diagnostics if d.code == "unconfirmed-state"} == {"info"}


def test_a_line_of_nothing_but_commas_is_read_within_seconds() -> None:
    begin = perf_counter()
    read(("Locations", "Magnolia Clinic", f"Houston{', ' * 600_000}Texas", "Site Status"))
    assert perf_counter() - begin < 10


@pytest.mark.parametrize("place", ["Magnolia Clinic, Ward 7", "Berlin, ermany"])
def test_what_does_not_end_with_a_country_is_no_place(place: str) -> None:
    result = read(("Locations", "Orchard Clinic", place, "Site Status"))
    assert module(result)["locations"] == [{"facility": "Orchard Clinic"}]
    assert problems(result) == [("unreadable-value", 11, 1)]


@pytest.mark.parametrize("rest", ["Texas, United States", "United States"])
def test_of_a_place_on_two_lines_the_country_is_read(rest: str) -> None:
    result = read(
        ("Locations", "Orchard Clinic", "Houston,", rest, "Site Status"),
        ("Countries", "United States"),
    )
    assert module(result)["locations"] == [{"country": "United States"}]
    assert ("unknown-line", 11, 1) in problems(result)


def test_of_two_lines_above_a_place_neither_is_the_facility() -> None:
    result = read(("Locations", *BERLIN, "Orchard Clinic", "Cookie Notice", *BERLIN[1:]))
    assert "facility" not in module(result)["locations"][1]
    assert problems(result)[:2] == [("unknown-line", 15, 1), ("unknown-line", 17, 1)]


@pytest.mark.parametrize(
    "line", ["Site Status: Orchard Clinic", "Site StatusRECRUITING", "RECRUITING Orchard Clinic"]
)
def test_a_label_and_a_status_are_no_facility(line: str) -> None:
    result = read(("Locations", *BERLIN, line, *BERLIN[1:]))
    assert "facility" not in module(result)["locations"][1]
    assert 15 in [at for _, at, _ in problems(result)]


def test_a_city_with_the_words_of_a_facility_is_reported() -> None:
    result = read(("Locations", "Ward 7", "Orchard Clinic Leeds, United Kingdom", "Site Status"))
    assert problems(result) == [("uncertain-place", 11, 1)]


def test_a_facility_may_end_with_a_comma() -> None:
    (site,) = sites("Orchard Clinic,", *HOUSTON[1:])
    assert site["facility"] == "Orchard Clinic,"


def test_a_misspelt_state_is_reported_where_all_states_are_known() -> None:
    result = read(("Locations", HOUSTON[0], "Houston, Txas, United States", "Site Status"))
    assert problems(result) == [("uncertain-place", 11, 1)]
