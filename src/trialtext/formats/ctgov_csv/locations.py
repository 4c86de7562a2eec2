"""The cell of locations: facility, city, state, zip and country of each are joined by commas."""

from typing import TYPE_CHECKING, Final

from trialtext.formats.ctgov_csv.cells import BAR, COMMA, claim_joints, listed, parts_of
from trialtext.formats.ctgov_csv.evidence import RowBuilder
from trialtext.formats.ctgov_csv.fields import get, put
from trialtext.model.protocol import Location
from trialtext.model.study import Study
from trialtext.parsing.tree import Token
from trialtext.reading.draft import Draft

if TYPE_CHECKING:
    from trialtext.resolve.sites import SiteParts

_LOCATIONS: Final = "contacts_locations_module.locations"
_PARTS: Final = ("facility", "city", "state", "zip", "country")


def read_locations(cell: Token, builder: RowBuilder) -> None:
    """Read the locations of the newer download."""
    _read(cell, builder, with_zips=True)


def read_locations_without_zips(cell: Token, builder: RowBuilder) -> None:
    """Read the locations of the older download."""
    _read(cell, builder, with_zips=False)


def _read(cell: Token, builder: RowBuilder, *, with_zips: bool) -> None:
    # What other formats do not need costs no start.
    from trialtext.resolve.sites import split_sites

    items = listed(cell, builder, "ITEM")
    divided = split_sites([item.text for item in items], with_zips=with_zips)
    drafts = [_location(*each, builder) for each in zip(items, divided, strict=True)]
    put(builder, _LOCATIONS, [draft for draft in drafts if draft])


def _location(item: Token, parts: "SiteParts", builder: RowBuilder) -> Draft:
    if parts.is_decided:
        claim_joints(item, parts[:5], builder)
    else:
        kept = "may be divided in more than one way" if parts.country else "ends with no country"
        builder.mark_unparsed("undivided-site", item, f"{item.text!r:.60} {kept}")
    draft = Draft(Location)
    draft.fields |= parts_of(item, zip(_PARTS, parts[:5], strict=True), parts.evidence)
    return draft


def write_locations(study: Study) -> str:
    """Write all locations."""
    return BAR.join(
        COMMA.join(part for name in _PARTS if (part := getattr(each, name)))
        for each in get(study, _LOCATIONS) or ()
    )
