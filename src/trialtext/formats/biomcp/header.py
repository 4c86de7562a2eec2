"""What stands before the sections: whether there are results, an address, marks of a search."""

import re
from typing import Final

from trialtext.formats.biomcp.evidence import Builder
from trialtext.formats.biomcp.scalars import TRUTH
from trialtext.model.protocol import IdentificationModule
from trialtext.parsing.tree import Token, Tree

STUDIES: Final = "# Studies"
"""The heading of each study that a search has found."""
ADDRESS: Final = "https://clinicaltrials.gov/study/"
"""How the address of a study begins, which ends with its number."""

_OF_SEARCHES: Final = ("Next Page Token:", "Total Count:")
"""Keys that tell nothing of a study."""
_NUMBER: Final = re.compile(rf"{re.escape(ADDRESS)}(?=NCT\d{{8}}\Z)")


def read_header(section: Tree, builder: Builder) -> None:
    """Read what stands before the first section."""
    for entry in section.rules():
        _read_entry(entry, builder)
    for heading in section.tokens("HEADING"):
        if heading.text == STUDIES:
            builder.evidence.is_found = True
            builder.mark_boilerplate(heading.span)
        else:
            builder.mark_unparsed("unknown-key", heading, f"{heading.text!r:.60} is no section")
    builder.unparsed_lines(section.tokens("UNKNOWN_LINE"))


def _read_entry(entry: Tree, builder: Builder) -> None:
    key, *values = entry.tokens()
    line = builder.document.block(key, [key, *values][-1])
    if key.text in _OF_SEARCHES:
        builder.mark_noise([line])
    elif key.text == "Has Results:" and values and not builder.has_results:
        builder.mark_boilerplate(key.span)
        builder.has_results = builder.code(values[0], TRUTH)
    elif key.text == "Url:" and values and (address := _NUMBER.match(values[0].text)):
        builder.mark_boilerplate((key.start, values[0].start + address.end()))
        number: Token = values[0].part(address.end())
        builder.put(IdentificationModule, nct_id=builder.verbatim(number))
    else:
        builder.mark_unparsed("unknown-key", line, f"{key.text!r:.60} is no key of a study")
