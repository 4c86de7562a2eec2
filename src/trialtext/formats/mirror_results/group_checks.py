"""Groups of all tables compared: what is a title in one is no description in another.

Where a table was flattened, a lost or misplaced line of its header makes a description of the next
title, or a title of a description. Most groups occur in several tables, which tells them apart.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from trialtext.formats.mirror_results.cells import is_size
from trialtext.formats.mirror_results.evidence import Builder
from trialtext.model.results import (
    BaselineCharacteristicsModule,
    OutcomeMeasuresModule,
    ParticipantFlowModule,
)
from trialtext.reading.draft import Draft

_LONG: Final = 20
"""Characters of a description that no title has in it by chance."""
_LEAST: Final = 8
"""Characters of a text in which a missing letter tells that it is misspelt."""
_LABELS: Final = ("Timeframe:", "Population:")


class Texts(NamedTuple):
    """How often a text is a title, and how often a line of a description."""

    titles: Counter[str]
    lines: Counter[str]

    @property
    def descriptions(self) -> list[str]:
        """Lines of descriptions that no title has in it by chance."""
        return [line for line, times in self.lines.items() if times > 1 and len(line) > _LONG]


def check_groups(builder: Builder) -> None:
    """Leave out titles and descriptions that other tables contradict; mark them as unparsed."""
    groups = list(_groups(builder))
    texts = Texts(
        Counter(_text(group, "title") for group in groups),
        Counter(chain.from_iterable(_lines(_text(group, "description")) for group in groups)),
    )
    misspelt = {*_misspelt(texts.titles), *_misspelt(texts.lines)}
    descriptions = texts.descriptions
    for outcome in _outcomes(builder):
        if _text(outcome, "title") in texts.lines:
            _leave_out(outcome, "title", "the description of a group in other tables", builder)
    for group in groups:
        title, description = _text(group, "title"), _text(group, "description")
        if _is_no_title(title, description, texts, descriptions):
            _leave_out(group, "title", "a description in other tables", builder)
        if _is_no_description(description, title, texts):
            _leave_out(group, "description", "it holds what is none in other tables", builder)
        for name, text in (("title", title), ("description", description)):
            value = group.value(name)
            if value and not misspelt.isdisjoint(_lines(text)):
                message = "other tables write this with a letter more"
                builder.report("misspelt-text", value.spans[0], message)


def _outcomes(builder: Builder) -> Sequence[Draft]:
    return builder.module(OutcomeMeasuresModule).drafts("outcome_measures")


def _groups(builder: Builder) -> Iterator[Draft]:
    for module in (ParticipantFlowModule, BaselineCharacteristicsModule):
        yield from builder.module(module).drafts("groups")
    for outcome in _outcomes(builder):
        yield from outcome.drafts("groups")


def _text(group: Draft, name: str) -> str:
    value = group.value(name)
    return str(value.value) if value else ""


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _is_no_title(title: str, description: str, texts: Texts, descriptions: Sequence[str]) -> bool:
    if texts.lines[title] > texts.titles[title] and title != description:
        return True
    return len(title) > _LONG and any(
        line in title and line != title for line in descriptions if len(line) < len(title)
    )


def _is_no_description(description: str, title: str, texts: Texts) -> bool:
    return any(
        (texts.titles[line] > texts.lines[line] and line != title)
        or line.startswith(_LABELS)
        or is_size(line)
        for line in _lines(description)
    )


def _leave_out(group: Draft, name: str, message: str, builder: Builder) -> None:
    value = group.value(name)
    if value is None:
        return
    for span in value.spans:
        builder.mark_unparsed("unknown-columns", builder.document.token(*span), message)
    del group.fields[name]


def _misspelt(texts: Counter[str]) -> Iterator[str]:
    """Find texts that occur more often with a letter more."""
    repeated: dict[int, list[str]] = {}
    for text, times in texts.items():
        if times > 1:
            repeated.setdefault(len(text), []).append(text)
    for text, times in texts.items():
        others = [other for other in repeated.get(len(text) + 1, ()) if texts[other] > times]
        if len(text) >= _LEAST and _lacks_letter(text, others):
            yield text


def _lacks_letter(text: str, others: Iterable[str]) -> bool:
    for other in others:
        at = next(
            (at for at, pair in enumerate(zip(text, other, strict=False)) if len({*pair}) > 1),
            len(text),
        )
        if other[at].isalpha() and text[at:] == other[at + 1 :]:
            return True
    return False
