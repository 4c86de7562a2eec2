"""Where a site is: city, state and country out of one line."""

import pytest

from trialtext.resolve.places import Doubt, resolve_places


def parts(line: str, *countries: str) -> dict[str, str] | None:
    (place,) = resolve_places([line], countries)
    if place is None:
        return None
    assert all(line[part.start : part.end] == part.text for part in place.parts)
    return {part.name: part.text for part in place.parts}


def doubts(*lines: str) -> list[Doubt]:
    return [place.doubt for place in resolve_places(lines, ()) if place and place.doubt]


@pytest.mark.parametrize("countries", [(), ("United States",)])
def test_city_state_and_country(countries: tuple[str, ...]) -> None:
    assert parts("Houston, Texas, United States", *countries) == {
        "city": "Houston",
        "state": "Texas",
        "country": "United States",
    }


@pytest.mark.parametrize("countries", [(), ("Germany",)])
def test_city_and_country(countries: tuple[str, ...]) -> None:
    assert parts("Berlin, Germany", *countries) == {"city": "Berlin", "country": "Germany"}


@pytest.mark.parametrize(
    "country",
    [
        "Korea, Republic of",
        "Iran, Islamic Republic of",
        "Congo, The Democratic Republic of the",
    ],
)
def test_the_page_s_countries_settle_a_comma_in_a_name(country: str) -> None:
    assert parts(f"Springfield, {country}", "Germany", country) == {
        "city": "Springfield",
        "country": country,
    }


def test_a_state_may_stand_before_a_country_with_a_comma() -> None:
    assert parts("Suwon, Gyeonggi-do, Korea, Republic of", "Korea, Republic of") == {
        "city": "Suwon",
        "state": "Gyeonggi-do",
        "country": "Korea, Republic of",
    }


@pytest.mark.parametrize("country", ["United States", "Korea, Republic of", "Utopia"])
def test_a_listed_country_may_stand_alone(country: str) -> None:
    assert parts(country, "Germany", country) == {"country": country}


def test_a_country_that_is_not_listed_is_no_place_by_itself() -> None:
    assert parts("Singapore", "Germany") is None


def test_the_longest_of_two_listed_countries_is_the_country() -> None:
    line = "Juba, Sudan, South"
    assert parts(line, "South", "Sudan, South") == {"city": "Juba", "country": "Sudan, South"}


def test_a_city_may_hold_a_comma() -> None:
    assert parts("Frankfurt, Main, Hesse, Germany", "Germany") == {
        "city": "Frankfurt, Main",
        "state": "Hesse",
        "country": "Germany",
    }


def test_a_city_may_bear_the_name_of_its_country() -> None:
    assert parts("Singapore, Singapore", "Singapore") == {
        "city": "Singapore",
        "country": "Singapore",
    }


@pytest.mark.parametrize(
    "city", ["St. Louis", "Winston-Salem", "Saint-\N{LATIN CAPITAL LETTER E WITH ACUTE}tienne"]
)
def test_a_city_may_hold_other_marks(city: str) -> None:
    assert parts(f"{city}, Nowhere, Utopia") == {
        "city": city,
        "state": "Nowhere",
        "country": "Utopia",
    }


@pytest.mark.parametrize("line", ["", "Atlantis", "Berlin,Germany", "Berlin Germany", "Berlin,"])
def test_a_line_without_a_comma_and_a_space_is_no_place(line: str) -> None:
    assert parts(line) is None


@pytest.mark.parametrize(
    "line", [", Texas, United States", "Houston, , United States", ", United States"]
)
def test_an_empty_part_is_no_part(line: str) -> None:
    assert "" not in (parts(line, "United States") or {}).values()


REVERSED = ["Aichi, Nagoya, Japan", "Kanagawa, Yokohama, Japan", "Chiba, Chiba, Japan"]


def test_states_before_cities_are_the_manner_of_a_whole_page() -> None:
    lines = [*REVERSED, "Houston, Texas, United States"]
    places = [place for place in resolve_places(lines, ["Japan", "United States"]) if place]
    assert [place.parts[0].text for place in places] == [
        "Aichi, Nagoya",
        "Kanagawa, Yokohama",
        "Chiba, Chiba",
        "Houston",
    ]
    assert [place.with_state for place in places] == [False, False, False, True]


def test_a_single_state_before_a_city_may_be_a_slip() -> None:
    assert parts(REVERSED[0], "Japan") == {"city": "Aichi", "state": "Nagoya", "country": "Japan"}
    (doubt,) = doubts(REVERSED[0])
    assert doubt.is_grave


def test_a_city_may_be_named_like_its_state() -> None:
    assert parts("Chiba, Chiba, Japan", "Japan") == {
        "city": "Chiba",
        "state": "Chiba",
        "country": "Japan",
    }


def test_a_known_state_may_have_a_comma() -> None:
    assert parts("Getafe, Madrid, Comunidad de, Spain", "Spain") == {
        "city": "Getafe",
        "state": "Madrid, Comunidad de",
        "country": "Spain",
    }


# ---- Doubts


@pytest.mark.parametrize(
    "line",
    [
        "Houston, Texas, United States",
        "Turin, TO, Italy",
        "Volos, Thessalia, Greece",
        "Kericho, Kericho County, Kenya",
        "Lausanne, Canton of Vaud, Switzerland",
        "Sao Bento, Maranhao, Brazil",
        "Berlin, Germany",
    ],
)
def test_a_state_that_is_known_or_says_that_it_is_one_leaves_no_doubt(line: str) -> None:
    assert doubts(line) == []


def test_a_state_that_is_not_known_is_hardly_doubtful() -> None:
    (doubt,) = doubts("Nether Wallop, Wessexshire, United Kingdom")
    assert "Wessexshire" in doubt.message
    assert not doubt.is_grave


def test_a_state_that_is_not_known_is_doubtful_where_other_sites_have_none() -> None:
    (doubt,) = doubts("Nether Wallop, Stockbridge, United Kingdom", "Leeds, United Kingdom")
    assert doubt.is_grave


def test_a_city_with_a_comma_is_doubtful() -> None:
    (doubt,) = doubts("Lakeside, Springfield, Illinois, United States")
    assert doubt.is_grave


def test_a_state_among_sites_without_one_is_hardly_doubtful() -> None:
    (doubt,) = doubts("Heraklion, Crete, Greece", "Athens, Greece", "Patras, Greece")
    assert not doubt.is_grave


def test_a_state_of_the_standard_may_have_a_comma() -> None:
    assert parts("Gijón, Asturias, Principado de, Spain", "Spain") == {
        "city": "Gijón",
        "state": "Asturias, Principado de",
        "country": "Spain",
    }


def test_a_line_of_nothing_but_commas_takes_linear_time() -> None:
    line = ", " * 500_000
    assert parts(line, "Spain") is not None
