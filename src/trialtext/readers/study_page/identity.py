"""What a study is called and numbered: the header, the results line, Other Identifiers."""

from collections.abc import Mapping
from operator import attrgetter

from trialtext.model.enums import OrgStudyIdType, SecondaryIdType
from trialtext.model.protocol import (
    DateStruct,
    IdentificationModule,
    OrgStudyIdInfo,
    SecondaryIdInfo,
    StatusModule,
)
from trialtext.page_parser import Piece
from trialtext.readers.reading import Body, Reading, rules, tokens
from trialtext.trace import Draft, How, Leaf
from trialtext.values import codes, day, nct_id

_start = attrgetter("start")


def header(body: Body, page: Reading) -> None:
    """Title, `NCT ID:`, `Last Updated:` (the day on which the update was posted)."""
    labelled: dict[str, Piece] = {}
    for token in tokens(body, "NCT_ID", "LAST_UPDATED"):
        if labelled.setdefault(token.type, token) is not token:
            page.leave("repeated-value", token, "the header has this line before")
    lines = tokens(body, "LINE")
    first = min(labelled.values(), key=_start, default=None)
    before = [line for line in lines if first and line.start < first.start]
    # The title stands right before the first label; what is further up came with the site's frame.
    if before:
        page.put(IdentificationModule, brief_title=page.copied(before[-1]))
    else:
        page.report("missing-title", (0, 0), "no title stands before the number")
    page.surround(before[:-1] if first else lines)
    page.leave_lines([line for line in lines if first and line.start > first.start])
    nct_number(labelled.get("NCT_ID"), page)
    last_updated(labelled.get("LAST_UPDATED"), page)


def last_updated(line: Piece | None, page: Reading) -> None:
    """`Last Updated:` and the day on which the update was posted."""
    if line is None:
        page.report("missing-value", (0, 0), "there is no line `Last Updated:` in the header")
    elif not page.after(line, ":").text:
        page.report("missing-value", line.span, "a label without a value")
    else:
        posted = page.parsed(page.after(line, ":"), day, "a date")
        page.put(StatusModule, last_update_post_date_struct=Draft(DateStruct, date=posted) or None)


def nct_number(token: Piece | None, page: Reading, otherwise: Piece | None = None) -> None:
    """`NCT ID:`: the number that the page tells, there or elsewhere, or the one supplied."""
    told = page.after(token, ":") if token else None
    if told and not nct_id(told.text):
        page.leave("malformed-nct-id", told, f"{told.text!r:.40} is not NCT and eight digits")
        told = None
    told = told or otherwise
    if told:
        page.put(IdentificationModule, nct_id=page.copied(told))
    elif not token and not page.supplied:
        page.report("missing-nct-id", (0, 0), "there is no line `NCT ID:` before the first section")
    if not page.supplied:
        return
    number, source = page.supplied
    if not told:
        page.put(IdentificationModule, nct_id=Leaf(number, (), How.DERIVED, source))
        page.report("supplied-nct-id", (0, 0), f"{number} is taken from the {source}")
    elif told.text != number:
        message = f"{told.text} on the page, {number} is the {source}"
        page.report("different-nct-id", told.span, message)


def study_results(body: Body, page: Reading) -> None:
    """`Results pending` or `Results available`, each with a sentence, perhaps a link."""
    known = tokens(body, *_HAS_RESULTS)
    lines = tokens(body, "LINE")
    if not known:
        page.leave_lines(lines)
        return
    told = min(known, key=lambda token: list(_HAS_RESULTS).index(token.type))
    place = told.span
    page.has_results = Leaf(_HAS_RESULTS[told.type], (place,), How.NORMALISED)
    if told.type not in ("RESULTS_PENDING", "RESULTS_AVAILABLE") and not page.bare:
        page.report("missing-value", place, "the line that says whether there are results was lost")
    twice = [t for t in known if t is not told and t.type == told.type]
    other = [t for t in known if _HAS_RESULTS[t.type] is not page.has_results.value]
    if not tokens(body, "NOT_PUBLISHED"):
        for sentence in lines[:1]:
            page.claim(sentence)
        lines = lines[1:]
    page.leave_lines(sorted([*lines, *twice, *other], key=_start))


# What tells most comes first.
_HAS_RESULTS = {
    "RESULTS_PENDING": False,
    "RESULTS_AVAILABLE": True,
    "VIEW_FULL_RESULTS": True,
    "NOT_PUBLISHED": False,
}


def other_identifiers(body: Body, page: Reading) -> None:
    """Per identifier: the identifier, its type (`-` for none), its source."""
    secondary: list[Draft] = []
    aliases: list[Leaf] = []
    for identifier in rules(body):
        parts = {token.type: token for token in tokens(identifier)}
        number = parts["IDENTIFIER"]
        source = (
            page.after(parts["IDENTIFIER_SOURCE"], ":") if "IDENTIFIER_SOURCE" in parts else None
        )
        kind = page.after(parts["IDENTIFIER_TYPE"], ":")
        match source.text if source else None:
            case "org_study_id":
                info = Draft(
                    OrgStudyIdInfo,
                    id=page.copied(number),
                    type=_type(kind, codes(OrgStudyIdType), page),
                )
                page.put(IdentificationModule, org_study_id_info=info)
            case "secondary_id":
                type_ = _type(kind, codes(SecondaryIdType), page)
                secondary.append(Draft(SecondaryIdInfo, id=page.copied(number), type=type_))
            case "nct_alias":
                aliases += filter(None, [page.parsed(number, nct_id, "an NCT number")])
            case _:
                whole = page.block(tokens(identifier)[0], tokens(identifier)[-1])
                page.leave("unknown-code", whole, "an identifier without a known source")
    page.put(IdentificationModule, secondary_id_infos=secondary, nct_id_aliases=aliases)
    if "org_study_id_info" not in page.module(IdentificationModule).fields:
        end = len(page.text)
        page.report("truncated", (end, end), "the organization's own identifier is not there")
    # What follows the last identifier came with the site's frame.
    lines = tokens(body, "LINE")
    last = rules(body)[-1:]
    ends = [token.start for rule in last for token in tokens(rule)]
    ends += [line.start for line in lines if line.text.startswith(_PART)]
    page.leave_lines([line for line in lines if not ends or line.start <= max(ends)])
    page.surround([line for line in lines if ends and line.start > max(ends)])


_PART = ("Identifier Type:", "Identifier Source:")


def _type(
    piece: Piece, known: Mapping[str, OrgStudyIdType | SecondaryIdType], page: Reading
) -> Leaf | None:
    return None if piece.text in ("-", "") else page.coded(piece, known)
