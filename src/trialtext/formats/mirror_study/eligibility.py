"""Eligibility Criteria: the criteria as text, ages, sex, healthy volunteers."""

import re
from collections.abc import Mapping
from typing import Final

from trialtext.formats.mirror_study.codes import YES_NO
from trialtext.formats.mirror_study.evidence import Builder
from trialtext.model.enums import Sex
from trialtext.model.protocol import EligibilityModule
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Value
from trialtext.reading.fields import Field, code_of
from trialtext.reading.scalars import age, standard_ages

_HEADINGS: Final = ("\nInclusion Criteria\n", "\nExclusion Criteria\n")
"""The two headings that the registry suggests; the page prints them without their colon."""


def _age(token: Token, builder: Builder) -> Value | None:
    return builder.parse(token, age, "an age")


def _yes_no(token: Token, builder: Builder) -> Value | None:
    return builder.code(token, YES_NO)


FIELDS: Final[Mapping[str, Field]] = {
    "minimum_age": Field(EligibilityModule, "minimum_age", _age),
    "maximum_age": Field(EligibilityModule, "maximum_age", _age),
    "eligible_sex": Field(EligibilityModule, "sex", code_of(Sex)),
    "accepts_healthy_volunteers": Field(EligibilityModule, "healthy_volunteers", _yes_no),
}
"""Labelled values, by their rules in the grammar."""


_AGE_LINE: Final = re.compile(
    r"^\W* (?: min | max ) (?:imum)? \.? \ (?: eligible\ )? age \W+ \d+ \W* \w* \W* $",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
"""A line of the criteria that tells a limit of age and nothing else, as a damaged label may."""


def eligibility_criteria(section: Tree, builder: Builder) -> None:
    """Read the criteria as one text, then ages, sex, and whether volunteers are accepted."""
    for text in section.tokens("CRITERIA"):
        builder.put(EligibilityModule, eligibility_criteria=criteria(text))
    for rule in section.rules():
        if value := builder.labelled_value(rule):
            FIELDS[rule.data].put(value, builder)
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))
    _compute_age_groups(section, builder)


def criteria(token: Token) -> Value | None:
    """Make a value of the criteria, with the colons of their headings."""
    if not token.text:
        return None
    text = f"\n{token.text}\n"
    for heading in _HEADINGS:
        text = text.replace(heading, f"{heading[:-1]}:\n")
    text = text[1:-1]
    same = text == token.text
    return Value(text, (token.span,), Derivation.VERBATIM if same else Derivation.NORMALIZED)


def _compute_age_groups(section: Tree, builder: Builder) -> None:
    """Compute age groups. An absent age is no limit, unless its line was damaged."""
    labels = {rule.data: rule.tokens()[0].span for rule in section.rules()}
    eligibility = builder.module(EligibilityModule)
    minimum, maximum = eligibility.value("minimum_age"), eligibility.value("maximum_age")
    unread = ("minimum_age" in labels and not minimum) or ("maximum_age" in labels and not maximum)
    after = [
        labels[name] for name in ("eligible_sex", "accepts_healthy_volunteers") if name in labels
    ]
    # A line that fits nothing may be one of an age; so may one in the criteria that looks like it.
    certain = minimum and maximum
    unread |= not certain and bool(section.tokens("UNKNOWN_LINE"))
    unread |= not certain and any(_AGE_LINE.search(t.text) for t in section.tokens("CRITERIA"))
    # Where an extractor drops labels, the absence of one shows nothing.
    unlabelled = builder.document.unlabelled and not (minimum or maximum)
    # An age may be missing where the text ends, unless a label that stands below it is there.
    cut = builder.document.ends_in("eligibility_criteria") and not (maximum or after)
    if unread or unlabelled or cut or not (minimum or maximum or after):
        return
    # Without any age, the next label shows that none is missing.
    spans = tuple(span for value in (minimum, maximum) if value for span in value.spans)
    groups = standard_ages(
        str(minimum.value) if minimum else None, str(maximum.value) if maximum else None
    )
    evidence = "minimum and maximum age"
    builder.put(
        EligibilityModule,
        std_ages=[
            Value(group, spans or (after[0],), Derivation.COMPUTED, evidence) for group in groups
        ],
    )
