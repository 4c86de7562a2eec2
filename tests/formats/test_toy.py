"""A further format is one grammar, one package, one row: shown by one that is made up."""

from collections.abc import Iterator

import pytest
from tests.formats.toy import TOY
from tests.pages import codes, record

import trialtext
from trialtext.formats import FORMATS

CARD = "Card: NCT99900001\nWarm Milk at Bedtime\n\nSize\n\nParticipants\n40\n"


@pytest.fixture(autouse=True)
def row() -> Iterator[None]:
    """Add its row to the table of formats."""
    FORMATS.append(TOY)
    yield
    FORMATS.remove(TOY)


def test_it_is_detected_and_read() -> None:
    result = trialtext.parse(CARD)
    assert result.format == "toy"
    assert result.status is trialtext.Status.COMPLETE
    assert record(result) == {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT99900001", "briefTitle": "Warm Milk at Bedtime"},
            "designModule": {"enrollmentInfo": {"count": 40}},
        }
    }


def test_it_is_listed() -> None:
    assert [each.name for each in trialtext.formats()] == [each.name for each in FORMATS]


def test_its_characters_are_accounted_for_and_its_values_traced() -> None:
    result = trialtext.parse(CARD)
    assert sum(result.coverage) == len(CARD)
    assert result.coverage.unparsed == 0
    traced = result.provenance["/protocolSection/designModule/enrollmentInfo/count"]
    assert (traced.derivation, traced.locations[0].line) == ("normalized", 7)


def test_a_number_that_comes_with_it_is_taken_if_it_has_none() -> None:
    result = trialtext.parse("Size\n\nParticipants\n40\n", format="toy", nct_id="NCT99900002")
    assert record(result)["protocolSection"]["identificationModule"] == {"nctId": "NCT99900002"}
    assert codes(result) == ["supplied-nct-id"]
    assert codes(trialtext.parse(CARD, nct_id="NCT99900002")) == ["different-nct-id"]


def test_it_may_lack_what_it_lacks() -> None:
    result = trialtext.parse("Size\n\nParticipants\n40\n", format="toy")
    assert record(result) == {
        "protocolSection": {"designModule": {"enrollmentInfo": {"count": 40}}}
    }
    assert result.detection.variant is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Participants", "Particpants", "misspelt-label"),
        ("\n40\n", "\n40\nAnd a goat\n", "unknown-line"),
        ("\n40\n", "\nforty\n", "unreadable-value"),
        ("\nSize\n\nParticipants\n40\n", "", "truncated"),
    ],
)
def test_its_damage_is_reported(old: str, new: str, code: str) -> None:
    assert code in codes(trialtext.parse(CARD.replace(old, new)))


def test_it_is_read_where_it_is_asked_for() -> None:
    text = CARD.replace("Card: NCT99900001\n", "")
    assert trialtext.parse(text).format is None
    assert trialtext.parse(text, format="toy").format == "toy"


def test_it_is_read_and_not_rendered() -> None:
    with pytest.raises(ValueError, match="toy is read, not rendered"):
        trialtext.render(trialtext.Study(), format="toy")
