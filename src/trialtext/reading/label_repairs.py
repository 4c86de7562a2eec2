"""Labels that were damaged on the way: found by what they nearly are, and put right."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from trialtext.parsing.headings import SectionSpan
from trialtext.parsing.vocabulary import Label
from trialtext.reading.boilerplate_repairs import BoilerplateRepair, lines_of, replacement
from trialtext.reading.likeness import alike, likeness
from trialtext.reading.section import Section


def repair_labels(
    text: str, spans: Sequence[SectionSpan], sections: Sequence[Section], header: Sequence[Label]
) -> list[BoilerplateRepair]:
    """Find misspelt labels in the header and in the sections that were found."""
    labels = {section.name: section.labels for section in sections} | {"header": header}
    return [r for s in spans if labels.get(s.name) for r in _labels(text, s, labels[s.name])]


def _labels(text: str, span: SectionSpan, labels: Sequence[Label]) -> Iterator[BoilerplateRepair]:
    known, by_initial = _spellings(tuple(labels))
    for line in lines_of(text, span.body, span.end, by_initial):
        if line.text.startswith(known) and _is_label(line.text, labels):
            continue
        alike_ = by_initial[line.text[0]]
        near = [(part, label) for label in alike_ if (part := _nearly(line.text, label))]
        if near:
            part, label = max(near, key=lambda pair: likeness(pair[0], pair[1].text))
            apart_ = label.value is None or part[-1:].isspace()
            meant = label.text if apart_ else f"{label.text} "
            yield replacement(line.start, part.rstrip(), meant, "misspelt-label")


@cache
def _spellings(labels: tuple[Label, ...]) -> tuple[tuple[str, ...], Mapping[str, list[Label]]]:
    """Return labels as they are spelt, and by the letters that they may begin with."""
    by_initial: dict[str, list[Label]] = {}
    for label in labels:
        for letter in {label.text[0], label.text[0].lower()}:
            by_initial.setdefault(letter, []).append(label)
    return tuple(label.text for label in labels), by_initial


def _is_label(line: str, labels: Sequence[Label]) -> bool:
    return any(
        line == label.text if label.value is None else line.startswith(label.text)
        for label in labels
    )


def _nearly(line: str, label: Label) -> str | None:
    """Return the beginning of a line that is nearly a label, with the space before its value."""
    if label.value is None:
        return line if alike(line, label.text) else None
    match = _loosely(label.text).match(line)
    if match is None and label.text.endswith(":") and alike(line.partition(":")[0], label.text):
        match = _TO_COLON.match(line)
    return match[0] if match and re.fullmatch(label.value, line[match.end() :]) else None


_TO_COLON = re.compile(r"[^:]+:\s*")


@cache
def _loosely(label: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in label.rstrip(": ").split())
    return re.compile(words + (r"\s*:\s*" if label.endswith(":") else r"[\s:]+"), re.IGNORECASE)
