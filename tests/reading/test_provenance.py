"""Every value traced to its source: places that are true, and how the value came about."""

import pytest
from tests.conftest import UNDAMAGED_SEEDS
from tests.pages import seed_text, values_of

import trialtext
from trialtext.reading.draft import Derivation, Value
from trialtext.reading.provenance import trace
from trialtext.text.decoding import decode
from trialtext.text.edits import Edit
from trialtext.text.source import Location

# ---- Values of pages


def test_a_verbatim_value_is_the_text_at_its_place() -> None:
    for path in UNDAMAGED_SEEDS:
        result = trialtext.parse_file(path)
        values = values_of(result)
        assert values.keys() == result.provenance.keys()
        for pointer, origin in result.provenance.items():
            assert origin.locations, (path.stem, pointer)
            if origin.derivation is Derivation.VERBATIM:
                place = origin.locations[0]
                there = result.text[place.start : place.end]
                assert there == values[pointer], (path.stem, pointer)


@pytest.mark.parametrize(
    ("pointer", "how"),
    [
        ("/protocolSection/identificationModule/briefTitle", Derivation.VERBATIM),
        ("/protocolSection/designModule/enrollmentInfo/count", Derivation.NORMALIZED),
        (
            "/protocolSection/armsInterventionsModule/interventions/0/armGroupLabels/0",
            Derivation.INFERRED,
        ),
        ("/protocolSection/eligibilityModule/stdAges/0", Derivation.COMPUTED),
        ("/hasResults", Derivation.NORMALIZED),
    ],
)
def test_a_value_says_how_it_came_about(pointer: str, how: Derivation) -> None:
    assert trialtext.parse(seed_text("NCT07192237")).provenance[pointer].derivation is how


def test_places_are_those_of_the_file_whatever_its_newlines() -> None:
    data = b"\xef\xbb\xbf" + seed_text("non-ascii").replace("\n", "\r\n").encode()
    result = trialtext.parse(data)
    for origin in result.provenance.values():
        for place in origin.locations:
            text = result.text[place.start : place.end]
            assert data[place.byte :].decode().startswith(text)
            line = data.decode("utf-8-sig").split("\r\n")[place.line - 1]
            assert line[place.column - 1 :].startswith(text.partition("\r")[0])


# ---- Tracing


def test_a_place_has_line_column_and_byte() -> None:
    (found,) = trace(decode("é\nTea"), [Value("Tea", ((2, 5),), evidence="a list")])
    assert found == (Derivation.VERBATIM, (Location(2, 5, 2, 1, 3),), "a list")


def test_a_value_may_have_several_places_or_none() -> None:
    values = [Value("Tea", ((4, 7), (0, 3))), Value("NCT99900001", (), Derivation.COMPUTED)]
    one, other = trace(decode("Tea Tea"), values)
    assert [place.start for place in one.locations] == [4, 0]
    assert (other.derivation, other.locations) == (Derivation.COMPUTED, ())


def test_what_was_repaired_is_not_verbatim() -> None:
    source = decode("Tea &amp; milk, hot  tea").edited([Edit(4, 9, "&"), Edit(19, 21, " ")])
    values = [Value("Tea & milk", ((0, 10),)), Value("hot tea", ((12, 19),))]
    assert [found.derivation for found in trace(source, values)] == ["normalized", "verbatim"]


def test_a_provenance_is_written_without_what_is_empty() -> None:
    (found,) = trace(decode("Tea"), [Value("Tea", ((0, 3),))])
    assert found.as_json() == {
        "derivation": "verbatim",
        "locations": [{"start": 0, "end": 3, "line": 1, "column": 1, "byte": 0}],
    }
    assert found._replace(evidence="a list").as_json()["evidence"] == "a list"
