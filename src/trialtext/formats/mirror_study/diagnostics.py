"""Diagnostics of this format only."""

from collections.abc import Mapping
from typing import Final

from trialtext.reading.diagnostics import CatalogueEntry, Severity

CATALOGUE: Final[Mapping[str, CatalogueEntry]] = {
    "glued-heading": CatalogueEntry(
        Severity.INFO,
        "A heading stood on the same line as the words before it.",
        "Nothing is needed.",
    ),
    "hidden-address": CatalogueEntry(
        Severity.INFO,
        "An e-mail address was hidden from the crawler (`[email protected]`).",
        "Nothing is needed: the address is absent.",
    ),
    "uncertain-title": CatalogueEntry(
        Severity.WARNING,
        "A line stands right above the title, which may be its beginning, or navigation.",
        "Compare the title with the text.",
    ),
    "uncertain-section": CatalogueEntry(
        Severity.WARNING,
        "A short line and a sentence in a running text look like the heading of a section that is"
        " not known, and its blurb. They were read as a part of the text.",
        "Compare the text with the page. If it is a section, the source has revised its pages.",
    ),
    "repeated-line": CatalogueEntry(
        Severity.WARNING,
        "A line of a running text stands there twice, one right below the other.",
        "Compare the text with the page: the line may have been doubled on the way.",
    ),
    "unsplit-terms": CatalogueEntry(
        Severity.INFO,
        "Conditions or keywords stand on one line, joined by spaces: where one term ends is not"
        " marked. They are kept as one string.",
        "Split the string with knowledge that the page does not have, if single terms are needed.",
    ),
    "long-label": CatalogueEntry(
        Severity.WARNING,
        "An arm's label is longer than the registry allows (100 characters).",
        "Compare the arm with the text: its label may have been lost, and this be its description.",
    ),
    "joined-lines": CatalogueEntry(
        Severity.WARNING,
        "Two values stand on one line: a facility and its place, a sponsor and its class. Known"
        " names and codes decided where the one ends.",
        "Compare the values with the line.",
    ),
    "swapped-values": CatalogueEntry(
        Severity.WARNING,
        "What stands where a person's name is expected is no name, but a title or an organization."
        " Neither it nor what stands beside it is read.",
        "Look at the order of the lines.",
    ),
    "undivided-place": CatalogueEntry(
        Severity.WARNING,
        "The line of a place seems to hold the facility, too, and nothing tells where that ends;"
        " or it goes on from the line above. Only the country is read, the rest stays unparsed.",
        "Look at the line.",
    ),
    "uncertain-place": CatalogueEntry(
        Severity.WARNING,
        "The line of a place may be divided in another way: what was read as city and state may be"
        " the city as a whole, or facility and city.",
        "Compare city and state with the line.",
    ),
    "unconfirmed-state": CatalogueEntry(
        Severity.INFO,
        "A state is not among the known names of its country, or only some of the sites in a"
        " country have a state. It may belong to the name of the city, but that is rare. Of several"
        " such sites, the first is reported.",
        "Nothing is needed.",
    ),
    "unassigned-contact": CatalogueEntry(
        Severity.INFO,
        "A contact of a site, but the page does not say of which. It stays unparsed.",
        "Nothing is needed; `result.unparsed` holds the contact.",
    ),
    "misplaced-contact": CatalogueEntry(
        Severity.WARNING,
        "A contact of a site stands among the contacts of the study, or the other way round: roles"
        " tell them apart. A heading may have been lost. It was read as what its role says.",
        "Nothing is needed for this page.",
    ),
    "month-end-date": CatalogueEntry(
        Severity.INFO,
        "A date is the last day of its month. The page shows months without a day like this, too.",
        "Do not take the day for certain.",
    ),
    "country-without-site": CatalogueEntry(
        Severity.INFO,
        "A country is listed that no site is in. It stays unparsed.",
        "Nothing is needed: the registry lists countries whose sites were withdrawn, too.",
    ),
    "unlisted-country": CatalogueEntry(
        Severity.WARNING,
        "A site is in a country that the list of countries does not name.",
        "Look at the site's line: it may have been read wrongly, or the list may lack a line.",
    ),
    "unlisted-intervention": CatalogueEntry(
        Severity.WARNING,
        "An arm has an intervention that the list of interventions does not name.",
        "Compare both sections: a line may be missing from one of them.",
    ),
    "unassigned-intervention": CatalogueEntry(
        Severity.INFO,
        "An intervention is listed that no arm has.",
        "Nothing is needed: the registry has such records.",
    ),
    "ambiguous-arms": CatalogueEntry(
        Severity.WARNING,
        "Where an intervention's description ends and the next arm begins is not certain.",
        "Compare the study's arms with the text at the place given.",
    ),
}
