"""Lists of strings on one line: where one item ends, if items may themselves hold commas."""

from collections.abc import Callable, Collection, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from trialtext.formats.biomcp.evidence import Builder
from trialtext.formats.biomcp.wrapping import LONGEST
from trialtext.model.protocol import ArmsInterventionsModule
from trialtext.parsing.tree import Token
from trialtext.reading.draft import Draft, Value
from trialtext.reading.scalars import intervention_name
from trialtext.resolve.gazetteer import is_country
from trialtext.resolve.term_evidence import Kind, PageEvidence
from trialtext.resolve.terms import split_terms
from trialtext.text.edits import Span

SEPARATOR: Final = ", "
_KINDS: Final[dict[str, Kind]] = {"conditions": "conditions", "keywords": "keywords"}
"""The lists of which many terms are known."""


class LineList(NamedTuple):
    """A list of strings that stands on one line."""

    draft: Draft
    field: str
    line: Token


def settle(list_: LineList, strings: Collection[str], builder: Builder) -> None:
    """Split a list by evidence, or keep it as one string and report it.

    `strings` are those that stand in the record by themselves.
    """
    draft, field, line = list_
    items, evidence = None, ""
    if len(line.text) <= LONGEST:
        items, evidence = _items(field, line, strings, builder.document.text)
    if items:
        draft.set(field, [Value(each.text, (each.span,)).inferred(evidence) for each in items])
    else:
        whole = Value(line.text, (line.span,), evidence="perhaps several, between commas")
        draft.set(field, [whole])
        builder.report("uncertain-list", line.span, "one item with commas, or several")


def _items(
    field: str, line: Token, strings: Collection[str], text: str
) -> tuple[list[Token] | None, str]:
    """Split a list by the evidence that there is for its field, which is named."""
    if field == "removed_countries":
        return split_by_items(line, is_country), "known countries"
    items = split_by_items(line, strings.__contains__)
    if items or field not in _KINDS:
        return items, "the same strings elsewhere in the record"
    items = split_by_terms(line, _KINDS[field], text)
    return items, "known terms, and how the record uses the words"


def intervention_names(builder: Builder) -> set[str]:
    """Name the interventions as arms do."""
    drafts = builder.module(ArmsInterventionsModule).drafts("interventions")
    pairs = [(each.value("type"), each.value("name")) for each in drafts]
    return {
        intervention_name(str(kind.value), str(name.value)) for kind, name in pairs if kind and name
    }


def split_at_commas(line: Token) -> list[Token]:
    """Split a line at every comma that a blank follows."""
    return [line.part(*span) for span in _pieces(line.text, SEPARATOR)]


def split_by_items(line: Token, is_known: Callable[[str], bool]) -> list[Token] | None:
    """Split a line into items that are known; `None` if there is not exactly one way."""
    pieces = _pieces(line.text, SEPARATOR)
    ways: list[list[list[Span]]] = [[[]]]
    for end, (_, stop) in enumerate(pieces, 1):
        ways.append([])
        for start, (first, _) in enumerate(pieces[:end]):
            if is_known(line.text[first:stop]):
                ways[end] += [[*way, (first, stop)] for way in ways[start][:2]]
    return [line.part(*span) for span in ways[-1][0]] if len(ways[-1]) == 1 else None


def split_by_terms(line: Token, kind: Kind, text: str) -> list[Token] | None:
    """Split a line by what is known of conditions or keywords; `None` if that is not certain.

    To where commas stand, the splitting is blind: it can be trusted if it finds commas only.
    """
    spaced = line.text.replace(SEPARATOR, " ")
    split = split_terms(spaced, kind, PageEvidence(text))
    pieces = _pieces(line.text, SEPARATOR)
    places = list(zip(_pieces(line.text, SEPARATOR, gap=1), pieces, strict=True))
    starts = {spaced_start: start for (spaced_start, _), (start, _) in places}
    ends = {spaced_end: end for (_, spaced_end), (_, end) in places}
    spans = [(starts.get(start), ends.get(end)) for start, end in split.terms]
    if not split.sure or any(None in span for span in spans):
        return None
    return [line.part(start or 0, end) for start, end in spans]


def _pieces(text: str, separator: str, gap: int | None = None) -> Sequence[Span]:
    """Give the place of each piece of a text, as if the separators were of another length."""
    width = len(separator) if gap is None else gap
    lengths = list(map(len, text.split(separator)))
    ends = accumulate(lengths, lambda end, length: end + width + length)
    return [(end - length, end) for end, length in zip(ends, lengths, strict=True)]
