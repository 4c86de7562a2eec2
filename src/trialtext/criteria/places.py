"""Places of criteria in the page that a study was read from."""

from collections.abc import Callable, Sequence

from trialtext.reading.draft import Value, json_pointers
from trialtext.reading.result import Result
from trialtext.text.edits import Span
from trialtext.text.source import Location

_POINTER = "/protocolSection/eligibilityModule/eligibilityCriteria"


def locator(result: Result) -> Callable[[Sequence[Span]], Sequence[Location | None]]:
    """Make a function that finds stretches of the criteria in the text of a result."""
    value = _criteria_value(result)
    positions = _align(value, result.source.text) if value else None

    def locate(spans: Sequence[Span]) -> Sequence[Location | None]:
        if positions is None:
            return [None] * len(spans)
        places = [_place(positions, span) for span in spans]
        originals = [place and result.source.span(place) for place in places]
        locations = result.source.locations({place for place in originals if place})
        return [locations[place] if place else None for place in originals]

    return locate


def _criteria_value(result: Result) -> Value | None:
    if result.study is None:
        return None
    pointers = json_pointers(result.study)
    return next((v for p, v in zip(pointers, result.values, strict=True) if p == _POINTER), None)


def _align(value: Value, text: str) -> list[int | None] | None:
    """Find for each character of a value the one of the text that it came from.

    A value has other white space than the text, and colons that the page does not print: these
    came from nowhere. If anything else differs, nothing is found.
    """
    source = [at for start, end in value.spans for at in range(start, end)]
    positions: list[int | None] = []
    reached = 0
    for character in str(value.value):
        while reached < len(source) and text[source[reached]] != character:
            if not text[source[reached]].isspace():
                break
            reached += 1
        if reached < len(source) and text[source[reached]] == character:
            positions.append(source[reached])
            reached += 1
        elif character.isspace() or character == ":":
            positions.append(None)
        else:
            return None
    return positions


def _place(positions: Sequence[int | None], span: Span) -> Span | None:
    known = [at for at in positions[span[0] : span[1]] if at is not None]
    return (known[0], known[-1] + 1) if known else None
