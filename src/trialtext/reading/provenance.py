"""Every value of a study traced to its source."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from trialtext.reading.draft import Derivation, Value
from trialtext.text.source import Location, SourceText


class Provenance(NamedTuple):
    """Where a value of the study came from, and how."""

    derivation: Derivation
    locations: tuple[Location, ...]
    """The stretches of the input that it was made of."""
    evidence: str
    """What settled it, if it was inferred or computed; what else it may be, if not certain."""

    def as_json(self) -> dict[str, Any]:
        """Return a JSON object, without what is empty."""
        return {
            "derivation": self.derivation,
            "locations": [location._asdict() for location in self.locations],
            **({"evidence": self.evidence} if self.evidence else {}),
        }


def trace(source: SourceText, values: Iterable[Value]) -> list[Provenance]:
    """Trace values to the input."""
    traced = [(value, tuple([source.span(span) for span in value.spans])) for value in values]
    locations = source.locations({span for _, spans in traced for span in spans})
    return [
        Provenance(
            _derivation(value, source, spans[0]) if source.edits and spans else value.derivation,
            tuple([locations[span] for span in spans]),
            value.evidence,
        )
        for value, spans in traced
    ]


def _derivation(value: Value, source: SourceText, span: tuple[int, int]) -> Derivation:
    """Tell how a value of a repaired text came about: what was repaired is not verbatim."""
    if value.derivation is Derivation.VERBATIM:
        start, end = span
        if source.original[start:end].split() != str(value.value).split():
            return Derivation.NORMALIZED
    return value.derivation
