"""Who may take part: Eligibility Criteria."""

from trialtext.model.enums import Sex
from trialtext.model.protocol import EligibilityModule
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading, rules, tokens
from trialtext.trace import How, Leaf
from trialtext.values import YES_NO, age, codes, standard_ages

# The page prints the registry's two usual headings without their colon.
_HEADINGS = ("\nInclusion Criteria\n", "\nExclusion Criteria\n")


def eligibility_criteria(body: Body, page: Reading) -> None:
    """The criteria as one text, then ages, sex, and whether healthy volunteers are accepted."""
    for text in tokens(body, "CRITERIA"):
        page.put(EligibilityModule, eligibility_criteria=criteria(text))
    for rule in rules(body):
        value = page.value(rule)
        if not value:
            continue
        match rule.data:
            case "minimum_age":
                page.put(EligibilityModule, minimum_age=page.parsed(value, age, "an age"))
            case "maximum_age":
                page.put(EligibilityModule, maximum_age=page.parsed(value, age, "an age"))
            case "eligible_sex":
                page.put(EligibilityModule, sex=page.coded(value, codes(Sex)))
            case _:
                page.put(EligibilityModule, healthy_volunteers=page.coded(value, YES_NO))
    page.leave_lines(tokens(body, "LINE"))
    _derive_age_groups(body, page)


def criteria(piece: Piece) -> Leaf | None:
    """The criteria as the registry has them, with the colons of their headings."""
    if not piece.text:
        return None
    text = f"\n{piece.text}\n"
    for heading in _HEADINGS:
        text = text.replace(heading, f"{heading[:-1]}:\n")
    text = text[1:-1]
    return Leaf(text, (piece.span,), How.COPIED if text == piece.text else How.NORMALISED)


def _derive_age_groups(body: Body, page: Reading) -> None:
    """Ages that the page lacks are no limits, unless a line of theirs was cut off or unreadable."""
    labels = {rule.data: tokens(rule)[0].span for rule in rules(body)}
    eligibility = page.module(EligibilityModule)
    minimum, maximum = eligibility.leaf("minimum_age"), eligibility.leaf("maximum_age")
    unread = ("minimum_age" in labels and not minimum) or ("maximum_age" in labels and not maximum)
    after = [
        labels[name] for name in ("eligible_sex", "accepts_healthy_volunteers") if name in labels
    ]
    unread |= any(age(line.text) for line in tokens(body, "LINE"))
    # Where an extractor drops labels, one that is not there tells nothing.
    bare = page.bare and not (minimum or maximum)
    if unread or bare or not after:
        return
    # Without any age, it is the next label that shows that none is missing.
    spans = tuple(span for leaf in (minimum, maximum) if leaf for span in leaf.spans) or (after[0],)
    groups = standard_ages(
        str(minimum.value) if minimum else None, str(maximum.value) if maximum else None
    )
    page.put(
        EligibilityModule,
        std_ages=[Leaf(g, spans, How.DERIVED, "minimum and maximum age") for g in groups],
    )
