"""The cells of a study's identifiers, and of its address on the site."""

import re
from typing import Final

from trialtext.formats.ctgov_csv.cells import BAR, listed
from trialtext.formats.ctgov_csv.evidence import RowBuilder
from trialtext.formats.ctgov_csv.fields import get, put
from trialtext.model.protocol import IdentificationModule, SecondaryIdInfo
from trialtext.model.study import Study
from trialtext.parsing.tree import Token
from trialtext.reading.draft import Draft

_NUMBER_AT_END: Final = re.compile(r"NCT[0-9]{8}$", re.IGNORECASE)
_SITE: Final = "https://clinicaltrials.gov/study/"


def read_identifiers(cell: Token, builder: RowBuilder) -> None:
    """Read the organization's identifier, then the others, whose kinds no cell tells."""
    ids = [value for item in listed(cell, builder) if (value := builder.verbatim(item))]
    own = [] if cell.text.startswith(BAR) else ids[:1]
    for value in own:
        put(builder, "identification_module.org_study_id_info.id", value)
    secondary = [Draft(SecondaryIdInfo, id=value) for value in ids[len(own) :]]
    put(builder, "identification_module.secondary_id_infos", secondary)


def write_identifiers(study: Study) -> str:
    """Write all identifiers, the organization's first."""
    own = get(study, "identification_module.org_study_id_info.id")
    others = get(study, "identification_module.secondary_id_infos") or ()
    return BAR.join([own or "", *(each.id for each in others if each.id)])


def check_address(cell: Token, builder: RowBuilder) -> None:
    """Compare the number in the study's address, which repeats it."""
    address = _NUMBER_AT_END.search(cell.text)
    number = builder.module(IdentificationModule).value("nct_id")
    if address is None:
        message = f"{cell.text!r:.60} is no address of a study"
        builder.mark_unparsed("unreadable-value", cell, message)
    elif number and number.value != address[0].upper():
        message = f"{address[0]} in the address, {number.value} is the number of the row"
        builder.mark_unparsed("different-nct-id", cell, message)
    else:
        builder.mark_boilerplate(cell.span)


def write_address(study: Study) -> str:
    """Write the address of a study on the site."""
    number = get(study, "identification_module.nct_id")
    return f"{_SITE}{number}" if number else ""
