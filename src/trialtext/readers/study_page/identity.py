"""What a study is called and numbered: the header, the results line, Other Identifiers."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from trialtext.model.enums import OrgStudyIdType, SecondaryIdType
from trialtext.model.protocol import (
    DateStruct,
    IdentificationModule,
    OrgStudyIdInfo,
    SecondaryIdInfo,
    StatusModule,
)
from trialtext.readers.reading import Body, Piece, Reading, rules, span, tokens
from trialtext.trace import Draft, How, Leaf
from trialtext.values import codes, day, nct_id

if TYPE_CHECKING:
    from lark import Token


def header(body: Body, page: Reading) -> None:
    """Title, `NCT ID:`, `Last Updated:` (the day on which the update was posted)."""
    labelled: dict[str, Token] = {}
    for token in tokens(body, "NCT_ID", "LAST_UPDATED"):
        if labelled.setdefault(token.type, token) is not token:
            page.leave("repeated-value", page.token(token), "the header has this line before")
    lines = tokens(body, "LINE")
    number = labelled.get("NCT_ID")
    titles = [line for line in lines if number is None or span(line) < span(number)]
    # The title stands right before the number; what is further up came with the site's frame.
    if titles:
        page.put(IdentificationModule, brief_title=page.copied(page.token(titles[-1])))
    else:
        page.report("missing-title", (0, 0), "no title stands before the number")
    page.leave_lines([line for line in lines if not titles or line is not titles[-1]])
    nct_number(number, page)
    last_updated(labelled.get("LAST_UPDATED"), page)


def nct_number(line: "Token | None", page: Reading) -> None:
    """`NCT ID:` and the number."""
    if line is None:
        page.report("missing-nct-id", (0, 0), "there is no line `NCT ID:` before the first section")
    elif nct_id(page.after(line, ":").text):
        page.put(IdentificationModule, nct_id=page.copied(page.after(line, ":")))
    else:
        told = page.after(line, ":")
        page.leave("malformed-nct-id", told, f"{told.text!r:.40} is not NCT and eight digits")


def last_updated(line: "Token | None", page: Reading) -> None:
    """`Last Updated:` and the day on which the update was posted."""
    if line is None:
        page.report("missing-value", (0, 0), "there is no line `Last Updated:` in the header")
    elif not page.after(line, ":").text:
        page.report("missing-value", span(line), "a label without a value")
    else:
        posted = page.parsed(page.after(line, ":"), day, "a date")
        page.put(StatusModule, last_update_post_date_struct=Draft(DateStruct, date=posted) or None)


def study_results(body: Body, page: Reading) -> None:
    """`Results pending` or `Results available`, each with a sentence."""
    for results in rules(body):
        line, *others = tokens(results)
        if page.has_results:
            page.leave_lines([line, *others])
            continue
        for token in others:
            page.claim(token)
        place = page.token(line).span
        page.has_results = Leaf(line.type == "RESULTS_AVAILABLE", (place,), How.NORMALISED)
    page.leave_lines(tokens(body, "LINE"))


def other_identifiers(body: Body, page: Reading) -> None:
    """Per identifier: the identifier, its type (`-` for none), its source."""
    secondary: list[Draft] = []
    aliases: list[Leaf] = []
    for identifier in rules(body):
        parts = {token.type: token for token in tokens(identifier)}
        number = page.token(parts["IDENTIFIER"])
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
    page.leave_lines(tokens(body, "LINE"))


def _type(
    piece: Piece, known: Mapping[str, OrgStudyIdType | SecondaryIdType], page: Reading
) -> Leaf | None:
    return None if piece.text in ("-", "") else page.coded(piece, known)
