"""Every value that was read is found again on its line."""

from pathlib import Path

import attrs
import pytest
from tests.pages import seed_text

import trialtext
from trialtext.pytest_plugin.differences import ABSENT, Difference
from trialtext.pytest_plugin.places import is_traced, place_of

PAGE = seed_text("minimal")
COUNT = "/protocolSection/designModule/enrollmentInfo/count"


def test_a_new_value_is_placed_where_its_provenance_says(any_seed: Path) -> None:
    with any_seed.open("rb") as file:
        for result in trialtext.parse_all(file, path="page.txt"):
            assert is_traced(result)
            for pointer, provenance in result.provenance.items():
                first = provenance.locations[0]
                place = place_of(Difference(pointer, ABSENT, "new"), result)
                assert place.startswith(f"page.txt:{first.line}:{first.column}  "), pointer


def test_a_value_that_is_gone_has_no_place_though_another_has_its_pointer() -> None:
    result = trialtext.parse(PAGE)
    pointer = "/protocolSection/conditionsModule/conditions/0"
    assert place_of(Difference(pointer, ABSENT, "Tea"), result)
    assert place_of(Difference(pointer, "Tea", ABSENT), result) == ""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=ascii)
def test_lines_end_as_they_do_in_the_text(end: str, mark: str) -> None:
    result = trialtext.parse(mark + PAGE.replace("\n", end), path="page.txt")
    place = place_of(Difference(COUNT, 2, 1), result)
    assert place == 'page.txt:23:1  "1 participants"'
    title = Difference("/protocolSection/identificationModule/briefTitle", ABSENT, "")
    assert place_of(title, result).startswith('page.txt:1:1  "Long-term Observation')


def test_a_result_that_was_given_another_study_is_not_traced() -> None:
    result = trialtext.parse(PAGE)
    other = trialtext.parse(PAGE.replace("1 participants", "2 participants"))
    assert is_traced(result)
    assert not is_traced(attrs.evolve(result, study=other.study))
    assert not is_traced(attrs.evolve(result, study=trialtext.Study()))
