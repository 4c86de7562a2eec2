"""Title and numbers of a study: the header, Study Results, Other Identifiers."""

import re
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final

from trialtext.formats.mirror import labelled_lines, last_updated, nct_number, own_header
from trialtext.formats.mirror_study.evidence import Builder
from trialtext.model.enums import OrgStudyIdType, SecondaryIdType
from trialtext.model.protocol import IdentificationModule, OrgStudyIdInfo, SecondaryIdInfo
from trialtext.parsing.tree import Token, Tree
from trialtext.reading.draft import Derivation, Draft, Value
from trialtext.reading.likeness import alike
from trialtext.reading.scalars import codes, nct_id

_start = attrgetter("start")


def header(section: Tree, builder: Builder) -> None:
    """Read title, `NCT ID:`, `Last Updated:` (the day on which the update was posted)."""
    section = own_header(section, builder)
    labelled = labelled_lines(section, builder, "NCT_ID", "LAST_UPDATED")
    lines = section.tokens("LINE")
    first = min(labelled.values(), key=_start, default=None)
    before = [line for line in lines if first and line.start < first.start]
    # The title stands right before the first label; lines above it are navigation.
    title = _title(before, builder)
    if title:
        builder.put(IdentificationModule, brief_title=_joined(title))
    else:
        builder.report("missing-title", (0, 0), "no title stands before the number")
    builder.mark_noise(before[: len(before) - len(title)] if first else lines)
    builder.unparsed_lines([line for line in lines if first and line.start > first.start])
    nct_number(labelled.get("NCT_ID"), builder)
    last_updated(labelled.get("LAST_UPDATED"), builder)


def _title(lines: Sequence[Token], builder: Builder) -> Sequence[Token]:
    """Find the lines of the title, the last ones: several if it was broken."""
    start = len(lines) - 1
    while start > 0 and _goes_on(lines[start - 1], lines[start], builder):
        start -= 1
    if start > 0 and not _is_apart(lines[start - 1], lines[start], builder):
        message = "the line above may be the beginning of the title"
        builder.report("uncertain-title", lines[start].span, message)
    return lines[max(start, 0) :]


def _goes_on(above: Token, below: Token, builder: Builder) -> bool:
    """Tell whether a line goes on below: it ends, or the next one begins, as no title does."""
    if _is_apart(above, below, builder):
        return False
    return bool(_OPEN_END.search(above.text) or _OPEN_BEGINNING.match(below.text))


def _is_apart(above: Token, below: Token, builder: Builder) -> bool:
    """Tell whether a blank line stands between two lines."""
    return builder.document.text.count("\n", above.end, below.start) > 1


_OPEN_END = re.compile(
    r"""
    [,:(/&+-] $
    | \b (?: a | an | and | as | at | by | for | from | of | or | the | to | versus | vs\.? | with
         | among | between | during | without ) $
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""The end of a line of a title that is not its last; `in` and `on` end navigation, too."""
_OPEN_BEGINNING = re.compile(r"[^\W\d_A-Z]|[^\w\s\"'\[]")


def _joined(lines: Sequence[Token]) -> Value:
    """Join the lines of a text that was broken."""
    text = " ".join(line.text for line in lines)
    derivation = Derivation.NORMALIZED if lines[1:] else Derivation.VERBATIM
    return Value(text, tuple(line.span for line in lines), derivation)


_HAS_RESULTS: Final = {
    "RESULTS_PENDING": False,
    "RESULTS_AVAILABLE": True,
    "VIEW_FULL_RESULTS": True,
    "PUBLISHED": True,
    "NOT_PUBLISHED": False,
}
"""Lines that show whether there are results, the most reliable first."""


NOT_PUBLISHED: Final = (
    "The study team has not published outcome measurements, participant flow, or safety data for"
    " this trial yet. Check back later for updates."
)
PUBLISHED: Final = (
    "Outcome measurements, participant flow, baseline characteristics, and adverse events have been"
    " published for this study."
)
_SENTENCES: Final = {"NOT_PUBLISHED": NOT_PUBLISHED, "PUBLISHED": PUBLISHED}
_PUBLISHED: Final = "The study team has "
"""How another sentence about results begins: of the rest, pages differ."""


def study_results(section: Tree, builder: Builder) -> None:
    """Read `Results pending` or `Results available`, each with a sentence, perhaps a link."""
    known = section.tokens(*_HAS_RESULTS)
    lines = section.tokens("UNKNOWN_LINE")
    if not known:
        builder.unparsed_lines(lines)
        return
    best = min(known, key=lambda token: list(_HAS_RESULTS).index(token.type))
    has_results = _HAS_RESULTS[best.type]
    builder.has_results = Value(has_results, (best.span,), Derivation.NORMALIZED)
    sentences = [token for token in known if token.type in _SENTENCES]
    builder.mark_boilerplate(*(token.span for token in known if token not in sentences))
    for sentence in sentences:
        _mark_sentence(sentence, builder)
    stated = best.type in ("RESULTS_PENDING", "RESULTS_AVAILABLE")
    if not stated and not builder.document.unlabelled:
        message = "the line that says whether there are results was lost"
        builder.report("missing-value", best.span, message)
    repeated = [t for t in known if t is not best and t.type == best.type]
    contrary = [t for t in known if _HAS_RESULTS[t.type] is not has_results]
    if not sentences and lines:
        begins = lines[0].text[: len(_PUBLISHED)]
        if _PUBLISHED.startswith(begins):
            builder.mark_boilerplate(lines[0].span)
            lines = lines[1:]
    builder.unparsed_lines(sorted([*lines, *repeated, *contrary], key=_start))


def _mark_sentence(sentence: Token, builder: Builder) -> None:
    """Claim the sentence on whether there are results, or as much of it as there is."""
    whole = _SENTENCES[sentence.type]
    if alike(sentence.text, whole) or whole.startswith(sentence.text):
        builder.mark_boilerplate(sentence.span)
    else:
        builder.unparsed_lines([sentence])


def other_identifiers(section: Tree, builder: Builder) -> None:
    """Read identifiers: the identifier, its type (`-` for none), its source."""
    secondary: list[Draft] = []
    aliases: list[Value] = []
    for rule in section.rules():
        parts = {token.type: token for token in rule.tokens()}
        number, kind = parts["IDENTIFIER"], parts["IDENTIFIER_TYPE"].after(":")
        source = parts["IDENTIFIER_SOURCE"].after(":") if "IDENTIFIER_SOURCE" in parts else None
        if source:
            builder.mark_boilerplate(source.span)
        match source.text if source else None:
            case "org_study_id":
                type_ = _type(kind, codes(OrgStudyIdType), builder)
                info = Draft(OrgStudyIdInfo, id=builder.verbatim(number), type=type_)
                builder.put(IdentificationModule, org_study_id_info=info)
            case "secondary_id":
                type_ = _type(kind, codes(SecondaryIdType), builder)
                secondary.append(Draft(SecondaryIdInfo, id=builder.verbatim(number), type=type_))
            case "nct_alias":
                builder.mark_boilerplate(kind.span)  # the API has no type for these
                aliases += filter(None, [builder.parse(number, nct_id, "an NCT number")])
            case _:
                block = builder.document.block(rule.tokens()[0], rule.tokens()[-1])
                message = "an identifier without a known source"
                builder.mark_unparsed("unknown-code", block, message)
    builder.put(IdentificationModule, secondary_id_infos=secondary, nct_id_aliases=aliases)
    if "org_study_id_info" not in builder.module(IdentificationModule).fields:
        end = len(builder.document.text)
        message = "the organization's own identifier is not there"
        builder.report("truncated", (end, end), message)
    _mark_footer(section, builder)


def _mark_footer(section: Tree, builder: Builder) -> None:
    """Mark lines after the last identifier as the footer of the site."""
    lines = section.tokens("UNKNOWN_LINE")
    ends = [token.start for rule in section.rules()[-1:] for token in rule.tokens()]
    ends += [line.start for line in lines if line.text.startswith(_LABELS)]
    builder.unparsed_lines([line for line in lines if not ends or line.start <= max(ends)])
    builder.mark_noise([line for line in lines if ends and line.start > max(ends)])


_LABELS = ("Identifier Type:", "Identifier Source:")


def _type(
    token: Token, known: Mapping[str, OrgStudyIdType | SecondaryIdType], builder: Builder
) -> Value | None:
    if token.text in ("-", ""):
        builder.mark_boilerplate(token.span)
        return None
    return builder.code(token, known)
